"""Rows added to tables that stay otherwise byte for byte as they are."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Font

from rmecode.errors import FileUnreadableError, FileUnwritableError
from rmecode.errors.tables import MissingColumnsError, NotATableError
from rmecode.study.appending import append_rows, check_appendable
from rmecode.study.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("source", "label", "role")
NEW = [{"source": "R9", "label": "Ñandú; y =1+1, «eh»", "role": "director"}]


def _cells(path: Path) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in COLUMNS) for row in read_table(path)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("last", ["ended", "open"])
def test_a_table_keeps_its_dialect_encoding_and_line_ends(
    tmp_path: Path, separator: str, end: str, encoding: str, last: str
) -> None:
    text = 'Fuente;extra;etiqueta;rol\nR1;"a\nb";DIRECTÓR;\n'.replace(";", separator)
    text = text.replace("\n", end) if last == "ended" else text.replace("\n", end).rstrip("\r\n")
    before = (
        ("\ufeff" + text).encode("utf-16-be") if encoding == "utf-16-be" else text.encode(encoding)
    )
    path = tmp_path / "t.csv"
    path.write_bytes(before)
    append_rows(path, COLUMNS, NEW)
    after = path.read_bytes()
    assert after.startswith(before)
    assert _cells(path) == [("R1", "DIRECTÓR", ""), ("R9", "Ñandú; y =1+1, «eh»", "director")]
    whole = after.decode("utf-16" if encoding.startswith("utf-16") else encoding)
    assert whole.endswith(end)
    assert set(whole) & {"\r", "\n"} == set(end)
    assert "\ufeff" not in whole[1:]


def test_a_missing_or_empty_table_is_made(tmp_path: Path) -> None:
    for name, content in (("a.csv", None), ("b.csv", b""), ("c.csv", b"\xef\xbb\xbf\n")):
        path = tmp_path / "nueva" / name
        if content is not None:
            path.write_bytes(content)
        append_rows(path, COLUMNS, NEW)
        assert _cells(path) == [tuple(NEW[0].values())]
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (name == "c.csv")


def test_columns_that_the_rows_do_not_fill_may_be_missing_or_more(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("label,otra\nA,1\n")
    append_rows(path, COLUMNS, [{"source": "", "label": "B", "role": ""}])
    assert path.read_text("utf-8") == "label,otra\nA,1\nB,\n"


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_a_value_without_a_column_is_told_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    _write_head(path, "file")
    before = path.read_bytes()
    row = {"source": "a", "file": "b/a.txt", "cases": "R1", "role": "director", "stage": ""}
    with pytest.raises(MissingColumnsError, match="column cases, role is missing"):
        append_rows(path, tuple(row), [row])
    with pytest.raises(MissingColumnsError, match="column source is missing"):
        append_rows(path, tuple(row), [{"source": "own", "file": "b/a.txt"}])
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_an_id_that_the_file_gives_needs_no_column(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    _write_head(path, "file")
    append_rows(path, ("source", "file"), [{"source": "a", "file": "b/a.txt"}])
    assert [row["file"] for row in read_table(path)] == ["b/a.txt"]


def _write_head(path: Path, head: str) -> None:
    if path.suffix == ".csv":
        path.write_text(f"{head}\n")
        return
    book = openpyxl.Workbook()
    book.worksheets[0].append([head])
    book.save(path)


def test_needed_columns_are_asked_for_before_anything_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for content in (None, "", "\ufeff\n", "archivo;rol\n"):
        if content is not None:
            path.write_text(content, "utf-8")
        check_appendable(path, ["file", "role"])
    with pytest.raises(MissingColumnsError, match="column cases is missing"):
        check_appendable(path, ["file", "cases"])
    check_appendable(path)


def test_no_rows_touch_nothing(tmp_path: Path) -> None:
    append_rows(tmp_path / "t.csv", COLUMNS, [])
    assert list(tmp_path.iterdir()) == []


def test_a_character_that_the_encoding_lacks_leaves_the_table_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("source,label\nR1,Á\n".encode("cp1252"))
    with pytest.raises(FileUnwritableError, match="save it as UTF-8"):
        append_rows(path, COLUMNS, [{"source": "R2", "label": "🎓"}])
    assert path.read_bytes() == "source,label\nR1,Á\n".encode("cp1252")


def test_what_is_no_table_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(NotATableError):
        append_rows(path, COLUMNS, NEW)
    assert path.read_bytes() == b"PK\x03\x04"
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(FileUnreadableError):
        append_rows(tmp_path / "d.csv", COLUMNS, NEW)


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("source,label,role\nR1,A,\n")
    path.chmod(0o640)
    append_rows(path, COLUMNS, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_workbook_gets_rows_as_text_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Etiqueta", "nota", "Fuente", "rol"])
    sheet.append(["DIRECTORA", 7, "R1", None])
    sheet["A1"].font = Font(bold=True)
    book.create_sheet("otra")["A1"] = "sigue"
    book.save(path)
    append_rows(path, COLUMNS, [{"source": "R9", "label": "=1+1"}])
    after = openpyxl.load_workbook(path)
    first = after.worksheets[0]
    assert [cell.value for cell in first[2]] == ["DIRECTORA", 7, "R1", None]
    assert [cell.value for cell in first[3]] == ["=1+1", None, "R9", None]
    assert (first["A3"].data_type, first["A1"].font.bold) == ("s", True)
    assert after["otra"]["A1"].value == "sigue"
    assert _cells(path)[1] == ("R9", "=1+1", "")


def test_a_missing_workbook_is_made(tmp_path: Path) -> None:
    append_rows(tmp_path / "t.xlsx", COLUMNS, NEW)
    assert _cells(tmp_path / "t.xlsx") == [tuple(NEW[0].values())]


def test_a_workbook_that_is_open_in_excel_is_left(tmp_path: Path) -> None:
    append_rows(tmp_path / "t.xlsx", COLUMNS, NEW)
    before = (tmp_path / "t.xlsx").read_bytes()
    (tmp_path / "~$t.xlsx").touch()
    with pytest.raises(FileUnwritableError, match="open in Excel"):
        append_rows(tmp_path / "t.xlsx", COLUMNS, NEW)
    assert (tmp_path / "t.xlsx").read_bytes() == before
