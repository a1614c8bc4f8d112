"""The handbook as Markdown, with links from its contents to each code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.exchange.excerpt_words import judged, place
from rmecode.exchange.handbook import (
    examples_title,
    extent,
    facts_of,
    introduction,
    parts_of,
    sentence_of,
)
from rmecode.exchange.markdown_words import fenced, inline, lines, paragraph, quoted
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.exchange.excerpt_values import Excerpt
    from rmecode.exchange.handbook import Entry, Handbook
    from rmecode.model import Code


def handbook_markdown(handbook: Handbook) -> str:
    """Return the handbook: title, what it is, contents, and a section per code.

    Everything that people wrote or said stays text; see ``markdown_words`` for the rules.
    """
    blocks = [f"# {inline(handbook.title)}"]
    blocks += [
        inline(text) for text in (handbook.study, handbook.edition, extent(handbook)) if text
    ]
    blocks += [f"**{inline(notice)}**" for notice in handbook.notices]
    said = (*handbook.book.description.split("\n\n"), handbook.counted, handbook.choice)
    blocks += [paragraph(text) for text in (introduction(), *said, handbook.naming) if text]
    blocks += [f"## {_('Contents')}", "\n".join(_contents(handbook))]
    for number, entry in enumerate(handbook.entries):
        blocks += _entry(entry, number, rules=handbook.rules)
    return "\n\n".join(blocks) + "\n"


def _contents(handbook: Handbook) -> Iterator[str]:
    for number, entry in enumerate(handbook.entries):
        indent = "  " * (entry.code.depth - 1)
        yield f"{indent}- [{inline(entry.code.label)}](#{_anchor(number)})"


def _anchor(number: int) -> str:
    return f"code-{number + 1}"


def _entry(entry: Entry, number: int, *, rules: bool) -> Iterator[str]:
    code = entry.code
    yield f'<a id="{_anchor(number)}"></a>'
    yield f"{'#' * min(code.depth + 1, 6)} {inline(code.label)}"
    yield f"{inline(code.path)} · {inline(code.id)} · \\#{entry.color}"
    for title, text in parts_of(code):
        yield _named(title, text)
    yield from _examples(code)
    yield from (_named(title, text) for title, text in facts_of(code))
    if entry.use is not None:
        yield _named(_("Codings"), sentence_of(entry.use))
    if rules and code.rules:
        yield from _rules(code)
    if entry.excerpts:
        yield f"**{_('Excerpts')}**"
        yield from map(_excerpt, entry.excerpts)


def _examples(code: Code) -> Iterator[str]:
    if code.examples:
        yield f"**{examples_title()}**"
        yield "\n".join(_item(f"«{text}»") for text in code.examples)


def _rules(code: Code) -> Iterator[str]:
    yield f"**{_('Rules')}**"
    for rule in code.rules:
        yield fenced(f"{rule.id} ({rule.unit}): {rule.find}")


def _excerpt(one: Excerpt) -> str:
    about = f"{one.short} · {place(one)} · {judged(one)}"
    return "\n>\n".join([quoted(f"«{one.quote}»"), quoted(about)])


def _named(title: str, text: str) -> str:
    return f"**{title}:** {paragraph(text)}"


def _item(text: str) -> str:
    first, *further = lines(text)
    return "\n".join([f"- {first}", *(f"  {line}" for line in further)])
