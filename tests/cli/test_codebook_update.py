"""What people change in the codebook's file, and what becomes of the codings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.miniature import put_codings, rmecode
from tests.cli.test_codebook_edit import actions, book_of, coded_as, done, state

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.miniature import Said


def write(study: Path, *changes: tuple[str, str]) -> str:
    """Change words of the codebook's file as people do; return the new text."""
    book = book_of(study)
    text = book.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    book.write_text(text, "utf-8")
    return text


def update(study: Path, *options: object, answer: str = "") -> Said:
    """Run the update."""
    return rmecode("codebook", "update", *options, study=study, answer=answer)


NEW_ID = ("id: CAP-01\n        name: confianza", "id: CONF\n        name: confianza")
REDEFINED = ("Se fían unos de otros.", "Se fían unos de otros aunque no se conozcan.")
RENAMED = ("name: confianza", "name: fe")


def test_nothing_to_update_says_so_and_writes_nothing(coded: Path) -> None:
    before, log = state(coded), actions(coded)
    said = update(coded)
    assert (said.code, said.out) == (0, "Nothing changed since version 1.\n")
    assert (state(coded), actions(coded)) == (before, log)


def test_the_first_version_is_recorded(study: Path) -> None:
    said = update(study)
    assert said.code == 0
    assert "this is the first" in said.out
    assert actions(study) == ["codebook update"]


def test_every_kind_of_change_is_shown_with_the_codings_it_concerns(coded: Path) -> None:
    write(
        coded,
        REDEFINED,
        ("name: participación", "name: asistencia"),
        ("label: Contexto", "label: Entorno"),
        ("find: distancia o kilómetro", "find: distancia"),
        ("title: Miniatura", "title: Mínima"),
    )
    before = state(coded)
    said = update(coded, "--dry-run")
    assert said.code == 0
    for words in (
        "confianza [CAP-01]: redefined.",
        "2 codings (ana 2)",
        "participación [CAP-02]: is now called asistencia.",
        "contexto [CTX]: details changed.",
        "contexto [CTX]: rules changed.",
        "Mínima",
        "Nothing was changed.",
    ):
        assert words in said.out
    assert state(coded) == before
    shown = update(coded, "--json").json
    assert [change["kind"] for change in shown["changes"]] == [
        *("redefined", "renamed", "details", "rules"),
    ]
    assert shown["concerned"] == {"CAP-01": {"codings": {"ana": 2}, "suggestions": 0, "memos": 0}}
    assert (shown["changed"], shown["undecided"]) == (False, [])
    assert state(coded) == before


def test_a_renamed_code_is_found_by_its_old_path_afterwards(coded: Path) -> None:
    people = write(coded, RENAMED)
    said = update(coded, "--yes")
    assert said.code == 0, said.err
    assert "+          - capital_social/confianza" in said.out
    text = book_of(coded).read_text("utf-8")
    kept = [line for line in text.splitlines() if "former" not in line and "- capital" not in line]
    assert kept == people.splitlines()
    again = rmecode("coding", "import", put_codings(coded), "--json", study=coded).json
    assert (again["new"], again["standing"], again["problems"]) == (0, 3, [])
    assert "Nothing changed" in update(coded).out


def test_names_that_change_hands_are_told_because_files_say_them(coded: Path) -> None:
    write(
        coded,
        ("name: confianza", "name: un_tiempo"),
        ("name: participación", "name: confianza"),
        ("name: un_tiempo", "name: participación"),
    )
    said = update(coded, "--yes").out
    for other, now in (("participación", "confianza"), ("confianza", "participación")):
        path = f"capital_social/{now}"
        assert f"{path} was capital_social/{other}'s name: files of codings" in said


def test_what_a_code_without_codings_has_is_said(coded: Path) -> None:
    write(coded, ("id: CAP-02", "id: CAP-09"), ("name: participación", "name: otra_cosa"))
    said = update(coded, "--dry-run").out
    assert "0 codings" not in said
    assert "2 open suggestions" in said
    assert "with codings, suggestions or memos" in update(coded, "--yes").err


