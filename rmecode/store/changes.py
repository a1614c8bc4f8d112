"""Every write that the store can do; each leaves its rows in the log (``journal``)."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from rmecode.errors.store import (
    AssignedElsewhereError,
    CoderKindError,
    NotAssignedError,
    NotDoneError,
    UnknownSourceError,
)
from rmecode.model import Decision
from rmecode.store import codings, memos, recoding, sources, suggestions
from rmecode.store import schema as s
from rmecode.store.journal import rows_where
from rmecode.store.passages import check_span
from rmecode.store.reads import Reads
from rmecode.store.rows import from_turn

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Table

    from rmecode.model import (
        Coder,
        Coding,
        Memo,
        MemoKind,
        Span,
        Suggestion,
        TextVersion,
        Turn,
    )
    from rmecode.store.journal import Journal
    from rmecode.store.outcomes import AddedCodings, Recoded, ReplacedSuggestions
    from rmecode.store.rows import Row


class Changes(Reads):
    """One transaction of one coder at one time; reads inside it see what it wrote so far."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(lambda: nullcontext(journal.connection))
        self._journal = journal

    def add_source(
        self,
        source: str,
        file: str,
        version: TextVersion,
        turns: Sequence[Turn],
        *,
        revive: bool = False,
    ) -> None:
        """Take in a new source with its first text.

        Raises:
            SourceTakenError: there is a source of this id, this text or this file.
            SourceRemovedError: somebody removed a source of this content; not with ``revive``.
        """
        if (version.source, version.number) != (source, 1):
            message = f"text version {version.number} of {version.source} as first of {source}"
            raise ValueError(message)
        sources.check_new(self._journal.connection, source)
        sources.check_content(self, version)
        sources.forget_removal(self._journal, source, version, revive=revive)
        self._journal.insert(s.source, [{"id": source, "file": file}])
        sources.number(self._journal.connection, source)
        sources.insert_text(self._journal, version, turns)

    def add_text_version(self, version: TextVersion, turns: Sequence[Turn]) -> None:
        """Take in the next text of a source; codings stay on the version they were made on.

        Raises:
            UnknownSourceError: there is no such source.
            SourceTakenError: another source has this text or this file.
            ValueError: its number is not the next one.
        """
        last = self.text_version(version.source).number
        if version.number != last + 1:
            message = f"text version {version.number} of {version.source} after version {last}"
            raise ValueError(message)
        sources.check_content(self, version)
        sources.insert_text(self._journal, version, turns)

    def set_turns(self, source: str, turns: Sequence[Turn]) -> bool:
        """Divide a source's latest text otherwise; tell whether that was news.

        Raises:
            UnknownSourceError: there is no such source.
        """
        self._source(source)
        version = self.text_version(source)
        if self.turns(source) == tuple(turns):
            return False
        here = s.turn.c.version == version.number
        self._journal.delete(s.turn, self._rows_of_source(s.turn, source, here))
        self._journal.insert(s.turn, [from_turn(turn, version) for turn in turns])
        return True

    def set_file(self, source: str, file: str) -> bool:
        """Note that a source's file is called otherwise now; tell whether that was news.

        Raises:
            UnknownSourceError: there is no such source.
        """
        row = self._source(source)
        if row["file"] == file:
            return False
        self._journal.update(s.source, [row], [{"file": file}])
        return True

    def remove_source(self, source: str) -> None:
        """Remove a source with all that was made on it, and remember that somebody did.

        Raises:
            UnknownSourceError: there is no such source.
        """
        row = self._source(source)
        texts = self._rows_of_source(s.text_version, source)
        for table in (s.memo, s.suggestion, s.coding, s.done, s.assignment, s.turn):
            self._journal.delete(table, self._rows_of_source(table, source))
        self._journal.delete(s.text_version, texts)
        self._journal.delete(s.source, [row])
        sources.remember_removal(self._journal, self.removed_sources(), source, texts)

    def assign(self, source: str, span: Span, case: str) -> bool:
        """Give a part of a source's latest text to one case; tell whether that was news.

        Raises:
            UnknownSourceError: there is no such source.
            BadSpanError: the span is empty or outside the text.
            AssignedElsewhereError: some of it belongs to another case.
        """
        version = self.text_version(source)
        check_span(source, span, len(version.text))
        for each in self.assignments():
            same_text = (each.source, each.version) == (source, version.number)
            if same_text and each.case == case and each.span == span:
                return False
            if same_text and each.case != case and each.span.overlaps(span):
                taken = (each.span.start, each.span.end)
                raise AssignedElsewhereError(source, taken, each.case)
        place = {"source": source, "version": version.number, "start": span.start, "end": span.end}
        self._journal.insert(s.assignment, [place | {"case_id": case}])
        return True

    def unassign(self, source: str, span: Span) -> None:
        """Take back that a part of a source's latest text belongs to one case.

        Raises:
            UnknownSourceError: there is no such source.
            NotAssignedError: exactly this part was not assigned.
        """
        columns = s.assignment.c
        here = and_(columns.start == span.start, columns.end == span.end)
        number = self.text_version(source).number
        rows = self._rows_of_source(s.assignment, source, columns.version == number, here)
        if not rows:
            raise NotAssignedError(source, (span.start, span.end))
        self._journal.delete(s.assignment, rows)

    def add_coder(self, coder: Coder) -> bool:
        """Let somebody code, or correct the kind of who has no codings; tell whether it was news.

        Raises:
            CoderKindError: the coder has codings under the other kind.
        """
        rows = rows_where(self._journal.connection, s.coder, s.coder.c.name == coder.name)
        row = {"name": coder.name, "kind": coder.kind.value}
        if rows == [row]:
            return False
        if not rows:
            self._journal.insert(s.coder, [row])
            return True
        if self.codings(coders=[coder.name], include_removed=True):
            raise CoderKindError(coder.name, rows[0]["kind"])
        self._journal.update(s.coder, rows, [row])
        return True

    def mark_done(self, source: str, coder: str) -> bool:
        """Note that a coder has wholly coded a source; tell whether that was news.

        Raises:
            UnknownSourceError: there is no such source.
            UnknownCoderError: nobody of this name codes in the study.
        """
        self._source(source)
        codings.check_coders(self._journal.connection, [coder])
        if self._done(source, coder):
            return False
        row = {"source": source, "coder": coder, "at": self._journal.at}
        self._journal.insert(s.done, [row])
        return True

    def unmark_done(self, source: str, coder: str) -> None:
        """Take back that a coder has wholly coded a source.

        Raises:
            NotDoneError: the coder had not said so.
        """
        rows = self._done(source, coder)
        if not rows:
            raise NotDoneError(source, coder)
        self._journal.delete(s.done, rows)

    def bring(self, kind: str, row: str) -> bool:
        """Note that a row of people's tables was acted on; tell whether that was the first time.

        What somebody takes back afterwards is thus not done again when the table is read again.
        """
        columns = s.brought.c
        same = and_(columns.kind == kind, columns.row == row)
        if rows_where(self._journal.connection, s.brought, same):
            return False
        self._journal.insert(s.brought, [{"kind": kind, "row": row, "at": self._journal.at}])
        return True

    def remember(self, kind: str, row: str) -> bool:
        """Keep one text of a kind in place of the last one; tell whether it is another."""
        rows = rows_where(self._journal.connection, s.brought, s.brought.c.kind == kind)
        if [each["row"] for each in rows] == [row]:
            return False
        self._journal.delete(s.brought, rows)
        self._journal.insert(s.brought, [{"kind": kind, "row": row, "at": self._journal.at}])
        return True

    def record_codebook(self, name: str, version: str, text: str, text_hash: str) -> int:
        """Keep a state of the codebook and return its number; the latest one is not kept twice.

        A number is never used twice, even where its version was undone: the log speaks of it.
        """
        latest = self.codebook_version()
        if latest is not None and latest.hash == text_hash:
            return latest.number
        last = self._journal.connection.scalar(select(func.max(s.entry.c.codebook)))
        number = max(last or 0, latest.number if latest else 0) + 1
        row = {"number": number, "name": name, "version": version, "hash": text_hash, "text": text}
        self._journal.insert(s.codebook_version, [row | {"at": self._journal.at}])
        return number

    def add_codings(self, found: Sequence[Coding], *, revive: bool = False) -> AddedCodings:
        """Add codings that are not there yet; bring back what was taken away only to ``revive``.

        Raises:
            StoreError: a coding's source, words, coder or codebook version are not in the store.
        """
        return codings.add(self._journal, found, revive=revive)

    def remove_codings(self, ids: Collection[int]) -> None:
        """Take codings away; they stay known, so that no import revives them.

        Raises:
            UnknownCodingsError: some of them are not there, or were taken away before.
        """
        codings.remove(self._journal, ids)

    def recode_codings(self, ids: Collection[int], code: str) -> Recoded:
        """Give codings another code; what they were stays known as taken away (see ``recoding``).

        Raises:
            UnknownCodingsError: some of them are not there, or were taken away.
        """
        return recoding.recode(self._journal, ids, code)

    def replace_code(self, old: str, new: str) -> Recoded:
        """Give everything that has a code another one: codings, suggestions, memos."""
        return recoding.replace_code(self._journal, old, new)

    def move_coding(self, number: int, span: Span) -> Recoded:
        """Give a coding another place in the latest text of its source.

        Raises:
            UnknownCodingsError: it is not there, or was taken away.
            BadSpanError: the span is empty or outside the text.
        """
        (row,) = codings.live(self._journal, [number])
        return recoding.move(self._journal, number, span, self.text_version(row["source"]))

    def set_coding_memos(self, notes: Mapping[int, str]) -> None:
        """Set what the coders noted on codings, by the codings' ids.

        Raises:
            UnknownCodingsError: some of them are not there, or were taken away.
        """
        codings.note(self._journal, notes)

    def mark_reread(self, ids: Collection[int], version: int) -> None:
        """Ask to reread codings, since a codebook version redefined their code.

        Raises:
            UnknownCodingsError: some of them are not there, or were taken away.
            UnknownCodebookVersionError: no version of this number was recorded.
        """
        codings.doubt(self._journal, ids, version)

    def keep_codings(self, ids: Collection[int]) -> None:
        """Note that codings were looked at again and stay: their place and code are not in doubt.

        Raises:
            UnknownCodingsError: some of them are not there, or were taken away.
        """
        codings.keep(self._journal, ids)

    def add_memo(self, memo: Memo) -> int:
        """Add a memo and return its id.

        Raises:
            UnknownSourceError: its source or text version is not in the store.
            BadSpanError: its passage is empty or outside the text.
            UnknownCodingsError: its coding is not there, or was taken away.
        """
        return memos.add(self._journal, memo)

    def change_memo(
        self, number: int, text: str | None = None, kind: MemoKind | None = None
    ) -> bool:
        """Write a memo anew, or give it another kind; tell whether that was news.

        Raises:
            UnknownMemosError: there is no such memo.
        """
        return memos.change(self._journal, number, text, kind)

    def remove_memos(self, ids: Collection[int]) -> None:
        """Take memos away.

        Raises:
            UnknownMemosError: some of them are not there.
        """
        memos.remove(self._journal, ids)

    def add_suggestions(self, found: Sequence[Suggestion]) -> tuple[tuple[int, ...], int]:
        """Add suggestions that are not there yet; return the new ids, and how many were there.

        Raises:
            StoreError: a suggestion's source, words or codebook version are not in the store.
        """
        return suggestions.add(self._journal, found)

    def replace_suggestions(
        self, engine: str, sources: Collection[str], found: Sequence[Suggestion]
    ) -> ReplacedSuggestions:
        """Make ``found`` the engine's whole opinion on these sources (see ``suggestions``).

        Raises:
            ValueError: a suggestion is of another engine or source.
            StoreError: a suggestion's source, words or codebook version are not in the store.
        """
        return suggestions.replace(self._journal, engine, sources, found)

    def decide(
        self, ids: Collection[int], decision: Decision, coder: str | None = None
    ) -> tuple[int, ...]:
        """Accept, reject or reopen suggestions; return the ids of the accepted ones' codings.

        They come in the order of the suggestions' ids. The coder is who writes, if not named.

        Raises:
            UnknownSuggestionsError: some are not there.
            AlreadyDecidedError: somebody has decided on some of them.
            NotDecidedError: some are to be reopened and are open.
            UnknownCoderError: nobody of this name codes in the study.
        """
        if decision is Decision.OPEN:
            suggestions.reopen(self._journal, ids)
            return ()
        return suggestions.decide(self._journal, ids, decision, coder or self._journal.by)

    def _source(self, source: str) -> Row:
        rows = rows_where(self._journal.connection, s.source, s.source.c.id == source)
        if not rows:
            raise UnknownSourceError(source)
        return rows[0]

    def _rows_of_source(
        self, table: Table, source: str, *conditions: ColumnElement[bool]
    ) -> list[Row]:
        return rows_where(self._journal.connection, table, table.c.source == source, *conditions)

    def _done(self, source: str, coder: str) -> list[Row]:
        return self._rows_of_source(s.done, source, s.done.c.coder == coder)
