"""Cases × codes: the matrix that everything else starts from.

A cell counts the codings of one case, within the selection, whose code lies in the subtree of the
column's code: a parent is the union of what is below it, never the sum. What the unit and the
selection look at decides which codings make a cell: with chosen roles, those that touch the turns
of these roles; in units of speech, those that touch an informant's words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rmecode.analysis.counts import count
from rmecode.analysis.falls import falls_of, glimpses
from rmecode.analysis.frame import case_order
from rmecode.analysis.matrix import Matrix
from rmecode.analysis.notes import notes_on, silence
from rmecode.analysis.scopes import sight
from rmecode.analysis.selection import Selection
from rmecode.analysis.units import NATIONAL, TOTAL, CellState, CountingUnit
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rmecode.analysis.counts import Falls
    from rmecode.analysis.reasons import Scope
    from rmecode.model import Case, Code, Codebook, SourceEvidence


def case_matrix(  # noqa: PLR0913 (four values of the study, three choices)
    frame: pd.DataFrame,
    sources: Sequence[SourceEvidence],
    codebook: Codebook,
    cases: Sequence[Case],
    *,
    depth: int | None = None,
    unit: CountingUnit = CountingUnit.CODINGS,
    selection: Selection = Selection(),  # noqa: B008 (a frozen value)
) -> Matrix:
    """Return cases × codes in one unit.

    Args:
        frame: what ``coded_frame`` or ``suggested_frame`` made, whole or any of its rows.
        sources: every source of the study, coded or not: they say what zero means.
        codebook: gives the columns, in its order.
        cases: gives the rows, in the study's order.
        depth: how many levels of codes have columns (1: areas); codes below count in theirs.
        unit: what is counted.
        selection: what is looked at, with names as the study writes them (see ``select``).

    Raises:
        ReservedCaseError: a case called as a row that every matrix has.
    """
    rows = _rows(sources, cases, selection)
    columns = _columns(codebook, depth, selection)
    paths = tuple(code.path for code in columns)
    seen = sight(sources, rows, selection, unit)
    chosen = _chosen(frame, codebook, selection)
    glimpsed = glimpses(chosen, sources, rows, seen)
    falls = falls_of(glimpsed, chosen, codebook, columns, seen)
    shape = len(rows), len(paths)
    found = np.bincount(falls.cell, minlength=falls.cells).reshape(shape) > 0
    states = _states(found, seen.scopes, rows)
    numbers = np.where(_blank(states), np.nan, count(unit, falls).reshape(shape))
    return Matrix(
        unit,
        rows,
        paths,
        pd.DataFrame(numbers, index=list(rows), columns=list(paths)),
        pd.DataFrame(states, index=list(rows), columns=list(paths), dtype=object),
        _evidence(falls, chosen["coding"].to_numpy(), rows, paths),
        seen.scopes,
        selection,
        (*notes_on(chosen.iloc[np.unique(glimpsed.coding)], codebook), *silence(seen.scopes)),
    )


def selected(
    frame: pd.DataFrame,
    sources: Sequence[SourceEvidence],
    codebook: Codebook,
    cases: Sequence[Case],
    selection: Selection,
) -> pd.DataFrame:
    """Return the rows of the frame that a matrix with this selection counts in some case's row.

    Raises:
        ReservedCaseError: a case called as a row that every matrix has.
    """
    rows = _rows(sources, cases, selection)
    seen = sight(sources, rows, selection, CountingUnit.CODINGS)
    chosen = _chosen(frame, codebook, selection)
    glimpsed = glimpses(chosen, sources, rows, seen)
    kept = chosen.iloc[np.unique(glimpsed.coding[glimpsed.row < rows.index(TOTAL)])]
    kept = kept.reset_index(drop=True)
    return kept.assign(once=~kept["coding"].duplicated())


def searched(
    sources: Iterable[SourceEvidence], engine: str, done: Collection[str] | None = None
) -> tuple[SourceEvidence, ...]:
    """Return the sources as a machine sees them, for a matrix of suggestions.

    A source is done when the engine has gone through it (``done``: the ids of these; all where it
    is not given), so that zero means that the rules found nothing.
    """
    return tuple(
        replace(
            evidence,
            done=frozenset({engine} if done is None or evidence.source.id in done else ()),
            coders=frozenset({engine}),
        )
        for evidence in sources
    )


def _rows(
    sources: Sequence[SourceEvidence], cases: Sequence[Case], selection: Selection
) -> tuple[str, ...]:
    wanted = {fold(case) for case in selection.cases}
    order = [c for c in case_order(sources, cases) if not wanted or fold(c) in wanted]
    national = any(not evidence.source.cases for evidence in sources)
    return (*(case for case in order if case != NATIONAL or national), TOTAL)


def _columns(codebook: Codebook, depth: int | None, selection: Selection) -> list[Code]:
    within = _within(codebook, selection)
    return [
        code
        for code in codebook
        if code.id in within
        and (depth is None or code.depth <= depth or code.id in selection.codes)
    ]


def _within(codebook: Codebook, selection: Selection) -> frozenset[str]:
    """Return the ids of the chosen codes and all below them."""
    chosen = [codebook.by_id[code] for code in selection.codes] or list(codebook)
    return frozenset(below.id for code in chosen for below in codebook.subtree(code))


def _chosen(frame: pd.DataFrame, codebook: Codebook, selection: Selection) -> pd.DataFrame:
    """Return the rows of the frame that the selection of codes, coders and codings leaves."""
    kept = pd.Series(data=True, index=frame.index)
    if selection.codes:
        kept &= frame["code"].isin(_within(codebook, selection))
    if selection.coders:
        wanted = {fold(coder) for coder in selection.coders}
        kept &= frame["coder"].map(lambda coder: fold(coder) in wanted).astype(bool)
    if selection.codings is not None:
        kept &= frame["coding"].isin(selection.codings)
    return frame[kept].reset_index(drop=True)


def _blank(states: NDArray[np.object_]) -> NDArray[np.bool_]:
    blank = {CellState.OUT_OF_SCOPE, CellState.NOT_YET_CODED, CellState.UNDEFINED}
    return np.isin(states.astype(str), [str(state) for state in blank])


def _states(
    found: NDArray[np.bool_], scopes: Mapping[str, Scope], rows: Sequence[str]
) -> NDArray[np.object_]:
    """Return the state of each cell; ``found`` (rows × columns) tells where there are codings."""
    states = np.empty(found.shape, dtype=object)
    for number, row in enumerate(rows):
        with_codings, without = _row_states(scopes[row])
        states[number, found[number]] = with_codings
        states[number, ~found[number]] = without
    return states


def _row_states(scope: Scope) -> tuple[CellState, CellState]:
    """Return what a cell of the row is with codings, and what it is without any."""
    if not scope.sources:
        blank = CellState.UNDEFINED if scope.silent else CellState.OUT_OF_SCOPE
        return blank, blank
    if len(scope.done) == len(scope.sources):
        return CellState.COUNTED, CellState.ZERO
    return CellState.PARTIAL, CellState.PARTIAL if scope.done else CellState.NOT_YET_CODED


def _evidence(
    falls: Falls, ids: NDArray[np.int64], rows: Sequence[str], columns: Sequence[str]
) -> Mapping[tuple[str, str], tuple[int, ...]]:
    width = max(len(ids), 1)
    pairs = np.unique(falls.cell * width + falls.coding)
    cells, codings = pairs // width, ids[pairs % width]
    firsts = np.flatnonzero(np.diff(cells, prepend=-1))
    ends = np.append(firsts, len(cells))[1:]
    return {
        (rows[cell // len(columns)], columns[cell % len(columns)]): tuple(codings[a:b].tolist())
        for cell, a, b in zip(cells[firsts].tolist(), firsts, ends, strict=True)
    }
