"""Tables that people edit, in what they already use: CSV in any common dialect, or XLSX."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnreadableError
from rmecode.errors.tables import MissingColumnsError, NotATableError
from rmecode.messages import _
from rmecode.model import normalise
from rmecode.study.heads import HEADS, named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

SEPARATORS: Final = (";", ",", "\t")
DECLARED: Final = re.compile(r"sep=(.)\s*$", re.IGNORECASE | re.MULTILINE)
"""What Excel writes as a first line to say which separator follows."""
BOM: Final = b"\xef\xbb\xbf"
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
PACKAGES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How new and old files of Office begin."""
SPANISH_UTF8: Final = re.compile(rb"\xc3[\x80-\xbf]")
"""Accented letters in UTF-8; in Windows-1252 these would be letters that Spanish never has."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` is the one that a spreadsheet shows, the head being row 1."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def list(self, name: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds several values parted by ``;`` or ``|``."""
        parts = self[name].replace("|", ";").split(";")
        return tuple(part.strip() for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file, under the names that the code uses for their columns."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str = ","
    encoding: str = "utf-8"

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def require(self, *columns: str) -> None:
        """Raise MissingColumnsError unless the table has all these columns."""
        missing = [name for name in columns if name not in self.columns]
        if missing:
            raise MissingColumnsError(self.path, missing, self.columns)


def read_table(path: Path, names: Collection[str] = tuple(HEADS), *, merged: bool = False) -> Table:
    """Read a CSV, TSV or XLSX table, finding the columns of these names under any of their heads.

    Args:
        path: the file.
        names: of the columns.
        merged: take what stands in cells merged downwards as said in each row of them.

    Raises:
        FileUnreadableError: the file is missing, a folder, forbidden, or locked by Excel.
        NotATableError: it is neither, or broken.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _table(path, names, _workbook_lines(path, content, merged=merged))
    text, encoding = decode(content, path)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise NotATableError(path, f"{error}, {_('line')} {reader.line_num}") from error
    if DECLARED.match(text):
        lines[0] = []
    _check_widths(path, lines)
    return _table(path, names, lines, separator, encoding)


def decode(content: bytes, path: Path) -> tuple[str, str]:
    """Return the text of a table and its encoding: UTF-8, UTF-16 with BOM, or Windows-1252.

    Raises:
        NotATableError: it is no text at all.
    """
    if (b"\0" in content and content[:2] not in UTF16) or content.startswith(PACKAGES):
        raise NotATableError(path, _("it is no text"))
    try:
        if content[:2] in UTF16:
            return content.decode("utf-16"), "utf-16"
        return content.decode("utf-8-sig"), "utf-8-sig" if content.startswith(BOM) else "utf-8"
    except UnicodeDecodeError as error:
        if content[:2] in UTF16 or SPANISH_UTF8.search(content):
            raise NotATableError(path, _("some of its letters are damaged")) from error
        return _windows(content, path), "cp1252"


def _windows(content: bytes, path: Path) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise NotATableError(path, _("its encoding is not known")) from error


def _separator(text: str) -> str:
    """Return the separator that Excel's first line names (``sep=;``), else the heads' own."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if named_there := DECLARED.match(first):
        return named_there[1]
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=lambda mark: (outside.count(mark), mark == ","))


def _check_widths(path: Path, lines: Sequence[Sequence[str]]) -> None:
    """Raise NotATableError for a row with more cells than heads: its cells have slipped."""
    width = len(next(filter(None, lines), ()))
    for number, cells in enumerate(lines, 1):
        if any(cell.strip() for cell in cells[width:]):
            what = _(
                "row {number} has more cells than there are heads; put text with the separator "
                "in it in quotes"
            )
            raise NotATableError(path, what.format(number=number))


def _workbook_lines(path: Path, content: bytes, *, merged: bool) -> list[list[str]]:
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # only a sheet that is read whole knows its merged cells
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=not merged, data_only=True)
        sheet = book.worksheets[0]
        if merged:
            _spread(sheet)
        else:
            sheet.reset_dimensions()  # some programs write dimensions that leave rows out
        return [[_shown(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # zip, XML and openpyxl each raise their own kinds
        raise NotATableError(path, _("it is no workbook, or a damaged one")) from error


def _spread(sheet: Worksheet) -> None:
    """Write what stands in merged cells into each row that they cover."""
    for area in list(sheet.merged_cells.ranges):
        said = sheet.cell(area.min_row, area.min_col).value
        sheet.unmerge_cells(str(area))
        for row in range(area.min_row, area.max_row + 1):
            sheet.cell(row, area.min_col, said)


def _shown(cell: object) -> str:
    import datetime as dt

    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def _table(
    path: Path,
    names: Collection[str],
    lines: Sequence[Sequence[str]],
    separator: str = ",",
    encoding: str = "utf-8",
) -> Table:
    numbered = [(n, cells) for n, cells in enumerate(lines, 1) if any(c.strip() for c in cells)]
    if not numbered:
        raise NotATableError(path, _("it is empty"))
    columns = named([normalise(cell) for cell in numbered[0][1]], names)
    twice = [name for name in columns if name and columns.count(name) > 1]
    if twice:
        raise NotATableError(path, _("two columns are headed {name}").format(name=twice[0]))
    rows = tuple(Row(n, dict(_cells(columns, cells))) for n, cells in numbered[1:])
    return Table(path, columns, rows, separator, encoding)


def _cells(columns: Iterable[str], cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pair heads with cells; a quote's own spaces count, other cells are trimmed."""
    for name, cell in zip(columns, cells, strict=False):
        text = normalise(cell)
        yield name, text if name in ("quote", "before", "after") else text.strip()
