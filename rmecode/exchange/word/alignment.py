"""Where a passage of an edited text stands in the text that it was edited from.

Nothing is guessed: a place counts as certain where the passage lies in a stretch that both texts
share and that stands in the original once. Nearness decides nothing.
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
    from collections.abc import Iterator, Sequence

AROUND: Final = 400
"""Letters on each side of a passage within which its surroundings must be unlike any other."""
LEAST: Final = 0.6
"""The share of a passage's letters, in both texts, that may not have been edited."""
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
        first, last = self._at(span.start), self._at(span.end - 1)
        found = self._between(first, last, span) if first and last else None
        if found is not None:
            words = self.edited[span.start : span.end]
            same = self.original[found.start : found.end] == words
            return Placement(found, Anchor.EXACT if same else Anchor.REVIEW)
        placed = settle(self.original, Quote.at(self.edited, span))
        return placed if placed.span is None else Placement(placed.span, Anchor.MOVED)

    def _at(self, place: int) -> Shared | None:
        """Return the shared stretch that a letter of the edited text lies in."""
        number = bisect_right(self._starts, place) - 1
        if number < 0 or place >= self.shared[number].edited + self.shared[number].length:
            return None
        return self.shared[number]

    def _between(self, first: Shared, last: Shared, span: Span) -> Span | None:
        start = first.original + span.start - first.edited
        end = last.original + span.end - last.edited
        if start >= end or not (self._is_alone(first, span) and self._is_alone(last, span)):
            return None
        found = Span(start, end)
        return found if first is last or self._is_like(span, found) else None

    def _is_alone(self, shared: Shared, span: Span) -> bool:
        """Tell whether what is shared, in and around the passage, stands once in the original."""
        start = max(shared.edited, span.start - AROUND)
        end = min(shared.edited + shared.length, span.end + AROUND)
        stretch = self.edited[start:end]
        place = self.original.find(stretch)
        return self.original.find(stretch, place + 1) < 0

    def _is_like(self, span: Span, found: Span) -> bool:
        """Tell whether enough of the passage's letters were left as they were."""
        kept = sum(
            max(0, min(each.edited + each.length, span.end) - max(each.edited, span.start))
            for each in self.shared
        )
        return kept >= LEAST * max(len(span), len(found))


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
        if (last.edited + last.length, last.original + last.length) == (each.edited, each.original):
            joined[-1] = Shared(last.edited, last.original, last.length + each.length)
        else:
            joined.append(each)
    return joined
