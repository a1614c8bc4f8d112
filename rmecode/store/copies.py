"""Copies of a database: what is in one, and putting one back in a single transaction."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.messages import _
from rmecode.store.database import PATIENCE, patiently, speaking
from rmecode.store.files import make_private
from rmecode.store.schema import APPLICATION_ID, REVISIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds; ``fault`` says what is wrong with it, empty where nothing is."""

    schema: str = ""
    sources: int = 0
    codings: int = 0
    fault: str = ""


def contents_of(path: Path) -> Contents:
    """Look a copy over, whole: SQLite's own check, whose it is, and how much is in it."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw:
            if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return Contents(fault=_("it is no project database"))
            verdict: str = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
            schema, sources, codings = raw.execute(_CONTENTS).fetchone()
    except sqlite3.Error as error:
        return Contents(fault=str(error))
    return Contents(schema, sources, codings, "" if verdict == "ok" else verdict)


_CONTENTS = """
    SELECT (SELECT version_num FROM alembic_version),
           (SELECT count(*) FROM source),
           (SELECT count(*) FROM coding WHERE NOT removed)
"""


def is_known(schema: str) -> bool:
    """Tell whether this version of the tool can read a schema."""
    return schema in REVISIONS


def duplicate(copy: Path, other: Path) -> None:
    """Write what a copy holds to a new file that only its owner can read.

    Raises:
        StoreError: it cannot be read, or the disk is full.
        OSError: the folder cannot be written.
    """
    make_private(other)
    with (
        speaking(copy, PATIENCE),
        closing(sqlite3.connect(copy)) as source,
        closing(sqlite3.connect(other)) as target,
    ):
        source.backup(target)


def put_back(
    path: Path, copy: Path, *, subject: str, by: str, at: str, keep: Callable[[], object]
) -> None:
    """Make a database what a copy of the same schema is, in one transaction with its log line.

    Others who have the database open see the one state or the other. ``keep`` is called when nobody
    else can write any more, to keep what stands there. Ids that were given since the copy was made
    are not given again.

    Raises:
        StoreError: the database is locked, read-only, full or damaged.
    """
    with (
        speaking(path, PATIENCE),
        closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as raw,
    ):
        raw.execute("ATTACH DATABASE ? AS copy", (str(copy),))
        patiently(raw, "BEGIN IMMEDIATE", PATIENCE)
        keep()
        for table, columns in _columns(raw):
            raw.execute(f"DELETE FROM main.{table}")  # noqa: S608  (the names are the schema's)
            raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM copy.{table}")  # noqa: S608
        raw.execute(
            "INSERT INTO entry (at, by, action, subject, detail) VALUES (?, ?, 'restore', ?, ?)",
            (at, by, subject, json.dumps({})),
        )
        raw.execute("COMMIT")


def _columns(raw: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return each table of the copy with its columns, as SQL names them."""
    tables = raw.execute(
        "SELECT name FROM copy.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return [
        (
            f'"{name}"',
            ", ".join(f'"{row[1]}"' for row in raw.execute(f'PRAGMA copy.table_info("{name}")')),
        )
        for (name,) in tables
    ]
