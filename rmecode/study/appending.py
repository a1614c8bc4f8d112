"""Rows added to a table that people edit, in the form that it already has."""

from __future__ import annotations

import csv
import io
import os
import re
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnreadableError, FileUnwritableError
from rmecode.exchange.files import write_whole
from rmecode.messages import _
from rmecode.study.tables import BOM, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


ENCODINGS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""How to go on after a byte order mark without writing another one."""


def append_rows(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Append rows to a CSV or XLSX table; a missing or empty one is made with these columns.

    Nothing that is in the table changes: its encoding, separator, line ends and columns stay, and
    values for which it has no column are left out.

    Raises:
        FileUnreadableError: it cannot be read.
        FileUnwritableError: it cannot be written, or Excel has it open.
        NotATableError: what is there is no table.
    """
    if not rows:
        return
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        _append_to_workbook(path, columns, rows)
        return
    content = _content(path)
    if content.removeprefix(BOM).strip():
        write_whole(path, content + _added(path, content, rows))
    else:
        lines = [list(columns), *_lines(columns, rows)]
        mark = BOM if content.startswith(BOM) else b""
        write_whole(path, mark + _csv(lines, ",", "\n").encode())


def check_appendable(path: Path) -> None:
    """Raise FileUnwritableError if Excel has the table open, or it is read-only."""
    if (path.parent / f"~${path.name}").exists():
        raise FileUnwritableError(path, _("it is open in Excel"))
    if path.exists() and not os.access(path, os.W_OK):
        raise FileUnwritableError(path, _("it is read-only"))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise FileUnreadableError(path, error) from error


def _added(path: Path, content: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the bytes of the rows as the rest of the table is written."""
    table = read_table(path)
    encoding = ENCODINGS.get(content[:2], table.encoding.removesuffix("-sig"))
    text = content.decode(encoding)
    first_end = re.search(r"\r\n|\r|\n", text)
    end = first_end[0] if first_end else "\n"
    gap = "" if text.endswith(("\n", "\r")) else end
    try:
        return (gap + _csv(_lines(table.columns, rows), table.separator, end)).encode(encoding)
    except UnicodeEncodeError as error:
        reason = _("its encoding lacks a character; save it as UTF-8")
        raise FileUnwritableError(path, reason) from error


def _lines(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    return [[row.get(name, "") for name in columns] for row in rows]


def _csv(lines: Sequence[Sequence[str]], separator: str, end: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(lines)
    return stream.getvalue()


def _append_to_workbook(
    path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    import openpyxl

    check_appendable(path)
    if path.exists():
        columns = read_table(path).columns
        book = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
        sheet = book.worksheets[0]
    else:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(list(columns))
    for line in _lines(columns, rows):
        sheet.append([cell or None for cell in line])
        for cell in sheet[sheet.max_row]:
            if cell.value is not None:
                cell.data_type = "s"  # a text that begins with "=" is no formula
    stream = io.BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())
