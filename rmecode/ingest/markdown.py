"""Markdown: front matter becomes metadata, and the marks are taken off so that quotes read clean.

Taken off: ``**``, ``*``, ``__`` and ``_`` around words (pairs only), the ``#`` of headings, rules,
and backslashes before punctuation. Everything else, lists and quotations included, stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.ingest.characters import clean, odd_note
from rmecode.ingest.plain import decode_text
from rmecode.ingest.readings import Hint, Line, Reading, join

if TYPE_CHECKING:
    from pathlib import Path

_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_MARK: Final = re.compile(r"\\[!-/:-@\[-`{-~]|\*{1,3}|_{1,3}")

_DEEPEST: Final = 8
"""How many marks can be open at once; older ones are plain characters."""


def read(raw: bytes, path: Path) -> Reading:
    """Read a ``.md``; raise ``NotTextError`` where the bytes are no text."""
    from rmecode.ingest import (
        front_matter,
    )  # it loads a YAML parser, which most commands never need

    decoded = decode_text(raw, path)
    whole, odd = clean(decoded.text)
    metadata, body, block_notes = front_matter.split(whole)
    text, hints = join(_line(line) for line in body.split("\n"))
    notes = (*decoded.notes, *([odd_note(odd)] if odd else []), *block_notes)
    return Reading(text, decoded.encoding, hints, metadata, notes)


def _line(line: str) -> Line:
    if _RULE.fullmatch(line):
        return Line("")
    heading = _HEADING.match(line)
    if heading is None:
        text, bold = _without_marks(line)
        return Line(text, Hint(bold=bold))
    words = line[heading.end() :].rstrip().rstrip("#").rstrip()
    return Line(_without_marks(words)[0], Hint(heading=len(heading[1])))


def _without_marks(line: str) -> tuple[str, int]:
    """Return the line without its marks, and how many of its first characters were bold."""
    marks = list(_MARK.finditer(line))
    drop: set[int] = set()
    bold_end = 0
    waiting: list[int] = []
    for place, mark in enumerate(marks):
        if mark[0][0] == "\\":
            continue
        opener = next((w for w in reversed(waiting) if marks[w][0] == mark[0]), None)
        if opener is not None and _closes(line, mark):
            drop |= {opener, place}
            del waiting[waiting.index(opener) :]
            if len(mark[0]) > 1 and not line[: marks[opener].start()].strip():
                bold_end = mark.start()
        elif _opens(line, mark):
            waiting.append(place)
            del waiting[:-_DEEPEST]
    return _assemble(line, marks, drop, bold_end)


def _assemble(
    line: str, marks: list[re.Match[str]], drop: set[int], bold_end: int
) -> tuple[str, int]:
    kept: list[str] = []
    length = bold = reached = 0
    for place, mark in enumerate(marks):
        piece = line[reached : mark.start()]
        if mark[0][0] == "\\":
            piece += mark[0][1]
        elif place not in drop:
            piece += mark[0]
        kept.append(piece)
        length += len(piece)
        reached = mark.end()
        if bold_end == mark.start():
            bold = length
    kept.append(line[reached:])
    return "".join(kept).rstrip(" "), bold if bold_end else 0


def _opens(line: str, mark: re.Match[str]) -> bool:
    after, before = line[mark.end() : mark.end() + 1], line[mark.start() - 1 : mark.start()]
    return bool(after.strip()) and not (mark[0][0] == "_" and before.isalnum())


def _closes(line: str, mark: re.Match[str]) -> bool:
    after, before = line[mark.end() : mark.end() + 1], line[mark.start() - 1 : mark.start()]
    return bool(before.strip()) and not (mark[0][0] == "_" and after.isalnum())
