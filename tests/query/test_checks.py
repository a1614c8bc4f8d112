"""What can be said of an expression before any text is read."""

from __future__ import annotations

import pytest

from rmecode.messages import activate
from rmecode.query import Vocabulary, impossible, parse, unknown

VOCABULARY = Vocabulary.of(
    {
        "rol": ["director", "supervisor", "jefe UTP"],
        "caso": [("RME1", "RME4"), ("RME9",)],
        "código": ["capital_social/confianza", "procesos"],
        "memo": None,
        "establecimientos": [4.0, 9.0],
    },
    {
        "verbos": "compartir o juntar",
        "ida": "@vuelta",
        "vuelta": "@ida",
        "mala": "rol:directro y red",
        "roles": "rol:director",
        "no": "no red",
    },
)


@pytest.fixture(autouse=True)
def _english() -> None:
    activate("en")


@pytest.mark.parametrize(
    "text",
    [
        "red",
        "rol:director y red",
        "caso:RME4 y código:confianza y red",
        "memo:*x* y red",
        "establecimientos > 100 y red",
        '@verbos sin(3) "no"',
        "@verbos sin red",
        "red y no red nueva",
        "rol:director o red",
        "a [20] b",
        "red y (a o b) y (c o d) y (e o f) y (g o h) y (i o j) y (k o l) y (m o n)",
    ],
)
def test_rules_that_can_match_pass(text: str) -> None:
    assert impossible(parse(text), VOCABULARY) == ()


@pytest.mark.parametrize(
    ("text", "words", "column"),
    [
        ("red y rol:directro", "director", 7),
        ("ról:director y ciudad:x", "ciudad", 16),
        ("caso:RME2 y red", "RME9", 1),
        ("código:confiansa y red", "confiansa", 1),
        ("establecimientos = 5 y red", "establecimientos", 1),
        ("@verbo", "verbos", 1),
        ("red o @ida", "@ida → @vuelta → @ida", 7),
        ("@mala", "@mala: «directro»", 1),
        ("red @roles", "only words can", 0),
        ("red sin @roles", "only words can", 0),
        ("rol:director", "no word to look for", 0),
        ("no red", "no word to look for", 0),
        ("@no", "no word to look for", 0),
        ("red y no red", "contradicts", 0),
        ("red y @no", "contradicts", 0),
        ("(red o equipo) y no equipo y no red", "contradicts", 0),
        ("red sin red", "contradicts", 0),
        ("red sin (red o equipo)", "contradicts", 0),
        ("red o no copiar o equipo", "alternative", 0),
        ("equipo y (red o no nueva)", "alternative", 0),
        ("a [500] b", "longer than any sentence", 0),
    ],
)
def test_a_rule_that_finds_nothing_or_everything_is_told_why(
    text: str, words: str, column: int
) -> None:
    found = impossible(parse(text), VOCABULARY)
    assert [finding.column for finding in found if words in finding.what] == [column]


def test_all_unknown_names_are_told_at_once() -> None:
    found = unknown(parse("rol:x y ciudad:y1 y @z"), VOCABULARY)
    assert [finding.column for finding in found] == [1, 9, 21]
