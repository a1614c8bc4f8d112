"""From the bytes of a Word file to a document of python-docx, however Word's own rules are bent.

python-docx follows every relation of a package, inflates every picture on the way, and gives up
where Word does not: at a relation that leads nowhere, a content type of templates or macros, a part
that stands twice, a missing list of types, the strict dialect. Words and styles are in two parts;
so these two are checked and packed anew, and python-docx opens that.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING, Final

import docx
from docx.opc.constants import CONTENT_TYPE, NAMESPACE, RELATIONSHIP_TYPE
from docx.oxml.document import CT_Document
from docx.oxml.ns import nsmap
from docx.oxml.parser import parse_xml
from lxml import etree

from rmecode.errors.ingest import DamagedDocumentError, NotWordError
from rmecode.ingest.packages import parse, read_part, root_tag
from rmecode.messages import _

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

MAIN_PART: Final = "word/document.xml"
STYLES_PART: Final = "word/styles.xml"

_HEADER_PART: Final = re.compile(r"word/(?:header|footer)\d*\.xml")
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_NAMES: Final = re.compile(rb"""(xmlns(?::\w+)?\s*=\s*["'])""" + _STRICT.encode())
_TYPES: Final = f"""<Types xmlns="{NAMESPACE.OPC_CONTENT_TYPES}">
<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>
<Override PartName="/{MAIN_PART}" ContentType="{CONTENT_TYPE.WML_DOCUMENT_MAIN}"/>
<Override PartName="/{STYLES_PART}" ContentType="{CONTENT_TYPE.WML_STYLES}"/>
</Types>"""
_RELATION: Final = f"""<Relationships xmlns="{NAMESPACE.OPC_RELATIONSHIPS}">
<Relationship Id="rId1" Type="{{kind}}" Target="/{{target}}"/>
</Relationships>"""
_NO_STYLES: Final = f"<w:styles xmlns:w='{nsmap['w']}'/>".encode()
"""Stands in where a file has no styles: left alone, python-docx would take those of a template."""


def open_word(package: zipfile.ZipFile, path: Path) -> Document:
    """Open a Word document, whose body is sure to be there.

    Raises:
        NotWordError: The package holds something else.
        DamagedDocumentError: It has no words part, or a part that is no XML of Word.
        UnsafeDocumentError: A part is built to swell.
    """
    main = _main_part(package, path)
    styles = _styles_part(package, main, path)
    words = _part(package, main, path)
    try:
        document = docx.Document(
            _packed(words, _part(package, styles, path) if styles else _NO_STYLES)
        )
    except etree.XMLSyntaxError as error:
        raise DamagedDocumentError(path, styles if _is_xml(words) else main) from error
    root = document.element
    if not isinstance(root, CT_Document) or root.body is None:
        raise DamagedDocumentError(path, main)
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return document


def headers_with_words(package: zipfile.ZipFile, path: Path) -> int:
    """Return how many page headers and footers hold words.

    They are only counted, so they are not parsed: a broken one costs nobody the document.
    """
    names = (name for name in package.namelist() if _HEADER_PART.fullmatch(name))
    return sum(b":t>" in read_part(package, name, path) for name in names)


def _main_part(package: zipfile.ZipFile, path: Path) -> str:
    """Return the name of the part with the words, by the package's own relations."""
    names = set(package.namelist())
    for name in (_related(package, "", "officeDocument", path), MAIN_PART):
        if name in names and name.startswith("word/"):
            return name
    if any(name.startswith("word/") for name in names):
        raise DamagedDocumentError(path, MAIN_PART)
    raise NotWordError(path, _other_package(package, names, path))


def _styles_part(package: zipfile.ZipFile, main: str, path: Path) -> str:
    names = package.namelist()
    beside = posixpath.join(posixpath.dirname(main), "styles.xml")
    known = (_related(package, main, "styles", path), beside)
    return next((name for name in known if name in names), "")


def _related(package: zipfile.ZipFile, source: str, kind: str, path: Path) -> str:
    """Return the name of the part that the source (nothing: the package) relates to, or nothing."""
    folder, name = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package.namelist():
        return ""
    root = parse(read_part(package, relations, path), relations, path)
    for relation in root.iter("{*}Relationship"):
        if relation.get("Type", "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, relation.get("Target", ""))
            return posixpath.normpath(target).lstrip("/")
    return ""


def _other_package(package: zipfile.ZipFile, names: set[str], path: Path) -> str:
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return _("an Excel workbook")
    if "ppt/presentation.xml" in names:
        return _("a PowerPoint presentation")
    if "mimetype" in names and b"opendocument" in read_part(package, "mimetype", path):
        return _("an OpenDocument file of LibreOffice")
    return _("a zip archive")


def _part(package: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """Return a part's checked XML, in the dialect that python-docx knows."""
    xml = read_part(package, name, path)
    if root_tag(xml, name, path).startswith(f"{{{_STRICT}}}"):
        return _STRICT_NAMES.sub(rb"\g<1>" + nsmap["w"].encode(), xml)
    return xml


def _is_xml(xml: bytes) -> bool:
    try:
        parse_xml(xml)
    except etree.XMLSyntaxError:
        return False
    return True


def _packed(main: bytes, styles: bytes) -> io.BytesIO:
    kinds = RELATIONSHIP_TYPE
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels", _RELATION.format(kind=kinds.OFFICE_DOCUMENT, target=MAIN_PART)
        )
        archive.writestr(
            "word/_rels/document.xml.rels", _RELATION.format(kind=kinds.STYLES, target=STYLES_PART)
        )
        archive.writestr(MAIN_PART, main)
        archive.writestr(STYLES_PART, styles)
    buffer.seek(0)
    return buffer
