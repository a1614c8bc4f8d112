"""Where a quote stands: at its place, at one other place, or nowhere for certain."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.coding import places_of, settle
from rmecode.model import Anchor, Quote, Span, normalise

LETTERS = st.text(alphabet="ab ñ🎓.\n«»…-", min_size=1, max_size=60)


@st.composite
def _placed(draw: st.DrawFn) -> tuple[str, Span]:
    text = normalise(draw(LETTERS))
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


def _occurrences(text: str, words: str) -> list[Span]:
    ends = ((start, start + len(words)) for start in range(len(text)))
    return [Span(start, end) for start, end in ends if text[start:end] == words]


@given(_placed())
def test_a_quote_at_its_place_stays_there(placed: tuple[str, Span]) -> None:
    text, span = placed
    found = settle(text, Quote.at(text, span), span)
    assert (found.span, found.anchor) == (span, Anchor.EXACT)


@given(_placed(), st.text(alphabet="xyz ", max_size=40))
def test_words_that_moved_are_found_or_left_never_guessed(
    placed: tuple[str, Span], added: str
) -> None:
    text, span = placed
    quote = Quote.at(text, span)
    longer = added + text
    found = settle(longer, quote, span)
    if longer[span.start : span.end] == quote.exact or not quote.exact.strip():
        return
    if found.span is not None:
        assert found.span in places_of(longer, quote.exact)
        if len(_occurrences(longer, quote.exact)) == 1:
            assert found.span == Span(span.start + len(added), span.end + len(added))
            assert found.anchor is Anchor.MOVED
    else:
        assert len(found.candidates) > 1


@given(_placed())
def test_all_places_of_the_exact_words_are_listed(placed: tuple[str, Span]) -> None:
    text, span = placed
    words = text[span.start : span.end]
    expected = _occurrences(text, words) if words.strip() else []
    assert list(places_of(text, words)) == expected


@given(LETTERS, st.text(alphabet="qwz", min_size=1, max_size=5))
def test_words_that_are_not_there_are_nowhere(text: str, words: str) -> None:
    found = settle(text, Quote(words), Span(0, 1))
    assert (found.span, found.candidates, found.anchor) == (None, (), Anchor.REVIEW)


def test_words_that_stand_twice_are_listed_and_neither_is_taken() -> None:
    text = "la red es la red"
    found = settle(text, Quote("la red"), Span(1, 4))
    assert found.span is None
    assert found.candidates == (Span(0, 6), Span(10, 16))


def test_overlapping_places_are_places() -> None:
    assert places_of("jajaja", "jaja") == (Span(0, 4), Span(2, 6))


def test_context_decides_between_places_where_it_is_whole() -> None:
    text = "uno: la red. dos: la red! tres"
    assert settle(text, Quote("la red", before="dos: ")).span == Span(18, 24)
    assert settle(text, Quote("la red", after=". dos")).span == Span(5, 11)
    assert settle(text, Quote("la red", before="tres: ")).span is None
    assert settle(text, Quote("la red", before=": ")).candidates == (Span(5, 11), Span(18, 24))


def test_the_given_place_wins_over_other_places_of_the_words() -> None:
    text = "la red es la red"
    assert settle(text, Quote("la red"), Span(10, 16)).span == Span(10, 16)


@pytest.mark.parametrize(
    ("text", "words", "there"),
    [
        ("dijo «la red» y ya", 'dijo "la red" y', "dijo «la red» y"),
        ("dijo “la red” y ya", "dijo «la red» y", "dijo “la red” y"),
        ("la red' de hoy", "la red’ de", "la red' de"),
        ("ya… entonces sí", "ya... entonces", "ya… entonces"),
        ("ya... entonces sí", "ya… entonces", "ya... entonces"),
        ("entre – nosotros –", "entre - nosotros", "entre – nosotros"),
        ("la red no\u00a0existe", "red no existe", "red no\u00a0existe"),
        ("la red no existe", "red  no\u00a0 existe", "red no existe"),
        ("una cosa\ny otra", "cosa y otra", "cosa\ny otra"),
        ("una cosa\ny otra", "cosa\r\ny otra", "cosa\ny otra"),
        ("la reunión fue larga", "reunio\u0301n fue", "reunión fue"),
        ("vimos 🎓🎓 al final", "🎓🎓  al", "🎓🎓 al"),
        ("la red", "  red ", "red"),
    ],
)
def test_typography_and_white_space_may_differ(text: str, words: str, there: str) -> None:
    found = settle(text, Quote(words))
    assert found.span is not None
    assert text[found.span.start : found.span.end] == there
    assert found.anchor is Anchor.EXACT


def test_other_typography_at_the_given_place_has_not_moved() -> None:
    text = "«la red» y «la red»"
    found = settle(text, Quote('"la red"'), Span(11, 19))
    assert (found.span, found.anchor) == (Span(11, 19), Anchor.EXACT)


def test_exact_words_win_over_words_of_other_typography() -> None:
    text = "“la red” y «la red»"
    assert settle(text, Quote("«la red»")).span == Span(11, 19)


@pytest.mark.parametrize("words", ["La red", "redes", "l red", "lared", "la r.d"])
def test_other_letters_are_other_words(words: str) -> None:
    assert settle("la red", Quote(words)).span is None


def test_blank_words_take_the_given_span_as_it_is() -> None:
    for blank in ("", "  \n"):
        assert settle("la red", Quote(blank), Span(3, 6)).span == Span(3, 6)
        assert settle("la red", Quote(blank)).span is None
        assert places_of("la red", blank) == ()


@pytest.mark.parametrize("given_", [Span(3, 3), Span(5, 4), Span(-2, 3), Span(4, 60)])
def test_a_span_outside_the_text_is_no_place(given_: Span) -> None:
    assert settle("la red", Quote(""), given_).span is None
    assert settle("la red", Quote("red"), given_).anchor is Anchor.MOVED


@given(LETTERS)
def test_decomposed_quotes_are_the_same_words(text: str) -> None:
    text = normalise(text)
    decomposed = Quote(unicodedata.normalize("NFD", text))
    assert settle(text, decomposed, Span(0, len(text))).span == Span(0, len(text))
