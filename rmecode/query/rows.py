"""Rows that conditions are asked of: turns, codings or sources, with their fields in columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rmecode.model import Attribute, Span

    Flags = NDArray[np.bool_]

ALIASES: Final = {
    "rol": "role",
    "instrumento": "instrument",
    "caso": "case",
    "red": "case",
    "fuente": "source",
    "etapa": "stage",
    "codigo": "code",
    "codificador": "coder",
    "codificadora": "coder",
    "participante": "participant",
    "turno": "turn",
    "fecha": "date",
    "version": "version",
    "decision": "decision",
    "regla": "rule",
}
"""Spanish names of the fields; any other name is itself, folded (case attributes are)."""


def field_name(name: str) -> str:
    """Return the one name of a field, whatever it was called."""
    folded = fold(name)
    return ALIASES.get(folded, folded)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One field of many rows: its distinct values, and for each row which of them (int32)."""

    values: tuple[Attribute, ...]
    of_row: NDArray[np.int32]

    @classmethod
    def of(cls, values: Iterable[Attribute]) -> Column:
        """Gather the values of the rows in order."""
        number: dict[Attribute, int] = {}
        of_row = [number.setdefault(value, len(number)) for value in values]
        return cls(tuple(number), np.asarray(of_row, dtype=np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows in columns; ``size`` of them.

    ``sources`` and ``spans`` say where a row is in the texts, and ``interviewer`` whether its
    words are the interviewer's; they may be empty where nobody asks.
    """

    size: int
    fields: Mapping[str, Column] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    interviewer: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))

    @classmethod
    def of(
        cls,
        fields: Mapping[str, Sequence[Attribute]],
        *,
        sources: Sequence[str] = (),
        spans: Sequence[Span] = (),
        interviewer: Sequence[bool] = (),
    ) -> Rows:
        """Gather rows from one sequence per field; all of them have one entry per row."""
        size = max([len(sources), *map(len, fields.values())])
        speakers = np.zeros(size, np.bool_)
        if len(interviewer):
            speakers[:] = interviewer
        columns = {field_name(name): Column.of(values) for name, values in fields.items()}
        return cls(size, columns, tuple(sources), tuple(spans), speakers)
