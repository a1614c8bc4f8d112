"""The lemma of single words that somebody asks for, remembered so that no dictionary is loaded."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rmecode.language.engine import version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def dictionary(cache: Path | None, model: str = "") -> Callable[[str], str]:
    """Return a function from a word in lower case to its lemma.

    What was asked once stands in a file of the cache, a word a line; loading the dictionary takes
    longer than all the rest of a search.
    """
    name = hashlib.sha256(version(model).encode()).hexdigest()[:40]
    path = cache / f"words-{name}.tsv" if cache else None
    known = _read(path) if path else {}

    def lemma(word: str) -> str:
        if word not in known:
            known[word] = _look_up(word, model)
            if path:
                _add(path, word, known[word])
        return known[word]

    return lemma


def _read(path: Path) -> dict[str, str]:
    """Return the words of the file; lines that are damaged count as not there."""
    try:
        lines = path.read_text(encoding="utf-8", errors="ignore").splitlines()
    except OSError:
        return {}
    pairs = (line.split("\t") for line in lines)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 3 and not pair[2]}


def _add(path: Path, word: str, lemma: str) -> None:
    """Add a line; where that is impossible, the word is looked up again next time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"{word}\t{lemma}\t\n")
    except OSError:
        return


def _look_up(word: str, model: str) -> str:
    if model:
        from rmecode.language.pipeline import spanish

        lemmas = [token.lemma_ for token in spanish(model)(word)]
        return lemmas[0].split(" ", 1)[0] if lemmas else word
    from rmecode.language.lemmas import lemma

    return lemma(word)
