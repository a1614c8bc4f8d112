"""``rmecode export codebook`` and ``rmecode codebook import``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from docx import Document

from tests.cli.miniature import rmecode

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "ruta;definición\ncapital_social/reciprocidad;Ida y vuelta.\n"


def put(folder: Path, text: str, name: str = "códigos.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def paths(study: Path) -> list[str]:
    return [code["path"] for code in rmecode("codebook", "show", "--json", study=study).json]


@pytest.mark.parametrize("ending", ["docx", "md", "xlsx", "csv"])
def test_the_codebook_is_written_in_each_format(coded: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"libro.{ending}"
    said = rmecode("export", "codebook", "--output", path, study=coded)
    assert (said.code, said.out, said.err) == (0, f"Written: {path} (4 codes)\n", "")
    assert path.stat().st_size > 100


def test_the_handbook_shows_excerpts_and_counts_if_asked(coded: Path) -> None:
    assert rmecode("export", "codebook", study=coded).code == 0
    plain = _words(coded / "results" / "codebook.docx")
    assert "Se fían unos de otros." in plain
    assert "Ahora confiamos" not in plain
    said = rmecode("export", "codebook", "--excerpts", 3, "--counts", study=coded)
    assert "Whoever knows the case" in said.err
    words = _words(coded / "results" / "codebook.docx")
    assert "Al principio no había confianza entre nosotras." in words
    assert "2 codings · 1 source · 1 case · 1 coder · so far: 0 of 4 sources are done" in words
    assert "not yet coded" in words
    assert "norte-dir" not in words
    nobody = rmecode(
        *("export", "codebook", "--excerpts", 3, "--counts", "--coder", "bot"), study=coded
    )
    assert nobody.code == 0
    assert "Ahora confiamos" not in _words(coded / "results" / "codebook.docx")
    wrong = rmecode("export", "codebook", "--counts", "--coder", "nadie", study=coded)
    assert wrong.code == 2


def test_done_sources_make_zeros_of_blanks(coded: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"

    def counts() -> list[object]:
        assert rmecode("export", "codebook", "--counts", "--output", path, study=coded).code == 0
        sheet = openpyxl.load_workbook(path).worksheets[0]
        head = [cell.value for cell in sheet[1]].index("Codings")
        return [row[head].value for row in sheet.iter_rows(min_row=2)]

    assert counts() == [None, 2, None, 1]
    assert rmecode("source", "done", "jefe", "--coder", "ana", study=coded).code == 0
    assert counts() == [0, 2, 0, 1]


def test_tables_have_no_excerpts(coded: Path) -> None:
    said = rmecode("export", "codebook", "--format", "csv", "--excerpts", 3, study=coded)
    assert (said.code, "docx" in said.err) == (2, True)


def test_a_table_is_shown_asked_about_and_taken(coded: Path, tmp_path: Path) -> None:
    path = put(tmp_path, TABLE)
    before = (coded / "codebook.yaml").read_bytes()
    tried = rmecode("codebook", "import", path, "--dry-run", study=coded)
    assert tried.code == 0
    assert "capital_social/reciprocidad [CAP-03]" in tried.out
    assert "Nothing was changed." in tried.out
    refused = rmecode("codebook", "import", path, study=coded, answer="n\n")
    assert refused.code == 130
    assert (coded / "codebook.yaml").read_bytes() == before
    assert rmecode("codebook", "import", path, study=coded, answer="y\n").code == 0
    assert "capital_social/reciprocidad" in paths(coded)
    assert rmecode("undo", study=coded).code == 0
    assert (coded / "codebook.yaml").read_bytes() == before


def test_json_plans_without_yes_and_changes_with_it(coded: Path, tmp_path: Path) -> None:
    path = put(tmp_path, TABLE)
    plan = rmecode("codebook", "import", path, "--json", study=coded).json
    assert (plan["changed"], plan["untouched"]) == (False, 4)
    assert [change["kind"] for change in plan["changes"]] == ["added"]
    done = rmecode("codebook", "import", path, "--json", "--yes", study=coded).json
    assert done["changed"]
    again = rmecode("codebook", "import", path, "--json", "--yes", study=coded).json
    assert (again["changed"], again["same"], again["changes"]) == (False, 1, [])


def test_every_problem_of_a_table_is_said_at_once(coded: Path, tmp_path: Path) -> None:
    path = put(tmp_path, "ruta;definición;color\nuno/dos;x;\ntres;;\ncontexto;;rojo\n")
    said = rmecode("codebook", "import", path, "--yes", study=coded)
    assert said.code == 2
    assert [line.partition(":")[0] for line in said.err.splitlines()] == [
        "códigos.csv, row 2",
        "códigos.csv, row 3",
        "códigos.csv, row 4",
    ]
    filled = put(tmp_path, "ruta;definición\ntres;\n")
    said = rmecode(
        *("codebook", "import", filled, "--placeholder", "Por definir.", "--yes"), study=coded
    )
    assert said.code == 0
    assert "tres" in paths(coded)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_was_exported_changes_nothing(coded: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t.{ending}"
    rmecode("export", "codebook", "--output", path, study=coded)
    before = (coded / "codebook.yaml").read_bytes()
    said = rmecode("codebook", "import", path, study=coded)
    assert (said.code, said.out) == (0, "4 codes are as in the table.\nNothing was changed.\n")
    assert (coded / "codebook.yaml").read_bytes() == before


def test_a_study_that_lost_its_codebook_gets_one_from_a_table(coded: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rmecode("export", "codebook", "--output", path, study=coded)
    before = paths(coded)
    (coded / "codebook.yaml").unlink()
    assert rmecode("codebook", "import", path, "--yes", study=coded).code == 0
    assert paths(coded) == before
    assert len(rmecode("excerpts", "--json", study=coded).json) == 3


@pytest.mark.parametrize("name", ["no-hay.csv", "carpeta.csv", "foto.png"])
def test_a_file_that_is_no_table_is_one_sentence(coded: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "carpeta.csv").mkdir()
    (tmp_path / "foto.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    said = rmecode("codebook", "import", tmp_path / name, "--yes", study=coded)
    assert said.code == 2
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1


def test_a_read_only_codebook_is_left_alone(coded: Path, tmp_path: Path) -> None:
    book = coded / "codebook.yaml"
    before = book.read_bytes()
    book.chmod(0o444)
    said = rmecode("codebook", "import", put(tmp_path, TABLE), "--yes", study=coded)
    assert said.code == 1
    assert book.read_bytes() == before


def _words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
