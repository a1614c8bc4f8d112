"""CSV, JSON and plain text."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from math import nan
from typing import TYPE_CHECKING, NoReturn

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.analysis.selection import Selection
from rmecode.analysis.units import CountingUnit
from rmecode.errors import FileUnwritableError
from rmecode.exchange.csv_files import csv_text, escape, unescape
from rmecode.exchange.files import replace_file, write_whole
from rmecode.exchange.json_text import to_json
from rmecode.exchange.text_tables import matrix_text
from tests.exchange.workbooks import mini_contents

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "'", "''", "\t", "\r", "＝"])


def frame_of(texts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"id": range(len(texts)), "texto": pd.Series(texts, dtype=object)})


@given(start=STARTS, text=TEXTS)
def test_what_is_escaped_for_excel_is_unescaped_exactly(start: str, text: str) -> None:
    assert unescape(escape(start + text)) == start + text


@given(start=STARTS, text=TEXTS)
def test_nothing_that_is_escaped_runs(start: str, text: str) -> None:
    assert not escape(start + text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_text_that_nobody_escaped_is_not_unescaped() -> None:
    assert unescape("'tá bien") == "'tá bien"
    assert unescape("'") == "'"


@given(texts=st.lists(st.builds(str.__add__, STARTS, TEXTS)), excel=st.booleans())
def test_csv_comes_back_word_for_word(texts: list[str], *, excel: bool) -> None:
    written = csv_text(frame_of(texts), excel=excel)
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=";" if excel else ","))
    assert rows[0] == ["id", "texto"]
    read = [unescape(row[1]) if excel else row[1] for row in rows[1:]]
    assert read == texts


def test_csv_for_excel_has_semicolons_and_decimal_commas() -> None:
    frame = pd.DataFrame({"a": [0.25, nan, 3.0], "b": [("x", "y"), (), ("=z",)], "c": [-1, 0, 1]})
    assert csv_text(frame, excel=True) == 'a;b;c\r\n0,25;"x; y";-1\r\n;;0\r\n3;\'=z;1\r\n'


def test_plain_csv_is_exact() -> None:
    frame = pd.DataFrame({"a": [0.25, None], "b": ["=2+3", "ñandú, «sí»\n"]})
    assert csv_text(frame) == 'a,b\n0.25,=2+3\n,"ñandú, «sí»\n"\n'


def test_json_of_a_matrix_gives_value_state_reason_and_evidence() -> None:
    contents = mini_contents()
    text = to_json(contents.coded)
    cells = {(c["row"], c["column"]): c for c in json.loads(text)["cells"]}
    assert cells["RME4", "procesos"] == {
        "row": "RME4",
        "column": "procesos",
        "value": 5,
        "state": "counted",
        "reason": "",
        "evidence": [6, 7, 10, 8, 9],
    }
    assert cells["RME6", "procesos"]["value"] is None
    assert cells["RME6", "procesos"]["state"] == "out_of_scope"
    assert text == to_json(mini_contents().coded)
    assert to_json(contents.excerpts) == to_json(mini_contents().excerpts)


def test_json_of_a_share_keeps_its_digits() -> None:
    cells = json.loads(to_json(mini_contents(unit=CountingUnit.SHARE).coded))["cells"]
    assert 38 / 122 in [cell["value"] for cell in cells]


def test_json_of_a_frame_has_lists_and_no_broken_letters() -> None:
    frame = pd.DataFrame({"a": [("x", "y")], "b": [nan], "c": pd.Series(["\ud800ñ"], dtype=object)})
    text = to_json(frame)
    text.encode("utf-8")
    assert json.loads(text) == [{"a": ["x", "y"], "b": None, "c": "\ud800ñ"}]


def test_the_plain_table_tells_zero_partial_and_out_of_scope_apart() -> None:
    lines = matrix_text(mini_contents().coded).splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if line}
    assert rows["RME1"] == ["5*", "4*", "1*", "3*", "3*", "2*", "1*"]
    assert rows["RME4"] == ["0", "0", "0", "5", "5", "3", "2"]
    assert rows["RME6"] == []
    assert lines[0] == "number of codings"
    assert "blank: out of scope: there is no such source" in lines
    assert any("coded by several coders" in line for line in lines)


def test_the_plain_table_shows_shares_and_what_is_not_yet_coded() -> None:
    share = matrix_text(mini_contents(unit=CountingUnit.SHARE).coded)
    assert "51.9%" in share
    waiting = matrix_text(mini_contents(selection=Selection(coders=("B",))).coded)
    assert "·: not yet coded" in waiting


# --- files are replaced whole ----------------------------------------------------------------


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")

    def full(file: IO[bytes]) -> NoReturn:
        file.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(FileUnwritableError, match="the disk is full") as caught:
        replace_file(path, full)
    assert caught.value.exit_code == 1
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["x.csv"]


def test_a_file_that_another_program_holds_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")

    def held(_self: Path, _target: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", held)
    with pytest.raises(FileUnwritableError, match="Close it in other programs"):
        write_whole(path, b"new")
    assert path.read_text() == "old"


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileUnwritableError):
        write_whole(tmp_path / "file" / "x.csv", b"new")


def test_a_matrix_wider_than_the_terminal_goes_on_below() -> None:
    matrix = mini_contents().coded
    whole = matrix_text(matrix).splitlines()
    narrow = matrix_text(matrix, columns=60).splitlines()
    assert max(map(len, whole[:6])) > 60
    assert all(len(line) <= 60 for line in narrow[:6])
    parts = [line.split()[1:] for line in narrow if line.startswith("RME1 ")]
    (one,) = (line.split()[1:] for line in whole if line.startswith("RME1 "))
    assert len(parts) > 1
    assert [cell for part in parts for cell in part] == one
