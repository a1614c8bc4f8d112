"""One process at a time; a killed process holds no lock."""

from __future__ import annotations

import errno
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from rmecode.errors import FileUnwritableError
from rmecode.study import locking
from rmecode.study.locking import held

if TYPE_CHECKING:
    from pathlib import Path


HOLDER = """
import sys, time
from pathlib import Path
from rmecode.study.locking import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _is_free(lock: Path) -> bool:
    try:
        with held(lock):
            return True
    except FileUnwritableError:
        return False


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.1)


def test_the_lock_is_held_while_the_block_runs_and_free_after(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "tables.lock"
    with held(lock):
        assert not _is_free(lock)
    assert _is_free(lock)


def test_a_block_that_fails_lets_the_lock_go(tmp_path: Path) -> None:
    lock = tmp_path / "tables.lock"
    with pytest.raises(ValueError, match="inside"), held(lock):
        message = "inside"
        raise ValueError(message)
    assert _is_free(lock)


def test_a_lock_that_another_holds_is_waited_for_and_then_told(tmp_path: Path) -> None:
    lock = tmp_path / "tables.lock"
    with held(lock), pytest.raises(FileUnwritableError, match="another process"), held(lock):
        pass


def test_a_killed_process_leaves_the_lock_free_at_once(tmp_path: Path) -> None:
    lock = tmp_path / "tables.lock"
    command = [sys.executable, "-c", HOLDER, str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        assert not _is_free(lock)
        holder.kill()
        holder.wait()
        assert _is_free(lock)


def test_the_file_that_an_older_process_left_holds_nobody_up(tmp_path: Path) -> None:
    lock = tmp_path / "tables.lock"
    lock.touch()
    assert _is_free(lock)


def test_what_cannot_be_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "tables.lock"
    lock.mkdir()
    with pytest.raises(FileUnwritableError), held(lock):
        pass

    def refuse(_descriptor: int) -> bool:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(locking, "_taken", refuse)
    with pytest.raises(FileUnwritableError, match="no locks here"), held(tmp_path / "x.lock"):
        pass
