"""Excerpts as plain text, for a terminal or a mail."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

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
from rmecode.exchange.visible import visible
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.exchange.excerpt_values import Excerpt, Excerpts, Group

WIDTH: Final = 88
"""How many letters a line has at most, unless one word is longer."""


def excerpts_text(excerpts: Excerpts) -> str:
    """Return the list: remarks, then each group with its head, its counts and its excerpts.

    The words of an excerpt have a bar before each line; what stands around them has none.
    """
    lines = [line for remark in remarks(excerpts) for line in _wrapped(remark, "")]
    lines += ["", f"{excerpts.study} · {counts(excerpts.each)}"] if excerpts.each else []
    for group in excerpts.groups:
        lines += ["", *_group(group)]
    if not excerpts.each:
        lines.append(_("Nothing to list."))
    return "\n".join(lines).strip("\n") + "\n"


def _group(group: Group) -> Iterator[str]:
    head = visible(heading(group))
    yield from (head, "=" * min(len(head), WIDTH))
    yield from _wrapped(group.note, "")
    for one in group.excerpts:
        yield ""
        yield from _excerpt(one)


def _excerpt(one: Excerpt) -> Iterator[str]:
    yield from _wrapped(f"[{one.short}] {place(one)}", "", "    ")
    yield from _wrapped(before(one), "      ")
    yield from _wrapped(one.quote, "    | ")
    yield from _wrapped(after(one), "      ")
    yield from _wrapped(coded(one), "    ")
    yield from _wrapped(memo(one), "    ")


def _wrapped(text: str, indent: str, further: str = "") -> Iterator[str]:
    for line in visible(text).split("\n") if text else ():
        yield from textwrap.wrap(
            line,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=further or indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [indent.rstrip()]
