"""Cells with a look: styles are made once per workbook and shared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from rmecode.exchange.colours import INK
from rmecode.exchange.workbook.words import runs_in_excel, shown

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

GREY: Final = "9AA5B1"
LINE: Final = "CBD2D9"
LINK: Final = "1F4E79"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; colours are ``RRGGBB``, empty for none."""

    bold: bool = False
    italic: bool = False
    size: float = 10
    ink: str = INK
    fill: str = ""
    hatch: bool = False
    align: str = "left"
    middle: bool = False
    wrap: bool = False
    turned: bool = False
    boxed: bool = False
    number: str = "General"
    quoted: bool = False


class Pen:
    """Writes cells of one workbook; keeps each look's style so that it is made only once."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheet = workbook.create_sheet()
        workbook.remove(self._sheet)
        self._styles: dict[Look, StyleArray] = {}

    def cell(self, sheet: Worksheet, value: str | float | None, look: Look, link: str = "") -> Cell:
        """Return a cell; ``link`` is a place in the workbook, such as ``'Citas'!A7``."""
        if isinstance(value, str):
            return self._text(sheet, value, look, link)
        return self._linked(Cell(sheet, 1, 1, value, self._style(look)), link)

    def _text(self, sheet: Worksheet, value: str, look: Look, link: str) -> Cell:
        look = replace(look, quoted=True) if runs_in_excel(value) else look
        cell = Cell(sheet, 1, 1, shown(value) or None, self._style(look))
        if value:
            # openpyxl would take "=2+3" for a formula and "#N/A" for an error
            cell.data_type = "s"
        return self._linked(cell, link)

    def _linked(self, cell: Cell, link: str) -> Cell:
        if link:
            cell.hyperlink = Hyperlink(ref="", location=link)
        return cell

    def _style(self, look: Look) -> StyleArray:
        if look not in self._styles:
            cell = Cell(self._sheet, 1, 1)
            _dress(cell, look)
            # openpyxl has no public name for what Cell takes as style_array
            self._styles[look] = cell._style  # type: ignore[attr-defined]  # noqa: SLF001
        return self._styles[look]


def place(sheet: str, row: int, column: str = "A") -> str:
    """Return the address of a cell, as links need it."""
    title = sheet.replace("'", "''")
    return f"'{title}'!{column}{row}"


def _dress(cell: Cell, look: Look) -> None:
    cell.font = Font(
        name="Calibri", sz=look.size, bold=look.bold, italic=look.italic, color=look.ink
    )
    if look.hatch:
        cell.fill = PatternFill("lightUp", fgColor=LINE, bgColor="F5F7FA")
    elif look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.boxed:
        side = Side(style="thin", color=LINE)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.alignment = Alignment(
        horizontal=None if look.align == "general" else look.align,
        vertical="center" if look.middle else ("bottom" if look.turned else "top"),
        wrap_text=look.wrap,
        text_rotation=90 if look.turned else 0,
    )
    cell.number_format = look.number
    cell.quotePrefix = look.quoted
