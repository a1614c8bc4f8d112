"""The top of a transcript: facts (``Fecha: …``), names, and the legend of the labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rmecode.ingest.vocabulary import FACTS, is_fact, is_speaker, normal_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rmecode.ingest.labels import Opening

_FACT_LINE: Final = re.compile(r"[\W_]*(?P<word>[^\W\d_]+)[^:\n]{0,60}:")
_PAIR: Final = re.compile(
    r"(?<!\w)(?P<label>[A-ZÑÁÉÍÓÚ]{1,4}\d?)[ \t]*[:=][ \t]*(?P<meaning>[^,;/()=:.?!¿¡\n]{2,60})"
)
_BETWEEN_PAIRS: Final = re.compile(r"[\W_]*(?:y|e|and)?[\W_]*")
_LONGEST_LINE: Final = 400
_SPEECH_WORDS: Final = 8
_GREETINGS: Final = frozenset(
    ["hola", "buenas", "buenos", "gracias", "si", "no", "ya", "bueno", "perfecto", "claro"]
)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a transcript's top ends, and what it says: ``end`` is the first line after the facts.

    ``legend`` maps labels to what the top says they mean; ``names`` are the lines that only tell
    who is who (``Director: Juan Pérez``).
    """

    end: int = 0
    legend: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[int] = frozenset()


def find_header(lines: Sequence[str], openings: Sequence[Opening]) -> Header:
    """Return the top of a transcript; it ends at the latest where somebody clearly speaks."""
    speech = _first_speech(lines, openings)
    top = range(min(speech, len(lines)))
    legend, legend_lines = _legend(lines, top, {o.label for o in openings if o.line >= speech})
    facts = [number for number in top if is_fact_line(lines[number])]
    names = {o.line for o in openings if o.line < speech and _names_somebody(lines, o)}
    return Header(max([0, *(n + 1 for n in (*facts, *legend_lines))]), legend, frozenset(names))


def is_fact_line(line: str) -> bool:
    """Tell whether a line states a fact about the document (``Fecha de la entrevista: …``)."""
    match = _FACT_LINE.match(line[:_LONGEST_LINE])
    return match is not None and normal_label(match["word"]) in FACTS


def _first_speech(lines: Sequence[str], openings: Sequence[Opening]) -> int:
    """Return the line where somebody speaks at length, asks, or has spoken before."""
    seen: set[str] = set()
    for candidate in openings:
        if is_fact(candidate.label):
            continue
        words = lines[candidate.line][candidate.words :]
        speaks = "?" in words or len(words.split(maxsplit=_SPEECH_WORDS)) >= _SPEECH_WORDS
        if (candidate.mark.start or speaks) and not _is_legend(words):
            return candidate.line
        if (candidate.alone and is_speaker(candidate.label)) or candidate.key in seen:
            return candidate.line
        seen.add(candidate.key)
    return len(lines)


def _is_legend(words: str) -> bool:
    return "=" in words or (
        ":" in words[:_LONGEST_LINE] and bool(_PAIR.search(words[:_LONGEST_LINE]))
    )


def _legend(lines: Sequence[str], top: range, spoken: set[str]) -> tuple[dict[str, str], list[int]]:
    legend: dict[str, str] = {}
    places: list[int] = []
    for number in top:
        pairs = dict(_pairs(lines[number]))
        if pairs and (len(pairs) > 1 or spoken & set(pairs)):
            legend |= pairs
            places.append(number)
    return legend, places


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """Yield the label and meaning pairs of a line that holds nothing else, or has them in brackets."""
    text = line[:_LONGEST_LINE]
    found = [
        match
        for match in _PAIR.finditer(text)
        if is_speaker(match["meaning"]) and len(match["meaning"].split()) <= 6
    ]
    rest = _PAIR.sub("", text)
    if found and (_BETWEEN_PAIRS.fullmatch(rest) or "(" in text[: found[0].start()]):
        yield from ((match["label"], match["meaning"].strip()) for match in found)


def _names_somebody(lines: Sequence[str], candidate: Opening) -> bool:
    """Tell whether the words after a label are just a name: two capitals or more, no sentence."""
    words = lines[candidate.line][candidate.words :].split()
    if candidate.alone or len(candidate.label) <= 3 or not 2 <= len(words) <= 5:
        return False
    capitals = sum(word[0].isupper() for word in words)
    return (
        capitals >= 2
        and normal_label(words[0]) not in _GREETINGS
        and all(word.isalpha() and (word[0].isupper() or len(word) <= 3) for word in words)
    )
