"""Word documents for print: a page, its styles, page numbers, links, and colours under text.

What every printed document of a study shares; what stands in one is written elsewhere.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Final, cast

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Length, Mm, Pt, RGBColor

from rmecode.exchange.colours import INK
from rmecode.exchange.timeless import timeless
from rmecode.exchange.visible import visible

if TYPE_CHECKING:
    from docx.document import Document as Page
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run
    from lxml.etree import ElementBase, _Element

SIZES: Final = {"a4": (Mm(210), Mm(297)), "letter": (Inches(8.5), Inches(11))}
"""Width and height of the papers that a document can be made for."""

QUIET: Final = "52606D"
ALARM: Final = "FDECEA"
FONT: Final = "Calibri"
CODE_FONT: Final = "Consolas"
COLUMN: Final = Cm(3.4)
"""How wide the names of parts are, left of what they hold."""

HEADINGS: Final = {1: (18, 24, 10), 2: (13, 16, 4), 3: (11.5, 12, 3), 4: (10.5, 10, 2)}
"""Size, space before and space after of the headings, in points, by level."""


def new_page(title: str, *, at: str, language: str = "es", paper: str = "a4") -> Page:
    """Return an empty document with its paper, styles and properties.

    Args:
        title: what the file's properties say that it is.
        at: when it is made, ISO 8601.
        language: in which its words are, for the spelling of whoever opens it.
        paper: ``a4`` or ``letter``.
    """
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = SIZES[paper]
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    section.different_first_page_header_footer = True
    _set_up_text(page, language)
    for level, (size, before, after) in HEADINGS.items():
        _set_up_heading(page.styles[f"Heading {level}"], size, before, after)
    properties = page.core_properties
    properties.title, properties.author, properties.comments = visible(title)[:255], "rmecode", ""
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment
    properties.last_modified_by = "rmecode"
    return page


def _set_up_text(page: Page, language: str) -> None:
    normal: ParagraphStyle = page.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(10.5), RGBColor.from_string(INK)
    _set_font(normal, FONT)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.1
    normal.paragraph_format.widow_control = True
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    normal.element.get_or_add_rPr().append(spoken)
    code = page.styles.add_style("Rule", WD_STYLE_TYPE.PARAGRAPH)
    code.base_style = normal
    _set_font(code, CODE_FONT)
    code.font.size = Pt(8.5)


def _set_up_heading(style: ParagraphStyle, size: float, before: float, after: float) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
    style.font.color.rgb = RGBColor.from_string(INK)
    _set_font(style, FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = style.paragraph_format.keep_together = True


def _set_font(style: ParagraphStyle, name: str) -> None:
    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(script), None)  # a theme's font would win over the named one
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def running_heads(page: Page, head: str, foot: str) -> None:
    """Give every page but the first a head, and every page a foot with the page's number."""
    section = page.sections[0]
    for style in ("Header", "Footer"):
        page.styles[style].paragraph_format.tab_stops.clear_all()
    top = section.header.paragraphs[0]
    write(top, head, size=8.5, ink=QUIET)
    _border(top, "bottom")
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        width = text_width(page)
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_ALIGN_PARAGRAPH.RIGHT)
        write(paragraph, f"{foot}\t" if foot else "\t", size=8.5, ink=QUIET)
        field(paragraph, "PAGE", "1", size=8.5)
        write(paragraph, " / ", size=8.5, ink=QUIET)
        field(paragraph, "NUMPAGES", "1", size=8.5)


def text_width(page: Page) -> Length:
    """Return how wide the text of a page is."""
    section = page.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return Length((section.page_width or 0) - margins)


def write(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = 0,
    ink: str = "",
) -> Run:
    """Add words to a paragraph, whatever control characters they hold."""
    run = paragraph.add_run(visible(text))
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    if ink:
        run.font.color.rgb = RGBColor.from_string(ink)
    return run


def part(
    page: Page, name: str, text: str, *, italic: bool = False, style: str = "Normal"
) -> Paragraph:
    """Add a paragraph that has its name to the left, in a column of its own."""
    paragraph = page.add_paragraph(style=style)
    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = COLUMN, -COLUMN
    layout.tab_stops.add_tab_stop(COLUMN)
    write(paragraph, f"{name}\t", bold=True, ink=QUIET, size=9.5)
    write(paragraph, text, italic=italic)
    return paragraph


def box(page: Page, text: str, fill: str = ALARM) -> Paragraph:
    """Add a paragraph under a colour, for what nobody may overlook."""
    paragraph = page.add_paragraph()
    write(paragraph, text, bold=True)
    shade(paragraph, fill)
    return paragraph


def shade(paragraph: Paragraph, fill: str) -> None:
    """Put a colour (``RRGGBB``) under a paragraph."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), fill)
    _insert(paragraph, shading)


def bar(paragraph: Paragraph, color: str) -> None:
    """Draw a bar of a colour to the left of a paragraph."""
    _border(paragraph, "left", color, size=36, space=8)


def _border(
    paragraph: Paragraph, side: str, color: str = "CBD2D9", size: int = 4, space: int = 4
) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", space), ("color", color)):
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)
    _insert(paragraph, borders)


def _insert(paragraph: Paragraph, element: _Element) -> None:
    """Put an element where the format's schema wants it among the paragraph's properties."""
    after = [
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
    ]
    later = [*after, "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"]
    if element.tag == qn("w:shd"):
        later.remove("w:shd")
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # python-docx names it nowhere else
    properties.insert_element_before(cast("ElementBase", element), *later)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Give a paragraph a name to which links lead; numbers are unique in a document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)  # noqa: SLF001
    paragraph._p.append(end)  # noqa: SLF001


def link(paragraph: Paragraph, text: str, to: str) -> None:
    """Add words that lead to a bookmark of the document."""
    run = write(paragraph, text)
    hyperlink = OxmlElement("w:hyperlink")
    hyperlink.set(qn("w:anchor"), to)
    hyperlink.set(qn("w:history"), "1")
    paragraph._p.append(hyperlink)  # noqa: SLF001
    hyperlink.append(run._r)  # noqa: SLF001


def field(paragraph: Paragraph, instruction: str, shown: str, *, size: float = 0) -> None:
    """Add a field, such as the page's number, and what it shows until a program fills it in."""
    begin = _field_mark("begin")
    if instruction.startswith("PAGEREF"):
        begin.set(qn("w:dirty"), "true")
    asked = OxmlElement("w:instrText")
    asked.set(qn("xml:space"), "preserve")
    asked.text = f" {instruction} "
    for element in (begin, asked, _field_mark("separate")):
        write(paragraph, "", size=size, ink=QUIET)._r.append(element)  # noqa: SLF001
    write(paragraph, shown, size=size, ink=QUIET)
    write(paragraph, "", size=size, ink=QUIET)._r.append(_field_mark("end"))  # noqa: SLF001


def _field_mark(kind: str) -> _Element:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def saved(page: Page) -> bytes:
    """Return the document as a file; equal documents are equal bytes."""
    stream = io.BytesIO()
    page.save(stream)
    return timeless(stream.getvalue())
