"""Expressions as frozen values; ``str`` prints the canonical text, which parses to the same value.

What an expression means, for any units (sentences, turns, codings: stretches of words that may
overlap). In a unit each expression is true or not, and has *hits*: runs of words inside the unit.

==================== ======================================= ====================================
expression           true in a unit                          hits in it
==================== ======================================= ====================================
words (see below)    if it has hits in it                    its places that lie wholly inside
field (``rol:…``)    if the unit's value fits                none
``A y B``            if both are                             those of both
``A o B``            if one is                               those of the ones that are true
``no A``             if A is not                             none
``A sin B``          if it has hits                          A's that share no word with a place of B
``A sin(3, 2) B``    if it has hits                          A's with no place of B among the 3 words
                                                             before and the 2 after, in the sentence
==================== ======================================= ====================================

*Words* are ``Word``, ``Form``, ``Wildcard``, ``Phrase``, ``Near``, lists of words, and ``Or`` and
``Without`` made of them. Their places do not depend on units: every place is in one sentence, and
punctuation is not counted. A phrase's places run from the first word of one place of each part,
in order, to the last, for all combinations; a gap says how many words may lie between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rmecode.query.grammar import PLAIN_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: every form of its lemma, and the word itself."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Form:
    """One word in quotes: this form only, with its accents if ``accents``."""

    text: str
    accents: bool = False

    def __str__(self) -> str:
        return f'{"=" if self.accents else ""}"{self.text}"'


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A word with ``*`` (any letters) or ``?`` (one letter), looked for among forms and lemmas."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Gap:
    """How many words may lie between two parts; ``most`` is ``None`` for the whole sentence."""

    least: int = 0
    most: int | None = 0

    def __str__(self) -> str:
        if self == NO_GAP:
            return ""
        if self.most is None:
            return f"[{self.least}-...]" if self.least else "[...]"
        return f"[{self.least}]" if self.least == self.most else f"[{self.least}-{self.most}]"


NO_GAP: Final = Gap()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts one after the other; ``gaps`` has one entry between every two of them."""

    parts: tuple[Expression, ...]
    gaps: tuple[Gap, ...]

    def __str__(self) -> str:
        return " ".join(_phrase_pieces(self))


@dataclass(frozen=True, slots=True)
class Near:
    """Two places in one sentence, in either order, with at most ``distance`` words between."""

    left: Expression
    right: Expression
    distance: int

    def __str__(self) -> str:
        return f"cerca({self.left}, {self.right}, {self.distance})"


@dataclass(frozen=True, slots=True)
class ListName:
    """A named expression that codes share, defined in the codebook."""

    name: str
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"@{self.name}"


@dataclass(frozen=True, slots=True)
class And:
    """True where all parts are."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " y ".join(_inside(part, And) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """True where one part is."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " o ".join(_inside(part, Or) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is not."""

    part: Expression

    def __str__(self) -> str:
        return f"no {_inside(self.part, Not)}"


@dataclass(frozen=True, slots=True)
class Window:
    """How many words before and after a hit ``sin(before, after)`` looks at."""

    before: int
    after: int = 0

    def __str__(self) -> str:
        return f"({self.before}, {self.after})" if self.after else f"({self.before})"


@dataclass(frozen=True, slots=True)
class Without:
    """Hits of ``kept`` but for those that meet ``dropped``, in the hit itself or in the window."""

    kept: Expression
    dropped: Expression
    window: Window | None = None

    def __str__(self) -> str:
        left = str(self.kept) if isinstance(self.kept, Without) else _inside(self.kept, Without)
        return f"{left} sin{self.window or ''} {_inside(self.dropped, Without)}"


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on a field or a case attribute; ``name`` is folded, and one of several values.

    ``operator`` is one of ``: = != < <= > >=``.
    """

    name: str
    operator: str
    values: tuple[str, ...]
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        values = ", ".join(map(_value, self.values))
        sign = ":" if self.operator == ":" else f" {self.operator} "
        return f"{self.name}{sign}{values if len(self.values) == 1 else f'({values})'}"


Expression = Word | Form | Wildcard | Phrase | Near | ListName | And | Or | Not | Without | Field

_BINDING: Final[dict[type, int]] = {Or: 1, And: 2, Without: 3, Not: 4, Phrase: 5}
"""How tightly the operators bind; single words and conditions bind most."""


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside this one."""
    match expression:
        case And() | Or() | Phrase():
            return expression.parts
        case Near():
            return (expression.left, expression.right)
        case Without():
            return (expression.kept, expression.dropped)
        case Not():
            return (expression.part,)
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and everything inside it, outer before inner."""
    yield expression
    for part in parts_of(expression):
        yield from walk(part)


def words_of(expression: Expression) -> tuple[str, ...]:
    """Return the words that the expression names, in order, those of excluded parts too."""
    found = (inner for inner in walk(expression) if isinstance(inner, Word | Form | Wildcard))
    return tuple(inner.text for inner in found)


def _inside(part: Expression, outer: type) -> str:
    """Print a part, in brackets if it binds no tighter than what it stands in."""
    tight = _BINDING.get(type(part), 9) > _BINDING[outer] or type(part) is outer is Not
    return str(part) if tight else f"({part})"


def _phrase_pieces(phrase: Phrase) -> Iterator[str]:
    """Yield the pieces of a phrase; neighbours in quotes share them.

    ``casa ="x"`` would be a condition on a field *casa*, so exact forms stand in brackets there.
    """
    runs = groupby(zip((NO_GAP, *phrase.gaps), phrase.parts, strict=True), key=_QuotedRuns())
    for nth, (_, run) in enumerate(runs):
        members = list(run)
        gap, first = members[0]
        if gap != NO_GAP:
            yield str(gap)
        if isinstance(first, Form):
            together = " ".join(part.text for _, part in members if isinstance(part, Form))
            quoted = str(Form(together, first.accents))
            yield f"({quoted})" if first.accents and nth else quoted
        else:
            yield _inside(first, Phrase)


class _QuotedRuns:
    """A grouping key: the same number while forms in the same quotes follow without a gap."""

    def __init__(self) -> None:
        self._number = 0
        self._last: Expression | None = None

    def __call__(self, member: tuple[Gap, Expression]) -> int:
        gap, part = member
        last = self._last
        alike = isinstance(part, Form) and isinstance(last, Form) and part.accents == last.accents
        if not (alike and gap == NO_GAP):
            self._number += 1
        self._last = part
        return self._number


def _value(value: str) -> str:
    return value if PLAIN_VALUE.fullmatch(value) else f'"{value}"'
