"""Errors in expressions: each shows the expression with a caret under the place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What would move the cursor, and the caret away from its place."""


class ExpressionError(RmecodeError):
    """An expression that cannot be understood; ``column`` counts characters from 1."""

    def __init__(self, expression: str, column: int, what: str) -> None:
        self.expression = expression
        self.column = column
        self.what = what
        super().__init__(
            _("Column {column} of the expression: {what}").format(column=column, what=what)
            + "\n"
            + caret(expression, column)
        )


class ExpressionNeedsWordsError(RmecodeError):
    """An expression holds words to look for where only conditions can be answered."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        super().__init__(
            _(
                "«{expression}» looks for words, and there is no text to look in here. Use "
                "conditions only, such as role:director."
            ).format(expression=expression)
        )


class UnknownFieldError(RmecodeError):
    """An expression asks for a field or attribute that the rows do not have."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        self.name = name
        super().__init__(unknown_field(name, near))


class UnknownListError(RmecodeError):
    """An expression names a list that the codebook does not have."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        self.name = name
        super().__init__(unknown_list(name, near))


class CyclicListError(RmecodeError):
    """A list that holds itself, by way of others or not."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(cyclic_list(names))


class ConditionAmongWordsError(RmecodeError):
    """A list that holds conditions stands where only words can."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        super().__init__(condition_among_words(expression))


def caret(expression: str, column: int) -> str:
    """Return the line of the expression that holds the column, with a caret under it."""
    before = expression[: column - 1]
    line = expression.split("\n")[before.count("\n")]
    return f"  {CONTROL.sub(' ', line)}\n  {' ' * (len(before) - before.rfind(chr(10)) - 1)}^"


def unknown_field(name: str, near: Sequence[str]) -> str:
    """Return the sentence on a field that is not known."""
    return _("there is no field or attribute «{name}».").format(name=name) + _suggested(near)


def field_of_codings(name: str) -> str:
    """Return the sentence on a field that codings have, where texts are searched."""
    return _(
        "«{name}» is a matter of codings, not of texts; ask for it with "
        "'rmecode coding list --where'."
    ).format(name=name)


def unknown_list(name: str, near: Sequence[str]) -> str:
    """Return the sentence on a list that is not known."""
    return _("there is no list «@{name}» in the codebook.").format(name=name) + _suggested(near)


def unknown_value(name: str, value: str, near: Sequence[str]) -> str:
    """Return the sentence on a value that a field never has."""
    sentence = _("«{value}» is no value of «{name}» in this study.")
    return sentence.format(value=value, name=name) + _suggested(near)


def unknown_word(word: str, near: Sequence[str]) -> str:
    """Return the sentence on a word that no text has."""
    return _("«{word}» is in none of the texts.").format(word=word) + _suggested(near)


def cyclic_list(names: Sequence[str]) -> str:
    """Return the sentence on lists that hold each other."""
    chain = " → ".join(f"@{name}" for name in names)
    return _("these lists hold each other without end: {chain}.").format(chain=chain)


def condition_among_words(expression: str) -> str:
    """Return the sentence on a condition where only words can stand."""
    return _(
        "«{expression}» stands where only words can: inside a phrase, «cerca» or after «sin». Join "
        "conditions, «y» and «no» to the words with «y» instead."
    ).format(expression=expression)


def _suggested(near: Sequence[str]) -> str:
    if not near:
        return ""
    names = ", ".join(f"«{name}»" for name in near)
    return " " + _("Perhaps {names}?").format(names=names)
