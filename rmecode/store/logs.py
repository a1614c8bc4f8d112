"""What the log tells: which writes touched what, and the life of one coding."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, literal, or_, select

from rmecode.model import CodingChange
from rmecode.store.rows import to_coding, to_entry
from rmecode.store.schema import entry, image
from rmecode.store.undo import in_effect

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from rmecode.model import Coding

PRIVATE: Final = ("coding", "suggestion", "memo", "done")
"""The tables whose rows are one coder's own."""


def touching(
    *, source: str | None = None, coding: int | None = None, code: str | None = None
) -> list[ColumnElement[bool]]:
    """Return the conditions that an entry, or the one it undoes or redoes, touched such rows."""
    asked = []
    if source is not None:
        is_it = and_(image.c.table_name == "source", image.c.key[0].as_string() == source)
        asked.append(or_(is_it, _has("source", source)))
    if coding is not None:
        same = image.c.key[0].as_integer() == coding
        asked.append(and_(image.c.table_name == "coding", same))
    if code is not None:
        asked.append(_has("code", code))
    if not asked:
        return []
    written = func.coalesce(entry.c.undoes, entry.c.redoes, entry.c.id)
    return [written.in_(select(image.c.entry).where(*asked))]


def seen(coder: str | None) -> list[ColumnElement[bool]]:
    """Return the condition that a blind coder may see an entry: nobody else coded in it."""
    if coder is None:
        return []
    nobodys = and_(*(entry.c.detail[table].as_string().is_(None) for table in PRIVATE))
    plain = and_(entry.c.undoes.is_(None), entry.c.redoes.is_(None), nobodys)
    return [or_(and_(entry.c.by == coder, literal(bool(coder))), plain)]


def changes_of(connection: Connection, number: int) -> tuple[CodingChange, ...]:
    """Return what every write did to one coding, the oldest first."""
    same = image.c.key[0].as_integer() == number
    query = (
        select(entry, image.c.before, image.c.after, (~in_effect()).label("undone"))
        .join(image, image.c.entry == entry.c.id)
        .where(image.c.table_name == "coding", same)
        .order_by(entry.c.id, image.c.seq)
    )
    return tuple(
        CodingChange(to_entry(row), _coding(row.before), _coding(row.after), bool(row.undone))
        for row in connection.execute(query)
    )


def _coding(row: dict[str, Any] | None) -> Coding | None:
    return to_coding(SimpleNamespace(**row)) if row else None  # type: ignore[arg-type]  # has its names


def _has(column: str, value: str) -> ColumnElement[bool]:
    """Return the condition that a row's column had the value before the write, or has it after."""
    sides = (image.c.before[column].as_string(), image.c.after[column].as_string())
    return or_(*(side == value for side in sides))
