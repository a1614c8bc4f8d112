"""Sources coming in and going: each content once, each with a number of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rmecode.errors.store import SourceRemovedError, SourceTakenError
from rmecode.store.journal import rows_where
from rmecode.store.rows import from_text_version, from_turn
from rmecode.store.schema import removed_source, short_id, text_version, turn
from rmecode.store.schema import source as source_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from rmecode.model import RemovedSource, TextVersion, Turn
    from rmecode.store.journal import Journal
    from rmecode.store.reads import Reads
    from rmecode.store.rows import Row


def check_new(connection: Connection, source: str) -> None:
    """Make sure that no source has this id.

    Raises:
        SourceTakenError: one has.
    """
    if rows_where(connection, source_table, source_table.c.id == source):
        raise SourceTakenError(source, source)


def check_content(reads: Reads, version: TextVersion) -> None:
    """Make sure that no other source has this text or this file.

    Raises:
        SourceTakenError: one has.
    """
    for known, own in (
        (reads.known_texts(), version.hash),
        (reads.known_files(), version.file_hash),
    ):
        if known.get(own, version.source) != version.source:
            raise SourceTakenError(version.source, known[own])


def insert_text(journal: Journal, version: TextVersion, turns: Sequence[Turn]) -> None:
    """Write a text and its turns."""
    journal.insert(text_version, [from_text_version(version, journal.at)])
    journal.insert(turn, [from_turn(each, version) for each in turns])


def number(connection: Connection, source: str) -> None:
    """Give a source a number to be named by, once and for good: the log does not take it back."""
    if connection.scalar(select(short_id.c.number).where(short_id.c.source == source)) is None:
        connection.execute(short_id.insert(), [{"source": source}])


def forget_removal(journal: Journal, source: str, version: TextVersion, *, revive: bool) -> None:
    """Forget that a source of this content was removed, since it comes back.

    Raises:
        SourceRemovedError: it was, and is not to be revived.
    """
    columns = removed_source.c
    same = columns.hash == version.hash
    if version.file_hash:
        same |= columns.file_hash == version.file_hash
    rows = rows_where(journal.connection, removed_source, same)
    if rows and not revive:
        raise SourceRemovedError(source, rows[0]["id"], rows[0]["at"])
    journal.delete(removed_source, rows)


def remember_removal(
    journal: Journal, removed: Iterable[RemovedSource], source: str, texts: Sequence[Row]
) -> None:
    """Remember the content of a source that goes, so that no import revives it."""
    known = {(each.hash, each.file_hash) for each in removed}
    contents = dict.fromkeys((text["hash"], text["file_hash"]) for text in texts)
    journal.insert(
        removed_source,
        [
            {"hash": text, "file_hash": file, "id": source, "at": journal.at}
            for text, file in contents
            if (text, file) not in known
        ],
    )
