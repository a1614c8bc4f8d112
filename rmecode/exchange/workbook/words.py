r"""Text that Excel shows as it was said: nothing run, nothing cut, nothing eaten.

Excel takes ``_x000D_`` for an escaped control character, so such a run of letters is escaped itself
(and shown as it stands); real control characters, which a workbook cannot hold, become their
visible signs (``␋``), and lone surrogates ``\ud800``. A cell holds 32,767 UTF-16 units: longer
text goes on in further cells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

CELL_LIMIT: Final = 32_767
"""How many UTF-16 units a cell of Excel holds."""

_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\]")


def shown(text: str) -> str:
    """Return the text as it has to be written so that Excel shows all of it."""
    escaped = _ESCAPE_LIKE.sub("_x005F_", text)
    visible = _CONTROL.sub(lambda control: chr(0x2400 + ord(control[0])), escaped)
    return _NOT_XML.sub(lambda lone: f"\\u{ord(lone[0]):04x}", visible)


def parts(text: str, limit: int = CELL_LIMIT) -> list[str]:
    """Split a text into parts that each fit a cell; joined they are the text, letter by letter."""
    if len(text) * 7 <= limit or _size(text) <= limit:
        return [text]
    found = []
    while text:
        cut = _fitting(text, limit)
        found.append(text[:cut])
        text = text[cut:]
    return found


def unique_heads(heads: Iterable[str]) -> list[str]:
    """Return heads that a table accepts: one line, not empty, no two alike whatever their case."""
    taken: set[str] = set()
    return [_free(" ".join(head.split())[:240] or "–", taken) for head in heads]


def sheet_title(title: str, taken: Iterable[str] = ()) -> str:
    r"""Return a title that Excel accepts for a sheet: 31 letters, none of ``[]:*?/\``, unique."""
    plain = " ".join(_BAD_IN_TITLE.sub(" ", shown(title)).split())[:26].strip("' ") or "–"
    return _free(plain, {other.casefold() for other in taken} | {"history"})


def runs_in_excel(text: str) -> bool:
    """Tell whether Excel would run the text, or swallow its first letter, if somebody edits it."""
    return text.startswith(("=", "+", "-", "@", "'"))


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free.casefold())
    return free


def _fitting(text: str, limit: int) -> int:
    """Return how many letters fit, up to the end of a word where one is near."""
    cut = min(len(text), limit)
    while (excess := _size(text[:cut]) - limit) > 0:
        cut -= max(1, excess // 7)
    if cut == len(text):
        return cut
    space = text.rfind(" ", max(0, cut - 200), cut) + 1
    return space or cut


def _size(text: str) -> int:
    return len(shown(text).encode("utf-16-le")) // 2
