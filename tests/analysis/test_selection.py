"""Choosing what is counted."""

from __future__ import annotations

import pytest

from rmecode.analysis.reasons import row_title
from rmecode.analysis.selection import Selection, described, select
from rmecode.analysis.units import CellState, CountingUnit, state_title, unit_title
from rmecode.errors.analysis import UnknownChoiceError
from rmecode.errors.codebook import UnknownCodeError
from rmecode.messages import activate
from tests.analysis.miniature import ALL_DONE, CASES, CODEBOOK, mini_sources

activate("en")


def test_typed_names_become_the_names_of_the_study() -> None:
    typed = Selection(
        codes=("transmision", "c2"),
        cases=("rme1", "National"),
        sources=("DEP",),
        instruments=("Observacion",),
        roles=("Jefe utp",),
        stages=("1",),
        coders=("a",),
        codings=frozenset({3}),
        where="x",
    )
    assert select(CODEBOOK, mini_sources(ALL_DONE), CASES, typed) == Selection(
        codes=("c6", "c2"),
        cases=("RME1", "national"),
        sources=("dep",),
        instruments=("observación",),
        roles=("jefe UTP",),
        stages=("1",),
        coders=("A",),
        codings=frozenset({3}),
        where="x",
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (Selection(cases=("RME7",)), "RME7: there is no such case. Choose among: RME"),
        (Selection(roles=("directr",)), "directr: there is no such role. Choose among: director"),
        (Selection(roles=("entrevistadora",)), "entrevistadora: there is no such role"),
        (Selection(stages=("9",)), "9: there is no such stage"),
    ],
)
def test_an_unknown_name_is_a_sentence_that_names_near_ones(
    typed: Selection, sentence: str
) -> None:
    with pytest.raises(UnknownChoiceError, match=sentence):
        select(CODEBOOK, mini_sources(), CASES, typed)
    with pytest.raises(UnknownCodeError):
        select(CODEBOOK, mini_sources(), CASES, Selection(codes=("amistad",)))


def test_an_unknown_name_among_none_has_no_hint() -> None:
    with pytest.raises(UnknownChoiceError, match=r"^A: there is no such coder\.$"):
        select(CODEBOOK, (), (), Selection(coders=("A",)))


def test_filters_are_described_in_words() -> None:
    chosen = Selection(codes=("c2", "zz"), roles=("director", "jefe UTP"), where="caso:RME1")
    assert described(chosen, CODEBOOK) == (
        "code: capital/confianza, zz",
        "role: director, jefe UTP",
        "condition: caso:RME1",
    )
    assert described(Selection()) == ()


def test_every_unit_state_and_row_has_words() -> None:
    assert len({unit_title(unit) for unit in CountingUnit}) == len(CountingUnit)
    assert len({state_title(state) for state in CellState}) == len(CellState)
    assert row_title("RME1") == "RME1"
    assert row_title("total") == "Total"
