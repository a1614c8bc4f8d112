"""How messages show passages and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.messages import activate, active, counts
from rmecode.messages.passages import at_place, in_context, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = active()
    yield
    activate(before)


def test_words_come_on_one_line_and_no_longer_than_asked() -> None:
    assert shortened("dos\n\n  líneas ") == "dos líneas"
    assert shortened("a" * 61) == "a" * 59 + "…"
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("abcd", 4) == "abcd"


def test_broken_characters_do_not_break_the_message() -> None:
    assert shortened("\ud800 sí").encode() == b"? s\xc3\xad"


def test_nothing_that_was_said_moves_the_cursor() -> None:
    assert shortened("una\x1b[2Jred\x07") == "una [2Jred"
    assert in_context("\x1b", "la\x9bred", "\t") == "… «la red» …"


def test_dots_stand_where_something_stands_before_or_after() -> None:
    assert in_context("y ", "la\nred", ".\nSí") == "…y «la red». Sí…"
    assert in_context("", "la red", "") == "«la red»"


@pytest.mark.parametrize(
    ("language", "said"), [("es", ("1 caso", "2 fuentes")), ("en", ("1 case", "2 sources"))]
)
def test_counts_and_places_are_said_in_the_readers_language(
    language: str, said: tuple[str, str]
) -> None:
    activate(language)
    assert (counts.cases(1), counts.sources(2)) == said
    assert at_place(3, 10, 20) == ("turno 3, 10-20" if language == "es" else "turn 3, 10-20")
