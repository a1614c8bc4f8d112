"""What a reader hands over: the text, and what the format knows of its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Hint:
    """What the format knows of one line.

    ``heading`` is its level (0: no heading), ``bold`` how many of its first characters are bold,
    ``labelled`` that it came from a table with a column for the speaker.
    """

    heading: int = 0
    bold: int = 0
    labelled: bool = False


PLAIN = Hint()
"""A line of which the format knows nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file: ``text`` is clean and normalised, ``hints`` go by line.

    ``notes`` are sentences on what was odd or left out.
    """

    text: str
    encoding: str
    hints: Mapping[int, Hint] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its hint, while a reader puts a text together."""

    text: str
    hint: Hint = PLAIN


class Reader(Protocol):
    """A format: turn a file's bytes into a reading, or raise a ``DocumentError``."""

    def __call__(self, raw: bytes, path: Path) -> Reading:
        """Read the bytes; ``path`` only names the file in errors."""
        ...


def join(lines: Iterable[Line]) -> tuple[str, dict[int, Hint]]:
    """Return the text of the lines, and the hints that say something, by line number from 0."""
    texts: list[str] = []
    hints: dict[int, Hint] = {}
    for number, line in enumerate(lines):
        texts.append(line.text)
        if line.hint != PLAIN:
            hints[number] = line.hint
    return "\n".join(texts), hints
