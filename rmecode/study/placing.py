"""Where people say that a passage stands: by its words, a turn, a paragraph or characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.coding import places_of
from rmecode.coding.nearest import nearest
from rmecode.errors.places import (
    EmptyQuoteError,
    FoundPlace,
    NoSuchPlaceError,
    NoWordsThereError,
    OnePassageError,
    ParagraphsUnclearError,
    PlaceUnclearError,
    QuoteAloneError,
    QuoteAmbiguousError,
    QuoteElsewhereError,
    QuoteNotFoundError,
    SpanUnclearError,
)
from rmecode.errors.study import TurnsUnclearError
from rmecode.messages import _
from rmecode.model import Quote, Span, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmecode.errors import RmecodeError
    from rmecode.model import TextVersion, Turn
    from rmecode.store import Store

RANGE: Final = re.compile(r"([0-9]{1,9})(?:\s*[-–—]\s*([0-9]{1,9}))?")
CHARACTERS: Final = re.compile(r"\s*([0-9]{1,15})\s*(?:[-–—:]|\.\.)\s*([0-9]{1,15})\s*")
PLAIN: Final = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’", "'"), **dict.fromkeys("–—‐‑", "-")}
    | {"…": "..."}
)
"""Characters that word processors put in the place of plainer ones."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where something stands, as a person says it: in one of the four ways.

    ``before`` and ``after``, ``in_turn`` and ``at`` (a number in the list of places) choose among
    the places of a quote. ``turns`` and ``paragraphs`` are ranges such as ``3-5, 8``, ``span`` is
    ``START-END`` in characters of the text.
    """

    quote: str | None = None
    before: str = ""
    after: str = ""
    in_turn: int | None = None
    at: int | None = None
    turns: str | None = None
    paragraphs: str | None = None
    span: str | None = None

    @property
    def ways(self) -> tuple[str, ...]:
        """Return the options in which it was said where."""
        said = {
            "--quote": self.quote,
            "--turn": self.turns,
            "--paragraph": self.paragraphs,
            "--span": self.span,
        }
        return tuple(option for option, value in said.items() if value is not None)


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a source that people point into, and its turns."""

    version: TextVersion
    turns: tuple[Turn, ...]

    @property
    def text(self) -> str:
        """Return the text that offsets count in."""
        return self.version.text

    @property
    def source(self) -> str:
        """Return whose text it is."""
        return self.version.source

    def turn_at(self, place: int) -> int:
        """Return the number of the turn that a character is in; 0 for none."""
        before = bisect_right(self.turns, place, key=lambda turn: turn.span.start)
        return self.turns[before - 1].number if before else 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text that is not empty; ``span`` are its words, without a turn's label."""

    number: int
    turn: int
    span: Span


def page_of(store: Store, source: str) -> Page:
    """Return the latest text of a source with its turns.

    Raises:
        UnknownSourceError: there is no such source.
    """
    return Page(store.text_version(source), store.turns(source))


def one_span(page: Page, passage: Passage) -> Span:
    """Return the one span of a passage.

    Raises:
        RmecodeError: it is unclear where it stands, or it is several.
    """
    spans = spans_of(page, passage)
    if len(spans) > 1:
        raise OnePassageError(len(spans))
    return spans[0]


def spans_of(page: Page, passage: Passage) -> tuple[Span, ...]:
    """Return the spans of a passage: one, or one for each range of turns or paragraphs.

    Raises:
        PlaceUnclearError: it says in no way where it stands, or in several.
        RmecodeError: the text has no such place, or more than one.
    """
    if len(passage.ways) != 1:
        raise PlaceUnclearError(passage.ways)
    _check_quote_alone(passage)
    if passage.quote is not None:
        return (_of_quote(page, passage, normalise(passage.quote).strip()),)
    if passage.span is not None:
        return (_of_characters(page, passage.span),)
    if passage.turns is not None:
        return _of_turns(page, passage.turns)
    return _of_paragraphs(page, passage.paragraphs or "")


def paragraphs_of(page: Page) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text, numbered from 1: its lines that are not empty."""
    lines = (line for line in re.finditer(r"[^\n]+", page.text) if line[0].strip())
    return tuple(_paragraph(page, number, line) for number, line in enumerate(lines, 1))


def _paragraph(page: Page, number: int, line: re.Match[str]) -> Paragraph:
    """Return the words of a line; where a turn's label and time stand first, without these."""
    start = line.start() + len(line[0]) - len(line[0].lstrip())
    turn = page.turn_at(start)
    words = next((each.words for each in page.turns[turn - 1 :] if each.number == turn), None)
    if words is not None and start < words.start:
        start = min(words.start, line.end())
    return Paragraph(number, turn, Span(start, max(start, line.start() + len(line[0].rstrip()))))


