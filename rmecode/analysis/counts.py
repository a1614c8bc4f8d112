"""The counting units, as sums over the pieces of codings that fall into cells.

Each function takes ``Falls`` and returns one number per cell (a float64 array of ``cells``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.analysis.units import CountingUnit
from rmecode.analysis.windows import union_lengths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Falls:
    """Where pieces of codings fall: arrays of equal length, one entry per piece and cell.

    ``cell`` numbers the cell, ``coding`` the coding, ``source`` the source, ``informant`` who
    speaks; ``start`` and ``end`` are code points. ``cells`` is how many cells there are, and
    ``speech`` the informants' speech in scope of each cell, in characters.
    """

    cells: int
    cell: NDArray[np.int64]
    coding: NDArray[np.int64]
    source: NDArray[np.int64]
    informant: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    speech: NDArray[np.int64]


def count(unit: CountingUnit, falls: Falls) -> NDArray[np.float64]:
    """Return the number of each cell in the unit; NaN where a share has no speech to be of."""
    return COUNTS[unit](falls)


def _codings(falls: Falls) -> NDArray[np.float64]:
    return _distinct(falls, falls.coding)


def _sources(falls: Falls) -> NDArray[np.float64]:
    return _distinct(falls, falls.source)


def _informants(falls: Falls) -> NDArray[np.float64]:
    return _distinct(falls, falls.informant)


def _characters(falls: Falls) -> NDArray[np.float64]:
    """Each character of a source counts once, however many codings lie on it."""
    width = int(falls.source.max(initial=0)) + 1
    group, length = union_lengths(falls.cell * width + falls.source, falls.start, falls.end)
    total = np.bincount(group // width, weights=length, minlength=falls.cells)
    return total.astype(np.float64)


def _share(falls: Falls) -> NDArray[np.float64]:
    speech = np.where(falls.speech > 0, falls.speech, np.nan)
    return _characters(falls) / speech


def _distinct(falls: Falls, what: NDArray[np.int64]) -> NDArray[np.float64]:
    width = int(what.max(initial=0)) + 1
    pairs = np.unique(falls.cell * width + what)
    return np.bincount(pairs // width, minlength=falls.cells).astype(np.float64)


COUNTS: Final[Mapping[CountingUnit, Callable[[Falls], NDArray[np.float64]]]] = {
    CountingUnit.CODINGS: _codings,
    CountingUnit.SOURCES: _sources,
    CountingUnit.INFORMANTS: _informants,
    CountingUnit.CHARACTERS: _characters,
    CountingUnit.SHARE: _share,
}
