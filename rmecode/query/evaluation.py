"""Which units an expression is true in, and its hits (``rmecode.query.syntax`` says how)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from rmecode.query.conditions import fitting
from rmecode.query.lists import resolved
from rmecode.query.places import Places, united, without
from rmecode.query.syntax import And, Expression, Field, ListName, Not, Or, Without, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rmecode.query.rows import Rows
    from rmecode.query.units import Units
    from rmecode.query.words import WordPlaces

    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What an expression comes to over some units.

    ``truth`` has a flag per unit. Each of ``found`` holds places and a flag per unit: a place is a
    hit in the units that it lies inside of and that are flagged.
    """

    truth: Flags
    found: tuple[tuple[Flags, Places], ...] = ()

    def hits(self, units: Units) -> Places:
        """Return the hits of all units, each once."""
        return united([places.where(units.inside(places, among)) for among, places in self.found])


def evaluate(expression: Expression, words: WordPlaces, units: Units, rows: Rows) -> Result:
    """Return the truth and the hits of an expression.

    Args:
        expression: What to look for.
        words: Knows where words are.
        units: Where it is asked for.
        rows: The fields of the units, by ``units.row``.

    Raises:
        UnknownFieldError: The rows have no such field.
        UnknownListError: There is no such list.
        CyclicListError: A list holds itself.
        ConditionAmongWordsError: A list of conditions stands where only words can.
    """

    def result(inner: Expression) -> Result:  # noqa: PLR0911 - one line per kind of expression
        match inner:
            case Field():
                return Result(_of_units(fitting(inner, rows), units))
            case Not():
                return Result(~result(inner.part).truth)
            case And():
                return _both([result(part) for part in inner.parts])
            case Or() if not only_words(inner, words.lists):
                return _either([result(part) for part in inner.parts])
            case ListName():
                return result(resolved(inner, words.lists))
            case Without() if not only_words(inner, words.lists):
                return _kept(result(inner.kept), inner, words, units)
            case _:
                return _where(words.of(inner), units)

    return result(expression)


def only_words(expression: Expression, lists: Mapping[str, Expression]) -> bool:
    """Tell whether the places of an expression are the same for all units.

    Raises:
        UnknownListError: There is no such list.
        CyclicListError: A list holds itself.
    """
    return not any(
        isinstance(inner, And | Not | Field)
        or (isinstance(inner, ListName) and not only_words(resolved(inner, lists), lists))
        for inner in walk(expression)
    )


def _where(places: Places, units: Units) -> Result:
    truth = units.holding(places)
    return Result(truth, ((truth, places),))


def _both(parts: list[Result]) -> Result:
    truth = reduce(np.logical_and, (part.truth for part in parts))
    found = tuple((among & truth, places) for part in parts for among, places in part.found)
    return Result(truth, found)


def _either(parts: list[Result]) -> Result:
    truth = reduce(np.logical_or, (part.truth for part in parts))
    return Result(truth, tuple(found for part in parts for found in part.found))


def _kept(kept: Result, sign: Without, words: WordPlaces, units: Units) -> Result:
    """Take the excluded hits away; what has none left is not true any more."""
    dropped, sentences = words.of(sign.dropped), words.index.sentences
    left = [
        (among, without(places, dropped, sign.window, sentences)) for among, places in kept.found
    ]
    holding = [among & units.holding(places) for among, places in left]
    truth = reduce(np.logical_or, holding, np.zeros(len(units), np.bool_))
    return Result(truth, tuple((among & truth, places) for among, places in left))


def _of_units(of_row: Flags, units: Units) -> Flags:
    """Return the flag of each unit's row; a unit of no row fits nothing."""
    if not len(of_row):
        return np.zeros(len(units), np.bool_)
    fits: Flags = of_row[np.maximum(units.row, 0)] & (units.row >= 0)
    return fits
