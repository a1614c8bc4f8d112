"""The open store of a study: reads, and the ways to write."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rmecode.errors.store_file import (
    DamagedStoreError,
)
from rmecode.store.changes import Changes
from rmecode.store.database import faults, reading, speaking, writing
from rmecode.store.journal import Journal
from rmecode.store.reads import Reads
from rmecode.store.undo import redo, undo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Connection, Engine

    from rmecode.model import LogEntry


class Store(Reads):
    """What people made with the tool, and the texts it took; close it when done.

    ``warnings`` are sentences that a person should see once.
    """

    def __init__(
        self, path: Path, engine: Engine, *, patience: float, warnings: tuple[str, ...] = ()
    ) -> None:
        super().__init__(self._reading)
        self.path, self.warnings = path, warnings
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

    def undo(self, count: int = 1, *, by: str, at: str) -> tuple[LogEntry, ...]:
        """Take back the last writes, all or none, and return them, the latest first.

        Raises:
            NothingToUndoError: there are fewer.
            RowChangedError: a row is not as the write left it.
        """
        with self._writing(by, at) as journal:
            return undo(journal, count)

    def redo(self, count: int = 1, *, by: str, at: str) -> tuple[LogEntry, ...]:
        """Do again what was undone last, all or none, and return it in its order.

        Raises:
            NothingToRedoError: there are fewer.
            RowChangedError: a row is not as the undo left it.
        """
        with self._writing(by, at) as journal:
            return redo(journal, count)

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

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with speaking(self.path, self._patience), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self, by: str, at: str) -> Iterator[Journal]:
        with speaking(self.path, self._patience), writing(self._engine) as connection:
            yield Journal(connection, by=by, at=at)
