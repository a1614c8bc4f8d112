"""What the store knows beside the values of the study: its sources, versions, marks and log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.model.codings import Coding


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source that was taken in, with the facts of its latest text version but not the text.

    ``characters`` is the length of the normalised text in code points. ``short`` is the number by
    which people may name it (``s7``); it is never given to another source.
    """

    id: str
    file: str
    number: int
    hash: str
    file_hash: str
    format: str
    encoding: str
    reader: str
    characters: int
    made_at: str
    short: int = 0


@dataclass(frozen=True, slots=True)
class RemovedSource:
    """One text version of a source that somebody removed, so that no import revives it."""

    id: str
    hash: str
    file_hash: str
    at: str


@dataclass(frozen=True, slots=True)
class Done:
    """A coder's mark that a source is wholly coded."""

    source: str
    coder: str
    at: str


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """One state of the codebook; ``number`` counts from 1, ``text`` is the YAML as it was."""

    number: int
    name: str
    version: str
    hash: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log.

    ``detail`` counts the rows added, changed and removed in each table; for an undo or a redo it
    holds the action of the entry named in ``undoes`` or ``redoes``. ``codebook`` is the number of
    the latest codebook version when it was written; None where none was recorded yet.
    """

    id: int
    at: str
    by: str
    action: str
    subject: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    undoes: int | None = None
    redoes: int | None = None
    codebook: int | None = None


@dataclass(frozen=True, slots=True)
class CodingChange:
    """What one write did to one coding: ``before`` is None where it is new, ``after`` where it went.

    ``undone`` says that the write was taken back.
    """

    entry: LogEntry
    before: Coding | None
    after: Coding | None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """How much the store holds; ``codings`` are those that nobody removed."""

    sources: int
    coders: int
    codings: int
    open: int
    accepted: int
    rejected: int
    codebooks: int
    entries: int
