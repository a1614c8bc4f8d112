"""The codebook's named lists: read once, looked up by folded name, opened where they are used."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from rmecode.errors.query import CyclicListError, UnknownListError
from rmecode.model import fold
from rmecode.query.parsing import parse
from rmecode.query.syntax import Expression, ListName, walk

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_lists(lists: Mapping[str, str]) -> dict[str, Expression]:
    """Return the expressions of the lists by their folded names.

    Raises:
        ExpressionError: One of them is no expression.
    """
    return {fold(name.removeprefix("@")): parse(text) for name, text in lists.items()}


def resolved(name: ListName, lists: Mapping[str, Expression]) -> Expression:
    """Return what a list stands for; lists inside it still by name, but known to end.

    Raises:
        UnknownListError: There is no such list.
        CyclicListError: The list holds itself.
    """
    _follow(name.name, lists, ())
    return lists[name.name]


def _follow(name: str, lists: Mapping[str, Expression], path: tuple[str, ...]) -> None:
    if name in path:
        raise CyclicListError((*path[path.index(name) :], name))
    if name not in lists:
        raise UnknownListError(name, get_close_matches(name, lists, n=3))
    for inner in walk(lists[name]):
        if isinstance(inner, ListName):
            _follow(inner.name, lists, (*path, name))
