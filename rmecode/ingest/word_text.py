"""From the body of a Word document to lines: runs, breaks, text boxes, tracked changes, tables.

The elements are those of python-docx. The walk over them is our own, because its paragraphs and
tables pass over content controls, tracked changes, text boxes and fields, and repeat merged cells.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.parfmt import CT_TabStop
from docx.oxml.text.run import CT_R, CT_Br, CT_Cr, CT_NoBreakHyphen, CT_PTab, CT_Text
from docx.text.font import Font

from rmecode.ingest.characters import clean
from rmecode.ingest.readings import Hint, Line
from rmecode.ingest.tables import table_lines
from rmecode.ingest.word_styles import Style, if_valid, is_bold, outline_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docx.document import Document
    from lxml.etree import _Element

_CHARACTER: Final = qn("w:char")
_MARK_PROPERTIES: Final = qn("w:rPr")
_DELETED_ROW: Final = f"{qn('w:trPr')}/{qn('w:del')}"
_LEFT_OUT: Final = frozenset(
    {"pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText", "rt"}
)
_GONE: Final = frozenset({"del", "moveFrom", "delText", "delInstrText"})
_TAKEN: Final = frozenset({"ins", "moveTo"})
_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "customXml"})
_WRITTEN: Final = (CT_Text, CT_Br, CT_Cr, CT_NoBreakHyphen, CT_PTab, CT_TabStop)
"""What stands for characters by python-docx's own account: ``str`` of it gives them."""
_COUNTED: Final = {
    "commentReference": "comments",
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and the run that it is in, whose weight is looked up if it matters."""

    text: str
    run: CT_R | None


@dataclass(slots=True)
class Script:
    """What is known while a document is read: styles, counts, and what waits for its place.

    ``boxes`` are text boxes of the paragraph at hand, ``carried`` the pieces of a paragraph whose
    end was deleted in a tracked change, so that it runs on into the next.
    """

    styles: Mapping[str, Style]
    tally: Counter[str] = field(default_factory=Counter)
    boxes: list[_Element] = field(default_factory=list)
    carried: list[Piece] = field(default_factory=list)


def _local_name(element: _Element) -> str:
    """Return an element's name without its namespace, of which many beside Word's own hold text."""
    return str(element.tag).rpartition("}")[2]


def body_lines(document: Document, script: Script) -> Iterator[Line]:
    """Yield the lines of a document in the order of its pages."""
    for block in document.element.body:
        yield from _block_lines(block, script)
    yield from _flush(script)


def _block_lines(block: _Element, script: Script) -> Iterator[Line]:
    """Yield the lines of a paragraph, a table, or whatever wraps some of them."""
    name = _local_name(block)
    if isinstance(block, CT_P):
        yield from _paragraph_lines(block, script)
    elif isinstance(block, CT_Tbl):
        yield from _flush(script)
        yield from table_lines(list(_rows(block, script)))
    elif name in _GONE:
        script.tally["deletions"] += 1
    elif name not in _LEFT_OUT:
        script.tally["insertions"] += name in _TAKEN
        for child in _choice(block) if name == "AlternateContent" else block:
            yield from _block_lines(child, script)


def _flush(script: Script) -> Iterator[Line]:
    """Yield what still waits for a next paragraph where none comes."""
    pieces, script.carried = script.carried, []
    if pieces:
        yield from _lines(pieces, 0, script)


def _paragraph_lines(paragraph: CT_P, script: Script) -> Iterator[Line]:
    outer, script.boxes = script.boxes, []
    pieces = script.carried + list(_pieces(paragraph, script))
    boxes, script.boxes = script.boxes, outer
    script.carried = []
    if _end_is_deleted(paragraph):
        script.carried = pieces
    else:
        yield from _lines(pieces, _heading(paragraph, script), script)
    for box in boxes:
        script.tally["boxes"] += 1
        yield from _block_lines(box, script)


def _end_is_deleted(paragraph: CT_P) -> bool:
    properties = paragraph.pPr
    mark = None if properties is None else properties.find(_MARK_PROPERTIES)
    return mark is not None and any(_local_name(child) in {"del", "moveFrom"} for child in mark)


def _heading(paragraph: CT_P, script: Script) -> int:
    style = if_valid(lambda: paragraph.style) or ""
    return outline_level(paragraph.pPr) or script.styles.get(style, Style()).heading


def _pieces(element: _Element, script: Script, run: CT_R | None = None) -> Iterator[Piece]:
    for child in element:
        name = _local_name(child)
        characters = _characters(child, name)
        if characters is not None:
            yield Piece(characters, run)
        elif name == "txbxContent":
            script.boxes.append(child)
        elif name == "AlternateContent":
            yield from _pieces(_choice(child), script, run)
        elif not _is_left_out(name, script):
            yield from _pieces(child, script, child if isinstance(child, CT_R) else run)


def _is_left_out(name: str, script: Script) -> bool:
    """Tell whether an element adds nothing to the text, and count what people may miss."""
    script.tally["deletions"] += name in {"del", "moveFrom"}
    script.tally["insertions"] += name in _TAKEN
    if name in _COUNTED:
        script.tally[_COUNTED[name]] += 1
    return name in _LEFT_OUT or name in _GONE


def _characters(element: _Element, name: str) -> str | None:
    """Return the characters that an element stands for, ``None`` where it stands for none."""
    if isinstance(element, _WRITTEN):
        return str(element)
    if name == "t":  # in a formula or a drawing, which python-docx does not look into
        return element.text or ""
    if name == "sym":
        return _symbol(element.get(_CHARACTER, ""))
    return None


def _symbol(code: str) -> str:
    """Return a symbol's character; those of private fonts (Wingdings) have none of their own."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _choice(alternatives: _Element) -> _Element:
    """Return one of several renderings of the same thing: a text box stands there twice."""
    choices = [child for child in alternatives if _local_name(child) in {"Choice", "Fallback"}]
    return choices[0] if choices else alternatives


def _is_bold(run: CT_R | None, script: Script) -> bool:
    if run is None:
        return False
    direct = is_bold(Font(run))
    style = if_valid(lambda: run.style) or ""
    return bool(script.styles.get(style, Style()).bold if direct is None else direct)


def _lines(pieces: Sequence[Piece], heading: int, script: Script) -> Iterator[Line]:
    """Yield a paragraph's lines: one, or several where it holds soft line breaks."""
    current: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        current.append(Piece(first, piece.run))
        for other in others:
            yield from _cleaned(current, heading, script)
            current = [Piece(other, piece.run)]
    yield from _cleaned(current, heading, script)


def _cleaned(pieces: Sequence[Piece], heading: int, script: Script) -> Iterator[Line]:
    text, odd = clean("".join(piece.text for piece in pieces))
    script.tally["odd"] += odd
    leading = takewhile(lambda p: not p.text.strip() or _is_bold(p.run, script), pieces)
    bold = clean("".join(piece.text for piece in leading))[0].rstrip()
    first, *others = text.split("\n")
    yield Line(first, Hint(heading if first.strip() else 0, min(len(bold), len(first))))
    yield from (Line(other) for other in others)


def _rows(table: CT_Tbl, script: Script) -> Iterator[list[list[Line]]]:
    """Yield each row as its cells, each cell as its lines; rows deleted in a change are left out."""
    for row in _inside(table, CT_Row):
        if row.find(_DELETED_ROW) is not None:
            script.tally["deletions"] += 1
            continue
        yield [_cell_lines(cell, script) for cell in _inside(row, CT_Tc)]


def _inside(parent: _Element, kind: type[_Element]) -> Iterator[_Element]:
    """Yield a table's rows or a row's cells, those in content controls included."""
    for child in parent:
        if isinstance(child, kind):
            yield child
        elif _local_name(child) in _WRAPPERS:
            yield from _inside(child, kind)


def _cell_lines(cell: _Element, script: Script) -> list[Line]:
    lines = [line for block in cell for line in _block_lines(block, script)]
    return [line for line in (*lines, *_flush(script)) if line.text.strip()]
