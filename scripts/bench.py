"""Measure the language pass and the rules against spaCy on synthetic Spanish; prints a table.

``bench.py language``  the pass, disk excluded, against the bare tokenizer and sentencizer
``bench.py rules``     200 codes of 6 patterns on our index against spaCy's Matcher
``bench.py``           both, in one run on the same tokens
``bench.py rerun``     ``rmecode run`` on 500 sources, and again with nothing changed
``bench.py coding``    lists, one coding more, recoding and undo at 50,000 codings (``bench_coding``)

The Matcher, the index and the rules are timed three times and the shortest is taken; the pass and
the bare pipeline once, on texts that they have not seen.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import bench_coding
import numpy as np
import spacy
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from rmecode.language import Transcript, read_tokens
from rmecode.model import fold
from rmecode.query import Index, WordPlaces, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmecode.language import Tokens

_Value = TypeVar("_Value")

COMMON: Final = (
    "de la que el en y a los se no un por con las una para es al lo como más o pero sus le ha me "
    "si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta "
    "desde está mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde "
    "bien tiempo mismo ese ahora cada e vida otro después te otros aunque esa eso hace otra gobierno "
    "tan durante siempre día tanto ella tres sí dijo sido gran país según menos año antes estado "
    "escuela director red reunión equipo trabajo confianza apoyo comparte trabajamos supervisor"
)
CODES: Final = 200
SLICE: Final = 100_000
TYPES: Final = 30_000
WORDS_PER_SOURCE: Final = 7_000
SECTIONS: Final = ("language", "rules", "rerun", "coding")


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, and the bound it has to keep, if any."""

    name: str
    value: float
    unit: str
    bound: str = ""


def main() -> None:
    """Run the sections asked for and print their figures."""
    options = _options()
    if options.section == "rerun":
        _print(rerun(options.sources, options.seed))
        return
    if options.section == "coding":
        size = {"sources": options.sources, "codings": options.codings, "seed": options.seed}
        rows = bench_coding.coding(_rmecode, _timed, **size)
        _print([Figure(*row) for row in rows])
        return
    texts = synthetic_texts(options.tokens, options.seed)
    figures: list[Figure] = []
    passed, read = _language_pass(texts)
    if options.section in {"language", "all"}:
        figures += _language(texts, passed, read)
    if options.section in {"rules", "all"}:
        figures += _rules(read, passed, options.seed)
    _print(figures)