def test_a_new_id_is_asked_about_and_everything_follows(coded: Path) -> None:
    people = write(coded, NEW_ID)
    before, log = state(coded), actions(coded)
    said = update(coded, answer="y\ny\n")
    assert said.code == 0, said.err
    assert (
        "capital_social/confianza is gone, with 2 codings (ana 2), 3 open suggestions." in said.out
    )
    assert "Is capital_social/confianza [CAP-01] now capital_social/confianza [CONF]?" in said.out
    assert "2 codings recoded." in said.out
    assert actions(coded) == ["codebook update", *log]
    listed = rmecode("coding", "list", "--code", "CONF", "--json", study=coded).json
    assert len(listed) == 2
    assert "- CAP-01" in book_of(coded).read_text("utf-8")
    row = "source,quote,code,coder\nnorte-dir,Ahora confiamos bastante.,CAP-01,ana\n"
    again = rmecode("coding", "import", put_codings(coded, row), "--json", study=coded).json
    assert (again["new"], again["standing"]) == (0, 1)
    assert rmecode("undo", "1", study=coded).code == 0
    assert book_of(coded).read_text("utf-8") == people
    assert state(coded) == before
    assert rmecode("redo", study=coded).code == 0
    assert len(rmecode("coding", "list", "--code", "CONF", "--json", study=coded).json) == 2


def test_an_answer_of_no_lets_people_name_the_heir_or_none(coded: Path) -> None:
    write(coded, NEW_ID)
    before = state(coded)
    assert update(coded, answer="n\nnada de eso\nctx\nn\n").code == 130
    assert state(coded) == before
    said = update(coded, answer="n\nnada de eso\nctx\ny\n")
    assert said.code == 0
    assert {code for _quote, code in coded_as(coded)} == {"contexto"}
    rmecode("undo", study=coded)
    assert update(coded, answer="n\n\ny\n").code == 0
    assert [code for _quote, code in coded_as(coded)] == ["CAP-01", "CAP-01", "contexto"]
    assert "have the code CAP-01, which is no longer there" in rmecode("check", study=coded).out


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--same", "CAP-01=CONF"], ["capital_social/confianza"] * 2),
        (["--same", "confianza=CONF"], ["capital_social/confianza"] * 2),
        (["--merged", "capital_social/confianza = CAP-02"], ["capital_social/participación"] * 2),
        (["--removed", "CAP-01=contexto"], ["contexto"] * 2),
        (["--removed", "CAP-01"], ["CAP-01"] * 2),
    ],
)
def test_options_say_what_became_of_a_code(
    coded: Path, options: list[str], codes: list[str]
) -> None:
    write(coded, NEW_ID)
    said = update(coded, *options, "--yes")
    assert said.code == 0, said.err
    assert [code for _quote, code in coded_as(coded)] == [*codes, "contexto"]
    assert "Nothing changed" in update(coded).out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "Nobody said what became of capital_social/confianza"),
        (["--same", "CAP-01"], "OLD=NEW"),
        (["--same", "CAP-01=CONF", "--removed", "CAP-01"], "more than one option"),
        (["--same", "CTX=CONF"], "Gone are: capital_social/confianza"),
        (["--same", "CAP-01=nada"], "nada"),
        (["--removed", "CAP-01="], "OLD=NEW"),
        (["--reread", "CTX", "--removed", "CAP-01"], "was not redefined"),
    ],
)
def test_what_is_not_decided_or_not_clear_changes_nothing(
    coded: Path, options: list[str], words: str
) -> None:
    write(coded, NEW_ID)
    before = state(coded)
    for more in ([], ["--json"]):
        said = update(coded, *options, "--yes", *more)
        assert said.code == 2
        assert words in said.err
    assert state(coded) == before


def test_codings_of_a_redefined_code_are_reread_if_people_say_so(coded: Path) -> None:
    write(coded, REDEFINED)
    said = update(coded, answer="y\ny\n")
    assert "Mark its 2 codings to be reread?" in said.out
    assert "2 codings are to be reread." in said.out
    rmecode("undo", study=coded)
    assert "to be reread" not in update(coded, "--yes").out
    rmecode("undo", study=coded)
    assert "2 codings are to be reread." in update(coded, "--reread", "confianza", "--yes").out
    rmecode("undo", study=coded)
    assert "2 codings are to be reread." in update(coded, "--reread-all", "--yes").out


def test_codings_made_under_the_new_definition_are_not_concerned(coded: Path) -> None:
    write(coded, REDEFINED)
    row = "source,quote,code,coder\nnorte-sup,La veo viva.,confianza,ana\n"
    rmecode("coding", "import", put_codings(coded, row), study=coded)
    shown = update(coded, "--json").json
    assert shown["concerned"]["CAP-01"]["codings"] == {"ana": 2}
    assert "2 codings are to be reread." in update(coded, "--reread-all", "--yes").out


def test_run_and_check_say_that_an_update_is_due_until_it_was_done(coded: Path) -> None:
    write(coded, REDEFINED)
    notice = "the codebook changed since version 1 in ways that concern 2 codings."
    for command in ("run", "check", "run"):
        said = rmecode(command, study=coded)
        assert notice in said.out + said.err, command
    update(coded, "--yes")
    for command in ("run", "check"):
        said = rmecode(command, study=coded)
        assert "in ways that concern" not in said.out + said.err


