"""What can be said of a filter before any coding is read: in which sources it is surely false.

Truth has three values here (Kleene's): what a coding alone knows, its words, its code, its coder,
is unknown. A source for which the whole is false, in each of its cases, has nothing to read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.query import field_name
from rmecode.query.conditions import value_fits
from rmecode.query.syntax import And, Field, Not, Or
from rmecode.study.filters.columns import of_all_cases
from rmecode.study.filters.rows import PLAIN
from rmecode.study.texts import case_fields, source_fields
from rmecode.study.voices import heard_roles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from rmecode.model import Attribute, Source
    from rmecode.query import Expression
    from rmecode.study.opening import Study
    from rmecode.study.records import Records

    Known = Mapping[str, Attribute]
    Fits = Callable[[Field, Attribute], bool]

OF_CODINGS: Final = (*PLAIN, "decision", "turn", "version")
"""The fields that a coding has by itself: they win over attributes of cases of the same name."""
HEARD: Final = ("role", "participant")
"""The fields of whoever speaks in a coding: one of those who speak in the source, or several."""


def possible_sources(
    study: Study, expression: Expression, sources: Sequence[Source], divided: Collection[str]
) -> list[str]:
    """Return the ids of the sources in which a filter can be true of some coding.

    Args:
        study: the study.
        expression: the filter.
        sources: those to choose from.
        divided: the ids of sources with parts that belong to one case: these are always possible.
    """
    asked, heard = of_all_cases(expression), _heard(study.records)
    pairs = [(source, alone) for source in sources for alone in _alone(source)]
    rows = _rows(study, pairs)
    fits = _remembering()
    possible = dict.fromkeys(source.id for source in sources if source.id in divided)
    for (source, _case), known in zip(pairs, rows, strict=True):
        said = heard.get(source.id, {"role": set(), "participant": set()})
        said = {**said, "role": {*said["role"], source.role}}
        if source.id not in possible and _truth(asked, known, said, fits) is not False:
            possible[source.id] = None
    return list(possible)


def _alone(source: Source) -> list[tuple[str, ...]]:
    """Return each of the source's cases by itself, or none where it has none."""
    return [(case,) for case in source.cases] or [()]


def _rows(study: Study, pairs: Sequence[tuple[Source, tuple[str, ...]]]) -> list[Known]:
    """Return what is known of each source in one of its cases, by field."""
    columns = {
        **case_fields([alone for _source, alone in pairs], study.records.cases),
        **source_fields([source for source, _alone in pairs]),
    }
    known = {field_name(name): values for name, values in columns.items()}
    return [{name: known[name][row] for name in known} for row in range(len(pairs))]


def _heard(records: Records) -> dict[str, dict[str, set[str]]]:
    """Return the roles and participants that may speak in each source, by field."""
    roles = heard_roles(records)
    people: dict[str, set[str]] = {}
    for row in records.speakers:
        people.setdefault(row.source, set()).add(row.participant or "")
    return {source: {"role": roles[source], "participant": people[source]} for source in roles}


def _remembering() -> Fits:
    """Return what tells whether a value fits a condition, asked once for each two of them."""
    told: dict[tuple[Field, Attribute], bool] = {}

    def fits(condition: Field, value: Attribute) -> bool:
        if (condition, value) not in told:
            told[condition, value] = value_fits(condition, value)
        return told[condition, value]

    return fits


def _truth(
    expression: Expression, known: Known, heard: Mapping[str, Collection[str]], fits: Fits
) -> bool | None:
    """Return whether it is true of all codings of a source, of none (False), or unknown (None)."""
    match expression:
        case Field():
            return _of_field(expression, known, heard, fits)
        case Not():
            inner = _truth(expression.part, known, heard, fits)
            return None if inner is None else not inner
        case And() | Or():
            decides = isinstance(expression, Or)
            parts = [_truth(part, known, heard, fits) for part in expression.parts]
            if decides in parts:
                return decides
            return None if None in parts else not decides
        case _:
            return None


def _of_field(
    condition: Field, known: Known, heard: Mapping[str, Collection[str]], fits: Fits
) -> bool | None:
    name = field_name(condition.name)
    if name in HEARD:
        possible = condition.operator != ":" or any(fits(condition, one) for one in heard[name])
        return None if possible else False
    if name in OF_CODINGS or name not in known:
        return None
    return fits(condition, known[name])
