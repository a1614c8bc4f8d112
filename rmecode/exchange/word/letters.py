r"""Letters that XML, and so Word, cannot hold: in a text and in what people noted on it.

In a text every letter keeps its place, because codings count letters: one that cannot be written
becomes U+FFFD. A memo names it instead, ``⟨U+000B⟩`` for ``\x0b``, and is read back whole. Blanks
at a memo's ends are named too, because people leave blanks there without meaning them. (Office's
own ``_x000B_`` will not do: LibreOffice writes another one for it.)
"""

from __future__ import annotations

import re
from typing import Final

_LETTERS: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
UNWRITABLE: Final = re.compile(f"[{_LETTERS}]")
_UNWRITABLE_OR_NAME: Final = re.compile(f"[{_LETTERS}]|⟨(?=U\\+[0-9A-F]{{4}}⟩)")
_NAME: Final = re.compile("⟨U\\+([0-9A-F]{4})⟩")


def writable(text: str) -> str:
    """Return the text with U+FFFD in place of each letter that a document cannot hold."""
    return UNWRITABLE.sub("\ufffd", text)


def escaped(note: str) -> str:
    """Return a memo so that a document can hold it whole."""
    inner = note.strip()
    begin = note.index(inner) if inner else len(note)
    before, after = note[:begin], note[begin + len(inner) :]
    middle = _UNWRITABLE_OR_NAME.sub(lambda found: _name(found[0]), inner)
    return "".join([*map(_name, before), middle, *map(_name, after)])


def unescaped(written: str) -> str:
    """Return the memo that was escaped; what nobody escaped loses the blanks at its ends."""
    return _NAME.sub(lambda found: chr(int(found[1], 16)), written.strip())


def _name(letter: str) -> str:
    return f"⟨U+{ord(letter):04X}⟩"
