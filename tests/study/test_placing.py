"""Where people say that words stand: paragraphs, turns and quotes of texts of all shapes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.errors import RmecodeError
from rmecode.errors.places import NoWordsThereError, QuoteAmbiguousError, QuoteElsewhereError
from rmecode.model import Span, TextVersion, Turn, TurnKind
from rmecode.study.placing import Page, Passage, one_span, paragraphs_of, spans_of

TEXT = (
    "Entrevista 3\n\n"
    "E: ¿Y usted?\n"
    "D:\n"
    "[00:01] Yo digo «sí» – siempre…\n"
    "   y digo  sí otra vez  \n"
    "D: Sí. Sí.\n"
    "E:\n"
)


def page(text: str = TEXT) -> Page:
    """Return the text with a turn per label, front matter before them."""
    lines = text.splitlines(keepends=True)
    begins = [n for n, line in enumerate(lines) if line.startswith(("E:", "D:"))]
    starts = [sum(map(len, lines[:n])) for n in begins]
    turns = [Turn(1, TurnKind.FRONT, Span(0, starts[0]), Span(0, len(text[: starts[0]].rstrip())))]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 2):
        said = text[start + 2 : end]
        said = said.strip().removeprefix("[00:01]").strip()
        at = text.index(said, start + 2) if said else end - 1
        span, words = Span(start, end), Span(at, at + len(said))
        turns.append(Turn(number, TurnKind.SPEECH, span, words, text[start]))
    return Page(TextVersion("s", 1, text, "h", "f", "txt", "utf-8", "1"), tuple(turns))


def words(passage: Passage) -> list[str]:
    return [TEXT[span.start : span.end] for span in spans_of(page(), passage)]


def test_paragraphs_are_the_lines_with_words_and_leave_labels_and_times_out() -> None:
    numbered = [(p.number, p.turn, TEXT[p.span.start : p.span.end]) for p in paragraphs_of(page())]
    assert numbered == [
        (1, 1, "Entrevista 3"),
        (2, 2, "¿Y usted?"),
        (3, 3, ""),
        (4, 3, "Yo digo «sí» – siempre…"),
        (5, 3, "y digo  sí otra vez"),
        (6, 4, "Sí. Sí."),
        (7, 5, ""),
    ]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (Passage(paragraphs="4-5"), ["Yo digo «sí» – siempre…\n   y digo  sí otra vez"]),
        (Passage(paragraphs="1; 6"), ["Entrevista 3", "Sí. Sí."]),
        (Passage(turns="3"), ["Yo digo «sí» – siempre…\n   y digo  sí otra vez"]),
        (Passage(turns="4, 4"), ["Sí. Sí."]),
        (Passage(turns="4–5"), ["Sí. Sí.\nE:"]),
        (Passage(quote='digo "sí" - siempre...'), ["digo «sí» – siempre…"]),
        (Passage(quote="y digo sí otra"), ["y digo  sí otra"]),
        (Passage(quote="Sí.", after="sí."), None),
        (Passage(quote="Sí.", after=" Sí."), ["Sí."]),
        (Passage(quote="digo", before="... y"), ["digo"]),
        (Passage(quote="digo", before="yo"), None),
        (Passage(quote="digo", before="Yo"), ["digo"]),
        (Passage(quote="sí", before='"', after='" —'), ["sí"]),
        (Passage(span="0-12"), ["Entrevista 3"]),
        (Passage(span=" 0 .. 12 "), ["Entrevista 3"]),
    ],
)
def test_a_passage_is_found_as_it_is_described(
    passage: Passage, expected: list[str] | None
) -> None:
    if expected is None:
        with pytest.raises(QuoteElsewhereError):
            spans_of(page(), passage)
    else:
        assert words(passage) == expected


def test_several_places_are_told_with_their_turns_and_one_can_be_chosen() -> None:
    with pytest.raises(QuoteAmbiguousError) as told:
        spans_of(page(), Passage(quote="Sí."))
    assert [(place.number, place.turn) for place in told.value.places] == [(1, 4), (2, 4)]
    for place in told.value.places:
        assert TEXT[place.start : place.end] == "Sí."
        (span,) = spans_of(page(), Passage(quote="Sí.", at=place.number))
        assert span == Span(place.start, place.end)


def test_of_very_many_places_the_first_are_listed_and_the_rest_counted() -> None:
    text = "E: " + "sí " * 200 + "\n"
    with pytest.raises(QuoteAmbiguousError) as told:
        spans_of(page(text), Passage(quote="sí"))
    assert len(told.value.places) == 200
    assert "… and 180 more." in str(told.value)
    assert len(str(told.value).splitlines()) == 22


@pytest.mark.parametrize(
    "passage", [Passage(turns="5"), Passage(paragraphs="3"), Passage(span="12-14")]
)
def test_a_place_without_words_is_refused(passage: Passage) -> None:
    with pytest.raises(NoWordsThereError):
        spans_of(page(), passage)


def test_where_one_passage_is_wanted_several_are_refused() -> None:
    assert one_span(page(), Passage(turns="2-4")).start == TEXT.index("¿Y")
    with pytest.raises(RmecodeError, match="2 passages"):
        one_span(page(), Passage(turns="2,4"))


@given(
    st.text(alphabet="aá «»\n.-:ED", max_size=40),
    st.sampled_from(["quote", "turns", "paragraphs", "span"]),
    st.text(alphabet="aá01239-– ,.", max_size=8),
)
def test_whatever_is_typed_gives_words_of_the_text_or_one_error(
    more: str, way: str, typed: str
) -> None:
    there = page(TEXT + more)
    spans: tuple[Span, ...] = ()
    with contextlib.suppress(RmecodeError):
        spans = spans_of(there, Passage(**{way: typed}))  # type: ignore[arg-type]  # one of the ways
    for span in spans:
        assert 0 <= span.start < span.end <= len(there.text)
        assert there.text[span.start : span.end].strip()
