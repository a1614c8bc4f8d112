"""``check`` sees damage in the database and in the tool's own files; a repair mends what it can."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from rmecode.study import Study, open_study
from rmecode.study.backups import create_backup
from rmecode.study.checking import check_study
from rmecode.study.importing import import_codings
from rmecode.study.repairing import Repaired, repair_study
from tests.store.test_repair import spoil, spoil_index
from tests.study.conftest import AT

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="modes and processes of POSIX")


@pytest.fixture
def coded(study: Study) -> Study:
    """Return the study with two codings of Ana's, one of words that occur twice."""
    rows = (
        "source,quote,start,end,code,coder\n"
        "R1-director,La confianza llegó después,,,confianza,ana\n"
        "R2-director,Las reuniones se suspenden.,71,98,confianza,ana\n"
    )
    (study.root / "ana.csv").write_text(rows, "utf-8")
    assert import_codings(study, study.root / "ana.csv", by="ana", at=AT).new == 2
    return study


def database(study: Study) -> Path:
    return study.config.paths["database"]


def told(study: Study) -> tuple[list[str], list[str]]:
    problems, notices = check_study(study)
    return [each.sentence for each in problems], [each.sentence for each in notices]


def repair(study: Study) -> Repaired:
    return repair_study(study, by="ana", at=AT)


def test_a_sound_study_has_nothing_to_mend(coded: Study) -> None:
    assert told(coded) == ([], [])
    before = coded.store.history()
    assert repair(coded) == Repaired()
    assert coded.store.history() == before


def test_a_study_without_a_project_is_not_given_one(empty: Study) -> None:
    assert repair(empty) == Repaired()
    assert told(empty)[0] == []
    assert not database(empty).exists()


def test_codings_are_moved_to_their_words_or_put_up_for_review(coded: Study) -> None:
    spoil(database(coded), 'UPDATE coding SET start = start - 2, "end" = "end" - 2, before = "?"')
    problems, _notices = told(coded)
    assert len(problems) == 2
    assert all("--repair" in each for each in problems)
    done = repair(coded)
    assert (len(done.done), len(done.doubts)) == (1, 1)
    assert told(coded)[0] == []
    states = {each.source: (each.anchor.value, each.quote.exact) for each in coded.store.codings()}
    assert states == {
        "R1-director": ("moved", "La confianza llegó después"),
        "R2-director": ("review", "Las reuniones se suspenden."),
    }
    text = coded.text("R1-director")
    moved = coded.store.codings("R1-director")[0]
    assert text[moved.span.start : moved.span.end] == moved.quote.exact
    coded.store.undo(by="ana", at=AT)
    assert len(told(coded)[0]) == 2


def test_a_damaged_text_is_told_and_nothing_is_moved_by_it(coded: Study) -> None:
    spoil(
        database(coded), "UPDATE text_version SET text = ' ' || text WHERE source = 'R1-director'"
    )
    assert repair(coded) == Repaired()
    (problem,) = told(coded)[0]
    assert "R1-director" in problem
    assert "backup restore" in problem


def test_an_index_that_is_wrong_is_built_anew(coded: Study) -> None:
    coded.close()
    spoil_index(database(coded))
    assert all("--repair" in each for each in told(coded)[0])
    assert len(repair(coded).done) == 1
    assert told(coded)[0] == []


def test_loose_references_and_damaged_pages_are_told_and_left(coded: Study) -> None:
    with closing(sqlite3.connect(database(coded))) as raw, raw:
        raw.execute("UPDATE coding SET coder = 'nadie' WHERE id = 1")
    assert any("coding" in each and "backup" in each for each in told(coded)[0])
    assert repair(coded) == Repaired()
    coded.close()
    whole = database(coded).read_bytes()
    database(coded).write_bytes(whole[:8192] + b"\xee" * 8192 + whole[16384:])
    assert told(coded)[0] != []
    repair(coded)
    coded.close()
    database(coded).write_bytes(b"no es una base de datos")
    (problem,) = told(coded)[0]
    assert "project.sqlite" in problem


@posix
def test_what_others_can_read_is_closed_to_them(coded: Study) -> None:
    copy = create_backup(coded, "mía", at=AT)
    database(coded).chmod(0o644)
    copy.chmod(0o640)
    problems, notices = told(coded)
    assert (problems, len(notices)) == ([], 2)
    assert len(repair(coded).done) == 2
    assert [path.stat().st_mode & 0o777 for path in (copy, database(coded))] == [0o600, 0o600]
    assert told(coded) == ([], [])


def test_what_interrupted_writes_left_is_removed(coded: Study) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    dead, alive = int(ended.stdout), os.getppid()
    folder = coded.root / "backups"
    (folder / f"restore-x.{dead}.unfinished").mkdir(parents=True)
    (folder / f"restore-x.{dead}.unfinished" / "project.sqlite").write_bytes(b"x")
    gone = [
        folder / "x.sqlite.unfinished",
        folder / f"x.sqlite.{dead}.unfinished",
        coded.root / f".sources.csv.{dead}.part",
    ]
    kept = folder / f"x.sqlite.{alive}.unfinished"
    for path in (*gone, kept):
        path.write_bytes(b"x")
    assert len(told(coded)[1]) == 4
    assert len(repair(coded).done) == 4
    assert told(coded) == ([], [])
    assert [path.name for path in folder.iterdir()] == ([kept.name] if os.name == "posix" else [])


def test_a_coder_of_two_kinds_is_told(coded: Study) -> None:
    settings = coded.root / "study.toml"
    text = settings.read_text("utf-8").replace('ana = "person"', 'ana = "simulated"')
    settings.write_text(text, "utf-8")
    with open_study(coded.root) as study:
        problems, notices = told(study)
    assert problems == []
    assert any("ana" in each and "simulated" in each for each in notices)
