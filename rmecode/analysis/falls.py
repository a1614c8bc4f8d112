"""From rows of the frame to the cells that they fall into, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rmecode.analysis.counts import Falls
from rmecode.analysis.frame import placed, within_each
from rmecode.analysis.windows import pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rmecode.analysis.scopes import Sight
    from rmecode.model import Code, Codebook, SourceEvidence


@dataclass(frozen=True, slots=True, eq=False)
class Glimpses:
    """Pieces of codings that a row of the matrix sees; arrays of equal length.

    ``row`` and ``source`` are positions, ``coding`` the place of the coding in the frame.
    """

    row: NDArray[np.int64]
    source: NDArray[np.int64]
    coding: NDArray[np.int64]
    window: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def glimpses(
    chosen: pd.DataFrame, sources: Sequence[SourceEvidence], rows: Sequence[str], seen: Sight
) -> Glimpses:
    """Cut the codings along the windows of their case's row, and once along those of the total."""
    case = _numbers(chosen["case"], rows[:-1])
    source = _numbers(chosen["source"], [evidence.source.id for evidence in sources])
    once = np.flatnonzero(~chosen["coding"].duplicated().to_numpy())
    coding = np.concatenate((np.arange(len(chosen)), once))
    row = np.concatenate((case, np.full(len(once), len(rows) - 1)))
    listed = (row >= 0) & (source[coding] >= 0)
    coding, row = coding[listed], row[listed]
    start, end = placed(
        chosen["start"].to_numpy()[coding],
        chosen["end"].to_numpy()[coding],
        sources,
        source[coding],
    )
    cut = pieces(seen.windows, seen.groups[row, source[coding]], start, end)
    held = coding[cut.item]
    return Glimpses(row[cut.item], source[held], held, cut.window, cut.start, cut.end)


def falls_of(
    glimpsed: Glimpses,
    chosen: pd.DataFrame,
    codebook: Codebook,
    columns: Sequence[Code],
    seen: Sight,
) -> Falls:
    """Let each piece fall into the columns of its code and of the codes above it."""
    code = _numbers(chosen["code"], [code.id for code in codebook])
    above = _columns_above(codebook, columns)
    counts = np.array([len(numbers) for numbers in above] + [0])
    firsts = np.cumsum(counts) - counts
    flat = np.array([number for numbers in above for number in numbers], dtype=np.int64)
    codes = code[glimpsed.coding]
    piece = np.repeat(np.arange(len(codes)), counts[codes])
    column = flat[np.repeat(firsts[codes], counts[codes]) + within_each(counts[codes])]
    speech = np.array([scope.speech for scope in seen.scopes.values()])
    return Falls(
        cells=len(speech) * len(columns),
        cell=glimpsed.row[piece] * len(columns) + column,
        coding=glimpsed.coding[piece],
        source=glimpsed.source[piece],
        informant=seen.windows.tag[glimpsed.window[piece]],
        start=glimpsed.start[piece],
        end=glimpsed.end[piece],
        speech=np.repeat(speech, len(columns)),
    )


def _columns_above(codebook: Codebook, columns: Sequence[Code]) -> list[list[int]]:
    """Return for each code of the codebook the columns that it counts in."""
    numbers = {code.path: number for number, code in enumerate(columns)}
    return [
        [numbers[path] for path in _path_and_above(code.path) if path in numbers]
        for code in codebook
    ]


def _path_and_above(path: str) -> list[str]:
    names = path.split("/")
    return ["/".join(names[:depth]) for depth in range(1, len(names) + 1)]


def _numbers(column: pd.Series, names: Sequence[str]) -> NDArray[np.int64]:
    """Return the position of each value among the names, -1 for those that are not there."""
    numbers = {name: number for number, name in enumerate(names)}
    codes, values = pd.factorize(column)
    places = np.array([*(numbers.get(value, -1) for value in values), -1], dtype=np.int64)
    return places[codes]
