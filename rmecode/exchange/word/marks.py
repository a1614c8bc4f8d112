"""Where a document's comments stand, counted in the letters of the text that rmecode reads from it.

A letter that the document does not use is put in for each edge of a range, and for each reference;
the reader that ingests documents reads it with the rest; the letters are then taken out and their
places counted. So the places are right whatever the reader knows of fields, tracked changes, text
boxes and tables, and nothing of it is written twice.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal, cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from rmecode.ingest.readings import join
from rmecode.ingest.word_styles import read_styles
from rmecode.ingest.word_text import Script, body_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.document import Document
    from lxml.etree import _Element

    Edge = Literal["start", "end", "reference"]
    Places = dict[str, dict[Edge, list[int]]]

_EDGES: Final[dict[str, Edge]] = {
    qn("w:commentRangeStart"): "start",
    qn("w:commentRangeEnd"): "end",
    qn("w:commentReference"): "reference",
}
_ID: Final = qn("w:id")
_PARAGRAPH: Final = qn("w:p")
_PROPERTIES: Final = qn("w:pPr")
_WHOLE: Final = frozenset(qn(f"w:{name}") for name in ("r", "del", "moveFrom"))
"""What a mark may not stand inside: in a run it would part it, in a deletion it would be deleted."""
_PRIVATE: Final = range(0xF0000, 0x10FFFE)
_NEXT: Final = etree.XPath("following::w:p[1]", namespaces={"w": qn("w:p")[1:].partition("}")[0]})
_LAST: Final = etree.XPath("preceding::w:p[1]", namespaces={"w": qn("w:p")[1:].partition("}")[0]})


def marked_places(document: Document) -> tuple[str, Places]:
    """Return the document's text, and each place in it that a comment's edges have, by its id.

    The document is changed by it: open it anew to use it otherwise.
    """
    marks = dict(_put_in(document))
    text, _hints = join(body_lines(document, Script(read_styles(document))))
    places: Places = defaultdict(lambda: {"start": [], "end": [], "reference": []})
    plain: list[str] = []
    for letter in text:
        if letter not in marks:
            plain.append(letter)
            continue
        comment, edge = marks[letter]
        places[comment][edge].append(len(plain))
    return "".join(plain), dict(places)


def _put_in(document: Document) -> Iterator[tuple[str, tuple[str, Edge]]]:
    root = document.element
    used = {letter for words in root.itertext() for letter in words if ord(letter) in _PRIVATE}
    free: Iterator[str] = (chr(code) for code in _PRIVATE if chr(code) not in used)
    edges = list(root.iter(*_EDGES))
    for element, letter in zip(edges, free, strict=False):
        edge = _EDGES[str(element.tag)]
        if _put(element, letter, before=edge == "start"):
            yield letter, (element.get(_ID, ""), edge)


def _put(element: _Element, letter: str, *, before: bool) -> bool:
    """Put a run with the letter where the mark stands; tell whether there was a place for it."""
    run = OxmlElement("w:r")
    etree.SubElement(run, qn("w:t")).text = letter
    inside = _within_paragraph(element.iterancestors())
    if inside is not None:
        place = next((each for each in reversed(inside) if each.tag in _WHOLE), element)
        place.addprevious(run) if before else place.addnext(run)
        return True
    near = cast("list[_Element]", (_NEXT if before else _LAST)(element))
    for paragraph in near:
        properties = paragraph.find(_PROPERTIES)
        begin = 0 if properties is None else paragraph.index(properties) + 1
        paragraph.insert(begin if before else len(paragraph), run)
    return bool(near)


def _within_paragraph(ancestors: Iterable[_Element]) -> list[_Element] | None:
    """Return what stands between a mark and its paragraph, innermost first; None outside of any."""
    between: list[_Element] = []
    for each in ancestors:
        if each.tag == _PARAGRAPH:
            return between
        between.append(each)
    return None
