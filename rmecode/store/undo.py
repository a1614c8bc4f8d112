"""Undo and redo of any write, from the images that it left in the log.

What can be undone follows from the log alone: a write is in effect while it has been undone as
often as redone. A new write after an undo ends what could be redone. The log only grows.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, select

from rmecode.errors.store import (
    NothingToRedoError,
    NothingToUndoError,
)
from rmecode.store.journal import Image, apply, log
from rmecode.store.rows import to_entry
from rmecode.store.schema import entry, image, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection, ScalarSelect

    from rmecode.model import LogEntry
    from rmecode.store.journal import Journal

_undone = entry.alias("undone")
_redone = entry.alias("redone")


def undoable(connection: Connection, limit: int) -> list[LogEntry]:
    """Return the writes that can be undone, the next one first."""
    conditions = (_is_write(), in_effect(), _has_images())
    query = select(entry).where(*conditions).order_by(entry.c.id.desc()).limit(limit)
    return [to_entry(row) for row in connection.execute(query)]


def redoable(connection: Connection, limit: int) -> list[LogEntry]:
    """Return the writes that were undone and can be redone, the next one first."""
    writes = entry.alias("writes")
    last_write = (
        select(func.max(writes.c.id))
        .where(writes.c.undoes.is_(None), writes.c.redoes.is_(None))
        .scalar_subquery()
    )
    undone_since = select(_undone.c.undoes).where(_undone.c.id > last_write)
    query = (
        select(entry)
        .where(entry.c.id.in_(undone_since), ~in_effect(), _has_images())
        .order_by(entry.c.id)
        .limit(limit)
    )
    return [to_entry(row) for row in connection.execute(query)]


def undo(journal: Journal, count: int) -> tuple[LogEntry, ...]:
    """Take back the last writes, the latest first; all of them or none.

    Raises:
        NothingToUndoError: there are fewer.
        RowChangedError: a row is not as the write left it.
    """
    entries = undoable(journal.connection, count)
    if len(entries) < max(count, 1):
        raise NothingToUndoError(count, len(entries))
    for each in entries:
        for images in _runs(reversed(_images(journal.connection, each.id))):
            apply(journal.connection, [Image(i.table, i.after, i.before) for i in images])
        log(journal, "undo", each.subject, {"action": each.action}, undoes=each.id)
    return tuple(entries)


def redo(journal: Journal, count: int) -> tuple[LogEntry, ...]:
    """Do again the writes that were undone last; all of them or none.

    Raises:
        NothingToRedoError: there are fewer.
        RowChangedError: a row is not as the undo left it.
    """
    entries = redoable(journal.connection, count)
    if len(entries) < max(count, 1):
        raise NothingToRedoError(count, len(entries))
    for each in entries:
        for images in _runs(iter(_images(journal.connection, each.id))):
            apply(journal.connection, images)
        log(journal, "redo", each.subject, {"action": each.action}, redoes=each.id)
    return tuple(entries)


def _is_write() -> ColumnElement[bool]:
    return and_(entry.c.undoes.is_(None), entry.c.redoes.is_(None))


def _has_images() -> ColumnElement[bool]:
    """Return the condition that an erasure has left something of the entry to take back."""
    return exists().where(image.c.entry == entry.c.id)


def in_effect() -> ColumnElement[bool]:
    """Return the condition that an entry was not undone, or was redone since."""
    return _times(_undone.c.undoes) == _times(_redone.c.redoes)


def _times(reference: ColumnElement[int | None]) -> ScalarSelect[int]:
    return select(func.count(reference)).where(reference == entry.c.id).scalar_subquery()


def _images(connection: Connection, number: int) -> list[Image]:
    query = select(image).where(image.c.entry == number).order_by(image.c.seq)
    return [
        Image(metadata.tables[row.table_name], row.before, row.after)
        for row in connection.execute(query)
    ]


def _runs(images: Iterator[Image]) -> Iterator[list[Image]]:
    """Cut into runs of one table and one kind of write, in order, so that references hold."""
    kinds = groupby(images, key=lambda i: (i.table.name, i.before is None, i.after is None))
    return (list(run) for _, run in kinds)
