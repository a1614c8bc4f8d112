"""Backups are true copies or none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from rmecode.errors import FileUnwritableError
from rmecode.errors.store_file import (
    BackupFailedError,
    StoreExistsError,
)
from rmecode.store import Store, backup, open_store
from tests.store.samples import AT, coding, everything_but_the_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_backup_is_a_store_with_the_same_rows(store: Store, path: Path, tmp_path: Path) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        changes.add_codings([coding("años")])
    copy = tmp_path / "copia.db"
    store.backup_to(copy)
    assert sorted(each.name for each in tmp_path.glob("copia*")) == ["copia.db"]
    assert everything_but_the_log(copy) == everything_but_the_log(path)
    with open_store(copy, at=AT) as other:
        assert other.codings() == store.codings()
        assert other.history() == store.history()
        other.undo(by="Ana", at=AT)
    assert len(store.codings()) == 1


def test_a_backup_made_while_others_write_holds_one_state(store: Store, tmp_path: Path) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        changes.add_codings([coding("años")])
        store.backup_to(tmp_path / "copia.db")
    with open_store(tmp_path / "copia.db", at=AT) as other:
        assert other.codings() == ()


def test_a_backup_writes_over_nothing(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copia.db"
    copy.write_text("algo")
    with pytest.raises(StoreExistsError, match=r"copia\.db"):
        store.backup_to(copy)
    assert copy.read_text() == "algo"
    with pytest.raises(FileUnwritableError):
        store.backup_to(tmp_path / "nowhere" / "copia.db")


def lose_a_row(target: Path) -> None:
    with closing(sqlite3.connect(target)) as raw, raw:
        raw.execute("DELETE FROM turn WHERE number = 1")


def break_a_page(target: Path) -> None:
    whole = target.read_bytes()
    target.write_bytes(whole[:-4096] + b"\xee" * 4096)


@pytest.mark.parametrize("spoil", [lose_a_row, break_a_page])
def test_a_copy_that_is_not_true_does_not_stay(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    true = backup.difference

    def spoiled(copy: Path, rows: dict[str, int]) -> str | None:
        spoil(copy)
        return true(copy, rows)

    monkeypatch.setattr(backup, "difference", spoiled)
    with pytest.raises(BackupFailedError, match=r"copia\.db"):
        store.backup_to(tmp_path / "copia.db")
    assert list(tmp_path.glob("copia*")) == []
