"""``run``: everything the first time, then only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.miniature import CODEBOOK, CODINGS, TABLES, Said, contents, rmecode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOTHING = "Nothing had changed since the last run; nothing was done."


@pytest.fixture
def ran(study: Path) -> Path:
    """Return the study after its first run, with Ana's codings in its folder."""
    (study / "codings" / "ana.csv").write_text(CODINGS, "utf-8")
    first = rmecode("run", study)
    assert first.code == 0, first.err
    return study


def line(said: Said, start: str) -> str:
    return next(each for each in said.out.splitlines() if each.startswith(start))


def actions(study: Path) -> list[tuple[str, str]]:
    """Return what the log says was done, the oldest first."""
    entries = rmecode("history", "--last", 100, "--json", study=study).json
    return [(entry["action"], entry["subject"]) for entry in reversed(entries)]


def test_the_first_run_does_everything_and_tells_it(study: Path) -> None:
    (study / "codings" / "ana.csv").write_text(CODINGS, "utf-8")
    said = rmecode("run", study)
    assert said.code == 0
    assert said.out.splitlines()[0] == "Dos redes"
    assert "4 (4 new)" in line(said, "Sources")
    assert "3 (3 new)" in line(said, "Codings")
    assert "ana (person)" in line(said, "Codings")
    assert "7 (7 new)" in line(said, "Suggestions")
    assert "rmecode.xlsx" in line(said, "Workbook")
    book = openpyxl.load_workbook(study / "results" / "rmecode.xlsx")
    assert len(book.worksheets) >= 6


def test_a_second_run_does_nothing_and_says_so(ran: Path) -> None:
    before = contents(ran)
    stamp = (ran / "results" / "rmecode.xlsx").stat().st_mtime_ns
    again = rmecode("run", ran)
    assert (again.code, again.out.splitlines()[-1]) == (0, NOTHING)
    assert contents(ran) == before
    assert (ran / "results" / "rmecode.xlsx").stat().st_mtime_ns == stamp


def test_a_run_repeats_the_study_s_notice(ran: Path) -> None:
    settings = (ran / "study.toml").read_text("utf-8")
    (ran / "study.toml").write_text(settings.replace('notice = ""', 'notice = "Ficción."'), "utf-8")
    assert rmecode("run", ran).out.splitlines()[1] == "Ficción."


def test_a_run_finds_the_study_from_inside(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ran / "transcripts")
    assert rmecode("run").out.endswith(NOTHING + "\n")


