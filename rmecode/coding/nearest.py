"""The passage that comes nearest to words that do not stand in a text: for people to look at."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from rmecode.model import Span, fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WORD: Final = re.compile(r"\w+")
ALIKE: Final = 0.7
"""From which likeness on, 0 to 1, a passage is worth showing."""
LONGEST: Final = 60
"""How many words of a quote are looked for: more would not find it better, only later."""
STRANGE: Final = 8
"""For how many of its words that the text does not have the most similar ones are looked for."""
TRIED: Final = 3
"""How many passages with the most words in common are compared letter by letter."""


def nearest(text: str, words: str) -> Span | None:
    """Return the passage most like the words, capitals and accents aside; None if none is near.

    Passages of as many words as were asked for are ranked by the words that they share with them,
    and the first few compared letter by letter (Ratcliff and Obershelp's likeness, of difflib).
    """
    asked = WORD.findall(fold(normalise(words)))[:LONGEST]
    there = [(fold(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]
    if not asked or not there:
        return None
    said = [word for word, _start, _end in there]
    sought = _as_in_text(asked, said)
    length, wanted = min(len(asked), len(said)), " ".join(asked)
    best, likeness = 0, 0.0
    for first in _most_shared(said, Counter(sought), length):
        here = _likeness(wanted, " ".join(said[first : first + length]))
        if here > likeness:
            best, likeness = first, here
    if likeness < ALIKE:
        return None
    return Span(there[best][1], there[best + length - 1][2])


def _as_in_text(asked: Sequence[str], said: Sequence[str]) -> list[str]:
    """Return the words asked for, the first few strange ones as the most similar in the text."""
    known = set(said)
    strange = [word for word in dict.fromkeys(asked) if word not in known][:STRANGE]
    like = {word: _most_similar(word, known) for word in strange}
    return [like.get(word, word) for word in asked]


def _most_similar(word: str, known: set[str]) -> str:
    """Return the known word most like it, of about its length and with its first or last letter."""
    likely = sorted(
        other
        for other in known
        if abs(len(other) - len(word)) <= 2 and (other[0] == word[0] or other[-1] == word[-1])
    )
    return next(iter(difflib.get_close_matches(word, likely, n=1, cutoff=ALIKE)), word)


def _most_shared(said: Sequence[str], wanted: Mapping[str, int], length: int) -> list[int]:
    """Return where the passages of a length begin that share most words with those wanted."""
    shared = list(_shared(said, wanted, length))
    ranked = sorted(range(len(shared)), key=lambda first: (-shared[first], first))
    return [first for first in ranked[:TRIED] if shared[first]]


def _shared(said: Sequence[str], wanted: Mapping[str, int], length: int) -> Iterator[int]:
    """Yield how many words each passage shares, each as often as it is wanted, by sliding along."""
    inside: Counter[str] = Counter()
    count = 0
    for place, word in enumerate(said):
        inside[word] += 1
        count += inside[word] <= wanted.get(word, 0)
        if place >= length:
            gone = said[place - length]
            count -= inside[gone] <= wanted.get(gone, 0)
            inside[gone] -= 1
        if place >= length - 1:
            yield count


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
