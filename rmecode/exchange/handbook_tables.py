r"""The codebook as the table that people keep: one row per code, out as XLSX or CSV.

Several examples in one cell stand on a line each. What follows an end of line within an example is
indented by two blanks, and a `` | `` within an example is written `` \| ``, because people part
examples with it: ``examples_in`` reads back what ``examples_cell`` wrote, letter by letter.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from rmecode.exchange.timeless import timeless
from rmecode.messages import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from openpyxl.workbook import Workbook

    from rmecode.exchange.handbook import Entry, Handbook
    from rmecode.model import Code

COLUMNS: Final = (
    *("id", "code", "parent", "name", "label", "definition", "use", "avoid", "examples"),
    *("dimension", "color", "former"),
)
COUNTS: Final = ("codings", "sources", "cases", "coders")
WIDTHS: Final = {
    "code": 34.0,
    "parent": 24.0,
    "name": 22.0,
    "label": 26.0,
    "definition": 50.0,
    "use": 45.0,
    "avoid": 45.0,
    "examples": 50.0,
    "dimension": 20.0,
    "former": 24.0,
}
"""How wide columns are, in letters, where 12 would not do."""

PIECE: Final = 4_000
"""How many characters of a text that is too long for a cell go into one, whatever they are."""

INDENT: Final = "  "
BAR: Final = re.compile(r"(?<= )(\\*)\|(?= )")


def code_cells(code: Code) -> dict[str, str]:
    """Return what the table says of a code, by column."""
    return {
        "id": code.id,
        "code": code.path,
        "parent": code.parent,
        "name": code.name,
        "label": code.label,
        "definition": code.definition,
        "use": code.use,
        "avoid": code.avoid,
        "examples": examples_cell(code.examples),
        "dimension": code.dimension,
        "color": code.color,
        "former": examples_cell(code.former),
    }


def examples_cell(examples: Sequence[str]) -> str:
    """Return several texts as one cell, from which ``examples_in`` tells them apart again."""
    return "\n".join(BAR.sub(r"\\\g<0>", text).replace("\n", f"\n{INDENT}") for text in examples)


def examples_in(cell: str) -> tuple[str, ...]:
    """Return the texts of a cell: parted by ends of lines, or by `` | `` as people write it."""
    texts: list[str] = []
    for line in cell.split("\n"):
        if texts and line.startswith(INDENT):
            texts[-1] += f"\n{line.removeprefix(INDENT)}"
        elif line.strip():
            texts.append(line)
    split = [part for text in texts for part in _parted(text)]
    return tuple(part for part in split if part)


def _parted(text: str) -> list[str]:
    """Return the parts of a text between bars that stand alone and have no backslash before."""
    bars = [bar.start() for bar in BAR.finditer(text) if not bar[1]]
    starts, ends = [0, *(bar + 1 for bar in bars)], [*bars, len(text)]
    return [
        BAR.sub(lambda bar: bar[0].removeprefix("\\"), text[start:end]).strip()
        for start, end in zip(starts, ends, strict=True)
    ]


def handbook_csv(handbook: Handbook, *, excel: bool = False) -> bytes:
    """Return the table as CSV, every word as it is, or with ``excel`` safe for a double click."""
    from rmecode.exchange.csv_files import csv_rows

    text = csv_rows(*_table(handbook), excel=excel)
    return text.encode("utf-8-sig" if excel else "utf-8", "surrogatepass")


def handbook_xlsx(handbook: Handbook) -> bytes:
    """Return the table as a workbook: heads in the first row, and a sheet that says what it is."""
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _write_codes(book, handbook)
    _write_about(book, handbook)
    moment = datetime.fromisoformat(handbook.at).replace(tzinfo=None, microsecond=0)
    return _saved(book, moment)


def column_title(column: str) -> str:
    """Return how a column is headed for people."""
    titles = {
        "id": _("Id"),
        "code": _("Code"),
        "parent": _("Parent"),
        "name": _("Name"),
        "label": _("Label"),
        "definition": _("Definition"),
        "use": _("When to use"),
        "avoid": _("When not to use"),
        "examples": _("Examples"),
        "dimension": _("Dimension"),
        "color": _("Colour"),
        "former": _("Formerly"),
        "codings": _("Codings"),
        "sources": _("Sources"),
        "cases": _("Cases"),
        "coders": _("Coders"),
        "coded": _("State"),
    }
    return titles[column]


def _table(handbook: Handbook) -> tuple[list[str], list[list[str | int | None]]]:
    """Return heads and rows; counts are blank where nobody has coded yet, and 0 where all have."""
    counted = any(entry.use is not None for entry in handbook.entries)
    heads = [*COLUMNS, *(COUNTS if counted else ()), *(("coded",) if counted else ())]
    return heads, [_row(entry, counted=counted) for entry in handbook.entries]


def _row(entry: Entry, *, counted: bool) -> list[str | int | None]:
    from rmecode.exchange.handbook import sentence_of

    cells = code_cells(entry.code)
    row: list[str | int | None] = [cells[name] for name in COLUMNS]
    if not counted or entry.use is None:
        return row
    counts = [getattr(entry.use, name) if entry.use.coded else None for name in COUNTS]
    return [*row, *counts, sentence_of(entry.use)]


def _continued(
    heads: list[str], rows: list[list[str | int | None]]
) -> tuple[list[str], list[list[str | int | None]]]:
    """Return the table with further columns (``definition (2)``) for what no cell can hold."""
    columns: list[tuple[str, list[str | int | None]]] = []
    for place, head in enumerate(heads):
        pieces = [_pieces(row[place]) for row in rows]
        for number in range(max(map(len, pieces), default=1)):
            name = f"{head} ({number + 1})" if number else head
            columns.append((name, [(*each, *[None] * (number + 1))[number] for each in pieces]))
    filled = [list(row) for row in zip(*(cells for _head, cells in columns), strict=True)]
    return [head for head, _cells in columns], filled


def _pieces(cell: str | int | None) -> list[str | int | None]:
    """Return a cell as pieces that fit; they begin and end with letters, which nobody trims off."""
    from rmecode.exchange.workbook.words import parts

    if not isinstance(cell, str) or len(parts(cell)) == 1:
        return [cell]
    pieces: list[str | int | None] = []
    while cell:
        cut = PIECE
        while cut < len(cell) and (cell[cut - 1].isspace() or cell[cut].isspace()):
            cut -= 1
        cut = cut or PIECE
        pieces.append(cell[:cut])
        cell = cell[cut:]
    return pieces


def _head(column: str) -> str:
    name, _blank, number = column.partition(" ")
    return f"{column_title(name)} {number}".rstrip()


def _write_codes(book: Workbook, handbook: Handbook) -> None:
    from openpyxl.utils import get_column_letter

    from rmecode.exchange.colours import ink_on
    from rmecode.exchange.workbook.pen import Look, Pen
    from rmecode.exchange.workbook.tables import (
        HEAD,
        NUMBER,
        TEXT,
        new_page,
        row_height,
        set_up_page,
    )
    from rmecode.exchange.workbook.words import sheet_title

    heads, rows = _continued(*_table(handbook))
    page, pen = new_page(book, sheet_title(_("Codebook"))), Pen(book)
    widths = [WIDTHS.get(head, 12.0) for head in heads]
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "C2"
    page.print_title_rows = "1:1"
    set_up_page(page, wide=2)
    page.append([pen.cell(page, _head(head), HEAD) for head in heads])
    for number, (entry, row) in enumerate(zip(handbook.entries, rows, strict=True), 2):
        sizes = [(str(cell or ""), width) for cell, width in zip(row, widths, strict=True)]
        page.row_dimensions[number].height = row_height(sizes)
        swatch = Look(fill=entry.color, ink=ink_on(entry.color))
        looks = [
            swatch if head == "color" else NUMBER if head in COUNTS else TEXT for head in heads
        ]
        page.append([pen.cell(page, cell, look) for cell, look in zip(row, looks, strict=True)])


def _write_about(book: Workbook, handbook: Handbook) -> None:
    from rmecode.exchange.workbook.pen import Look, Pen
    from rmecode.exchange.workbook.tables import TEXT, TITLE, new_page, row_height, set_up_page
    from rmecode.exchange.workbook.words import sheet_title

    page, pen = new_page(book, sheet_title(_("About"), [_("Codebook")])), Pen(book)
    page.column_dimensions["A"].width = 110
    set_up_page(page)
    lines = [
        (handbook.title, TITLE),
        *((text, TEXT) for text in (handbook.study, handbook.edition)),
        *((notice, Look(bold=True, wrap=True)) for notice in handbook.notices),
        *((text, TEXT) for text in (handbook.book.description, handbook.counted) if text),
        (_continuation(handbook), TEXT),
    ]
    for number, (text, look) in enumerate(lines, 1):
        page.row_dimensions[number].height = row_height([(text, 110)]) + (8 if look is TITLE else 0)
        page.append([pen.cell(page, text, look)])


def _continuation(handbook: Handbook) -> str:
    """Return the notice that texts go on in further columns, where they do."""
    further = [_head(head) for head in _continued(*_table(handbook))[0] if head.endswith(")")]
    if not further:
        return ""
    said = _("Texts that are too long for a cell go on in the columns {heads}.")
    return said.format(heads=", ".join(further))


def _saved(book: Workbook, moment: dt.datetime) -> bytes:
    from zipfile import ZipFile

    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = "rmecode"
    book.properties.created = book.properties.modified = moment
    stream = io.BytesIO()
    ExcelWriter(book, ZipFile(stream, "w")).save()
    return timeless(stream.getvalue())
