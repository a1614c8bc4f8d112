"""Spans of text and the quotes that hold a coding to its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTEXT: Final = 32
"""How many characters of context a quote keeps on each side."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``start`` (included) to ``end`` (excluded) of a normalised text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether every character of the other lies in this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words at a place, with up to 32 characters of context on each side."""

    exact: str
    before: str = ""
    after: str = ""

    @classmethod
    def at(cls, text: str, span: Span) -> Quote:
        """Take the quote that stands at the span of the text."""
        return cls(
            text[span.start : span.end],
            text[max(0, span.start - CONTEXT) : span.start],
            text[span.end : span.end + CONTEXT],
        )


def union_length(spans: Iterable[Span]) -> int:
    """Return how many characters the spans cover together, each character counted once."""
    covered, reached = 0, 0
    for span in sorted(spans):
        covered += max(0, span.end - max(span.start, reached))
        reached = max(reached, span.end)
    return covered
