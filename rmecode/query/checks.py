"""What can be said of an expression before any text is read: what it names wrongly or never finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING, Final

from rmecode.errors.query import (
    ConditionAmongWordsError,
    CyclicListError,
    UnknownListError,
    unknown_field,
    unknown_value,
)
from rmecode.language.sentences import LONGEST
from rmecode.messages import _
from rmecode.query.conditions import value_fits
from rmecode.query.evaluation import only_words
from rmecode.query.lists import read_lists, resolved
from rmecode.query.rows import field_name
from rmecode.query.syntax import (
    And,
    Expression,
    Field,
    ListName,
    Near,
    Not,
    Or,
    Phrase,
    Without,
    parts_of,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from rmecode.model import Attribute

MOST_ATOMS: Final = 12
"""Up to how many distinct parts all combinations of true and false are tried."""

LONGEST_GAP: Final = LONGEST // 2
"""No sentence has more words than this."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an expression may name: fields with their values (``None``: any), and lists."""

    fields: Mapping[str, Collection[Attribute] | None] = field(default_factory=dict)
    lists: Mapping[str, Expression] = field(default_factory=dict)

    @classmethod
    def of(
        cls, fields: Mapping[str, Collection[Attribute] | None], lists: Mapping[str, str]
    ) -> Vocabulary:
        """Gather the fields under any of their names, and the lists as the codebook has them.

        Raises:
            ExpressionError: A list is no expression.
        """
        return cls({field_name(name): known for name, known in fields.items()}, read_lists(lists))


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with an expression, as a sentence; ``column`` is 0 where it has no one place."""

    what: str
    column: int = 0


def unknown(expression: Expression, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return every field, value and list that the expression names and nobody knows."""
    return tuple(_unknown(expression, vocabulary))


