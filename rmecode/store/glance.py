"""A look at the database that never waits, writes or changes it: for what a shell completes.

SQLite is told that the file does not change (``immutable``): it takes no lock, makes no file beside
it, and does not read what the write-ahead log holds that was not folded in yet. Old names are good
enough to complete a word; nothing else may be read this way.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def known_names(path: Path, table: str, column: str) -> tuple[str, ...]:
    """Return the values of a column of names, sorted; nothing where that cannot be read."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            rows = connection.execute(f'SELECT "{column}" FROM "{table}" ORDER BY 1')  # noqa: S608 - names of ours
            return tuple(name for (name,) in rows)
    except (sqlite3.Error, OSError):
        return ()
