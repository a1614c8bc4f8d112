"""``rmecode source erase``: the one command that nothing takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rmecode.cli.options import author_of, coder_option, study_option, yes_option
from rmecode.cli.output import ask_or_stop, warn
from rmecode.errors.safety import OtherSourceTypedError, ReasonMissingError
from rmecode.messages import _, ngettext
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.study import Study
    from rmecode.study.erasure.plan import Plan


@click.command(
    help=_(
        "Destroy a source for good: text, codings, history, tables' rows, results, backups. "
        "Nothing brings it back."
    )
)
@click.argument("name", metavar="SOURCE")
@click.option("--reason", default="", help=_("Why; it stays in the log, so name nobody in it."))
@click.option(
    "--participant",
    "participants",
    is_flag=True,
    help=_("Take out the rows of participants who speak in no other source, too."),
)
@yes_option
@coder_option
@study_option
def erase(
    name: str, reason: str, participants: bool, yes: bool, coder: str | None, study: Study
) -> None:
    """Show what goes, ask twice, destroy, and say what could not be reached."""
    from rmecode.study.clock import now
    from rmecode.study.erasure.erasing import erase_source
    from rmecode.study.erasure.plan import plan_erasure

    if not reason.strip():
        raise ReasonMissingError
    plan = plan_erasure(study, name)
    if not yes:
        _ask_twice(plan)
    by = author_of(study, coder)
    done = erase_source(study, plan, reason=reason, by=by, at=now(), participants=participants)
    click.echo(_("{source}: erased, for good.").format(source=done.source))
    click.echo("\n".join(_("Deleted: {file}").format(file=file) for file in done.deleted), nl=False)
    click.echo("\n" if done.deleted else "", nl=False)
    warn(done.left)


def _ask_twice(plan: Plan) -> None:
    click.echo("\n".join(_lines(plan)))
    ask_or_stop(_("Destroy all this for good?"))
    typed = click.prompt(
        _("Type {source} to go on").format(source=plan.source), default="", show_default=False
    )
    if fold(typed.strip()) != fold(plan.source):
        raise OtherSourceTypedError(typed, plan.source)


def _lines(plan: Plan) -> Iterator[str]:
    """Yield what goes, a line each."""
    yield ngettext(
        "{source}: its text, turns, history and {count} coding",
        "{source}: its text, turns, history and {count} codings",
        plan.codings,
    ).format(source=plan.source, count=plan.codings)
    for path, count in plan.rows:
        yield ngettext("{file}: {count} row", "{file}: {count} rows", count).format(
            file=path.name, count=count
        )
    for path in (*plan.transcripts, *plan.results):
        yield _("the file {path}").format(path=path)
    yield ngettext(
        "what {count} backup has of it", "what {count} backups have of it", len(plan.backups)
    ).format(count=len(plan.backups))
