"""The engine against two oracles: the slow implementation, and spaCy's Matcher."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from rmecode.model import fold
from rmecode.query import Index, Rows, Units, WordPlaces, evaluate, parse
from tests.query.slow import SlowTexts, Token, tokens_of
from tests.query.strategies import EXPRESSIONS, LEMMAS, LISTS, SENTENCES, WORDS

if TYPE_CHECKING:
    from rmecode.query.places import Places
    from rmecode.query.syntax import Expression

Sentences = list[list[tuple[str, str]]]


def _both(texts: list[Sentences]) -> tuple[WordPlaces, SlowTexts]:
    folded = [[[(f, fold(lemma)) for f, lemma in s] for s in text] for text in texts]
    corpus = {str(number): tokens_of(text) for number, text in enumerate(folded)}
    sentences = [sentence for text in folded for sentence in text]
    words = [Token(f, lemma, n) for n, sentence in enumerate(sentences) for f, lemma in sentence]
    return WordPlaces(Index.build(corpus), LISTS), SlowTexts(words, LISTS)


def _pairs(places: Places) -> list[tuple[int, int]]:
    return list(zip(places.start.tolist(), places.end.tolist(), strict=True))


def test_the_places_of_words_are_those_of_the_slow_implementation() -> None:
    filled = []

    @settings(max_examples=120, deadline=None)
    @given(st.lists(SENTENCES, min_size=1, max_size=3), WORDS)
    def compare(texts: list[Sentences], expression: Expression) -> None:
        fast, slow = _both(texts)
        expected = slow.places(expression)
        assert _pairs(fast.of(expression)) == sorted(expected)
        filled.append(bool(expected))

    compare()
    assert sum(filled) > len(filled) / 4


def test_truth_and_hits_in_overlapping_units_are_those_of_the_slow_implementation() -> None:
    filled = []

    @settings(max_examples=120, deadline=None)
    @given(
        st.lists(SENTENCES, min_size=2, max_size=3), EXPRESSIONS, st.randoms(use_true_random=False)
    )
    def compare(texts: list[Sentences], expression: Expression, chance: random.Random) -> None:
        fast, slow = _both(texts)
        units, roles = _random_units(len(slow.words), chance)
        expected = [
            slow.evaluate(expression, unit, {"role": role})
            for unit, role in zip(units, roles, strict=True)
        ]
        rows = Rows.of({"rol": roles})
        result = evaluate(expression, fast, _units(units), rows)
        assert result.truth.tolist() == [true for true, _ in expected]
        hits = {hit for true, found in expected if true for hit in found}
        assert _pairs(result.hits(_units(units))) == sorted(hits)
        filled.append(bool(hits))

    compare()
    assert sum(filled) > len(filled) / 4


def test_units_that_lie_apart_come_out_as_overlapping_ones_do() -> None:
    filled = []

    @settings(max_examples=80, deadline=None)
    @given(st.lists(SENTENCES, min_size=2, max_size=3), EXPRESSIONS)
    def compare(texts: list[Sentences], expression: Expression) -> None:
        fast, _ = _both(texts)
        first = fast.index.sentences.first
        row = np.arange(len(first) - 1, dtype=np.int32)
        rows = Rows.of({"role": ["director" if n % 2 else "utp" for n in row]})
        apart = Units(first[:-1], first[1:], row, apart=True)
        general = Units(first[:-1], first[1:], row, apart=False)
        one = evaluate(expression, fast, apart, rows)
        other = evaluate(expression, fast, general, rows)
        assert one.truth.tolist() == other.truth.tolist()
        assert _pairs(one.hits(apart)) == _pairs(other.hits(general))
        filled.append(len(one.hits(apart)) > 0)

    compare()
    assert sum(filled) > len(filled) / 4


def _random_units(words: int, chance: random.Random) -> tuple[list[tuple[int, int]], list[str]]:
    units = []
    for _ in range(chance.randint(1, 6)):
        first = chance.randint(0, words) // 2
        units.append((first, chance.randint((first + words) // 2, words)))
    return units, [chance.choice(["director", "utp"]) for _ in units]


def _units(units: list[tuple[int, int]]) -> Units:
    first, last = (np.asarray(column, dtype=np.int32) for column in zip(*units, strict=True))
    return Units(first, last, np.arange(len(units), dtype=np.int32), apart=False)


PLAIN = sorted({form for form, lemma in LEMMAS.items() if form not in {"cuenta", "cuentas"}})


def test_lemmas_forms_phrases_and_gaps_find_what_the_matcher_finds() -> None:
    chance = random.Random(7)  # noqa: S311 - a test, not a secret
    filled = 0
    for _ in range(60):
        words = [[chance.choice(PLAIN) for _ in range(chance.randint(3, 12))] for _ in range(6)]
        sentences = [[(form, fold(LEMMAS[form])) for form in sentence] for sentence in words]
        places = WordPlaces(Index.build({"S": tokens_of(sentences)}))
        for _ in range(10):
            text, pattern = _random_pattern(chance)
            expected = _matches(sentences, pattern)
            assert _pairs(places.of(parse(text))) == sorted(expected), text
            filled += bool(expected)
    assert filled > 200


def _random_pattern(chance: random.Random) -> tuple[str, list[dict[str, str]]]:
    pieces: list[str] = []
    pattern: list[dict[str, str]] = []
    for nth in range(chance.randint(1, 3)):
        if nth:
            least, more = chance.choice([(0, 0), (1, 0), (0, 2), (1, 1)])
            pieces += [f"[{least}-{least + more}]"] * (least + more > 0)
            pattern += [{}] * least + [{"OP": "?"}] * more
        form = chance.choice([word for word in PLAIN if word != "no"])
        by_lemma = LEMMAS[form] in LEMMAS and chance.random() < 0.6
        pieces.append(LEMMAS[form] if by_lemma else f'(="{form}")')
        pattern.append({"LEMMA": fold(LEMMAS[form])} if by_lemma else {"ORTH": form})
    return " ".join(pieces), pattern


def _matches(sentences: Sentences, pattern: list[dict[str, str]]) -> set[tuple[int, int]]:
    vocab = Vocab()
    matcher = Matcher(vocab)
    matcher.add("pattern", [pattern])
    found, offset = set(), 0
    for sentence in sentences:
        forms, lemmas = [form for form, _ in sentence], [lemma for _, lemma in sentence]
        doc = Doc(vocab, words=forms, lemmas=lemmas)
        found |= {(offset + start, offset + end) for _, start, end in matcher(doc)}
        offset += len(sentence)
    return found
