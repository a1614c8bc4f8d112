"""``rmecode undo`` and ``redo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rmecode.cli.options import author_of, coder_option, study_option, yes_option
from rmecode.cli.output import ask_or_stop
from rmecode.cli.words import action_title
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmecode.model import LogEntry
    from rmecode.study import Study

COUNT: Final = click.IntRange(1, 1_000_000_000)


@click.command(
    help=_("Take back the last writes, exactly; what a change wrote into the codebook too.")
)
@click.argument("count", type=COUNT, default=1)
@yes_option
@coder_option
@study_option
def undo(count: int, yes: bool, coder: str | None, study: Study) -> None:
    """Undo and say what."""
    from rmecode.study import undoing
    from rmecode.study.clock import now

    by = author_of(study, coder)
    if not yes:
        _ask_about_others(study, study.store.undoable(count), by)
    for entry in undoing.undo(study, count, by=by, at=now()):
        click.echo(_("Undone: {what}").format(what=_said(entry)))


@click.command(help=_("Do again what was taken back."))
@click.argument("count", type=COUNT, default=1)
@yes_option
@coder_option
@study_option
def redo(count: int, yes: bool, coder: str | None, study: Study) -> None:
    """Redo and say what."""
    from rmecode.study import undoing
    from rmecode.study.clock import now

    by = author_of(study, coder)
    if not yes:
        _ask_about_others(study, study.store.redoable(count), by)
    for entry in undoing.redo(study, count, by=by, at=now()):
        click.echo(_("Done again: {what}").format(what=_said(entry)))


def _ask_about_others(study: Study, entries: Sequence[LogEntry], by: str) -> None:
    """Ask before touching what others did."""
    from rmecode.study.undoing import others

    names = others(study, entries, by)
    if names:
        theirs = [entry for entry in entries if study.coder_named(entry.by) in names]
        for entry in theirs:
            click.echo(_said(entry))
        question = ngettext(
            "This was done by {names}. Go on?", "These were done by {names}. Go on?", len(theirs)
        )
        ask_or_stop(question.format(names=", ".join(names)))


def _said(entry: LogEntry) -> str:
    when = f"({entry.at}, {entry.by or '-'})"
    return " ".join(filter(None, (action_title(entry.action), entry.subject, when)))
