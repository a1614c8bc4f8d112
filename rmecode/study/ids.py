"""Codings and suggestions by their ids: as people type them, and as lists and the log show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.errors.study import UnclearIdsError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

RANGE: Final = re.compile(r"c?(\d{1,18})(?:-c?(\d{1,18}))?")


def ids_of(written: Iterable[str]) -> list[int]:
    """Return the ids that were typed: numbers, ``c12``, ranges such as ``12-18``, lists with commas.

    Raises:
        UnclearIdsError: something else was typed.
    """
    found: dict[int, None] = {}
    for part in ",".join(written).split(","):
        match = RANGE.fullmatch(part.strip())
        if match is None or int(match[2] or match[1]) - int(match[1]) > 100_000:
            raise UnclearIdsError(part)
        found |= dict.fromkeys(range(int(match[1]), int(match[2] or match[1]) + 1))
    return list(found)


def named(ids: Collection[int], most: int = 6) -> str:
    """Return ids as lists show them, in few words: ``c3, c7``, or ``c3 … c90 (41)``."""
    names = [f"c{id_}" for id_ in ids]
    return ", ".join(names) if len(names) <= most else f"{names[0]} … {names[-1]} ({len(names)})"
