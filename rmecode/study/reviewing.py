"""Decisions on suggestions, and what deciding on them does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.model import Coder, Decision

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmecode.study.opening import Study


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
