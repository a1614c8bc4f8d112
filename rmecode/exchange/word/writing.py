"""Write a transcript as a Word document: its text letter for letter, a comment for each coding.

The bytes are the same for the same values. Paragraphs and runs are put together from the elements
of python-docx, because its own calls look through the whole document for each comment.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Final

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from docx.shared import Pt, RGBColor
from lxml import etree

from rmecode.exchange.files import write_whole
from rmecode.exchange.timeless import timeless
from rmecode.exchange.word.authors import author_of, initials_of
from rmecode.exchange.word.identity import identifier, identity_part, part_properties
from rmecode.exchange.word.letters import escaped, writable
from rmecode.exchange.word.stretches import Stretch, Stretches, lines_of, within_lines
from rmecode.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from docx.document import Document
    from docx.section import _Header
    from lxml.etree import _Element

    from rmecode.exchange.word.contents import CodedTranscript, Remark

MEMO: Final = "memo:"
"""How a comment begins that is no code but a memo on the passage."""
SPELLING: Final = {"es": "es-CL", "en": "en-US"}
"""The language that Word checks the spelling in, by the study's."""
GREY: Final = RGBColor(0x40, 0x40, 0x40)
ALARM: Final = RGBColor(0xB0, 0x00, 0x20)
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_RUNS: Final = re.compile("(\t|\n)")
_BOLD: Final = Stretch(Span(0, 0), label=True)


def write_transcript(path: Path | str, transcript: CodedTranscript) -> None:
    """Write the document.

    Raises:
        FileUnwritableError: the file cannot be written; the old one is intact.
    """
    write_whole(path, transcript_bytes(transcript))


def transcript_bytes(transcript: CodedTranscript) -> bytes:
    """Return the document as the bytes of its file."""
    document = docx.Document()
    _set_properties(document, transcript)
    _set_styles(document, transcript.language)
    _write_margins(document, transcript)
    _write_body(document, transcript)
    _add_parts(document, transcript)
    packed = io.BytesIO()
    document.save(packed)
    return timeless(packed.getvalue())


def _set_properties(document: Document, transcript: CodedTranscript) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = "rmecode"
    properties.comments, properties.revision = "", 1
    properties.title = writable(f"{transcript.title} · {transcript.name}"[:250])
    properties.identifier = identifier(transcript.hash)
    properties.language = SPELLING.get(transcript.language, transcript.language)
    properties.created = properties.modified = dt.datetime.fromisoformat(transcript.at).replace(
        tzinfo=None
    )


def _set_styles(document: Document, language: str) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for spelling in document.styles.element.iter(qn("w:lang")):
        spelling.set(qn("w:val"), SPELLING.get(language, language))


def _write_margins(document: Document, transcript: CodedTranscript) -> None:
    """Write what stands above and below each page and is no part of the text."""
    section = document.sections[0]
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    for number, line in enumerate(transcript.head):
        _add_head(section.header, line, bold=not number)
    if transcript.warning:
        _add_head(section.header, transcript.warning, bold=True, color=ALARM)
    section.header.paragraphs[-1].paragraph_format.space_after = Pt(14)
    page = section.footer.paragraphs[0]
    for field, between in (("PAGE", " / "), ("NUMPAGES", "")):
        simple = etree.SubElement(page._p, qn("w:fldSimple"))  # noqa: SLF001  # the element is not offered otherwise
        simple.set(qn("w:instr"), field)
        _add_run(simple, "1")
        _add_run(page._p, between)  # noqa: SLF001


def _add_head(head: _Header, line: str, *, bold: bool, color: RGBColor = GREY) -> None:
    first = head.paragraphs[0]
    paragraph = head.add_paragraph() if first.text else first
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(writable(line))
    run.font.size, run.font.bold, run.font.color.rgb = Pt(8), bold, color


def _write_body(document: Document, transcript: CodedTranscript) -> None:
    text = writable(transcript.text)
    stretches = Stretches(transcript.remarks, transcript.labels)
    edges = _edges(transcript)
    end = document.element.body.sectPr
    for line in lines_of(text):
        paragraph = OxmlElement("w:p")
        for stretch in stretches.of(line):
            _mark(paragraph, edges.pop(stretch.span.start, ()))
            _add_run(paragraph, text[stretch.span.start : stretch.span.end], stretch)
        # an empty line has no stretch, and a passage may end where the line does
        _mark(paragraph, edges.pop(line.end, ()))
        end.addprevious(paragraph)


