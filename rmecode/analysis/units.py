"""What a cell of a matrix counts, and what its blank or its number means."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from rmecode.messages import _

NATIONAL: Final = "national"
"""The row, and the case in a frame, of sources that belong to no case."""

TOTAL: Final = "total"
"""The row in which every coding counts once, however many cases share it."""


class CountingUnit(StrEnum):
    """What is counted: a number without its unit means nothing."""

    CODINGS = "codings"
    SOURCES = "sources"
    INFORMANTS = "informants"
    CHARACTERS = "characters"
    SHARE = "share"

    @property
    def of_speech(self) -> bool:
        """Tell whether the unit is defined only where informants speak."""
        return self in {CountingUnit.INFORMANTS, CountingUnit.SHARE}


class CellState(StrEnum):
    """Zero, out of scope and not yet coded are three things, and a part is not the whole."""

    COUNTED = "counted"
    ZERO = "zero"
    PARTIAL = "partial"
    NOT_YET_CODED = "not_yet_coded"
    OUT_OF_SCOPE = "out_of_scope"
    UNDEFINED = "undefined"


def unit_title(unit: CountingUnit) -> str:
    """Return what the unit counts, in words for the head of a table."""
    titles = {
        CountingUnit.CODINGS: _("number of codings"),
        CountingUnit.SOURCES: _("sources with at least one coding"),
        CountingUnit.INFORMANTS: _("distinct informants whose words were coded"),
        CountingUnit.CHARACTERS: _("characters coded, each counted once"),
        CountingUnit.SHARE: _("share of the informants' speech that was coded"),
    }
    return titles[unit]


def state_title(state: CellState) -> str:
    """Return what a cell in the state says, in words for a legend."""
    titles = {
        CellState.COUNTED: _("counted; every source in scope is done"),
        CellState.ZERO: _("every source in scope is done, and nothing was found"),
        CellState.PARTIAL: _("partial: some source in scope is not done, and the number can grow"),
        CellState.NOT_YET_CODED: _("not yet coded"),
        CellState.OUT_OF_SCOPE: _("out of scope: there is no such source"),
        CellState.UNDEFINED: _("not defined: no informants speak in these sources"),
    }
    return titles[state]
