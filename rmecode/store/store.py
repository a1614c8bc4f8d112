"""The open store of a study: reads, and the ways to write."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rmecode.errors.store_file import (
    DamagedStoreError,
)
from rmecode.store.changes import Changes
from rmecode.store.database import driver, faults, reading, speaking, writing
from rmecode.store.journal import Journal
from rmecode.store.reads import Reads
from rmecode.store.undo import redo, undo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Connection, Engine

    from rmecode.model import LogEntry
    from rmecode.store.repair import Fault, Outcome, Settle

    Then = Callable[[Reads, tuple[LogEntry, ...]], None]


class Store(Reads):
    """What people made with the tool, and the texts it took; close it when done.

    ``warnings`` are sentences that a person should see once. ``written`` tells whether this process
    has changed anything.
    """

    def __init__(
        self, path: Path, engine: Engine, *, patience: float, warnings: tuple[str, ...] = ()
    ) -> None:
        super().__init__(self._reading)
        self.path, self.warnings, self.written = path, warnings, False
        self._engine, self._patience = engine, patience

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last to do so folds the write-ahead log into it."""
        self._engine.dispose()

    @contextmanager
    def changes(self, *, by: str, at: str, action: str, subject: str = "") -> Iterator[Changes]:
        """Give the one transaction that may write: coder, clock and log entry at once.

        What was written is committed at the end with its log entry, or not at all.

        Raises:
            StoreError: somebody else keeps writing, or the file cannot be written.
        """
        with self._writing(by, at) as journal:
            yield Changes(journal)
            journal.close(action, subject)

    def undo(
        self, count: int = 1, *, by: str, at: str, then: Then | None = None
    ) -> tuple[LogEntry, ...]:
        """Take back the last writes, all or none, and return them, the latest first.

        ``then`` is the last act before they are committed: where it fails, nothing was done.

        Raises:
            NothingToUndoError: there are fewer.
            RowChangedError: a row is not as the write left it.
        """
        with self._writing(by, at) as journal:
            entries = undo(journal, count)
            if then is not None:
                then(Changes(journal), entries)
            return entries

    def redo(
        self, count: int = 1, *, by: str, at: str, then: Then | None = None
    ) -> tuple[LogEntry, ...]:
        """Do again what was undone last, all or none, and return it in its order.

        ``then`` is the last act before it is committed: where it fails, nothing was done.

        Raises:
            NothingToRedoError: there are fewer.
            RowChangedError: a row is not as the undo left it.
        """
        with self._writing(by, at) as journal:
            entries = redo(journal, count)
            if then is not None:
                then(Changes(journal), entries)
            return entries

    def backup_to(self, copy: Path) -> None:
        """Write a verified copy of the database to a new file.

        Raises:
            StoreExistsError: there is a file of this name.
            BackupFailedError: the copy is not equal to the database.
            StoreError: the copy cannot be written.
        """
        from rmecode.store.backup import back_up

        with self._reading() as connection:
            back_up(connection, copy)

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong with the file according to SQLite's whole check; slow."""
        try:
            with self._reading() as connection:
                return faults(connection)
        except DamagedStoreError as error:
            return (error.reason,)

    def flaws(self) -> tuple[Fault, ...]:
        """Return what does not hold together in texts, codings, suggestions and codebooks."""
        from rmecode.store.repair import inspect

        with self._reading() as connection:
            return inspect(connection)

    def repair(self, settle: Settle, *, by: str, at: str) -> tuple[tuple[Fault, Outcome], ...]:
        """Mend what can be mended for certain, in one write, and return what became of each flaw.

        Args:
            settle: finds the one place of a quote in a text, given where it is said to stand.
            by: who asks for it.
            at: when.
        """
        from rmecode.store.repair import repair

        with self._writing(by, at) as journal:
            outcomes = repair(journal, settle)
            journal.close("repair", "")
        return outcomes

    def reindex(self) -> None:
        """Build every index of the file anew.

        Raises:
            StoreError: the file is locked or cannot be written.
        """
        with self._writing("", "") as journal:
            driver(journal.connection).execute("REINDEX")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with speaking(self.path, self._patience), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self, by: str, at: str) -> Iterator[Journal]:
        with speaking(self.path, self._patience), writing(self._engine) as connection:
            before = driver(connection).total_changes
            yield Journal(connection, by=by, at=at)
            self.written |= driver(connection).total_changes > before
