"""From a transcript through the pipeline to the arrays that are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.language.clauses import CONJUNCTIONS, MARKS, number_clauses
from rmecode.language.pipeline import TEXT, ByKey, places, spanish
from rmecode.language.tokens import Tokens, bare
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    from rmecode.language.tokens import Transcript

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

_MARK: Final = 1
_CONJUNCTION: Final = 2
_SPACE: Final = 4
_LINE: Final = re.compile(r"[^\n]+")


def tokens_of(transcript: Transcript, model: str = "") -> Tokens:
    """Return the tokens of the transcript's words, in sentences and clauses.

    Raises:
        ModelMissingError: The named pipeline is not installed.
    """
    pipeline = spanish(model)
    read = [_columns(offset, doc) for offset, doc in _documents(pipeline, transcript, model)]
    start, length, orth, lemma, begins = map(np.concatenate, zip(*read, strict=True))
    _begin_at(begins, start, [span.start for span in transcript.words or ()])
    asked = _asked(pipeline)
    distinct, of_token = np.unique(orth, return_inverse=True)
    kinds = np.asarray(asked.kind.all(distinct), dtype=np.int32)[of_token]
    stays = kinds & _SPACE == 0
    forms, form = _numbered(distinct, of_token[stays], asked.form)
    lemmas, lemma_number = _numbered(*np.unique(lemma[stays], return_inverse=True), asked.lemma)
    sentence = _from_zero(np.cumsum(begins)[stays])
    kinds = kinds[stays]
    return Tokens(
        start=start[stays].astype(np.int32),
        end=(start + length)[stays].astype(np.int32),
        form=form,
        lemma=lemma_number,
        sentence=sentence,
        clause=number_clauses(sentence, kinds & _MARK > 0, kinds & _CONJUNCTION > 0),
        forms=forms,
        lemmas=lemmas,
    )


def _documents(pipeline: Language, transcript: Transcript, model: str) -> Iterator[tuple[int, Doc]]:
    """Yield what to read and where it begins: the whole text, or for a trained pipeline its lines.

    A trained pipeline needs memory in proportion to the longest document.
    """
    text = _only_words(transcript)
    if not model:
        doc = pipeline.make_doc(text)
        doc.user_data[TEXT] = text
        yield 0, pipeline(doc)
        return
    lines = ((line[0], line.start()) for line in _LINE.finditer(text))
    empty = True
    for doc, offset in pipeline.pipe(lines, as_tuples=True):
        empty = False
        yield offset, doc
    if empty:
        yield 0, pipeline("")


def _only_words(transcript: Transcript) -> str:
    """Return the text with labels and times as line ends, so that every word keeps its place."""
    text = transcript.text
    if transcript.words is None:
        return text
    pieces, reached = [], 0
    for span in transcript.words:
        pieces += ["\n" * (span.start - reached), text[span.start : span.end]]
        reached = span.end
    return "".join(pieces) + "\n" * (len(text) - reached)


def _columns(offset: int, doc: Doc) -> tuple[Numbers, Numbers, Keys, Keys, NDArray[np.bool_]]:
    """Return start and length in code points, form, lemma, and whether a sentence begins."""
    wanted: Keys = doc.to_array(["LENGTH", "ORTH", "LEMMA", "SENT_START"])  # type: ignore[assignment]  # the stubs say float
    read = wanted.reshape(-1, 4)
    begins = read[:, 3] == 1
    begins[:1] = True
    return places(doc) + offset, read[:, 0].astype(np.int64), read[:, 1], read[:, 2], begins


def _begin_at(begins: NDArray[np.bool_], start: Numbers, spans: list[int]) -> None:
    """Begin a sentence with each span too: two may touch."""
    at = np.searchsorted(start, spans)
    begins[at[at < len(begins)]] = True


def _numbered(
    keys: Keys, of_token: Numbers, asked: ByKey[str]
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Return the distinct words behind the keys, and for each token which of them it is."""
    place: dict[str, int] = {}
    number = [place.setdefault(word, len(place)) for word in asked.all(keys)]
    return tuple(place), np.asarray(number, dtype=np.int32)[of_token]


def _from_zero(sentence: Numbers) -> NDArray[np.int32]:
    """Return the sentence numbers without those that had only white space."""
    return np.unique(sentence, return_inverse=True)[1].astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Answers:
    """The three things that are asked of a string."""

    form: ByKey[str]
    lemma: ByKey[str]
    kind: ByKey[int]


@cache
def _asked(pipeline: Language) -> _Answers:
    strings = pipeline.vocab.strings
    return _Answers(ByKey(strings, bare), ByKey(strings, _folded), ByKey(strings, _kind))


def _folded(lemma: str) -> str:
    """Return the first word of a lemma (a trained pipeline says «contar él»), folded."""
    return fold("".join(lemma.split()[:1]))


def _kind(form: str) -> int:
    """Return what a form is to sentences and clauses, as flags."""
    flags = (form in MARKS) * _MARK + (form.lower() in CONJUNCTIONS) * _CONJUNCTION
    return flags + form.isspace() * _SPACE
