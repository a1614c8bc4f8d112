"""What people give that cannot be taken: one sentence, the right exit code, nothing half-done."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from tests.cli.miniature import TABLES, Said, contents, put_codings, rmecode

if TYPE_CHECKING:
    from collections.abc import Callable

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refused(said: Said, *words: str, code: int = 2) -> None:
    """Check that a command ended with one sentence of the error stream that has the words."""
    assert said.code == code, said
    assert said.err.count("\n") == 1, said.err
    assert "Traceback" not in said.out + said.err
    for word in words:
        assert word in said.err, said.err


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\0" * 60_000_000)


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("no.txt", lambda path: None, "there is no such file"),  # noqa: ARG005
        ("carpeta.txt", Path.mkdir, "is a folder"),
        ("vacio.txt", lambda path: path.write_bytes(b""), "has no text"),
        ("espacios.md", lambda path: path.write_bytes(b" \n\n"), "has no text"),
        ("viejo.docx", lambda path: path.write_bytes(OLD_WORD), ".doc"),
        ("bomba.docx", _bomb, "attack"),
        ("informe.pdf", lambda path: path.write_bytes(b"%PDF-1.7"), ".pdf"),
    ],
)
def test_files_that_are_no_transcript(
    coded: Path, name: str, make: Callable[[Path], object], words: str
) -> None:
    make(coded / name)
    before = contents(coded)
    refused(rmecode("ingest", coded / name, "--case", "Sur", study=coded), name, words)
    assert contents(coded) == before


def test_one_bad_file_among_good_ones_is_the_only_one_left_out(study: Path) -> None:
    (study / "transcripts" / "sur-dir.txt").write_bytes(b"")
    said = rmecode("ingest", study=study)
    refused(said, "sur-dir.txt")
    listed = rmecode("source", "list", "--json", study=study).json
    assert [row["source"] for row in listed] == ["norte-dir", "norte-sup", "jefe"]


QUOTE = "Son cuarenta kilómetros de ripio"


@pytest.mark.parametrize(
    "content",
    [
        f"fuente;cita;codigo\nsur-dir;{QUOTE};confianza\n".encode("utf-8-sig"),
        f"fuente;cita;código\r\nsur-dir;{QUOTE};confianza\r\n".encode("cp1252"),
        f"Source,Code,Quote\nsur-dir,confianza,{QUOTE}\n".encode(),
        f"source\tcode\tquote\nsur-dir\tconfianza\t{QUOTE}\n".encode("utf-16"),
    ],
)
def test_tables_in_any_common_dialect_are_taken(
    coded: Path, tmp_path: Path, content: bytes
) -> None:
    table = tmp_path / "otra.csv"
    table.write_bytes(content)
    assert rmecode("coding", "import", table, "--coder", "bot", study=coded).code == 0
    taken = rmecode("coding", "list", "--coder", "bot", "--json", study=coded).json
    assert [row["quote"] for row in taken] == [QUOTE]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "source, code"),
        (b"source,code\nsur-dir,contexto\n", "start, end"),
        (b"\0\1\2", "no text"),
        (b"PK\x03\x04", "no text"),
        (b'source,code,quote\nsur-dir,contexto,"abierta\n', "line"),
    ],
)
def test_tables_that_are_none(coded: Path, tmp_path: Path, content: bytes, words: str) -> None:
    table = tmp_path / "mala.csv"
    table.write_bytes(content)
    before = contents(coded)
    refused(rmecode("coding", "import", table, study=coded), "mala.csv", words)
    assert contents(coded) == before


def test_tables_that_are_not_there(coded: Path, tmp_path: Path) -> None:
    refused(rmecode("coding", "import", tmp_path / "no.csv", study=coded), "no.csv")
    refused(rmecode("coding", "import", tmp_path, study=coded), str(tmp_path))


ROWS = {
    "nada,,,hola,contexto": "there is no source nada",
    "sur-dir,,,La distancia.,inexistente": "inexistente",
    "sur-dir,10,10,,contexto": "empty or backwards",
    "sur-dir,20,10,,contexto": "empty or backwards",
    "sur-dir,0,999999,,contexto": "beyond the text's end",
    "sur-dir,a,b,,contexto": "no whole numbers",
    f"sur-dir,{'9' * 30},{'9' * 31},,contexto": "no whole numbers: 999",
    "sur-dir,,,,contexto": "neither",
    "sur-dir,,,no lo dijo nadie,contexto": "does not stand in sur-dir",
}


@pytest.mark.parametrize(("row", "words"), ROWS.items(), ids=list(ROWS.values()))
def test_rows_that_cannot_be_taken_are_named_and_the_others_taken(
    coded: Path, row: str, words: str
) -> None:
    text = f"source,start,end,quote,code\n{row}\nsur-dir,,,La distancia.,contexto\n"
    table = put_codings(coded, text)
    said = rmecode("coding", "import", table, "--coder", "ana", study=coded)
    refused(said, "ana.csv, row 2", words)
    assert "1 codings taken" in said.out
    assert "1 rows refused" in said.out


def test_a_row_that_nobody_coded_is_refused(coded: Path) -> None:
    table = put_codings(coded, "source,quote,code\nsur-dir,La distancia.,contexto\n")
    refused(rmecode("coding", "import", table, study=coded), "row 2")


def test_overlapping_spans_of_one_code_are_taken_and_told(coded: Path) -> None:
    table = put_codings(
        coded,
        "source,start,end,code,coder\nsur-dir,40,60,confianza,ana\nsur-dir,45,70,confianza,ana\n",
    )
    said = rmecode("coding", "import", table, study=coded)
    assert said.code == 0
    assert "overlaps row 3" in said.err or "overlaps row 2" in said.err
    assert (
        len(
            rmecode(
                "coding",
                "list",
                "--code",
                "confianza",
                "--source",
                "sur-dir",
                "--json",
                study=coded,
            ).json
        )
        == 2
    )


UNKNOWN = [
    (["matrix", "--case", "Oeste"], "Oeste"),
    (["matrix", "--code", "nada"], "nada"),
    (["matrix", "--role", "rey"], "rey"),
    (["matrix", "--coder", "luis"], "luis"),
    (["coding", "list", "--coder", "luis"], "luis"),
    (["coding", "list", "--code", "nada"], "nada"),
    (["coding", "remove", "abc"], "abc"),
    (["coding", "remove", "999"], "999"),
    (["review", "999-1000", "--accept", "--coder", "ana"], "999"),
    (["review", "--where", "color:azul"], "color"),
    (["source", "show", "nada"], "nada"),
    (["source", "list", "--case", "Oeste"], "Oeste"),
    (["source", "done", "nada", "--coder", "ana"], "nada"),
    (["source", "done", "jefe", "--remove", "--coder", "ana"], "jefe"),
    (["source", "remove", "nada", "--yes"], "nada"),
    (["source", "assign", "jefe", "--turns", "uno", "--case", "Norte"], "uno"),
    (["source", "assign", "jefe", "--turns", "1", "--case", "Oeste"], "Oeste"),
    (["codebook", "show", "nada"], "nada"),
    (["ingest", "--case", "Oeste", "x.txt"], "Oeste"),
    (["redo"], "redone"),
    (["undo", "500"], "500"),
]


@pytest.mark.parametrize(("arguments", "word"), UNKNOWN, ids=[" ".join(a) for a, _w in UNKNOWN])
def test_names_that_nobody_knows_change_nothing(
    coded: Path, arguments: list[str], word: str
) -> None:
    before = contents(coded)
    said = rmecode(*arguments, study=coded)
    assert said.code == 2
    assert word in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
    assert contents(coded) == before


def test_counts_that_no_log_can_have_are_refused(coded: Path) -> None:
    for arguments in (["undo", "0"], ["undo", "9" * 30], ["history", "--last", "9" * 30]):
        assert rmecode(*arguments, study=coded).code == 2


def test_an_expression_that_cannot_be_read_is_pointed_at(coded: Path) -> None:
    said = rmecode("matrix", "--where", "role:director and (", study=coded)
    assert said.code == 2
    lines = said.err.splitlines()
    assert "Column" in lines[0]
    assert lines[-1].strip() == "^"


def test_init_overwrites_nothing(study: Path, tmp_path: Path) -> None:
    before = contents(study)
    refused(rmecode("init", study), "study.toml")
    assert contents(study) == before
    (tmp_path / "otra").mkdir()
    (tmp_path / "otra" / "cases.csv").write_text("mía")
    refused(rmecode("init", tmp_path / "otra"), "cases.csv")
    assert contents(tmp_path / "otra") == {"cases.csv": b"m\xc3\xada"}
    refused(rmecode("init", tmp_path / "n", "--codebook", tmp_path / "no.yaml"), "no.yaml")
    assert not (tmp_path / "n").exists()
    (tmp_path / "archivo").write_text("")
    refused(rmecode("init", tmp_path / "archivo" / "n"), "archivo", code=1)


def test_a_folder_that_is_no_study_says_how_to_make_one(tmp_path: Path) -> None:
    refused(rmecode("matrix", study=tmp_path), "rmecode init")
    refused(rmecode("run", tmp_path / "no"), "rmecode init")


def test_study_toml_is_read_whole_before_it_is_refused(coded: Path) -> None:
    (coded / "study.toml").write_text('titulo = "x"\n[coders]\nana = "robot"\n', "utf-8")
    said = rmecode("run", coded)
    assert said.code == 2
    assert len(said.err.splitlines()) == 3
    assert {line.partition(":")[0] for line in said.err.splitlines()} == {
        "study.toml, titulo",
        "study.toml, title",
        "study.toml, coders.ana",
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("codes: [", "line 2"),
        ("", "codebook.yaml"),
        ("codebook: x\ncodes:\n  - id: A\n    name: a\n    id: B\n", "line"),
    ],
)
def test_a_broken_codebook_stops_before_anything_changes(
    coded: Path, text: str, place: str
) -> None:
    (coded / "codebook.yaml").write_text(text, "utf-8")
    before = contents(coded)
    for arguments in (["run"], ["apply"], ["matrix"], ["export", "xlsx"]):
        said = rmecode(*arguments, study=coded)
        assert (said.code, said.out) == (2, "")
        assert "codebook.yaml" in said.err
        assert place in said.err
    assert rmecode("check", study=coded).code == 2
    assert contents(coded) == before


def _other_database(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("create table things (name)")
    other.close()


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        changed = database.execute("update alembic_version set version_num = 'r9999'")
        assert changed.rowcount == 1
    database.close()


def _damaged(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    database.close()
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "fresh", "words", "code"),
    [
        (lambda path: path.write_bytes(b"hola" * 999), True, "not a project database", 2),
        (_other_database, True, "not a project database", 2),
        (Path.mkdir, True, "it is a folder", 2),
        (_newer, False, "newer rmecode", 2),
        (_damaged, False, "project.sqlite", 1),
    ],
    ids=["no database", "another's", "a folder", "newer", "damaged"],
)
def test_databases_that_cannot_be_used_are_left_as_they_are(
    coded: Path, harm: Callable[[Path], object], *, fresh: bool, words: str, code: int
) -> None:
    database = coded / "project.sqlite"
    if fresh:
        for path in coded.glob("project.sqlite*"):
            path.unlink()
    harm(database)
    before = contents(coded)
    for arguments in (["history"], ["run"], ["matrix"], ["coding", "list"]):
        refused(rmecode(*arguments, study=coded), "project.sqlite", words, code=code)
    assert rmecode("check", study=coded).code == 2
    assert contents(coded) == before


def test_rmecode_alone_says_what_is_wrong_with_the_database(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in coded.glob("project.sqlite*"):
        path.unlink()
    (coded / "project.sqlite").write_bytes(b"hola" * 999)
    monkeypatch.chdir(coded)
    refused(rmecode(), "not a project database")


def test_results_that_cannot_be_written_leave_the_old_ones(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rmecode("run", study=coded)
    (coded / "cases.csv").write_text(TABLES["cases.csv"].replace("12", "13"), "utf-8")
    old = (coded / "results" / "rmecode.xlsx").read_bytes()
    replace = Path.replace

    def locked(path: Path, target: Path) -> Path:
        if Path(target).suffix == ".xlsx":
            raise PermissionError(13, "Permission denied", str(target))
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        refused(rmecode("run", coded), "rmecode.xlsx", "Close it in other programs", code=1)
        refused(rmecode("export", "xlsx", study=coded), "rmecode.xlsx", code=1)
    assert (coded / "results" / "rmecode.xlsx").read_bytes() == old
    assert [path.name for path in (coded / "results").iterdir()] == ["rmecode.xlsx"]
    assert "Nothing had changed" not in rmecode("run", coded).out


@pytest.mark.parametrize("arguments", [["run"], ["export", "xlsx"]])
def test_a_results_folder_that_is_a_file_is_said(coded: Path, arguments: list[str]) -> None:
    (coded / "results").write_text("mío")
    refused(rmecode(*arguments, study=coded), "results", code=1)
    assert (coded / "results").read_text() == "mío"


def test_an_output_that_is_a_folder_is_said(coded: Path) -> None:
    for command in (("matrix",), ("export", "xlsx"), ("export", "codebook"), ("memo", "list")):
        for folder in (coded / "codings", ".", ""):
            said = rmecode(*command, "--output", folder, study=coded)
            refused(said, "is a folder")


WRITERS: Final = (
    ("excerpts", "--format", "csv"),
    ("matrix",),
    ("memo", "list", "--csv"),
    ("export", "xlsx"),
    ("export", "codebook", "--format", "csv"),
    ("export", "word", "norte-dir"),
)


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_no_output_replaces_what_the_study_is_made_of(
    coded: Path, command: tuple[str, ...]
) -> None:
    own = [path for path in sorted(coded.rglob("*")) if path.is_file()]
    own = [path for path in own if not {"cache", "results"} & set(path.parts)]
    before = {path: path.read_bytes() for path in own}
    assert len(before) > 6
    for path in own:
        refused(rmecode(*command, "--output", path, study=coded), "a file of the study itself")
    assert {path: path.read_bytes() for path in own} == before


def test_a_table_that_is_open_in_excel_is_said_and_written_the_next_time(
    coded: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for line in TABLES["sources.csv"].splitlines():
        book.worksheets[0].append(line.split(","))
    book.save(coded / "sources.xlsx")
    settings = (coded / "study.toml").read_text("utf-8").replace("sources.csv", "sources.xlsx")
    (coded / "study.toml").write_text(settings, "utf-8")
    lock = coded / "~$sources.xlsx"
    lock.write_text("ana")
    new = tmp_path / "nuevo.txt"
    new.write_text("Directora: Hola a todas.\n", "utf-8")
    old = (coded / "sources.xlsx").read_bytes()
    refused(rmecode("ingest", new, "--case", "Sur", study=coded), "sources.xlsx", "Excel", code=1)
    assert (coded / "sources.xlsx").read_bytes() == old
    lock.unlink()
    rmecode("ingest", new, "--case", "Sur", study=coded)
    listed = rmecode("source", "list", "--json", study=coded).json
    assert [row["cases"] for row in listed if row["source"] == "nuevo"] == [["Sur"]]


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (OSError(5, "Input/output error", "cinta"), "cinta: Input/output error"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_a_machine_s_refusal_is_one_sentence(
    coded: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, words: str
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise failure

    monkeypatch.setattr("rmecode.study.filters.sifting.sifted", refuse)
    refused(rmecode("coding", "list", study=coded), words, code=1)
