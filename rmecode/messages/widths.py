"""How wide a text is on a terminal: some letters take two places, combining accents none."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ONE_PLACE_EACH: Final = re.compile("[ -~\xa0-\u02ff\u2010-\u2027]*")


def width(text: str) -> int:
    """Return how many places a text takes."""
    if ONE_PLACE_EACH.fullmatch(text):
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)


def padded(text: str, places: int, *, left: bool = True) -> str:
    """Return a text with blanks behind it, or before it if it is not to stand ``left``."""
    blank = " " * (places - width(text))
    return text + blank if left else blank + text
