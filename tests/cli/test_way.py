"""The way from texts to the workbook, command by command, and back."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.cli.miniature import TEXTS, cell, put_codings, rmecode

if TYPE_CHECKING:
    from pathlib import Path

NORTH = "norte-dir.txt"
FIELDS = ("source", "start", "end", "quote", "code", "coder", "state")


def codings(study: Path, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rmecode("coding", "list", "--json", *options, study=study).json
    return rows


def suggestions(study: Path, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rmecode("review", "--json", *options, study=study).json
    return rows


def test_ingest_says_what_it_recognised_and_takes_nothing_twice(study: Path) -> None:
    first = rmecode("ingest", study=study)
    assert first.code == 0
    assert "norte-dir: txt, UTF-8, 4 turns" in first.out
    assert "interviewer: Entrevistadora" in first.out
    again = rmecode("ingest", study=study)
    assert again.out == "Already there: norte-dir, norte-sup, sur-dir, jefe\n"
    report = rmecode("ingest", "--json", study=study).json
    assert report == {
        "taken": [],
        "standing": ["norte-dir", "norte-sup", "sur-dir", "jefe"],
        "problems": [],
    }


def test_a_new_file_gets_its_row_from_the_options(study: Path, tmp_path: Path) -> None:
    new = tmp_path / "sur-utp.txt"
    new.write_text("Entrevistadora: ¿Y usted?\nJefa UTP: Comparto mis pautas.\n", "utf-8")
    said = rmecode("ingest", new, "--case", "sur", "--role", "rey", study=study)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "rey" in said.err
    said = rmecode("ingest", new, "--case", "sur", "--role", "Jefe UTP", study=study)
    assert said.code == 0
    table = (study / "sources.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert rows[-1]["source"] == "sur-utp"
    assert (rows[-1]["cases"], rows[-1]["role"]) == ("Sur", "jefe_utp")
    assert (study / rows[-1]["file"]).read_bytes() == new.read_bytes()


def test_sources_are_listed_and_shown_turn_by_turn(coded: Path) -> None:
    listed = rmecode("source", "list", "--case", "sur", "--json", study=coded).json
    assert [row["source"] for row in listed] == ["sur-dir", "jefe"]
    turns = rmecode("source", "show", "norte-dir", "--json", study=coded).json
    assert [turn["interviewer"] for turn in turns] == [True, False, True, False]
    assert turns[1]["participant"] == "P1"
    assert (
        turns[1]["text"]
        == "Al principio no había confianza entre nosotras. Ahora confiamos bastante."
    )
    whole = rmecode("source", "show", NORTH, "--text", study=coded).out
    assert whole.strip() == TEXTS[NORTH].strip()
    table = rmecode("source", "show", "norte-dir", study=coded).out
    assert "Directora" in table


def test_imported_codings_are_listed_with_their_words_at_their_place(coded: Path) -> None:
    rows = codings(coded)
    assert [row["code"] for row in rows] == [
        "capital_social/confianza",
        "capital_social/confianza",
        "contexto",
    ]
    for row in rows:
        assert set(FIELDS) <= set(row)
        text = rmecode("source", "show", row["source"], "--text", study=coded).out
        assert text[row["start"] : row["end"]] == row["quote"]
        assert (row["coder"], row["kind"], row["state"]) == ("ana", "person", "exact")
    assert rows[0]["memo"] == "Lo dice riendo"
    again = rmecode("coding", "import", put_codings(coded), "--json", study=coded).json
    assert (again["new"], again["standing"], again["problems"]) == (0, 3, [])
    assert codings(coded) == rows


@pytest.fixture
def varied(coded: Path, tmp_path: Path) -> Path:
    """Return the study with codings of two coders, roles, stages and instruments."""
    table = coded / "sources.csv"
    text = table.read_text("utf-8")
    table.write_text(
        text.replace("jefe.txt,entrevista_individual", "jefe.txt,grupo_focal"), "utf-8"
    )
    more = tmp_path / "more.csv"
    more.write_text(
        "source,quote,code,coder\n"
        "norte-sup,La veo viva.,participación,bot\n"
        "jefe,En el sur cuesta asistir.,participación,ana\n",
        "utf-8",
    )
    assert rmecode("coding", "import", more, study=coded).code == 0
    return coded


@pytest.mark.parametrize(
    ("options", "quotes"),
    [
        ([], {"Al", "Ahora", "Son", "La", "En"}),
        (["--case", "Norte"], {"Al", "Ahora", "La", "En"}),
        (["--case", "Sur"], {"Son", "En"}),
        (["--code", "capital_social"], {"Al", "Ahora", "La", "En"}),
        (["--code", "confianza"], {"Al", "Ahora"}),
        (["--source", "sur-dir"], {"Son"}),
        (["--role", "director"], {"Al", "Ahora", "Son"}),
        (["--role", "director", "--role", "supervisor"], {"Al", "Ahora", "Son", "La"}),
        (["--role", "jefe_utp"], set()),
        (["--stage", "2"], {"Al", "Ahora", "Son"}),
        (["--instrument", "Individual interview"], {"Al", "Ahora", "Son", "La"}),
        (["--instrument", "grupo_focal"], {"En"}),
        (["--coder", "Ana"], {"Al", "Ahora", "Son", "En"}),
        (["--coder", "bot", "--stage", "2"], set()),
        (["--where", "establecimientos > 8"], {"Al", "Ahora", "La", "En"}),
        (["--where", "confiar"], {"Ahora"}),
        (["--where", "not confiar and case:Norte"], {"Al", "La", "En"}),
        (["--where", "not case:Norte"], {"Son", "En"}),
    ],
)
def test_filters_keep_what_they_say(varied: Path, options: list[str], quotes: set[str]) -> None:
    assert {row["quote"].split()[0] for row in codings(varied, *options)} == quotes


def test_lists_without_rows_say_so(coded: Path) -> None:
    assert (
        rmecode("coding", "list", "--role", "supervisor", study=coded).out == "Nothing to list.\n"
    )
    assert codings(coded, "--role", "supervisor") == []


def test_long_cells_are_cut_in_tables_and_whole_in_json(study: Path) -> None:
    long = "Directora: " + "palabra " * 40
    (study / "transcripts" / "sur-dir.txt").write_text(long, "utf-8")
    rmecode("ingest", study=study)
    line = rmecode("source", "show", "sur-dir", study=study).out.splitlines()[1]
    assert line.endswith("…")
    assert (
        rmecode("source", "show", "sur-dir", "--json", study=study).json[0]["text"].endswith("bra")
    )


def test_an_accepted_suggestion_becomes_a_coding_and_counts(coded: Path) -> None:
    asked = [row for row in suggestions(coded) if row["source"] == "jefe"]
    assert {row["code"] for row in asked} == {
        "capital_social/confianza",
        "capital_social/participación",
    }
    before = cell(coded, "Norte", "capital_social/confianza")["value"]
    trust = next(row for row in asked if row["code"].endswith("confianza"))
    said = rmecode("review", "--accept", trust["id"], "--coder", "ana", study=coded)
    assert said.out == "1 suggestion accepted.\n"
    made = codings(coded, "--source", "jefe")
    assert [(row["quote"], row["coder"], row["origin"]) for row in made] == [
        (trust["quote"], "ana", "suggestion")
    ]
    assert cell(coded, "Norte", "capital_social/confianza")["value"] == before + 1
    assert trust["id"] not in [row["id"] for row in suggestions(coded)]
    assert trust["id"] in [row["id"] for row in suggestions(coded, "--all")]
    rmecode("undo", "--coder", "ana", study=coded)
    assert codings(coded, "--source", "jefe") == []
    assert trust["id"] in [row["id"] for row in suggestions(coded)]


def test_a_rejected_suggestion_is_not_suggested_again_until_it_is_reopened(coded: Path) -> None:
    number = suggestions(coded)[0]["id"]
    rmecode("review", "--reject", number, "--coder", "ana", study=coded)
    said = rmecode("apply", study=coded)
    assert "0 new suggestions, 6 still open, 0 withdrawn, 1 decided before" in said.out
    assert rmecode("run", study=coded).code == 0
    assert number not in [row["id"] for row in suggestions(coded)]
    rmecode("review", "--reopen", number, "--coder", "ana", study=coded)
    assert number in [row["id"] for row in suggestions(coded)]


def test_review_by_filter_asks_first_and_takes_only_what_the_filter_leaves(coded: Path) -> None:
    filters = ("--code", "participación", "--coder", "ana")
    refused = rmecode("review", "--accept", *filters, study=coded, answer="n\n")
    assert refused.code == 130
    assert len(suggestions(coded)) == 7
    accepted = rmecode("review", "--accept", *filters, "--yes", study=coded)
    assert accepted.out == "2 suggestions accepted.\n"
    assert len(suggestions(coded)) == 5
    both = rmecode(
        "review", "1-7", "--reject", "--source", "sur-dir", "--coder", "ana", study=coded
    )
    assert both.out == "2 suggestions rejected.\n"
    assert {row["source"] for row in suggestions(coded)} == {"norte-dir", "jefe"}
    none = rmecode("review", "--accept", *filters, study=coded)
    assert (none.code, none.out) == (0, "No suggestion fits.\n")
    back = rmecode(
        "review", "--reopen", "--code", "participación", "--yes", "--coder", "ana", study=coded
    )
    assert back.out == "2 suggestions reopened.\n"


def test_review_needs_to_know_who_and_which(coded: Path) -> None:
    nobody = rmecode("review", "--accept", "1", study=coded)
    assert nobody.code == 2
    assert "--coder" in nobody.err
    all_of_them = rmecode("review", "--accept", "--coder", "ana", study=coded)
    assert all_of_them.code == 2
    assert "Say which" in all_of_them.err
    assert len(suggestions(coded)) == 7


def test_removed_codings_come_back_by_undo_and_by_revive_only(coded: Path) -> None:
    number = codings(coded)[0]["id"]
    assert rmecode("coding", "remove", number, study=coded).out == "1 coding removed.\n"
    said = rmecode("coding", "import", put_codings(coded), study=coded)
    assert "0 codings taken, 2 were there already, 1 were removed before and stay so" in said.out
    assert len(codings(coded)) == 2
    said = rmecode("coding", "import", put_codings(coded), "--revive", study=coded)
    assert "1 codings taken" in said.out
    assert len(codings(coded)) == 3


def test_a_source_is_removed_with_its_codings_and_brought_back_by_undo(coded: Path) -> None:
    before = codings(coded)
    assert rmecode("source", "remove", "norte-dir", "--yes", study=coded).code == 0
    assert len(codings(coded)) == 1
    rmecode("undo", study=coded)
    assert codings(coded) == before
    assert len(rmecode("source", "list", "--json", study=coded).json) == 4


def test_everything_is_undone_and_redone_step_by_step(coded: Path) -> None:
    whole = codings(coded), suggestions(coded)
    steps = len(rmecode("history", "--json", study=coded).json)
    assert rmecode("undo", steps, study=coded).code == 0
    assert (codings(coded), suggestions(coded)) == ([], [])
    nothing = rmecode("undo", study=coded)
    assert nothing.code == 2
    assert nothing.err.count("\n") == 1
    assert rmecode("redo", steps, study=coded).code == 0
    assert (codings(coded), suggestions(coded)) == whole


def test_the_history_says_who_did_what_and_when(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1469000000")
    rmecode("source", "done", "jefe", "--coder", "ana", study=coded)
    entry = rmecode("history", "--last", 1, "--json", study=coded).json[0]
    assert (entry["by"], entry["action"], entry["subject"]) == ("ana", "done", "jefe")
    assert entry["at"] == "2016-07-20T07:33:20+00:00"
    assert "ana" in rmecode("history", study=coded).out.splitlines()[1]


def test_turns_are_assigned_to_one_case_and_given_back(coded: Path) -> None:
    rmecode("review", "--accept", "--source", "jefe", "--yes", "--coder", "ana", study=coded)
    assert codings(coded, "--source", "jefe")[0]["cases"] == ["Norte", "Sur"]
    said = rmecode("source", "assign", "jefe", "--turns", "2", "--case", "NORTE", study=coded)
    assert said.code == 0
    assert codings(coded, "--source", "jefe")[0]["cases"] == ["Norte"]
    wrong = rmecode("source", "assign", "jefe", "--turns", "2-9", "--case", "Norte", study=coded)
    assert wrong.code == 2
    assert "1 to 2" in wrong.err
    unclear = rmecode("source", "assign", "jefe", "--turns", "2", study=coded)
    assert (unclear.code, "--remove" in unclear.err) == (2, True)
    rmecode("source", "assign", "jefe", "--turns", "2", "--remove", study=coded)
    assert codings(coded, "--source", "jefe")[0]["cases"] == ["Norte", "Sur"]


def test_the_workbook_is_pseudonymised_unless_it_is_asked_for_otherwise(
    coded: Path, tmp_path: Path
) -> None:
    plain, named = tmp_path / "plain.xlsx", tmp_path / "named.xlsx"
    said = rmecode("export", "xlsx", "--output", plain, study=coded)
    assert said.code == 0
    assert "3 codings, 7 unreviewed suggestions" in said.out
    assert rmecode("export", "xlsx", "--output", named, "--identified", study=coded).code == 0

    def words(path: Path) -> set[str]:
        book = openpyxl.load_workbook(path, read_only=True)
        try:
            return {
                str(value)
                for sheet in book.worksheets
                for row in sheet.iter_rows(values_only=True)
                for value in row
                if value is not None
            }
        finally:
            book.close()

    quote = "Ahora confiamos bastante."
    assert quote in words(plain) & words(named)
    assert "norte-dir" in words(named)
    assert "norte-dir" not in words(plain)


def test_codebooks_are_checked_and_shown(coded: Path, tmp_path: Path) -> None:
    assert (
        rmecode("codebook", "check", study=coded).out == "mini 1: 4 codes, 3 rules, no problems.\n"
    )
    tree = rmecode("codebook", "show", study=coded).out
    assert "confianza" in tree
    one = rmecode("codebook", "show", "participacion", study=coded).out
    assert "Quién viene y quién habla." in one
    shown = rmecode("codebook", "show", "participacion", "--json", study=coded).json
    assert shown[0]["id"] == "CAP-02"
    broken = tmp_path / "broken.yaml"
    broken.write_text("codebook: x\ncodes:\n  - id: A\n", "utf-8")
    said = rmecode("codebook", "check", broken)
    assert said.code == 2
    assert "broken.yaml, line 3" in said.out
    assert "problem" in said.out.splitlines()[-1]


def test_check_reports_every_problem_of_the_folder_at_once(coded: Path) -> None:
    assert rmecode("check", study=coded).out.endswith("No problems.\n")
    with (coded / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("x,transcripts/no.txt,carta,9,Oeste,ayer,rey,\n")
    (coded / "codings" / "mala.csv").write_text("source,code\n", "utf-8")
    (coded / "transcripts" / "suelto.txt").write_text("Directora: Hola.\n", "utf-8")
    said = rmecode("check", study=coded)
    assert said.code == 2
    for words in ("carta", "Oeste", "ayer", "rey", "suelto.txt"):
        assert words in said.out
    parsed = rmecode("check", "--json", study=coded).json
    assert {each["file"] for each in parsed["problems"]} >= {"sources.csv"}
    assert all(each["what"] for each in parsed["problems"] + parsed["notices"])


def test_check_reads_the_files_of_codings_too(coded: Path) -> None:
    (coded / "codings" / "sin.csv").write_text("source,code\n", "utf-8")
    (coded / "codings" / "mala.csv").write_text(
        "source,quote,code,coder\nsur-dir,nadie lo dijo,contexto,ana\n", "utf-8"
    )
    said = rmecode("check", study=coded)
    assert said.code == 2
    assert "mala.csv, row 2" in said.out
    assert "sin.csv" in said.out
    assert said.out.endswith("2 problems.\n")


def test_a_study_that_lists_nothing_says_how_to_name_files(study: Path) -> None:
    (study / "sources.csv").write_text("source,file\n", "utf-8")
    (study / "speakers.csv").unlink()
    assert rmecode("ingest", study=study).out.startswith("The sources table lists no files.")


def test_a_done_mark_is_set_once_and_taken_back(coded: Path) -> None:
    mark = ("source", "done", "jefe", "--coder", "ana")
    assert rmecode(*mark, study=coded).out == "jefe: done by ana\n"
    assert rmecode(*mark, study=coded).out == "jefe: was done by ana already\n"
    assert "no longer" in rmecode(*mark, "--remove", study=coded).out


def test_a_matrix_for_excel_keeps_text_as_text(coded: Path, tmp_path: Path) -> None:
    table = (coded / "cases.csv").read_text("utf-8")
    (coded / "cases.csv").write_text(table + "=1+1,\n", "utf-8")
    plain = rmecode("matrix", "--csv", study=coded).out
    assert "\n=1+1," in plain
    assert "\n'=1+1;" in rmecode("matrix", "--excel", study=coded).out
    written = tmp_path / "matriz.csv"
    assert rmecode("matrix", "--excel", "--output", str(written), study=coded).code == 0
    assert written.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_synchronised_folder_is_warned_of_by_every_command(coded: Path, tmp_path: Path) -> None:
    place = tmp_path / "Dropbox" / "estudio"
    shutil.copytree(coded, place)
    said = rmecode("history", study=place)
    assert said.code == 0
    assert "Dropbox" in said.err
    assert "Dropbox" not in rmecode("history", study=coded).err
