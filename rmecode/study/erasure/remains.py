"""Which files of a study still hold the words of a text, to the letter."""

from __future__ import annotations

import mmap
import unicodedata
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

PROBES: Final = 8
LENGTH: Final = 40
"""How many passages are looked for, and how many characters of each."""
ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
PACKAGES: Final = (".docx", ".xlsx", ".xlsm", ".odt", ".ods", ".zip", ".qdpx", ".pptx")
RECORDINGS: Final = (".mp3", ".wav", ".m4a", ".ogg", ".mp4", ".mov", ".avi", ".wma", ".flac")
LARGEST: Final = 256 * 1024 * 1024
"""Bytes of the largest part of a package that is unpacked."""


def probes_of(texts: Iterable[str], others: Collection[str]) -> tuple[str, ...]:
    """Return passages of the texts that no other text has: the starts of their longest lines."""
    lines = {
        line.partition(":")[2].strip() or line.strip()
        for text in texts
        for line in text.splitlines()
    }
    longest = sorted((line for line in lines if len(line) >= LENGTH), key=lambda x: (-len(x), x))
    starts = dict.fromkeys(line[:LENGTH] for line in longest)
    own = (start for start in starts if not any(start in other for other in others))
    return tuple(start for start, _ in zip(own, range(PROBES), strict=False))


def files_with(folder: Path, probes: Iterable[str]) -> tuple[Path, ...]:
    """Return the files below a folder in which one of the passages stands, in their order.

    Files of git's own and recordings are not looked into; what cannot be read is left out.
    """
    needles = [needle for probe in probes for needle in _as_bytes(probe)]
    if not needles:
        return ()
    return tuple(path for path in _files(folder) if _holds(path, needles))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if ".git" not in inside and path.suffix.lower() not in RECORDINGS and path.is_file():
            yield path


def _as_bytes(probe: str) -> Iterator[bytes]:
    forms = dict.fromkeys(unicodedata.normalize(form, probe) for form in ("NFC", "NFD"))
    for form in forms:
        for encoding in ENCODINGS:
            try:
                yield form.encode(encoding)
            except UnicodeEncodeError:
                continue


def _holds(path: Path, needles: Collection[bytes]) -> bool:
    try:
        if path.suffix.lower() in PACKAGES:
            return any(_any_in(part, needles) for part in _parts(path))
        if not path.stat().st_size:
            return False
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            return _any_in(whole, needles)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False


def _any_in(content: bytes | mmap.mmap, needles: Iterable[bytes]) -> bool:
    return any(content.find(needle) >= 0 for needle in needles)


def _parts(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as package:
        for part in package.infolist():
            if part.file_size <= LARGEST:
                yield package.read(part)
