"""What stands around a span of a text, turn by turn, and who says it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from rmecode.exchange.excerpt_values import InContext, Said
from rmecode.model import Span, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rmecode.model import Coding, SourceEvidence, Turn, Voice

    Speaker = Callable[[Turn, Voice | None], str]


class Surroundings:
    """The text of one source with its turns, ready to be asked for passages.

    ``speaker`` says how a turn's speaker is named.
    """

    def __init__(self, text: str, evidence: SourceEvidence, speaker: Speaker) -> None:
        self._text = text
        self._turns = tuple(zip(evidence.turns, evidence.voices, strict=True))
        self._starts = [turn.span.start for turn in evidence.turns]
        self._speaker = speaker

    def passage(self, coding: Coding, context: int | None) -> InContext:
        """Return the words of a coding with their context.

        Args:
            coding: whose words; where they no longer stand at its place, those that it kept.
            context: how many characters on each side, cut at words; None for the whole turns.
        """
        span = coding.span
        if self._text[span.start : span.end] != coding.quote.exact:
            return _as_kept(coding, context)
        start, end = self._reach(span, context)
        return InContext(
            self._quoted(span),
            self._around(Span(start, span.start), span.start),
            self._around(Span(span.end, end), span.end - 1),
            start < span.start and self._within_a_turn(start),
            end > span.end and self._within_a_turn(end),
        )

    def _reach(self, span: Span, context: int | None) -> tuple[int, int]:
        """Return where the context begins and ends."""
        if context is not None:
            around = with_context(self._text, span, context)
            return around.start, around.end
        turns = [turn.words for turn, _voice in self._touched(span)]
        starts, ends = [turn.start for turn in turns], [turn.end for turn in turns]
        return min([*starts, span.start]), max([*ends, span.end])

    def _quoted(self, span: Span) -> tuple[Said, ...]:
        """Return the words of the span, with their speakers if these are several turns.

        Labels and times are no words: what names the speaker is ``speaker`` alone.
        """
        touched = list(self._touched(span))
        if not touched:
            return (Said("", self._text[span.start : span.end]),)
        if len(touched) == 1:
            return (Said("", self._words(touched[0][0], span)),)
        return tuple(
            Said(self._speaker(turn, voice), self._words(turn, span).strip())
            for turn, voice in touched
        )

    def _around(self, span: Span, neighbour: int) -> tuple[Said, ...]:
        """Return the words of the span; nobody is named in the turn that holds the neighbour.

        Front matter is left out: nobody says it, and it tends to name people.
        """
        found = []
        for turn, voice in self._touched(span):
            same = turn.span.start <= neighbour < turn.span.end
            words = self._words(turn, span).strip()
            if words and (same or turn.kind is not TurnKind.FRONT):
                found.append(Said("" if same else self._speaker(turn, voice), words))
        return tuple(found)

    def _words(self, turn: Turn, span: Span) -> str:
        return self._text[max(turn.words.start, span.start) : min(turn.words.end, span.end)]

    def _touched(self, span: Span) -> Iterator[tuple[Turn, Voice | None]]:
        """Yield the turns, with their voices, of which the span holds words."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        for turn, voice in self._turns[first:]:
            if turn.span.start >= span.end:
                break
            if turn.words.overlaps(span):
                yield turn, voice

    def _within_a_turn(self, place: int) -> bool:
        return any(
            turn.words.start < place < turn.words.end
            for turn, _voice in self._touched(Span(max(place - 1, 0), place + 1))
        )


def _as_kept(coding: Coding, context: int | None) -> InContext:
    """Return the words that the coding kept, and their neighbours, whoever says them."""
    quote = coding.quote
    before, after = ("", "") if context == 0 else (quote.before.strip(), quote.after.strip())
    return InContext(
        (Said("", quote.exact),),
        (Said("", before),) if before else (),
        (Said("", after),) if after else (),
        bool(before),
        bool(after),
    )


def with_context(text: str, span: Span, characters: int) -> Span:
    """Return a span with so many characters on each side, as far as these are whole words."""
    return Span(_begin(text, span.start, characters), _end(text, span.end, characters))


def _begin(text: str, start: int, context: int) -> int:
    """Return where the whole words among so many characters before a place begin."""
    first = place = max(0, start - context)
    while 0 < place < start and not (text[place - 1].isspace() or text[place].isspace()):
        place += 1
    return place if text[place:start].strip() else first


def _end(text: str, end: int, context: int) -> int:
    """Return where the whole words among so many characters after a place end."""
    last = place = min(len(text), end + context)
    while end < place < len(text) and not (text[place - 1].isspace() or text[place].isspace()):
        place -= 1
    return place if text[end:place].strip() else last
