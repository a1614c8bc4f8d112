"""What a filter says of cases, sources and roles, apart from the codings that it keeps.

A case that a filter leaves out is out of scope, not zero: the parts of the filter that speak of
cases, sources or roles alone narrow what a matrix looks at. A condition that what has no role fits
too (``no rol:director``) does not narrow the roles: notes of a session have none, and they count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rmecode.analysis.units import NATIONAL
from rmecode.errors.study import NothingFitsError
from rmecode.query import Rows, field_name, matches
from rmecode.query.syntax import And, Field, parts_of, walk
from rmecode.study.filters.expressions import read_filter
from rmecode.study.texts import case_fields, source_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rmecode.analysis.selection import Selection
    from rmecode.model import Attribute, SourceEvidence
    from rmecode.query import Expression
    from rmecode.study.opening import Study

OF_SOURCES: Final = frozenset({"source", "instrument", "stage", "date"})


def narrowed(
    study: Study, selection: Selection, sources: Sequence[SourceEvidence], where: str
) -> Selection:
    """Return the selection within the cases, sources, roles, coders and codes of the filter.

    Raises:
        NothingFitsError: no case, or no source, fits.
        RmecodeError: the filter cannot be read.
    """
    attributes = {name for case in study.records.cases for name in case.attributes}
    of_cases = {field_name(name) for name in attributes} | {"case"}
    for part in _conditions(read_filter(study, where)):
        names = {field_name(each.name) for each in walk(part) if isinstance(each, Field)}
        if names <= of_cases:
            fits = _cases(study, sources, part)
            selection = replace(selection, cases=_both(selection.cases, fits, where))
        elif names <= OF_SOURCES:
            fields = source_fields([each.source for each in sources])
            fits = _fitting(part, [each.source.id for each in sources], fields)
            selection = replace(selection, sources=_both(selection.sources, fits, where))
        elif names == {"role"} and not _fitting(part, ["no role"], {"role": [None]}):
            roles = _roles(study, sources)
            fits = _fitting(part, roles, {"role": roles})
            selection = replace(selection, roles=_both(selection.roles, fits, where))
        elif names == {"coder"}:
            known = (coder.name for coder in study.store.coders())
            coders = list(dict.fromkeys([*study.config.coders, *known]))
            fits = _fitting(part, coders, {"coder": coders})
            selection = replace(selection, coders=_both(selection.coders, fits, where))
        elif names == {"code"} and isinstance(part, Field) and part.operator in ":=":
            codes = [code.id for code in study.codebook]
            fits = _fitting(part, codes, {"code": [code.path for code in study.codebook]})
            selection = replace(selection, codes=_both(selection.codes, fits, where))
    return selection


def _cases(study: Study, sources: Sequence[SourceEvidence], part: Expression) -> list[str]:
    """Return the cases that fit; sources of no case are one more, of which nothing is known."""
    cases = study.records.cases
    national = [NATIONAL] if any(not each.source.cases for each in sources) else []
    rows: list[tuple[str, ...]] = [*((case.id,) for case in cases), *(() for _case in national)]
    return _fitting(part, [*(case.id for case in cases), *national], case_fields(rows, cases))


def _roles(study: Study, sources: Sequence[SourceEvidence]) -> list[str]:
    """Return the roles that study.toml declares, then others that somebody has."""
    voices = (voice.role for each in sources for voice in each.voices if voice is not None)
    return [
        role
        for role in dict.fromkeys(
            [*study.config.roles, *voices, *(each.source.role for each in sources)]
        )
        if role
    ]


def _fitting(
    part: Expression, names: Sequence[str], fields: Mapping[str, Sequence[Attribute]]
) -> list[str]:
    """Return the names whose fields fit."""
    return [name for name, fit in zip(names, matches(part, Rows.of(fields)), strict=True) if fit]


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
