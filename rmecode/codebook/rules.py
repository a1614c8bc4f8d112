"""Rules checked before any transcript is read: that they can match, and find their own examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _
from rmecode.messages.passages import shortened
from rmecode.model import Problem
from rmecode.query import (
    Rows,
    Texts,
    Vocabulary,
    field_name,
    find,
    impossible,
    parse,
    read_lists,
    unknown,
)
from rmecode.query.syntax import And, Field, ListName, Not, Or, Without, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from rmecode.model import Attribute, Codebook, Rule
    from rmecode.query import Expression

    Fields = Mapping[str, Collection[Attribute] | None]
    Lists = Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found: rules that cannot be applied, and examples that no rule finds."""

    problems: tuple[Problem, ...]
    missed: tuple[Problem, ...]


def check_rules(
    codebook: Codebook, fields: Fields, file: str, read: Callable[[str], Expression] = parse
) -> Checked:
    """Check all lists and rules of a codebook.

    While a list is wrong, rules that name lists are only read, and examples are not looked for.

    Args:
        codebook: what to check.
        fields: what conditions may name, each with its values (``None``: any).
        file: the file's name, for the problems.
        read: turns a rule's text into an expression.
    """
    lists, problems = _readable(codebook, file)
    vocabulary = Vocabulary({field_name(name): known for name, known in fields.items()}, lists)
    problems = problems or list(_unknown_in_lists(codebook, vocabulary, file))
    lists_hold = not problems
    for code in codebook:
        for rule in code.rules:
            problems += _rule_problems(rule, vocabulary, file, read, lists_hold=lists_hold)
    missed = () if problems else tuple(_missed(codebook, lists, file))
    return Checked(tuple(problems), missed)


def _readable(codebook: Codebook, file: str) -> tuple[dict[str, Expression], list[Problem]]:
    """Return the lists that are expressions, by folded name, and the problems of the others."""
    readable: dict[str, Expression] = {}
    problems = []
    for name, text in codebook.lists.items():
        try:
            readable |= read_lists({name: text})
        except RmecodeError as error:
            problems.append(Problem(file, _list_place(codebook, name), str(error)))
    return readable, problems


def _unknown_in_lists(codebook: Codebook, vocabulary: Vocabulary, file: str) -> Iterator[Problem]:
    """Yield what the lists name and nobody knows, circles of lists too."""
    for name, expression in zip(codebook.lists, vocabulary.lists.values(), strict=True):
        for finding in unknown(expression, vocabulary):
            yield Problem(file, _list_place(codebook, name), finding.what)


def _list_place(codebook: Codebook, name: str) -> str:
    where = codebook.list_places.get(name, "")
    return _("{place}, list {name}").format(place=where, name=name).removeprefix(", ")


def _rule_problems(
    rule: Rule,
    vocabulary: Vocabulary,
    file: str,
    read: Callable[[str], Expression],
    *,
    lists_hold: bool,
) -> list[Problem]:
    where = _("{place}, rule {rule}").format(place=rule.place, rule=rule.id).removeprefix(", ")
    try:
        expression = read(rule.find)
    except RmecodeError as error:
        return [Problem(file, where, str(error))]
    if not lists_hold and any(isinstance(part, ListName) for part in walk(expression)):
        return []
    return [
        Problem(
            file,
            where,
            _("cannot be applied: {why}").format(why=finding.what),
            _("See column {column} of: {rule}").format(column=finding.column, rule=rule.find)
            if finding.column
            else "",
        )
        for finding in impossible(expression, vocabulary)
    ]


def _missed(codebook: Codebook, lists: Lists, file: str) -> Iterator[Problem]:
    """Yield the examples that none of the rules of their own code finds."""
    spoken = [(code, text) for code in codebook if code.rules for text in code.examples]
    texts = _texts_of([text for _code, text in spoken], lists)
    found = {code.id: _finds(texts, code.rules) for code in codebook if code.rules}
    for number, (code, text) in enumerate(spoken):
        if str(number) not in found[code.id]:
            yield Problem(
                file,
                ", ".join(filter(None, (code.place, code.path))),
                _("none of its rules finds its example «{example}».").format(
                    example=shortened(text)
                ),
                _("Widen a rule, or change the example."),
            )


def _texts_of(examples: list[str], lists: Lists) -> Texts:
    """Return the examples as texts, each a source by its number, said by nobody in particular."""
    from rmecode.language import Transcript, dictionary, read_tokens
    from rmecode.query import Index

    read = read_tokens(
        [Transcript(str(n), str(n), text) for n, text in enumerate(examples)], cache=None
    )
    return Texts(Index.build(read), Rows.of({}), lists=lists, lemma=dictionary(None))


def _finds(texts: Texts, rules: Iterable[Rule]) -> set[str]:
    """Return the texts that any of the rules finds, whoever speaks and whatever the case."""
    found: set[str] = set()
    for rule in rules:
        spoken = without_conditions(parse(rule.find), texts.words.lists)
        if spoken is None:
            return set(texts.index.sources)
        unit = "sentence" if rule.unit == "turn" else rule.unit
        found |= {one.source for one in find(texts, spoken, unit)}
    return found


def without_conditions(expression: Expression, lists: Lists) -> Expression | None:
    """Return what is left where every condition on fields is met; None if that is nothing.

    Args:
        expression: what a rule finds.
        lists: what lists stand for, by folded name; none holds itself.
    """
    match expression:
        case Field():
            return None
        case ListName():
            inside = without_conditions(lists[expression.name], lists)
            return expression if inside == lists[expression.name] else inside
        case Not():
            inner = without_conditions(expression.part, lists)
            return Not(inner) if inner is not None else None
        case Without():
            kept = without_conditions(expression.kept, lists)
            return None if kept is None else Without(kept, expression.dropped, expression.window)
        case And() | Or():
            return _joined(expression, [without_conditions(p, lists) for p in expression.parts])
        case _:
            return expression


def _joined(outer: And | Or, parts: list[Expression | None]) -> Expression | None:
    """Join what is left: a met condition decides an ``o``, and adds nothing to a ``y``."""
    left = tuple(part for part in parts if part is not None)
    if not left or (isinstance(outer, Or) and len(left) < len(parts)):
        return None
    return type(outer)(left) if len(left) > 1 else left[0]
