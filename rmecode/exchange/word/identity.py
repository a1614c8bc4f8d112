"""By what a document is known again: a part that no page shows, and its identifier.

Word keeps the part when it saves the document; another program may drop it. Nothing relies on it:
a source is found by its text first, and a comment by its own place and words.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final

from lxml import etree

from rmecode.errors.ingest import DamagedDocumentError
from rmecode.exchange.word.contents import Identity, Written
from rmecode.exchange.word.letters import escaped, unescaped
from rmecode.ingest.packages import parse, read_part
from rmecode.model import CoderKind

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from rmecode.exchange.word.contents import CodedTranscript

NAMESPACE: Final = "urn:rmecode:transcript:1"
PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
CORE: Final = "docProps/core.xml"
_ITEM: Final = re.compile(r"customXml/item\d*\.xml")
_HASH: Final = re.compile("[0-9a-f]{64}")
_IDENTIFIER: Final = re.compile(rb"rmecode:([0-9a-f]{64})")


def identifier(text_hash: str) -> str:
    """Return what the document's properties say of the text's identity."""
    return f"rmecode:{text_hash}"


def identity_part(transcript: CodedTranscript) -> bytes:
    """Return the part: the text's hash, the coders' kinds, and which comment is which coding."""
    root = etree.fromstring(f'<transcript xmlns="{NAMESPACE}" text="{transcript.hash}"/>')
    for name, kind in sorted(transcript.coders.items()):
        etree.SubElement(root, f"{{{NAMESPACE}}}coder", name=escaped(name), kind=kind.value)
    for number, remark in enumerate(transcript.remarks):
        if remark.code:
            etree.SubElement(
                root,
                f"{{{NAMESPACE}}}coding",
                comment=str(number),
                id=str(remark.coding),
                start=str(remark.span.start),
                end=str(remark.span.end),
                code=escaped(remark.code),
                coder=escaped(remark.author),
            )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def part_properties(text_hash: str) -> bytes:
    """Return the properties that Word wants beside the part."""
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}:{text_hash}")).upper()
    root = etree.Element(f"{{{PROPERTIES}}}datastoreItem", nsmap={"ds": PROPERTIES})
    root.set(f"{{{PROPERTIES}}}itemID", f"{{{number}}}")
    references = etree.SubElement(root, f"{{{PROPERTIES}}}schemaRefs")
    etree.SubElement(references, f"{{{PROPERTIES}}}schemaRef").set(
        f"{{{PROPERTIES}}}uri", NAMESPACE
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=False)


def read_identity(package: zipfile.ZipFile, path: Path) -> Identity | None:
    """Return what a document says of itself; None where it is not ours, or was made to forget it.

    Raises:
        UnsafeDocumentError: a part is built to swell.
    """
    for name in filter(_ITEM.fullmatch, package.namelist()):
        xml = read_part(package, name, path)
        if NAMESPACE.encode() in xml and (found := _read(xml, name, path)):
            return found
    core = read_part(package, CORE, path) if CORE in package.namelist() else b""
    named = _IDENTIFIER.search(core)
    return Identity(named[1].decode()) if named else None


def _read(xml: bytes, name: str, path: Path) -> Identity | None:
    try:
        root = parse(xml, name, path)
    except DamagedDocumentError:
        return None
    text_hash = root.get("text", "")
    if root.tag != f"{{{NAMESPACE}}}transcript" or not _HASH.fullmatch(text_hash):
        return None
    return Identity(text_hash, dict(_coders(root)), frozenset(_codings(root)))


def _coders(root: _Element) -> Iterator[tuple[str, CoderKind]]:
    for each in root.iter(f"{{{NAMESPACE}}}coder"):
        kind = each.get("kind", "")
        if kind in set(CoderKind):
            yield unescaped(each.get("name", "")), CoderKind(kind)


def _codings(root: _Element) -> Iterator[Written]:
    for each in root.iter(f"{{{NAMESPACE}}}coding"):
        start, end = each.get("start", ""), each.get("end", "")
        if start.isdecimal() and end.isdecimal() and len(start) < 16 and len(end) < 16:
            code, coder = unescaped(each.get("code", "")), unescaped(each.get("coder", ""))
            yield Written(int(start), int(end), code, coder)
