"""Writing rows so that each leaves its image in the log, before and after.

Every write of the store goes through a ``Journal``, and every undo through the same three
functions underneath. They write whole rows, and only over rows that are as the writer saw them.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.exc import IntegrityError

from rmecode.errors.store import (
    RowChangedError,
)
from rmecode.store.schema import codebook_version, entry, image

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from rmecode.store.rows import Row

CHUNK: Final = 2_000
"""How many values go into one ``IN (…)``; SQLite takes 32,766 parameters."""

_Value = TypeVar("_Value")


class Image(NamedTuple):
    """A row before and after a write; ``before`` is None for a new row, ``after`` for a gone one."""

    table: Table
    before: Row | None
    after: Row | None


class Journal:
    """The rows that one transaction writes, for its entry in the log."""

    def __init__(self, connection: Connection, *, by: str, at: str) -> None:
        self.connection, self.by, self.at = connection, by, at
        self._images: list[Image] = []

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add new rows."""
        self._write([Image(table, None, row) for row in rows])

    def update(self, table: Table, rows: Sequence[Row], changes: Sequence[Row]) -> None:
        """Change columns of rows: one mapping of new values for each row as it was read."""
        pairs = [(row, row | change) for row, change in zip(rows, changes, strict=True)]
        self._write([Image(table, old, new) for old, new in pairs if new != old])

    def delete(self, table: Table, rows: Sequence[Row]) -> None:
        """Take away rows as they were read."""
        self._write([Image(table, row, None) for row in rows])

    def close(self, action: str, subject: str) -> None:
        """Write the log entry with all images, unless nothing was written."""
        if not self._images:
            return
        number = log(self, action, subject, self._counts())
        rows = [
            {
                "entry": number,
                "seq": seq,
                "table_name": each.table.name,
                "key": key_of(each.table, each.after or each.before or {}),
                "before": each.before,
                "after": each.after,
            }
            for seq, each in enumerate(self._images, 1)
        ]
        self.connection.execute(image.insert(), rows)

    def _write(self, images: list[Image]) -> None:
        apply(self.connection, images)
        self._images.extend(images)

    def _counts(self) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for (table, kind), rows in Counter(map(_table_and_kind, self._images)).items():
            counts.setdefault(table, {})[kind] = rows
        return counts


def log(journal: Journal, action: str, subject: str, detail: Row, **of: int) -> int:
    """Write one log entry and return its id; ``of`` names the entry that it undoes or redoes."""
    row = {"at": journal.at, "by": journal.by, "action": action, "subject": subject}
    latest = select(func.max(codebook_version.c.number)).scalar_subquery()
    values = {**row, "detail": detail, "codebook": latest, **of}
    statement = entry.insert().values(values).returning(entry.c.id)
    return int(journal.connection.execute(statement).scalar_one())


def apply(connection: Connection, images: Sequence[Image]) -> None:
    """Bring rows, all of one table and one kind of write, from *before* to *after*.

    Raises:
        RowChangedError: a row is not as it was before, or others have been built on it.
    """
    if not images:
        return
    table, before, after = images[0]
    write = _insert if before is None else _delete if after is None else _update
    try:
        written = write(connection, table, images)
    except IntegrityError as error:
        raise _first_changed(connection, images) from error
    if written != len(images):
        raise _first_changed(connection, images)


def rows_where(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> list[Row]:
    """Return the whole rows that meet the conditions, in the order of their keys."""
    query = select(table).where(*conditions).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(query).mappings()]


def rows_of(connection: Connection, table: Table, ids: Iterable[int]) -> list[Row]:
    """Return the whole rows with these ids that there are, in the order of their ids."""
    return [
        row
        for some in chunks(sorted(set(ids)))
        for row in rows_where(connection, table, table.c.id.in_(some))
    ]


def chunks(values: Iterable[_Value], size: int = CHUNK) -> Iterator[list[_Value]]:
    """Cut values into lists that fit one statement."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def key_of(table: Table, row: Row) -> list[object]:
    """Return the row's primary key."""
    return [row[column.name] for column in table.primary_key]


def _insert(connection: Connection, table: Table, images: Sequence[Image]) -> int:
    connection.execute(table.insert(), [row for _, _, row in images if row is not None])
    return len(images)


def _delete(connection: Connection, table: Table, images: Sequence[Image]) -> int:
    seen = [_as_seen(before) for _, before, _ in images if before is not None]
    return connection.execute(table.delete().where(_unchanged(table)), seen).rowcount


def _update(connection: Connection, table: Table, images: Sequence[Image]) -> int:
    pairs = [(before, after) for _, before, after in images if before and after]
    news = {name for before, after in pairs for name in after if after[name] != before[name]}
    rows = [_as_seen(old) | {name: new[name] for name in news} for old, new in pairs]
    return connection.execute(table.update().where(_unchanged(table)), rows).rowcount


def _unchanged(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row still has every value that the writer saw."""
    seen = [(column, bindparam(f"seen_{column.name}", type_=column.type)) for column in table.c]
    return and_(
        *(
            column.is_not_distinct_from(value) if column.nullable else column == value
            for column, value in seen
        )
    )


def _as_seen(row: Row) -> Row:
    return {f"seen_{name}": value for name, value in row.items()}


def _first_changed(connection: Connection, images: Sequence[Image]) -> RowChangedError:
    for table, before, after in images:
        key = key_of(table, before or after or {})
        same_key = (column == value for column, value in zip(table.primary_key, key, strict=True))
        if rows_where(connection, table, *same_key) != ([before] if before else []):
            return RowChangedError(table.name, key)
    # All are as they were: a row of somebody else's refers to one of them, or is like one of them.
    return RowChangedError(images[0].table.name)


def _table_and_kind(change: Image) -> tuple[str, str]:
    kind = "added" if change.before is None else "removed" if change.after is None else "changed"
    return change.table.name, kind