def test_an_edit_waits_for_an_update_that_concerns_codings_and_takes_others_along(
    coded: Path,
) -> None:
    text = write(coded, REDEFINED)
    before = state(coded)
    said = rmecode("codebook", "rename", "CAP-02", "asistencia", "--yes", study=coded)
    assert said.code == 2
    assert "Run 'rmecode codebook update' first" in said.err
    assert state(coded) == before
    book_of(coded).write_text(text.replace(REDEFINED[1], REDEFINED[0]) + "# nota\n", "utf-8")
    harmless = state(coded)
    assert rmecode("codebook", "rename", "CAP-02", "asistencia", "--yes", study=coded).code == 0
    versions = json.loads(done(coded, "log", "--json"))
    assert [(each["number"], each["action"]) for each in versions] == [
        (3, "codebook rename"),
        (2, "codebook rename"),
        (1, "import"),
    ][: len(versions)] or [each["number"] for each in versions] == [3, 2, 1]
    rmecode("undo", study=coded)
    assert state(coded) == harmless


def test_comments_and_spaces_are_taken_over_without_a_question(coded: Path) -> None:
    write(coded, ("codebook: mini", "# Ojo\ncodebook: mini"))
    said = update(coded)
    assert said.code == 0
    assert "nothing changed but spaces, comments or order" in said.out
    assert "Nothing changed since version 2." in update(coded).out


def test_a_file_that_was_written_while_the_database_was_not_is_explained(coded: Path) -> None:
    """As after a process that was killed between the two."""
    done(coded, "merge", "confianza", "--into", "participación", "--yes")
    written = book_of(coded).read_bytes()
    after = coded_as(coded)
    rmecode("undo", study=coded)
    book_of(coded).write_bytes(written)
    shown = update(coded, "--json").json
    assert shown["undecided"] == []
    assert shown["gone"][0]["heir"]["id"] == "CAP-02"
    assert update(coded, "--yes").code == 0
    assert coded_as(coded) == after
    assert book_of(coded).read_bytes() == written


def test_an_update_with_codings_that_a_blind_coder_does_not_see_is_refused(coded: Path) -> None:
    settings = coded / "study.toml"
    text = settings.read_text("utf-8")
    assert "blind = false" in text
    settings.write_text(text.replace("blind = false", "blind = true"), "utf-8")
    write(coded, NEW_ID)
    before = state(coded)
    said = update(coded, "--yes", "--coder", "bot")
    assert said.code == 2
    assert "Nobody said what became of" in said.err
    assert state(coded) == before
    assert update(coded, "--yes", "--coder", "bot", "--same", "CAP-01=CONF").code == 0
    settings.write_text(text, "utf-8")
    assert len(rmecode("coding", "list", "--code", "CONF", "--json", study=coded).json) == 2


def test_a_broken_file_is_reported_with_its_line(coded: Path) -> None:
    write(coded, ("definition: Se fían unos de otros.", "definition:"))
    before = state(coded)
    for command in (["update", "--yes"], ["rename", "CTX", "x", "--yes"], ["diff", "1"]):
        said = rmecode("codebook", *command, study=coded)
        assert said.code == 2
        assert "line" in said.err
        assert "Traceback" not in said.err
    assert state(coded) == before


def test_a_code_that_was_divided_in_the_file_is_shown_with_the_way_to_divide_its_excerpts(
    coded: Path,
) -> None:
    old = (
        "Se fían unos de otros cuando comparten materiales de clase, y también cuando cuentan en "
        "la reunión los problemas de su propia escuela sin temor a que se use en su contra."
    )
    write(coded, ("Se fían unos de otros.", old))
    assert update(coded, "--yes").code == 0
    new = (
        "      - id: CAP-03\n        name: apertura\n        definition: Cuentan en la reunión los "
        "problemas de su propia escuela sin temor a que se use en su contra.\n"
    )
    write(
        coded,
        (old, "Se fían unos de otros cuando comparten materiales de clase, y también."),
        ("      - id: CAP-02", f"{new}      - id: CAP-02"),
    )
    said = update(coded, "--dry-run")
    assert (
        "rmecode codebook split capital_social/confianza --into capital_social/apertura" in said.out
    )


def test_two_codes_that_both_say_they_were_a_third_leave_it_to_people(coded: Path) -> None:
    write(
        coded,
        NEW_ID,
        ("    label: Contexto", "    former: [CAP-01]\n    label: Contexto"),
        ("        label: Participación", "        former: [cap-01]\n        label: Participación"),
    )
    assert update(coded, "--yes").code == 2
    said = update(coded, answer="CTX\ny\n")
    assert said.code == 0, said.out + said.err
    assert {code for _quote, code in coded_as(coded)} == {"contexto"}