def _check_quote_alone(passage: Passage) -> None:
    """Make sure that what chooses among the places of a quote goes with a quote.

    Raises:
        QuoteAloneError: it does not.
    """
    choices = {
        "--before": passage.before,
        "--after": passage.after,
        "--in-turn": passage.in_turn,
        "--at": passage.at,
    }
    for option, value in choices.items():
        if passage.quote is None and value not in (None, ""):
            raise QuoteAloneError(option)


def _of_characters(page: Page, written: str) -> Span:
    match = CHARACTERS.fullmatch(written)
    start, end = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 0 <= start < end <= len(page.text):
        raise SpanUnclearError(written, page.source, len(page.text))
    return _worded(page, Span(start, end), written)


def _of_turns(page: Page, written: str) -> tuple[Span, ...]:
    numbers = {turn.number: turn.words for turn in page.turns}
    unclear = TurnsUnclearError(written, page.source, max(numbers, default=0))
    return tuple(
        _worded(
            page,
            _trimmed(page.text, Span(numbers[first].start, numbers[last].end)),
            _("turn {numbers}").format(numbers=written),
        )
        for first, last in _ranges(written, numbers, unclear)
    )


def _of_paragraphs(page: Page, written: str) -> tuple[Span, ...]:
    numbers = {each.number: each.span for each in paragraphs_of(page)}
    unclear = ParagraphsUnclearError(written, page.source, max(numbers, default=0))
    return tuple(
        _worded(
            page,
            Span(numbers[first].start, numbers[last].end),
            _("paragraph {numbers}").format(numbers=written),
        )
        for first, last in _ranges(written, numbers, unclear)
    )


def _ranges(written: str, known: Iterable[int], unclear: RmecodeError) -> Iterable[tuple[int, int]]:
    """Yield the first and last number of each range; raise the error where one is none."""
    numbers = set(known)
    for part in dict.fromkeys(each.strip() for each in re.split("[,;]", written)):
        match = RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if first not in numbers or last not in numbers or first > last:
            raise unclear
        yield first, last


def _worded(page: Page, span: Span, place: str) -> Span:
    if not page.text[span.start : span.end].strip():
        raise NoWordsThereError(page.source, place)
    return span


def _trimmed(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    left = len(words) - len(words.lstrip())
    return Span(
        span.start + left, max(span.start + left, span.end - len(words) + len(words.rstrip()))
    )


def _of_quote(page: Page, passage: Passage, words: str) -> Span:
    if not words:
        raise EmptyQuoteError
    everywhere = places_of(page.text, words)
    if not everywhere:
        near = nearest(page.text, words)
        found = _listed(page, [near])[0] if near else None
        raise QuoteNotFoundError(words, page.source, found)
    places = [span for span in everywhere if _fits(page, passage, span)]
    if not places:
        raise QuoteElsewhereError(words, page.source, _listed(page, everywhere))
    if passage.at is not None:
        if not 1 <= passage.at <= len(places):
            raise NoSuchPlaceError(passage.at, words, page.source, len(places))
        return places[passage.at - 1]
    if len(places) > 1:
        raise QuoteAmbiguousError(words, page.source, _listed(page, places))
    return places[0]


def _fits(page: Page, passage: Passage, span: Span) -> bool:
    """Tell whether a place of a quote is in the turn, and between the words, that were named."""
    if passage.in_turn is not None and page.turn_at(span.start) != passage.in_turn:
        return False
    before, after = _plain(passage.before), _plain(passage.after)
    reach = 4 * max(len(before), len(after)) + 64
    left = page.text[max(0, span.start - reach) : span.start]
    right = page.text[span.end : span.end + reach]
    return _plain(left).endswith(before) and _plain(right).startswith(after)


def _plain(words: str) -> str:
    """Return words as any typography has them: plain marks, single spaces, none at the ends."""
    return " ".join(normalise(words).translate(PLAIN).split())


def _listed(page: Page, spans: Sequence[Span]) -> list[FoundPlace]:
    quotes = [Quote.at(page.text, span) for span in spans]
    return [
        FoundPlace(
            number,
            page.turn_at(span.start),
            span.start,
            span.end,
            quote.before,
            quote.exact,
            quote.after,
        )
        for number, (span, quote) in enumerate(zip(spans, quotes, strict=True), 1)
    ]