def _print(figures: Sequence[Figure]) -> None:
    for figure in figures:
        print(f"{figure.name:<58}{figure.value:>12,.2f} {figure.unit:<10}{figure.bound}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("section", nargs="?", default="all", choices=["all", *SECTIONS])
    parser.add_argument("--tokens", type=int, default=2_000_000, help="size of the corpus")
    parser.add_argument("--sources", type=int, default=500, help="sources of 'rerun' and 'coding'")
    parser.add_argument("--codings", type=int, default=50_000, help="codings of 'coding'")
    parser.add_argument("--seed", type=int, default=1, help="seed of the texts and the patterns")
    return parser.parse_args()


def synthetic_texts(tokens: int, seed: int) -> list[Transcript]:
    """Return transcripts of about so many tokens, with Zipf's law over Spanish forms."""
    chance = np.random.default_rng(seed)
    words = np.asarray(_vocabulary(chance), dtype=object)
    likely = 1 / (np.arange(len(words)) + 2.7)
    count = max(1, round(tokens / WORDS_PER_SOURCE / 1.17))
    drawn = chance.choice(len(words), size=(count, WORDS_PER_SOURCE), p=likely / likely.sum())
    return [_transcript(number, words[row], chance) for number, row in enumerate(drawn)]


def _vocabulary(chance: np.random.Generator) -> list[str]:
    """Return common words first, then forms of the dictionary in random order."""
    dictionary = DefaultDictionaryFactory().get_dictionary("es")
    common = COMMON.split()
    known = sorted(word for word in dictionary if word.isalpha() and word.islower())
    rest = chance.choice(len(known), size=TYPES - len(common), replace=False)
    return [*common, *(known[number] for number in rest)]


def _transcript(number: int, words: Sequence[str], chance: np.random.Generator) -> Transcript:
    """Put words into sentences of 5 to 24 words and turns of 1 to 6 sentences."""
    pieces, place = [], 0
    while place < len(words):
        turn = []
        for _ in range(chance.integers(1, 7)):
            size = int(chance.integers(5, 25))
            said = list(words[place : place + size])
            place += size
            if said:
                turn.append(_sentence(said, chance))
        pieces.append("Directora: " + " ".join(turn))
    return Transcript(f"S{number}", f"S{number}", "\n".join(pieces))


def _sentence(said: list[str], chance: np.random.Generator) -> str:
    if len(said) > 9:
        comma = int(chance.integers(3, len(said) - 3))
        said[comma] += ","
    text = " ".join(said)
    text = text[0].upper() + text[1:]
    return f"¿{text}?" if chance.random() < 0.15 else f"{text}."


def _language_pass(texts: list[Transcript]) -> tuple[float, dict[str, Tokens]]:
    """Return how long the pass took, and the tokens; dictionaries are loaded before."""
    read_tokens([Transcript("warm", "warm", "Compartíamos.")], cache=None)
    return _timed(lambda: read_tokens(texts, cache=None))


def _language(texts: list[Transcript], passed: float, read: dict[str, Tokens]) -> list[Figure]:
    bare = spacy.blank("es")
    bare.add_pipe("sentencizer")
    bare("Compartíamos.")
    spent, _ = _timed(lambda: [len(bare(one.text)) for one in texts])
    tokens = sum(map(len, read.values()))
    return [
        Figure("tokens", tokens, ""),
        Figure("bare tokenizer and sentencizer", spent, "s"),
        Figure("language pass, disk excluded", passed, "s"),
        Figure("language pass / bare", passed / spent, "times", "at most 1.35"),
    ]


def _rules(read: dict[str, Tokens], passed: float, seed: int) -> list[Figure]:
    built, index = _timed(lambda: Index.build(read), 3)
    patterns = _patterns(index, np.random.default_rng(seed))
    texts = [text for text, _ in patterns]

    def ours() -> list[tuple[np.ndarray, np.ndarray]]:
        words = WordPlaces(index)
        found = [words.of(parse(text)) for text in texts]
        return [(places.start, places.end) for places in found]

    parse("casa")
    searched, found = _timed(ours, 3)
    matched, theirs, words = _matcher(index, [pattern for _, pattern in patterns])
    differ = sum(
        _up_to(places, words) != {pair for pair in pairs if _one_sentence(index, pair)}
        for places, pairs in zip(found, theirs, strict=True)
    )
    rate = matched / words * len(index)
    return [
        Figure("words", len(index), ""),
        Figure("patterns", len(patterns), ""),
        Figure("patterns without a hit", sum(not len(start) for start, _ in found), ""),
        Figure("hits", sum(len(start) for start, _ in found), ""),
        Figure(f"Matcher, {words:,} words", matched, "s"),
        Figure("Matcher, per all words", rate, "s"),
        Figure("index, build", built, "s"),
        Figure("rules, parsing included", searched, "s"),
        Figure("Matcher / (build + rules)", rate / (built + searched), "times", "at least 200"),
        Figure(
            "Matcher / (pass + build + rules)",
            rate / (passed + built + searched),
            "times",
            "at least 30",
        ),
        Figure("patterns on which the two differ", differ, "", "0"),
    ]


def _patterns(index: Index, chance: np.random.Generator) -> list[tuple[str, list[dict[str, str]]]]:
    """Return expressions beside the same for the Matcher, taken from places in the texts."""
    made: dict[str, list[dict[str, str]]] = {}
    plain = _plain_lemmas(index)
    folded = [fold(form) for form in index.forms]
    while len(made) < CODES * 6:
        place = int(chance.integers(0, min(SLICE, len(index)) - 6))
        lemmas = [index.lemmas.words[n] for n in index.lemma[place : place + 5]]
        forms = [folded[n] for n in index.form[place : place + 5]]
        usable = [
            plain[n] and len(index.lemmas.words[n]) > 1 for n in index.lemma[place : place + 5]
        ]
        if all(usable) and not {"no", "sin", "not", "or", "and"} & {*lemmas, *forms}:
            made.update(_six(lemmas, forms))
    return list(made.items())[: CODES * 6]


def _six(lemmas: list[str], forms: list[str]) -> list[tuple[str, list[dict[str, str]]]]:
    """Return one pattern of each kind."""
    any_word: dict[str, str] = {}
    perhaps = {"OP": "?"}
    a, b, c = ({"LEMMA": word} for word in lemmas[:3])
    x, y, z = ({"ORTH": word} for word in forms[:3])
    return [
        (lemmas[0], [a]),
        (f'"{forms[1]}"', [y]),
        (f"{lemmas[0]} {lemmas[1]}", [a, b]),
        (f'"{forms[0]} {forms[1]} {forms[2]}"', [x, y, z]),
        (f"{lemmas[0]} [1] {lemmas[2]}", [a, any_word, c]),
        (f"{lemmas[1]} [0-3] {lemmas[2]}", [b, perhaps, perhaps, perhaps, c]),
    ]


def _plain_lemmas(index: Index) -> np.ndarray:
    """Tell for each lemma whether it is no form of another lemma: spaCy knows lemmas only."""
    forms = [index.folded.number(lemma) for lemma in index.lemmas.words]
    plain = np.ones(len(forms), np.bool_)
    for number, form in enumerate(forms):
        if form is not None:
            plain[number] = bool(np.all(index.lemma[index.folded.of([form])] == number))
    return plain


def _matcher(
    index: Index, patterns: list[list[dict[str, str]]]
) -> tuple[float, list[set[tuple[int, int]]], int]:
    """Return how long the Matcher took, its matches per pattern, and on how many words."""
    vocab = Vocab()
    matcher = Matcher(vocab)
    for number, pattern in enumerate(patterns):
        matcher.add(str(number), [pattern])
    sources = max(1, int(np.searchsorted(index.first, min(SLICE, len(index)), side="right")) - 1)
    docs = [_doc(vocab, index, number) for number in range(sources)]
    spent, matches = _timed(lambda: [matcher(doc) for doc in docs], 3)
    found: list[set[tuple[int, int]]] = [set() for _ in patterns]
    for number, several in enumerate(matches):
        begin = int(index.first[number])
        for key, start, end in several:
            found[int(vocab.strings[key])].add((begin + start, begin + end))
    return spent, found, int(index.first[sources])


def _doc(vocab: Vocab, index: Index, source: int) -> Doc:
    low, high = index.first[source], index.first[source + 1]
    words = [fold(index.forms[n]) for n in index.form[low:high]]
    return Doc(vocab, words=words, lemmas=[index.lemmas.words[n] for n in index.lemma[low:high]])


def _up_to(places: tuple[np.ndarray, np.ndarray], words: int) -> set[tuple[int, int]]:
    start, end = places
    inside = end <= words
    return set(zip(start[inside].tolist(), end[inside].tolist(), strict=True))


def _one_sentence(index: Index, pair: tuple[int, int]) -> bool:
    return bool(index.sentences.of[pair[0]] == index.sentences.of[pair[1] - 1])


def rerun(sources: int, seed: int) -> list[Figure]:
    """Return how long whole processes of ``rmecode run`` take, first and with nothing changed."""
    texts = synthetic_texts(round(sources * WORDS_PER_SOURCE * 1.2), seed)[:sources]
    with tempfile.TemporaryDirectory() as place:
        study = Path(place) / "study"
        rows = ["source,file,instrument,cases"]
        _rmecode("init", str(study))
        (study / "cases.csv").write_text("case\nR1\n", "utf-8")
        for number, text in enumerate(texts):
            (study / "transcripts" / f"s{number}.txt").write_text(
                f"E: ¿Y?\nD: {text}\n" * 2, "utf-8"
            )
            rows.append(f"s{number},transcripts/s{number}.txt,entrevista_individual,R1")
        start_up, _nothing = _timed(lambda: _rmecode("history", "--study", str(study)), 3)
        (study / "sources.csv").write_text("\n".join(rows) + "\n", "utf-8")
        first, _done = _timed(lambda: _rmecode("run", str(study)))
        again, _done = _timed(lambda: _rmecode("run", str(study)), 3)
    beyond = (again - start_up) / (first - start_up)
    return [
        Figure("sources", len(texts), ""),
        Figure("start-up (rmecode history on an empty study)", start_up, "s"),
        Figure("first run", first, "s"),
        Figure("run with nothing changed", again, "s"),
        Figure("the same beyond start-up, of the first", 100 * beyond, "%", "under 5"),
    ]


def _rmecode(*arguments: str) -> None:
    command = [sys.executable, "-m", "rmecode", *arguments]
    subprocess.run(command, check=True, capture_output=True)


def _timed(task: Callable[[], _Value], times: int = 1) -> tuple[float, _Value]:
    """Return the shortest of several times, in seconds, and what the task gave."""
    shortest = float("inf")
    for _ in range(times):
        gc.collect()
        begun = time.perf_counter()
        value = task()
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest, value


if __name__ == "__main__":
    main()
