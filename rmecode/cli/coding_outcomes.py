"""What became of codings, as rows for programs: those that lists have, each with its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.cli.output import print_json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rmecode.study import Study
    from rmecode.study.listing import Record
    from rmecode.study.recoding import Changed


def rows_by_id(study: Study, ids: Collection[int]) -> dict[int, Record]:
    """Return the rows of the codings that there are, as ``coding list --json`` has them, by id."""
    from rmecode.study.listing import coding_records

    found = study.store.codings_by_id(ids)
    return {each.id: row for each, row in zip(found, coding_records(study, found), strict=True)}


def print_outcomes(
    study: Study, before: Mapping[int, Record], outcomes: Mapping[int, Record]
) -> None:
    """Print each coding as it is now, or as it was where it went, with what is said of it."""
    now = rows_by_id(study, outcomes)
    print_json([{**(now.get(id_) or before[id_]), **said} for id_, said in outcomes.items()])


def outcomes_of(done: Changed) -> dict[int, Record]:
    """Return what became of codings, by id: changed, standing (was so already), joined ``into``."""
    said: dict[int, Record] = {id_: {"outcome": "changed"} for id_ in done.changed}
    said |= {id_: {"outcome": "standing"} for id_ in done.standing}
    return said | {gone: {"outcome": "joined", "into": stands} for gone, stands in done.joined}


def all_so(ids: Collection[int], outcome: str) -> dict[int, Record]:
    """Return one outcome for all of them."""
    return {id_: {"outcome": outcome} for id_ in ids}
