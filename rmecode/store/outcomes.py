"""What the larger writes came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddedCodings:
    """What became of codings that were to be added.

    ``ids`` has one id for each of them, in their order. Each of these ids is in one of the others:
    ``new`` came in, ``standing`` were there already, ``removed`` had been taken away by somebody
    and stay away, ``revived`` had been and are back.
    """

    ids: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    standing: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    revived: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recoded:
    """What became of codings that were to have another code or place.

    ``recoded`` are the ids of those that have it now. ``joined`` are pairs: the first went, because
    its coder had the second there already.
    """

    recoded: tuple[int, ...] = ()
    joined: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ReplacedSuggestions:
    """What became of an engine's suggestions for some sources.

    ``added`` are new, ``kept`` were open and were found again, ``withdrawn`` were open and were
    not; ``decided`` were found again, but somebody has decided on them already.
    """

    added: int = 0
    kept: int = 0
    withdrawn: int = 0
    decided: int = 0
