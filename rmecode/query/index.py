"""The inverted index of a corpus: for every form and lemma, where it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from rmecode.model import fold
from rmecode.query.places import Sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rmecode.language import Tokens

    Numbers = NDArray[np.int32]

_Kind = TypeVar("_Kind", np.int32, np.bool_)

_LAST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Words in alphabetical order; word n is at ``positions[first[n] : first[n + 1]]``, rising."""

    words: tuple[str, ...]
    first: Numbers
    positions: Numbers

    def number(self, word: str) -> int | None:
        """Return the place of a word in the alphabet of the corpus, if it is there."""
        place = bisect_left(self.words, word)
        return place if place < len(self.words) and self.words[place] == word else None

    def of(self, numbers: Iterable[int]) -> Numbers:
        """Return where any of the words is, sorted; a word is in one place once."""
        found = [self.positions[self.first[n] : self.first[n + 1]] for n in numbers]
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found)) if found else np.empty(0, np.int32)

    def matching(self, pattern: str) -> Sequence[int]:
        """Return the numbers of the words that fit a folded pattern with ``*`` and ``?``."""
        literal = re.match(r"[^*?]*", pattern)
        prefix = literal[0] if literal else ""
        low = bisect_left(self.words, prefix)
        high = bisect_left(self.words, prefix + _LAST)
        if pattern == prefix + "*":
            return range(low, high)
        fits = wildcard(pattern).fullmatch
        return [number for number in range(low, high) if fits(self.words[number])]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The words of a corpus in order, without punctuation.

    ``first`` holds the first word of each source and the number of words; ``start`` and ``end``
    the code points of each word in its source; ``form`` and ``lemma`` number ``forms`` (lower
    case, with accents) and ``lemmas.words`` (folded). ``sentence_start`` and ``sentence_end`` are
    code points, with the punctuation; ``clause_first`` is the first word of each clause.
    """

    sources: tuple[str, ...]
    first: Numbers
    start: Numbers
    end: Numbers
    form: Numbers
    lemma: Numbers
    forms: tuple[str, ...]
    folded: Postings
    lemmas: Postings
    sentences: Sentences
    sentence_start: Numbers
    sentence_end: Numbers
    clause_first: Numbers

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def build(cls, corpus: Mapping[str, Tokens]) -> Index:
        """Return the index of the sources' tokens, in the order given."""
        several = list(corpus.values())
        is_word = _joined([tokens.is_word for tokens in several], np.bool_)
        forms, form = _merged([(tokens.forms, tokens.form) for tokens in several], is_word)
        lemmas, lemma = _merged([(tokens.lemmas, tokens.lemma) for tokens in several], is_word)
        start = _joined([tokens.start for tokens in several], np.int32)
        end = _joined([tokens.end for tokens in several], np.int32)
        sentence = _numbered_on([tokens.sentence for tokens in several])
        clause = _numbered_on([tokens.clause for tokens in several])[is_word]
        of, first = _runs(sentence[is_word])
        opening = np.searchsorted(sentence, sentence[is_word][first[:-1]])
        closing = np.searchsorted(sentence, sentence[is_word][first[:-1]], side="right") - 1
        sizes = [int(tokens.is_word.sum()) for tokens in several]
        return cls(
            sources=tuple(corpus),
            first=np.cumsum([0, *sizes], dtype=np.int32),
            start=start[is_word],
            end=end[is_word],
            form=form,
            lemma=lemma,
            forms=forms,
            folded=_postings_of_forms(forms, form),
            lemmas=_postings(lemmas, lemma),
            sentences=Sentences(of, first),
            sentence_start=start[opening],
            sentence_end=end[closing],
            clause_first=_runs(clause)[1][:-1],
        )

    def source_of(self, word: int) -> int:
        """Return the number of the source that a word is in."""
        return int(np.searchsorted(self.first, word, side="right")) - 1


def wildcard(pattern: str) -> re.Pattern[str]:
    """Return the regular expression for ``*`` (any letters) and ``?`` (one letter)."""
    pieces = re.split(r"([*?])", pattern)
    meaning = {"*": ".*", "?": "."}
    return re.compile(
        "".join(meaning.get(piece) or re.escape(piece) for piece in pieces), re.DOTALL
    )


def _joined(arrays: list[NDArray[_Kind]], kind: type[_Kind]) -> NDArray[_Kind]:
    return np.concatenate(arrays) if arrays else np.empty(0, kind)


def _numbered_on(several: list[Numbers]) -> Numbers:
    """Return the numbers of each text counted on from those of the text before."""
    offset, shifted = 0, []
    for numbers in several:
        shifted.append(numbers + np.int32(offset))
        offset += int(numbers[-1]) + 1 if len(numbers) else 0
    return np.concatenate(shifted) if shifted else np.empty(0, np.int32)


def _merged(
    several: list[tuple[tuple[str, ...], Numbers]], is_word: NDArray[np.bool_]
) -> tuple[tuple[str, ...], Numbers]:
    """Return one alphabet for all texts, and each word's number in it."""
    words = tuple(sorted(set().union(*(vocabulary for vocabulary, _ in several))))
    number = {word: place for place, word in enumerate(words)}
    renumbered = [
        np.fromiter(map(number.__getitem__, vocabulary), np.int32, len(vocabulary))[numbers]
        for vocabulary, numbers in several
    ]
    return words, np.concatenate(renumbered)[is_word] if renumbered else np.empty(0, np.int32)


def _runs(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Return rising numbers without holes, and where each begins, with the length at the end."""
    changes = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    first = np.concatenate(([0] * bool(len(numbers)), changes, [len(numbers)])).astype(np.int32)
    return np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first)), first


def _postings_of_forms(forms: tuple[str, ...], form: Numbers) -> Postings:
    """Return the postings of the forms without accents."""
    folds = [word if word.isascii() else fold(word) for word in forms]
    words = tuple(sorted(set(folds)))
    number = {word: place for place, word in enumerate(words)}
    of_form = np.fromiter((number[word] for word in folds), np.int32, len(folds))
    return _postings(words, of_form[form])


def _postings(words: tuple[str, ...], number: Numbers) -> Postings:
    """Sort the positions by word; one sort of 64-bit keys is faster than a stable argsort."""
    keys = np.sort(number.astype(np.int64) << 32 | np.arange(len(number)))
    first = np.searchsorted(keys, np.arange(len(words) + 1, dtype=np.int64) << 32)
    return Postings(words, first.astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32))
