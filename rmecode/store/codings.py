"""Adding codings once, however often they come, and taking them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rmecode.errors.store import (
    UnknownCoderError,
    UnknownCodingsError,
)
from rmecode.model import Anchor
from rmecode.store.database import next_id
from rmecode.store.journal import chunks, rows_of
from rmecode.store.outcomes import AddedCodings
from rmecode.store.passages import check_codebooks, check_passages
from rmecode.store.rows import from_coding
from rmecode.store.schema import coder, coding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from rmecode.model import Coding
    from rmecode.store.journal import Journal
    from rmecode.store.rows import Row

    Identity = tuple[str, int, int, int, str, str]

IDENTITY = ("source", "version", "start", "end", "code", "coder")
"""What makes two codings one."""


def add(journal: Journal, codings: Sequence[Coding], *, revive: bool) -> AddedCodings:
    """Add what is not there yet; bring back what somebody removed only to ``revive`` it.

    Raises:
        StoreError: a coding's source, words, coder or codebook version are not in the store.
    """
    check_passages(journal.connection, codings)
    check_coders(journal.connection, {each.coder for each in codings})
    stored = _stored(journal.connection, {each.source for each in codings})
    wanted = {_identity(each): each for each in reversed(codings)}
    new = _insert(
        journal, [wanted[i] for i in dict.fromkeys(map(_identity, codings)) if i not in stored]
    )
    known = {identity: number for identity, (number, _) in stored.items()} | new
    away = {known[i]: each for i, each in wanted.items() if i in stored and stored[i][1]}
    if revive:
        _revive(journal, away)
    gone = tuple(sorted(away))
    return AddedCodings(
        ids=tuple(known[_identity(each)] for each in codings),
        new=tuple(new.values()),
        standing=tuple(sorted({known[i] for i in wanted} - {*gone, *new.values()})),
        removed=() if revive else gone,
        revived=gone if revive else (),
    )


def remove(journal: Journal, ids: Collection[int]) -> None:
    """Take codings away; their rows stay, marked, so that no import revives them.

    Raises:
        UnknownCodingsError: some of them are not there, or were taken away before.
    """
    rows = live(journal, ids)
    journal.update(coding, rows, [{"removed": True}] * len(rows))


def live(journal: Journal, ids: Collection[int]) -> list[Row]:
    """Return the rows of codings that nobody took away, in the order of their ids.

    Raises:
        UnknownCodingsError: some of them are not there, or were taken away.
    """
    rows = [row for row in rows_of(journal.connection, coding, ids) if not row["removed"]]
    missing = set(ids) - {row["id"] for row in rows}
    if missing:
        raise UnknownCodingsError(sorted(missing))
    return rows


def note(journal: Journal, memos: Mapping[int, str]) -> None:
    """Set what the coders noted on codings.

    Raises:
        UnknownCodingsError: some of them are not there, or were taken away.
    """
    rows = live(journal, memos)
    journal.update(coding, rows, [{"memo": memos[row["id"]]} for row in rows])


def doubt(journal: Journal, ids: Collection[int], version: int) -> None:
    """Mark codings as to be reread under a codebook version.

    Raises:
        UnknownCodingsError: some of them are not there, or were taken away.
        UnknownCodebookVersionError: no version of this number was recorded.
    """
    check_codebooks(journal.connection, {version})
    rows = live(journal, ids)
    journal.update(coding, rows, [{"reread": version}] * len(rows))


def keep(journal: Journal, ids: Collection[int]) -> None:
    """Note that somebody looked at codings again: they stay as they are, without doubt.

    Raises:
        UnknownCodingsError: some of them are not there, or were taken away.
    """
    rows = live(journal, ids)
    journal.update(coding, rows, [{"reread": None, "anchor": Anchor.EXACT.value}] * len(rows))


def check_coders(connection: Connection, names: Iterable[str]) -> None:
    """Make sure that all of them code in the study.

    Raises:
        UnknownCoderError: one does not.
    """
    known = set(connection.scalars(select(coder.c.name)))
    for name in sorted(set(names) - known):
        raise UnknownCoderError(name)


def _insert(journal: Journal, codings: Sequence[Coding]) -> dict[Identity, int]:
    numbered = list(enumerate(codings, next_id(journal.connection, coding)))
    journal.insert(coding, [from_coding(each, number, journal.at) for number, each in numbered])
    return {_identity(each): number for number, each in numbered}


def _revive(journal: Journal, away: dict[int, Coding]) -> None:
    rows = rows_of(journal.connection, coding, away)
    anew = [from_coding(away[row["id"]], row["id"], journal.at) for row in rows]
    journal.update(coding, rows, anew)


def _stored(connection: Connection, sources: set[str]) -> dict[Identity, tuple[int, bool]]:
    columns = [coding.c[name] for name in IDENTITY]
    query = select(coding.c.id, coding.c.removed, *columns)
    return {
        tuple(identity): (number, removed)
        for some in chunks(sorted(sources))
        for number, removed, *identity in connection.execute(query.where(coding.c.source.in_(some)))
    }


def _identity(each: Coding) -> Identity:
    span = each.span
    return (each.source, each.version, span.start, span.end, each.code, each.coder)
