"""Tables as people save them: dialects, encodings, workbooks, and what is no table."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import TYPE_CHECKING

import openpyxl
import pytest

from rmecode.errors import FileUnreadableError
from rmecode.errors.tables import MissingColumnsError, NotATableError
from rmecode.study.tables import Table, read_table

if TYPE_CHECKING:
    from pathlib import Path

MIDNIGHT = dt.datetime.fromisoformat("2016-09-30")


def _table(folder: Path, content: bytes | str, name: str = "t.csv") -> Table:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path)


def _workbook(folder: Path, *rows: list[object], name: str = "t.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / name)
    return folder / name


def _quotes(table: Table) -> list[tuple[int, str, str]]:
    return [(row.number, row["source"], row["quote"]) for row in table]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "known_as"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_every_common_dialect_is_read_alike(
    tmp_path: Path, separator: str, end: str, encoding: str, known_as: str
) -> None:
    text = 'fuente;cita\nR1;"«Sí», dijo"\nR2;mañana\n'.replace(";", separator).replace("\n", end)
    table = _table(tmp_path, text.encode(encoding))
    assert _quotes(table) == [(2, "R1", "«Sí», dijo"), (3, "R2", "mañana")]
    assert (table.columns, table.separator, table.encoding) == (
        ("source", "quote"),
        separator,
        known_as,
    )


def test_the_separator_is_that_of_the_heads_not_of_the_text(tmp_path: Path) -> None:
    assert _table(tmp_path, 'source;"quote, a, b, c"\nR1;x\n').columns == (
        "source",
        "quote, a, b, c",
    )
    assert _table(tmp_path, "source\nR1\n").separator == ","


def test_a_first_line_of_excel_that_names_the_separator_is_obeyed(tmp_path: Path) -> None:
    table = _table(tmp_path, "sep=|\r\nsource|quote\r\nR1|a;b,c\r\n")
    assert (_quotes(table), table.separator) == ([(3, "R1", "a;b,c")], "|")


def test_quoted_line_ends_and_quotes_stay_and_rows_count_as_in_a_spreadsheet(
    tmp_path: Path,
) -> None:
    table = _table(tmp_path, 'source,quote\nR1,"uno\r\n""dos"""\n\n,\nR2,tres\n')
    assert _quotes(table) == [(2, "R1", 'uno\n"dos"'), (5, "R2", "tres")]


def test_cells_are_trimmed_and_put_in_one_form_but_quotes_keep_their_spaces(
    tmp_path: Path,
) -> None:
    table = _table(tmp_path, "source, code ,quote,before\n R1 , a\u0301 , b ,c \n")
    (row,) = table
    assert (row["source"], row["code"], row["quote"], row["before"]) == ("R1", "á", " b ", "c ")
    assert row["memo"] == ""


def test_heads_are_known_in_spanish_and_in_any_case(tmp_path: Path) -> None:
    table = _table(tmp_path, "FUENTE;Código;Codificadora;Contexto antes;Otra Cosa\n")
    assert table.columns == ("source", "code", "coder", "before", "Otra Cosa")
    assert _table(tmp_path, "id-caso,x\n").columns == ("case", "x")


def test_of_two_heads_for_one_column_the_first_in_rank_gets_it(tmp_path: Path) -> None:
    assert _table(tmp_path, "texto,cita\n").columns == ("texto", "quote")
    assert _table(tmp_path, "texto,quote,cita\n").columns == ("texto", "quote", "cita")


def test_a_list_in_a_cell_is_parted_by_semicolons_or_bars(tmp_path: Path) -> None:
    (row,) = _table(tmp_path, 'source,cases\nR1,"a; b|c ;;"\n')
    assert row.list("cases") == ("a", "b", "c")
    assert row.list("coder") == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n ;\n", "it is empty"),
        (b"a,a\n1,2\n", "two columns are headed a"),
        (b"cita,cita\n", "two columns are headed quote"),
        (b"a,b\n1,2\n1,2,3\n", "row 3 has more cells than there are heads"),
        (b'a,b\n"1"x,2\n', "line 2"),
        (b'a,b\n"1,2\n', "line 2"),
        (b"PK\x03\x04...", "it is no text"),
        (b"\xd0\xcf\x11\xe0...", "it is no text"),
        ("a,b\n".encode("utf-16-le"), "it is no text"),
        ("año,b\n".encode() + b"\xf1", "some of its letters are damaged"),
        ("a,b\nñ".encode("utf-16")[:-1], "some of its letters are damaged"),
        (b"a,b\n\x81\x8d", "its encoding is not known"),
    ],
)
def test_what_is_no_table_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(NotATableError) as error:
        _table(tmp_path, content)
    assert str(error.value).startswith(f"{tmp_path / 't.csv'}: ")
    assert reason in str(error.value)


def test_rows_may_be_shorter_than_the_heads_or_end_in_empty_cells(tmp_path: Path) -> None:
    table = _table(tmp_path, "source,quote\nR1\nR2,x,,\n")
    assert _quotes(table) == [(2, "R1", ""), (3, "R2", "x")]


def test_missing_columns_are_told_with_what_there_is(tmp_path: Path) -> None:
    table = _table(tmp_path, "fuente,otra\n")
    table.require("source")
    with pytest.raises(MissingColumnsError, match=r"code, coder is missing.*has: source, otra"):
        table.require("source", "code", "coder")


@pytest.mark.parametrize("name", ["no.csv", "no.xlsx", "."])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileUnreadableError):
        read_table(tmp_path / name)


def test_a_workbook_is_read_with_its_numbers_dates_and_gaps(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path,
        ["Fuente", "Inicio", "fecha", None, "nota", "hora"],
        ["R1", 12, MIDNIGHT, None, 3.5, MIDNIGHT.replace(hour=8, minute=5)],
        [None, None],
        ["R2", 4.0, dt.date(2016, 9, 1), "al margen", True],
    )
    table = read_table(path)
    assert [
        (r.number, r["source"], r["start"], r["date"], r["memo"], r["hora"]) for r in table
    ] == [
        (2, "R1", "12", "2016-09-30", "3.5", "2016-09-30 08:05:00"),
        (4, "R2", "4", "2016-09-01", "True", ""),
    ]


def test_a_workbook_that_misstates_its_size_is_read_whole(tmp_path: Path) -> None:
    import zipfile

    path = _workbook(tmp_path, ["source", "quote"], ["R1", "uno"], ["R2", "dos"])
    told = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(told, "w") as new:
        for each in old.infolist():
            content = old.read(each).replace(b'ref="A1:B3"', b'ref="A1:A1"')
            new.writestr(each, content)
    path.write_bytes(told.getvalue())
    assert _quotes(read_table(path)) == [(2, "R1", "uno"), (3, "R2", "dos")]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04 and no more"])
def test_what_is_no_workbook_says_so(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotATableError, match="no workbook, or a damaged one"):
        _table(tmp_path, content, "t.xlsx")


def test_a_damaged_workbook_is_read_or_refused_with_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  # repeatable damage, no secret
    content = _workbook(tmp_path, ["source", "quote"], ["R1", "uno"]).read_bytes()
    refused = 0
    for _round in range(60):
        damaged = bytearray(content)
        for _byte in range(8):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            _table(tmp_path, bytes(damaged[: chance.randrange(100, len(damaged) + 1)]), "t.xlsx")
        except NotATableError:
            refused += 1
    assert refused > 20
