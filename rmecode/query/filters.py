"""Filters (``--where``): which rows an expression keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rmecode.errors.query import ExpressionNeedsWordsError
from rmecode.language import Transcript, read_tokens
from rmecode.query.evaluation import evaluate
from rmecode.query.index import Index
from rmecode.query.lists import resolved
from rmecode.query.syntax import And, Expression, Field, ListName, Not, Or
from rmecode.query.units import Units, units_of_rows
from rmecode.query.words import WordPlaces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rmecode.query.rows import Rows


def matches(
    expression: Expression,
    rows: Rows,
    *,
    words: WordPlaces | None = None,
    excerpts: Sequence[str] | None = None,
    lists: Mapping[str, Expression] | None = None,
) -> NDArray[np.bool_]:
    """Tell for each row whether the expression is true of it.

    Conditions are asked of its fields. Words are looked for at its place in the indexed texts if
    ``words`` is given, else in its excerpt.

    Args:
        expression: The filter.
        rows: Codings, sources or anything else with fields.
        words: Knows where words are; the rows need ``sources`` and ``spans``.
        excerpts: The text of each row.
        lists: The codebook's named expressions, where ``words`` does not know them.

    Raises:
        ExpressionNeedsWordsError: It looks for words, and there is neither.
        UnknownFieldError, UnknownListError, CyclicListError, ConditionAmongWordsError: The
            expression asks for what is not there.
    """
    known = words.lists if words else (lists or {})
    if not asks_for_words(expression, known):
        return evaluate(expression, _no_words(known), _of_no_words(rows.size), rows).truth
    if words and len(rows.spans) == rows.size:
        return evaluate(expression, words, units_of_rows(words.index, rows), rows).truth
    if excerpts is None:
        raise ExpressionNeedsWordsError(str(expression))
    index, units = _read(excerpts)
    return evaluate(expression, WordPlaces(index, known), units, rows).truth


def asks_for_words(expression: Expression, lists: Mapping[str, Expression]) -> bool:
    """Tell whether an expression can only be answered with a text.

    Raises:
        UnknownListError: There is no such list.
        CyclicListError: A list holds itself.
    """
    match expression:
        case Field():
            return False
        case Not():
            return asks_for_words(expression.part, lists)
        case And() | Or():
            return any(asks_for_words(part, lists) for part in expression.parts)
        case ListName():
            return asks_for_words(resolved(expression, lists), lists)
        case _:
            return True


def _no_words(lists: Mapping[str, Expression]) -> WordPlaces:
    return WordPlaces(Index.build({}), lists)


def _of_no_words(size: int) -> Units:
    nothing = np.zeros(size, np.int32)
    return Units(nothing, nothing, np.arange(size, dtype=np.int32), apart=False)


def _read(excerpts: Sequence[str]) -> tuple[Index, Units]:
    """Return an index of the distinct excerpts, and for each row the words of its own."""
    distinct = {text: str(number) for number, text in enumerate(dict.fromkeys(excerpts))}
    read = read_tokens(
        (Transcript(name, name, text) for text, name in distinct.items()), cache=None
    )
    index = Index.build(read)
    place = np.fromiter((int(distinct[text]) for text in excerpts), np.int32, len(excerpts))
    rows = np.arange(len(excerpts), dtype=np.int32)
    return index, Units(index.first[place], index.first[place + 1], rows, apart=False)
