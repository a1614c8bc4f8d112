"""Which lemma a word has at its place: the dictionary's, or a verb where its neighbours say so.

``apoyo`` is a noun to the dictionary, and a verb in *yo apoyo*, *nos apoyo*, *no apoyo* and
*apoyo la idea*; ``conversado`` belongs to ``conversar`` after *hemos*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.language.lemmas import INFINITIVE, PARTICIPLES, lemma, verb
from rmecode.language.listed import listed
from rmecode.language.tokens import bare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.int32]

BEFORE_VERB: Final = listed("""yo tú él ella usted uno me te se nos le les lo no que quien""")
"""Words after which a form that could be either is read as a verb."""

ARTICLES: Final = listed(
    """el la los las un una unos unas mi mis tu tus su sus nuestro nuestra nuestros nuestras"""
)
"""Words before which such a form is read as a verb, unless it follows a word of ``BEFORE_NOUN``."""

BEFORE_NOUN: Final = ARTICLES | listed(
    """a al ante bajo con contra de del desde en entre hacia hasta para por según sin sobre tras y
    o este esta ese esa estos estas esos esas mucho mucha muchos muchas poco poca más menos
    algún alguna ningún ninguna todo toda cada otro otra gran buen buena mal mala primer primera"""
)
HAVE: Final = listed(
    """he has ha hemos han haber había habías habíamos habían habiendo haya hayas hayamos hayan
    hubo hubiera hubiéramos hubieran habría habríamos habrían habrá habrán"""
)
NEVER_VERBS: Final = frozenset(
    BEFORE_NOUN
    | BEFORE_VERB
    | listed(
        """como nada algo alguno alguna mío mía suyo suya mismo misma cuando donde porque aunque
    siempre gente fuera claro bueno buena mano hora medio media cuanto cuanta tanto tanta ese
    primero segundo tercero menos después luego esto eso qué"""
    )
)
"""What is no verb though its plural looks like one (``como`` is not ``comer``)."""


class Readings:
    """The distinct forms met so far; ``lemmas`` are numbered by what ``table`` says.

    ``table`` (int32) has one row per form: its lemma, its lemma as a finite verb and as a
    participle, and whether it is in ``BEFORE_VERB``, ``ARTICLES``, ``BEFORE_NOUN``, ``HAVE``.
    """

    def __init__(self) -> None:
        self.lemmas: list[str] = []
        self._lemma_numbers: dict[str, int] = {}
        self._table = np.empty((0, 7), np.int32)
        self._new: list[tuple[int, ...]] = []

    @property
    def table(self) -> Numbers:
        """Return the table of all forms met so far."""
        if self._new:
            self._table = np.concatenate((self._table, np.asarray(self._new, dtype=np.int32)))
            self._new = []
        return self._table

    def add(self, form: str) -> int:
        """Read a new form, and return its row."""
        self._new.append(self._read(form))
        return len(self._table) + len(self._new) - 1

    def _read(self, form: str) -> tuple[int, ...]:
        word = bare(form)
        usual = self._number((lemma(word) if word else form) or form)
        finite, participle = self._verbs(word, usual)
        cues = (word in BEFORE_VERB, word in ARTICLES, word in BEFORE_NOUN, word in HAVE)
        return (usual, finite, participle, *map(int, cues))

    def _verbs(self, word: str, usual: int) -> tuple[int, int]:
        """Return the numbers of the verb's lemma as a finite form and as a participle."""
        if not word or word in NEVER_VERBS or self.lemmas[usual].endswith(INFINITIVE):
            return usual, usual
        found = verb(word)
        reading = self._number(found) if found else usual
        if word in PARTICIPLES or word.endswith(("ado", "ido")):
            return usual, reading
        return reading, usual

    def _number(self, word: str) -> int:
        if word not in self._lemma_numbers:
            self._lemma_numbers[word] = len(self.lemmas)
            self.lemmas.append(word)
        return self._lemma_numbers[word]


def verbs_in_context(readings: Readings, rows: Numbers) -> Numbers:
    """Return the lemma number of each token of a text, given the row of each token's form."""
    if not len(rows):
        return rows
    table = readings.table
    usual, finite, participle = table[rows, 0], table[rows, 1], table[rows, 2]
    before_verb, article, before_noun, have = (table[rows, cue] == 1 for cue in range(3, 7))
    is_verb = _after(before_verb) | (_before(article) & ~_after(before_noun))
    found = np.where(is_verb, finite, usual)
    after_have: Numbers = np.where(participle != usual, participle, found)
    lemmas: Numbers = np.where(_after(have), after_have, found)
    return lemmas


def _after(cue: Flags) -> Flags:
    """Tell for each token whether the one before it is a cue."""
    return np.concatenate(([False], cue[:-1]))


def _before(cue: Flags) -> Flags:
    """Tell for each token whether the one after it is a cue."""
    return np.concatenate((cue[1:], [False]))
