"""What ``rmecode`` alone says: where the study stands, and what the next step is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors.study import StudyNotFoundError
from rmecode.messages import _

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.model.stored import StoreCounts
    from rmecode.study import Study


def standing(folder: Path) -> str:
    """Return a few lines on the study that the folder lies in; nothing if it lies in none.

    Raises:
        RmecodeError: its study.toml or its database cannot be read.
    """
    from rmecode.study import open_study

    try:
        study = open_study(folder)
    except StudyNotFoundError:
        return ""
    with study:
        if not study.config.paths["database"].exists():
            return f"{study.config.title}\n" + _("Nothing was taken in yet. Next: rmecode run")
        return _lines(study, study.store.counts())


def _lines(study: Study, counts: StoreCounts) -> str:
    done = len({mark.source for mark in study.store.done()})
    stands = _(
        "{sources} sources, {done} done; {codings} codings by {coders} coders; "
        "{open} suggestions to review."
    ).format(
        sources=counts.sources,
        done=done,
        codings=counts.codings,
        coders=counts.coders,
        open=counts.open,
    )
    return "\n".join(
        filter(None, (study.config.title, study.config.notice, stands, _next(counts, done)))
    )


def _next(counts: StoreCounts, done: int) -> str:
    if not counts.sources:
        return _("Next: rmecode ingest FILE…")
    if not counts.codings and not counts.open:
        return _("Next: rmecode run, or rmecode coding import FILE")
    if counts.open:
        return _("Next: rmecode review --list")
    if done < counts.sources:
        return _("Next: code on, and rmecode source done SOURCE when one is finished")
    return _("Next: rmecode export xlsx")