def _new_text(study: Path) -> None:
    text = "Entrevistadora: ¿Y aquí?\nDirector: Nos falta confianza, a varios kilómetros.\n"
    (study / "transcripts" / "nuevo.txt").write_text(text, "utf-8")
    with (study / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("nuevo,transcripts/nuevo.txt,entrevista_individual,2,Sur,2016-07,director,\n")


def _new_codings(study: Path) -> None:
    text = "source,quote,code,coder\njefe,En el sur cuesta asistir.,participación,ana\n"
    (study / "codings" / "otra.csv").write_text(text, "utf-8")


def _new_rule(study: Path) -> None:
    book = CODEBOOK.replace("confianza o confiar", "confianza o confiar o clima")
    (study / "codebook.yaml").write_text(book, "utf-8")


def _new_table(study: Path) -> None:
    table = TABLES["cases.csv"].replace("Sur,5", "Sur,6")
    (study / "cases.csv").write_text(table, "utf-8")


def _done_in_the_table(study: Path) -> None:
    table = TABLES["sources.csv"].replace("2016-05,director,", "2016-05,director,ana")
    (study / "sources.csv").write_text(table, "utf-8")


@pytest.mark.parametrize(
    ("change", "did", "told"),
    [
        (_new_text, [("ingest", "nuevo"), ("apply", "mini")], ("Sources", "5 (1 new)")),
        (_new_codings, [("import", "otra.csv")], ("Codings", "4 (1 new)")),
        (_new_rule, [("codebook", "mini"), ("apply", "mini")], ("Suggestions", "8 (1 new)")),
        (_new_table, [("apply", "mini")], ("Sources", "4 ")),
        (_done_in_the_table, [("done", "sources")], ("Codings", "1 sources done")),
    ],
)
def test_a_run_does_only_what_a_change_asks_for(
    ran: Path,
    change: Callable[[Path], None],
    did: list[tuple[str, str]],
    told: tuple[str, str],
) -> None:
    before = actions(ran)
    change(ran)
    said = rmecode("run", ran)
    assert said.code == 0, said.err
    assert actions(ran) == [*before, *did]
    assert told[1] in line(said, told[0])
    assert rmecode("run", ran).out.endswith(NOTHING + "\n")


def test_a_run_brings_back_no_coding_that_somebody_removed(ran: Path) -> None:
    number = rmecode("coding", "list", "--json", study=ran).json[0]["id"]
    rmecode("coding", "remove", number, study=ran)
    _new_codings(ran)
    assert rmecode("run", ran).code == 0
    left = rmecode("coding", "list", "--json", study=ran).json
    assert number not in [row["id"] for row in left]
    assert len(left) == 3


def test_a_run_brings_back_no_source_that_somebody_removed(ran: Path) -> None:
    rmecode("source", "remove", "jefe", "--yes", study=ran)
    assert rmecode("run", ran).code == 0
    listed = rmecode("source", "list", "--json", study=ran).json
    assert [row["source"] for row in listed] == ["norte-dir", "norte-sup", "sur-dir"]
    named = rmecode("ingest", ran / "transcripts" / "jefe.txt", study=ran)
    assert named.out.startswith("jefe: ")


def test_a_run_brings_back_no_mark_that_somebody_took_away(ran: Path) -> None:
    _done_in_the_table(ran)
    rmecode("run", ran)
    said = rmecode("source", "done", "norte-dir", "--remove", "--coder", "ana", study=ran)
    assert "no longer" in said.out
    said = rmecode("run", ran)
    assert "0 sources done" in line(said, "Codings")


def test_a_missing_workbook_is_written_again(ran: Path) -> None:
    (ran / "results" / "rmecode.xlsx").unlink()
    said = rmecode("run", ran)
    assert NOTHING not in said.out
    assert (ran / "results" / "rmecode.xlsx").is_file()


def test_the_cache_can_be_deleted_at_any_time(ran: Path) -> None:
    before = actions(ran)
    for path in sorted((ran / "cache").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    said = rmecode("run", ran)
    assert said.code == 0
    assert "4 " in line(said, "Sources")
    assert [each for each in actions(ran)[len(before) :] if each[0] == "ingest"] == []


def test_an_undone_import_is_not_taken_for_an_unchanged_study(ran: Path) -> None:
    rmecode("undo", 2, study=ran)
    said = rmecode("run", ran)
    assert NOTHING not in said.out
    assert "3 " in line(said, "Codings")


def test_one_bad_file_stops_no_other(ran: Path) -> None:
    _new_text(ran)
    (ran / "transcripts" / "vacio.txt").write_text("", "utf-8")
    with (ran / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("vacio,transcripts/vacio.txt,entrevista_individual,2,Sur,,director,\n")
    (ran / "codings" / "mala.csv").write_text("nada\n1\n", "utf-8")
    said = rmecode("run", ran)
    assert said.code == 2
    assert "5 (1 new)" in line(said, "Sources")
    assert [each for each in said.err.splitlines() if "vacio" in each]
    assert [each for each in said.err.splitlines() if "mala.csv" in each]
    again = rmecode("run", ran)
    assert again.code == 2
    assert NOTHING not in again.out


def test_a_study_without_texts_says_what_to_do(study: Path) -> None:
    (study / "sources.csv").write_text(TABLES["sources.csv"].splitlines()[0] + "\n", "utf-8")
    (study / "speakers.csv").unlink()
    said = rmecode("run", study)
    assert said.code == 2
    assert "no sources yet" in said.err
