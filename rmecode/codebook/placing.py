"""Items, keys and values put into a YAML text and taken out of it, every other line untouched.

Each function takes the parts of a text and returns the one stretch of it that is to change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.codebook import emitting
from rmecode.codebook.extents import (
    blank_above,
    blank_below,
    check_own,
    dash_of,
    item_lines,
    line_number,
    own_only,
    pair_end,
)
from rmecode.errors.codebook import CommentsInBracesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmecode.codebook.emitting import Value
    from rmecode.codebook.written import Part, Written

_HEADER: Final = re.compile(r"[|>][-+0-9]*")
_PLAIN: Final = re.compile(r"[\w./+-]+(?: [\w./+-]+)*")
_NARROWEST: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A list item on its way: as lines, its dash at this column, and as one flow.

    ``flow`` is empty where braces cannot hold it, because it has comments; ``line`` is the one of
    the file that it came from.
    """

    lines: str
    column: int
    flow: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Splice:
    """New words instead of those of a text from ``start`` to ``end``."""

    start: int
    end: int
    words: str = ""


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return the text with new words in several places, none of which reaches into another.

    What comes to stand at the same place keeps its order.
    """
    parts, at = [], 0
    for each in sorted(splices, key=lambda each: each.start):
        parts += [text[at : each.start], each.words]
        at = each.end
    return "".join([*parts, text[at:]])


def new_piece(w: Written, holder: Part, key: str, value: Value) -> Piece:
    """Return a value as an item of the list that the holder has, or will have, under this key."""
    dash = 0 if holder.flow else _dash_column(w, holder, key)
    lines = emitting.item(value, dash, step_of(w)).replace("\n", w.newline)
    return Piece(lines, dash, emitting.in_flow(value))


def _dash_column(w: Written, holder: Part, key: str) -> int:
    listed = holder.get(key)
    if listed is not None and listed.items and not listed.flow:
        return w.column(dash_of(w, listed.items[0]))
    return w.column(holder.pairs[0][0].start) + step_of(w)


def piece_of(w: Written, holder: Part, key: str, number: int) -> Piece:
    """Return an item of the list that the holder has under this key.

    Raises:
        SharedTextError: something in it is an alias, or an alias elsewhere refers to it.
    """
    listed = holder.pairs[holder.pair(key)][1]
    item = listed.items[number]
    own_only(w, item)
    if listed.flow:
        raw = w.text[item.start : item.end]
        return Piece(f"- {raw}{w.newline}", 0, raw, line_number(w, item))
    start, end = item_lines(w, holder, key, number)
    flow = "" if _has_comments(w, item, start, end) else _in_flow(w, item)
    return Piece(w.text[start:end], w.column(dash_of(w, item)), flow, line_number(w, item))


def _has_comments(w: Written, item: Part, start: int, end: int) -> bool:
    """Return whether there is a comment between the words of these lines."""
    words = [part for part in item.inside() if part.kind == "scalar"]
    begins = [part.start for part in words] + [end]
    ends = [start] + [part.end for part in words]
    return any("#" in w.text[a:b] for a, b in zip(ends, begins, strict=True))


def _in_flow(w: Written, part: Part) -> str:
    """Return a part in one line of brackets and braces, in the words and quotes it has."""
    if part.flow:
        return w.text[part.start : part.end]
    if part.kind == "sequence":
        return f"[{', '.join(_in_flow(w, each) for each in part.items)}]"
    if part.kind == "mapping":
        pairs = (f"{name.said}: {_in_flow(w, value)}" for name, value in part.pairs)
        return f"{{{', '.join(pairs)}}}"
    if not part.style and (part.empty or _PLAIN.fullmatch(part.said)):
        return part.said
    return emitting.inline(part.said, _quote(part), flow=True)


def _quote(part: Part) -> str:
    return part.style if part.style in {"'", '"'} else ""


def step_of(w: Written) -> int:
    """Return how far the dashes of a list are from the key above them in this text: 2, or 0."""
    number = w.root.pair("codes")
    if number < 0 or w.root.flow:
        return 2
    name, listed = w.root.pairs[number]
    if listed.flow or not listed.items:
        return 2
    return max(0, w.column(dash_of(w, listed.items[0])) - w.column(name.start))


def without_item(w: Written, holder: Part, key: str, number: int) -> Splice:
    """Return what takes an item of a list out, and blank lines that separated it.

    Raises:
        SharedTextError: something in it is an alias, or an alias elsewhere refers to it.
    """
    listed = holder.pairs[holder.pair(key)][1]
    check_own(w, listed)
    own_only(w, listed.items[number])
    if listed.flow:
        return _without_entry([(item, item) for item in listed.items], number)
    start, end = item_lines(w, holder, key, number)
    if number:
        start = blank_above(w, start, w.line_end(listed.items[number - 1].end))
    elif len(listed.items) > 1:
        end = blank_below(w, end)
    return Splice(start, end)


def without_key(w: Written, holder: Part, key: str) -> Splice:
    """Return what takes a key and its value out.

    Raises:
        SharedTextError: the value is an alias, or an alias elsewhere refers to it.
    """
    number = holder.pair(key)
    name, value = holder.pairs[number]
    own_only(w, value)
    if holder.flow:
        return _without_entry(holder.pairs, number)
    end = w.line_end(value.end)
    if number:
        return Splice(w.line_start(name.start), end)
    following = holder.pairs[1][0].start
    if w.text[end:following].strip():
        return Splice(name.start, end, w.newline)
    return Splice(name.start, following)


def _without_entry(entries: Sequence[tuple[Part, Part]], number: int) -> Splice:
    start, end = entries[number][0].start, entries[number][1].end
    if number + 1 < len(entries):
        end = entries[number + 1][0].start
    elif number:
        start = entries[number - 1][1].end
    return Splice(start, end)


def with_item(
    w: Written, holder: Part, key: str, piece: Piece, order: Sequence[str], at: int | None = None
) -> Splice:
    """Return what puts an item into the list that the holder has under this key.

    Args:
        w: the text and its parts.
        holder: the mapping that has the list, or will have it.
        key: of the list.
        piece: the item.
        order: of the keys in such a mapping, for a list that is not there yet.
        at: before which item; at the end if None.

    Raises:
        CommentsInBracesError: the list stands in brackets, and the item has comments.
        SharedTextError: the list is an alias, or an alias elsewhere refers to it.
    """
    listed = holder.get(key)
    if listed is not None:
        check_own(w, listed)
    if holder.flow or (listed and listed.flow and not listed.empty):
        return _with_flow_item(w, holder, key, piece, order, at)
    if listed is None:
        indent = " " * w.column(holder.pairs[0][0].start)
        lines = _shifted(piece, _dash_column(w, holder, key))
        return _with_pair(w, holder, key, f"{indent}{key}:{w.newline}{lines}", order)
    if listed.empty:
        line_end = w.line_end(listed.end)
        lines = _shifted(piece, _dash_column(w, holder, key))
        start = len(w.text[: listed.start].rstrip(" "))
        return Splice(start, line_end, w.text[listed.end : line_end] + lines)
    return _with_block_item(w, holder, key, piece, len(listed.items) if at is None else at)


def _with_flow_item(
    w: Written, holder: Part, key: str, piece: Piece, order: Sequence[str], at: int | None
) -> Splice:
    if not piece.flow:
        raise CommentsInBracesError(piece.line)
    listed = holder.get(key)
    if listed is None:
        return _with_pair(w, holder, key, f"{key}: [{piece.flow}]", order)
    if listed.empty:
        return Splice(listed.start, listed.end, f"[{piece.flow}]")
    if at is None or at >= len(listed.items):
        return _inserted(listed.items[-1].end, f", {piece.flow}")
    return _inserted(listed.items[at].start, f"{piece.flow}, ")


def _with_block_item(w: Written, holder: Part, key: str, piece: Piece, at: int) -> Splice:
    listed = holder.pairs[holder.pair(key)][1]
    count = len(listed.items)
    lines = _shifted(piece, _dash_column(w, holder, key))
    gap = _gap(w, holder, key, min(max(at, 1), count - 1)) if count > 1 else ""
    if at >= count:
        return _inserted(item_lines(w, holder, key, count - 1)[1], gap + lines)
    return _inserted(item_lines(w, holder, key, at)[0], lines + gap)


def _gap(w: Written, holder: Part, key: str, number: int) -> str:
    """Return the blank lines that separate an item from the one before it."""
    listed = holder.pairs[holder.pair(key)][1]
    start = item_lines(w, holder, key, number)[0]
    return w.text[blank_above(w, start, w.line_end(listed.items[number - 1].end)) : start]


def _shifted(piece: Piece, column: int) -> str:
    """Return the lines of a piece with its dash at the column."""
    right = column - piece.column
    if right >= 0:
        return re.sub(r"^(?=[^\r\n])", " " * right, piece.lines, flags=re.MULTILINE)
    return re.sub(rf"^ {{1,{-right}}}", "", piece.lines, flags=re.MULTILINE)


def _with_pair(w: Written, holder: Part, key: str, pair: str, order: Sequence[str]) -> Splice:
    """Put a key and its value (in block: whole lines) behind those that come before it by order."""
    earlier = set(order[: order.index(key)])
    before = [n for n, (name, _v) in enumerate(holder.pairs) if name.said in earlier]
    if not before:
        first = holder.pairs[0][0].start
        between = ", " if holder.flow else " " * w.column(first)
        return _inserted(first, pair.lstrip(" ") + between)
    if holder.flow:
        return _inserted(holder.pairs[before[-1]][1].end, f", {pair}")
    return _inserted(pair_end(w, holder, before[-1]), pair)


def with_value(w: Written, holder: Part, key: str, value: str, order: Sequence[str]) -> Splice:
    """Return what puts these words under a key, quoted and folded as what stood there.

    Raises:
        SharedTextError: the value is an alias, or an alias elsewhere refers to it.
    """
    part = holder.get(key)
    if part is not None:
        own_only(w, part)
    if holder.flow:
        return _with_flow_value(w, holder, key, value, order)
    column = w.column(holder.pairs[0][0].start)
    if part is None:
        lines = emitting.keyed(key, value, column, step_of(w)).replace("\n", w.newline)
        return _with_pair(w, holder, key, lines, order)
    return _with_block_value(w, part, value, column)


def _with_flow_value(
    w: Written, holder: Part, key: str, value: str, order: Sequence[str]
) -> Splice:
    part = holder.get(key)
    if part is None:
        return _with_pair(w, holder, key, f"{key}: {emitting.inline(value, flow=True)}", order)
    line = emitting.inline(value, _quote(part), flow=True)
    return Splice(part.start, part.end, line)


def with_rule_id(w: Written, rule: Part, identity: str, order: Sequence[str]) -> Splice:
    """Return what writes out the id of a rule, where it has none.

    Raises:
        SharedTextError: the rule is an alias, or an alias elsewhere refers to it.
    """
    own_only(w, rule)
    if rule.kind == "mapping":
        kept = Splice(rule.start, rule.start)
        return kept if rule.get("id") else with_value(w, rule, "id", identity, order)
    raw = w.text[rule.start : rule.end]
    if w.text[: rule.start].rstrip().endswith(("[", ",")):
        found = f"{{id: {emitting.inline(identity, flow=True)}, find: {raw}}}"
        return Splice(rule.start, rule.end, found)
    column = w.column(rule.start)
    keys = f"id: {emitting.inline(identity)}{w.newline}{' ' * column}find: "
    if "\n" not in raw:
        return _inserted(rule.start, keys)
    return _with_block_value(w, rule, rule.said, column, keys)


def _with_block_value(w: Written, part: Part, value: str, column: int, keys: str = "") -> Splice:
    """Replace the head (what stands behind the key) and the lines below it; keep its comment."""
    header = _HEADER.search(w.text, part.start) if part.style in {"|", ">"} else None
    head_end = header.end() if header else part.end
    lines_end = w.line_end(part.end)
    head, below = _worded(w, part, value, column + 2)
    space = "" if w.text[: part.start].endswith((" ", "\t")) else " "
    below = below.replace("\n", w.newline)
    kept = w.text[head_end : w.line_end(head_end)]
    return Splice(part.start, lines_end, space + keys + head + kept + below)


def _worded(w: Written, part: Part, value: str, column: int) -> tuple[str, str]:
    """Return the new words in the style of the old: a block, in quotes, on one long line."""
    old = [line.rstrip() for line in w.text[part.start : part.end].split("\n")]
    if part.style in {"|", ">"} and emitting.as_block(value):
        return _block(old[1:], value, column, literal=part.style == "|")
    used = w.column(part.start)
    unfolded = len(old) == 1 and used + len(old[0]) > emitting.WIDTH and "\n" not in value
    head, below = ("", "") if unfolded else emitting.scalar(value, used, column)
    return (head, below) if below else (emitting.inline(value, _quote(part)), "")


def _block(old: list[str], value: str, column: int, *, literal: bool) -> tuple[str, str]:
    """Fold as wide and indent as deep as the old lines."""
    filled = [line for line in old if line]
    if filled:
        column = max(column, min(len(line) - len(line.lstrip(" ")) for line in filled))
    width = max([_NARROWEST, *map(len, filled)]) if len(filled) > 1 else emitting.WIDTH
    return emitting.block(value, column, width, literal=literal)


def _inserted(at: int, words: str) -> Splice:
    return Splice(at, at, words)
