"""Memos: added, changed and taken away by people only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rmecode.errors.store import UnknownMemosError, UnknownSourceError
from rmecode.model import MemoAbout
from rmecode.store.codings import live
from rmecode.store.database import next_id
from rmecode.store.journal import rows_of
from rmecode.store.passages import check_span
from rmecode.store.rows import from_memo
from rmecode.store.schema import memo, source, text_version

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmecode.model import Memo, MemoKind
    from rmecode.store.journal import Journal
    from rmecode.store.rows import Row


def add(journal: Journal, new: Memo) -> int:
    """Add a memo and return its id; one on a coding is on the coding's source too.

    Raises:
        UnknownSourceError: its source or text version is not in the store.
        BadSpanError: its passage is empty or outside the text.
        UnknownCodingsError: its coding is not there, or was taken away.
    """
    row = from_memo(new, next_id(journal.connection, memo), journal.at)
    if new.coding is not None:
        row["source"] = live(journal, [new.coding])[0]["source"]
    _check_place(journal, new, row)
    journal.insert(memo, [row])
    return int(row["id"])


def change(journal: Journal, number: int, text: str | None, kind: MemoKind | None) -> bool:
    """Write a memo anew, or give it another kind; tell whether that was news.

    Raises:
        UnknownMemosError: there is no such memo.
    """
    (row,) = _rows(journal, [number])
    news = {
        name: value
        for name, value in (("text", text), ("kind", kind and kind.value))
        if value is not None and value != row[name]
    }
    if news:
        journal.update(memo, [row], [{**news, "changed_at": journal.at}])
    return bool(news)


def remove(journal: Journal, ids: Collection[int]) -> None:
    """Take memos away.

    Raises:
        UnknownMemosError: some of them are not there.
    """
    journal.delete(memo, _rows(journal, ids))


def _rows(journal: Journal, ids: Collection[int]) -> list[Row]:
    rows = rows_of(journal.connection, memo, ids)
    missing = set(ids) - {row["id"] for row in rows}
    if missing:
        raise UnknownMemosError(sorted(missing))
    return rows


def _check_place(journal: Journal, new: Memo, row: Row) -> None:
    name = row["source"]
    if name is None:
        return
    known = select(source.c.id).where(source.c.id == name)
    if journal.connection.scalar(known) is None:
        raise UnknownSourceError(name)
    if new.about is not MemoAbout.TURN or new.span is None:
        return
    columns = text_version.c
    length = select(columns.characters).where(columns.source == name, columns.number == new.version)
    characters = journal.connection.scalar(length)
    if characters is None:
        raise UnknownSourceError(name, new.version)
    check_span(name, new.span, characters)
