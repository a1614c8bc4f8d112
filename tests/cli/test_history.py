"""``rmecode history``: who did what, when, under which codebook; whole lives of codings and codes."""

from __future__ import annotations

import ast
import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import rmecode as package
from rmecode.cli.log_words import SILENT, mark_titles, table_title
from rmecode.cli.words import action_titles
from rmecode.store import schema
from rmecode.study.history import MARKS
from tests.cli.miniature import CODEBOOK, put_codings, rmecode

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM: Final = Path(package.__file__).parent


def history(study: Path, *options: object) -> list[dict[str, Any]]:
    said = rmecode("history", "--json", *options, study=study)
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = said.json
    return found


def ids(study: Path, *options: object) -> list[int]:
    return [line["id"] for line in history(study, *options)]


TREES: Final = [ast.parse(file.read_text("utf-8")) for file in sorted(PROGRAM.rglob("*.py"))]


def texts_named(name: str) -> Iterator[str]:
    """Yield the texts that a constant of this name has anywhere in the program."""
    for node in (node for tree in TREES for node in tree.body if isinstance(node, ast.AnnAssign)):
        of_name = isinstance(node.target, ast.Name) and node.target.id == name
        if of_name and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def logged_in(node: ast.AST) -> list[ast.expr]:
    """Return what a call gives as the action of a write: by keyword, or by its place."""
    if not isinstance(node, ast.Call):
        return []
    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    place = {"Edit": 0, "close": 0, "log": 1}.get(called, len(node.args))
    named = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
    return [*named, *node.args[place : place + 1]]


def actions() -> set[str]:
    """Return every action that some line of the program writes into the log."""
    found = {"accept", "reject", "reopen", *texts_named("ACTION")}
    for tree in TREES:
        for node in ast.walk(tree):
            for given in logged_in(node):
                if isinstance(given, ast.Constant):
                    found.add(str(given.value))
                elif isinstance(given, ast.Name) and given.id.isupper():
                    found.update(texts_named(given.id))
    return found


def test_every_action_that_the_program_logs_has_a_title() -> None:
    found = actions()
    assert {"apply", "codebook update", "codebook merge", "erase", "undo", "repair"} <= found
    assert found - {*action_titles()} == set()


def test_every_table_of_the_project_has_a_title_unless_nobody_sees_its_rows() -> None:
    names = {table.name for table in schema.metadata.sorted_tables}
    logged = names - {table.name for table in schema.LOG}
    untold = {name for name in logged if table_title(name) == name}
    assert untold == set(SILENT) - {"short_id"}
    assert {*mark_titles()} == {*MARKS}


