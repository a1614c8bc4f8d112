"""``rmecode excerpts``: what a terminal shows, and what goes into files."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from docx import Document

from tests.cli.miniature import rmecode

if TYPE_CHECKING:
    from pathlib import Path

QUOTES = [
    "Al principio no había confianza entre nosotras.",
    "Ahora confiamos bastante.",
    "Son cuarenta kilómetros de ripio",
]


def test_a_terminal_shows_passages_by_code_with_ids_that_commands_take(coded: Path) -> None:
    said = rmecode("excerpts", study=coded)
    assert said.code == 0
    heads = [line for line in said.out.splitlines() if " · " in line and "coding" in line]
    assert heads[1:] == [
        "capital_social/confianza · Confianza (2 codings · 1 source · 1 case)",
        "contexto · Contexto (1 coding · 1 source · 1 case)",
    ]
    assert "[c1] norte-dir · Norte · turn 2 · P1," in said.out
    assert "    | Ahora confiamos bastante." in said.out
    assert "      Entrevistadora: ¿Y quiénes participan?" in said.out
    assert "Memo: Lo dice riendo" in said.out
    assert rmecode("coding", "remove", "c1", study=coded).code == 0
    assert "[c1]" not in rmecode("excerpts", study=coded).out


def test_filters_context_and_groups_are_options(coded: Path) -> None:
    bare = rmecode("excerpts", "--code", "confianza", "--context", 0, study=coded).out
    assert "Entrevistadora" not in bare
    turns = rmecode("excerpts", "--case", "sur", "--turns", "--by", "case", study=coded).out
    assert "Sur (1 coding" in turns
    assert "      La distancia." in turns
    assert "      hasta la reunión." in turns
    both = rmecode("excerpts", "--turns", "--context", 5, study=coded)
    assert (both.code, "--turns" in both.err) == (2, True)
    assert rmecode("excerpts", "--code", "nada", study=coded).code == 2
    assert rmecode("excerpts", "--coder", "nadie", study=coded).code == 2
    none = rmecode("excerpts", "--coder", "bot", study=coded)
    assert (none.code, "Nothing to list." in none.out) == (0, True)


def test_json_rows_carry_what_lists_of_codings_carry(coded: Path) -> None:
    rows = rmecode("excerpts", "--json", study=coded).json
    listed = rmecode("coding", "list", "--json", study=coded).json
    assert [row["quote"] for row in rows] == QUOTES
    for name in ("id", "source", "start", "end", "quote", "code", "coder", "kind", "state"):
        assert [row[name] for row in rows] == [row[name] for row in listed]
    assert rmecode("excerpts", "--format", "json", study=coded).json == rows


@pytest.mark.parametrize("ending", ["txt", "md", "csv", "docx", "json"])
def test_a_file_is_of_the_format_of_its_name_and_names_no_source(
    coded: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"citas.{ending}"
    said = rmecode("excerpts", "--output", path, study=coded)
    assert (said.code, said.out) == (0, f"Written: {path} (3 codings)\n")
    assert "Whoever knows the case can tell who speaks" in said.err
    words = _words(path)
    for quote in QUOTES:
        assert quote in words
    assert "norte-dir" not in words
    assert "F01" in words
    assert rmecode("excerpts", "--output", path, "--identified", study=coded).code == 0
    assert "norte-dir" in _words(path)


def test_a_word_document_goes_to_the_results_if_no_file_is_named(coded: Path) -> None:
    said = rmecode("excerpts", "--format", "docx", study=coded)
    assert (coded / "results" / "excerpts.docx").is_file()
    assert "F01" in _words(coded / "results" / "excerpts.docx")
    assert "excerpts.docx" in said.out


def test_csv_for_excel_is_escaped(coded: Path) -> None:
    text = "source,quote,code,coder,memo\njefe,el sur cuesta,contexto,ana,=2+3\n"
    (coded / "x.csv").write_text(text, "utf-8")
    assert rmecode("coding", "import", coded / "x.csv", study=coded).code == 0
    plain = rmecode("excerpts", "--format", "csv", "--source", "jefe", study=coded).out
    assert next(csv.DictReader(io.StringIO(plain)))["memo"] == "=2+3"
    excel = rmecode("excerpts", "--excel", "--source", "jefe", study=coded).out
    assert next(csv.DictReader(io.StringIO(excel), delimiter=";"))["memo"] == "'=2+3"


def test_a_folder_in_the_place_of_the_file_is_one_sentence(coded: Path, tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    for path in (tmp_path / "x.md", ".", ""):
        said = rmecode("excerpts", "--output", path, study=coded)
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "is a folder" in said.err


def test_a_file_whose_name_says_no_format_is_not_written(coded: Path, tmp_path: Path) -> None:
    said = rmecode("excerpts", "--output", tmp_path / "citas.xlsx", study=coded)
    assert (said.code, ".docx" in said.err) == (2, True)
    assert not (tmp_path / "citas.xlsx").exists()
    chosen = ("--output", tmp_path / "citas.tabla", "--format", "csv")
    assert rmecode("excerpts", *chosen, study=coded).code == 0


@pytest.mark.parametrize(
    "forms", [["--json", "--excel"], ["--json", "--format", "md"], ["--excel", "--format", "docx"]]
)
def test_one_form_is_asked_for(coded: Path, forms: list[str]) -> None:
    said = rmecode("excerpts", *forms, study=coded)
    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize("forms", [["--json", "--format", "json"], ["--excel", "--format", "csv"]])
def test_the_same_form_may_be_said_twice(coded: Path, forms: list[str]) -> None:
    assert rmecode("excerpts", *forms, study=coded).code == 0


def test_a_blind_study_shows_each_coder_only_their_own(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml = coded / "study.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace("blind = false", "blind = true"), "utf-8")
    monkeypatch.setenv("RMECODE_CODER", "bot")
    assert rmecode("excerpts", "--json", study=coded).json == []
    monkeypatch.setenv("RMECODE_CODER", "ana")
    assert len(rmecode("excerpts", "--json", study=coded).json) == 3
    assert "blind" in rmecode("excerpts", study=coded).out


def _words(path: Path) -> str:
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    return path.read_text("utf-8")
