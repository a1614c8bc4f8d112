"""What a file is that people want taken back: comments in Word, codings, or codes."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnreadableError
from rmecode.errors.ingest import MissingDocumentError
from rmecode.errors.word import NotTakenBackError
from rmecode.study.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

WORD: Final = (".docx", ".docm", ".dotx", ".doc")
TABLES: Final = (".csv", ".tsv", ".xlsx", ".xlsm")


class ImportKind(StrEnum):
    """What ``import`` takes."""

    WORD = "word"
    CODINGS = "codings"
    CODES = "codes"


def import_kind(path: Path) -> ImportKind:
    """Return what a file is: by its ending, or by what is in it, and a table by its heads.

    Raises:
        MissingDocumentError: there is no such file.
        NotTakenBackError: it is nothing that is taken.
        RmecodeError: it is a table that cannot be read.
    """
    try:
        if not path.exists():
            raise MissingDocumentError(path)
        word = path.suffix.lower() in WORD or _is_word(path)
    except (OSError, ValueError) as error:
        reason = error if isinstance(error, OSError) else str(error)
        raise FileUnreadableError(path, reason) from error
    if word:
        return ImportKind.WORD
    if path.suffix.lower() not in TABLES:
        raise NotTakenBackError(path)
    return ImportKind.CODINGS if {"source", "code"} <= _heads(path) else ImportKind.CODES


def _is_word(path: Path) -> bool:
    """Tell whether a file is a Word document under another name."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as package:
            return any(name.startswith("word/") for name in package.namelist())
    except (zipfile.BadZipFile, NotImplementedError):
        return False


def _heads(path: Path) -> set[str]:
    return set(read_table(path).columns)
