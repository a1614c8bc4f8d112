r"""Text as every offset counts it: Unicode code points of NFC text, ``\n`` line ends, no BOM."""

from __future__ import annotations

import hashlib
import unicodedata

_COMBINING_TILDE = "\u0303"


def normalise(text: str) -> str:
    r"""Return the text in the one form that offsets count: NFC, ``\n``, no byte order mark."""
    unix = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unix)


def text_hash(text: str) -> str:
    """Return the identity of a normalised text: its SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fold(text: str) -> str:
    """Return the text without case and accents, for comparing what people type; ñ stays ñ."""
    if text.isascii():
        return text.casefold()
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFD", text.casefold())
    kept = (
        letter
        for place, letter in enumerate(decomposed)
        if not unicodedata.combining(letter)
        or (letter == _COMBINING_TILDE and place and decomposed[place - 1] == "n")
    )
    return unicodedata.normalize("NFC", "".join(kept))
