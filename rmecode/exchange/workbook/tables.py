"""A sheet with a title, a note and one real Excel table, ready for filters and pivots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final, cast

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from rmecode.errors.exchange import SheetTooLargeError
from rmecode.exchange.workbook.pen import LINK, Look
from rmecode.exchange.workbook.words import parts, shown, unique_heads
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from rmecode.exchange.workbook.pen import Pen

HEAD_ROW: Final = 4
"""The row of a table's heads; its records begin below."""

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

A4: Final = 9
A3: Final = 8

A4_WIDTH: Final = 180
"""From how many letters of width on a table is printed on A3."""

PAGE_WIDTH: Final = 250
"""How many letters wide a printed page of a table is; wider tables go over several pages."""

HIGHEST: Final = 409.0
"""The height of the highest row that Excel allows, in points."""

TITLE: Final = Look(bold=True, size=15)
NOTE: Final = Look(ink="52606D", italic=True)
ALARM: Final = Look(bold=True, ink="FFFFFF", fill="B42318")
BACK: Final = Look(ink=LINK, size=9)
HEAD: Final = Look(bold=True, ink="FFFFFF", fill="334E68", wrap=True, middle=True)
TEXT: Final = Look(wrap=True)
PLAIN: Final = Look()
NUMBER: Final = Look(align="center")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head, a value per record, and how wide it is, in letters.

    ``long`` text is wrapped, and split over further columns where it passes Excel's limit.
    """

    head: str
    values: Sequence[str | float | None]
    width: float = 12
    long: bool = False
    fills: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A sheet: its title on the tab, its heading, a note (alarming or not), and its table."""

    tab: str
    name: str
    heading: str
    note: str
    columns: Sequence[Column]
    alarm: bool = False
    fixed: int = 1


def write_table(workbook: Workbook, pen: Pen, sheet: TableSheet, cover: str) -> None:
    """Write the sheet; ``cover`` is where its link back leads.

    Raises:
        SheetTooLargeError: more rows or columns than Excel takes.
    """
    columns = with_continuations(sheet.columns)
    records = len(columns[0].values)
    if records + HEAD_ROW > LAST_ROW or len(columns) > LAST_COLUMN:
        raise SheetTooLargeError(sheet.tab, records, len(columns))
    page = new_page(workbook, sheet.tab)
    heads = unique_heads(column.head for column in columns)
    _lay_out(page, [column.width for column in columns], sheet.fixed)
    banner = ALARM if sheet.alarm else NOTE
    page.append([pen.cell(page, sheet.heading, TITLE)])
    page.append([pen.cell(page, sheet.note, banner)])
    page.append([pen.cell(page, _("← Cover"), BACK, cover)])
    page.append([pen.cell(page, head, HEAD) for head in heads])
    for number in range(records):
        texts = [(str(c.values[number] or ""), c.width) for c in columns if c.long]
        page.row_dimensions[HEAD_ROW + 1 + number].height = row_height(texts)
        page.append([_cell(pen, page, column, number) for column in columns])
    page.tables.add(_table(sheet.name, heads, max(records, 1)))


def with_continuations(columns: Sequence[Column]) -> list[Column]:
    """Return the columns, each followed by as many as its longest text needs, with a notice."""
    return [part for column in columns for part in _split(column)]


def _split(column: Column) -> Iterator[Column]:
    if not column.long:
        yield column
        return
    split = [parts(str(value or "")) for value in column.values]
    most = max(map(len, split), default=1)
    if most == 1:
        yield column
        return
    notice = _("the text goes on in the columns to the right")
    for number in range(most):
        further = _("{head}, continued {number}").format(head=column.head, number=number + 1)
        yield replace(
            column,
            head=further if number else column.head,
            values=[text[number] if number < len(text) else None for text in split],
        )
    yield Column(
        _("{head}: notice").format(head=column.head),
        [notice if len(text) > 1 else None for text in split],
        20,
    )


def _cell(pen: Pen, page: Worksheet, column: Column, number: int) -> object:
    value = column.values[number]
    if column.fills and column.fills[number]:
        return pen.cell(page, value, Look(fill=column.fills[number]))
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return pen.cell(page, value, TEXT if column.long else PLAIN)
    return pen.cell(page, value, NUMBER)


def _lay_out(page: Worksheet, widths: Sequence[float], fixed: int) -> None:
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.row_dimensions[1].height = 24
    page.row_dimensions[HEAD_ROW].height = 32
    page.freeze_panes = f"{get_column_letter(fixed + 1)}{HEAD_ROW + 1}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.print_title_cols = f"A:{get_column_letter(fixed)}"
    total = sum(widths)
    set_up_page(page, paper=A3 if total > A4_WIDTH else A4, wide=ceil(total / PAGE_WIDTH))


def new_page(workbook: Workbook, tab: str) -> Worksheet:
    """Add a sheet that is written row by row; layout has to be set before the first row."""
    # a write-only sheet has what is used of a Worksheet here, which its type stubs do not know
    return cast("Worksheet", workbook.create_sheet(tab))


def row_height(texts: Iterable[tuple[str, float]], line: float = 13.5) -> float:
    """Return the height in points that wrapped texts need in columns of these widths.

    Not every program fits the heights of rows by itself when it opens a workbook.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(HIGHEST, 1.5 + line * lines)


def _lines(text: str, width: float) -> int:
    """Return how many lines of about so many letters the text takes."""
    return sum(max(1, ceil(len(part) / (width * 1.05))) for part in text.split("\n"))


def set_up_page(page: Worksheet, paper: int = A4, wide: int = 1) -> None:
    """Print in landscape, fitted to so many pages of width, with page numbers."""
    page.sheet_view.showGridLines = False
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = paper
    page.page_setup.fitToWidth = max(1, wide)
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.5, 0.8
    page.page_margins.footer = 0.4
    page.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N")
    )


def _table(name: str, heads: Sequence[str], records: int) -> Table:
    last = get_column_letter(len(heads))
    area = f"A{HEAD_ROW}:{last}{HEAD_ROW + records}"
    table = Table(displayName=name, name=name, ref=area, autoFilter=AutoFilter(ref=area))
    table.tableColumns = [TableColumn(id=n, name=shown(head)) for n, head in enumerate(heads, 1)]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    return table
