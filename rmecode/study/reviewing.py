"""Decisions on suggestions: which ones people mean, and what deciding on them does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.errors.study import UnclearIdsError
from rmecode.model import Coder, Decision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rmecode.study.opening import Study

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


def decide(
    study: Study, ids: Collection[int], decision: Decision, *, coder: str, at: str
) -> tuple[int, ...]:
    """Accept, reject or reopen suggestions as a coder; return the ids of the codings made.

    Raises:
        RmecodeError: some are unknown, or were decided before.
    """
    action = {
        Decision.ACCEPTED: "accept",
        Decision.REJECTED: "reject",
        Decision.OPEN: "reopen",
    }[decision]
    subject = f"{len(ids)}"
    with study.store.changes(by=coder, at=at, action=action, subject=subject) as changes:
        changes.add_coder(Coder(coder, study.kind_of(coder)))
        return changes.decide(ids, decision, coder)
