"""The way to Word and back, command by command."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from rmecode.cli import import_ as command
from tests.cli.miniature import CODINGS, TEXTS, put_codings, rmecode
from tests.exchange.word.documents import edited, end, note, p, package, r, start, zipped

if TYPE_CHECKING:
    from pathlib import Path

TEXT = TEXTS["norte-dir.txt"].split("\n")


def codings(study: Path) -> list[tuple[Any, ...]]:
    rows = rmecode("coding", "list", "--json", study=study).json
    fields = ("source", "start", "end", "quote", "code", "coder", "memo")
    return [tuple(row[field] for field in fields) for row in rows]


def document(study: Path, *comments: tuple[str, ...]) -> Path:
    """Write a document with the text of norte-dir; each comment stands on its first line."""
    numbers = range(len(comments))
    marked = [*map(start, numbers), r(TEXT[0]), *map(end, numbers)]
    notes = "".join(note(n, *lines, author="Eva") for n, lines in enumerate(comments))
    path = study.parent / "anotado.docx"
    path.write_bytes(package(p(*marked) + "".join(p(r(x)) for x in TEXT[1:]), notes))
    return path


def test_a_transcript_goes_out_loudly_and_comes_back_whole(coded: Path) -> None:
    before = codings(coded)
    said = rmecode("export", "word", "norte-dir", study=coded)
    path = coded / "results" / "transcript-F01.docx"
    assert (said.code, said.out) == (0, f"Written: {path} (2 codings, 0 memos)\n")
    assert said.err.startswith("NOT PSEUDONYMISED")
    back = rmecode("import", path, study=coded)
    assert (back.code, back.err) == (0, "")
    assert "0 codings taken, 2 were there already" in back.out
    assert codings(coded) == before
    history = rmecode("history", "--json", study=coded).json
    assert "import word" not in {entry["action"] for entry in history}


def test_neutral_names_are_all_that_the_package_says_of_the_source(coded: Path) -> None:
    rmecode("export", "word", "norte-dir", study=coded)
    raw = (coded / "results" / "transcript-F01.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
    assert b"norte-dir" not in everything
    assert b"P1" not in everything.replace(b"RELAXNGP1", b"")


def test_comments_made_in_word_become_codings_of_their_author(coded: Path) -> None:
    rmecode("export", "word", "norte-dir", "--output", coded / "a.docx", study=coded)
    path = document(coded, ("contexto", "una nota"), ("Aquí duda y mira largo rato al suelo.",))
    said = rmecode("import", path, study=coded)
    assert said.code == 0
    assert "1 codings taken" in said.out
    assert "1 memos taken" in said.out
    assert "Eva was taken as a person" in said.err
    assert ("norte-dir", 0, len(TEXT[0]), TEXT[0], "contexto", "Eva", "una nota") in codings(coded)
    entry = rmecode("history", "--json", study=coded).json[0]
    assert (entry["action"], entry["subject"]) == ("import word", "anotado.docx")
    assert rmecode("undo", "--yes", study=coded).code == 0
    assert "Eva" not in {row[5] for row in codings(coded)}


def test_a_dry_run_writes_nothing(coded: Path) -> None:
    before = codings(coded)
    path = document(coded, ("contexto",))
    report = rmecode("import", path, "--dry-run", "--json", study=coded).json
    assert (report["new"], report["dry"], report["source"]) == (1, True, "norte-dir")
    assert codings(coded) == before
    assert "Nothing was written" in rmecode("import", path, "--dry-run", study=coded).out


def test_memos_are_left_where_they_are_if_asked(coded: Path) -> None:
    path = document(coded, ("Aquí duda y mira largo rato al suelo.",))
    assert rmecode("import", path, "--no-memos", "--json", study=coded).json["memos"] == 0
    assert rmecode("import", path, "--json", study=coded).json["memos"] == 1


def test_unknown_codes_are_listed_with_the_remedy_and_added_on_request(coded: Path) -> None:
    path = document(coded, ("liderazgo",), ("Liderazgo; contexto",))
    said = rmecode("import", path, study=coded)
    assert said.code == 2
    assert "Unknown code «liderazgo»: 2 comments (Eva)." in said.err
    assert "--new-codes" in said.err
    assert [row[4] for row in codings(coded) if row[5] == "Eva"] == ["contexto"]
    assert rmecode("import", path, "--new-codes", "nada", study=coded).code == 2
    added = rmecode("import", path, "--new-codes", "contexto", study=coded)
    assert added.code == 0, added.err
    assert "Added to the codebook: contexto/liderazgo" in added.out
    mine = [row[4] for row in codings(coded) if row[5] == "Eva"]
    assert sorted(mine) == ["contexto", "contexto/liderazgo"]


@pytest.mark.parametrize(("answer", "taken"), [("contexto\n", 2), ("\n", 1)])
def test_at_a_terminal_it_asks_where_unknown_codes_go(
    coded: Path, monkeypatch: pytest.MonkeyPatch, answer: str, taken: int
) -> None:
    monkeypatch.setattr(command, "_is_at_terminal", lambda: True)
    path = document(coded, ("liderazgo",), ("contexto",))
    rmecode("import", path, study=coded, answer=answer)
    assert len([row for row in codings(coded) if row[5] == "Eva"]) == taken
    assert rmecode("import", path, "--yes", study=coded).code == (0 if taken == 2 else 2)


def test_what_the_file_lacks_is_said_and_stays(coded: Path) -> None:
    rmecode("export", "word", "norte-dir", "--output", coded / "a.docx", study=coded)
    raw = (coded / "a.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        xml = parts.read("word/comments.xml").decode()
    first = xml[xml.index("<w:comment ") : xml.index("</w:comment>") + len("</w:comment>")]
    (coded / "b.docx").write_bytes(edited(raw, [("word/comments.xml", first, "")]))
    before = codings(coded)
    said = rmecode("import", coded / "b.docx", study=coded)
    assert said.code == 0
    assert "1 coding of these coders has no comment in the file; it stays." in said.out
    assert codings(coded) == before


def test_a_table_of_codings_is_taken_like_coding_import_does(study: Path) -> None:
    rmecode("ingest", study=study)
    path = put_codings(study)
    said = rmecode("import", path, study=study)
    assert (said.code, said.out.startswith("ana.csv: 3 codings taken")) == (0, True)
    refused = put_codings(study, CODINGS + "nada,x,confianza,ana,\n", "b.csv")
    assert rmecode("import", refused, "--json", study=study).code == 2
    assert rmecode("import", path, "--dry-run", study=study).code == 2


def test_a_table_of_codes_goes_to_the_codebook(coded: Path) -> None:
    table = coded.parent / "codes.csv"
    table.write_text("código,padre,definición\nliderazgo,contexto,Quién conduce.\n", "utf-8")
    dry = rmecode("import", table, "--dry-run", study=coded)
    assert dry.code == 0, dry.err
    assert rmecode("import", table, "--yes", study=coded).code == 0
    paths = {each["path"] for each in rmecode("codebook", "show", "--json", study=coded).json}
    assert "contexto/liderazgo" in paths


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"hola", "nothing that import takes"),
        ("a.zip", zipped({"x": "y"}), "nothing that import takes"),
        ("a.docx", b"hola", "no Word document"),
        ("a.docx", b"", "no Word document"),
        ("a.docx", zipped({"xl/workbook.xml": "<x/>"}), "Excel workbook"),
        ("a.docx", package(p(r("x"))), "there are no comments in it"),
        ("a.docx", package(p(start(0), r("x"), end(0)), note(0, "contexto")), "no source"),
        ("a.xlsx", b"hola", "no workbook"),
        ("PK.zip", b"PK\x03\x04rota", "nothing that import takes"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_one_sentence(
    coded: Path, name: str, content: bytes, said: str
) -> None:
    path = coded.parent / name
    path.write_bytes(content)
    refused = rmecode("import", path, study=coded)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert "Traceback" not in refused.err


def test_a_document_under_another_name_is_still_one(coded: Path) -> None:
    path = document(coded, ("contexto",)).rename(coded.parent / "anotado.bin")
    assert rmecode("import", path, study=coded).code == 0


def test_files_that_are_not_there_are_refused(coded: Path) -> None:
    for name in ("no.docx", "no.csv", "no"):
        assert rmecode("import", coded / name, study=coded).code == 2
    assert rmecode("import", coded, study=coded).code == 2
    assert rmecode("export", "word", "nada", study=coded).code == 2
    assert rmecode("export", "word", "norte-dir", "--output", coded, study=coded).code == 2


def test_a_blind_study_says_so_in_the_file_and_writes_only_ones_own(coded: Path) -> None:
    settings = coded / "study.toml"
    written = settings.read_text("utf-8")
    kept = [line for line in written.splitlines() if not line.startswith("blind")]
    settings.write_text("\n".join(["blind = true", *kept]) + "\n", "utf-8")
    said = rmecode("export", "word", "norte-dir", study=coded)
    assert "(0 codings" in said.out
    assert "blind" in said.err
    with zipfile.ZipFile(coded / "results" / "transcript-F01.docx") as parts:
        assert b"blind" in b"".join(parts.read(n) for n in parts.namelist() if "header" in n)
