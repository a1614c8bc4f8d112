"""What can go wrong with the file that a study's database is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors.store import StoreError
from rmecode.messages import _

if TYPE_CHECKING:
    from pathlib import Path


class StoreMissingError(StoreError):
    """There is no database where one should be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _("{path}: there is no project database. Make one with `rmecode init`.").format(
                path=path
            )
        )


class StoreExistsError(StoreError):
    """A database was to be made where there is a file already."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _("{path}: this file exists already and was left as it is.").format(path=path)
        )


class NotAStoreError(StoreError):
    """The file is not a database, or not one of ours."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "{path}: this is not a project database of rmecode. Check the path in study.toml, "
                "or put a backup back with 'rmecode backup restore'; the file was left as it is."
            ).format(path=path)
        )


class NewerStoreError(StoreError):
    """The database was written by a later version of the tool."""

    def __init__(self, path: Path, revision: str) -> None:
        self.path, self.revision = path, revision
        super().__init__(
            _(
                "{path}: this project was written by a newer rmecode (schema {revision}). "
                "Update rmecode; the file was left as it is."
            ).format(path=path, revision=revision)
        )


class DamagedStoreError(StoreError):
    """The database is ours, but parts of it are broken or missing."""

    exit_code = 1

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            _(
                "{path}: the project database is damaged ({reason}). Put a backup back with "
                "'rmecode backup restore'; the file was left as it is."
            ).format(path=path, reason=reason)
        )


class StoreBusyError(StoreError):
    """Another process kept the database to itself for too long."""

    exit_code = 1

    def __init__(self, path: Path, seconds: float) -> None:
        self.path = path
        super().__init__(
            _(
                "{path}: another process has been writing for over {seconds:g} seconds. Wait for "
                "it or close it, and try again; nothing was changed."
            ).format(path=path, seconds=seconds)
        )


class StoreFullError(StoreError):
    """The disk has no room left."""

    exit_code = 1

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "{path}: the disk is full. Free some space and try again; nothing was changed."
            ).format(path=path)
        )


class StoreUnwritableError(StoreError):
    """The database or its folder is read-only."""

    exit_code = 1

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "{path}: the project database cannot be written. Check the permissions of the file "
                "and of its folder, which must be writable too; nothing was changed."
            ).format(path=path)
        )


class StoreFaultError(StoreError):
    """The system failed to read or write the file."""

    exit_code = 1

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(
            _(
                "{path}: the system could not read or write the project database ({reason}). "
                "Check the disk and try again; nothing was changed."
            ).format(path=path, reason=reason)
        )


class BackupFailedError(StoreError):
    """A copy was made but is not equal to the database."""

    exit_code = 1

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(
            _(
                "{path}: the backup is not a true copy ({reason}) and was deleted. Check the disk "
                "and try again; nothing else was changed."
            ).format(path=path, reason=reason)
        )
