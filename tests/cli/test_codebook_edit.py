"""Changing the codebook by name: the file, the codings and the log go together, and come back."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from rmecode.study import open_study
from rmecode.study.running import run
from tests.cli.miniature import command_line, environment, put_codings, rmecode

if TYPE_CHECKING:
    from pathlib import Path

LOG = ("entry", "image", "sqlite_sequence", "alembic_version")
"""Tables that only grow, or say nothing of the study."""


def book_of(study: Path) -> Path:
    """Return the codebook's file."""
    with open_study(study) as opened:
        return opened.config.codebook


def rows(study: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but those of the log, in order."""
    connection = sqlite3.connect(study / "project.sqlite")
    try:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in LOG
        ]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608
            for name in names
        }
    finally:
        connection.close()


def state(study: Path) -> tuple[bytes, dict[str, list[tuple[Any, ...]]]]:
    """Return the codebook's bytes and every row: what an undo must give back."""
    return book_of(study).read_bytes(), rows(study)


def coded_as(study: Path) -> list[tuple[str, str]]:
    """Return quote and code of each coding, as a list shows them."""
    listed = rmecode("coding", "list", "--json", study=study).json
    return sorted((row["quote"].split()[0], row["code"]) for row in listed)


def ids_in(study: Path) -> dict[str, str]:
    """Return the path of each code in the file, by id, read without rmecode."""
    found = {}

    def walk(codes: list[dict[str, Any]], above: str) -> None:
        for code in codes:
            path = f"{above}{code['name']}"
            found[code["id"]] = path
            walk(code.get("codes") or [], f"{path}/")

    walk(yaml.safe_load(book_of(study).read_text("utf-8"))["codes"], "")
    return found


def actions(study: Path) -> list[str]:
    """Return what the log says was done, the latest first."""
    return [entry["action"] for entry in rmecode("history", "--json", study=study).json]


def done(study: Path, *arguments: object, answer: str = "") -> str:
    """Run a command of the codebook that must succeed; return what it printed."""
    said = rmecode("codebook", *arguments, study=study, answer=answer)
    assert said.code == 0, said.err + said.out
    return said.out


@pytest.fixture
def brought(coded: Path) -> Path:
    """Return the study with Ana's codings in the folder that every run reads, and one run done."""
    put_codings(coded).rename(coded / "codings" / "ana.csv")
    assert rmecode("run", study=coded).code == 0
    return coded


EDITS = [
    ("merge", "CAP-01", "--into", "participación"),
    ("merge", "CAP-01", "CTX", "--into", "vínculos"),
    ("merge", "CAP-01", "--into", "CTX", "--label", "Todo", "--definition", "Lo que sea."),
    ("rename", "confianza", "fe", "--label", "Fe"),
    ("rename", "capital_social", "lazos"),
    ("move", "confianza", "--under", "contexto"),
    ("move", "confianza", "--top", "--before", "CTX"),
    ("move", "contexto", "--before", "capital_social"),
    ("remove", "confianza", "--recode-to", "contexto"),
    ("remove", "participación"),
    ("remove", "capital_social", "--with-children", "--recode-to", "contexto"),
    ("add", "contexto/lejanía", "--definition", "Estar lejos."),
    (
        "split",
        "confianza",
        "--into",
        "alta",
        "--by",
        "Ahora => alta",
        "--rest",
        "contexto",
        "--into",
        "contexto",
    ),
]


@pytest.mark.parametrize("edit", EDITS, ids=" ".join)
def test_every_edit_is_one_entry_and_its_undo_gives_back_each_row_and_byte(
    coded: Path, edit: tuple[str, ...]
) -> None:
    before, log = state(coded), actions(coded)
    printed = done(coded, *edit, "--yes")
    after = state(coded)
    assert after[0] != before[0]
    assert actions(coded) == [f"codebook {edit[0]}", *log]
    assert printed.startswith("@@"), "the change of the file comes first"
    assert rmecode("undo", study=coded).code == 0
    assert state(coded) == before
    assert rmecode("redo", study=coded).code == 0
    assert state(coded) == after
    assert rmecode("check", study=coded).code == 0


@pytest.mark.parametrize("edit", EDITS, ids=" ".join)
def test_a_preview_changes_nothing(coded: Path, edit: tuple[str, ...]) -> None:
    before, log = state(coded), actions(coded)
    assert "Nothing was changed." in done(coded, *edit, "--dry-run")
    assert "Nothing was changed." in done(coded, *edit, "--dry-run", "--yes")
    shown = json.loads(done(coded, *edit, "--json"))
    assert (shown["changed"], shown["outcome"]) == (False, None)
    assert shown["difference"][0].startswith("@@")
    if edit[0] != "split":
        said = rmecode("codebook", *edit, study=coded, answer="n\n")
        assert said.code == 130
    assert (state(coded), actions(coded)) == (before, log)


@pytest.mark.parametrize(
    "edit",
    [
        ("merge", "confianza", "--into", "participación"),
        ("rename", "confianza", "fe"),
        ("move", "confianza", "--top"),
        ("remove", "confianza", "--recode-to", "contexto"),
        ("split", "confianza", "--into", "alta", "--rest", "alta"),
    ],
    ids=" ".join,
)
def test_files_that_say_the_old_code_bring_nothing_back(
    brought: Path, edit: tuple[str, ...]
) -> None:
    done(brought, *edit, "--yes")
    coded = coded_as(brought)
    assert len(coded) == 3
    with open_study(brought) as study:
        summary = run(study, by="", at="2026-03-01T10:00:00+00:00")
    assert (summary.new_codings, summary.codings, summary.problems) == (0, 3, [])
    assert coded_as(brought) == coded


def test_a_merge_shows_and_moves_the_codings_of_every_coder(coded: Path) -> None:
    more = "source,quote,code,coder\nnorte-dir,Ahora confiamos bastante.,confianza,bot\n"
    rmecode("coding", "import", put_codings(coded, more, "bot.csv"), study=coded)
    shown = done(coded, "merge", "confianza", "--into", "participación", "--dry-run")
    assert "capital_social/confianza: 3 codings (ana 2, bot 1), 3 open suggestions" in shown
    printed = done(coded, "merge", "confianza", "--into", "participación", answer="y\n")
    assert "3 codings recoded." in printed
    assert ids_in(coded) == {
        "CAP": "capital_social",
        "CAP-02": "capital_social/participación",
        "CTX": "contexto",
    }
    assert [code for _quote, code in coded_as(coded)] == [
        "capital_social/participación",
        "capital_social/participación",
        "capital_social/participación",
        "contexto",
    ]


def test_codings_that_become_the_same_are_one_and_both_come_back(coded: Path) -> None:
    more = (
        "source,quote,code,coder,memo\n"
        "norte-dir,Ahora confiamos bastante.,participación,ana,Otra nota\n"
    )
    rmecode("coding", "import", put_codings(coded, more, "more.csv"), study=coded)
    before = state(coded)
    printed = done(coded, "merge", "confianza", "--into", "participación", "--yes")
    assert "1 coding joined one that its coder had there already." in printed
    assert len(coded_as(coded)) == 3
    rmecode("undo", study=coded)
    assert state(coded) == before


def test_a_code_with_codings_goes_only_if_they_go_somewhere(coded: Path) -> None:
    before = state(coded)
    said = rmecode("codebook", "remove", "confianza", "--yes", study=coded)
    assert said.code == 2
    assert "capital_social/confianza: has codings." in said.err
    assert "--recode-to" in said.err
    said = rmecode("codebook", "remove", "capital_social", "--yes", study=coded)
    assert "--with-children" in said.err
    said = rmecode(
        *("codebook", "remove", "capital_social", "--with-children"),
        *("--recode-to", "confianza", "--yes"),
        study=coded,
    )
    assert said.code == 2
    assert state(coded) == before


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (("rename", "confianza", "participacion"), "participación"),
        (("rename", "confianza", "a/b"), "a/b"),
        (("rename", "confianza", "confianza"), "is so already"),
        (("rename", "nada", "algo"), "no such code"),
        (("merge", "confianza", "--into", "CAP-01"), "is so already"),
        (("move", "capital_social", "--under", "confianza"), "confianza"),
        (("move", "confianza"), "--under"),
        (("move", "confianza", "--under", "CTX", "--top"), "--top"),
        (("add", "confianza", "--definition", "d", "--under", "capital_social"), "confianza"),
        (("add", "otra", "--definition", "d", "--id", "CAP-01"), "CAP-01"),
        (("add", "nada/otra", "--definition", "d"), "nada"),
        (("add", "otra"), "--definition"),
        (("split", "confianza", "--into", "confianza"), "--into"),
        (("split", "confianza", "--into", "a", "--by", "Ahora"), "EXPRESSION => NAME"),
        (("split", "confianza", "--into", "a", "--by", "Ahora => b"), "--by b"),
        (("split", "confianza", "--into", "a", "--rest", "b"), "--rest b"),
        (("split", "confianza", "--into", "a", "--definition", "b=x"), "--definition b"),
        (("split", "confianza", "--into", "a", "--definition", "a"), "NAME=WORDS"),
        (("split", "confianza", "--into", "a", "--by", "( => a"), "("),
        (("split", "confianza", "--into", "contexto"), "is so already"),
        (("move", "contexto", "--under", "CTX"), "contexto: this is the code itself"),
        (("remove", "confianza", "--recode-to", "CAP-01"), "this is the code itself"),
        (("add", "otra", "--definition", " "), "otra: a code needs a definition"),
        (("diff", "99999999999999999999"), "version 99999999999999999999"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    coded: Path, edit: tuple[str, ...], words: str
) -> None:
    before = state(coded)
    go = () if edit[0] == "diff" else ("--yes",)
    said = rmecode("codebook", *edit, *go, study=coded)
    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err
    assert state(coded) == before


def test_a_read_only_codebook_is_left_alone_and_the_database_with_it(coded: Path) -> None:
    before, book = state(coded), book_of(coded)
    for path, mode in ((book, 0o444), (book.parent, 0o555)):
        usual = path.stat().st_mode
        path.chmod(mode)
        try:
            said = rmecode("codebook", "rename", "confianza", "fe", "--yes", study=coded)
        finally:
            path.chmod(usual)
        assert (said.code, said.err.strip().count("\n")) == (1, 0)
        assert "permission denied" in said.err
        assert state(coded) == before


def test_the_file_keeps_its_byte_order_mark_line_ends_and_comments(coded: Path) -> None:
    book = book_of(coded)
    text = "# Nuestro libro\n" + book.read_text("utf-8").replace(
        "label: Contexto", "label: Contexto  # ojo"
    )
    book.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    before = book.read_bytes()
    done(coded, "rename", "confianza", "fe", "--yes")
    after = book.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf# Nuestro libro\r\n")
    assert b"label: Contexto  # ojo\r\n" in after
    assert after.count(b"\n") == after.count(b"\r\n")
    rmecode("undo", study=coded)
    assert book.read_bytes() == before


def test_a_linked_codebook_stays_a_link(coded: Path, tmp_path: Path) -> None:
    book = book_of(coded)
    shared = tmp_path / "shared.yaml"
    book.rename(shared)
    book.symlink_to(shared)
    done(coded, "rename", "confianza", "fe", "--yes")
    assert book.is_symlink()
    assert "name: fe" in shared.read_text("utf-8")


def test_an_edited_file_is_not_undone_over(coded: Path) -> None:
    done(coded, "rename", "confianza", "fe", "--yes")
    book = book_of(coded)
    book.write_text(book.read_text("utf-8") + "# de Ana\n", "utf-8")
    before = state(coded)
    said = rmecode("undo", study=coded)
    assert said.code == 2
    assert "was edited since" in said.err
    assert state(coded) == before
    number = rmecode("codebook", "log", "--json", study=coded).json[0]["number"]
    book.write_text(done(coded, "show", "--text", number), "utf-8")
    assert rmecode("undo", study=coded).code == 0
    book.write_text(book.read_text("utf-8") + "# de Ana\n", "utf-8")
    said = rmecode("redo", study=coded)
    assert said.code == 2
    assert "was edited since" in said.err


def test_several_edits_are_undone_at_once_or_none(coded: Path) -> None:
    before = state(coded)
    done(coded, "rename", "confianza", "fe", "--yes")
    done(coded, "merge", "fe", "--into", "contexto", "--yes")
    done(coded, "add", "otra", "--definition", "Otra cosa.", "--yes")
    after = state(coded)
    assert rmecode("undo", "99", study=coded).code == 2
    assert state(coded) == after
    said = rmecode("undo", "3", study=coded)
    assert [line.split(" (")[0] for line in said.out.splitlines()] == [
        "Undone: code added otra",
        "Undone: codes merged capital_social/fe → contexto",
        "Undone: code renamed capital_social/confianza → fe",
    ]
    assert state(coded) == before
    assert rmecode("redo", "3", study=coded).code == 0
    assert state(coded) == after


def test_what_another_coder_did_is_undone_only_after_asking(coded: Path) -> None:
    done(coded, "rename", "confianza", "fe", "--yes", "--coder", "ana")
    said = rmecode("undo", "--coder", "bot", study=coded, answer="n\n")
    assert said.code == 130
    assert "This was done by ana. Go on?" in said.out
    assert rmecode("undo", "--coder", "Ana", study=coded).code == 0
    said = rmecode("redo", "--coder", "bot", study=coded, answer="y\n")
    assert (said.code, "done by ana" in said.out) == (0, True)
    assert rmecode("undo", "--coder", "bot", "--yes", study=coded).code == 0


def test_a_split_one_by_one_keeps_what_was_decided_at_q(coded: Path) -> None:
    printed = done(coded, "split", "confianza", "--into", "baja", answer="9\n1\nq\ny\n")
    assert "1/2  norte-dir, turn 2, ana" in printed
    assert "«Al principio no había confianza entre nosotras.» Ahora confiamos" in printed
    assert "Memo: Lo dice riendo" in printed
    assert "1 coding stays in capital_social/confianza." in printed
    assert coded_as(coded) == [
        ("Ahora", "capital_social/confianza"),
        ("Al", "capital_social/baja"),
        ("Son", "contexto"),
    ]


def test_a_code_that_stays_is_not_called_a_path_that_is_no_longer_there(coded: Path) -> None:
    book = book_of(coded)
    text = book.read_text("utf-8")
    told = "Si hay temor, capital_social/confianza."
    book.write_text(f"{text}  - id: OTR\n    name: otra\n    definition: {told}\n", "utf-8")
    assert "no longer" not in done(coded, "split", "confianza", "--into", "baja", "--dry-run")
    assert "otra, definition: names a path" in done(coded, "rename", "confianza", "fe", "--dry-run")


def test_a_split_that_is_interrupted_applies_nothing(coded: Path) -> None:
    before = state(coded)
    said = rmecode("codebook", "split", "confianza", "--into", "baja", study=coded, answer="1\n")
    assert said.code == 130
    assert state(coded) == before


def test_a_split_by_rules_takes_the_first_that_fits(coded: Path) -> None:
    done(
        *(coded, "split", "confianza", "--into", "alta", "--into", "contexto/baja"),
        *("--definition", "alta=Se fían mucho.", "--by", "Ahora o principio => alta"),
        *("--by", "principio => contexto/baja", "--yes"),
    )
    assert coded_as(coded)[:2] == [("Ahora", "capital_social/alta"), ("Al", "capital_social/alta")]
    shown = done(coded, "show", "alta")
    assert "Definition: Se fían mucho." in shown
    assert "Definition: (To be written" in done(coded, "show", "baja")


def test_a_split_by_a_list_names_every_row_that_is_wrong(coded: Path, tmp_path: Path) -> None:
    listed = rmecode("coding", "list", "--json", study=coded).json
    one, two, other = (row["id"] for row in listed)
    table = tmp_path / "reparto.csv"
    table.write_text(f"id;código\n{one};alta\n{one};alta\n{other};alta\nx;alta\n{two};nada\n")
    before = state(coded)
    said = rmecode(
        "codebook", "split", "confianza", "--into", "alta", "--assign", table, "--yes", study=coded
    )
    assert said.code == 2
    assert [line.split(":")[0] for line in said.err.splitlines()] == [
        f"reparto.csv, row {number}" for number in (3, 4, 5, 6)
    ]
    assert state(coded) == before
    table.write_text(f"id;código\nc{one};alta\n{two};\n")
    done(coded, "split", "confianza", "--into", "alta", "--assign", table, "--yes")
    assert coded_as(coded)[:2] == [
        ("Ahora", "capital_social/confianza"),
        ("Al", "capital_social/alta"),
    ]


def test_show_counts_the_codings_of_each_code_by_coder(coded: Path) -> None:
    assert "confianza  [CAP-01]  Confianza  2 (ana 2)" in done(coded, "show", "--counts")
    assert done(coded, "show", "CTX", "--counts").endswith("1 (ana 1)\n")
    found = {
        row["id"]: row["codings"] for row in json.loads(done(coded, "show", "--counts", "--json"))
    }
    assert found == {"CAP": {}, "CAP-01": {"ana": 2}, "CAP-02": {}, "CTX": {"ana": 1}}


def test_log_and_diff_tell_the_versions_from_the_recorded_texts(coded: Path) -> None:
    done(coded, "rename", "confianza", "fe", "--yes", "--coder", "ana")
    done(coded, "add", "otra", "--definition", "Otra cosa.", "--yes", "--coder", "bot")
    book = book_of(coded)
    written = book.read_bytes()
    book.unlink()
    lines = json.loads(done(coded, "log", "--json"))
    assert [(line["number"], line["by"], line["codes"]) for line in lines] == [
        (3, "bot", 5),
        (2, "ana", 4),
        (1, "", 4),
    ]
    assert [line["codings"] for line in lines] == [0, 0, 3]
    assert [line["changes"] for line in lines][:2] == [
        {"added": 1},
        {"renamed": 1, "details": 1},
    ]
    assert [line["seen"] for line in lines] == [True, False, False]
    changes = json.loads(done(coded, "diff", "1", "3", "--json"))["changes"]
    assert [(change["kind"], change["id"]) for change in changes if change["old"]] == [
        ("renamed", "CAP-01"),
        ("details", "CAP-01"),
    ]
    assert [change["new"]["path"] for change in changes if not change["old"]] == ["otra"]
    assert "fe" in done(coded, "diff", "1", "2")
    book.write_bytes(written)
    done(coded, "merge", "fe", "--into", "participación", "--yes")
    book.unlink()
    assert "  It is now capital_social/participación." in done(coded, "diff", "1", "4")
    assert json.loads(done(coded, "log", "--json"))[0]["changes"]["merged"] == 1
    assert done(coded, "diff", "2", "2") == "The two have the same codes.\n"
    assert rmecode("codebook", "diff", "1", "9", study=coded).code == 2


def test_words_that_name_a_code_by_a_path_it_no_longer_has_are_pointed_out(coded: Path) -> None:
    book = book_of(coded)
    text = book.read_text("utf-8")
    mention = "Lo que la red no eligió; véase capital_social/confianza."
    book.write_text(text.replace("Lo que la red no eligió.", mention), "utf-8")
    assert rmecode("codebook", "update", "--yes", study=coded).code == 0
    for edit in (("rename", "confianza", "fe"), ("merge", "confianza", "--into", "CAP-02")):
        shown = done(coded, *edit, "--dry-run")
        assert "contexto, definition: names a path that is no longer there." in shown


def test_an_id_that_a_version_had_is_not_given_again(coded: Path) -> None:
    done(coded, "add", "capital_social/una", "--definition", "Una.", "--yes")
    new = next(number for number, path in ids_in(coded).items() if path.endswith("/una"))
    done(coded, "remove", "una", "--yes")
    done(coded, "add", "capital_social/otra", "--definition", "Otra.", "--yes")
    assert new not in ids_in(coded)
    assert "capital_social/otra" in ids_in(coded).values()


def test_a_name_that_a_code_had_is_free_for_a_new_one(coded: Path) -> None:
    done(coded, "merge", "confianza", "--into", "participación", "--yes")
    done(
        coded,
        "split",
        "participación",
        "--into",
        "confianza",
        "--by",
        "Ahora => confianza",
        "--yes",
    )
    assert coded_as(coded) == [
        ("Ahora", "capital_social/confianza"),
        ("Al", "capital_social/participación"),
        ("Son", "contexto"),
    ]
    shown = done(coded, "rename", "contexto", "entorno", "--dry-run")
    assert "files of codings" not in shown


@pytest.mark.parametrize(
    "edit",
    [
        ("add", "capital_social/confianza", "--definition", "Otra."),
        ("rename", "CAP-02", "confianza"),
    ],
    ids=" ".join,
)
def test_who_takes_another_s_old_name_is_told_what_that_means(
    coded: Path, edit: tuple[str, ...]
) -> None:
    done(coded, "rename", "confianza", "fe", "--yes")
    shown = done(coded, *edit, "--dry-run")
    assert "capital_social/confianza was capital_social/fe's name" in shown


def test_a_name_that_now_leads_elsewhere_by_its_end_is_told_too(coded: Path) -> None:
    added = done(
        *(coded, "add", "capital_social/contexto", "--definition", "Otro.", "--yes"),
    )
    assert "'s name" not in added
    shown = done(coded, "rename", "CTX", "entorno", "--dry-run")
    if "contexto was entorno's name" not in shown:  # where whole old paths come before ends
        done(coded, "rename", "CTX", "entorno", "--yes")
        assert "[CTX]" in done(coded, "show", "contexto")


def test_a_name_with_spaces_becomes_name_and_label(coded: Path) -> None:
    done(coded, "add", "Capital social > Cariño mutuo", "--definition", "Quererse.", "--yes")
    shown = done(coded, "show", "capital_social/cariño_mutuo")
    assert "Cariño mutuo" in shown


def test_new_codes_of_a_split_stand_in_the_order_they_were_named(coded: Path) -> None:
    done(coded, "split", "confianza", "--into", "alta", "--into", "baja", "--yes")
    assert list(ids_in(coded).values())[1:5] == [
        f"capital_social/{name}" for name in ("confianza", "alta", "baja", "participación")
    ]


def test_scripts_that_change_the_codebook_at_the_same_time_wait_for_each_other(
    coded: Path,
) -> None:
    commands = [
        command_line(
            *("codebook", "add", f"{parent}/n{number}", "--definition", "Algo.", "--yes"),
            *("--study", coded),
        )
        for number, parent in enumerate(["contexto", "capital_social"] * 2)
    ]
    running = [
        subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
        for command in commands
    ]
    assert [process.wait(60) for process in running] == [0] * 4
    names = {path.rpartition("/")[2] for path in ids_in(coded).values()}
    assert {"n0", "n1", "n2", "n3"} <= names
    assert actions(coded)[:4] == ["codebook add"] * 4
    assert rmecode("undo", "4", study=coded).code == 0
    assert len(ids_in(coded)) == 4
