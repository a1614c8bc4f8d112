"""Conditions on fields, and filters over rows."""

from __future__ import annotations

import pytest

from rmecode.errors.query import (
    ConditionAmongWordsError,
    CyclicListError,
    ExpressionNeedsWordsError,
    UnknownFieldError,
    UnknownListError,
)
from rmecode.language import Transcript, read_tokens
from rmecode.model import Span
from rmecode.query import Index, Rows, WordPlaces, matches, parse, read_lists

ROWS = Rows.of(
    {
        "rol": ["director", "Jefe UTP", "supervisor", None],
        "caso": [("RME1",), ("RME1", "RME4"), ("RME9",), ()],
        "etapa": ["1", "2", "2", None],
        "matrícula": [120.0, 800.0, None, 50.0],
        "fecha": ["2014-03-01", "2015-01-10", "", None],
        "código": ["capital_social/confianza", "capital_social", "procesos/finalidad", None],
        "memo": ["", "ver confianza", "", None],
        "abierta": ["1.0", "x", "1", None],
    }
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("rol:DIRECTOR", [0]),
        ("role:director,supervisor", [0, 2]),
        ('rol:(director, "jefe utp")', [0, 1]),
        ("rol:*r", [0, 2]),
        ("rol != director", [1, 2]),
        ("no rol = director", [1, 2, 3]),
        ("caso:RME1", [0, 1]),
        ("caso = RME1", [0]),
        ("caso != RME1", [1, 2]),
        ("etapa:2", [1, 2]),
        ("etapa < 2", [0]),
        ("matricula > 100", [0, 1]),
        ("matrícula <= 50", [3]),
        ("matrícula = 800", [1]),
        ("matrícula > mucho", []),
        ("fecha >= 2014-12", [1]),
        ("fecha < 2015", []),
        ("code:capital_social", [0, 1]),
        ("código:confianza", [0]),
        ("código:capital_social/confianza", [0]),
        ("código:cap*", [0, 1]),
        ("código != finalidad", [0, 1]),
        ("código:social", []),
        ("memo:*confianza", [1]),
        ("abierta:1", [0, 2]),
        ("rol:director o (etapa:2 y no caso:RME9)", [0, 1]),
    ],
)
def test_a_condition_keeps_these_rows(text: str, rows: list[int]) -> None:
    assert matches(parse(text), ROWS).nonzero()[0].tolist() == rows


def test_an_unknown_field_is_named_with_those_like_it() -> None:
    with pytest.raises(UnknownFieldError, match=r"matricla.*matricula"):
        matches(parse("matricla > 3"), ROWS)


def test_no_rows_fit_nothing() -> None:
    assert matches(parse("rol:x"), Rows.of({"rol": []})).tolist() == []


def test_words_in_a_filter_are_looked_for_in_the_excerpt() -> None:
    rows = Rows.of({"rol": ["a", "b", "a"]})
    excerpts = ["Nunca comparten.", "Compartimos poco", "Nunca comparten."]
    assert matches(parse("compartir y rol:a"), rows, excerpts=excerpts).tolist() == [
        True,
        False,
        True,
    ]
    assert matches(parse('no "nunca"'), rows, excerpts=excerpts).tolist() == [False, True, False]


def test_words_in_a_filter_are_looked_for_in_the_texts_at_the_row() -> None:
    text = "Compartimos la red. Nunca más."
    index = Index.build(read_tokens([Transcript("S", "h", text)], cache=None))
    spans = [Span(0, 19), Span(20, 30), Span(12, 30), Span(1, 19), Span(0, 19)]
    rows = Rows.of({}, sources=["S"] * 4 + ["other"], spans=spans)
    kept = matches(parse("compartir o más"), rows, words=WordPlaces(index))
    assert kept.tolist() == [True, True, True, False, False]


def test_words_without_a_text_are_refused() -> None:
    with pytest.raises(ExpressionNeedsWordsError, match="red"):
        matches(parse("rol:x o red"), ROWS)


def test_lists_of_conditions_filter_too() -> None:
    lists = read_lists({"Jefes": "rol:director o etapa:2", "palabras": "red"})
    assert matches(parse("@jefes y caso:RME1"), ROWS, lists=lists).tolist() == [
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(ExpressionNeedsWordsError):
        matches(parse("@palabras"), ROWS, lists=lists)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("@nada", UnknownListError),
        ("@ida", CyclicListError),
        ("red @roles", ConditionAmongWordsError),
        ("red sin @roles", ConditionAmongWordsError),
    ],
)
def test_lists_that_cannot_be_used_are_refused(text: str, error: type[Exception]) -> None:
    lists = read_lists({"ida": "@vuelta o red", "vuelta": "@ida", "roles": "rol:director"})
    with pytest.raises(error):
        matches(parse(text), ROWS, lists=lists, excerpts=["red"] * 4)
