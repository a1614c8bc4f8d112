"""Random studies: the vectorised counts against a count character by character."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from rmecode.analysis.cases import case_matrix
from rmecode.analysis.frame import coded_frame
from rmecode.analysis.selection import Selection
from rmecode.analysis.units import CountingUnit
from rmecode.model import Assignment, Case, Source, SourceEvidence, Span, Turn, TurnKind, Voice
from tests.analysis.miniature import CODEBOOK, coding
from tests.analysis.obvious import obvious_cell, obvious_rows

if TYPE_CHECKING:
    from rmecode.model import Coding

CASES = (Case("RME1"), Case("RME2"), Case("RME3"))
ROLES = ("director", "supervisor")
VOICES = st.sampled_from(
    [
        None,
        Voice("", "entrevistadora", interviewer=True),
        *(Voice(who, role) for who in ("P1", "P2", "") for role in ROLES),
    ]
)


@st.composite
def evidences(draw: st.DrawFn, number: int) -> SourceEvidence:
    """Draw a source of up to 60 characters with turns, voices, cases and assignments."""
    widths = draw(st.lists(st.integers(1, 12), min_size=1, max_size=5))
    turns, begin = [], 0
    for place, width in enumerate(widths, 1):
        label = draw(st.integers(0, width))
        span = Span(begin, begin + width)
        words = Span(begin + label, begin + width)
        turns.append(Turn(place, TurnKind.SPEECH, span, words, f"L{place % 2}"))
        begin += width
    name = f"s{number}"
    cases = draw(st.lists(st.sampled_from([c.id for c in CASES]), unique=True, max_size=3))
    spans = st.tuples(st.integers(0, begin), st.integers(0, begin)).map(lambda p: Span(*sorted(p)))
    given_to = st.builds(Assignment, st.just(name), spans, st.sampled_from([c.id for c in CASES]))
    return SourceEvidence(
        Source(name, f"{name}.txt", "entrevista", "1", tuple(cases), role=draw(_role())),
        begin,
        tuple(turns),
        tuple(draw(st.lists(VOICES, min_size=len(turns), max_size=len(turns)))),
        tuple(draw(st.lists(given_to, max_size=2))),
        frozenset({"A"}),
    )


def _role() -> st.SearchStrategy[str]:
    return st.sampled_from(["", *ROLES])


@st.composite
def studies(draw: st.DrawFn) -> tuple[list[SourceEvidence], list[Coding]]:
    """Draw up to four sources with up to twelve codings on them."""
    sources = [draw(evidences(number)) for number in range(draw(st.integers(1, 4)))]
    codings = []
    for number in range(draw(st.integers(0, 12))):
        evidence = draw(st.sampled_from(sources))
        start = draw(st.integers(0, evidence.length - 1))
        end = draw(st.integers(start + 1, evidence.length))
        code = draw(st.sampled_from([code.id for code in CODEBOOK]))
        codings.append(coding(number + 1, evidence.source.id, (start, end), code))
    return sources, codings


@pytest.mark.parametrize("unit", CountingUnit)
@settings(max_examples=25, deadline=None)
@given(study=studies(), roles=st.sampled_from([(), ("director",)]))
def test_every_cell_equals_the_obvious_count(
    unit: CountingUnit,
    study: tuple[list[SourceEvidence], list[Coding]],
    roles: tuple[str, ...],
) -> None:
    sources, codings = study
    frame = coded_frame(codings, sources, CODEBOOK, CASES)
    matrix = case_matrix(
        frame, sources, CODEBOOK, CASES, unit=unit, selection=Selection(roles=roles)
    )
    rows = obvious_rows(sources, CASES)
    assert list(matrix.rows) == rows
    for cell in matrix.cells():
        value, ids = obvious_cell(
            codings, sources, CODEBOOK, cell.row, cell.column, unit, rows=rows, roles=roles
        )
        assert cell.value == pytest.approx(value), (cell.row, cell.column)
        assert set(cell.evidence) == ids
        assert len(cell.evidence) == len(ids)
    event("with codings" if matrix.codings else "without codings")


@settings(max_examples=25, deadline=None)
@given(study=studies())
def test_no_coding_is_lost_and_once_counts_each_of_them(
    study: tuple[list[SourceEvidence], list[Coding]],
) -> None:
    sources, codings = study
    frame = coded_frame(codings, sources, CODEBOOK, CASES)
    assert set(frame["coding"]) == {coding.id for coding in codings}
    assert int(frame["once"].sum()) == len(codings)
    assert bool((frame["shared"] == frame["coding"].duplicated(keep=False)).all())
    assert (frame["chars"] >= 1).all()
    assert (frame["chars"] <= frame["end"] - frame["start"]).all()


@settings(max_examples=25, deadline=None)
@given(study=studies())
def test_a_share_is_never_over_one_and_a_parent_never_under_its_children(
    study: tuple[list[SourceEvidence], list[Coding]],
) -> None:
    sources, codings = study
    frame = coded_frame(codings, sources, CODEBOOK, CASES)
    for unit in CountingUnit:
        numbers = case_matrix(frame, sources, CODEBOOK, CASES, unit=unit).frame.fillna(0)
        for code in CODEBOOK:
            if code.parent:
                assert (numbers[code.parent] >= numbers[code.path]).all()
        if unit is CountingUnit.SHARE:
            assert (numbers <= 1).all(axis=None)


@settings(max_examples=15, deadline=None)
@given(study=studies(), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_codings_come_makes_no_difference(
    study: tuple[list[SourceEvidence], list[Coding]], seed: object
) -> None:
    sources, codings = study
    shuffled = list(codings)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    first = coded_frame(codings, sources, CODEBOOK, CASES)
    assert first.equals(coded_frame(shuffled, sources, CODEBOOK, CASES))
