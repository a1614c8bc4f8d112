"""Rows taken out of a table that people edit, every other row staying as it is."""

from __future__ import annotations

import csv
import io
import warnings
from typing import TYPE_CHECKING

from rmecode.exchange.files import write_whole
from rmecode.study.appending import ENCODINGS, check_appendable
from rmecode.study.tables import BOM, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from rmecode.study.tables import Row

    Test = Callable[[Row], bool]


def rows_to_go(path: Path, goes: Test) -> list[Row]:
    """Return the rows of a table that are meant; none of a table that is not there.

    Raises:
        FileUnreadableError: it cannot be read.
        NotATableError: what is there is no table.
    """
    if not path.exists() or not path.read_bytes().removeprefix(BOM).strip():
        return []
    return [row for row in read_table(path) if goes(row)]


def remove_rows(path: Path, goes: Test) -> int:
    """Take rows out of a CSV or XLSX table and return how many; the others keep every byte.

    A workbook keeps its other cells; a row is emptied instead of taken out where cells that are
    merged, formulas or tables on its sheet would no longer fit.

    Raises:
        FileUnreadableError: it cannot be read.
        FileUnwritableError: it cannot be written, or Excel has it open.
        NotATableError: what is there is no table.
    """
    numbers = {row.number for row in rows_to_go(path, goes)}
    if not numbers:
        return 0
    check_appendable(path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        write_whole(path, _workbook_without(path, numbers))
    else:
        write_whole(path, _text_without(path, numbers))
    return len(numbers)


def _text_without(path: Path, numbers: Collection[int]) -> bytes:
    table, content = read_table(path), path.read_bytes()
    encoding = ENCODINGS.get(content[:2], table.encoding.removesuffix("-sig"))
    mark = content[:2] if content[:2] in ENCODINGS else BOM if content.startswith(BOM) else b""
    text = content.removeprefix(mark).decode(encoding)
    kept = [
        record
        for number, record in enumerate(_records(text, table.separator), 1)
        if number not in numbers
    ]
    return mark + "".join(kept).encode(encoding)


def _records(text: str, separator: str) -> Iterator[str]:
    """Yield each record of a CSV text as it is written, its line ends included."""
    pulled: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            pulled.append(line)
            yield line

    for _cells in csv.reader(lines(), delimiter=separator, strict=True):
        yield "".join(pulled)
        pulled.clear()


def _workbook_without(path: Path, numbers: Collection[int]) -> bytes:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    sheet = book.worksheets[0]
    take_out = sheet.delete_rows if _is_plain(sheet) else lambda number: _empty(sheet, number)
    for number in sorted(numbers, reverse=True):
        _empty(sheet, number)
        take_out(number)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _is_plain(sheet: Worksheet) -> bool:
    """Tell whether rows can move up without anything pointing at another row than before."""
    formulas = any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return not (formulas or sheet.merged_cells.ranges or sheet.tables)


def _empty(sheet: Worksheet, number: int) -> None:
    for cell in sheet[number]:
        if type(cell).__name__ != "MergedCell":
            cell.value = None
            cell.comment = None
            cell.hyperlink = None
