"""Where a quote stands in a text: at its place, at one other place, or nowhere for certain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.model import Anchor, Quote, Span, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmecode.model import Coding, TextVersion

SIMILAR: Final = {
    **dict.fromkeys('"“”„«»', '["“”„«»]'),
    **dict.fromkeys("'‘’", "['‘’]"),
    **dict.fromkeys("-–—‐‑", "[-–—‐‑]"),
    "…": r"(?:…|\.\.\.)",
}
"""Characters that word processors and spreadsheets change for one another."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a quote was found.

    ``span`` is None where the place is not certain; ``candidates`` are then the places that it
    could be, none where the words do not stand in the text at all.
    """

    span: Span | None
    anchor: Anchor = Anchor.REVIEW
    candidates: tuple[Span, ...] = ()


def settle(text: str, quote: Quote, given: Span | None = None) -> Placement:
    """Find the one place of a quote, or say that there is none or more than one.

    The given span wins if the words stand there, if only with other typography. Else the only
    place of the words wins, or the only one whose context agrees. Nothing is guessed: nearness
    decides nothing.

    Args:
        text: the normalised text.
        quote: the words, with as much context as is known; blank words take the span as it is.
        given: where they are said to stand.
    """
    words = normalise(quote.exact)
    inside = given is not None and 0 <= given.start < given.end <= len(text)
    if given is not None and inside and _stand_at(text, words, given):
        return Placement(given, Anchor.EXACT)
    if not words.strip():
        return Placement(None)
    found = places_of(text, words)
    if len(found) > 1:
        found = tuple(_with_context(text, quote, found)) or found
    if len(found) == 1:
        return Placement(found[0], Anchor.EXACT if given is None else Anchor.MOVED)
    return Placement(None, candidates=found)


def place_now(version: TextVersion, coding: Coding) -> Span | None:
    """Return where a coding stands in the latest text of its source, None where not for certain."""
    if coding.version == version.number:
        return coding.span
    return settle(version.text, coding.quote, coding.span).span


def _stand_at(text: str, words: str, given: Span) -> bool:
    """Tell whether the words, if there are any, stand at the span, in whatever typography."""
    there = text[given.start : given.end]
    if there == words or not words.strip():
        return True
    return re.fullmatch(_loosened(words), there.strip()) is not None


def places_of(text: str, words: str) -> tuple[Span, ...]:
    """Return every place where the words stand, to the letter or else but for their typography.

    White space, quotation marks, dashes and ellipses may differ where the exact words stand
    nowhere: a spreadsheet or a word processor changes these.
    """
    if not words.strip():
        return ()
    exact = tuple(_occurrences(text, re.escape(words)))
    return exact or tuple(_occurrences(text, _loosened(words)))


def _occurrences(text: str, pattern: str) -> Iterable[Span]:
    """Yield all occurrences, overlapping ones too."""
    for match in re.finditer(f"(?=({pattern}))", text):
        yield Span(match.start(1), match.end(1))


def _loosened(words: str) -> str:
    plain = words.strip().replace("...", "…")
    parts = (
        "".join(SIMILAR.get(letter) or re.escape(letter) for letter in part)
        for part in plain.split()
    )
    return r"\s+".join(parts)


def _with_context(text: str, quote: Quote, places: Iterable[Span]) -> Iterable[Span]:
    """Yield the places whose context on both sides is that of the quote, where it has any."""
    before, after = normalise(quote.before), normalise(quote.after)
    if not before and not after:
        return
    for place in places:
        if text.endswith(before, 0, place.start) and text.startswith(after, place.end):
            yield place
