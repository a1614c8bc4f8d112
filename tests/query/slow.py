"""The meaning of expressions, said again slowly: plain loops over lists of words.

Written from the table in ``rmecode.query.syntax``, not from the engine; only small texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rmecode.language import Tokens
from rmecode.model import fold
from rmecode.query.syntax import (
    And,
    Expression,
    Field,
    Form,
    ListName,
    Near,
    Not,
    Or,
    Phrase,
    Wildcard,
    Without,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Place = tuple[int, int]


@dataclass(frozen=True)
class Token:
    """A word of a test text: its form in lower case, its lemma, the number of its sentence."""

    form: str
    lemma: str
    sentence: int


@dataclass(frozen=True)
class SlowTexts:
    """All words of a corpus in order, with the lists of the codebook."""

    words: Sequence[Token]
    lists: Mapping[str, Expression]

    def places(self, expression: Expression) -> set[Place]:
        """Return every run of words that the expression of words stands for."""
        match expression:
            case Word() | Form() | Wildcard():
                fits = (n for n, token in enumerate(self.words) if self.fits(expression, token))
                return {(n, n + 1) for n in fits}
            case Phrase():
                return self.phrase(expression)
            case Near(left, right, distance):
                pairs = product(self.places(left), self.places(right))
                return {
                    (min(a[0], b[0]), max(a[1], b[1]))
                    for a, b in pairs
                    if self.together(a, b)
                    and (0 <= b[0] - a[1] <= distance or 0 <= a[0] - b[1] <= distance)
                }
            case Or(parts):
                return {place for part in parts for place in self.places(part)}
            case Without():
                dropped = self.places(expression.dropped)
                return {
                    a for a in self.places(expression.kept) if self.stays(a, expression, dropped)
                }
            case ListName(name):
                return self.places(self.lists[name])
        raise AssertionError(expression)

    def fits(self, expression: Expression, token: Token) -> bool:
        """Tell whether a single word fits a token."""
        match expression:
            case Word(text):
                return token.lemma in self.lemmas_of(text) or fold(token.form) == fold(text)
            case Form(text, accents=True):
                return token.form == text
            case Form(text):
                return fold(token.form) == fold(text)
            case Wildcard(text):
                pattern = re.escape(fold(text)).replace(r"\*", ".*").replace(r"\?", ".")
                return any(re.fullmatch(pattern, w) for w in (fold(token.form), token.lemma))
        raise AssertionError(expression)

    def lemmas_of(self, word: str) -> set[str]:
        """Return the lemmas that a bare word stands for."""
        if any(token.lemma == fold(word) for token in self.words):
            return {fold(word)}
        as_written = {token.lemma for token in self.words if token.form == word}
        return as_written or {t.lemma for t in self.words if fold(t.form) == fold(word)}

    def phrase(self, phrase: Phrase) -> set[Place]:
        """Return the runs of a phrase, part by part."""
        runs = self.places(phrase.parts[0])
        for gap, part in zip(phrase.gaps, phrase.parts[1:], strict=True):
            runs = {
                (a[0], b[1])
                for a, b in product(runs, self.places(part))
                if self.together(a, b)
                and gap.least <= b[0] - a[1]
                and (gap.most is None or b[0] - a[1] <= gap.most)
            }
        return runs

    def together(self, a: Place, b: Place) -> bool:
        """Tell whether two places are in one sentence."""
        return self.words[a[0]].sentence == self.words[b[0]].sentence

    def stays(self, a: Place, sign: Without, dropped: set[Place]) -> bool:
        """Tell whether a hit stays when others are excluded."""
        if sign.window is None:
            looked_at = set(range(*a))
        else:
            before = range(a[0] - sign.window.before, a[0])
            looked_at = {*before, *range(a[1], a[1] + sign.window.after)}
        return not any(looked_at & set(range(*b)) and self.together(a, b) for b in dropped)

    def evaluate(
        self, expression: Expression, unit: Place, fields: Mapping[str, str]
    ) -> tuple[bool, set[Place]]:
        """Return whether the expression is true in one unit, and its hits there."""
        match expression:
            case Field(name, _, values):
                return fields[name] in values, set()
            case Not(part):
                return not self.evaluate(part, unit, fields)[0], set()
            case And(parts):
                results = [self.evaluate(part, unit, fields) for part in parts]
                truth = all(true for true, _ in results)
                return truth, {h for _, hits in results for h in hits} if truth else set()
            case Or(parts):
                results = [self.evaluate(part, unit, fields) for part in parts]
                return any(t for t, _ in results), {h for t, hits in results if t for h in hits}
            case ListName(name):
                return self.evaluate(self.lists[name], unit, fields)
            case Without():
                _, hits = self.evaluate(expression.kept, unit, fields)
                dropped = self.places(expression.dropped)
                hits = {hit for hit in hits if self.stays(hit, expression, dropped)}
            case _:
                first, last = unit
                hits = {p for p in self.places(expression) if first <= p[0] and p[1] <= last}
        return bool(hits), hits


def tokens_of(sentences: Sequence[Sequence[tuple[str, str]]]) -> Tokens:
    """Return the tokens of sentences of (form, lemma), as the language pass would give them.

    Every word takes its letters and one space; a point ends each sentence.
    """
    forms, lemmas, number = [], [], []
    for sentence, members in enumerate(sentences):
        for form, lemma in [*members, ("", ".")]:
            forms.append(form)
            lemmas.append(lemma)
            number.append(sentence)
    lengths = [len(form) or 1 for form in forms]
    ends = np.cumsum([length + 1 for length in lengths]) - 1 if lengths else np.empty(0)
    known_forms, known_lemmas = tuple(sorted(set(forms))), tuple(sorted(set(lemmas)))
    return Tokens(
        start=(ends - lengths).astype(np.int32),
        end=ends.astype(np.int32),
        form=np.asarray([known_forms.index(form) for form in forms], dtype=np.int32),
        lemma=np.asarray([known_lemmas.index(lemma) for lemma in lemmas], dtype=np.int32),
        sentence=np.asarray(number, dtype=np.int32),
        clause=np.asarray(number, dtype=np.int32),
        forms=known_forms,
        lemmas=known_lemmas,
    )
