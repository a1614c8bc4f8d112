"""Making and opening a study's database; what is not ours, or not whole, is refused untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from rmecode.errors import FileUnwritableError
from rmecode.errors.store_file import (
    DamagedStoreError,
    NewerStoreError,
    NotAStoreError,
    StoreExistsError,
)
from rmecode.messages import _
from rmecode.store.database import PATIENCE, engine_for, reading, set_journal, speaking, writing
from rmecode.store.files import check_file, has_journal, make_private
from rmecode.store.folders import network_type, synchronised_by
from rmecode.store.schema import APPLICATION_ID, REVISIONS, metadata, revision
from rmecode.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine


def create_store(path: Path, *, at: str, patience: float = PATIENCE) -> Store:
    """Make an empty database, readable by its owner only, and open it.

    Raises:
        StoreExistsError: there is a file of this name that is not empty.
        FileUnwritableError: the folder is missing or read-only.
        StoreError: the disk is full.
    """
    try:
        make_private(path)
        # An empty file, or one with a journal beside it, is what a killed attempt left.
        if path.stat().st_size and not has_journal(path):
            raise StoreExistsError(path)
    except OSError as error:
        raise FileUnwritableError(path, error) from error
    engine = engine_for(path, patience=patience)
    try:
        with speaking(path, patience), writing(engine) as connection:
            _make_tables(connection, path)
    finally:
        engine.dispose()
    return open_store(path, at=at, patience=patience)


def open_store(path: Path, *, at: str, patience: float = PATIENCE) -> Store:
    """Open a database; an older one is backed up into ``backups/`` beside it, then migrated.

    Raises:
        StoreMissingError: there is no such file.
        NotAStoreError: it is something else.
        NewerStoreError: a later version of the tool made it.
        DamagedStoreError: it is not whole.
        StoreError: it is locked, or cannot be written.
    """
    check_file(path)
    engine = engine_for(path, patience=patience)
    try:
        with speaking(path, patience):
            _bring_up_to_date(engine, path, at, patience)
            warnings = _choose_journal(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return Store(path, engine, patience=patience, warnings=warnings)


def _make_tables(connection: Connection, path: Path) -> None:
    if _table_names(connection):
        raise StoreExistsError(path)
    connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
    metadata.create_all(connection)
    revision.create(connection)
    connection.execute(revision.insert().values(version_num=REVISIONS[-1]))


def _bring_up_to_date(engine: Engine, path: Path, at: str, patience: float) -> None:
    with reading(engine) as connection:
        found = _revision(connection, path)
    if found != REVISIONS[-1]:
        from rmecode.store.migration import migrate

        migrate(path, at=at, found=found, patience=patience)


def _revision(connection: Connection, path: Path) -> str:
    if connection.scalar(text("PRAGMA application_id")) != APPLICATION_ID:
        raise NotAStoreError(path)
    names = _table_names(connection)
    numbers = select(revision.c.version_num)
    found: str | None = connection.scalar(numbers) if revision.name in names else None
    if found is None:
        raise DamagedStoreError(path, _("its tables are missing"))
    if found not in REVISIONS:
        raise NewerStoreError(path, found)
    if found == REVISIONS[-1] and not names >= set(metadata.tables):
        raise DamagedStoreError(path, _("its tables are missing"))
    return found


def _table_names(connection: Connection) -> set[str]:
    query = text("SELECT name FROM sqlite_master WHERE type = 'table'")
    return set(connection.scalars(query))


def _choose_journal(engine: Engine, path: Path) -> tuple[str, ...]:
    warnings = _warnings(path)
    with engine.connect() as connection:
        set_journal(connection, "DELETE" if warnings else "WAL")
    return warnings


def _warnings(path: Path) -> tuple[str, ...]:
    folder = path.resolve().parent
    service, network = synchronised_by(folder), network_type(folder)
    if service:
        return (
            _(
                "{folder}: this folder is synchronised ({service}). The project works here, but "
                "slower; never open it on two computers at once."
            ).format(folder=folder, service=service),
        )
    if network:
        return (
            _(
                "{folder}: this folder is on a network disk ({network}). The project works here, "
                "but slower; never open it on two computers at once."
            ).format(folder=folder, network=network),
        )
    return ()
