"""``source erase``, ``backup`` and ``check --repair``, as people give them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.miniature import contents, rmecode
from tests.store.test_repair import spoil

if TYPE_CHECKING:
    from pathlib import Path

WHY = ("--reason", "retiró su consentimiento")
PHRASE = "Al principio no había confianza entre nosotras"


def stands(study: Path, phrase: str = PHRASE) -> list[str]:
    return [
        name
        for name, content in contents(study).items()
        if phrase.encode() in content or phrase.encode("utf-16-le") in content
    ]


def sources(study: Path) -> list[str]:
    return [row["source"] for row in rmecode("source", "list", "--json", study=study).json]


def test_an_erasure_shows_what_goes_and_asks_twice(coded: Path) -> None:
    said = rmecode("source", "erase", "norte-dir", *WHY, study=coded, answer="s\nNorte-Dir\n")
    assert said.code == 0
    assert "norte-dir: its text, turns, history and 2 codings" in said.out
    assert "speakers.csv: 2 rows" in said.out
    assert "Deleted: transcripts/norte-dir.txt" in said.out
    assert "P1" in said.err
    assert stands(coded) == []
    assert sources(coded) == ["norte-sup", "sur-dir", "jefe"]
    line = rmecode("history", "--json", study=coded).json[0]
    assert (line["action"], line["subject"]) == ("erase", "norte-dir")
    assert line["detail"] == {"reason": WHY[1]}
    assert rmecode("check", study=coded).code == 0
    assert rmecode("run", study=coded).code == 0
    assert sources(coded) == ["norte-sup", "sur-dir", "jefe"]


@pytest.mark.parametrize(
    ("answer", "code"), [("n\n", 130), ("", 130), ("y\n", 130), ("y\nsur-dir\n", 2), ("y\n\n", 2)]
)
def test_whoever_hesitates_destroys_nothing(coded: Path, answer: str, code: int) -> None:
    before = contents(coded)
    said = rmecode("source", "erase", "norte-dir", *WHY, study=coded, answer=answer)
    assert said.code == code
    assert contents(coded).keys() == before.keys()
    assert "transcripts/norte-dir.txt" in stands(coded)
    assert sources(coded)[0] == "norte-dir"


@pytest.mark.parametrize(
    "arguments",
    [
        ["norte-dir", "--yes"],
        ["norte-dir", "--yes", "--reason", "  "],
        ["nadie", "--yes", *WHY],
        ["--yes", *WHY],
    ],
)
def test_an_order_that_is_not_whole_is_refused(coded: Path, arguments: list[str]) -> None:
    said = rmecode("source", "erase", *arguments, study=coded)
    assert (said.code, "Traceback" in said.err) == (2, False)
    assert len(sources(coded)) == 4


def test_undo_brings_nothing_of_it_back(coded: Path) -> None:
    assert rmecode("source", "erase", "s1", "--yes", *WHY, study=coded).code == 0
    while rmecode("undo", study=coded).code == 0:
        assert stands(coded) == []
    while rmecode("redo", study=coded).code == 0:
        assert stands(coded) == []
    assert sources(coded) == ["norte-sup", "sur-dir", "jefe"]


def test_with_the_participant_if_asked(coded: Path) -> None:
    said = rmecode("source", "erase", "norte-dir", "--participant", "--yes", *WHY, study=coded)
    assert said.code == 0
    assert "P1" not in (coded / "participants.csv").read_text("utf-8")
    assert "P1" not in said.err


def test_backups_are_made_listed_and_put_back(coded: Path) -> None:
    made = rmecode("backup", "create", "--name", "antes", study=coded)
    assert made.code == 0
    name = made.out.strip().rpartition("/")[2]
    assert name.endswith("-antes.sqlite")
    listed = rmecode("backup", "list", "--json", study=coded).json
    (row,) = (each for each in listed if each["kind"] == "manual")
    facts = ("name", "kind", "schema", "sources", "codings", "whole", "fault")
    assert [row[each] for each in facts] == [name, "manual", "0002", 4, 3, True, ""]
    assert name in rmecode("backup", "list", study=coded).out
    rmecode("coding", "remove", "1", study=coded)
    assert len(rmecode("coding", "list", "--json", study=coded).json) == 2
    assert rmecode("backup", "restore", "antes", study=coded, answer="n\n").code == 130
    assert len(rmecode("coding", "list", "--json", study=coded).json) == 2
    back = rmecode("backup", "restore", "antes", "--yes", study=coded)
    assert back.code == 0, back.err
    assert name in back.out
    assert len(rmecode("coding", "list", "--json", study=coded).json) == 3
    assert rmecode("history", "--json", study=coded).json[0]["action"] == "restore"
    again = rmecode("backup", "create", "--name", "antes", study=coded)
    assert again.code == 2


@pytest.mark.parametrize("name", ["auto", "../fuera", "", "a/b"])
def test_a_bad_name_is_refused(coded: Path, name: str) -> None:
    assert rmecode("backup", "create", "--name", name, study=coded).code == 2
    assert all(path.name.endswith("-auto.sqlite") for path in coded.glob("backups/*"))
    assert not list(coded.parent.glob("*.sqlite"))


def test_an_unknown_backup_offers_those_that_there_are(coded: Path) -> None:
    shutil.rmtree(coded / "backups", ignore_errors=True)
    assert rmecode("backup", "list", study=coded).out == "Nothing to list.\n"
    rmecode("backup", "create", "--name", "antes", study=coded)
    said = rmecode("backup", "restore", "antse", "--yes", study=coded)
    assert said.code == 2
    assert "-antes.sqlite" in said.err


def test_a_damaged_project_is_put_back_from_the_shell(coded: Path) -> None:
    rmecode("backup", "create", "--name", "antes", study=coded)
    (coded / "project.sqlite").write_bytes(b"SQLite format 3\0 roto")
    assert rmecode("coding", "list", study=coded).code in (1, 2)
    back = rmecode("backup", "restore", "antes", "--yes", study=coded)
    assert (back.code, "damaged-" in back.out) == (0, True)
    assert len(rmecode("coding", "list", "--json", study=coded).json) == 3


def test_check_mends_after_asking_and_says_what_it_did(coded: Path) -> None:
    database = coded / "project.sqlite"
    spoil(database, 'UPDATE coding SET start = start + 1, "end" = "end" + 1 WHERE id = 1')
    checked = rmecode("check", study=coded)
    assert checked.code == 2
    assert "coding 1" in checked.out
    assert rmecode("check", "--repair", study=coded, answer="n\n").code == 130
    assert rmecode("check", study=coded).out == checked.out
    mended = rmecode("check", "--repair", "--yes", "--coder", "ana", study=coded)
    assert mended.code == 0, mended.out
    assert "Coding 1" in mended.out
    first = rmecode("coding", "list", "--json", study=coded).json[0]
    assert (first["state"], first["quote"]) == ("moved", f"{PHRASE}.")
    line = rmecode("history", "--json", study=coded).json[0]
    assert (line["action"], line["by"]) == ("repair", "ana")
    assert rmecode("undo", study=coded).code == 0
    assert rmecode("check", study=coded).out == checked.out


def test_check_repair_of_a_sound_study_writes_nothing(coded: Path) -> None:
    before = contents(coded)
    said = rmecode("check", "--repair", study=coded)
    assert (said.code, said.out) == (0, "Nothing to mend.\nNo problems.\n")
    as_json = rmecode("check", "--repair", "--json", study=coded).json
    assert as_json == {"problems": [], "notices": [], "repaired": [], "doubts": []}
    assert {k: v for k, v in contents(coded).items() if "sqlite-" not in k} == {
        k: v for k, v in before.items() if "sqlite-" not in k
    }


def test_what_cannot_be_mended_ends_with_2(coded: Path) -> None:
    spoil(coded / "project.sqlite", "UPDATE text_version SET text = 'x' WHERE source = 'jefe'")
    said = rmecode("check", "--repair", "--yes", study=coded)
    assert said.code == 2
    assert "jefe" in said.out
    assert said.out.startswith("Nothing here can be mended for certain.\n")


def test_what_sqlite_finds_is_told_in_sentences(coded: Path) -> None:
    spoil(coded / "project.sqlite", "UPDATE coding SET coder = 'nadie' WHERE id = 1")
    said = rmecode("check", study=coded)
    assert said.code == 2
    assert "the row «coding 1» points at a row of «coder» that is not there." in said.out
    assert "->" not in said.out