@pytest.fixture
def worked(coded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the study after a day of work: done, recoded, redefined, taken away, undone."""
    steps = (
        ("source", "done", "jefe", "--coder", "ana"),
        ("coding", "recode", "1", "--to", "contexto", "--coder", "ana"),
        ("coding", "remove", "2", "--coder", "bot"),
        ("undo", "--coder", "bot"),
        ("review", "--reject", "1", "--coder", "ana"),
    )
    for hour, step in enumerate(steps):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_900_000_000 + 3600 * hour))
        said = rmecode(*step, study=coded)
        assert said.code == 0, said.err
    return coded


def test_the_list_says_who_what_when_and_what_was_touched(worked: Path) -> None:
    lines = rmecode("history", "--last", "5", study=worked).out.splitlines()
    assert lines[0].split("  ")[0] == "No."
    reject, undo, remove, recode, done = lines[1:]
    assert "2030-03-17 21:46  ana  suggestions rejected" in reject
    assert "suggestions: 1 changed" in reject
    assert "2030-03-17 20:46  bot  undone" in undo
    assert "removed (undone)" in remove
    assert "codings: 1 added, 1 changed" in recode
    assert "marked as done" in done
    assert "done marks: 1 added" in done
    assert "1 (1)" in done


def test_json_is_the_log_as_it_is_kept(worked: Path) -> None:
    _reject, undo, remove, recode, done = history(worked, "--last", 5)
    assert done["detail"] == {"done": {"added": 1}}
    assert (done["at"], done["by"], done["subject"]) == ("2030-03-17T17:46:40+00:00", "ana", "jefe")
    assert (undo["undoes"], undo["detail"]) == (remove["id"], {"action": remove["action"]})
    assert [line["undone"] for line in (undo, remove, recode, done)] == [False, True, False, False]
    assert (done["codebook"], done["codebook_version"]) == (1, "1")
    assert all(line["moves"] == [] for line in history(worked))


def test_what_was_undone_and_done_again_is_not_marked(worked: Path) -> None:
    rmecode("undo", study=worked)
    assert history(worked)[1]["undone"]
    rmecode("redo", study=worked)
    redo, undo, reject, *_rest = history(worked)
    assert redo["redoes"] == undo["undoes"] == reject["id"]
    assert [line["undone"] for line in (redo, undo, reject)] == [False, False, False]


@pytest.mark.parametrize(
    ("options", "actions"),
    [
        (("--by", "bot"), ["undo", "remove"]),
        (("--by", "BOT", "--action", "remove"), ["remove"]),
        (("--action", "marked as done", "--action", "undo"), ["undo", "done"]),
        (("--since", "2030-03-17T20"), ["reject", "undo"]),
        (("--since", "2030", "--until", "2030-03-17 17"), ["done"]),
        (("--since", "2030", "--until", "2030-03-17T18:46:40Z"), ["recode", "done"]),
        (("--since", "2030", "--until", "2030-03-17T15:46:40-03:00"), ["recode", "done"]),
        (("--since", "2030-03-18"), []),
        (("--until", "2029"), "older"),
        (("--by", "-", "--action", "apply"), ["apply"]),
        (("--source", "jefe", "--by", "ana"), ["reject", "done"]),
        (("--source", "s4", "--since", "2030"), ["reject", "done"]),
    ],
)
def test_filters_keep_what_they_say(
    worked: Path, options: tuple[str, ...], actions: list[str] | str
) -> None:
    found = [line["action"] for line in history(worked, *options)]
    if actions == "older":
        assert len(found) == len(history(worked)) - 5 > 3
    else:
        assert found == actions


def test_the_life_of_a_coding_says_from_which_code_to_which(worked: Path) -> None:
    recode, made = history(worked, "--coding", "c1")
    assert [move for line in (recode, made) for move in line["moves"]] == [
        {
            "before": "capital_social/confianza",
            "after": "contexto",
            "codings": 1,
            "places": [],
            "marks": [],
        },
        {
            "before": "",
            "after": "capital_social/confianza",
            "codings": 1,
            "places": [],
            "marks": [],
        },
    ]
    undo, remove, made = history(worked, "--coding", 2)
    assert (undo["moves"][0]["before"], undo["moves"][0]["after"]) == (
        "",
        "capital_social/confianza",
    )
    assert (remove["moves"][0]["after"], remove["undone"]) == ("", True)
    text = rmecode("history", "--coding", "1", study=worked).out
    assert "capital_social/confianza → contexto" in text
    assert "(none) → capital_social/confianza" in text


def test_a_moved_coding_says_from_where_to_where(worked: Path) -> None:
    text = rmecode("source", "show", "sur-dir", "--text", study=worked).out
    start = text.index("Son cuarenta")
    rmecode(
        "coding", "move", "3", "--span", f"{start}-{start + 12}", "--coder", "ana", study=worked
    )
    (move,) = history(worked, "--coding", 3)[0]["moves"]
    assert move["places"] == [
        [start, start + len("Son cuarenta kilómetros de ripio")],
        [start, start + 12],
    ]
    assert (
        f"{start}-{start + 32} → {start}-{start + 12}"
        in rmecode("history", "--coding", "3", study=worked).out
    )


def test_the_life_of_a_code_counts_what_came_and_went(worked: Path) -> None:
    of_code = {line["action"]: line["moves"] for line in history(worked, "--code", "confianza")}
    moves = {
        action: [(each["before"], each["after"], each["codings"]) for each in found]
        for action, found in of_code.items()
    }
    trust = "capital_social/confianza"
    assert moves["import"] == [("", trust, 2)]
    assert moves["recode"] == [(trust, "contexto", 1)]
    assert moves["remove"] == [(trust, "", 1)]
    assert moves["undo"] == [("", trust, 1)]
    assert (
        "2 × (none) → capital_social/confianza"
        in rmecode("history", "--code", "confianza", study=worked).out
    )


def test_codes_are_called_as_the_codebook_of_their_time_called_them(coded: Path) -> None:
    book = coded / "codebook.yaml"
    assert rmecode("codebook", "rename", "confianza", "fe", "--yes", study=coded).code == 0
    assert "name: fe" in book.read_text("utf-8")
    rmecode("coding", "recode", "1", "--to", "contexto", "--coder", "ana", study=coded)
    recode, *_between, made = history(coded, "--coding", 1)
    assert recode["moves"][0]["before"] == "capital_social/fe"
    assert made["moves"][0]["after"] == "capital_social/confianza"
    assert (made["codebook"], recode["codebook"]) == (1, 2)


def test_a_code_that_is_gone_can_still_be_asked_about(coded: Path) -> None:
    (coded / "codebook.yaml").write_text(CODEBOOK.partition("  - id: CTX")[0], "utf-8")
    said = [line["action"] for line in history(coded, "--code", "contexto")]
    assert "import" in said


def test_a_source_that_is_gone_can_still_be_asked_about(worked: Path) -> None:
    assert rmecode("source", "remove", "jefe", "--yes", study=worked).code == 0
    assert [line["action"] for line in history(worked, "--source", "jefe")][:3] == [
        "remove",
        "reject",
        "done",
    ]
    erased = rmecode("source", "erase", "norte-sup", "--reason", "lo pidió", "--yes", study=worked)
    assert erased.code == 0, erased.err
    lines = rmecode("history", "--source", "norte-sup", study=worked).out
    assert "reason: lo pidió" in lines
    assert history(worked, "--source", "norte-sup")[0]["reason"] == "lo pidió"


def test_csv_has_a_record_a_line_and_all_of_it(worked: Path) -> None:
    text = rmecode("history", "--csv", study=worked).out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["id"]) for row in rows] == ids(worked)
    assert rows[0]["touched"] == "suggestions: 1 changed"
    assert [row["undone"] for row in rows[:3]] == ["False", "False", "True"]


def test_the_newest_thirty_are_listed_and_more_if_asked(coded: Path) -> None:
    for number in range(40):
        switch = ["--remove"] if number % 2 else []
        rmecode("source", "done", "jefe", "--coder", "ana", *switch, study=coded)
    said = rmecode("history", study=coded)
    assert len(said.out.splitlines()) == 31
    assert said.err.count("older") == 1
    assert len(ids(coded, "--last", 1000)) > 40
    assert rmecode("history", "--last", "1", study=coded).err == ""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--since", "ayer"), "ayer: not a date"),
        (("--until", "2026-02-30"), "2026-02-30: not a date"),
        (("--since", "2026-11-22T25"), "not a date"),
        (("--by", "Nadie"), "Nadie: there is no coder"),
        (("--action", "volar"), "volar: there is no action"),
        (("--source", "este"), "este: there is no source"),
        (("--coding", "99"), "no coding 99"),
        (("--coding", "1-2"), "coding"),
        (("--coding", "x"), "x: not an id"),
        (("--code", "zzz"), "zzz: there is no such code"),
        (("--last", "0"), "0"),
        (("--coding", ""), "it names nothing"),
        (("--source", ""), "it names nothing"),
        (("--since", ""), "it names nothing"),
        (("--by", ""), "'': there is no coder"),
        (("--csv", "--json"), "--json, --csv"),
    ],
)
def test_what_is_not_known_is_one_sentence(
    coded: Path, options: tuple[str, ...], said: str
) -> None:
    found = rmecode("history", *options, study=coded)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_an_import_of_the_same_again_leaves_no_line(coded: Path) -> None:
    before = ids(coded)
    rmecode("coding", "import", put_codings(coded), study=coded)
    assert ids(coded) == before
