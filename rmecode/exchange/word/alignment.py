"""Where a passage of an edited text stands in the text that it was edited from.

Nothing is guessed: a place counts as certain where the passage's two ends lie in stretches that
both texts share and that stand in the original once, or at the edge of words that were edited
between such stretches. Nearness decides nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from rmecode.coding import Placement, settle
from rmecode.model import Anchor, Quote, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

AROUND: Final = 400
"""Letters on each side of a passage within which its surroundings must be unlike any other."""
LEAST: Final = 0.6
"""The share of a passage's letters, in both texts, that may not have been edited."""
SHORT: Final = 400
"""Letters that a passage has at most whose share is counted letter by letter, not by words."""
MOST_COMPARED: Final = 25_000_000
"""Pairs of words, or of lines, beyond which a stretch counts as edited throughout."""
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS: Final = re.compile(r"\s*\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Shared:
    """A stretch that both texts share: where it begins in each, and its length."""

    edited: int
    original: int
    length: int

    @property
    def ends(self) -> tuple[int, int]:
        """Return where it ends in each text."""
        return self.edited + self.length, self.original + self.length


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where an end of a passage stands in the original, and the stretches that say so."""

    original: int
    by: tuple[Shared, ...]


class Alignment:
    """An edited text beside the one that it was edited from."""

    def __init__(self, edited: str, original: str) -> None:
        self.edited = edited
        self.original = original
        self.shared = _joined(_shared(edited, original))
        self._starts = [each.edited for each in self.shared]

    def place(self, span: Span) -> Placement:
        """Return where a passage of the edited text stands in the original.

        The anchor is exact where its words stand there in their surroundings, moved where only
        the words do, and to be reviewed where somebody edited words between its two ends.
        """
        first, last = self._first(span), self._last(span)
        found = self._between(first, last, span) if first and last else None
        if found is not None:
            return Placement(found, Anchor.EXACT if self._is_same(span, found) else Anchor.REVIEW)
        placed = settle(self.original, Quote.at(self.edited, span))
        return placed if placed.span is None else Placement(placed.span, Anchor.MOVED)

    def _first(self, span: Span) -> _Edge | None:
        """Return where the passage begins: in a shared stretch, or with the words edited there."""
        before, after = self._around(span.start)
        if span.start < before.ends[0]:
            return _Edge(before.original + span.start - before.edited, (before,))
        there = self.original[before.ends[1] : after.original]
        if there.strip() and self.edited[before.ends[0] : span.start].strip():
            return None
        return _Edge(after.original - len(there.lstrip()), (before, after))

    def _last(self, span: Span) -> _Edge | None:
        """Return where the passage ends: in a shared stretch, or with the words edited there."""
        before, after = self._around(span.end - 1)
        if span.end <= before.ends[0]:
            return _Edge(before.original + span.end - before.edited, (before,))
        there = self.original[before.ends[1] : after.original]
        if there.strip() and self.edited[span.end : after.edited].strip():
            return None
        return _Edge(before.ends[1] + len(there.rstrip()), (before, after))

    def _around(self, place: int) -> tuple[Shared, Shared]:
        """Return the last stretch that begins at or before a letter, and the next one."""
        number = bisect_right(self._starts, place)
        before = self.shared[number - 1] if number else Shared(0, 0, 0)
        end = Shared(len(self.edited), len(self.original), 0)
        return before, self.shared[number] if number < len(self.shared) else end

    def _between(self, first: _Edge, last: _Edge, span: Span) -> Span | None:
        certain = all(any(self._is_alone(each, span) for each in edge.by) for edge in (first, last))
        if not certain or first.original >= last.original:
            return None
        found = Span(first.original, last.original)
        return found if self._is_same(span, found) or self._is_like(span, found) else None

    def _is_alone(self, shared: Shared, span: Span) -> bool:
        """Tell whether what is shared, in and around the passage, stands once in the original.

        A stretch between two that do stands once if it does so between them, in both texts.
        """
        start = max(shared.edited, span.start - AROUND)
        end = min(shared.ends[0], span.end + AROUND)
        words = self.edited[start:end]
        if _stands_once(words, self.original):
            return True
        number = bisect_right(self._starts, shared.edited)
        before = self._nearest_alone(reversed(self.shared[: max(0, number - 1)])) or Shared(0, 0, 0)
        after = self._nearest_alone(self.shared[number:])
        last = (after.edited, after.original) if after else (len(self.edited), len(self.original))
        return _stands_once(words, self.edited[before.ends[0] : last[0]]) and _stands_once(
            words, self.original[before.ends[1] : last[1]]
        )

    def _nearest_alone(self, stretches: Iterable[Shared]) -> Shared | None:
        return next((each for each in stretches if self._stands_alone(each)), None)

    def _stands_alone(self, shared: Shared) -> bool:
        words = self.edited[shared.edited : shared.ends[0]]
        return _stands_once(words, self.edited) and _stands_once(words, self.original)

    def _is_same(self, span: Span, found: Span) -> bool:
        return self.edited[span.start : span.end] == self.original[found.start : found.end]

    def _is_like(self, span: Span, found: Span) -> bool:
        """Tell whether enough of the passage's letters were left as they were."""
        least = LEAST * max(len(span), len(found))
        kept = sum(
            max(0, min(each.ends[0], span.end) - max(each.edited, span.start))
            for each in self.shared
        )
        return kept >= least or (len(span) <= SHORT and self._same_letters(span, found) >= least)

    def _same_letters(self, span: Span, found: Span) -> int:
        ours = self.edited[span.start : span.end]
        theirs = self.original[found.start : found.end]
        blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        return sum(block.size for block in blocks)


def _stands_once(words: str, text: str) -> bool:
    place = text.find(words)
    return bool(words) and place >= 0 and text.find(words, place + 1) < 0


def _shared(edited: str, original: str) -> Iterator[Shared]:
    """Yield what is shared: whole lines first, and within changed lines the same words."""
    for ours, theirs in _unlike(_LINES.findall(edited), _LINES.findall(original)):
        if isinstance(theirs, int):
            yield Shared(ours.start, theirs, len(ours))
            continue
        words = _WORDS.findall(edited[ours.start : ours.end])
        others = _WORDS.findall(original[theirs.start : theirs.end])
        for span, there in _unlike(words, others):
            if isinstance(there, int):
                yield Shared(ours.start + span.start, theirs.start + there, len(span))


def _unlike(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[Span, int | Span]]:
    """Yield spans of our letters, with where they stand in theirs, or what stands instead."""
    begin = _alike(ours, theirs)
    end = _alike(ours[begin:][::-1], theirs[begin:][::-1])
    middle, others = ours[begin : len(ours) - end], theirs[begin : len(theirs) - end]
    codes = [("equal", 0, begin, 0, begin)]
    if len(middle) * len(others) <= MOST_COMPARED:
        codes += [
            (kind, a + begin, b + begin, c + begin, d + begin)
            for kind, a, b, c, d in SequenceMatcher(
                None, middle, others, autojunk=False
            ).get_opcodes()
        ]
    codes.append(("equal", len(ours) - end, len(ours), len(theirs) - end, len(theirs)))
    at, there = _offsets(ours), _offsets(theirs)
    for kind, a, b, c, d in codes:
        if a < b:
            here = Span(at[a], at[b])
            yield here, there[c] if kind == "equal" else Span(there[c], there[d])


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Return how many parts both begin with."""
    pairs = zip(ours, theirs, strict=False)
    return next(
        (place for place, (one, other) in enumerate(pairs) if one != other),
        min(len(ours), len(theirs)),
    )


def _offsets(parts: Sequence[str]) -> list[int]:
    offsets = [0]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return offsets


def _joined(stretches: Iterator[Shared]) -> list[Shared]:
    joined: list[Shared] = []
    for each in stretches:
        last = joined[-1] if joined else Shared(-1, -1, 0)
        if last.ends == (each.edited, each.original):
            joined[-1] = Shared(last.edited, last.original, last.length + each.length)
        else:
            joined.append(each)
    return joined
