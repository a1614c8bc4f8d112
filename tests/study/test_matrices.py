"""The study's matrices: counted by hand on the miniature, filtered, with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors import RmecodeError
from rmecode.errors.study import NothingFitsError, UnknownNameError
from rmecode.study import open_study
from rmecode.study.applying import apply_rules
from rmecode.study.importing import import_codings
from rmecode.study.marking import mark_done
from rmecode.study.parts import assign
from tests.study.conftest import AT

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.study import Study

CODINGS = (
    "source,quote,code,coder\n"
    "R1-director,La confianza llegó después,confianza,ana\n"
    "R2-director,nadie confía en nadie,confianza,ana\n"
    "deprov,los vínculos son débiles,vínculos,robot\n"
    "R1-sesion,Se acuerda una meta común,objetivos,ana\n"
)


@pytest.fixture
def coded(study: Study, tmp_path: Path) -> Study:
    file = tmp_path / "codings.csv"
    file.write_text(CODINGS, "utf-8")
    report = import_codings(study, file, by="ana", at=AT)
    assert (report.new, report.problems) == (4, ())
    mark_done(study, "R1-director", "ana", at=AT)
    mark_done(study, "R1-sesion", "ana", at=AT)
    mark_done(study, "deprov", "robot", at=AT)
    return study


def test_a_coding_of_two_cases_counts_in_each_and_once_in_the_total(coded: Study) -> None:
    matrix = coded.matrix(depth=1)
    assert matrix.rows == ("R1", "R2", "total")
    assert matrix.frame["capital_social"].tolist() == [2, 2, 3]
    assert len(matrix.evidence("total", "capital_social")) == 3


def test_an_assigned_part_counts_for_its_case_only(coded: Study) -> None:
    assign(coded, "deprov", "4", "R2", by="ana", at=AT)
    frame = coded.matrix(depth=1).frame
    assert frame["capital_social"].tolist() == [1, 2, 3]


def test_zero_out_of_scope_not_yet_coded_and_partial_are_four_things(coded: Study) -> None:
    states = coded.matrix(depth=1).states
    assert states.loc["R1", "procesos"] == "zero"
    assert states.loc["R2", "capital_social"] == "partial"
    assert coded.matrix(depth=1, sources="R2-director", codes="procesos").states.loc[
        "R2", "procesos"
    ] == ("not_yet_coded")
    assert coded.matrix(depth=1, instruments="Observación").states.loc["R2", "procesos"] == (
        "out_of_scope"
    )


def test_roles_and_stages_may_be_given_by_label(coded: Study) -> None:
    by_key = coded.matrix(depth=1, roles="jefe_deprov", stages="1")
    by_label = coded.matrix(depth=1, roles="Jefe DEPROV", stages="primera etapa")
    assert by_key.frame.equals(by_label.frame)
    assert by_key.frame.loc["total", "capital_social"] == 1


def test_a_case_that_the_filter_leaves_out_has_no_row(coded: Study) -> None:
    matrix = coded.matrix(depth=1, where="comunas > 8")
    assert matrix.rows == ("R2", "total")
    assert matrix.frame["capital_social"].tolist() == [2, 2]


def test_a_filter_on_sources_puts_the_rest_out_of_scope(coded: Study) -> None:
    matrix = coded.matrix(depth=1, where='instrumento:"Observación" y no fuente:deprov')
    assert matrix.states.loc["R2", "colaboración"] == "out_of_scope"
    assert matrix.frame.loc["R1", "colaboración"] == 1


def test_a_filter_with_words_keeps_the_excerpts_that_say_them(coded: Study) -> None:
    matrix = coded.matrix(depth=2, where="confiar")
    assert matrix.frame["capital_social/confianza"].tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("where", "row"),
    [
        ("caso:R1", "R1"),
        ("no caso:R2", "R1"),
        ("no comunas > 8", "R1"),
        ("caso:R2", "R2"),
        ("no caso:R1", "R2"),
        ("comunas > 8", "R2"),
    ],
)
def test_a_condition_on_cases_changes_no_number_of_the_rows_that_it_leaves(
    coded: Study, where: str, row: str
) -> None:
    whole, asked = coded.matrix(depth=1), coded.matrix(depth=1, where=where)
    assert asked.rows == (row, "total")
    assert asked.frame.loc[row, "capital_social"] == 2
    assert asked.frame.loc[[row]].equals(whole.frame.loc[[row]])
    assert asked.states.loc[[row]].equals(whole.states.loc[[row]])


@pytest.fixture
def national(coded: Study) -> Study:
    """Return the study with a session of no case, on which one coding is."""
    table = coded.root / "sources.csv"
    table.write_text(table.read_text("utf-8").replace("observacion,2,R1,", "observacion,2,,"))
    coded.forget_tables()
    return coded


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("no caso:R1", ("R2", "national", "total")),
        ("no comunas > 8", ("R1", "national", "total")),
        ("comunas > 8", ("R2", "total")),
        ("caso:R1", ("R1", "total")),
        ("no caso:R1 y no caso:R2", ("national", "total")),
    ],
)
def test_sources_of_no_case_are_one_more_case_to_a_filter(
    national: Study, where: str, rows: tuple[str, ...]
) -> None:
    matrix = national.matrix(depth=1, where=where)
    assert matrix.rows == rows
    if "national" in rows:
        assert matrix.frame.loc["national", "colaboración"] == 1


@pytest.mark.parametrize(
    ("where", "sources"),
    [
        ("rol:dire*", ("R1-director", "R2-director")),
        ("rol:jefe*", ("deprov",)),
        ("rol:director o rol:jefe_deprov", ("R1-director", "R2-director", "deprov")),
        ("rol:director y no rol:jefe_deprov", ("R1-director", "R2-director")),
        ("rol != director", ("deprov",)),
    ],
)
def test_a_filter_on_roles_looks_at_the_roles_that_fit(
    coded: Study, where: str, sources: tuple[str, ...]
) -> None:
    matrix = coded.matrix(depth=1, where=where)
    assert matrix.scopes["total"].sources == sources
    assert matrix.frame.loc["total", "capital_social"] == len(sources)


def test_what_is_said_by_no_role_stays_where_a_filter_leaves_a_role_out(coded: Study) -> None:
    matrix = coded.matrix(depth=1, where="no rol:director")
    assert [matrix.frame.loc["R1", code] for code in matrix.columns[:2]] == [1, 1]


@pytest.mark.parametrize(
    ("asked", "declared"),
    [
        ({"roles": "alcalde"}, '[roles]\nalcalde = "Alcaldesa"'),
        ({"roles": "Alcaldesa"}, '[roles]\nalcalde = "Alcaldesa"'),
        ({"stages": "3"}, '[stages]\n3 = "Tercera etapa"'),
        ({"instruments": "carta"}, '[instruments]\ncarta = "Carta"'),
        ({"where": "rol:alcalde"}, '[roles]\nalcalde = "Alcaldesa"'),
    ],
)
def test_what_study_toml_declares_and_nobody_has_is_out_of_scope(
    coded: Study, asked: dict[str, str], declared: str
) -> None:
    settings = coded.root / "study.toml"
    head = declared.partition("\n")[0]
    settings.write_text(settings.read_text("utf-8").replace(head, declared), "utf-8")
    with open_study(coded.root) as study:
        matrix = study.matrix(depth=1, **asked)  # type: ignore[arg-type]  # names of filters
        assert set(matrix.states.to_numpy().ravel()) == {"out_of_scope"}


@pytest.mark.parametrize("name", ["case", "foo", "code"])
def test_a_filter_of_another_name_is_refused_with_the_names_there_are(
    coded: Study, name: str
) -> None:
    with pytest.raises(UnknownNameError, match=rf"^{name}: .* (codes|cases)"):
        coded.matrix(**{name: "R1"})  # type: ignore[arg-type]  # names of filters, mistyped


def test_a_filter_that_nothing_fits_is_a_sentence(coded: Study) -> None:
    with pytest.raises(NothingFitsError, match="comunas > 99"):
        coded.matrix(where="comunas > 99")


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"codes": "confiansa"}, "capital_social/confianza"),
        ({"cases": "R9"}, "R9"),
        ({"roles": "alcalde"}, "alcalde"),
        ({"unit": "kilos"}, "kilos"),
        ({"where": "color:rojo"}, "color"),
        ({"where": "(confianza"}, "Column"),
    ],
)
def test_unknown_names_are_named(coded: Study, asked: dict[str, str], named: str) -> None:
    with pytest.raises(RmecodeError, match=named):
        coded.matrix(**asked)  # type: ignore[arg-type]  # names of filters, as a person mistypes them


def test_suggestions_are_counted_apart_and_never_with_codings(coded: Study) -> None:
    before = coded.matrix(depth=1).frame
    apply_rules(coded, by="ana", at=AT)
    assert coded.matrix(depth=1).frame.equals(before)
    suggested = coded.matrix(depth=1, suggested=True)
    assert suggested.evidence("R1", "procesos")


def test_the_notebook_frames_have_their_columns_and_rows(coded: Study) -> None:
    assert coded.sources()["source"].tolist() == [
        "R1-director",
        "R2-director",
        "deprov",
        "R1-sesion",
    ]
    turns = coded.turns("R1-director")
    assert turns["interviewer"].tolist() == [True, False, True, False]
    assert turns["participant"].tolist() == ["", "D1", "", "D1"]
    codings = coded.codings()
    text = coded.text("R1-director")
    rows = [row for row in codings.to_dict("records") if row["source"] == "R1-director"]
    assert rows
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert set(codings["kind"]) == {"person", "simulated"}


def test_an_empty_study_still_has_its_columns(empty: Study) -> None:
    assert list(empty.codings().columns[:3]) == ["id", "source", "start"]
    assert len(empty.suggestions()) == len(empty.sources()) == 0


def test_a_filter_on_coders_looks_at_their_done_marks_only(coded: Study) -> None:
    by_choice = coded.matrix(depth=1, coders="robot")
    by_filter = coded.matrix(depth=1, where="codificador:robot")
    assert by_choice.frame.equals(by_filter.frame)
    assert by_choice.states.equals(by_filter.states)


def test_a_filter_on_codes_leaves_no_column_to_look_empty(coded: Study) -> None:
    matrix = coded.matrix(where="código:capital_social")
    assert matrix.columns == (
        "capital_social",
        "capital_social/confianza",
        "capital_social/vínculos",
    )
