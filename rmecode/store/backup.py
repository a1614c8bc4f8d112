"""Verified copies of the database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from rmecode.errors import FileUnwritableError
from rmecode.errors.store_file import (
    BackupFailedError,
    StoreExistsError,
)
from rmecode.store.database import PATIENCE, driver, speaking
from rmecode.store.files import make_private

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def back_up(connection: Connection, copy: Path) -> None:
    """Write what the connection sees to a new file, and compare it before it gets its name.

    Raises:
        StoreExistsError: there is a file of this name.
        FileUnwritableError: the folder cannot be written.
        BackupFailedError: the copy is damaged, or has other rows.
        StoreError: the disk is full.
    """
    if copy.exists():
        raise StoreExistsError(copy)
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        make_private(unfinished)
        _copy(connection, unfinished, copy)
        unfinished.rename(copy)
    except OSError as error:
        raise FileUnwritableError(copy, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def backup_name(path: Path, revision: str, at: str) -> Path:
    """Return where the copy goes that is made before a migration."""
    moment = "".join(letter if letter.isalnum() else "-" for letter in at)
    return path.parent / "backups" / f"{path.stem}-{moment}-schema-{revision}{path.suffix}"


def _copy(connection: Connection, unfinished: Path, copy: Path) -> None:
    rows = row_counts(connection)
    with speaking(copy, PATIENCE), closing(sqlite3.connect(unfinished)) as target:
        driver(connection).backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    reason = difference(unfinished, rows)
    if reason:
        raise BackupFailedError(copy, reason)


def row_counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has, whatever the schema."""
    names = sorted(inspect(connection).get_table_names())
    counts = ((name, connection.scalar(text(_count(name)))) for name in names)
    return {name: count or 0 for name, count in counts}


def difference(copy: Path, rows: dict[str, int]) -> str | None:
    """Return what is wrong with a copy that should have so many rows in each table, if anything."""
    try:
        with closing(sqlite3.connect(copy)) as raw:
            verdict: str = raw.execute("PRAGMA integrity_check").fetchone()[0]
            copied = {name: raw.execute(_count(name)).fetchone()[0] for name in rows}
    except sqlite3.Error as error:
        return str(error)
    wrong = (
        f"{name}: {copied[name]} ≠ {count}" for name, count in rows.items() if copied[name] != count
    )
    return next(wrong, None) if verdict == "ok" else verdict


def _count(table: str) -> str:
    return f'SELECT count(*) FROM "{table}"'  # noqa: S608  (the name is the database's own)
