"""``rmecode source``: list, show, assign, done, remove, and erase (``erase``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rmecode.cli.erase import erase
from rmecode.cli.options import (
    author_of,
    coder_of,
    coder_option,
    json_option,
    language_option,
    study_option,
    yes_option,
)
from rmecode.cli.output import ask_or_stop, show
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study


@click.group(help=_("List, show, assign, mark, remove and erase sources."))
@language_option
def source() -> None:
    """Hold the commands on sources."""


source.add_command(erase)


@source.command("list", help=_("List the sources in the project."))
@click.option("--case", help=_("Only those of this case."))
@json_option
@study_option
def list_sources(case: str | None, as_json: bool, study: Study) -> None:
    """Print a row per source."""
    from rmecode.study.listing import source_rows
    from rmecode.study.parts import known_case

    wanted = known_case(study, case) if case else None
    inside = {e.source.id for e in study.evidence() if wanted in (None, *e.source.cases)}
    rows = [row for row in source_rows(study) if row["source"] in inside]
    heads = {
        "short": _("Id"),
        "source": _("Source"),
        "instrument": _("Instrument"),
        "cases": _("Cases"),
        "role": _("Role"),
        "turns": _("Turns"),
        "words": _("Words"),
        "codings": _("Codings"),
        "done": _("Done"),
    }
    show(rows, heads, as_json=as_json)


@source.command("show", help=_("Show a source turn by turn, with numbers, speakers and roles."))
@click.argument("name", metavar="SOURCE")
@click.option("--text", "whole", is_flag=True, help=_("Print its text as it is kept, whole."))
@click.option("--paragraphs", is_flag=True, help=_("Number its paragraphs instead of its turns."))
@json_option
@study_option
def show_source(name: str, whole: bool, paragraphs: bool, as_json: bool, study: Study) -> None:
    """Print the turns, the paragraphs or the text."""
    from rmecode.study.listing import paragraph_rows, turn_rows
    from rmecode.study.parts import known_source

    known = known_source(study, name)
    if whole:
        click.echo(study.text(known))
        return
    heads = {
        "turn": _("Turn"),
        "label": _("Label"),
        "role": _("Role"),
        "participant": _("Who"),
        "start": _("Start"),
        "end": _("End"),
        "text": _("Words"),
    }
    if paragraphs:
        numbered = {"paragraph": _("Paragraph"), "turn": _("Turn")}
        places = {name: heads[name] for name in ("start", "end", "text")}
        show(paragraph_rows(study, known), numbered | places, as_json=as_json)
    else:
        show(turn_rows(study, known), heads, as_json=as_json)


@source.command(help=_("Give turns of a source of several cases to one of them."))
@click.argument("name", metavar="SOURCE")
@click.option("--turns", required=True, help=_("Which turns, such as 12-18 or 3, 7-9."))
@click.option("--case", help=_("The case that they speak of."))
@click.option("--remove", is_flag=True, help=_("Take the assignment of exactly these turns back."))
@coder_option
@study_option
def assign(
    name: str, turns: str, case: str | None, remove: bool, coder: str | None, study: Study
) -> None:
    """Assign, or take back."""
    from rmecode.study import parts
    from rmecode.study.clock import now

    if bool(case) == remove:
        raise click.UsageError(_("Give either --case CASE or --remove."))
    known, by = parts.known_source(study, name), author_of(study, coder)
    if remove:
        parts.unassign(study, known, turns, by=by, at=now())
        click.echo(
            _("{source}, turns {turns}: of all its cases again").format(source=known, turns=turns)
        )
    else:
        parts.assign(study, known, turns, str(case), by=by, at=now())
        click.echo(
            _("{source}, turns {turns}: of {case} only").format(
                source=known, turns=turns, case=case
            )
        )


@source.command(help=_("Say that a coder has coded a source to the end."))
@click.argument("name", metavar="SOURCE")
@click.option("--remove", is_flag=True, help=_("Take the mark back."))
@coder_option
@study_option
def done(name: str, remove: bool, coder: str | None, study: Study) -> None:
    """Set or remove the mark."""
    from rmecode.study import marking
    from rmecode.study.clock import now
    from rmecode.study.parts import known_source

    known, who = known_source(study, name), coder_of(study, coder)
    if remove:
        marking.unmark_done(study, known, who, at=now())
        click.echo(
            _("{source}: no longer marked as done by {coder}").format(source=known, coder=who)
        )
    elif marking.mark_done(study, known, who, at=now()):
        click.echo(_("{source}: done by {coder}").format(source=known, coder=who))
    else:
        click.echo(_("{source}: was done by {coder} already").format(source=known, coder=who))


@source.command(help=_("Remove a source with its codings; 'rmecode undo' brings all back."))
@click.argument("name", metavar="SOURCE")
@yes_option
@coder_option
@study_option
def remove(name: str, yes: bool, coder: str | None, study: Study) -> None:
    """Remove after asking."""
    from rmecode.study.clock import now
    from rmecode.study.parts import known_source

    known = known_source(study, name)
    if not yes:
        ask_or_stop(_removal(study, known))
    by = author_of(study, coder)
    with study.store.changes(by=by, at=now(), action="remove", subject=known) as changes:
        changes.remove_source(known)
    click.echo(_("{source}: removed. 'rmecode undo' brings it back.").format(source=known))


def _removal(study: Study, source: str) -> str:
    """Return the question; how much others coded is not told where the study is blind."""
    if study.config.blind:
        return _("Remove {source} with all that anybody coded in it?").format(source=source)
    codings = len(study.store.codings(source))
    return _("Remove {source} with its {count} codings?").format(source=source, count=codings)
