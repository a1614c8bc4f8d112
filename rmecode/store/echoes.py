"""Where the words of a text are said again: runs of words, without case, accents and signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    Runs = frozenset[tuple[str, ...]]

LENGTH: Final = 7
"""How many words in a row are somebody's own; shorter runs are everybody's."""

SHORTEST: Final = 4
"""What is shorter than a run is compared whole, if it has as many words as this."""


def runs_of(texts: Iterable[str]) -> Runs:
    """Return every run of words of the texts, in each length that is compared."""
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = _words(text)
        for length in range(SHORTEST, LENGTH + 1):
            found.update(zip(*(words[shift:] for shift in range(length)), strict=False))
    return frozenset(found)


def echoes(text: str, runs: Runs) -> bool:
    """Tell whether some run of the text's words is among these."""
    words = _words(text)
    length = min(LENGTH, len(words))
    if length < SHORTEST:
        return False
    return not runs.isdisjoint(zip(*(words[shift:] for shift in range(length)), strict=False))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
