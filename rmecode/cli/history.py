"""``rmecode history``, ``undo`` and ``redo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rmecode.cli.options import author_of, coder_option, json_option, study_option
from rmecode.cli.output import print_json, show
from rmecode.cli.words import action_title
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.model.stored import LogEntry
    from rmecode.study import Study

COUNT: Final = click.IntRange(1, 1_000_000_000)


@click.command(help=_("List who did what, and when; the newest first."))
@click.option("--last", type=COUNT, default=30, help=_("How many; 30 if not said."))
@json_option
@study_option
def history(last: int, as_json: bool, study: Study) -> None:
    """Print the log."""
    entries = study.store.history(last)
    if as_json:
        print_json(entries)
        return
    heads = {"id": _("No."), "at": _("When"), "by": _("Who"), "action": _("What")}
    rows = [
        {
            **{name: getattr(entry, name) for name in (*heads, "subject")},
            "action": action_title(entry.action),
        }
        for entry in entries
    ]
    show(rows, {**heads, "subject": _("On")}, as_json=False)


@click.command(help=_("Take back the last writes, exactly."))
@click.argument("count", type=COUNT, default=1)
@coder_option
@study_option
def undo(count: int, coder: str | None, study: Study) -> None:
    """Undo and say what."""
    from rmecode.study.clock import now

    for entry in study.store.undo(count, by=author_of(study, coder), at=now()):
        click.echo(_("Undone: {what}").format(what=_said(entry)))


@click.command(help=_("Do again what was taken back."))
@click.argument("count", type=COUNT, default=1)
@coder_option
@study_option
def redo(count: int, coder: str | None, study: Study) -> None:
    """Redo and say what."""
    from rmecode.study.clock import now

    for entry in study.store.redo(count, by=author_of(study, coder), at=now()):
        click.echo(_("Done again: {what}").format(what=_said(entry)))


def _said(entry: LogEntry) -> str:
    when = f"({entry.at}, {entry.by or '-'})"
    return " ".join(filter(None, (action_title(entry.action), entry.subject, when)))
