"""Places of words as arrays, and what joins, unites and excludes them; all vectorised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rmecode.query.syntax import Gap, Window

    Numbers = NDArray[np.int32]
    Long = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Distinct runs of words, sorted by start, then end.

    ``start`` (included) and ``end`` (excluded) are int32 word positions in the whole corpus;
    ``width`` is how many words each run has where that is the same for all, else 0.
    """

    start: Numbers
    end: Numbers
    width: int = 0

    def __len__(self) -> int:
        return len(self.start)

    def where(self, kept: Flags) -> Places:
        """Return the places for which the flag is set."""
        return Places(self.start[kept], self.end[kept], self.width)


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """Which words belong together: ``of`` a sentence number per word, ``first`` its first word.

    ``first`` has one entry more than there are sentences: the number of words.
    """

    of: Numbers
    first: Numbers

    def begin(self, word: Numbers) -> Numbers:
        """Return the first word of the sentence that each word is in."""
        return self.first[self.of[word]]

    def end(self, word: Numbers) -> Numbers:
        """Return the word after the sentence that each word is in."""
        return self.first[self.of[word] + 1]


def single(positions: Numbers) -> Places:
    """Return sorted, distinct positions as places of one word."""
    return Places(positions, positions + np.int32(1), 1)


def distinct(start: Numbers, end: Numbers, width: int = 0) -> Places:
    """Return the places in order and each once."""
    keys = np.unique(start.astype(np.int64) << 32 | end)
    return Places((keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32), width)


def united(several: Sequence[Places]) -> Places:
    """Return all places of all of them."""
    filled = [places for places in several if len(places)]
    if not filled:
        return single(np.empty(0, np.int32))
    if len(filled) == 1:
        return filled[0]
    widths = {places.width for places in filled}
    start = np.concatenate([places.start for places in filled])
    end = np.concatenate([places.end for places in filled])
    return distinct(start, end, widths.pop() if len(widths) == 1 else 0)


def followed(left: Places, right: Places, gap: Gap, sentences: Sentences) -> Places:
    """Return every run from a place on the left to one on the right, with the gap between.

    Searches from the shorter side where both can be searched.
    """
    if not len(left) or not len(right):
        return single(np.empty(0, np.int32))
    if left.width and len(right) < len(left):
        which_right, which_left = _backwards(left, right, gap, sentences)
    else:
        which_left, which_right = _forwards(left, right, gap, sentences)
    start, end = left.start[which_left], right.end[which_right]
    if left.width and right.width and gap.least == gap.most:
        return Places(start, end, left.width + right.width + gap.least)
    return distinct(start, end)


def near(left: Places, right: Places, gap: Gap, sentences: Sentences) -> Places:
    """Return the runs in either order."""
    there, back = followed(left, right, gap, sentences), followed(right, left, gap, sentences)
    return united((there, back))


def without(kept: Places, dropped: Places, window: Window | None, sentences: Sentences) -> Places:
    """Return the kept places that meet none of the dropped ones, inside them or in the window."""
    if not len(kept) or not len(dropped):
        return kept
    if window is None:
        return kept.where(~_meets(dropped, kept.start, kept.end))
    opens = np.maximum(kept.start - window.before, sentences.begin(kept.start))
    closes = np.minimum(kept.end + window.after, sentences.end(kept.end - 1))
    before = _meets(dropped, opens, kept.start)
    return kept.where(~(before | _meets(dropped, kept.end, closes)))


def _meets(places: Places, opens: Numbers, closes: Numbers) -> Flags:
    """Tell for each stretch of words whether one of the places shares a word with it.

    Those that begin before its end, less those that end before its beginning, are those that
    meet it.
    """
    begun = np.searchsorted(places.start, closes)
    ended = np.searchsorted(np.sort(places.end), opens, side="right")
    meets: Flags = (begun > ended) & (opens < closes)
    return meets


def _forwards(left: Places, right: Places, gap: Gap, sentences: Sentences) -> tuple[Long, Long]:
    """Return pairs (left, right) by looking for starts on the right."""
    latest = sentences.end(left.end - 1)
    if gap.most is not None:
        latest = np.minimum(left.end + (gap.most + 1), latest)
    low = np.searchsorted(right.start, left.end + gap.least)
    return _pairs(low, np.searchsorted(right.start, latest))


def _backwards(left: Places, right: Places, gap: Gap, sentences: Sentences) -> tuple[Long, Long]:
    """Return pairs (right, left) by looking for ends on the left, which rise with their starts."""
    earliest = sentences.begin(right.start) + 1
    if gap.most is not None:
        earliest = np.maximum(right.start - gap.most, earliest)
    low = np.searchsorted(left.end, earliest)
    return _pairs(low, np.searchsorted(left.end, right.start - gap.least, side="right"))


def _pairs(low: Long, high: Long) -> tuple[Long, Long]:
    """Return each number n with everything in ``low[n]:high[n]``."""
    count = np.maximum(high - low, 0)
    which = np.repeat(np.arange(len(low)), count)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return which, low[which] + nth
