"""Which encoding a text file has: what is valid first, then what is plausible Spanish."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from rmecode.messages import _, ngettext

SINGLE_BYTE: Final = (
    ("Windows-1252", "cp1252"),
    ("Mac Roman", "mac_roman"),
    ("IBM850", "cp850"),
    ("ISO-8859-1", "latin-1"),
)
"""The one-byte encodings of Spanish files, by name and codec; the first wins where two fit.

Latin-1 text is read as Windows-1252, which holds the same characters at the same bytes.
"""

_MARKS: Final = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32LE", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32BE", "utf-32-be"),
    (codecs.BOM_UTF8, "UTF-8 (BOM)", "utf-8"),
    (codecs.BOM_UTF16_LE, "UTF-16LE", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16BE", "utf-16-be"),
)
_SPANISH: Final = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡")
_PLAUSIBLE: Final = frozenset("àèìòùçïöäÇÀÈÖÄ«»“”‘’–—…ªº°´·€½¼•\xa0")
_DOUBLY_ENCODED: Final = re.compile("Ã[¡©³º±‘\xad\x81-\x9f¼]|Â[¿¡°º«»]|â€[œ\x9d˜™“”¦]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of the encoding it was read in, and sentences on what was odd."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(raw: bytes) -> Decoded:
    """Return the text of the bytes; every byte string has one, so nothing is raised."""
    decoded = _marked(raw) or _unmarked_utf16(raw) or _utf8(raw) or _single_byte(raw)
    return Decoded(decoded.text, decoded.encoding, decoded.notes + _losses(decoded.text))


def _marked(raw: bytes) -> Decoded | None:
    for mark, name, codec in _MARKS:
        if raw.startswith(mark):
            if name.startswith("UTF-8"):
                inner = _utf8(raw[len(mark) :]) or _single_byte(raw[len(mark) :])
                known = name if inner.encoding == "UTF-8" else inner.encoding
                return Decoded(inner.text, known, inner.notes)
            return Decoded(raw[len(mark) :].decode(codec, "replace"), name)
    return None


def _unmarked_utf16(raw: bytes) -> Decoded | None:
    """Tell UTF-16 without a mark by its zero bytes: nearly every other byte of Spanish text."""
    sample = raw[:65536]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0) / len(sample[::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.6 and even < 0.1:
        return Decoded(raw.decode("utf-16-le", "replace"), "UTF-16LE")
    if even > 0.6 and odd < 0.1:
        return Decoded(raw.decode("utf-16-be", "replace"), "UTF-16BE")
    return None


def _utf8(raw: bytes) -> Decoded | None:
    try:
        return Decoded(raw.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _mixed(raw)


def _mixed(raw: bytes) -> Decoded | None:
    """Read UTF-8 with a few foreign bytes in it, as pasting from old files leaves them."""
    text = raw.decode("utf-8", "surrogateescape")
    foreign = sum(map(len, re.findall("[\udc80-\udcff]+", text)))
    if sum(letter > "\x7f" for letter in text) - foreign < foreign:
        return None
    mended = re.sub("[\udc80-\udcff]+", _as_windows, text)
    note = ngettext(
        "{count} byte is not valid UTF-8 and was read as Windows-1252: look at its word.",
        "{count} bytes are not valid UTF-8 and were read as Windows-1252: look at their words.",
        foreign,
    ).format(count=foreign)
    return Decoded(mended, "UTF-8", (note,))


def _as_windows(match: re.Match[str]) -> str:
    return match.group().encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _single_byte(raw: bytes) -> Decoded:
    counts = {byte: raw.count(byte) for byte in range(128, 256)}
    name, codec = max(SINGLE_BYTE, key=lambda row: _plausibility(counts, row[1]))
    return Decoded(raw.decode(codec, "replace"), name)


def _plausibility(counts: dict[int, int], codec: str) -> int:
    """Weigh the bytes above 127: Spanish letters for the codec, what no transcript has against."""
    return sum(
        count * _weight(bytes([byte]).decode(codec, "replace"))
        for byte, count in counts.items()
        if count
    )


def _weight(letter: str) -> int:
    if letter in _SPANISH:
        return 2
    if letter in _PLAUSIBLE:
        return 1
    return -5 if letter == "\ufffd" or letter < "\xa0" else -2


def _losses(text: str) -> tuple[str, ...]:
    notes: list[str] = []
    lost, doubled = text.count("\ufffd"), len(_DOUBLY_ENCODED.findall(text))
    if lost:
        notes.append(
            ngettext(
                "{count} character was already lost in the file and stands as �.",
                "{count} characters were already lost in the file and stand as �.",
                lost,
            ).format(count=lost)
        )
    if doubled > 2:
        notes.append(
            _(
                "{count} places look encoded twice (“Ã³” for “ó”): save the original again as UTF-8."
            ).format(count=doubled)
        )
    return tuple(notes)
