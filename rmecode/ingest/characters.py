r"""Characters that no text of a transcript may hold: controls other than ``\n`` and tab."""

from __future__ import annotations

import re
from typing import Final

from rmecode.messages import ngettext
from rmecode.model import normalise

_BREAKS: Final = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_ODD: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]",
)


def clean(text: str) -> tuple[str, int]:
    r"""Return the text normalised and without odd characters, and how many of those there were.

    Characters that break lines elsewhere (vertical tab, form feed, U+2028 and their kin) become
    ``\n``, lone surrogates U+FFFD, all other controls and stray byte order marks nothing. A
    carriage return is no odd character but a line end.
    """
    mended, odd = _ODD.subn(_substitute, text.removeprefix("\ufeff"))
    return normalise(mended), odd


def odd_note(odd: int) -> str:
    """Return the sentence on how many odd characters were taken out."""
    return ngettext(
        "{count} control character was taken out of the text.",
        "{count} control characters were taken out of the text.",
        odd,
    ).format(count=odd)


def _substitute(match: re.Match[str]) -> str:
    letter = match.group()
    if letter in _BREAKS:
        return "\n"
    return "\ufffd" if "\ud800" <= letter <= "\udfff" else ""
