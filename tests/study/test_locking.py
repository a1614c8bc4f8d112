"""One process at a time; a lock that a killed process left does not stay for ever."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from rmecode.errors import FileUnwritableError
from rmecode.study import locking
from rmecode.study.locking import held

if TYPE_CHECKING:
    from pathlib import Path


def test_the_lock_is_there_while_the_block_runs_and_gone_after(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "tables.lock"
    with held(lock):
        assert lock.exists()
    assert not lock.exists()


def test_a_block_that_fails_leaves_no_lock(tmp_path: Path) -> None:
    lock = tmp_path / "tables.lock"
    with pytest.raises(ValueError, match="inside"), held(lock):
        message = "inside"
        raise ValueError(message)
    assert not lock.exists()


def test_a_lock_that_another_holds_is_waited_for_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.1)
    lock = tmp_path / "tables.lock"
    with held(lock), pytest.raises(FileUnwritableError, match="another process"), held(lock):
        pass
    assert not lock.exists()


def test_the_lock_of_a_killed_process_is_broken(tmp_path: Path) -> None:
    lock = tmp_path / "tables.lock"
    lock.touch()
    long_ago = lock.stat().st_mtime - 3600
    os.utime(lock, (long_ago, long_ago))
    with held(lock):
        assert lock.stat().st_mtime > long_ago
    assert not lock.exists()
