"""A look at the database that takes no lock and leaves no trace."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from rmecode.model import Coder
from rmecode.store import create_store
from rmecode.store.glance import known_names

if TYPE_CHECKING:
    from pathlib import Path

AT = "2026-03-01T10:00:00+00:00"


def made(folder: Path) -> Path:
    path = folder / "año 1?.sqlite"
    with create_store(path, at=AT) as store, store.changes(by="", at=AT, action="x") as changes:
        for name in ("Zoe", "ana", "Íñigo"):
            changes.add_coder(Coder(name))
    return path


def test_names_are_read_in_order(tmp_path: Path) -> None:
    assert known_names(made(tmp_path), "coder", "name") == ("Zoe", "ana", "Íñigo")


def test_nobody_is_waited_for_and_no_file_is_made(tmp_path: Path) -> None:
    path = made(tmp_path)
    before = sorted(path.parent.iterdir())
    assert before == [path]
    with sqlite3.connect(path, isolation_level=None) as holder:
        holder.execute("PRAGMA journal_mode = DELETE")
        holder.execute("BEGIN EXCLUSIVE")
        during = sorted(path.parent.iterdir())
        assert len(known_names(path, "coder", "name")) == 3
        assert sorted(path.parent.iterdir()) == during
        holder.execute("ROLLBACK")
    holder.close()


def test_what_cannot_be_read_has_no_names(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert known_names(path, "nothing", "name") == ()
    assert known_names(tmp_path / "none.sqlite", "coder", "name") == ()
    assert not (tmp_path / "none.sqlite").exists()
    path.write_bytes(b"something else")
    assert known_names(path, "coder", "name") == ()
    assert known_names(tmp_path, "coder", "name") == ()
