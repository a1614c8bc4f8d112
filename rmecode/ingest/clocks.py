"""Times as transcripts write them: ``[00:12:31]``, ``(3:15)``, ``#00:01:23-4#``, ``10:15 hrs``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_CLOCK: Final = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3}|-\d(?=#))?"
_TO: Final = r"[ \t]*(?:-->|-|–|—|\ba\b|\bto\b)[ \t]*"
_UNIT: Final = r"(?:[ \t]?(?:hrs?|horas|h)\b\.?)"
MARK: Final = (
    rf"(?:[\[(<{{#][ \t]*)?(?P<start>{_CLOCK})(?:{_TO}(?P<end>{_CLOCK}))?{_UNIT}?(?!:?\d)"
    r"(?:[ \t]*[\])>}#])?"
)
"""A regular expression for a time or a range of times, in brackets or without."""

_MARK: Final = re.compile(MARK)
_BRACKETED: Final = re.compile(rf"(?=[\[(<{{#]){MARK}")
_F4_END: Final = re.compile(rf"[ \t]*#(?P<start>{_CLOCK})#\s*\Z")
_LONGEST_MARK: Final = 24
_PARTS: Final = re.compile(r"(\d+):(\d+)(?::(\d+))?(?:[.,-](\d+))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A time as it stands in a line, or a range; ``stop`` is the offset after it."""

    start: str
    end: str
    stop: int


NO_MARK: Final = Mark("", "", 0)


def mark_at(line: str, place: int, *, bracketed: bool = False) -> Mark | None:
    """Return the time that begins at the place of the line, if one does."""
    match = (_BRACKETED if bracketed else _MARK).match(line, place)
    return _mark(match)


def whole_clock(text: str) -> Mark | None:
    """Return the time that the text is, if it is nothing but a time."""
    return _mark(_MARK.fullmatch(text.strip()))


def closing_mark(text: str, start: int, stop: int) -> tuple[str, int] | None:
    """Return the f4 mark that ends the stretch, and where it begins; f4 writes when a turn ends."""
    base = max(start, stop - _LONGEST_MARK)
    match = _F4_END.search(text[base:stop])
    return (match["start"], base + match.start()) if match else None


def seconds(clock: str, *, of_day: bool = False) -> float | None:
    """Return the seconds of a time; two numbers are minutes and seconds, or a time ``of_day``.

    ``None`` says that there is no such time (``12:75``).
    """
    match = _PARTS.fullmatch(clock)
    if match is None:
        return None
    first, second, third = int(match[1]), int(match[2]), match[3]
    if third is None and not of_day:
        first, second, third = 0, first, match[2]
    if int(third or 0) > 59 or (of_day and (first > 23 or second > 59)):
        return None
    return first * 3600 + second * 60 + int(third or 0) + float(f"0.{match[4] or 0}")


def _mark(match: re.Match[str] | None) -> Mark | None:
    if match is None or seconds(match["start"]) is None:
        return None
    return Mark(match["start"], match["end"] or "", match.end())
