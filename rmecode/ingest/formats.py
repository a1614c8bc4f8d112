"""The formats that can be read: one row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.ingest import markdown, plain, word

if TYPE_CHECKING:
    from rmecode.ingest.readings import Reader


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the endings of its files (the first is the one to recommend).

    ``limit`` is the size in megabytes above which a file is refused; ``version`` counts changes of
    the reader that alter the text it makes.
    """

    name: str
    endings: tuple[str, ...]
    read: Reader
    limit: int
    version: int = 1


FORMATS: Final = (
    Format("txt", (".txt", ".text"), plain.read, limit=64),
    Format("md", (".md", ".markdown"), markdown.read, limit=64),
    Format("docx", (".docx", ".docm", ".dotx", ".doc"), word.read, limit=256),
)
"""To add a format, write a module with a ``Reader`` and add its row."""


def format_of(ending: str) -> Format | None:
    """Return the format of files with this ending (``.docx``), whatever its case."""
    return next((row for row in FORMATS if ending.lower() in row.endings), None)


def known_endings() -> tuple[str, ...]:
    """Return the endings to recommend to people, one a format."""
    return tuple(row.endings[0] for row in FORMATS)
