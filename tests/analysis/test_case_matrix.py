"""The miniature study, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rmecode.analysis.cases import case_matrix, searched
from rmecode.analysis.frame import coded_frame, suggested_frame
from rmecode.analysis.selection import Selection
from rmecode.analysis.units import CellState, CountingUnit
from rmecode.errors.analysis import ReservedCaseError, UnknownChoiceError, UnlistedSourceError
from rmecode.messages import activate
from rmecode.model import (
    Anchor,
    Case,
    Coder,
    CoderKind,
    Decision,
    Quote,
    Span,
    Suggestion,
)
from tests.analysis.miniature import (
    ALL_DONE,
    CASES,
    CODEBOOK,
    CODINGS,
    coding,
    mini_sources,
)

if TYPE_CHECKING:
    from rmecode.analysis.matrix import Matrix

activate("en")

COLUMNS = [code.path for code in CODEBOOK]


def mini_matrix(
    unit: CountingUnit = CountingUnit.CODINGS,
    selection: Selection | None = None,
    depth: int | None = None,
    done: dict[str, frozenset[str]] | None = None,
) -> Matrix:
    sources = mini_sources(ALL_DONE if done is None else done)
    frame = coded_frame(CODINGS, sources, CODEBOOK, CASES)
    chosen = selection or Selection()
    return case_matrix(frame, sources, CODEBOOK, CASES, unit=unit, selection=chosen, depth=depth)


def numbers_of(matrix: Matrix, row: str) -> list[float]:
    """Return the numbers of a row, column by column."""
    return [float(number) for number in matrix.frame.to_numpy()[matrix.rows.index(row)]]


#   columns: capital, confianza, densidad, procesos, informativos, transmisión, formación
#   speech: RME1 48 + 18 + 18 + 38 = 122; RME4 98 + 28 + 28 = 154; national 98; total 336
COUNTED_BY_HAND: dict[CountingUnit, dict[str, tuple[float, ...]]] = {
    CountingUnit.CODINGS: {
        "RME1": (5, 4, 1, 3, 3, 2, 1),
        "RME4": (0, 0, 0, 5, 5, 3, 2),
        "national": (0, 0, 0, 1, 0, 0, 0),
        "total": (5, 4, 1, 7, 6, 4, 2),
    },
    CountingUnit.SOURCES: {
        "RME1": (3, 3, 1, 2, 2, 2, 1),
        "RME4": (0, 0, 0, 2, 2, 2, 2),
        "national": (0, 0, 0, 1, 0, 0, 0),
        "total": (3, 3, 1, 4, 3, 3, 2),
    },
    CountingUnit.INFORMANTS: {
        "RME1": (3, 3, 1, 1, 1, 1, 1),
        "RME4": (0, 0, 0, 3, 3, 2, 2),
        "national": (0, 0, 0, 1, 0, 0, 0),
        "total": (3, 3, 1, 4, 3, 2, 2),
    },
    CountingUnit.CHARACTERS: {
        "RME1": (30 + 20 + 25, 20 + 20 + 25, 20, 30 + 6, 30 + 6, 20 + 6, 10),
        "RME4": (0, 0, 0, 60 + 20, 60 + 20, 40 + 10, 30 + 10),
        "national": (0, 0, 0, 50, 0, 0, 0),
        "total": (75, 65, 20, 60 + 20 + 50 + 6, 86, 40 + 10 + 6, 40),
    },
    CountingUnit.SHARE: {
        "RME1": (48 / 122, 38 / 122, 20 / 122, 30 / 122, 30 / 122, 20 / 122, 10 / 122),
        "RME4": (0, 0, 0, 80 / 154, 80 / 154, 50 / 154, 40 / 154),
        "national": (0, 0, 0, 50 / 98, 0, 0, 0),
        "total": (48 / 336, 38 / 336, 20 / 336, 130 / 336, 80 / 336, 50 / 336, 40 / 336),
    },
}


@pytest.mark.parametrize("unit", CountingUnit)
def test_the_miniature_study_is_counted_as_by_hand(unit: CountingUnit) -> None:
    matrix = mini_matrix(unit)
    assert matrix.rows == ("RME1", "RME4", "RME6", "national", "total")
    assert list(matrix.columns) == list(matrix.frame.columns) == COLUMNS
    for row, numbers in COUNTED_BY_HAND[unit].items():
        assert numbers_of(matrix, row) == pytest.approx(numbers), row
    assert np.isnan(numbers_of(matrix, "RME6")).all()


def test_a_cell_leads_to_its_codings_by_case_code_and_place() -> None:
    matrix = mini_matrix()
    assert matrix.evidence("RME1", "capital") == (1, 3, 4, 5, 2)
    assert matrix.evidence("RME4", "procesos") == (6, 7, 10, 8, 9)
    assert matrix.evidence("total", "procesos") == (12, 6, 8, 7, 10, 9, 11)
    assert matrix.evidence("RME4", "capital") == ()


def test_evidence_of_a_share_is_only_what_informants_said() -> None:
    matrix = mini_matrix(CountingUnit.SHARE)
    assert matrix.evidence("RME1", "capital/confianza") == (1, 3, 4)
    assert matrix.evidence("RME1", "procesos") == (6, 8)


def test_a_row_or_column_that_is_not_there_is_a_sentence() -> None:
    matrix = mini_matrix()
    with pytest.raises(UnknownChoiceError, match="RME7: there is no such row"):
        matrix.evidence("RME7", "capital")
    with pytest.raises(UnknownChoiceError, match="Choose among: capital"):
        matrix.cell("RME1", "capitol")


@pytest.mark.parametrize(
    ("depth", "columns"),
    [
        (1, ["capital", "procesos"]),
        (
            2,
            [
                "capital",
                "capital/confianza",
                "capital/densidad",
                "procesos",
                "procesos/informativos",
            ],
        ),
        (9, COLUMNS),
    ],
)
def test_depth_chooses_columns_and_changes_no_number(depth: int, columns: list[str]) -> None:
    matrix, whole = mini_matrix(depth=depth), mini_matrix()
    assert list(matrix.columns) == columns
    assert matrix.frame.equals(whole.frame[columns])


def test_chosen_codes_come_with_their_subtree_whatever_the_depth() -> None:
    matrix = mini_matrix(selection=Selection(codes=("c5",)), depth=1)
    assert matrix.columns == ("procesos/informativos",)
    assert matrix.frame["procesos/informativos"].tolist()[:2] == [3, 5]
    assert mini_matrix(selection=Selection(codes=("c5",))).columns == tuple(COLUMNS[4:])


# --- zero, out of scope, not yet coded, partial ---------------------------------------------


def test_zero_needs_every_source_in_scope_to_be_done() -> None:
    cell = mini_matrix().cell("RME4", "capital")
    assert (cell.value, cell.state) == (0.0, CellState.ZERO)
    assert cell.reason == "All 2 sources in scope are done, and this was not found in them."


def test_a_case_without_sources_is_out_of_scope_and_not_zero() -> None:
    cell = mini_matrix().cell("RME6", "capital")
    assert (cell.value, cell.state) == (None, CellState.OUT_OF_SCOPE)
    assert cell.reason == "RME6 has no sources."


def test_a_case_without_a_supervisor_is_out_of_scope_when_supervisors_are_asked_for() -> None:
    matrix = mini_matrix(selection=Selection(roles=("supervisor",)))
    cell = matrix.cell("RME4", "capital")
    assert (cell.value, cell.state) == (None, CellState.OUT_OF_SCOPE)
    assert cell.reason == "RME4 has no source with role: supervisor."
    assert numbers_of(matrix, "RME1") == [3, 2, 1, 0, 0, 0, 0]
    assert matrix.cell("national", "capital").state is CellState.OUT_OF_SCOPE


def test_with_nothing_done_codings_are_partial_and_the_rest_is_not_yet_coded() -> None:
    matrix = mini_matrix(done={})
    coded, empty = matrix.cell("RME1", "capital"), matrix.cell("RME4", "capital")
    assert (coded.value, coded.state) == (5.0, CellState.PARTIAL)
    assert coded.reason == "0 of 4 sources in scope are done: the number is not final."
    assert (empty.value, empty.state) == (None, CellState.NOT_YET_CODED)
    assert empty.reason == "None of the 2 sources in scope is done."
    assert empty.evidence == ()


def test_with_some_sources_done_a_zero_is_partial_too() -> None:
    matrix = mini_matrix(done={"dep": frozenset({"A"})})
    cell = matrix.cell("RME4", "capital")
    assert (cell.value, cell.state) == (0.0, CellState.PARTIAL)
    assert matrix.cell("total", "procesos").state is CellState.PARTIAL


def test_done_counts_only_for_the_coders_who_are_chosen() -> None:
    matrix = mini_matrix(selection=Selection(coders=("b",)))
    assert matrix.evidence("RME1", "capital") == (3,)
    assert matrix.cell("RME1", "capital").state is CellState.PARTIAL
    assert matrix.cell("RME4", "capital").state is CellState.NOT_YET_CODED


def test_a_share_of_speech_is_not_defined_where_nobody_speaks() -> None:
    matrix = mini_matrix(CountingUnit.SHARE, Selection(instruments=("observacion",)))
    cell = matrix.cell("RME1", "capital/confianza")
    assert (cell.value, cell.state) == (None, CellState.UNDEFINED)
    assert cell.reason == "No informants speak in the sources in scope: obs1."
    assert matrix.cell("RME4", "capital").state is CellState.OUT_OF_SCOPE


def test_an_observation_that_is_not_done_does_not_make_a_share_partial() -> None:
    done = {name: coders for name, coders in ALL_DONE.items() if name != "obs1"}
    assert mini_matrix(CountingUnit.SHARE, done=done).cell("RME1", "capital").state is (
        CellState.COUNTED
    )
    assert mini_matrix(done=done).cell("RME1", "capital").state is CellState.PARTIAL


def test_a_source_given_wholly_to_one_case_is_not_in_the_scope_of_the_other() -> None:
    sources = mini_sources(ALL_DONE)
    part = replace(sources[3].assignments[0], span=Span(0, 200))
    sources = tuple(replace(e, assignments=(part,)) if e.source.id == "dep" else e for e in sources)
    frame = coded_frame(CODINGS, sources, CODEBOOK, CASES)
    matrix = case_matrix(frame, sources, CODEBOOK, CASES)
    assert matrix.evidence("RME1", "procesos") == (12,)
    assert matrix.scopes["RME1"].sources == ("sup1", "grp1", "obs1")
    assert not frame["shared"].any()


# --- filters --------------------------------------------------------------------------------


def test_filters_for_cases_leave_their_rows_and_a_total_of_these_rows() -> None:
    matrix = mini_matrix(selection=Selection(cases=("rme4",)))
    assert matrix.rows == ("RME4", "total")
    assert numbers_of(matrix, "total") == numbers_of(matrix, "RME4")
    share = mini_matrix(CountingUnit.SHARE, Selection(cases=("RME4",)))
    assert share.scopes["total"].speech == 154


def test_filters_for_instruments_stages_sources_and_codings() -> None:
    assert mini_matrix(selection=Selection(instruments=("GRUPO",))).evidence(
        "total", "capital"
    ) == (4,)
    assert mini_matrix(selection=Selection(stages=("2",))).evidence("RME1", "capital") == (4, 5)
    assert mini_matrix(selection=Selection(sources=("sup1",))).evidence("RME1", "capital") == (
        1,
        3,
        2,
    )
    chosen = Selection(codings=frozenset({2, 11}), where="memo: x")
    assert mini_matrix(selection=chosen).evidence("RME1", "capital") == (2,)


def test_characters_by_role_are_those_of_the_role_alone() -> None:
    matrix = mini_matrix(CountingUnit.CHARACTERS, Selection(roles=("jefe utp",)))
    assert matrix.frame.loc["RME1", "capital"] == 10


# --- notes, suggestions, odd input ----------------------------------------------------------


def test_notes_say_what_the_numbers_hide() -> None:
    notes = "\n".join(mini_matrix().notes)
    assert "1 source was coded by several coders" in notes
    assert "2 passages are shared by several cases" in notes
    assert mini_matrix(selection=Selection(coders=("A",), cases=("national",))).notes == ()


def test_simulated_coders_doubtful_places_and_lost_codes_are_told() -> None:
    sources = mini_sources(ALL_DONE)
    odd = (
        replace(coding(1, "sup1", (500, 520), "c2"), anchor=Anchor.REVIEW),
        coding(2, "sup1", (12, 20), "gone"),
    )
    coders = (Coder("A", CoderKind.SIMULATED),)
    frame = coded_frame(odd, sources, CODEBOOK, CASES, coders=coders)
    matrix = case_matrix(frame, sources, CODEBOOK, CASES)
    assert matrix.evidence("total", "capital") == (1,)
    assert frame["kind"].tolist() == ["simulated", "simulated"]
    notes = "\n".join(matrix.notes)
    assert "Simulated coders (machines, not people): A." in notes
    assert "1 coding counts, but its place in the text has to be reviewed." in notes
    assert "no longer has their codes: gone" in notes
    whole = case_matrix(frame, sources, CODEBOOK, CASES, unit=CountingUnit.CHARACTERS)
    assert whole.frame.loc["RME1", "capital"] == 1


def suggestion(number: int, source: str, span: tuple[int, int], code: str) -> Suggestion:
    return Suggestion(
        number,
        source,
        1,
        Span(*span),
        Quote("hay confianza aquí"),
        code,
        "rules",
        "1",
        1,
        "c2.1",
        "confianza",
        matched=(Span(span[0] + 4, span[0] + 13),),
    )


def test_suggestions_use_the_same_machinery_and_zero_means_that_rules_found_nothing() -> None:
    sources = searched(mini_sources(), "rules")
    found = [suggestion(1, "sup1", (12, 30), "c2")]
    frame = suggested_frame(found, sources, CODEBOOK, CASES)
    matrix = case_matrix(frame, sources, CODEBOOK, CASES)
    assert matrix.cell("RME1", "capital").state is CellState.COUNTED
    assert matrix.cell("RME4", "capital").state is CellState.ZERO
    assert matrix.notes == (
        "These are suggestions of rules or searches: nobody has reviewed them.",
    )
    row = frame.iloc[0]
    assert (row["coder"], row["kind"], row["rule"]) == ("rules", "rule", "c2.1")
    assert row["matched"] == ("confianza",)
    assert row["decision"] == Decision.OPEN


def test_sources_that_the_rules_have_not_searched_are_not_zero() -> None:
    sources = searched(mini_sources(), "rules", ["sup1", "grp1", "obs1"])
    frame = suggested_frame([], sources, CODEBOOK, CASES)
    matrix = case_matrix(frame, sources, CODEBOOK, CASES)
    assert matrix.cell("RME1", "capital").state is CellState.PARTIAL
    assert matrix.cell("RME4", "capital").state is CellState.NOT_YET_CODED


def test_a_coding_of_an_unlisted_source_is_a_sentence() -> None:
    with pytest.raises(UnlistedSourceError, match="ghost: there are codings"):
        coded_frame([coding(1, "ghost", (0, 1), "c2")], mini_sources(), CODEBOOK, CASES)


@pytest.mark.parametrize("name", ["total", "national"])
def test_a_case_cannot_be_called_as_a_row_that_every_matrix_has(name: str) -> None:
    with pytest.raises(ReservedCaseError, match=name):
        coded_frame([], mini_sources(), CODEBOOK, [Case(name)])


def test_a_case_that_only_sources_name_gets_a_row_after_the_others() -> None:
    sources = mini_sources(ALL_DONE)
    frame = coded_frame(CODINGS, sources, CODEBOOK, CASES[:1])
    matrix = case_matrix(frame, sources, CODEBOOK, CASES[:1])
    assert matrix.rows == ("RME1", "RME4", "national", "total")


def test_an_empty_study_is_a_matrix_of_blanks() -> None:
    frame = coded_frame([], [], CODEBOOK, CASES)
    matrix = case_matrix(frame, [], CODEBOOK, CASES)
    assert matrix.rows == ("RME1", "RME4", "RME6", "total")
    assert matrix.frame.isna().all(axis=None)
    assert set(np.unique(matrix.states.astype(str))) == {"out_of_scope"}


def test_an_empty_span_counts_as_the_character_at_its_place() -> None:
    sources = mini_sources(ALL_DONE)
    frame = coded_frame([coding(1, "sup1", (20, 20), "c2")], sources, CODEBOOK, CASES)
    assert frame["chars"].tolist() == [1]


def test_the_columns_of_the_frame_have_the_types_that_are_documented() -> None:
    frame = coded_frame(CODINGS, mini_sources(), CODEBOOK, CASES)
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert {kinds[name] for name in ("coding", "start", "end", "chars", "turn")} == {"int64"}
    assert {kinds[name] for name in ("roles", "participants", "quote", "memo", "made_at")} == {
        "object"
    }
    assert {kinds[name] for name in ("shared", "once")} == {"bool"}
    others = set(kinds) - {"coding", "start", "end", "chars", "turn", "roles", "participants"}
    others -= {"quote", "memo", "made_at", "shared", "once"}
    assert {kinds[name] for name in others} == {"category"}
    assert list(frame.columns) == [
        *("coding", "source", "instrument", "stage", "date", "case", "code", "path", "label"),
        *("area", "start", "end", "chars", "turn", "roles", "participants", "quote", "coder"),
        *("kind", "anchor", "origin", "made_at", "memo", "shared", "once"),
    ]


def test_voices_and_role_of_codings() -> None:
    frame = coded_frame(CODINGS, mini_sources(), CODEBOOK, CASES).set_index("coding")
    assert frame.loc[4, "participants"] == ("D1", "U1")
    assert frame.loc[4, "roles"] == ("director", "jefe UTP")
    assert frame.loc[12, "roles"] == ()
    assert frame.loc[10, "participants"] == ()
    assert frame.loc[5, "turn"] == 1


def test_a_silent_source_lends_its_role_to_its_codings() -> None:
    sources = mini_sources(ALL_DONE)
    silent = replace(sources[2], source=replace(sources[2].source, role="director"))
    sources = (*sources[:2], silent, *sources[3:])
    frame = coded_frame(CODINGS, sources, CODEBOOK, CASES).set_index("coding")
    assert frame.loc[5, "roles"] == ("director",)
