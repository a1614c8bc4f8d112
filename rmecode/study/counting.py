"""The study's matrices: fetch values, count them, once for the command, the notebook and Excel."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rmecode.errors.study import UnknownNameError
from rmecode.messages import _
from rmecode.model import fold
from rmecode.study.filters.choices import selected

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from rmecode.analysis.matrix import Cell, Matrix
    from rmecode.model import SourceEvidence
    from rmecode.study.opening import Study

ENGINE = "rules"


@dataclass(frozen=True, slots=True)
class Counted:
    """A matrix with the frame it was counted from and the sources it looked at."""

    matrix: Matrix
    frame: pd.DataFrame
    sources: tuple[SourceEvidence, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a matrix is asked for: unit, depth, a filter expression, and choices by name."""

    unit: str = "codings"
    depth: int | None = None
    where: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def counted(study: Study, asked: Asked, *, suggested: bool = False) -> Counted:
    """Count the study's codings, or its open suggestions, into cases × codes.

    Raises:
        RmecodeError: an unknown unit, code, case or other name, or an unreadable filter.
    """
    from rmecode.analysis.cases import case_matrix
    from rmecode.analysis.units import CountingUnit

    if asked.unit not in tuple(CountingUnit):
        raise UnknownNameError(_("counting unit"), asked.unit, tuple(CountingUnit))
    sources = study.evidence()
    selection = selected(study, sources, asked.filters, asked.where)
    if asked.where:
        from rmecode.study.filters.sifting import passing
        from rmecode.study.scoping import narrowed

        selection = narrowed(study, selection, sources, asked.where)
        selection = replace(selection, codings=passing(study, asked.where, suggested=suggested))
    frame, seen = _suggested(study, sources) if suggested else (_coded(study, sources), sources)
    matrix = case_matrix(
        frame,
        seen,
        study.codebook,
        study.records.cases,
        depth=asked.depth,
        unit=CountingUnit(asked.unit),
        selection=selection,
    )
    return Counted(matrix, frame, seen)


def _coded(study: Study, sources: tuple[SourceEvidence, ...]) -> pd.DataFrame:
    from rmecode.analysis.frame import coded_frame

    return coded_frame(
        study.store.codings(),
        sources,
        study.codebook,
        study.records.cases,
        coders=study.store.coders(),
    )


def _suggested(
    study: Study, sources: tuple[SourceEvidence, ...]
) -> tuple[pd.DataFrame, tuple[SourceEvidence, ...]]:
    """Return the frame of open suggestions, and the sources as the rules have gone through them."""
    from rmecode.analysis.cases import searched
    from rmecode.analysis.frame import suggested_frame
    from rmecode.model import Decision

    found = study.store.suggestions(Decision.OPEN)
    return suggested_frame(found, sources, study.codebook, study.records.cases), searched(
        sources, ENGINE
    )


def cell_of(matrix: Matrix, case: str, path: str) -> Cell:
    """Return the cell of a case as it was typed and a code's path.

    Raises:
        UnknownChoiceError: the matrix has no such row or column.
    """
    rows = {fold(row): row for row in matrix.rows}
    return matrix.cell(rows.get(fold(case), case), path)
