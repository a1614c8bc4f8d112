"""The language pass: texts in, tokens out, each text read once and kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.language.engine import version
from rmecode.language.kept import load_tokens, save_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rmecode.language.tokens import Tokens, Transcript

EDITION: Final = "3"
"""Edition of the pass itself: changes when the same text would give other tokens."""


def read_tokens(
    transcripts: Iterable[Transcript],
    *,
    cache: Path | None,
    model: str = "",
    progress: Callable[[], None] | None = None,
) -> dict[str, Tokens]:
    """Return the tokens of each transcript by its source.

    Args:
        transcripts: What to read.
        cache: Folder in which tokens are kept; nothing is kept without one.
        model: Name of a trained Spanish pipeline to use, empty for the built-in dictionary.
        progress: Called after each transcript.

    Raises:
        ModelMissingError: The named pipeline is not installed.
    """
    read: dict[str, Tokens] = {}
    for transcript in transcripts:
        path = cache / f"{pass_key(transcript, model)}.npz" if cache else None
        tokens = load_tokens(path) if path else None
        if tokens is None:
            tokens = _read(transcript, model)
            if path:
                save_tokens(path, tokens)
        read[transcript.source] = tokens
        if progress:
            progress()
    return read


def edition(model: str = "") -> tuple[str, str, str]:
    """Return what tokens depend on beside the text: the pass, the arrays, and the engines."""
    return (EDITION, np.__version__.partition(".")[0], version(model))


def pass_key(transcript: Transcript, model: str = "") -> str:
    """Return what the tokens of a transcript are kept under: its content and the pass, hashed."""
    spans = None if transcript.words is None else [(s.start, s.end) for s in transcript.words]
    identity = (transcript.hash, spans, *edition(model))
    return hashlib.sha256(repr(identity).encode()).hexdigest()[:40]


def _read(transcript: Transcript, model: str) -> Tokens:
    from rmecode.language.arrays import tokens_of

    return tokens_of(transcript, model)
