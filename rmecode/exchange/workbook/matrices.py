"""A matrix on a sheet: every number leads to the first of its excerpts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import Outline

from rmecode.analysis.reasons import row_title
from rmecode.analysis.selection import described
from rmecode.analysis.units import TOTAL, CellState, CountingUnit, state_title, unit_title
from rmecode.errors.exchange import SheetTooLargeError
from rmecode.exchange.text_tables import SIGNS
from rmecode.exchange.workbook.heads import has_children, heads
from rmecode.exchange.workbook.pen import GREY, LINK, Look
from rmecode.exchange.workbook.tables import (
    A3,
    A4,
    ALARM,
    BACK,
    LAST_COLUMN,
    NOTE,
    PLAIN,
    TITLE,
    new_page,
    set_up_page,
)
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openpyxl.cell import Cell as SheetCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from rmecode.analysis.matrix import Cell, Matrix
    from rmecode.exchange.workbook.heads import Head
    from rmecode.exchange.workbook.pen import Pen
    from rmecode.model import Code, Codebook

FIRST_HEAD: Final = 5
"""The row of the first level of heads."""

SIDE: Final = 2
"""How many columns stand before the numbers: the case, and its sources."""

LINKS: Final = 65_000
"""Excel opens no sheet with more links than 65,530."""

MANY_COLUMNS: Final = 30
"""From how many columns on the sheet is printed on A3."""

CASE: Final = Look(bold=True, boxed=True, middle=True)
SOURCES: Final = Look(ink="52606D", boxed=True, middle=True, align="center", size=9)
CORNER: Final = Look(bold=True, ink="FFFFFF", fill="334E68", wrap=True, middle=True, boxed=True)


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """A sheet: its title on the tab, heading, a warning if one is due, and where links lead.

    ``first`` gives the address of the excerpt of a coding in a row, empty where there is none.
    """

    tab: str
    heading: str
    matrix: Matrix
    first: Callable[[str, int], str]
    warning: str = ""


def write_matrix(
    workbook: Workbook, pen: Pen, sheet: MatrixSheet, codebook: Codebook, cover: str
) -> None:
    """Write the matrix with its heads, legend and notes.

    Raises:
        SheetTooLargeError: more columns than Excel takes.
    """
    matrix = sheet.matrix
    columns = [code for code in codebook if code.path in set(matrix.columns)]
    if len(columns) + SIDE > LAST_COLUMN:
        raise SheetTooLargeError(sheet.tab, len(matrix.rows), len(columns))
    page = new_page(workbook, sheet.tab)
    laid = heads(columns, codebook)
    depth = max((head.bottom + 1 for head in laid), default=1)
    first = FIRST_HEAD + depth
    _lay_out(page, matrix, columns, laid, depth)
    page.append([pen.cell(page, sheet.heading, TITLE)])
    page.append([pen.cell(page, _subtitle(matrix, codebook), NOTE)])
    if sheet.warning:
        width = range(len(columns) + SIDE)
        page.append([pen.cell(page, "" if n else sheet.warning, ALARM) for n in width])
    else:
        page.append([])
    page.append([pen.cell(page, _("← Cover"), BACK, cover)])
    _write_heads(page, pen, laid, len(columns), depth)
    unlinked = _write_rows(page, pen, sheet, has_children(columns))
    _shade(page, matrix, has_children(columns), first)
    _write_legend(page, pen, matrix, unlinked)


def _subtitle(matrix: Matrix, codebook: Codebook) -> str:
    filters = described(matrix.selection, codebook)
    counted = _("Counted: {unit}.").format(unit=unit_title(matrix.unit))
    if not filters:
        return counted
    return counted + " " + _("Only {filters}.").format(filters="; ".join(filters))


def _lay_out(
    page: Worksheet,
    matrix: Matrix,
    columns: Sequence[Code],
    laid: Sequence[Head],
    depth: int,
) -> None:
    page.column_dimensions["A"].width = min(30, 4 + max(len(row_title(r)) for r in matrix.rows))
    page.column_dimensions["B"].width = 9
    width = {CountingUnit.CHARACTERS: 9.0, CountingUnit.SHARE: 8.0}.get(matrix.unit, 6.0)
    base = min((code.depth for code in columns), default=1)
    for number, code in enumerate(columns, SIDE + 1):
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = width
        dimension.outlineLevel = min(code.depth - base, 7)
    page.sheet_properties.outlinePr = Outline(summaryRight=False)
    page.row_dimensions[1].height = 24
    for level in range(depth):
        page.row_dimensions[FIRST_HEAD + level].height = 34
    page.row_dimensions[FIRST_HEAD + depth - 1].height = _turned_height(laid)
    page.freeze_panes = f"{get_column_letter(SIDE + 1)}{FIRST_HEAD + depth}"
    page.print_title_rows = f"{FIRST_HEAD}:{FIRST_HEAD + depth - 1}"
    page.print_title_cols = "A:B"
    set_up_page(page, paper=A3 if len(columns) > MANY_COLUMNS else A4)


def _turned_height(laid: Sequence[Head]) -> float:
    longest = max((len(head.text) for head in laid if head.look.turned), default=0)
    return min(220.0, max(60.0, 16 + 5.4 * longest))


def _write_heads(page: Worksheet, pen: Pen, laid: Sequence[Head], columns: int, depth: int) -> None:
    corner = pen.cell(page, _("Case"), CORNER), pen.cell(page, _("Sources done"), CORNER)
    grid: list[list[SheetCell | None]] = [[None] * (columns + SIDE) for _level in range(depth)]
    for row in grid:
        row[:SIDE] = [pen.cell(page, None, CORNER), pen.cell(page, None, CORNER)]
    grid[0][:SIDE] = corner
    for column in range(1, SIDE + 1):
        _merge(page, column, FIRST_HEAD, column, FIRST_HEAD + depth - 1)
    for head in laid:
        for level in range(head.top, head.bottom + 1):
            for column in range(head.left, head.right + 1):
                grid[level][column + SIDE] = pen.cell(page, None, head.look)
        grid[head.top][head.left + SIDE] = pen.cell(page, head.text, head.look)
        left, right = head.left + SIDE + 1, head.right + SIDE + 1
        _merge(page, left, FIRST_HEAD + head.top, right, FIRST_HEAD + head.bottom)
    for row in grid:
        page.append(row)


def _merge(page: Worksheet, left: int, top: int, right: int, bottom: int) -> None:
    if (left, top) != (right, bottom):
        page.merged_cells.add(CellRange(min_col=left, min_row=top, max_col=right, max_row=bottom))


def _write_rows(page: Worksheet, pen: Pen, sheet: MatrixSheet, parents: Sequence[bool]) -> int:
    """Write the rows and return how many cells were left without a link for want of room."""
    matrix, links, unlinked = sheet.matrix, 0, 0
    row: list[SheetCell] = []
    for number, cell in enumerate(matrix.cells()):
        if number % len(parents) == 0:
            row = _side(page, pen, matrix, cell.row)
        link = sheet.first(cell.row, cell.evidence[0]) if cell.evidence else ""
        unlinked += bool(link) and links >= LINKS
        link = link if links < LINKS else ""
        links += bool(link)
        look = _look(cell, matrix.unit, parent=parents[number % len(parents)])
        row.append(pen.cell(page, _shown(cell), look, link))
        if len(row) == len(parents) + SIDE:
            page.append(row)
    return unlinked


def _side(page: Worksheet, pen: Pen, matrix: Matrix, row: str) -> list[SheetCell]:
    scope = matrix.scopes[row]
    done = _("{done} of {all}").format(done=len(scope.done), all=len(scope.sources))
    fill = "E4E7EB" if row == TOTAL else ""
    return [
        pen.cell(page, row_title(row), replace(CASE, fill=fill)),
        pen.cell(page, done if scope.sources else "–", replace(SOURCES, fill=fill)),
    ]


def _shown(cell: Cell) -> str | float | None:
    if cell.value is None:
        return SIGNS[cell.state]
    return int(cell.value) if cell.value.is_integer() else cell.value


def _look(cell: Cell, unit: CountingUnit, *, parent: bool) -> Look:
    total = cell.row == TOTAL
    found = bool(cell.evidence)
    return Look(
        bold=found and (total or parent),
        italic=cell.state is CellState.PARTIAL,
        ink=LINK if found else GREY,
        fill="E4E7EB" if total else ("F5F7FA" if parent else ""),
        hatch=cell.state in {CellState.OUT_OF_SCOPE, CellState.UNDEFINED},
        align="center",
        middle=True,
        boxed=True,
        number="0.0%" if unit is CountingUnit.SHARE else "#,##0",
    )


def _shade(page: Worksheet, matrix: Matrix, parents: Sequence[bool], first: int) -> None:
    """Shade the numbers of codes and of parents, each on a scale of their own."""
    last = first + sum(row != TOTAL for row in matrix.rows) - 1
    for kind, color in ((False, "9FC5E8"), (True, "B4C7DC")):
        places = " ".join(
            f"{get_column_letter(number)}{first}:{get_column_letter(number)}{last}"
            for number, parent in enumerate(parents, SIDE + 1)
            if parent is kind
        )
        if places and last >= first:
            page.conditional_formatting.add(places, _scale(color))


def _scale(color: str) -> Rule:
    bounds = [FormatObject(type="num", val=0), FormatObject(type="max")]
    scale = ColorScale(cfvo=bounds, color=[Color(rgb="FFFFFFFF"), Color(rgb=f"FF{color}")])
    return Rule(type="colorScale", colorScale=scale)


def _write_legend(page: Worksheet, pen: Pen, matrix: Matrix, unlinked: int) -> None:
    page.append([])
    page.append([pen.cell(page, _("How to read the cells"), replace(PLAIN, bold=True))])
    example = Look(boxed=True, align="center")
    shows: tuple[tuple[CellState, str | int, Look], ...] = (
        (CellState.COUNTED, 7, replace(example, ink=LINK)),
        (CellState.ZERO, 0, replace(example, ink=GREY)),
        (CellState.PARTIAL, 7, replace(example, ink=LINK, italic=True)),
        (CellState.NOT_YET_CODED, SIGNS[CellState.NOT_YET_CODED], replace(example, ink=GREY)),
        (CellState.OUT_OF_SCOPE, "", replace(example, hatch=True)),
        (CellState.UNDEFINED, SIGNS[CellState.UNDEFINED], replace(example, hatch=True, ink=GREY)),
    )
    for state, sample, look in shows:
        page.append([pen.cell(page, sample, look), pen.cell(page, state_title(state), PLAIN)])
    page.append([])
    page.append([pen.cell(page, _("A number leads to the first of its excerpts."), PLAIN)])
    for sentence in _sentences(matrix, unlinked):
        page.append([pen.cell(page, sentence, PLAIN)])


def _sentences(matrix: Matrix, unlinked: int) -> list[str]:
    blank = {CellState.OUT_OF_SCOPE, CellState.UNDEFINED}
    firsts = [matrix.cell(row, matrix.columns[0]) for row in matrix.rows if matrix.columns]
    reasons = [cell.reason for cell in firsts if cell.state in blank and cell.row != TOTAL]
    without = _("{number} numbers have no link, because Excel takes no more links on one sheet.")
    blanks = [" ".join(dict.fromkeys(reasons))] if reasons else []
    return [*matrix.notes, *blanks, *([without.format(number=unlinked)] if unlinked else [])]
