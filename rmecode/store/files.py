"""The database file as a file, before anything opens it as a database."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnreadableError
from rmecode.errors.store_file import DamagedStoreError, NotAStoreError, StoreMissingError
from rmecode.messages import _
from rmecode.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    from pathlib import Path

HEADER: Final = struct.Struct(">16s H 10x I 36x I")
"""The start of a database file: magic words, page size, number of pages, whose it is."""

MAGIC: Final = b"SQLite format 3\0"


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read, unless there is one.

    Raises:
        OSError: the folder is missing or read-only.
    """
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def check_file(path: Path) -> None:
    """Look at the file's first bytes without opening it as a database.

    Raises:
        StoreMissingError: there is no such file.
        FileUnreadableError: it is a folder, or forbidden.
        NotAStoreError: it is not a database of ours.
        DamagedStoreError: its end is missing.
    """
    try:
        with path.open("rb") as file:
            start = file.read(HEADER.size)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise StoreMissingError(path) from error
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    if has_journal(path):
        return
    if len(start) < HEADER.size:
        raise NotAStoreError(path)
    magic, page_size, pages, application = HEADER.unpack(start)
    if magic != MAGIC or application != APPLICATION_ID:
        raise NotAStoreError(path)
    # What a write-ahead log beside the file holds need not be in the file yet.
    whole = has_journal(path, "-wal") or size >= pages * (65536 if page_size == 1 else page_size)
    if not whole:
        raise DamagedStoreError(path, _("its end is missing"))


def has_journal(path: Path, ending: str = "-journal") -> bool:
    """Tell whether a killed process, or a running one, left SQLite's journal beside the file."""
    return path.with_name(path.name + ending).exists()
