"""Plain text: whatever the encoding and the line ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.errors.ingest import NotTextError
from rmecode.ingest.characters import clean, odd_note
from rmecode.ingest.encodings import Decoded, decode
from rmecode.ingest.readings import Reading
from rmecode.ingest.signatures import kind_of

if TYPE_CHECKING:
    from pathlib import Path

_BINARY: Final = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f]")
_TOLERATED: Final = 0.01
"""The share of control characters above which content is binary; random bytes have a tenth."""


def read(raw: bytes, path: Path) -> Reading:
    """Read a ``.txt``; raise ``NotTextError`` where the bytes are no text."""
    decoded = decode_text(raw, path)
    text, odd = clean(decoded.text)
    notes = (*decoded.notes, *([odd_note(odd)] if odd else []))
    return Reading(text, decoded.encoding, notes=notes)


def decode_text(raw: bytes, path: Path) -> Decoded:
    """Decode bytes that should be text; raise ``NotTextError`` where they are not."""
    if kind := kind_of(raw):
        raise NotTextError(path, kind)
    decoded = decode(raw)
    controls = sum(1 for _found in _BINARY.finditer(decoded.text))
    if controls > _TOLERATED * len(decoded.text.replace("\0", "")):
        raise NotTextError(path)
    return decoded
