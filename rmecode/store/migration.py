"""Bringing an older database to this version's schema; Alembic is imported nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config

from rmecode.errors import FileUnwritableError
from rmecode.errors.store_file import (
    DamagedStoreError,
)
from rmecode.store.backup import back_up, backup_name
from rmecode.store.database import engine_for, faults, reading, speaking, writing

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCRIPTS: Final = Path(__file__).with_name("migrations")
VERSIONS: tuple[Path, ...] = (SCRIPTS / "versions",)


def migrate(path: Path, *, at: str, found: str, patience: float) -> Path:
    """Back the database up, verified, then migrate it in one transaction; return the copy's path.

    Raises:
        FileUnwritableError: the backup cannot be written; nothing was migrated.
        DamagedStoreError: the migrated tables would not hold together; nothing was migrated.
        StoreError: the database is locked or the disk is full.
    """
    copy = backup_name(path, found, at)
    engine = engine_for(path, patience=patience, foreign_keys=False)
    try:
        with speaking(path, patience):
            with reading(engine) as connection:
                _make_folder(copy.parent)
                back_up(connection, copy)
            with writing(engine) as connection:
                upgrade(connection)
                wrong = faults(connection)
                if wrong:
                    raise DamagedStoreError(path, wrong[0])
    finally:
        engine.dispose()
    return copy


def upgrade(connection: Connection, target: str = "head") -> None:
    """Run the migrations that the database lacks, within the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, VERSIONS)))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileUnwritableError(folder, error) from error
