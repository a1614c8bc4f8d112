"""Destroying a source in a database file, so that no byte of it stays.

The project's database and every backup of it are treated alike, whatever schema they were written
under: what has a column ``source`` or ``coding`` is found by its name. The log keeps its lines, but
loses every image of the source's rows; one line says that it was erased, when and why.
"""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.errors.safety import ErasureUnfinishedError
from rmecode.errors.store import StoreError
from rmecode.messages import _
from rmecode.store.database import TURN, patiently, speaking
from rmecode.store.traces import Traces, columns_of, log_lines_to_blank, traces_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PATIENCE: Final = 30.0
"""Seconds that an erasure waits for other processes to end their writing."""

ACTION: Final = "erase"

_OWN: Final = ("image", "entry", "brought", "removed_source", "source")
"""The tables whose rows are found by more than a column ``source`` or ``coding``."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """An order to destroy a source: by whom, when and why.

    ``hashes`` are those of its texts and files, by which it is known under other ids too; ``files``
    what its file was called.
    """

    source: str
    reason: str
    by: str
    at: str
    hashes: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


def erase(path: Path, erasure: Erasure, *, finished: bool = False) -> int:
    """Take every row of the source out of a database, in one transaction; return how many went.

    The bytes stay in the file until ``shred``. Unless ``finished``, the log line says that there is
    more to do, and what.

    Raises:
        StoreError: the database is locked, read-only, full, damaged or not a database.
    """
    with _opened(path) as raw:
        raw.execute("PRAGMA temp_store = MEMORY")
        patiently(raw, "BEGIN IMMEDIATE", PATIENCE)
        traces = traces_of(raw, erasure.source, erasure.hashes, erasure.files)
        gone = _delete(raw, traces) + _blank(raw, traces)
        _remember(raw, erasure, traces)
        _log(raw, erasure, {} if finished else {"unfinished": {"files": traces.files}})
        raw.execute("COMMIT")
    return gone


def finish(path: Path, erasure: Erasure) -> None:
    """Shred the project's database, then let its log say that the erasure is done.

    Raises:
        ErasureUnfinishedError: another process kept the file from being shredded.
        StoreError: the database is read-only, full or damaged.
    """
    with _opened(path) as raw:
        _log(raw, erasure, {"unfinished": {}})
    shred(path, erasure.source)
    with _opened(path) as raw:
        _log(raw, erasure, {})


def shred(path: Path, source: str) -> None:
    """Write the whole file anew without what was deleted, and empty the log beside it.

    Raises:
        ErasureUnfinishedError: another process keeps an older state of the database open.
        StoreError: the database is locked, read-only, full or damaged.
    """
    with _opened(path) as raw:
        patiently(raw, "VACUUM", PATIENCE)
        if not _emptied(raw):
            raise ErasureUnfinishedError(source, _("another program is reading the project."))


def _emptied(raw: sqlite3.Connection) -> bool:
    """Fold the log beside the file into it, however often others do so; tell whether it is empty."""
    until = time.monotonic() + PATIENCE
    while raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        # Where another process does the same, SQLite does not wait for it.
        if time.monotonic() > until:
            return False
        time.sleep(TURN)
    return True


def remains(path: Path, erasure: Erasure) -> str:
    """Return what is wrong with a database from which the source was erased, if anything."""
    try:
        with _opened(path) as raw:
            raw.execute("BEGIN")
            verdict: str = raw.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                return verdict
            left = _delete(raw, traces_of(raw, erasure.source, erasure.hashes, erasure.files))
            raw.execute("ROLLBACK")
    except StoreError as error:
        return str(error)
    return f"{left} rows" if left else ""


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with (
        speaking(path, PATIENCE),
        closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as raw,
    ):
        raw.execute("PRAGMA secure_delete = ON")
        yield raw


def _delete(raw: sqlite3.Connection, traces: Traces) -> int:
    """Delete the rows and the images of rows; return how many."""
    tables = columns_of(raw)
    _list_what_goes(raw, traces)
    parts = [
        raw.execute(f'DELETE FROM "{table}" WHERE {column} IN (SELECT id FROM temp.gone_{column})')  # noqa: S608  (own names)
        for column in ("coding", "source")
        for table, columns in tables.items()
        if table not in _OWN and column in columns
    ]
    parts += [
        raw.execute(
            "DELETE FROM image WHERE rowid IN (SELECT id FROM temp.gone_image) OR coalesce("
            "json_extract(after, '$.coding'), json_extract(before, '$.coding')) "
            "IN (SELECT id FROM temp.gone_coding)"
        ),
        raw.execute("DELETE FROM brought WHERE rowid IN (SELECT id FROM temp.gone_brought)"),
        raw.execute("DELETE FROM source WHERE id IN (SELECT id FROM temp.gone_source)"),
    ]
    return sum(part.rowcount for part in parts)


def _list_what_goes(raw: sqlite3.Connection, traces: Traces) -> None:
    """Make temporary lists of the sources, rows, images and codings that go."""
    lists: dict[str, Sequence[object]] = {
        "gone_source": traces.dead,
        "gone_image": traces.images,
        "gone_brought": traces.brought,
        "gone_coding": (),
        "gone_entry": (),
    }
    for name, ids in lists.items():
        raw.execute(f"DROP TABLE IF EXISTS temp.{name}")
        raw.execute(f"CREATE TEMP TABLE {name} (id PRIMARY KEY)")
        raw.executemany(f"INSERT INTO temp.{name} VALUES (?)", [(each,) for each in ids])  # noqa: S608
    raw.execute(
        "INSERT OR IGNORE INTO temp.gone_coding "
        "SELECT id FROM coding WHERE source IN (SELECT id FROM temp.gone_source) "
        "UNION SELECT json_extract(key, '$[0]') FROM image "
        "WHERE table_name = 'coding' AND rowid IN (SELECT id FROM temp.gone_image)"
    )
    raw.execute(
        "INSERT OR IGNORE INTO temp.gone_entry "
        "SELECT entry FROM image WHERE rowid IN (SELECT id FROM temp.gone_image)"
    )


def _blank(raw: sqlite3.Connection, traces: Traces) -> int:
    """Put the source's id in place of what log lines say with its words or its file's name."""
    emptied = raw.execute("SELECT id FROM temp.gone_entry EXCEPT SELECT entry FROM image")
    numbers = log_lines_to_blank(raw, traces, {number for (number,) in emptied})
    raw.executemany(
        "UPDATE entry SET subject = ?, detail = json_remove(detail, '$.reason') WHERE id = ?",
        [(traces.source, number) for number in numbers],
    )
    return len(numbers)


def _remember(raw: sqlite3.Connection, erasure: Erasure, traces: Traces) -> None:
    """Keep the hashes, so that no run takes the same text again."""
    raw.executemany(
        "UPDATE removed_source SET id = ? WHERE id = ?",
        [(erasure.source, other) for other in traces.dead],
    )
    raw.executemany(
        "INSERT OR IGNORE INTO removed_source (hash, file_hash, id, at) VALUES (?, ?, ?, ?)",
        [(text, file, erasure.source, erasure.at) for text, file in traces.hashes],
    )


def _log(raw: sqlite3.Connection, erasure: Erasure, more: Mapping[str, object]) -> None:
    """Write the line of the erasure, or write it anew."""
    detail = {"reason": erasure.reason, **more}
    text = json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
    key = (ACTION, erasure.source, erasure.at)
    written = raw.execute(
        "UPDATE entry SET detail = ? WHERE action = ? AND subject = ? AND at = ?", (text, *key)
    )
    if not written.rowcount:
        raw.execute(
            "INSERT INTO entry (action, subject, at, by, detail) VALUES (?, ?, ?, ?, ?)",
            (*key, erasure.by, text),
        )
