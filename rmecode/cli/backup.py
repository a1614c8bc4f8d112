"""``rmecode backup``: create, list, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rmecode.cli.options import (
    author_of,
    coder_option,
    json_option,
    language_option,
    study_option,
    yes_option,
)
from rmecode.cli.output import ask_or_stop, show, warn
from rmecode.cli.words import backup_title
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.backups import Backup


@click.group(help=_("Keep copies of the project database, list them, put one back."))
@language_option
def backup() -> None:
    """Hold the commands on backups."""


@backup.command(help=_("Write a verified copy of the project database."))
@click.option("--name", help=_("What to call it; else the time of day."))
@study_option
def create(name: str | None, study: Study) -> None:
    """Copy, verify, and say where."""
    from rmecode.study.backups import create_backup
    from rmecode.study.clock import now

    click.echo(_("Written: {path}").format(path=create_backup(study, name, at=now())))


@backup.command("list", help=_("List the copies, each read from end to end."))
@json_option
@study_option
def list_backups(as_json: bool, study: Study) -> None:
    """Print a row per copy."""
    from rmecode.study import backups

    heads = {
        "name": _("Name"),
        "made_at": _("When"),
        "size": _("Bytes"),
        "kind": _("Kind"),
        "schema": _("Schema"),
        "sources": _("Sources"),
        "codings": _("Codings"),
        "whole": _("Sound"),
    }
    rows = [_row(each, as_json=as_json) for each in backups.list_backups(study)]
    show(rows, heads, as_json=as_json)


@backup.command(help=_("Put a copy back; what is there now is kept as a backup first."))
@click.argument("name", metavar="NAME")
@yes_option
@coder_option
@study_option
def restore(name: str, yes: bool, coder: str | None, study: Study) -> None:
    """Ask, put back, and say what was there before."""
    from rmecode.study.backups import known_backup, restore_backup
    from rmecode.study.clock import now

    copy = known_backup(study, name)
    if not yes:
        ask_or_stop(_("Put the project back to {name}?").format(name=copy.name))
    done = restore_backup(study, name, by=author_of(study, coder), at=now())
    click.echo(_("Put back: {name}").format(name=done.name))
    if done.before:
        click.echo(_("What was there before: {name}").format(name=done.before))
    warn(done.notices)


def _row(copy: Backup, *, as_json: bool) -> dict[str, object]:
    row = {name: getattr(copy, name) for name in copy.__slots__ if name != "path"}
    if as_json:
        return row
    sound = _("yes") if copy.whole else _("no: {fault}").format(fault=copy.fault)
    return row | {"kind": backup_title(copy.kind), "whole": sound}
