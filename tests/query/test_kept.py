"""The index kept on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rmecode.language import Transcript
from rmecode.query import Index, WordPlaces, open_index, parse

if TYPE_CHECKING:
    from pathlib import Path

CORPUS = [
    Transcript("A", "a", "Compartíamos la red, pero no siempre. ¿Y tú?"),
    Transcript("B", "b", "La red de redes."),
    Transcript("C", "c", "—"),
]


def _same(one: Index, other: Index) -> bool:
    plain = ["first", "start", "end", "form", "lemma", "sentence_start", "sentence_end"]
    arrays = all(
        np.array_equal(getattr(one, n), getattr(other, n)) for n in [*plain, "clause_first"]
    )
    words = one.forms == other.forms and one.sources == other.sources
    return arrays and words and one.lemmas.words == other.lemmas.words


def test_a_kept_index_is_the_index_and_nothing_is_read_again(tmp_path: Path) -> None:
    told: list[int] = []
    first = open_index(CORPUS, cache=tmp_path, progress=lambda: told.append(1))
    assert len(told) == 3
    again = open_index(CORPUS, cache=tmp_path, progress=lambda: told.append(1))
    assert len(told) == 3
    assert _same(first, again)
    places = WordPlaces(again).of(parse("la [...] red"))
    assert len(places) == 3


def test_without_a_folder_the_index_is_the_same(tmp_path: Path) -> None:
    assert _same(open_index(CORPUS, cache=None), open_index(CORPUS, cache=tmp_path))


def test_a_changed_corpus_has_another_index_and_the_old_one_goes(tmp_path: Path) -> None:
    open_index(CORPUS, cache=tmp_path)
    old = set(tmp_path.glob("index-*"))
    changed = open_index(CORPUS[:2], cache=tmp_path)
    assert changed.sources == ("A", "B")
    new = set(tmp_path.glob("index-*"))
    assert (len(old), len(new), old & new) == (2, 2, set())


@pytest.mark.parametrize("ending", [".npz", ".npy"])
@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 nonsense", "half", "gone"])
def test_a_damaged_index_is_built_again(tmp_path: Path, damage: bytes | str, ending: str) -> None:
    first = open_index(CORPUS, cache=tmp_path)
    (kept,) = tmp_path.glob(f"index-*{ending}")
    whole = kept.read_bytes()
    if damage == "gone":
        kept.unlink()
    else:
        kept.write_bytes(damage if isinstance(damage, bytes) else whole[: len(whole) // 2])
    assert _same(first, open_index(CORPUS, cache=tmp_path))
    assert kept.read_bytes() == whole


def test_the_numbers_of_another_index_are_not_taken_for_its_own(tmp_path: Path) -> None:
    first = open_index(CORPUS, cache=tmp_path)
    (kept,) = tmp_path.glob("index-*.npy")
    np.save(kept, np.arange(len(first), dtype=np.int32))
    assert _same(first, open_index(CORPUS, cache=tmp_path))


def test_words_are_numbered_on_through_the_sources() -> None:
    index = open_index(CORPUS, cache=None)
    assert index.first.tolist() == [0, 8, 12, 12]
    assert [index.source_of(word) for word in (0, 7, 8, 11)] == [0, 0, 1, 1]
    assert len(index) == 12
