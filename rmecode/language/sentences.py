"""Where sentences begin in transcripts of speech; plain text in, places out.

Speech on paper is not prose: turns end without a point, «¿» opens in mid-sentence, speakers trail
off in «...» and captions have no punctuation at all. A sentence here

- never crosses a line end;
- ends after ``. ? ! …`` and what closes them (quotes, brackets, a comment such as ``[risas]``),
  only before a capital, a digit or ``¿ ¡``, and before the mark that opens what follows;
- does not end after an abbreviation, an initial, or a bare list number at the start of a line;
- is cut at a comma, else at a space, where it runs on for more than ``LONGEST`` characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.language.listed import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 600
"""Characters (about a hundred words) after which a sentence without a full stop is cut."""

ABBREVIATIONS: Final = listed(
    """sr sra sres sras srta dr dra drs d dn dña prof profa profs lic ing arq mons pbro sto sta
    gral cnel pdte cía art arts pág págs p pp cap caps vol núm núms nro n nº n° fig av avda dpto
    depto ej p.ej aprox tel fono cf vs ee ed eds inc ltda"""
)
"""What a full stop after it belongs to; not *etc.* or *Ud.*, which often end a sentence."""

_CAPITAL = "A-ZÁÉÍÓÚÜÑÀÈÌÒÙÂÊÎÔÛÇ"
_OPENING = r"[\"'«“‘(\[—–-]"
_NEXT = rf"(?=(?:{_OPENING}\s?)*[{_CAPITAL}0-9¿¡])"
_CLOSING = r"[\"'»”’)\]]*"
_COMMENTS = r"(?:[ \t\u00a0]*\[[^\[\]\n]{1,60}\](?![ \t\u00a0]*[a-záéíóúüñ]))*"
_END = re.compile(
    rf"[.?!…]+{_CLOSING}{_COMMENTS}(?:"
    rf"\s+{_NEXT}"  # the usual case: white space between
    rf"|(?<=[?!])(?=[¿¡])"  # compra?¿Alguna
    rf"|(?<=[a-záéíóúñ][.?!…])(?=[{_CAPITAL}][a-záéíóúñ])"  # fin.Ahora
    rf"|(?<=[.?!…\"»”])(?=[—«“]\s?[{_CAPITAL}¿¡]))"
)
_OPENERS: Final = "\"'«“‘([¿¡—–"
_REACH: Final = 24  # longer than any abbreviation or list number
_LIST_NUMBER = re.compile(r"\d{1,3}|[a-zA-Z]")
_LINES = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_COMMA = re.compile(r"[,;:]\s+")
_SPACE = re.compile(r"\s+")


def sentence_starts(text: str) -> list[int]:
    """Return the code points at which the sentences of the text begin, in order."""
    return [start for line in _LINES.finditer(text) for start in _starts_in(text, *line.span())]


def _starts_in(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the sentence starts of one line."""
    begun = start
    for stop in _END.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, start, stop):
            yield from _capped(text, begun, stop.end())
            begun = stop.end()
    yield from _capped(text, begun, end)


def _ends_sentence(text: str, line: int, stop: re.Match[str]) -> bool:
    """Tell whether the stop ends a sentence, not an abbreviation, initial or list number."""
    if text[stop.start()] != "." or text[stop.start() + 1] in ".?!…":
        return True
    begins = max(line, stop.start() - _REACH)
    before, _, last = text[begins : stop.start()].rpartition(" ")
    word = last.lstrip(_OPENERS)
    if begins == line and not before.strip() and _LIST_NUMBER.fullmatch(word):
        return False
    initial = len(word) == 1 and word.isupper() and text[stop.end()].isalpha()
    return not initial and word.lower() not in ABBREVIATIONS


def _capped(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the start, and the starts of further pieces if it runs on for too long."""
    yield start
    while end - start > LONGEST:
        start = _cut(text, start, end)
        if start < end:
            yield start


def _cut(text: str, start: int, end: int) -> int:
    """Return where to cut: after the last comma or space in reach, else after the next space."""
    for mark in (_COMMA, _SPACE):
        places = [m.end() for m in mark.finditer(text, start + LONGEST // 2, start + LONGEST)]
        if places:
            return places[-1]
    beyond = _SPACE.search(text, start + LONGEST, end)
    return beyond.end() if beyond else end
