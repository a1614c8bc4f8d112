"""Units: the stretches of words in which an expression is true or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rmecode.query.index import Index
    from rmecode.query.places import Places
    from rmecode.query.rows import Rows

    Numbers = NDArray[np.int32]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Stretches of words, each with the row whose fields it has.

    ``first`` (included) and ``last`` (excluded) are word positions, ``row`` a row number or -1;
    ``apart`` says that the units are in order and never overlap.
    """

    first: Numbers
    last: Numbers
    row: Numbers
    apart: bool

    def __len__(self) -> int:
        return len(self.first)

    def holding(self, places: Places) -> Flags:
        """Tell for each unit whether a place lies wholly inside."""
        if self.apart:
            holds = np.zeros(len(self), np.bool_)
            unit = self.around(places)
            holds[unit[unit >= 0]] = True
            return holds
        if not len(places):
            return np.zeros(len(self), np.bool_)
        soonest = np.minimum.accumulate(places.end[::-1])[::-1]
        after = np.searchsorted(places.start, self.first)
        ends = soonest[np.minimum(after, len(places) - 1)]
        inside: Flags = (after < len(places)) & (ends <= self.last)
        return inside

    def around(self, places: Places) -> Numbers:
        """Return for each place the unit that it lies wholly inside, or -1; units lie apart."""
        if not len(self):
            return np.full(len(places), -1, np.int32)
        unit = np.searchsorted(self.first, places.start, side="right").astype(np.int32) - 1
        inside = (unit >= 0) & (places.end <= self.last[np.maximum(unit, 0)])
        return np.where(inside, unit, np.int32(-1))

    def inside(self, places: Places, among: Flags) -> Flags:
        """Tell for each place whether it lies wholly inside one of the units that are flagged."""
        first, last = self.first[among], self.last[among]
        if not len(first):
            return np.zeros(len(places), np.bool_)
        if not self.apart:
            order = np.argsort(first, kind="stable")
            first, last = first[order], np.maximum.accumulate(last[order])
        unit = np.searchsorted(first, places.start, side="right") - 1
        lies: Flags = (unit >= 0) & (places.end <= last[np.maximum(unit, 0)])
        return lies


def units_of_rows(index: Index, rows: Rows) -> Units:
    """Return a unit for each row: the words that lie wholly inside its span.

    A row of a source that is not in the index has no words.
    """
    number = {source: place for place, source in enumerate(index.sources)}
    first, last = np.zeros(rows.size, np.int32), np.zeros(rows.size, np.int32)
    of_source: dict[int, list[int]] = {}
    for row, source in enumerate(rows.sources):
        if source in number:
            of_source.setdefault(number[source], []).append(row)
    for place, members in of_source.items():
        low, high = index.first[place], index.first[place + 1]
        opens, closes = [rows.spans[m].start for m in members], [rows.spans[m].end for m in members]
        first[members] = low + np.searchsorted(index.start[low:high], opens)
        last[members] = low + np.searchsorted(index.end[low:high], closes, side="right")
    last = np.maximum(first, last)
    apart = bool(np.all(last[:-1] <= first[1:]) and np.all(first[:-1] < first[1:]))
    return Units(first, last, np.arange(rows.size, dtype=np.int32), apart)


def turn_units(index: Index, rows: Rows) -> Units:
    """Return the turns that have words, in the order of the index; turns never overlap."""
    turns = units_of_rows(index, rows)
    filled = np.flatnonzero(turns.last > turns.first)
    filled = filled[np.argsort(turns.first[filled], kind="stable")]
    return Units(turns.first[filled], turns.last[filled], turns.row[filled], apart=True)


def sentence_units(index: Index, turns: Units) -> Units:
    """Return the sentences of the index, each with the row of the turn that it is in."""
    first = index.sentences.first
    row = np.full(len(first) - 1, -1, np.int32)
    if len(turns):
        turn = np.searchsorted(turns.first, first[:-1], side="right") - 1
        inside = (turn >= 0) & (first[1:] <= turns.last[turn])
        row = np.where(inside, turns.row[turn], row)
    return Units(first[:-1], first[1:], row, apart=True)
