"""Everything that can be read from the store, as model values in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, select

from rmecode.errors.store import (
    UnknownCodebookVersionError,
    UnknownSourceError,
)
from rmecode.model import (
    CodebookVersion,
    Coder,
    CoderKind,
    Decision,
    Done,
    RemovedSource,
    StoreCounts,
    StoredSource,
)
from rmecode.store import logs, narrow, tallies
from rmecode.store import schema as s
from rmecode.store.journal import chunks
from rmecode.store.rows import (
    to_assignment,
    to_entry,
    to_memo,
    to_suggestion,
    to_text_version,
    to_turn,
)
from rmecode.store.undo import redoable, undoable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Row, RowMapping, Select, Table

    from rmecode.model import (
        Assignment,
        Coding,
        CodingChange,
        LogEntry,
        Memo,
        Suggestion,
        TextVersion,
        Turn,
    )
    from rmecode.store.narrow import CodingFact, SpokenText
    from rmecode.store.tallies import CodeMove, Doubts, Tally


class Reads:
    """The questions that a store answers; inside a write, they see what it wrote so far.

    ``seen_by`` names the one coder who looks, where a study is blind: what others coded, decided,
    noted, marked and logged is then not there. It is None where everything is seen.
    """

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connect = connect
        self.seen_by: str | None = None

    def sources(self) -> tuple[StoredSource, ...]:
        """Return the sources with the facts of their latest text, without the texts, by id."""
        facts = [column for column in s.text_version.c if column.name not in {"source", "text"}]
        numbers = s.source.c.id == s.short_id.c.source
        query = select(s.source, *facts, s.short_id.c.number.label("short")).where(_latest())
        query = query.select_from(
            s.source.join(s.text_version).join(s.short_id, numbers, isouter=True)
        )
        return tuple(StoredSource(**row) for row in self._named(query.order_by(s.source.c.id)))

    def source_ids(self) -> tuple[str, ...]:
        """Return the ids of the sources, in order."""
        with self._connect() as connection:
            return narrow.source_ids(connection)

    def known_texts(self) -> dict[str, str]:
        """Return the ids of the sources by the hash of every text version they ever had."""
        return self._ids_by(s.text_version.c.hash)

    def known_files(self) -> dict[str, str]:
        """Return the ids of the sources by the hash of every file they were ever read from."""
        return self._ids_by(s.text_version.c.file_hash)

    def text_version(self, source: str, number: int | None = None) -> TextVersion:
        """Return one text of a source, the latest if no number is given.

        Raises:
            UnknownSourceError: there is no such source, or no such version of it.
        """
        query = select(s.text_version).where(s.text_version.c.source == source)
        if number is not None:
            query = query.where(s.text_version.c.number == number)
        rows = self._rows(query.order_by(s.text_version.c.number.desc()).limit(1))
        if not rows:
            raise UnknownSourceError(source, number)
        return to_text_version(rows[0])

    def texts(self, sources: Collection[str] | None = None) -> dict[str, TextVersion]:
        """Return the latest texts of these sources, or of all, by id; unknown ids are left out."""
        query = select(s.text_version).where(_latest())
        rows = self._rows_in(query, s.text_version.c.source, sources)
        return {row.source: to_text_version(row) for row in rows}

    def turns(self, source: str, version: int | None = None) -> tuple[Turn, ...]:
        """Return the turns of one text of a source, the latest if no version is given.

        Raises:
            UnknownSourceError: there is no such source, or no such version of it.
        """
        number = self.text_version(source, version).number
        wanted = and_(s.turn.c.source == source, s.turn.c.version == number)
        rows = self._rows(select(s.turn).where(wanted).order_by(s.turn.c.number))
        return tuple(to_turn(row) for row in rows)

    def all_turns(self) -> dict[str, tuple[Turn, ...]]:
        """Return the turns of every source's latest text, in one query, by the source's id."""
        nothing: dict[str, tuple[Turn, ...]] = {source.id: () for source in self.sources()}
        return nothing | self.turns_of(None)

    def turns_of(self, sources: Collection[str] | None) -> dict[str, tuple[Turn, ...]]:
        """Return the turns of these sources' latest texts, or of all that have any, by source."""
        with self._connect() as connection:
            return narrow.turns_of(connection, sources)

    def spoken_texts(self) -> dict[str, SpokenText]:
        """Return what tells each source's latest text from any other, without the text."""
        with self._connect() as connection:
            return narrow.spoken_texts(connection)

    def assignments(self) -> tuple[Assignment, ...]:
        """Return the parts of sources that belong to one case, by source and place."""
        query = select(s.assignment).order_by(*s.assignment.primary_key)
        return tuple(to_assignment(row) for row in self._rows(query))

    def coders(self) -> tuple[Coder, ...]:
        """Return the coders by name."""
        rows = self._rows(select(s.coder).order_by(s.coder.c.name))
        return tuple(Coder(row.name, CoderKind(row.kind)) for row in rows)

    def done(self) -> tuple[Done, ...]:
        """Return who has wholly coded which source, by source and coder."""
        query = select(s.done).where(*self._seen(s.done.c.coder))
        rows = self._rows(query.order_by(*s.done.primary_key))
        return tuple(Done(row.source, row.coder, row.at) for row in rows)

    def brought(self, kind: str) -> tuple[str, ...]:
        """Return what was acted on or remembered under this kind, in order."""
        rows = self._rows(
            select(s.brought).where(s.brought.c.kind == kind).order_by(s.brought.c.row)
        )
        return tuple(row.row for row in rows)

    def codings(
        self,
        source: str | None = None,
        coders: Collection[str] | None = None,
        *,
        include_removed: bool = False,
    ) -> tuple[Coding, ...]:
        """Return the codings by source, place, code and coder; the removed ones only if asked."""
        query = select(*narrow.FACTS).where(*self._seen(s.coding.c.coder))
        if source is not None:
            query = query.where(s.coding.c.source == source)
        if coders is not None:
            query = query.where(s.coding.c.coder.in_(coders))
        if not include_removed:
            query = query.where(~s.coding.c.removed)
        rows = self._rows(query.order_by(*_place(s.coding), s.coding.c.coder))
        return tuple(narrow.CodingFact._make(row).whole for row in rows)

    def codings_by_id(
        self, ids: Collection[int], *, include_removed: bool = False
    ) -> tuple[Coding, ...]:
        """Return the codings of these ids, by id; unknown ids are left out."""
        present = [] if include_removed else [~s.coding.c.removed]
        with self._connect() as connection:
            return narrow.codings_by_id(connection, ids, [*present, *self._seen(s.coding.c.coder)])

    def coding_facts(self, sources: Collection[str] | None = None) -> list[CodingFact]:
        """Return the codings of these sources, or of all, as their table has them, in no order."""
        with self._connect() as connection:
            return narrow.coding_facts(connection, sources, self._seen(s.coding.c.coder))

    def who_coded(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of a source and a coder who has codings in it, in order."""
        with self._connect() as connection:
            return narrow.who_coded(connection, self._seen(s.coding.c.coder))

    def suggestions(
        self,
        decision: Decision | None = None,
        source: str | None = None,
        engine: str | None = None,
    ) -> tuple[Suggestion, ...]:
        """Return the suggestions by source, place, code and engine, whole or of one kind."""
        wanted = {"decision": decision, "source": source, "engine": engine}
        query = select(s.suggestion).where(
            *(s.suggestion.c[name] == value for name, value in wanted.items() if value is not None),
            *self._seen(s.suggestion.c.decided_by, ""),
        )
        rows = self._rows(query.order_by(*_place(s.suggestion), s.suggestion.c.engine))
        return tuple(to_suggestion(row) for row in rows)

    def memos(self) -> tuple[Memo, ...]:
        """Return the memos by id."""
        query = select(s.memo).where(*self._seen(s.memo.c.author, ""))
        return tuple(to_memo(row) for row in self._rows(query.order_by(s.memo.c.id)))

    def codebook_versions(self) -> tuple[CodebookVersion, ...]:
        """Return every recorded state of the codebook, the oldest first."""
        rows = self._named(select(s.codebook_version).order_by(s.codebook_version.c.number))
        return tuple(CodebookVersion(**row) for row in rows)

    def codebook_version(self, number: int | None = None) -> CodebookVersion | None:
        """Return one state of the codebook; the latest, if there is one, without a number.

        Raises:
            UnknownCodebookVersionError: no state of this number was recorded.
        """
        query = select(s.codebook_version).order_by(s.codebook_version.c.number.desc()).limit(1)
        if number is not None:
            # SQLite cannot be asked for a larger number
            query = query.where(s.codebook_version.c.number == min(number, 2**63 - 1))
        rows = self._named(query)
        if number is not None and not rows:
            raise UnknownCodebookVersionError(number)
        return CodebookVersion(**rows[0]) if rows else None

    def removed_sources(self) -> tuple[RemovedSource, ...]:
        """Return the text versions of removed sources, by id and hash."""
        table = s.removed_source
        rows = self._named(select(table).order_by(table.c.id, table.c.hash, table.c.file_hash))
        return tuple(RemovedSource(**row) for row in rows)

    def history(
        self,
        limit: int | None = None,
        *,
        source: str | None = None,
        coding: int | None = None,
        code: str | None = None,
    ) -> tuple[LogEntry, ...]:
        """Return the log, the latest entry first, as many as asked or all.

        Args:
            limit: how many.
            source: only what touched rows of this source.
            coding: only what touched the coding of this id.
            code: only what touched codings, suggestions or memos with the code of this id.
        """
        wanted = logs.touching(source=source, coding=coding, code=code)
        query = select(s.entry).where(*wanted, *logs.seen(self.seen_by))
        return tuple(
            to_entry(row) for row in self._rows(query.order_by(s.entry.c.id.desc()).limit(limit))
        )

    def coding_changes(self, number: int) -> tuple[CodingChange, ...]:
        """Return what every write did to one coding, the oldest first; nothing for none."""
        with self._connect() as connection:
            changes = logs.changes_of(connection, number)
        theirs = {
            each.coder for change in changes for each in (change.before, change.after) if each
        }
        return changes if self.seen_by is None or theirs == {self.seen_by} else ()

    def undoable(self, limit: int = 1) -> tuple[LogEntry, ...]:
        """Return the writes that undo would take back, the next one first."""
        with self._connect() as connection:
            return tuple(undoable(connection, limit))

    def redoable(self, limit: int = 1) -> tuple[LogEntry, ...]:
        """Return the writes that redo would do again, the next one first."""
        with self._connect() as connection:
            return tuple(redoable(connection, limit))

    def counts(self) -> StoreCounts:
        """Return how much the store holds."""
        decided = {
            decision.value: _count(
                s.suggestion.c.decision == decision.value,
                *self._seen(s.suggestion.c.decided_by, ""),
            )
            for decision in Decision
        }
        numbers: dict[str, ColumnElement[int]] = {
            "sources": _count(s.source.c.id.is_not(None)),
            "coders": _count(s.coder.c.name.is_not(None)),
            "codings": _count(~s.coding.c.removed, *self._seen(s.coding.c.coder)),
            **decided,
            "codebooks": _count(s.codebook_version.c.number.is_not(None)),
            "entries": _count(s.entry.c.id.is_not(None)),
        }
        columns: list[ColumnElement[Any]] = [each.label(name) for name, each in numbers.items()]
        return StoreCounts(**self._named(select(*columns))[0])

    def coding_counts(self) -> dict[Tally, int]:
        """Return how many codings there are by source, code and coder; those taken away aside."""
        with self._connect() as connection:
            return tallies.coding_counts(connection, self._seen(s.coding.c.coder))

    def doubts(self) -> Doubts:
        """Return how many codings wait for somebody to look at them again."""
        with self._connect() as connection:
            return tallies.doubts(connection, self._seen(s.coding.c.coder))

    def open_suggestions(self) -> dict[str, int]:
        """Return how many suggestions nobody has decided on, by source; none of none."""
        with self._connect() as connection:
            return tallies.open_suggestions(connection)

    def last_worked(self) -> dict[str, str]:
        """Return when each coder, or other author of the log, worked last; by name."""
        seen = logs.seen(self.seen_by), self._seen(s.coding.c.coder)
        with self._connect() as connection:
            return tallies.last_worked(connection, *seen)

    def code_moves(self, code: str) -> tuple[CodeMove, ...]:
        """Return what each write did to codings with the code of this id, the oldest first."""
        with self._connect() as connection:
            return tallies.code_moves(connection, code, self.seen_by)

    def _seen(self, column: ColumnElement[str], *others: str) -> list[ColumnElement[bool]]:
        """Return the condition that whoever looks may see a row, if there is one."""
        return [] if self.seen_by is None else [column.in_((self.seen_by, *others))]

    def _ids_by(self, column: ColumnElement[str]) -> dict[str, str]:
        query = select(column, s.text_version.c.source).order_by(*s.text_version.primary_key)
        return {found: source for found, source in map(tuple, self._rows(query)) if found}

    def _rows(self, query: Select[Any]) -> list[Row[Any]]:
        with self._connect() as connection:
            return list(connection.execute(query))

    def _named(self, query: Select[Any]) -> list[RowMapping]:
        with self._connect() as connection:
            return list(connection.execute(query).mappings())

    def _rows_in(
        self, query: Select[Any], column: ColumnElement[str], values: Collection[str] | None
    ) -> list[Row[Any]]:
        if values is None:
            return self._rows(query.order_by(column))
        some = chunks(sorted(set(values)))
        return [
            row
            for part in some
            for row in self._rows(query.where(column.in_(part)).order_by(column))
        ]


def _latest() -> ColumnElement[bool]:
    """Return the condition that a row of ``text_version`` is its source's latest."""
    other = s.text_version.alias("other")
    latest = select(func.max(other.c.number)).where(other.c.source == s.text_version.c.source)
    return s.text_version.c.number == latest.scalar_subquery()


def _place(table: Table) -> tuple[ColumnElement[Any], ...]:
    return tuple(table.c[name] for name in ("source", "version", "start", "end", "code"))


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).where(*conditions).scalar_subquery()
