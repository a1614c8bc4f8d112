"""Why a cell is blank, zero or partial, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.analysis.selection import described
from rmecode.analysis.units import NATIONAL, TOTAL, CellState
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.analysis.selection import Selection


@dataclass(frozen=True, slots=True)
class Scope:
    """The sources that a row looks at: ``sources`` in scope for the unit, and which are done.

    ``silent`` are sources that the unit leaves out because no informant speaks in them. ``speech``
    is the informants' speech in scope, in characters (0 for units that do not need it).
    """

    row: str
    sources: tuple[str, ...]
    done: tuple[str, ...]
    silent: tuple[str, ...] = ()
    speech: int = 0


def row_title(row: str) -> str:
    """Return how a row is called in the reader's language; a case keeps its own name."""
    return {NATIONAL: _("National (no case)"), TOTAL: _("Total")}.get(row, row)


def reason_of(state: CellState, scope: Scope, selection: Selection) -> str:
    """Return the sentence that goes with the cell; empty for a plain count."""
    filters = "; ".join(described(selection))
    sentences = {
        CellState.COUNTED: "",
        CellState.ZERO: _("All {all} sources in scope are done, and this was not found in them."),
        CellState.PARTIAL: _("{done} of {all} sources in scope are done: the number is not final."),
        CellState.NOT_YET_CODED: _("None of the {all} sources in scope is done."),
        CellState.UNDEFINED: _("No informants speak in the sources in scope: {silent}."),
        CellState.OUT_OF_SCOPE: _("{row} has no source with {filters}.")
        if filters
        else _("{row} has no sources."),
    }
    return sentences[state].format(
        all=len(scope.sources),
        done=len(scope.done),
        silent=", ".join(scope.silent),
        row=row_title(scope.row),
        filters=filters,
    )
