r"""Words as any page can hold them: control characters become their visible signs.

XML (and so Word) holds no control characters, terminals obey some of them, and a lone half of a
surrogate pair cannot be encoded at all: ``\x0b`` is shown as ``␋``, the half pair as ``\ud800``.
Line ends and tabs stay. Letters that change the direction of what follows stay too: they are
letters of the words.
"""

from __future__ import annotations

import re
from typing import Final

CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
CONTROL_8_BIT: Final = re.compile("[\x80-\x9f]")
NOT_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    r"""Return the text with line ends as ``\n`` and everything else that is no letter as a sign."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    signs = CONTROL.sub(_sign, plain)
    return NOT_XML.sub(_escape, CONTROL_8_BIT.sub(_escape, signs))


def _sign(control: re.Match[str]) -> str:
    return "␡" if control[0] == "\x7f" else chr(0x2400 + ord(control[0]))


def _escape(letter: re.Match[str]) -> str:
    return f"\\u{ord(letter[0]):04x}"
