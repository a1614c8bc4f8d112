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
from rmecode.study.records import source_id
from rmecode.study.tables import BOM, Row, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


ENCODINGS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""How to go on after a byte order mark without writing another one."""


def append_rows(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Append rows to a CSV or XLSX table; a missing or empty one is made with these columns.

    Nothing that is in the table changes: its encoding, separator, line ends and columns stay.

    Raises:
        FileUnreadableError: it cannot be read.
        FileUnwritableError: it cannot be written, or Excel has it open.
        MissingColumnsError: it has no column for a value; then nothing is written.
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


def check_appendable(path: Path, needed: Sequence[str] = ()) -> None:
    """Check that rows with values in the needed columns can be added to a table.

    Raises:
        FileUnreadableError: it cannot be read.
        FileUnwritableError: Excel has it open, or it is read-only.
        MissingColumnsError: it lacks a needed column; a missing or empty table lacks none.
        NotATableError: what is there is no table.
    """
    if (path.parent / f"~${path.name}").exists():
        raise FileUnwritableError(path, _("it is open in Excel"))
    if path.exists() and not os.access(path, os.W_OK):
        raise FileUnwritableError(path, _("it is read-only"))
    if needed and _content(path).removeprefix(BOM).strip():
        read_table(path).require(*needed)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise FileUnreadableError(path, error) from error


def _added(path: Path, content: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the bytes of the rows as the rest of the table is written."""
    table = read_table(path)
    table.require(*_needed(table.columns, rows))
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


def _needed(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the columns of all values, but for ids that a table without ids takes from files."""
    spare = "source" not in columns and all(
        row.get("source", "") == source_id(Row(0, {"file": row.get("file", "")})) for row in rows
    )
    valued = dict.fromkeys(name for row in rows for name, value in row.items() if value)
    return [name for name in valued if not (spare and name == "source")]


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
        table = read_table(path)
        table.require(*_needed(table.columns, rows))
        columns = table.columns
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
