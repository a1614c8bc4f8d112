"""A matrix as a value: what each cell holds, what it means, and the codings behind it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from rmecode.analysis.reasons import Scope, reason_of
from rmecode.analysis.units import CellState, CountingUnit
from rmecode.errors.analysis import UnknownChoiceError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from rmecode.analysis.selection import Selection


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its number (``None`` where it is blank), state, reason and coding ids."""

    row: str
    column: str
    value: float | None
    state: CellState
    reason: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Rows × columns in one counting unit.

    ``rows`` are cases, then ``national`` where there are such sources, then ``total``; ``columns``
    are paths of codes, each counting its whole subtree. ``frame`` holds the numbers (float64, NaN
    where a cell is blank) and ``states`` the ``CellState`` of each; both have ``rows`` as index and
    ``columns`` as columns. ``codings`` has the ids behind each cell that is not empty, in the order
    of cases, codes and places; ``notes`` are sentences that a reader of the numbers needs.
    """

    unit: CountingUnit
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    frame: pd.DataFrame
    states: pd.DataFrame
    codings: Mapping[tuple[str, str], tuple[int, ...]]
    scopes: Mapping[str, Scope]
    selection: Selection
    notes: tuple[str, ...] = ()

    def evidence(self, row: str, column: str) -> tuple[int, ...]:
        """Return the ids of the codings that make the number of a cell.

        Raises:
            UnknownChoiceError: the matrix has no such row or column.
        """
        self._check(row, column)
        return self.codings.get((row, column), ())

    def cell(self, row: str, column: str) -> Cell:
        """Return one cell whole.

        Raises:
            UnknownChoiceError: the matrix has no such row or column.
        """
        self._check(row, column)
        return self._cell(self.rows.index(row), self.columns.index(column))

    def cells(self) -> Iterator[Cell]:
        """Yield every cell, row by row."""
        for row in range(len(self.rows)):
            for column in range(len(self.columns)):
                yield self._cell(row, column)

    def _cell(self, row: int, column: int) -> Cell:
        number = self.frame.to_numpy()[row, column]
        state = CellState(self.states.to_numpy()[row, column])
        place = self.rows[row], self.columns[column]
        return Cell(
            *place,
            value=None if isnan(number) else float(number),
            state=state,
            reason=reason_of(state, self.scopes[place[0]], self.selection),
            evidence=self.codings.get(place, ()),
        )

    def _check(self, row: str, column: str) -> None:
        if row not in self.rows:
            raise UnknownChoiceError(_("row"), row, self.rows)
        if column not in self.columns:
            raise UnknownChoiceError(_("column"), column, self.columns)
