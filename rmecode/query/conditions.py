"""Whether the fields of rows fit a condition such as ``rol:director`` or ``matrícula > 300``.

Text is compared without case and accents. ``:`` and ``=`` differ for fields with several values
(the cases of a source, a list attribute): ``:`` wants one of them, ``=`` the only one. A code fits
``:`` and ``=`` with its whole subtree, from any name of its path. A value that is not known fits
no comparison, not even ``!=``.
"""

from __future__ import annotations

import operator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.errors.query import UnknownFieldError
from rmecode.model import fold
from rmecode.query.index import wildcard
from rmecode.query.rows import Rows, field_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rmecode.model import Attribute
    from rmecode.query.syntax import Field

    Flags = NDArray[np.bool_]
    Single = str | float
    Order = Callable[[Single, Single], bool]

ORDERS: Final[dict[str, Order]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def fitting(condition: Field, rows: Rows) -> Flags:
    """Tell for each row whether it fits the condition.

    Raises:
        UnknownFieldError: The rows have no such field.
    """
    name = field_name(condition.name)
    column = rows.fields.get(name)
    if column is None:
        raise UnknownFieldError(condition.name, get_close_matches(name, rows.fields, n=3))
    fits = np.asarray([value_fits(condition, value) for value in column.values], dtype=np.bool_)
    return fits[column.of_row] if len(fits) else np.zeros(rows.size, np.bool_)


def value_fits(condition: Field, value: Attribute) -> bool:
    """Tell whether one value of the field fits the condition."""
    values = _several(value)
    if not values:
        return False
    if condition.operator in ORDERS:
        return any(_ordered(condition, one) for one in values)
    same = _same_code if field_name(condition.name) == "code" else _same
    if condition.operator == ":":
        return any(same(wanted, one) for wanted in condition.values for one in values)
    only = any(all(same(wanted, one) for one in values) for wanted in condition.values)
    return only is (condition.operator == "=")


def _several(value: Attribute) -> tuple[Single, ...]:
    """Return the values that a field holds: none, one or several."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _same(wanted: str, value: Single) -> bool:
    """Tell whether a value is the one wanted; ``*`` and ``?`` stand for letters."""
    if isinstance(value, int | float):
        return _number(wanted) == value
    here, there = fold(wanted), fold(value)
    if "*" in wanted or "?" in wanted:
        return wildcard(here).fullmatch(there) is not None
    return here == there or _number(wanted) == (_number(value) or "")


def _same_code(wanted: str, value: Single) -> bool:
    """Tell whether a code's path is at or below the code wanted, from any name of the path."""
    path, name = fold(str(value)).strip("/"), fold(wanted).strip("/")
    above = path.split("/")
    paths = ["/".join(above[:depth]) for depth in range(1, len(above) + 1)]
    return any(_same(name, part) or _same("*/" + name, part) for part in paths)


def _ordered(condition: Field, value: Single) -> bool:
    """Compare as numbers if both are, else as text (dates compare as text)."""
    order, wanted = ORDERS[condition.operator], condition.values[0]
    number, bound = _number(value), _number(wanted)
    if number is not None and bound is not None:
        return order(number, bound)
    return isinstance(value, str) and bound is None and order(fold(value), fold(wanted))


def _number(value: Single) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
