"""Other codes and other places for codings: each coding stays one, and nothing comes back.

A coding keeps its id. What it was stays known as taken away, so that a file which still says so
does not bring it in again. Where its coder has the same already, the two become one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from rmecode.model import Anchor, Decision, Quote, Span
from rmecode.store.codings import IDENTITY, live
from rmecode.store.database import next_id
from rmecode.store.journal import chunks, rows_of, rows_where
from rmecode.store.outcomes import Recoded
from rmecode.store.passages import check_span
from rmecode.store.schema import codebook_version, coding, memo, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rmecode.model import TextVersion
    from rmecode.store.journal import Journal
    from rmecode.store.rows import Row

    Identity = tuple[object, ...]


class _Plan(NamedTuple):
    """What to do: rows to change, rows that join another coding, rows in the way of a change."""

    changed: list[tuple[Row, Row]]
    joined: list[tuple[Row, Mapping[str, Any]]]
    in_the_way: dict[int, int]
    """Codings that were taken away, by id, with the coding that takes their place."""


def recode(journal: Journal, ids: Collection[int], code: str) -> Recoded:
    """Give codings another code, under the codebook of now; what has the code already stays.

    Raises:
        UnknownCodingsError: some of them are not there, or were taken away.
    """
    now = journal.connection.scalar(select(func.max(codebook_version.c.number)))
    pairs = [(row, _recoded(row, code, now)) for row in live(journal, ids)]
    return _carry_out(journal, _plan(journal, pairs), remember=True)


def _recoded(row: Row, code: str, version: int | None) -> Row:
    if row["code"] == code:
        return row | {"reread": None}
    return row | {"code": code, "reread": None, "codebook_version": version}


def move(journal: Journal, number: int, span: Span, text: TextVersion) -> Recoded:
    """Give a coding another place in a text of its source.

    Raises:
        UnknownCodingsError: it is not there, or was taken away.
        BadSpanError: the span is empty or outside the text.
    """
    (row,) = live(journal, [number])
    check_span(text.source, span, len(text.text))
    quote = Quote.at(text.text, span)
    place = {"version": text.number, "start": span.start, "end": span.end}
    words = {"exact": quote.exact, "before": quote.before, "after": quote.after}
    new = row | place | words | {"anchor": Anchor.EXACT.value}
    return _carry_out(journal, _plan(journal, [(row, new)]), remember=True)


def replace_code(journal: Journal, old: str, new: str) -> Recoded:
    """Give everything that has a code another one: codings, suggestions and memos.

    The old code is no longer in the codebook, so nothing of it is left but the log.
    """
    rows = rows_where(journal.connection, coding, coding.c.code == old)
    present = [(row, row | {"code": new}) for row in rows if not row["removed"]]
    outcome = _carry_out(journal, _plan(journal, present), remember=False)
    _replace_removed(journal, old, new)
    _replace_suggestions(journal, old, new)
    memos = rows_where(journal.connection, memo, memo.c.code == old)
    journal.update(memo, memos, [{"code": new}] * len(memos))
    return outcome


def _plan(journal: Journal, pairs: Sequence[tuple[Row, Row]]) -> _Plan:
    stored = dict(_stored(journal, {old["source"] for old, _new in pairs}))
    plan = _Plan([], [], {})
    for old, new in pairs:
        there = stored.get(_identity(new), old)
        if there["removed"]:
            plan.in_the_way[there["id"]] = old["id"]
        if there["id"] != old["id"] and not there["removed"]:
            plan.joined.append((old, there))
        else:
            plan.changed.append((old, new))
            stored[_identity(new)] = new
    return plan


def _carry_out(journal: Journal, plan: _Plan, *, remember: bool) -> Recoded:
    """Write the plan, in an order in which no two rows are ever the same coding."""
    _repoint(journal, plan.in_the_way)
    journal.delete(coding, rows_of(journal.connection, coding, plan.in_the_way))
    _repoint(journal, {gone["id"]: standing["id"] for gone, standing in plan.joined})
    changed = [(old, new) for old, new in plan.changed if old != new]
    journal.update(coding, *_sides(changed))
    gone = [row for row, _standing in plan.joined]
    journal.update(coding, gone, [{"removed": True}] * len(gone))
    _add_notes(journal, plan.joined)
    if remember:
        _remember(journal, [old for old, new in changed if _identity(old) != _identity(new)])
    pairs = tuple((row["id"], standing["id"]) for row, standing in plan.joined)
    return Recoded(tuple(old["id"] for old, _new in changed), pairs)


def _sides(pairs: Sequence[tuple[Row, Row]]) -> tuple[list[Row], list[Row]]:
    return [old for old, _new in pairs], [new for _old, new in pairs]


def _repoint(journal: Journal, heirs: Mapping[int, int]) -> None:
    """Let suggestions and memos on codings that go be on those that take their place."""
    for table in (suggestion, memo):
        rows = [
            row
            for some in chunks(sorted(heirs))
            for row in rows_where(journal.connection, table, table.c.coding.in_(some))
        ]
        journal.update(table, rows, [{"coding": heirs[row["coding"]]} for row in rows])


def _add_notes(journal: Journal, joined: Iterable[tuple[Row, Mapping[str, Any]]]) -> None:
    """Add what was noted on a coding that went to what is noted on the one that stands."""
    notes: dict[int, str] = {}
    for gone, standing in joined:
        said = notes.get(standing["id"], standing["memo"])
        if gone["memo"] not in said:
            notes[standing["id"]] = f"{said}\n{gone['memo']}".strip()
    rows = rows_of(journal.connection, coding, notes)
    journal.update(coding, rows, [{"memo": notes[row["id"]]} for row in rows])


def _remember(journal: Journal, rows: Sequence[Row]) -> None:
    """Keep what codings were, as taken away."""
    first = next_id(journal.connection, coding)
    journal.insert(
        coding, [row | {"id": id_, "removed": True} for id_, row in enumerate(rows, first)]
    )


def _replace_removed(journal: Journal, old: str, new: str) -> None:
    """Give codings that were taken away the new code, but for those that it has there already."""
    rows = rows_where(journal.connection, coding, coding.c.code == old)
    stored = _stored(journal, {row["source"] for row in rows})
    there = [(row, stored.get(_identity(row | {"code": new}))) for row in rows]
    _repoint(journal, {row["id"]: other["id"] for row, other in there if other is not None})
    journal.delete(coding, [row for row, other in there if other is not None])
    alone = [row for row, other in there if other is None]
    journal.update(coding, alone, [{"code": new}] * len(alone))


def _replace_suggestions(journal: Journal, old: str, new: str) -> None:
    """Give suggestions the new code; of two that become the same, a decided one stays."""
    standing = {_passage(row): row for row in _suggestions(journal, new)}
    gone: list[Row] = []
    changed: list[Row] = []
    for row in _suggestions(journal, old):
        other = standing.get(_passage(row))
        if other is not None and _is_open(other) and not _is_open(row):
            gone.append(other)
            other = None
        (changed if other is None else gone).append(row)
    journal.delete(suggestion, gone)
    journal.update(suggestion, changed, [{"code": new}] * len(changed))


def _suggestions(journal: Journal, code: str) -> list[Row]:
    return rows_where(journal.connection, suggestion, suggestion.c.code == code)


def _is_open(row: Row) -> bool:
    return bool(row["decision"] == Decision.OPEN.value)


def _passage(row: Row) -> Identity:
    return tuple(row[name] for name in ("source", "version", "start", "end", "engine"))


def _stored(journal: Journal, sources: Collection[str]) -> dict[Identity, Mapping[str, Any]]:
    """Return the codings of sources, those too that were taken away, by what makes them one."""
    columns = [coding.c[name] for name in ("id", "removed", "memo", *IDENTITY)]
    found = (
        row
        for some in chunks(sorted(sources))
        for row in journal.connection.execute(
            select(*columns).where(coding.c.source.in_(some))
        ).mappings()
    )
    return {_identity(row): row for row in map(dict, found)}


def _identity(row: Mapping[str, Any]) -> Identity:
    return tuple(row[name] for name in IDENTITY)
