"""The handbook as a Word document: a cover, a linked table of contents, each area a chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_LEADER
from docx.shared import Cm, Pt

from rmecode.exchange.colours import ink_on
from rmecode.exchange.excerpt_words import judged, place
from rmecode.exchange.handbook import (
    examples_title,
    extent,
    facts_of,
    introduction,
    parts_of,
    sentence_of,
)
from rmecode.exchange.paper import (
    CODE_FONT,
    COLUMN,
    QUIET,
    bar,
    bookmark,
    box,
    field,
    link,
    new_page,
    part,
    running_heads,
    saved,
    shade,
    text_width,
    write,
)
from rmecode.messages import _

if TYPE_CHECKING:
    from docx.document import Document as Page
    from docx.text.paragraph import Paragraph

    from rmecode.exchange.excerpt_values import Excerpt
    from rmecode.exchange.handbook import Entry, Handbook

DEEPEST: Final = 4
"""The lowest level of headings; codes below it have headings of this level."""


def handbook_docx(handbook: Handbook, *, paper: str = "a4") -> bytes:
    """Return the handbook as a document on ``a4`` or ``letter`` paper."""
    language = handbook.book.language
    page = new_page(handbook.title, at=handbook.at, language=language, paper=paper)
    running_heads(page, f"{handbook.title} · {handbook.edition}", " ".join(handbook.notices))
    _write_cover(page, handbook)
    _write_contents(page, handbook)
    for number, entry in enumerate(handbook.entries):
        _write_entry(page, entry, number, rules=handbook.rules)
    return saved(page)


def _write_cover(page: Page, handbook: Handbook) -> None:
    title = page.add_paragraph()
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(110), Pt(8)
    write(title, handbook.title, bold=True, size=28)
    lines = ((handbook.study, 14), (handbook.edition, 12), (extent(handbook), 12))
    for text, size in lines:
        write(page.add_paragraph(), text, size=size, ink=QUIET)
    for notice in handbook.notices:
        box(page, notice).paragraph_format.space_before = Pt(14)
    first = page.add_paragraph()
    first.paragraph_format.space_before = Pt(14)
    write(first, introduction())
    for text in (*handbook.book.description.split("\n"), handbook.counted, handbook.choice):
        if text.strip():
            write(page.add_paragraph(), text.strip())
    if handbook.naming:
        write(page.add_paragraph(), handbook.naming)


def _write_contents(page: Page, handbook: Handbook) -> None:
    """Write a line per code that leads to it, with the number of its page."""
    head = page.add_paragraph()
    head.paragraph_format.page_break_before = head.paragraph_format.keep_with_next = True
    write(head, _("Contents"), bold=True, size=18)
    width = text_width(page)
    for number, entry in enumerate(handbook.entries):
        line = page.add_paragraph()
        layout = line.paragraph_format
        layout.left_indent = Cm(0.6 * (entry.code.depth - 1))
        layout.space_after = Pt(1)
        if entry.code.depth == 1:
            layout.space_before, layout.keep_with_next = Pt(6), True
        right, dots = WD_ALIGN_PARAGRAPH.RIGHT, WD_TAB_LEADER.DOTS
        layout.tab_stops.add_tab_stop(width, right, dots)
        link(line, entry.code.label, _anchor(number))
        write(line, "\t")
        field(line, f"PAGEREF {_anchor(number)} \\h", "")


def _anchor(number: int) -> str:
    return f"code_{number + 1}"


def _write_entry(page: Page, entry: Entry, number: int, *, rules: bool) -> None:
    code = entry.code
    head = page.add_paragraph(style=f"Heading {min(code.depth, DEEPEST)}")
    head.paragraph_format.page_break_before = code.depth == 1
    shade(head, entry.color)
    write(head, code.label, ink=ink_on(entry.color))
    bookmark(head, _anchor(number), number)
    name = page.add_paragraph()
    name.paragraph_format.keep_with_next = True
    write(name, f"{code.path}  ", bold=True, size=9.5)
    write(name, f"[{code.id}]", size=9.5, ink=QUIET)
    for place_in_order, (title, text) in enumerate(parts_of(code)):
        paragraph = part(page, title, text)
        paragraph.paragraph_format.keep_with_next = place_in_order == 0
    _write_listed(page, examples_title(), [f"«{text}»" for text in code.examples])
    for title, text in facts_of(code):
        part(page, title, text)
    if entry.use is not None:
        part(page, _("Codings"), sentence_of(entry.use))
    if rules:
        for title, rule in zip([_("Rules")] + [""] * len(code.rules), code.rules, strict=False):
            _write_rule(page, title, f"{rule.id} ({rule.unit}): {rule.find}")
    for title, one in zip(
        [_("Excerpts")] + [""] * len(entry.excerpts), entry.excerpts, strict=False
    ):
        _write_excerpt(page, title, one, entry.color)


def _write_listed(page: Page, title: str, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        part(page, "" if number else title, text, italic=True)


def _write_rule(page: Page, title: str, text: str) -> Paragraph:
    paragraph = part(page, title, "")
    run = write(paragraph, text, size=8.5)
    run.font.name = CODE_FONT
    return paragraph


def _write_excerpt(page: Page, title: str, one: Excerpt, color: str) -> None:
    if title:
        head = page.add_paragraph()
        head.paragraph_format.keep_with_next = True
        head.paragraph_format.space_after = Pt(0)
        write(head, title, bold=True, ink=QUIET, size=9.5)
    quote = page.add_paragraph()
    quote.paragraph_format.left_indent = COLUMN
    quote.paragraph_format.keep_with_next = True
    bar(quote, color)
    write(quote, one.quote)
    about = page.add_paragraph()
    about.paragraph_format.left_indent = COLUMN
    about.paragraph_format.space_after = Pt(8)
    write(about, f"{one.short} · {place(one)} · {judged(one)}", size=9, ink=QUIET)
