"""A YAML text as it is written: where each value, list item and code stands in it.

Unlike composed nodes, these parts know an alias from what it stands for, and end where their own
words end: comments and blank lines behind a value are nobody's yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import yaml

from rmecode.model import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLOCK: Final = ("|", ">")


@dataclass(slots=True, eq=False)
class Part:
    """One value with the places where it begins and ends (indices of the text, end exclusive).

    ``style`` is how a scalar is quoted (empty: plain). ``flow`` is true of what stands in braces
    and brackets. A mapping has ``pairs``, a sequence ``items``.
    """

    kind: Literal["mapping", "sequence", "scalar", "alias"]
    start: int
    end: int
    value: str = ""
    style: str = ""
    anchor: str = ""
    flow: bool = False
    pairs: list[tuple[Part, Part]] = field(default_factory=list)
    items: list[Part] = field(default_factory=list)

    @property
    def said(self) -> str:
        """Return the words of a scalar as a codebook reads them."""
        return normalise(self.value).strip()

    @property
    def empty(self) -> bool:
        """Return whether nothing is written: no value, ``~``, ``[]``."""
        if self.kind == "scalar":
            return not self.style and self.said.lower() in {"", "~", "null"}
        return self.kind != "alias" and not self.items and not self.pairs

    def pair(self, key: str) -> int:
        """Return the number of the pair with this key, -1 if there is none."""
        return next((n for n, (name, _value) in enumerate(self.pairs) if name.said == key), -1)

    def get(self, key: str) -> Part | None:
        """Return the value of this key."""
        number = self.pair(key)
        return self.pairs[number][1] if number >= 0 else None

    def inside(self) -> Iterator[Part]:
        """Yield the part and everything in it."""
        yield self
        for key, value in self.pairs:
            yield from key.inside()
            yield from value.inside()
        for item in self.items:
            yield from item.inside()


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """Where one code is written: ``number`` in the list that ``holder`` has under ``codes``.

    ``parent`` is the id of the code above, empty at the top; ``holder`` is its mapping, or that of
    the whole file.
    """

    id: str
    part: Part
    parent: str
    holder: Part
    number: int


@dataclass(frozen=True)
class Written:
    """A text and its parts; ``shared`` are the anchors that an alias refers to."""

    text: str
    root: Part
    codes: dict[str, WrittenCode]
    shared: frozenset[str]

    def below(self, parent: str) -> Part:
        """Return the mapping whose ``codes`` are the children of this code (empty: of none)."""
        return self.codes[parent].part if parent else self.root

    def line_start(self, index: int) -> int:
        """Return where the line of the index begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Return where the line after that of the index begins."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def column(self, index: int) -> int:
        """Return how far into its line the index is, from 0."""
        return index - self.line_start(index)

    @property
    def newline(self) -> str:
        """Return how lines end in this text."""
        return newline_of(self.text)


def newline_of(text: str) -> str:
    """Return how the first line of a text ends."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def read_written(text: str) -> Written:
    """Return the parts of a text that is a codebook without problems."""
    events = iter(yaml.parse(text, Loader=_Loader))
    parts = _Parts(text)
    roots = [part for event in events for part in parts.finished(event)]
    codes = {code.id: code for code in _codes(roots[0], "")}
    return Written(text, roots[0], codes, frozenset(parts.aliases))


class _Parts:
    """The collections that are open while events come in, the outermost first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.aliases: set[str] = set()
        self._open: list[tuple[Part, list[Part]]] = []

    def finished(self, event: yaml.Event) -> Iterator[Part]:
        """Take one event; yield the root when it is complete."""
        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append((_opened(event), []))
            return
        if isinstance(event, yaml.CollectionEndEvent):
            part = _closed(*self._open.pop(), event)
        elif isinstance(event, yaml.ScalarEvent):
            part = _scalar(event, self.text)
        elif isinstance(event, yaml.AliasEvent):
            part = Part("alias", *_ends(event), anchor=event.anchor or "")
            self.aliases.add(part.anchor)
        else:
            return
        if self._open:
            self._open[-1][1].append(part)
        else:
            yield part


def _ends(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return start.index if start else 0, end.index if end else 0


def _opened(event: yaml.CollectionStartEvent) -> Part:
    kind: Literal["mapping", "sequence"] = (
        "mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence"
    )
    start, _end = _ends(event)
    return Part(kind, start, start, anchor=event.anchor or "", flow=bool(event.flow_style))


def _closed(part: Part, children: list[Part], event: yaml.CollectionEndEvent) -> Part:
    if part.kind == "mapping":
        part.pairs = list(zip(children[::2], children[1::2], strict=True))
    else:
        part.items = children
    part.end = _ends(event)[1] if part.flow else children[-1].end
    return part


def _scalar(event: yaml.ScalarEvent, text: str) -> Part:
    (start, end), style = _ends(event), event.style or ""
    if style in _BLOCK:
        end = start + len(text[start:end].rstrip())
    return Part("scalar", start, end, event.value, style, event.anchor or "")


def _codes(holder: Part, parent: str) -> Iterator[WrittenCode]:
    listed = holder.get("codes")
    for number, part in enumerate(listed.items if listed else ()):
        name = part.get("id")
        if name is not None:
            yield WrittenCode(name.said, part, parent, holder, number)
            yield from _codes(part, name.said)
