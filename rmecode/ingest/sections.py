"""Notes and documents without speakers: their headings, and where their own words begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.ingest.clocks import NO_MARK, Mark, mark_at
from rmecode.ingest.headers import is_fact_line
from rmecode.ingest.labels import has_capitals, lead_of
from rmecode.ingest.readings import PLAIN, Hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HASHES: Final = re.compile(r"#{1,6}[ \t]+(?=\S)")
_NUMBERED: Final = re.compile(r"(?:\d{1,2}\.)*\d{1,2}[.)]?[ \t]+(?=[^\W\d_])|[IVX]{1,5}\.[ \t]+")
_REMARK: Final = re.compile(r"[\[(][^\[\]()]*[\])]\.?")
_AFTER_TIME: Final = re.compile(r"[*_]{0,3}[ \t]*(?:[-–—:.|]+[ \t]*)?[*_]{0,3}[ \t]*")
_SENTENCE_END: Final = (".", "!", "?", "…", ":", ";", ",", "»", "”", '"')
_LONGEST_HEADING: Final = 80
_LONGEST_REMARK: Final = 400
_SHORTEST_NOTE: Final = 8
"""Words from which a line that ends like a sentence is no title."""


def heading_of(line: str, hint: Hint = PLAIN) -> str:
    """Return the heading that the format says a line is, without marks; nothing for other lines."""
    if hint.heading and line.strip():
        return line.strip()
    hashes = _HASHES.match(line)
    return line[hashes.end() :].strip() if hashes else ""


def note_heading(line: str, hint: Hint = PLAIN) -> str:
    """Return the heading that a line of notes is, by its format or its looks."""
    words = line.strip()
    if stated := heading_of(line, hint):
        return stated
    if not words or len(words) > _LONGEST_HEADING or words.endswith(_SENTENCE_END):
        return ""
    bold = hint.bold >= len(line.rstrip())
    numbered = _NUMBERED.match(words)
    capitals = has_capitals(words) and sum(map(str.isalpha, words)) > 3
    timed = mark_at(words, 0) is not None
    return words if (bold or numbered or capitals) and not timed else ""


def clock_of(line: str) -> tuple[Mark, int]:
    """Return the clock time that begins a paragraph of notes, and where the words after it begin."""
    lead = lead_of(line[:200])
    mark = mark_at(line[:200], lead)
    if mark is None:
        return NO_MARK, 0
    after = _AFTER_TIME.match(line, mark.stop)
    return mark, after.end() if after else mark.stop


def first_note(lines: Sequence[str], hints: Mapping[int, Hint]) -> int:
    """Return the line where notes begin, after title, facts and remarks on the file."""
    headed = False
    for number, line in enumerate(lines):
        words = line.strip()
        if heading_of(line, hints.get(number, PLAIN)):
            headed = True
        elif _says_something(line, words) and (
            headed or clock_of(line)[0].start or _is_sentence(words)
        ):
            return number
    return len(lines) if headed else 0


def _says_something(line: str, words: str) -> bool:
    """Tell whether a line is more than blank, a fact or a remark on the file."""
    remark = _REMARK.fullmatch(words[:_LONGEST_REMARK])
    return bool(words) and not is_fact_line(line) and remark is None


def _is_sentence(words: str) -> bool:
    return words.endswith(_SENTENCE_END[:4]) and len(words.split(maxsplit=9)) >= _SHORTEST_NOTE
