"""What the first bytes of a file say it is, whatever its name."""

from __future__ import annotations

from typing import Final

from rmecode.messages import _

ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF: Final = b"{\\rtf"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")


def kind_of(raw: bytes) -> str:
    """Return a name for what the bytes are, or nothing where their start tells nothing."""
    kinds = (
        (OLE, _("an old Office document")),
        (ZIP, _("a zip archive, perhaps a Word document")),
        (EMPTY_ZIP, _("an empty zip archive")),
        (RTF, _("RTF")),
        (b"%PDF-", _("a PDF")),
        (b"\x89PNG", _("a picture")),
        (b"\xff\xd8\xff", _("a picture")),
        (b"GIF8", _("a picture")),
        (b"ID3", _("a sound recording")),
        (b"\x1f\x8b", _("a compressed file")),
        (b"7z\xbc\xaf", _("a compressed file")),
        (b"Rar!", _("a compressed file")),
        (b"SQLite format 3", _("a database")),
    )
    return next((kind for start, kind in kinds if raw.startswith(start)), "")


def is_encrypted_office(raw: bytes) -> bool:
    """Tell whether these are the bytes of an Office document under a password."""
    return raw.startswith(OLE) and _ENCRYPTED_STREAM in raw
