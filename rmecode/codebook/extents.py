"""Which lines of a YAML text belong to a list item or key: its comments, and the blank lines beside.

A comment directly above an item belongs to it, as do deeper indented ones behind it; blank lines
separate items and belong to none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.errors.codebook import SharedTextError

if TYPE_CHECKING:
    from rmecode.codebook.written import Part, Written

_DASH: Final = re.compile(r" *(?=-(?:\s|\Z))")
_COMMENT: Final = re.compile(r"[ \t]*(?=#)")


def own_only(w: Written, part: Part) -> None:
    """Check that the part, and everything in it, stands for itself.

    Raises:
        SharedTextError: something is an alias, or an alias elsewhere refers to it.
    """
    for each in part.inside():
        check_own(w, each)


def check_own(w: Written, part: Part) -> None:
    """Check that the part stands for itself, whatever is in it.

    Raises:
        SharedTextError: it is an alias, or an alias elsewhere refers to it.
    """
    if part.kind == "alias" or part.anchor in w.shared:
        raise SharedTextError(line_number(w, part))


def line_number(w: Written, part: Part) -> int:
    """Return the line that the part begins in, from 1."""
    return w.text.count("\n", 0, part.start) + 1


def dash_of(w: Written, item: Part) -> int:
    """Return where the dash of an item of a block list stands."""
    line = w.line_start(item.start)
    while True:
        found = _DASH.match(w.text, line)
        if found or line == 0:
            return found.end() if found else line
        line = w.line_start(line - 1)


def item_lines(w: Written, holder: Part, key: str, number: int) -> tuple[int, int]:
    """Return where the lines of an item of a block list begin and end, comments included."""
    name, listed = holder.pairs[holder.pair(key)]
    item = listed.items[number]
    before = listed.items[number - 1] if number else name
    dash = dash_of(w, item)
    column = w.column(dash)
    start = _comments_above(w, w.line_start(dash), w.line_end(before.end), column)
    return start, _comments_below(w, w.line_end(item.end), column)


def pair_end(w: Written, holder: Part, number: int) -> int:
    """Return where the lines of a key of a block mapping end, deeper comments included."""
    name, value = holder.pairs[number]
    return _comments_below(w, w.line_end(value.end), w.column(name.start))


def _comments_above(w: Written, start: int, floor: int, column: int) -> int:
    while start > floor:
        line = w.line_start(start - 1)
        found = _COMMENT.match(w.text, line, start)
        if not found or w.column(found.end()) > column:
            break
        start = line
    return start


def _comments_below(w: Written, end: int, column: int) -> int:
    """Return the end of comments indented deeper than the column, over blank lines too."""
    line = end
    while line < len(w.text):
        found = _COMMENT.match(w.text, line)
        after = w.line_end(line)
        if found and w.column(found.end()) > column:
            end = after
        elif w.text[line:after].strip():
            break
        line = after
    return end


def blank_above(w: Written, start: int, floor: int) -> int:
    """Return where the blank lines directly above begin; ``start`` itself if there are none."""
    while start > floor:
        line = w.line_start(start - 1)
        if w.text[line:start].strip():
            break
        start = line
    return start


def blank_below(w: Written, end: int) -> int:
    """Return where the blank lines that follow end."""
    while end < len(w.text) and not w.text[end : w.line_end(end)].strip():
        end = w.line_end(end)
    return end
