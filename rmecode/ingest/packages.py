"""Zip packages with XML inside (Word documents), opened within bounds.

A part is inflated up to a limit, never by what its directory entry claims; entities are never
resolved and a document type is refused, as is more XML than memory should hold; only stored and
deflated parts are read, because the other methods inflate without bounds.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from rmecode.errors.ingest import (
    DamagedDocumentError,
    EncryptedDocumentError,
    UnsafeDocumentError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

LARGEST_PART: Final = 64 * 2**20
"""Bytes that one part may have, inflated."""
SUSPICIOUS: Final = 16 * 2**20
"""Bytes above which a part must not be packed more tightly than writing can be."""
TIGHTEST: Final = 250
"""Inflated bytes for one packed byte, above which a large part is a bomb."""
MOST_NODES: Final = 4_000_000
"""Tags and attributes that one part may have; in memory each takes up to 250 bytes."""

_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def open_package(raw: bytes, path: Path) -> zipfile.ZipFile:
    """Open the package; raise ``DamagedDocumentError`` where it is no whole zip archive."""
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise DamagedDocumentError(path) from error


def read_part(package: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """Return a part's bytes.

    Raises:
        KeyError: The package has no such part.
        EncryptedDocumentError: The part asks for a password.
        UnsafeDocumentError: It would inflate beyond the bounds.
        DamagedDocumentError: It cannot be inflated, or its checksum is wrong.
    """
    entry = package.getinfo(name)
    if entry.flag_bits & _ENCRYPTED:
        raise EncryptedDocumentError(path)
    if entry.compress_type not in _METHODS:
        raise DamagedDocumentError(path, name)
    if _is_bomb(entry.file_size, entry.compress_size):
        raise UnsafeDocumentError(path, name)
    try:
        with package.open(entry) as part:
            inflated = part.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError) as error:
        raise DamagedDocumentError(path, name) from error
    if _is_bomb(len(inflated), entry.compress_size):
        raise UnsafeDocumentError(path, name)
    return inflated


def _is_bomb(inflated: int, packed: int) -> bool:
    return inflated > LARGEST_PART or (inflated > SUSPICIOUS and inflated > TIGHTEST * packed)


def root_tag(xml: bytes, part: str, path: Path) -> str:
    """Return the tag of a part's root, having looked at no more than the part's beginning.

    Raises:
        UnsafeDocumentError: The part defines a document type, hence perhaps entities, or has more
            tags and attributes than memory should hold.
        DamagedDocumentError: The part does not begin like XML.
    """
    from lxml import etree

    if xml.count(b"<") + xml.count(b"=") > MOST_NODES:
        raise UnsafeDocumentError(path, part)
    beginning = etree.iterparse(
        io.BytesIO(xml), events=("start",), load_dtd=False, no_network=True, resolve_entities=False
    )
    try:
        _event, root = next(beginning)
    except etree.XMLSyntaxError as error:
        raise DamagedDocumentError(path, part) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeDocumentError(path, part)
    return str(root.tag)


def parse(xml: bytes, part: str, path: Path) -> _Element:
    """Return a part's root; raise what ``root_tag`` raises, and that too for any error further on."""
    from lxml import etree

    root_tag(xml, part, path)
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise DamagedDocumentError(path, part) from error
