"""The styles of a Word document: which ones are headings, which ones are bold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from docx.exceptions import InvalidXmlError
from docx.oxml.exceptions import InvalidXmlError as MissingXmlError
from docx.oxml.ns import qn
from docx.oxml.styles import CT_Style, CT_Styles
from docx.styles.style import CharacterStyle

from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docx.document import Document
    from docx.text.font import Font
    from lxml.etree import _Element

_Value = TypeVar("_Value")

_HEADING_NAME: Final = re.compile(r"(?:heading|titulo) ?([1-9])")
_TITLES: Final = {"title": 1, "titulo": 1, "subtitle": 2, "subtitulo": 2}
_PROPERTIES: Final = qn("w:pPr")
_OUTLINE: Final = qn("w:outlineLvl")
_VALUE: Final = qn("w:val")
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a style: its heading level (0: none), whether it is bold, what it extends."""

    heading: int = 0
    bold: bool | None = None
    based_on: str = ""


def read_styles(document: Document) -> dict[str, Style]:
    """Return the styles by id, each with what it takes over from those that it is based on."""
    root = document.styles.element
    if not isinstance(root, CT_Styles):
        return {}
    # Not by iterating over document.styles: that raises at a style without a type.
    elements = [child for child in root if isinstance(child, CT_Style)]
    own = {element.styleId: _style(element) for element in elements if element.styleId}
    return {name: _resolved(name, own) for name in own}


def if_valid(read: Callable[[], _Value | None]) -> _Value | None:
    """Return what python-docx reads, or nothing where it raises at a value outside the schema."""
    try:
        return read()
    except (InvalidXmlError, MissingXmlError):  # two classes of one name, of no common kind
        return None


def is_bold(font: Font) -> bool | None:
    """Return whether a run's or a style's own properties make it bold, ``None`` if none does."""
    return if_valid(lambda: font.bold)


def outline_level(properties: _Element | None) -> int:
    """Return the heading level that paragraph properties name outright, 0 for running text."""
    level = None if properties is None else properties.find(_OUTLINE)
    value = "" if level is None else level.get(_VALUE, "")
    return int(value) + 1 if value in {"0", "1", "2", "3", "4", "5", "6", "7", "8"} else 0


def _style(element: CT_Style) -> Style:
    style = CharacterStyle(element)
    name = fold(if_valid(lambda: style.name) or "")
    numbered = _HEADING_NAME.fullmatch(name)
    heading = int(numbered[1]) if numbered else _TITLES.get(name, 0)
    # Not by style.base_style: that looks through all styles anew for each.
    based_on = if_valid(lambda: element.basedOn_val) or ""
    return Style(heading or outline_level(element.find(_PROPERTIES)), is_bold(style.font), based_on)


def _resolved(name: str, own: Mapping[str, Style]) -> Style:
    """Follow the chain of bases; a chain that bites its own tail simply ends."""
    heading, bold, base = 0, None, name
    for _step in range(_DEEPEST):
        style = own.get(base)
        if style is None:
            break
        heading, bold = heading or style.heading, style.bold if bold is None else bold
        base = style.based_on
    return Style(heading, bold)
