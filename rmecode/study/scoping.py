"""What a filter says of cases, sources and roles, apart from the codings that it keeps.

A case that a filter leaves out is out of scope, not zero: the parts of the filter that speak of
cases, sources or roles alone narrow what a matrix looks at.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rmecode.errors.study import NothingFitsError
from rmecode.query import Rows, field_name, matches
from rmecode.query.syntax import And, Field, parts_of, walk
from rmecode.study.expressions import read_filter
from rmecode.study.texts import case_fields, source_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmecode.analysis.selection import Selection
    from rmecode.model import SourceEvidence
    from rmecode.query import Expression
    from rmecode.study.opening import Study

OF_SOURCES: Final = frozenset({"source", "instrument", "stage", "date"})


def narrowed(
    study: Study, selection: Selection, sources: Sequence[SourceEvidence], where: str
) -> Selection:
    """Return the selection within the cases, sources and roles that the filter speaks of.

    Raises:
        NothingFitsError: no case, or no source, fits.
        RmecodeError: the filter cannot be read.
    """
    cases = study.records.cases
    of_cases = {field_name(name) for case in cases for name in case.attributes} | {"case"}
    for part in _conditions(read_filter(study, where)):
        names = {field_name(each.name) for each in walk(part) if isinstance(each, Field)}
        if names <= of_cases:
            rows = Rows.of(case_fields([(case.id,) for case in cases], cases))
            fits = [case.id for case, fit in zip(cases, matches(part, rows), strict=True) if fit]
            selection = replace(selection, cases=_both(selection.cases, fits, where))
        elif names <= OF_SOURCES:
            rows = Rows.of(source_fields([each.source for each in sources]))
            truth = matches(part, rows)
            fits = [each.source.id for each, fit in zip(sources, truth, strict=True) if fit]
            selection = replace(selection, sources=_both(selection.sources, fits, where))
        elif names == {"role"} and isinstance(part, Field) and part.operator in ":=":
            selection = replace(selection, roles=_both(selection.roles, part.values, where))
    return selection


def _conditions(expression: Expression) -> Iterator[Expression]:
    """Yield the parts that must all hold and ask of fields only."""
    parts = parts_of(expression) if isinstance(expression, And) else (expression,)
    for part in parts:
        inner = list(walk(part))
        if all(isinstance(each, Field) or parts_of(each) for each in inner):
            yield part


def _both(chosen: Sequence[str], fits: Sequence[str], where: str) -> tuple[str, ...]:
    """Return what was chosen and fits; everything was chosen where nothing was."""
    kept = tuple(each for each in fits if not chosen or each in chosen)
    if not kept:
        raise NothingFitsError(where)
    return kept
