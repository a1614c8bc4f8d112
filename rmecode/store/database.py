"""The connection to the database file; everything that is peculiar to SQLite lives here."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from rmecode.errors.store import (
    UnstorableTextError,
)
from rmecode.errors.store_file import (
    DamagedStoreError,
    NotAStoreError,
    StoreBusyError,
    StoreFaultError,
    StoreFullError,
    StoreUnwritableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

    from rmecode.errors.store import (
        StoreError,
    )

PATIENCE: Final = 10.0
"""How many seconds a task waits for another process to end its writing."""

TURN: Final = 0.002
"""Seconds between two attempts to become the one who writes.

SQLite itself soon waits a tenth of a second between them: of several who write all the time, one
then meets the lock taken for so long that its patience ends.
"""

PRAGMAS: Final = ("foreign_keys = ON", "synchronous = FULL")
"""What every connection is told; journal mode is the file's own and set when it is opened."""

_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_BUSY: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")

_WRITING: Final = {"rmecode_writes": True}

_FAULTS: Final[tuple[tuple[str, Callable[[Path, str], StoreError]], ...]] = (
    ("SQLITE_FULL", lambda path, _: StoreFullError(path)),
    ("SQLITE_READONLY", lambda path, _: StoreUnwritableError(path)),
    ("SQLITE_CANTOPEN", lambda path, _: StoreUnwritableError(path)),
    ("SQLITE_PERM", lambda path, _: StoreUnwritableError(path)),
    ("SQLITE_AUTH", lambda path, _: StoreUnwritableError(path)),
    ("SQLITE_NOTADB", lambda path, _: NotAStoreError(path)),
    ("SQLITE_CORRUPT", DamagedStoreError),
    ("SQLITE_IOERR", StoreFaultError),
)
"""How SQLite names what went wrong (the start of it), and the error that says so to a person."""


def engine_for(path: Path, *, patience: float = PATIENCE, foreign_keys: bool = True) -> Engine:
    """Return an engine on the file; a migration may rebuild tables without foreign keys."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": patience, "isolation_level": None},
        json_serializer=_JSON.encode,
    )
    pragmas = PRAGMAS if foreign_keys else (*PRAGMAS, "foreign_keys = OFF")
    event.listen(engine, "connect", partial(_tell, pragmas))
    event.listen(engine, "begin", partial(_begin, patience))
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the database throughout."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the one connection that may write; commit at the end, or roll back wholly."""
    with engine.connect().execution_options(**_WRITING) as connection, connection.begin():
        yield connection


@contextmanager
def speaking(path: Path, patience: float) -> Iterator[None]:
    """Turn what SQLite reports into one sentence about the file.

    Raises:
        StoreError: the database is locked, read-only, full, damaged or not a database.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        told = _told(getattr(error, "orig", error), path, patience)
        if told is None:
            raise
        raise told from error
    except UnicodeEncodeError as error:
        raise UnstorableTextError(error.object, error.start) from error


def set_journal(connection: Connection, mode: str) -> None:
    """Set the file's journal mode (``WAL`` or ``DELETE``), outside any transaction, if it differs."""
    raw = driver(connection)
    if raw.execute("PRAGMA journal_mode").fetchone()[0].upper() != mode:
        raw.execute(f"PRAGMA journal_mode = {mode}")


def faults(connection: Connection) -> tuple[str, ...]:
    """Return what SQLite's own check of the whole file and of its references finds wrong."""
    broken = [line for line in connection.scalars(text("PRAGMA integrity_check")) if line != "ok"]
    if broken:
        return tuple(broken)
    loose = connection.execute(text("PRAGMA foreign_key_check"))
    return tuple(f"{row[0]} {row[1]} -> {row[2]}" for row in loose)


def next_id(connection: Connection, table: Table) -> int:
    """Return an id that no row of the table ever had, undone and removed ones included."""
    last = connection.execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
    ).scalar()
    return (last or 0) + 1


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the connection of Python's own SQLite module."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  (for the type checker)
    return raw


def _tell(pragmas: tuple[str, ...], raw: sqlite3.Connection, _record: object) -> None:
    for pragma in pragmas:
        raw.execute(f"PRAGMA {pragma}")


def patiently(raw: sqlite3.Connection, statement: str, patience: float) -> None:
    """Run a statement that needs the one right to write, trying often for so many seconds.

    Raises:
        sqlite3.Error: others kept writing, or something else is wrong.
    """
    (before,) = raw.execute("PRAGMA busy_timeout").fetchone()
    until = time.monotonic() + patience
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while not _ran(raw, statement, last=time.monotonic() >= until):
            time.sleep(TURN)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {before}")


def _ran(raw: sqlite3.Connection, statement: str, *, last: bool) -> bool:
    """Run a statement; tell whether it ran, unless this was the last attempt."""
    try:
        raw.execute(statement)
    except sqlite3.OperationalError as error:
        if last or not error.sqlite_errorname.startswith(_BUSY):
            raise
        return False
    return True


def _begin(patience: float, connection: Connection) -> None:
    # The driver itself would begin late and shared: two writers could then both read first and
    # one of them fail at once, without waiting.
    if connection.get_execution_options().get("rmecode_writes", False):
        patiently(driver(connection), "BEGIN IMMEDIATE", patience)
    else:
        connection.exec_driver_sql("BEGIN")


def _told(fault: object, path: Path, patience: float) -> StoreError | None:
    name: str = getattr(fault, "sqlite_errorname", "")
    if name.startswith(_BUSY):
        return StoreBusyError(path, patience)
    makers = (make for start, make in _FAULTS if name.startswith(start))
    make = next(makers, None)
    return make(path, str(fault)) if make else None
