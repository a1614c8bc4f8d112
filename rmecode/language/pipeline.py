"""The spaCy pipeline for Spanish transcripts; the one module that knows spaCy.

``spanish()`` can be used by itself: its documents have tokens, sentences and lemmas.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, no stubs

from rmecode.errors.language import ModelMissingError
from rmecode.language.readings import Readings, verbs_in_context
from rmecode.language.sentences import sentence_starts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from spacy.strings import StringStore
    from spacy.tokens import Doc

Value = TypeVar("Value")

SENTENCES: Final = "transcript_sentences"
LEMMAS: Final = "spanish_lemmas"
TEXT: Final = "transcript_text"
"""Where a document may carry its text: ``doc.text`` builds it anew, token by token."""

NO_SENTENCES_FROM: Final = ("parser", "senter", "sentencizer", "ner", "entity_ruler")
"""What a trained pipeline does without here: its sentences are for prose, names are not asked."""

CACHED_FORMS: Final = 1 << 20
"""How many forms the tokenizer remembers; its usual 10,000 are soon used up by a corpus."""

_SIGN: Final = r"(?:\.{2,}|[^\w\s])"
_PREFIX: Final = re.compile("^" + _SIGN)
_SUFFIX: Final = re.compile(_SIGN + "$")
_INFIX: Final = re.compile(
    r"[^\w\s.,:'’@&]|\.{2,}"  # técnico-profesional, y/o, compra?¿Alguna
    r"|(?<!\d)[,:]|[,:](?!\d)"  # but 10:30 and 2,5
    r"|(?<=[a-záéíóúñ])\.(?=[A-ZÁÉÍÓÚÑ])"  # fin.Ahora
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+\w|[\w.+-]+@[\w-]+\.[\w.-]*\w")
"""What divides a transcript into tokens; spaCy's own Spanish patterns are for the web."""


@cache
def spanish(model: str = "") -> Language:
    """Return the pipeline: tokens, then sentences fit for speech, then lemmas.

    Args:
        model: The name or folder of a trained Spanish pipeline, whose tokens and lemmas are
            used instead of the dictionary's.

    Raises:
        ModelMissingError: The named pipeline is not installed.
    """
    pipeline = _trained(model) if model else _plain()
    pipeline.max_length = 1 << 30
    return pipeline


def _plain() -> Language:
    """Return the built-in pipeline.

    It has none of spaCy's special cases (``xD``, ``pal`` as two words, ``a.``): after the first of
    them in a text the tokenizer remembers no new form, and gets three times slower.
    """
    pipeline = spacy.blank("es")
    pipeline.tokenizer = Tokenizer(
        pipeline.vocab,
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
        url_match=_ADDRESS.fullmatch,
        max_cache_size=CACHED_FORMS,
    )
    pipeline.add_pipe(SENTENCES)
    pipeline.add_pipe(LEMMAS)
    return pipeline


def _trained(model: str) -> Language:
    try:
        pipeline = spacy.load(model, exclude=list(NO_SENTENCES_FROM))
    except (OSError, ValueError) as error:
        raise ModelMissingError(model) from error
    if SENTENCES not in pipeline.pipe_names:
        pipeline.add_pipe(SENTENCES)
    return pipeline


@Language.component(SENTENCES, assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Mark where the sentences of a transcript begin (``rmecode.language.sentences``)."""
    starts = np.asarray(sentence_starts(doc.user_data.get(TEXT) or doc.text), dtype=np.int64)
    first = np.full(len(doc), -1, dtype=np.int64)
    first[np.unique(np.searchsorted(places(doc), starts))[: len(doc)]] = 1
    return doc.from_array(["SENT_START"], _table(first.view(np.uint64)))


@Language.factory(LEMMAS, assigns=["token.lemma"])
def make_lemmas(nlp: Language, name: str) -> Lemmas:  # noqa: ARG001 - spaCy's signature
    """Return the component that gives Spanish lemmas from a dictionary."""
    return Lemmas(nlp)


class Lemmas:
    """A pipe component; looks every form up once, and sets the lemmas of a document at once."""

    def __init__(self, nlp: Language) -> None:
        self._strings = nlp.vocab.strings
        self._readings = Readings()
        self._rows = ByKey(self._strings, self._readings.add)
        self._keys = np.empty(0, np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of every token."""
        forms, of_token = np.unique(doc.to_array("ORTH"), return_inverse=True)
        rows = np.asarray(self._rows.all(forms), dtype=np.int32)[of_token]
        lemmas = self._key_of_lemma()[verbs_in_context(self._readings, rows)]
        return doc.from_array(["LEMMA"], _table(lemmas))

    def _key_of_lemma(self) -> NDArray[np.uint64]:
        """Return the key of each lemma met so far in the pipeline's store of strings."""
        new = self._readings.lemmas[len(self._keys) :]
        if new:
            keys = np.asarray([self._strings.add(lemma) for lemma in new], dtype=np.uint64)
            self._keys = np.concatenate((self._keys, keys))
        return self._keys


class ByKey(dict[int, Value]):
    """What is said of a string, by its key in a store of strings; asked once for each string."""

    def __init__(self, strings: StringStore, say: Callable[[str], Value]) -> None:
        super().__init__()
        self._strings = strings
        self._say = say

    def __missing__(self, key: int) -> Value:
        self[key] = self._say(self._strings[key])
        return self[key]

    def all(self, keys: NDArray[np.uint64]) -> list[Value]:
        """Return what is said of each key's string."""
        return list(map(self.__getitem__, keys.tolist()))


def _table(column: NDArray[Any]) -> Any:  # noqa: ANN401 - spaCy's stubs know a protocol of their own
    return column[:, None]


def places(doc: Doc) -> NDArray[np.int64]:
    """Return the code point at which each token of the document begins."""
    read = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64).reshape(-1, 2)
    lengths = read[:, 0] + read[:, 1]
    begun: NDArray[np.int64] = np.cumsum(lengths) - lengths
    return begun
