"""Excerpts as Markdown: a quote is a quote, and nothing in it turns into markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from rmecode.exchange.markdown_words import inline, paragraph, quoted
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.exchange.excerpt_values import Excerpt, Excerpts, Group


def excerpts_markdown(excerpts: Excerpts) -> str:
    """Return the list: remarks, then each group as a section, each excerpt as a block quote.

    What stands around an excerpt is in the block quote too; the excerpt itself is set apart from it
    by empty lines and marked with «».
    """
    blocks = [f"# {inline(_('Excerpts: {study}').format(study=excerpts.study))}"]
    blocks += [paragraph(remark) for remark in remarks(excerpts)]
    blocks.append(inline(counts(excerpts.each)) if excerpts.each else _("Nothing to list."))
    blocks += [block for group in excerpts.groups for block in _group(group)]
    return "\n\n".join(blocks) + "\n"


def _group(group: Group) -> Iterator[str]:
    yield f"## {inline(heading(group))}"
    if group.note:
        yield paragraph(group.note)
    for one in group.excerpts:
        yield from _excerpt(one)


def _excerpt(one: Excerpt) -> Iterator[str]:
    yield f"### {inline(f'{one.short} · {place(one)}')}"
    parts = [quoted(text) for text in (before(one), f"«{one.quote}»", after(one)) if text]
    yield "\n>\n".join(parts)
    yield paragraph(coded(one))
    if one.memo:
        yield paragraph(memo(one))