def _edges(transcript: CodedTranscript) -> dict[int, list[tuple[str, str]]]:
    """Return what begins and ends at each place: at one place, ends come first."""
    edges: dict[int, list[tuple[str, str]]] = {}
    spans = [
        (within_lines(remark.span, transcript.text), str(number))
        for number, remark in enumerate(transcript.remarks)
    ]
    for span, number in sorted(spans, key=lambda pair: (pair[0].end, -pair[0].start)):
        edges.setdefault(span.end, []).append(("w:commentRangeEnd", number))
    for span, number in spans:
        edges.setdefault(span.start, []).append(("w:commentRangeStart", number))
    return edges


def _mark(paragraph: _Element, edges: Iterable[tuple[str, str]]) -> None:
    for kind, number in edges:
        etree.SubElement(paragraph, qn(kind)).set(qn("w:id"), number)
        if kind == "w:commentRangeEnd":
            run = etree.SubElement(paragraph, qn("w:r"))
            etree.SubElement(run, qn("w:commentReference")).set(qn("w:id"), number)


def _add_run(parent: _Element, text: str, look: Stretch | None = None) -> None:
    run = etree.SubElement(parent, qn("w:r"))
    if look and (look.label or look.color):
        properties = etree.SubElement(run, qn("w:rPr"))
        if look.label:
            etree.SubElement(properties, qn("w:b"))
        if look.color:
            shade = etree.SubElement(properties, qn("w:shd"))
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", look.color)):
                shade.set(qn(f"w:{name}"), value)
    for part in filter(None, _RUNS.split(text)):
        if part in {"\t", "\n"}:
            etree.SubElement(run, qn("w:tab" if part == "\t" else "w:br"))
        else:
            words = etree.SubElement(run, qn("w:t"))
            words.text = part
            words.set(_SPACE, "preserve")


def _add_parts(document: Document, transcript: CodedTranscript) -> None:
    """Add the comments, and the part by which the document is known again."""
    kinds, relations, package = CONTENT_TYPE, RELATIONSHIP_TYPE, document.part.package
    comments = Part(
        PackURI("/word/comments.xml"), kinds.WML_COMMENTS, _comments(transcript), package
    )
    document.part.relate_to(comments, relations.COMMENTS)
    item = Part(PackURI("/customXml/item2.xml"), kinds.XML, identity_part(transcript), package)
    facts = part_properties(transcript.hash)
    beside = PackURI("/customXml/itemProps2.xml")
    item.relate_to(
        Part(beside, kinds.OFC_CUSTOM_XML_PROPERTIES, facts, package), relations.CUSTOM_XML_PROPS
    )
    document.part.relate_to(item, relations.CUSTOM_XML)


def _comments(transcript: CodedTranscript) -> bytes:
    root = etree.Element(qn("w:comments"), nsmap={"w": nsmap["w"]})
    for number, remark in enumerate(transcript.remarks):
        comment = etree.SubElement(root, qn("w:comment"))
        comment.set(qn("w:id"), str(number))
        author = author_of(remark.author, transcript.coders, transcript.language)
        comment.set(qn("w:author"), author)
        comment.set(qn("w:initials"), escaped(initials_of(remark.author)))
        if date := _date(remark.date):
            comment.set(qn("w:date"), date)
        for place, line in enumerate(_comment_lines(remark)):
            _add_comment_line(comment, line, bold=not place and bool(remark.code))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _comment_lines(remark: Remark) -> list[str]:
    """Return the code's path, an empty line, the memo: so that no memo is taken for a code."""
    if not remark.code:
        return f"{MEMO} {escaped(remark.memo)}".split("\n")
    memo = ["", *escaped(remark.memo).split("\n")] if remark.memo else []
    return [remark.path, *memo]


def _add_comment_line(comment: _Element, line: str, *, bold: bool) -> None:
    paragraph = etree.SubElement(comment, qn("w:p"))
    _add_run(paragraph, line, _BOLD if bold else None)


def _date(moment: str) -> str:
    """Return the time as Word writes it, empty where it is none."""
    try:
        at = dt.datetime.fromisoformat(moment)
    except ValueError:
        return ""
    utc = at.astimezone(dt.UTC) if at.tzinfo else at
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")
