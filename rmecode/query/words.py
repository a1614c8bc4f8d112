"""Where the words of an expression are in an index, each answer remembered for the next rule."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from rmecode.errors.query import ConditionAmongWordsError
from rmecode.model import fold
from rmecode.query import places
from rmecode.query.lists import resolved
from rmecode.query.places import Places, followed, near, single, united
from rmecode.query.syntax import (
    Expression,
    Form,
    Gap,
    ListName,
    Near,
    Or,
    Phrase,
    Wildcard,
    Without,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from rmecode.query.index import Index


def _itself(word: str) -> str:
    return word


class WordPlaces:
    """Answers where words are; what was asked once, by any rule, is not looked for again.

    Args:
        index: Where to look.
        lists: The codebook's named expressions.
        lemma: Gives the lemma of a word that no text has, from a dictionary.
    """

    def __init__(
        self,
        index: Index,
        lists: Mapping[str, Expression] | None = None,
        lemma: Callable[[str], str] = _itself,
    ) -> None:
        self.index = index
        self.lists = lists or {}
        self._lemma = lemma
        self._known: dict[Expression, Places] = {}

    def of(self, expression: Expression) -> Places:
        """Return every place of the words, in the whole corpus.

        Raises:
            ConditionAmongWordsError: It holds a condition, ``y`` or ``no``, by way of a list.
            UnknownListError: It names a list that is not there.
            CyclicListError: It names a list that holds itself.
        """
        if expression not in self._known:
            self._known[expression] = self._find(expression)
        return self._known[expression]

    def _find(self, expression: Expression) -> Places:
        match expression:
            case Word():
                return single(self._positions_of_word(expression.text))
            case Form():
                return single(self._positions_of_form(expression))
            case Wildcard():
                return single(self._positions_of_wildcard(fold(expression.text)))
            case Phrase():
                return self._phrase(expression)
            case _:
                return self._combined(expression)

    def _combined(self, expression: Expression) -> Places:
        sentences = self.index.sentences
        match expression:
            case Near():
                gap = Gap(0, expression.distance)
                return near(self.of(expression.left), self.of(expression.right), gap, sentences)
            case Or():
                return united([self.of(part) for part in expression.parts])
            case Without():
                kept, dropped = self.of(expression.kept), self.of(expression.dropped)
                return places.without(kept, dropped, expression.window, sentences)
            case ListName():
                return self.of(resolved(expression, self.lists))
            case _:
                raise ConditionAmongWordsError(str(expression))

    def _phrase(self, phrase: Phrase) -> Places:
        """Join the parts, beginning with the pair that has the rarest part where that is free.

        Gaps of a fixed length make the order of joining indifferent; so do all others, as the
        runs are the same whichever neighbours are joined first.
        """
        found = [self.of(part) for part in phrase.parts]
        gaps = list(phrase.gaps)
        while len(found) > 1:
            rarest = min(range(len(gaps)), key=lambda n: min(len(found[n]), len(found[n + 1])))
            pair = followed(found[rarest], found[rarest + 1], gaps[rarest], self.index.sentences)
            if not len(pair):
                return pair
            found[rarest : rarest + 2] = [pair]
            del gaps[rarest]
        return found[0]

    def _positions_of_word(self, word: str) -> NDArray[np.int32]:
        """Return where the word's lemma is, and the word itself."""
        numbers = self._lemmas_of(word)
        positions = self.index.lemmas.of(numbers)
        form = self.index.folded.number(fold(word))
        if form is None:
            return positions
        itself = self.index.folded.of([form])
        others = itself[~np.isin(self.index.lemma[itself], numbers)]
        return np.sort(np.concatenate((positions, others))) if len(others) else positions

    def _lemmas_of(self, word: str) -> list[int]:
        """Return the lemmas that a bare word stands for.

        Itself if it is a lemma in the texts; else those of its occurrences in the texts, as
        written or else without accents; else what the dictionary says.
        """
        as_lemma = self.index.lemmas.number(fold(word))
        if as_lemma is not None:
            return [as_lemma]
        for form in (Form(word, accents=True), Form(word)):
            positions = self._positions_of_form(form)
            if len(positions):
                return [int(number) for number in np.unique(self.index.lemma[positions])]
        said = self.index.lemmas.number(fold(self._lemma(word)))
        return [] if said is None else [said]

    def _positions_of_form(self, form: Form) -> NDArray[np.int32]:
        folded = self.index.folded
        number = folded.number(fold(form.text))
        if number is None:
            return np.empty(0, np.int32)
        positions = folded.of([number])
        if not form.accents:
            return positions
        exact = bisect_left(self.index.forms, form.text)
        if self.index.forms[exact : exact + 1] != (form.text,):
            return np.empty(0, np.int32)
        fitting: NDArray[np.int32] = positions[self.index.form[positions] == exact]
        return fitting

    def _positions_of_wildcard(self, pattern: str) -> NDArray[np.int32]:
        """Return the words whose form or lemma fits."""
        forms = self.index.folded.of(self.index.folded.matching(pattern))
        lemmas = self.index.lemmas.of(self.index.lemmas.matching(pattern))
        found: NDArray[np.int32] = np.union1d(forms, lemmas)
        return found
