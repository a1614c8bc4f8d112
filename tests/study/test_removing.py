"""Rows leave a table; every other row keeps its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from rmecode.errors import FileUnwritableError
from rmecode.study.erasure.removing import remove_rows, rows_to_go
from rmecode.study.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.study.tables import Row


def about_b(row: Row) -> bool:
    return row["source"] == "b"


CASES = {
    "plain": (b"source,x\na,1\nb,2\nc,3\n", b"source,x\na,1\nc,3\n"),
    "crlf and semicolons": (b"source;x\r\nb;2\r\na;1\r\n", b"source;x\r\na;1\r\n"),
    "no end of the last line": (b"source,x\na,1\nb,2", b"source,x\na,1\n"),
    "utf-8 with mark": (
        b"\xef\xbb\xbffuente,x\nb,2\na,\xc3\xb1  \n",
        b"\xef\xbb\xbffuente,x\na,\xc3\xb1  \n",
    ),
    "windows": (b"source,x\nb,\xf1\na,\xf1 'q'\n", b"source,x\na,\xf1 'q'\n"),
    "cells of several lines": (
        b'source,x\na,"1\n2"\nb,"3\r\n\r\n4, ""5"""\nc,"6\n7"\n',
        b'source,x\na,"1\n2"\nc,"6\n7"\n',
    ),
    "declared separator": (b"sep=;\nsource;x\nb;2\na;1\n", b"sep=;\nsource;x\na;1\n"),
    "empty lines": (b"\n\nsource,x\n\nb,2\n\na,1\n", b"\n\nsource,x\n\n\na,1\n"),
    "all of them": (b"source,x\nb,1\nb,2\n", b"source,x\n"),
}


FORMS = [
    (case, form)
    for case in CASES
    for form in ("as it is", "utf-16")
    if form == "as it is" or case not in ("windows", "utf-8 with mark")
]
"""Each table as it is, and in UTF-16 where it has no encoding of its own."""


@pytest.mark.parametrize(("case", "form"), FORMS)
def test_other_rows_keep_every_byte(tmp_path: Path, case: str, form: str) -> None:
    content, left = CASES[case]
    if form == "utf-16":
        content, left = (b"\xff\xfe" + c.decode().encode("utf-16-le") for c in (content, left))
    table = tmp_path / "t.csv"
    table.write_bytes(content)
    gone = [row["x"] for row in rows_to_go(table, about_b)]
    assert remove_rows(table, about_b) == len(gone) > 0
    assert table.read_bytes() == left
    assert remove_rows(table, about_b) == 0
    assert table.read_bytes() == left


def test_a_table_that_is_missing_or_empty_has_no_rows(tmp_path: Path) -> None:
    assert remove_rows(tmp_path / "t.csv", about_b) == 0
    (tmp_path / "t.csv").write_bytes(b"\xef\xbb\xbf\n")
    assert remove_rows(tmp_path / "t.csv", about_b) == 0


def workbook(path: Path) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["source", "x"], ["a", "=1"], ["b", "secreto"], ["c", 3], ["b", "otro"]):
        sheet.append(line)
    sheet["B2"].data_type = "s"
    book.create_sheet("Notas")["A1"] = "mía"
    book.save(path)
    return book


def test_rows_leave_a_workbook_and_move_up(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    workbook(path)
    assert remove_rows(path, about_b) == 2
    book = openpyxl.load_workbook(path)
    values = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert values == [["source", "x"], ["a", "=1"], ["c", 3]]
    assert book["Notas"]["A1"].value == "mía"


def test_rows_are_emptied_where_formulas_or_merged_cells_count_on_their_place(
    tmp_path: Path,
) -> None:
    path = tmp_path / "t.xlsx"
    book = workbook(path)
    sheet = book.worksheets[0]
    sheet["D2"] = "=SUM(B4:B4)"
    sheet.merge_cells("E3:F3")
    book.save(path)
    assert remove_rows(path, about_b) == 2
    read = openpyxl.load_workbook(path).worksheets[0]
    assert read["D2"].value == "=SUM(B4:B4)"
    assert read["B4"].value == 3
    assert [read[place].value for place in ("A3", "B3", "A5", "B5")] == [None] * 4
    assert [row["source"] for row in read_table(path)] == ["a", "c"]


def test_a_table_that_excel_has_open_is_left(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(CASES["plain"][0])
    (tmp_path / "~$t.csv").touch()
    with pytest.raises(FileUnwritableError):
        remove_rows(table, about_b)
    assert table.read_bytes() == CASES["plain"][0]
