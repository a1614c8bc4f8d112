"""From a file to a document: its clean text, and what was seen on the way."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnreadableError
from rmecode.errors.ingest import (
    EmptyDocumentError,
    MissingDocumentError,
    NotAFileError,
    ShadowFileError,
    TooLargeError,
    UnknownFormatError,
)
from rmecode.ingest.formats import Format, format_of, known_endings
from rmecode.model import Problem, text_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.ingest.readings import Hint

_SHADOW: Final = re.compile(r"~\$.*|\._.*|\.~lock\..*#|~WRL\d+\.tmp", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read.

    ``text`` is normalised, one paragraph a line, and ``hash`` its identity; ``file_hash`` is the
    SHA-256 of the file's bytes. ``reader`` names the reader and its version. ``metadata`` are
    facts that the file states about itself apart from its text. ``notes`` say what was odd.
    ``hints`` hold what the format knows of a line, by number from 0.
    """

    file: str
    text: str
    hash: str
    file_hash: str
    format: str
    encoding: str
    reader: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    hints: Mapping[int, Hint] = field(default_factory=dict)


def is_shadow(path: Path | str) -> bool:
    """Tell whether a file is one that Word, LibreOffice or macOS leaves beside the real one."""
    return _SHADOW.fullmatch(Path(path).name) is not None


def read_document(path: Path | str) -> Document:
    """Read a file in any of the known formats.

    Raises:
        DocumentError: The file is missing, of another format, empty, damaged, unsafe or too large;
            one class for each, in ``rmecode.errors.ingest``.
        FileUnreadableError: The machine does not let it be read.
    """
    path = Path(path)
    if is_shadow(path):
        raise ShadowFileError(path)
    _check_is_file(path)
    form = format_of(path.suffix)
    if form is None:
        raise UnknownFormatError(path, known_endings())
    raw = _bytes(path, form)
    reading = form.read(raw, path)
    if not reading.text.strip():
        raise EmptyDocumentError(path)
    return Document(
        file=path.name,
        text=reading.text,
        hash=text_hash(reading.text),
        file_hash=hashlib.sha256(raw).hexdigest(),
        format=form.name,
        encoding=reading.encoding,
        reader=f"{form.name} {form.version}",
        metadata=reading.metadata,
        notes=tuple(Problem(path.name, "", note) for note in reading.notes),
        hints=reading.hints,
    )


def _check_is_file(path: Path) -> None:
    try:
        exists, regular = path.exists(), path.is_file()
    except (OSError, ValueError) as error:
        raise FileUnreadableError(
            path, error if isinstance(error, OSError) else str(error)
        ) from error
    if not exists:
        raise MissingDocumentError(path)
    if not regular:
        raise NotAFileError(path)


def _bytes(path: Path, form: Format) -> bytes:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= form.limit * 2**20 else b""
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    if size > form.limit * 2**20:
        raise TooLargeError(path, form.limit)
    if not raw.strip(b"\0"):
        raise EmptyDocumentError(path)
    return raw
