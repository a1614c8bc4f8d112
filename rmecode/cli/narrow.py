"""Tables as narrow as the terminal: long names lose their middle, further columns go on below."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

from rmecode.cli.output import aligned
from rmecode.messages.widths import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Lines = Sequence[Sequence[str]]

NARROW: Final = 80
"""The columns of a terminal, where nothing says how many there are."""
LEAST: Final = 12
"""How many characters of a name are left, however narrow the terminal."""
GAP: Final = 2


def columns(untold: int = NARROW) -> int:
    """Return how many characters a line may have: so many where no terminal tells."""
    return shutil.get_terminal_size((untold, 24)).columns if sys.stdout.isatty() else untold


def fitted(lines: Lines, flexible: int) -> Iterator[str]:
    """Yield lines in columns, the cells of the flexible one cut so far that a line fits."""
    widths = _widths(lines)
    room = max(columns() - sum(widths) - GAP * (len(widths) - 1) + widths[flexible], LEAST)
    return aligned(
        [
            [_cut(cell, room) if place == flexible else cell for place, cell in enumerate(line)]
            for line in lines
        ]
    )


def beside(names: Lines, further: Lines, flexible: int) -> Iterator[str]:
    """Yield the names with the further columns beside them, a block below the other as they fit.

    Args:
        names: lines of cells that every block repeats, the heads first.
        further: columns of cells, the head first, as many as there are lines.
        flexible: which cell of the names may be cut.
    """
    for number, block in enumerate(_blocks(names, further, flexible)):
        if number:
            yield ""
        lines = [[*line, *cells] for line, *cells in zip(names, *block, strict=True)]
        yield from fitted(lines, flexible)


def _blocks(names: Lines, further: Lines, flexible: int) -> Iterator[list[Sequence[str]]]:
    """Yield as many of the further columns as fit at a time; one that never fits, alone."""
    own = [
        min(wide, LEAST * 2) if place == flexible else wide
        for place, wide in enumerate(_widths(names))
    ]
    taken = sum(own) + GAP * (len(own) - 1)
    block: list[Sequence[str]] = []
    used = taken
    for column in further:
        further_width = GAP + max(map(width, column))
        if block and used + further_width > columns():
            yield block
            block, used = [], taken
        block.append(column)
        used += further_width
    if block or not further:
        yield block


def _widths(lines: Lines) -> list[int]:
    return [max(map(width, column)) for column in zip(*lines, strict=True)]


def _cut(text: str, room: int) -> str:
    """Return the text in so much room: its beginning and its end tell it from others."""
    if len(text) <= room:
        return text
    end = (room - 1) // 2
    return f"{text[: room - 1 - end]}…{text[-end:]}"
