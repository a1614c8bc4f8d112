"""The passage that comes nearest to words that do not stand in a text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.coding.nearest import nearest

TEXT = (
    "Directora: Al principio no había confianza entre nosotras.\n"
    "Ahora confiamos bastante, y las otras asisten cuando pueden.\n"
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("al principio no había confianza", "Al principio no había confianza"),
        ("Al prinsipio no abía confiansa entre", "Al principio no había confianza entre"),
        ("nosotras ahora confiamos", "nosotras.\nAhora confiamos"),
        ("confianzas", "confianza"),
        ("asisten cuando quieren", "asisten cuando pueden"),
    ],
)
def test_the_nearest_passage_is_whole_words_of_the_text(asked: str, found: str) -> None:
    span = nearest(TEXT, asked)
    assert span is not None
    assert TEXT[span.start : span.end] == found


@pytest.mark.parametrize("asked", ["el presupuesto anual llegó tarde", "¿?", "", "zzzz", "🎓"])
def test_what_is_like_nothing_has_no_nearest_passage(asked: str) -> None:
    assert nearest(TEXT, asked) is None


def test_a_text_without_words_has_none() -> None:
    assert nearest(" … \n", "confianza") is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_asked_of_whatever_text_ends(text: str, asked: str) -> None:
    span = nearest(text, asked)
    assert span is None or 0 <= span.start < span.end <= len(text)


def test_a_long_quote_with_many_strange_words_is_still_found_in_a_long_text() -> None:
    words = [f"palabra{number} y" for number in range(30_000)]
    asked = [f"{word} ahora" if n % 4 == 0 else word for n, word in enumerate(words[20_000:20_200])]
    began = time.perf_counter()
    span = nearest(" ".join(words), " ".join(asked))
    assert span is not None
    found = " ".join(words)[span.start : span.end]
    assert "palabra20010 y palabra20011" in found
    assert time.perf_counter() - began < 20
