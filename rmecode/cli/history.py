"""``rmecode history``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rmecode.cli.log_words import moved, touched
from rmecode.cli.options import csv_option, json_option, study_option
from rmecode.cli.output import one_form, print_json, show, warn
from rmecode.cli.words import action_title, action_titles, readable_time
from rmecode.errors.study import UnknownNameError
from rmecode.messages import _
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmecode.study import Study
    from rmecode.study.history import HistoryLine

COUNT: Final = click.IntRange(1, 1_000_000_000)
USUAL: Final = 30
"""How many lines are listed unasked."""


def given(_context: click.Context, _option: click.Parameter, named: str | None) -> str:
    """Return what an option names; one that names nothing is a mistake, and no wish for all.

    Raises:
        click.BadParameter: it names nothing.
    """
    if named == "":
        raise click.BadParameter(_("it names nothing."))
    return named or ""


@click.command(help=_("List who did what, when, under which codebook; the newest first."))
@click.option("--last", type=COUNT, help=_("How many; 30 if not said."))
@click.option("--by", multiple=True, help=_("Only what this person did; - where nobody is named."))
@click.option("--action", "actions", multiple=True, help=_("Only this, as the list calls it."))
@click.option("--source", callback=given, help=_("Only what touched this source."))
@click.option("--coding", callback=given, help=_("The whole life of this coding, by its id."))
@click.option("--code", callback=given, help=_("Only what touched codings with this code."))
@click.option(
    "--since", callback=given, help=_("From this date on, such as 2026-11-22 or 2026-11.")
)
@click.option("--until", callback=given, help=_("Up to this date, that day included."))
@csv_option
@json_option
@study_option
def history(
    last: int | None,
    by: tuple[str, ...],
    actions: tuple[str, ...],
    as_csv: bool,
    as_json: bool,
    study: Study,
    **asked: str,
) -> None:
    """Print the lines of the log that are asked for."""
    from rmecode.study.history import Asked, history_lines

    one_form({"--json": as_json, "--csv": as_csv})
    known = tuple(map(action_meant, actions))
    lines = history_lines(study, Asked((last or USUAL) + 1, by, known, **asked))
    shown = lines[: last or USUAL]
    if as_json:
        print_json(shown)
    elif as_csv:
        click.echo(_csv(shown), nl=False)
    else:
        _print(shown)
    if len(lines) > USUAL and not last:
        warn([_("There are older ones; --last says how many are listed.")])


def action_meant(typed: str) -> str:
    """Return the action that was typed, as JSON calls it or as the list does.

    Raises:
        UnknownNameError: there is none.
    """
    titles = action_titles()
    known = {fold(title): action for action, title in titles.items()}
    known |= {fold(action): action for action in titles}
    if fold(typed) not in known:
        raise UnknownNameError(_("action"), typed, titles)
    return known[fold(typed)]


def _print(lines: Sequence[HistoryLine]) -> None:
    heads = {
        "id": _("No."),
        "at": _("When (UTC)"),
        "by": _("Who"),
        "what": _("What"),
        "subject": _("On"),
        "codebook": _("Codebook"),
        "touched": _("Touched"),
    }
    show([_row(line) for line in lines], heads, as_json=False)


def _row(line: HistoryLine) -> dict[str, object]:
    what = action_title(line.action)
    return {
        "id": line.id,
        "at": readable_time(line.at),
        "by": line.by or "-",
        "what": _("{what} (undone)").format(what=what) if line.undone else what,
        "subject": line.subject or "-",
        "codebook": " ".join(filter(None, [str(line.codebook or "-"), _quoted(line)])),
        "touched": "; ".join(map(moved, line.moves)) or touched(line),
    }


def _quoted(line: HistoryLine) -> str:
    return f"({line.codebook_version})" if line.codebook_version else ""


def _csv(lines: Sequence[HistoryLine]) -> str:
    from rmecode.exchange.csv_files import csv_rows

    names = ("id", "at", "by", "action", "subject", "codebook", "codebook_version", "undone")
    heads = [*names, "undoes", "redoes", "touched"]
    rows = [
        [*(getattr(line, name) for name in names), line.undoes, line.redoes, _row(line)["touched"]]
        for line in lines
    ]
    return csv_rows(heads, rows)
