"""Excerpts as a Word document, to be read, printed and marked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Cm, Pt

from rmecode.exchange.colours import plain_color
from rmecode.exchange.excerpt_words import (
    after,
    before,
    coded,
    counts,
    heading,
    memo,
    place,
    remarks,
)
from rmecode.exchange.paper import QUIET, bar, box, new_page, running_heads, saved, write
from rmecode.messages import _

if TYPE_CHECKING:
    from docx.document import Document as Page

    from rmecode.exchange.excerpt_values import Excerpt, Excerpts, Group


def excerpts_docx(excerpts: Excerpts, *, language: str = "es", paper: str = "a4") -> bytes:
    """Return the list as a document: each group under a heading, each excerpt beside a bar.

    Args:
        excerpts: the list; its ``at`` is the document's date.
        language: of the words.
        paper: ``a4`` or ``letter``.
    """
    title = _("Excerpts: {study}").format(study=excerpts.study)
    page = new_page(title, at=excerpts.at, language=language, paper=paper)
    running_heads(page, title, " ".join(excerpts.notices))
    write(page.add_paragraph(style="Heading 1"), title)
    for notice in excerpts.notices:
        box(page, notice)
    for remark in remarks(excerpts)[len(excerpts.notices) :]:
        write(page.add_paragraph(), remark, ink=QUIET)
    write(page.add_paragraph(), counts(excerpts.each) if excerpts.each else _("Nothing to list."))
    for group in excerpts.groups:
        _write_group(page, group)
    return saved(page)


def _write_group(page: Page, group: Group) -> None:
    head = page.add_paragraph(style="Heading 2")
    write(head, heading(group))
    if group.note:
        note = page.add_paragraph()
        write(note, group.note, italic=True, ink=QUIET)
        note.paragraph_format.keep_with_next = True
    for one in group.excerpts:
        _write_excerpt(page, one, plain_color(group.color))


def _write_excerpt(page: Page, one: Excerpt, color: str) -> None:
    head = page.add_paragraph()
    head.paragraph_format.space_before = Pt(10)
    head.paragraph_format.keep_with_next = True
    write(head, f"{one.short}  ", bold=True)
    write(head, place(one), ink=QUIET)
    for text, quoted in ((before(one), False), (one.quote, True), (after(one), False)):
        if text:
            paragraph = page.add_paragraph()
            paragraph.paragraph_format.left_indent = Cm(0.6)
            paragraph.paragraph_format.keep_with_next = True
            bar(paragraph, color if quoted else "E4E7EB")
            write(paragraph, text, ink="" if quoted else QUIET, size=0 if quoted else 9.5)
    about = page.add_paragraph()
    write(about, coded(one), ink=QUIET, size=9)
    if one.memo:
        about.paragraph_format.keep_with_next = True
        write(page.add_paragraph(), memo(one), size=9.5, italic=True)
