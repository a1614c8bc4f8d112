"""Where a paragraph's runs change: at the edges of passages and labels, and which shade each has."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rmecode.exchange.word.contents import Remark


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one paragraph that look alike; ``color`` is empty where nothing is coded."""

    span: Span
    color: str = ""
    label: bool = False


def lines_of(text: str) -> Iterator[Span]:
    r"""Yield the span of each line, without its ``\n``."""
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def within_lines(span: Span, text: str) -> Span:
    r"""Return the span without the ``\n`` at its ends, unless it is nothing else.

    LibreOffice moves the edge of a range that stands at the end of a paragraph, with no words
    behind it, to other words.
    """
    return _stripped(span, text, "\n")


def trimmed(span: Span, text: str) -> Span:
    """Return the span without the blanks at its ends, unless it is nothing else.

    A double click in Word takes the blank behind a word, a triple one the end of the paragraph.
    """
    return _stripped(span, text, None)


def _stripped(span: Span, text: str, letters: str | None) -> Span:
    words = text[span.start : span.end]
    inner = words.strip(letters)
    if not inner:
        return span
    start = span.start + len(words) - len(words.lstrip(letters))
    return Span(start, start + len(inner))


class Stretches:
    """The stretches of a text, asked for line by line from its beginning."""

    def __init__(self, remarks: Sequence[Remark], labels: Iterable[Span]) -> None:
        spans = [*(remark.span for remark in remarks), *labels]
        self._cuts = sorted({edge for span in spans for edge in (span.start, span.end)})
        self._labels = sorted(labels)
        self._coming = sorted(
            (remark for remark in remarks if remark.color),
            key=lambda remark: remark.span.start,
            reverse=True,
        )
        self._here: list[Remark] = []

    def of(self, line: Span) -> Iterator[Stretch]:
        """Yield the stretches of a line, in order; none for an empty one."""
        within = self._cuts[
            bisect_right(self._cuts, line.start) : bisect_left(self._cuts, line.end)
        ]
        edges = [line.start, *within, line.end]
        for start, end in itertools.pairwise(edges):
            if start < end:
                span = Span(start, end)
                yield Stretch(span, self._color(span), self._is_label(span))

    def _color(self, span: Span) -> str:
        """Return the shade on top: that of the shortest passage, of equals the one that starts last."""
        while self._coming and self._coming[-1].span.start <= span.start:
            self._here.append(self._coming.pop())
        self._here = [each for each in self._here if each.span.end > span.start]
        top = min(self._here, key=lambda each: (len(each.span), -each.span.start), default=None)
        return top.color if top else ""

    def _is_label(self, span: Span) -> bool:
        place = bisect_right(self._labels, span.start, key=lambda label: label.start) - 1
        return place >= 0 and self._labels[place].contains(span)
