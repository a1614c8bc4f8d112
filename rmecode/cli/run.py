"""``rmecode run``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.options import author_of, coder_option, language_option, opened
from rmecode.cli.output import aligned, step_bar, warn
from rmecode.cli.words import kind_title
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study.running import RunSummary


@click.command(
    help=_(
        "Do everything that changed: take texts, import codings, apply rules, write the workbook."
    )
)
@click.argument("folder", metavar="STUDY", required=False, type=click.Path(path_type=Path))
@click.option("--study", "named", type=click.Path(path_type=Path), help=_("The same as STUDY."))
@coder_option
@language_option
@click.pass_context
def run(context: click.Context, folder: Path | None, named: Path | None, coder: str | None) -> int:
    """Run and say what was found."""
    from rmecode.study.clock import now
    from rmecode.study.running import run

    study = opened(context, folder or named)
    summary = run(study, by=author_of(study, coder), at=now(), progress=step_bar)
    _print(summary)
    warn(summary.problems)
    return 2 if summary.problems else 0


def _print(summary: RunSummary) -> None:
    click.echo(summary.title)
    if summary.notice:
        click.echo(summary.notice)
    click.echo()
    click.echo("\n".join(aligned(_lines(summary))))
    if summary.notices:
        click.echo("\n" + _("To look at:"))
        click.echo("\n".join(f"- {notice}" for notice in summary.notices))
    if summary.unchanged:
        click.echo("\n" + _("Nothing had changed since the last run; nothing was done."))


def _lines(summary: RunSummary) -> list[list[str]]:
    coders = ", ".join(f"{name} ({kind_title(kind)})" for name, kind in summary.coders.items())
    return [
        [
            _("Sources"),
            _fresh(summary.sources, summary.new_sources, summary),
            _("{words} words, on {cases} cases").format(words=summary.words, cases=summary.cases),
        ],
        [
            _("Codings"),
            _fresh(summary.codings, summary.new_codings, summary),
            _("by {coders}; {done} sources done").format(coders=coders or "-", done=summary.done),
        ],
        [
            _("Suggestions"),
            _fresh(summary.suggestions, summary.new_suggestions, summary),
            _("unreviewed, from {rules} rules; they count in no matrix of codings").format(
                rules=summary.rules
            ),
        ],
        [_("Workbook"), "", _near(summary.workbook)],
    ]


def _fresh(there: int, new: int, summary: RunSummary) -> str:
    if summary.unchanged or not new:
        return str(there)
    return _("{count} ({new} new)").format(count=there, new=new)


def _near(path: str) -> str:
    """Return the path as seen from the current folder, where that is shorter."""
    try:
        seen = os.path.relpath(path)
    except ValueError:
        return path
    return min(seen, path, key=len)
