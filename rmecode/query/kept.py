"""The index kept on disk: a corpus in which nothing changed is ready at once."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.lib.format import open_memmap

from rmecode.language import edition, read_tokens
from rmecode.language.kept import DAMAGED, pack, unpack, write_array, write_arrays
from rmecode.query.index import Index, Postings
from rmecode.query.places import Sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rmecode.language import Transcript

LAYOUT: Final = "4"
"""Version of the files: changes when an index is laid out or built differently."""

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
_NUMBERS: Final = (
    *_PLAIN,
    *("sentence_of", "sentence_first"),
    *("folded_first", "folded_positions", "lemmas_first", "lemmas_positions"),
)
"""The arrays of the file of numbers, one after the other."""

_WORDS: Final = ("sources", "forms", "folded", "lemmas")


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
    """Keep the index in two files, words and numbers; tell whether that was possible."""
    postings = {"folded": index.folded, "lemmas": index.lemmas}
    words = {"sources": index.sources, "forms": index.forms}
    words |= {name: each.words for name, each in postings.items()}
    arrays = {name: getattr(index, name) for name in _PLAIN}
    arrays |= {"sentence_of": index.sentences.of, "sentence_first": index.sentences.first}
    for name, each in postings.items():
        arrays |= {f"{name}_first": each.first, f"{name}_positions": each.positions}
    sizes = np.array([len(arrays[name]) for name in _NUMBERS], np.int64)
    numbers = np.concatenate([arrays[name] for name in _NUMBERS], dtype=np.int32, casting="safe")
    packed = {name: pack(each) for name, each in words.items()}
    return write_array(path.with_suffix(".npy"), numbers) and write_arrays(
        path, {**packed, "sizes": sizes}
    )


def load_index(path: Path) -> Index | None:
    """Return the index kept in the files, or nothing if they are missing or damaged.

    The numbers stay on disk until they are looked at: a search for a rare word reads few of them.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            words = {name: unpack(kept[name]) for name in _WORDS}
            ends = np.cumsum(kept["sizes"]).tolist()
        numbers = np.asarray(open_memmap(path.with_suffix(".npy"), mode="r"))
    except DAMAGED:
        return None
    if len(ends) != len(_NUMBERS) or numbers.shape != (ends[-1],):
        return None
    spans = zip(_NUMBERS, [0, *ends], ends, strict=False)
    arrays = {name: numbers[start:end] for name, start, end in spans}
    return Index(
        sources=words["sources"],
        forms=words["forms"],
        folded=_postings("folded", words, arrays),
        lemmas=_postings("lemmas", words, arrays),
        sentences=Sentences(arrays["sentence_of"], arrays["sentence_first"]),
        **{name: arrays[name] for name in _PLAIN},
    )


def _postings(
    name: str, words: Mapping[str, tuple[str, ...]], arrays: Mapping[str, NDArray[np.int32]]
) -> Postings:
    return Postings(words[name], arrays[f"{name}_first"], arrays[f"{name}_positions"])


def _path(texts: Iterable[TextIdentity], cache: Path, model: str) -> Path:
    identity = [LAYOUT, *edition(model), *("\n".join(text) for text in texts)]
    digest = hashlib.sha256("\n\n".join(identity).encode("utf-8", "surrogatepass")).hexdigest()
    return cache / f"index-{digest[:40]}.npz"


def _drop_others(path: Path) -> None:
    """Remove the indexes of earlier states of the corpus."""
    for other in path.parent.glob("index-*.np[yz]"):
        if other.stem != path.stem:
            with suppress(OSError):  # another process may be looking at it
                other.unlink()
