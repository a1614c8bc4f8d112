"""Windows on texts, and the pieces of codings that are seen through them.

A window is a stretch of one source that counts for one row of a matrix. Windows of one group (a row
and a source) never overlap, so that two binary searches find all that a span touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Arrays of equal length, ordered by ``group`` and ``start``; ``tag`` says what a window is."""

    group: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    tag: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int]]) -> Windows:
        """Make windows of ``(group, start, end, tag)`` given in order."""
        table = np.array(list(rows), dtype=np.int64).reshape(-1, 4)
        return cls(*(np.ascontiguousarray(column) for column in table.T))


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """What of each span lies in each window: ``item`` numbers the span, ``window`` the window."""

    item: NDArray[np.int64]
    window: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def pieces(
    windows: Windows, group: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> Pieces:
    """Cut the spans (``start`` to ``end`` in ``group``) along the windows of their group.

    An empty span is seen as the character at its place, so that no coding disappears. Spans whose
    group is negative meet no window.
    """
    end = np.maximum(end, start + 1)
    reach = int(max(windows.end.max(initial=0), end.max(initial=0))) + 1
    first = np.searchsorted(windows.group * reach + windows.end, group * reach + start, "right")
    last = np.searchsorted(windows.group * reach + windows.start, group * reach + end, "left")
    counts = np.where(group < 0, 0, np.maximum(last - first, 0))
    item = np.repeat(np.arange(len(group)), counts)
    window = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(len(item))
    return Pieces(
        item,
        window,
        np.maximum(start[item], windows.start[window]),
        np.minimum(end[item], windows.end[window]),
    )


def union_lengths(
    group: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each group that occurs and how many characters its spans cover together.

    Shapes: three arrays of n, two of the number of distinct groups. Each character counts once.
    """
    if not len(group):
        return group, start
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order], end[order]
    reach = int(end.max()) + 1
    reached = np.maximum.accumulate(group * reach + end) - group * reach
    before = np.concatenate(([0], np.where(group[1:] == group[:-1], reached[:-1], 0)))
    added = np.maximum(0, end - np.maximum(start, before))
    firsts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    return group[firsts], np.add.reduceat(added, firsts)