def impossible(expression: Expression, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return why the expression is no rule: unknown names, nothing to find, or nearly everything."""
    named = unknown(expression, vocabulary)
    if named:
        return named
    whole = _opened(expression, vocabulary.lists)
    found = [
        Finding(what) for what in (_nothing(whole), _contradiction(whole), _flood(whole)) if what
    ]
    return (*found, *_gaps(whole))


def _unknown(expression: Expression, vocabulary: Vocabulary) -> Iterator[Finding]:
    for inner in walk(expression):
        if isinstance(inner, Field):
            yield from _unknown_in_field(inner, vocabulary)
        if isinstance(inner, ListName):
            yield from _unknown_in_list(inner, vocabulary)
    if not any(_unknown_lists(expression, vocabulary)):
        yield from _misplaced(expression, vocabulary.lists)


def _unknown_in_field(condition: Field, vocabulary: Vocabulary) -> Iterator[Finding]:
    name = field_name(condition.name)
    if name not in vocabulary.fields:
        near = get_close_matches(name, vocabulary.fields, n=3)
        yield Finding(unknown_field(condition.name, near), condition.column)
        return
    known = vocabulary.fields[name]
    if known is None or condition.operator not in {":", "=", "!="}:
        return
    singles = sorted({str(one) for value in known for one in _singles(value)})
    for wanted in condition.values:
        one = Field(condition.name, ":", (wanted,))
        if not any(value_fits(one, value) for value in known):
            near = get_close_matches(wanted, singles, n=3, cutoff=0.5)
            yield Finding(unknown_value(condition.name, wanted, near), condition.column)


def _singles(value: Attribute) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _unknown_in_list(name: ListName, vocabulary: Vocabulary) -> Iterator[Finding]:
    try:
        inside = resolved(name, vocabulary.lists)
    except (UnknownListError, CyclicListError) as error:
        yield Finding(str(error), name.column)
        return
    for finding in unknown(inside, vocabulary):
        yield Finding(f"@{name.name}: {finding.what}", name.column)


def _unknown_lists(expression: Expression, vocabulary: Vocabulary) -> Iterator[bool]:
    for inner in walk(expression):
        if isinstance(inner, ListName):
            yield any(_unknown_in_list(inner, vocabulary))


def _misplaced(expression: Expression, lists: Mapping[str, Expression]) -> Iterator[Finding]:
    """Find lists of conditions where only words can stand."""
    for inner in walk(expression):
        joined = parts_of(inner) if isinstance(inner, Phrase | Near) else ()
        for part in (*joined, *((inner.dropped,) if isinstance(inner, Without) else ())):
            if not only_words(part, lists):
                yield Finding(str(ConditionAmongWordsError(str(part))))


def _opened(expression: Expression, lists: Mapping[str, Expression]) -> Expression:
    """Put what the lists stand for in their places, where ``y``, ``o`` and ``no`` decide."""
    match expression:
        case ListName():
            return _opened(resolved(expression, lists), lists)
        case And():
            return And(tuple(_opened(part, lists) for part in expression.parts))
        case Or():
            return Or(tuple(_opened(part, lists) for part in expression.parts))
        case Not():
            return Not(_opened(expression.part, lists))
        case Without():
            kept, dropped = _opened(expression.kept, lists), _opened(expression.dropped, lists)
            return Without(kept, dropped, expression.window)
        case _:
            return expression


def _nothing(expression: Expression) -> str:
    if _finds(expression):
        return ""
    return _("there is no word to look for; a rule needs at least one that is not excluded.")


def _flood(expression: Expression) -> str:
    """Look for ``a o no b``: true nearly everywhere, and hardly what was meant."""
    for inner in walk(expression):
        if isinstance(inner, Or):
            for part in inner.parts:
                if isinstance(part, Not):
                    what = _(
                        "«{part}» stands as an alternative of «o», so it is true nearly everywhere; put "
                        "what it limits into brackets with it, or write words in quotes."
                    )
                    return what.format(part=part)
    return ""


def _finds(expression: Expression) -> bool:
    """Tell whether it can have hits."""
    match expression:
        case And() | Or():
            return any(_finds(part) for part in expression.parts)
        case Without():
            return _finds(expression.kept)
        case Not() | Field():
            return False
        case _:
            return True


def _contradiction(expression: Expression) -> str:
    """Try all combinations of what can be true, if they are few enough."""
    atoms = list(dict.fromkeys(_atoms(expression)))
    if len(atoms) > MOST_ATOMS:
        return ""
    for values in product((True, False), repeat=len(atoms)):
        if _true(expression, dict(zip(atoms, values, strict=True))):
            return ""
    return _("it contradicts itself: what one part asks for, another excludes.")


def _atoms(expression: Expression) -> Iterator[Expression]:
    """Yield the parts that are true or not by themselves."""
    if isinstance(expression, And | Or | Not):
        for part in parts_of(expression):
            yield from _atoms(part)
        return
    if isinstance(expression, Without):
        yield from _atoms(expression.kept)
    yield expression


def _true(expression: Expression, given: Mapping[Expression, bool]) -> bool:
    match expression:
        case And():
            return all(_true(part, given) for part in expression.parts)
        case Or():
            return any(_true(part, given) for part in expression.parts)
        case Not():
            return not _true(expression.part, given)
        case Without():
            excludes_itself = expression.window is None and _within(expression)
            return given[expression] and not excludes_itself and _true(expression.kept, given)
        case _:
            return given[expression]


def _within(expression: Without) -> bool:
    """Tell whether all that is kept is excluded too."""
    return set(_alternatives(expression.kept)) <= set(_alternatives(expression.dropped))


def _alternatives(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, Or) else (expression,)


def _gaps(expression: Expression) -> Iterator[Finding]:
    for inner in walk(expression):
        for gap in inner.gaps if isinstance(inner, Phrase) else ():
            if gap.least > LONGEST_GAP:
                what = _("the gap {gap} is longer than any sentence ({longest} words at most).")
                yield Finding(what.format(gap=gap, longest=LONGEST_GAP))
