"""The index kept on disk: a corpus in which nothing changed is ready at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from rmecode.language import edition, read_tokens
from rmecode.language.kept import DAMAGED, pack, unpack, write_arrays
from rmecode.query.index import Index, Postings
from rmecode.query.places import Sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from rmecode.language import Transcript

LAYOUT: Final = "3"
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


class TextIdentity(NamedTuple):
    """What an index knows a text by: its source, its hash, and what was said in it.

    ``spans`` are the stretches that were said, as ``start-end`` joined by commas; ``*`` for all.
    """

    source: str
    hash: str
    spans: str


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
    path = _path(map(identity_of, transcripts), cache, model) if cache else None
    kept = load_index(path) if path else None
    if kept is not None:
        return kept
    index = Index.build(read_tokens(transcripts, cache=cache, model=model, progress=progress))
    if path and save_index(path, index):
        _drop_others(path)
    return index


def kept_index(texts: Iterable[TextIdentity], cache: Path, model: str = "") -> Index | None:
    """Return the kept index of exactly these texts, in their order; None where there is none."""
    return load_index(_path(texts, cache, model))


def identity_of(transcript: Transcript) -> TextIdentity:
    """Return what an index knows a transcript by."""
    said = transcript.words
    spans = "*" if said is None else ",".join(f"{span.start}-{span.end}" for span in said)
    return TextIdentity(transcript.source, transcript.hash, spans)


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


def _path(texts: Iterable[TextIdentity], cache: Path, model: str) -> Path:
    identity = [LAYOUT, *edition(model), *("\n".join(text) for text in texts)]
    digest = hashlib.sha256("\n\n".join(identity).encode("utf-8", "surrogatepass")).hexdigest()
    return cache / f"index-{digest[:40]}.npz"


def _drop_others(path: Path) -> None:
    """Remove the indexes of earlier states of the corpus."""
    for other in path.parent.glob("index-*.npz"):
        if other != path:
            other.unlink(missing_ok=True)
