"""Tokens kept on disk between runs; a damaged or foreign file counts as none."""

from __future__ import annotations

import os
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from rmecode.language.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_COLUMNS: Final = ("start", "end", "form", "lemma", "sentence", "clause")
DAMAGED: Final = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged ``.npz`` can raise."""


def save_tokens(path: Path, tokens: Tokens) -> None:
    """Keep the tokens in a file; a full disk or read-only folder only means that they are not."""
    columns = np.stack([getattr(tokens, column) for column in _COLUMNS])
    arrays = {"columns": columns, "forms": pack(tokens.forms), "lemmas": pack(tokens.lemmas)}
    write_arrays(path, arrays)


def load_tokens(path: Path) -> Tokens | None:
    """Return the tokens kept in the file, or nothing if it is missing or damaged."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            forms, lemmas = unpack(kept["forms"]), unpack(kept["lemmas"])
            columns = dict(zip(_COLUMNS, kept["columns"], strict=True))
    except DAMAGED:
        return None
    return Tokens(**columns, forms=forms, lemmas=lemmas)


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> bool:
    """Write named arrays to an ``.npz`` in one step; tell whether that was possible."""

    def write(stream: BinaryIO) -> None:
        np.savez(stream, allow_pickle=False, **arrays)

    return _replace(path, write)


def write_array(path: Path, array: NDArray[Any]) -> bool:
    """Write an array to an ``.npy`` in one step; tell whether that was possible."""
    return _replace(path, lambda stream: np.save(stream, array, allow_pickle=False))


def _replace(path: Path, write: Callable[[BinaryIO], None]) -> bool:
    """Write beside the file, then rename; a reader never sees half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as stream:
            write(stream)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        return False
    return True


def pack(words: Sequence[str]) -> NDArray[np.uint8]:
    """Return words as the bytes of one text, a word a line.

    Raises:
        ValueError: A word has a line end, and all words after it would shift.
    """
    text = "".join(word + "\n" for word in words)
    if text.count("\n") != len(words):
        message = "a word with a line end cannot be kept"
        raise ValueError(message)
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def unpack(packed: NDArray[np.uint8]) -> tuple[str, ...]:
    """Return the words that were packed."""
    return tuple(packed.tobytes().decode("utf-8", "surrogatepass").split("\n")[:-1])


def forget_others(cache: Path, keys: Collection[str]) -> int:
    """Remove the kept tokens of all texts but these (``pass_key``), and every kept index.

    For erasure, and for texts that were corrected. Returns how many files are gone.
    """
    others = [path for path in cache.glob("*.np[yz]") if path.stem not in keys]
    for path in others:
        path.unlink(missing_ok=True)
    return len(others)
