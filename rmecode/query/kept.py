"""The index kept on disk: a corpus in which nothing changed is ready at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.language import pass_key, read_tokens
from rmecode.language.kept import DAMAGED, pack, unpack, write_arrays
from rmecode.query.index import Index, Postings
from rmecode.query.places import Sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from rmecode.language import Transcript

LAYOUT: Final = "2"
"""Version of the file: changes when an index is laid out or built differently."""

_PLAIN: Final = (
    "first",
    "start",
    "end",
    "form",
    "lemma",
    "sentence_start",
    "sentence_end",
    "clause_first",
)


def open_index(
    transcripts: Sequence[Transcript],
    *,
    cache: Path | None,
    model: str = "",
    progress: Callable[[], None] | None = None,
) -> Index:
    """Return the index of the transcripts: the one kept, else built from what is kept of each.

    Args:
        transcripts: The corpus, in the order of the index.
        cache: Folder for what is kept; nothing is kept without one.
        model: Name of a trained Spanish pipeline, empty for the built-in dictionary.
        progress: Called for each transcript that is read; not at all if the index was kept.

    Raises:
        ModelMissingError: The named pipeline is not installed.
    """
    path = cache / f"index-{_key(transcripts, model)}.npz" if cache else None
    kept = load_index(path) if path else None
    if kept is not None:
        return kept
    index = Index.build(read_tokens(transcripts, cache=cache, model=model, progress=progress))
    if path and save_index(path, index):
        _drop_others(path)
    return index


def save_index(path: Path, index: Index) -> bool:
    """Keep the index in a file; tell whether that was possible."""
    arrays: dict[str, NDArray[Any]] = {name: getattr(index, name) for name in _PLAIN}
    arrays |= {"sources": pack(index.sources), "forms": pack(index.forms)}
    arrays |= {"sentence_of": index.sentences.of, "sentence_first": index.sentences.first}
    for name, postings in (("folded", index.folded), ("lemmas", index.lemmas)):
        arrays[f"{name}_words"] = pack(postings.words)
        arrays[f"{name}_first"] = postings.first
        arrays[f"{name}_positions"] = postings.positions
    return write_arrays(path, arrays)


def load_index(path: Path) -> Index | None:
    """Return the index kept in the file, or nothing if it is missing or damaged."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            return Index(
                sources=unpack(kept["sources"]),
                forms=unpack(kept["forms"]),
                folded=_postings(kept, "folded"),
                lemmas=_postings(kept, "lemmas"),
                sentences=Sentences(kept["sentence_of"], kept["sentence_first"]),
                **{name: kept[name] for name in _PLAIN},
            )
    except DAMAGED:
        return None


def _postings(kept: Mapping[str, NDArray[Any]], name: str) -> Postings:
    words = unpack(kept[f"{name}_words"])
    return Postings(words, kept[f"{name}_first"], kept[f"{name}_positions"])


def _key(transcripts: Sequence[Transcript], model: str) -> str:
    identity = [LAYOUT, *(f"{one.source}\n{pass_key(one, model)}" for one in transcripts)]
    return hashlib.sha256("\n".join(identity).encode()).hexdigest()[:40]


def _drop_others(path: Path) -> None:
    """Remove the indexes of earlier states of the corpus."""
    for other in path.parent.glob("index-*.npz"):
        if other != path:
            other.unlink(missing_ok=True)
