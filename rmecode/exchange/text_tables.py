"""A matrix as a table of plain text, for a terminal or a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.analysis.reasons import row_title
from rmecode.analysis.units import CellState, CountingUnit, state_title, unit_title
from rmecode.messages import _
from rmecode.messages.widths import padded, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rmecode.analysis.matrix import Cell, Matrix

SIGNS: Final[Mapping[CellState, str]] = {
    CellState.NOT_YET_CODED: "·",
    CellState.OUT_OF_SCOPE: "",
    CellState.UNDEFINED: "–",
}
"""What stands in a cell that has no number."""


def cell_text(cell: Cell, unit: CountingUnit) -> str:
    """Return what a cell shows: its number, with ``*`` where it is partial, or a sign."""
    if cell.value is None:
        return SIGNS[cell.state]
    number = f"{cell.value:.1%}" if unit is CountingUnit.SHARE else f"{cell.value:.0f}"
    return f"{number}*" if cell.state is CellState.PARTIAL else number


def matrix_text(matrix: Matrix, *, columns: int | None = None) -> str:
    """Return the matrix with its unit, the meaning of its signs, and its notes.

    Where it is wider than ``columns`` places of a terminal, it goes on below, each part with the
    names of the rows.
    """
    heads = [_("case"), *matrix.columns]
    cells = [cell_text(cell, matrix.unit) for cell in matrix.cells()]
    count = len(matrix.columns)
    rows = [
        [row_title(row), *cells[number * count : (number + 1) * count]]
        for number, row in enumerate(matrix.rows)
    ]
    parts = [[*_aligned(part), ""] for part in _parts([heads, *rows], columns)]
    lines = [unit_title(matrix.unit), "", *(line for part in parts for line in part)]
    lines += _legend(matrix)
    return "\n".join([*lines, *matrix.notes]) + "\n"


def _parts(rows: list[list[str]], most: int | None) -> Iterator[list[list[str]]]:
    """Yield the rows in parts no wider than ``most`` places, each with the first column."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    begin = 1
    while begin < len(widths) or begin == 1:
        end, used = begin + 1, sum(widths[:1]) + 2 + sum(widths[begin : begin + 1])
        while end < len(widths) and (most is None or used + 2 + widths[end] <= most):
            used += 2 + widths[end]
            end += 1
        yield [[row[0], *row[begin:end]] for row in rows]
        begin = end


def _legend(matrix: Matrix) -> list[str]:
    present = set(matrix.states.to_numpy().ravel().tolist())
    signs = {
        CellState.ZERO: "0",
        CellState.PARTIAL: _("number*"),
        **SIGNS,
        CellState.OUT_OF_SCOPE: _("blank"),
    }
    return [f"{sign}: {state_title(state)}" for state, sign in signs.items() if state in present]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            padded(text, places, left=not column)
            for column, (text, places) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
