"""People who work on one project at once, while it is backed up and a source of it is erased."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rmecode.study import open_study
from rmecode.study.backups import list_backups
from tests.cli.miniature import environment, spawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.model import Coding

ROOT = Path(__file__).parents[2]
TEAM = ("ana", "berta", "carla")

Lines = list[list[str]]


def at_work(study: Path, seconds: float) -> list[subprocess.Popen[str]]:
    return [
        subprocess.Popen(
            [sys.executable, "-m", "tests.cli.teammate", str(study), name, str(seconds)],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in TEAM
    ]


def told(process: subprocess.Popen[str]) -> Lines:
    """Return the lines that a process said; it must have ended well, and complained of nothing."""
    out, err = process.communicate(timeout=180)
    assert (process.returncode, err) == (0, "")
    return [line.split() for line in out.splitlines()]


def of(lines: Lines, kind: str) -> Lines:
    return [rest for what, *rest in lines if what == kind]


@pytest.mark.parametrize(
    "seconds", [pytest.param(4, id="briefly"), pytest.param(60, marks=pytest.mark.slow, id="long")]
)
def test_people_who_write_at_once_lose_nothing_while_a_source_is_erased(
    coded: Path, seconds: int
) -> None:
    team = at_work(coded, seconds)
    time.sleep(seconds / 3)
    made = spawn("backup", "create", "--name", "entremedio", cwd=coded)
    assert (made.code, made.err) == (0, "")
    erased = spawn("source", "erase", "norte-dir", "--reason", "pidió salir", "--yes", cwd=coded)
    assert erased.code == 0, erased.err
    lines = {name: told(process) for name, process in zip(TEAM, team, strict=True)}
    with open_study(coded) as study:
        store = study.store
        assert store.faults() == ()
        assert store.flaws() == ()
        codings = {each.id: each for each in store.codings(include_removed=True)}
        done = {mark.coder for mark in store.done()}
        memos = {each.id: each.text for each in store.memos()}
        books = {each.number: each.hash for each in store.codebook_versions()}
        assert "norte-dir" not in {each.source for each in codings.values()}
        copies = list_backups(study)
        assert {"manual"} <= {copy.kind for copy in copies}
        assert all(copy.whole for copy in copies)
    for name, said in lines.items():
        check_codings(said, codings, name)
        for number, text in of(said, "memo"):
            assert memos[int(number)] == text.replace("_", " ")
        for number, digest in of(said, "codebook"):
            assert books[int(number)] == digest
        assert (name in done) == (of(said, "done")[-1:] == [["1"]])
        assert len(of(said, "coding")) > 10 * seconds / 4
    assert all(of(said, "gone") for said in lines.values())


def check_codings(said: Lines, codings: Mapping[int, Coding], name: str) -> None:
    """Check that every coding that a process was told is safe is there, and as it left it."""
    removed = {int(number) for (number,) in of(said, "removed")}
    for number, source in of(said, "coding"):
        if source == "norte-dir":
            assert int(number) not in codings
        else:
            stored = codings[int(number)]
            assert (stored.source, stored.coder) == (source, name)
            assert stored.removed == (int(number) in removed)
