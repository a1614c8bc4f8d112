"""``rmecode coding``: what makes and changes codings: add, recode, move, remove, keep, note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rmecode.cli.coding_outcomes import all_so, outcomes_of, print_outcomes, rows_by_id
from rmecode.cli.options import (
    author_of,
    coder_of,
    coder_option,
    json_option,
    study_option,
    yes_option,
)
from rmecode.cli.output import print_json, warn
from rmecode.cli.passages import Wanted, coding_filters, meant, passage_options
from rmecode.cli.texts import text_argument
from rmecode.messages import _, ngettext
from rmecode.messages.passages import at_place, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.study import Study
    from rmecode.study.adding import Added
    from rmecode.study.placing import Passage
    from rmecode.study.recoding import Changed


@click.command(help=_("Code words of a source, named by quote, turn, paragraph or characters."))
@click.argument("source")
@click.option("--code", "codes", multiple=True, required=True, help=_("A code; several at once."))
@passage_options
@click.option("--memo", default="", help=_("What the coder notes on it."))
@json_option
@coder_option
@study_option
def add(
    source: str,
    codes: tuple[str, ...],
    passage: Passage,
    memo: str,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Code, and say what was coded where."""
    from rmecode.errors.places import QuoteAmbiguousError
    from rmecode.study.adding import Asked, add_codings
    from rmecode.study.clock import now
    from rmecode.study.parts import known_source

    who = coder_of(study, coder)
    asked = Asked(known_source(study, source), passage, codes, memo)
    try:
        added = add_codings(study, asked, coder=who, at=now())
    except QuoteAmbiguousError as error:
        if as_json:
            print_json({"places": [place._asdict() for place in error.places]})
        raise
    _say_added(added, as_json=as_json)


def _say_added(added: Added, *, as_json: bool) -> None:
    if as_json:
        print_json(added.codings)
    else:
        click.echo("\n".join(_lines(added)))
    warn(added.notices)


def _lines(added: Added) -> Iterator[str]:
    outcomes = {
        "new": "",
        "standing": _(" (was there already)"),
        "revived": _(" (had been removed, and is back)"),
    }
    for each in added.codings:
        where, words = at_place(each.turn, each.start, each.end), shortened(each.quote, 80)
        yield f"c{each.id}  {each.source}, {where}: «{words}» → {each.code}{outcomes[each.outcome]}"


@click.command(help=_("Give codings another code: those of IDS (12, c15-c18), or by filters."))
@click.argument("ids", nargs=-1)
@click.option("--to", "code", required=True, help=_("The code that they are to have."))
@coding_filters
@yes_option
@json_option
@coder_option
@study_option
def recode(
    ids: tuple[str, ...],
    code: str,
    wanted: Wanted,
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Recode, and say which were one already."""
    from rmecode.model import find_code
    from rmecode.study import recoding
    from rmecode.study.clock import now

    by, to = author_of(study, coder), find_code(study.codebook, code)
    chosen = meant(study, ids, wanted, yes=yes, as_json=as_json)
    before = rows_by_id(study, chosen) if as_json else {}
    done = recoding.recode(study, chosen, to.id, by=by, at=now())
    if as_json:
        print_outcomes(study, before, outcomes_of(done))
    else:
        _say_changed(done, to.path)


@click.command(
    help=_("Give a coding other words of its source: that of ID, or the one that filters leave.")
)
@click.argument("ids", metavar="ID", nargs=-1)
@passage_options
@coding_filters
@json_option
@coder_option
@study_option
def move(
    ids: tuple[str, ...],
    passage: Passage,
    wanted: Wanted,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Move, and say where it stands now."""
    from rmecode.study import recoding
    from rmecode.study.clock import now

    by, chosen = author_of(study, coder), meant(study, ids, wanted, yes=True, as_json=as_json)
    if len(chosen) != 1:
        raise click.UsageError(_("Name one coding."))
    before = rows_by_id(study, chosen) if as_json else {}
    done = recoding.move(study, chosen[0], passage, by=by, at=now())
    if as_json:
        print_outcomes(study, before, outcomes_of(done))
        return
    stands = study.store.codings_by_id(done.changed or done.standing)
    there = ", ".join(f"{each.source} {each.span.start}-{each.span.end}" for each in stands)
    _say_changed(done, there)


def _say_changed(done: Changed, there: str) -> None:
    if done.changed:
        said = ngettext("{count} coding → {there}", "{count} codings → {there}", len(done.changed))
        click.echo(said.format(count=len(done.changed), there=there))
    if done.standing:
        said = ngettext(
            "{count} coding was so already.", "{count} codings were so already.", len(done.standing)
        )
        click.echo(said.format(count=len(done.standing)))
    for gone, stands in done.joined:
        said = _("c{gone}: became one with c{stands}, which said so already.")
        click.echo(said.format(gone=gone, stands=stands))


@click.command(
    help=_(
        "Remove codings, by IDS (12, c15-c18) or by filters; 'rmecode undo' brings them back, an "
        "import does not."
    )
)
@click.argument("ids", nargs=-1)
@coding_filters
@yes_option
@json_option
@coder_option
@study_option
def remove(
    ids: tuple[str, ...],
    wanted: Wanted,
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Remove them."""
    from rmecode.study import recoding
    from rmecode.study.clock import now

    by, chosen = author_of(study, coder), meant(study, ids, wanted, yes=yes, as_json=as_json)
    before = rows_by_id(study, chosen) if as_json else {}
    recoding.remove(study, chosen, by=by, at=now())
    if as_json:
        print_outcomes(study, before, all_so(chosen, "removed"))
    elif chosen:
        said = ngettext("{count} coding removed.", "{count} codings removed.", len(chosen))
        click.echo(said.format(count=len(chosen)))


@click.command(
    help=_(
        "Say that codings were looked at again and stay as they are: doubtful places, and what a "
        "changed definition asks to reread."
    )
)
@click.argument("ids", nargs=-1)
@coding_filters
@yes_option
@json_option
@coder_option
@study_option
def keep(
    ids: tuple[str, ...],
    wanted: Wanted,
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Keep them, without doubt."""
    from rmecode.study import recoding
    from rmecode.study.clock import now

    by, chosen = author_of(study, coder), meant(study, ids, wanted, yes=yes, as_json=as_json)
    count = recoding.keep(study, chosen, by=by, at=now())
    if as_json:
        print_outcomes(study, {}, all_so(chosen, "kept"))
    elif chosen:
        said = ngettext(
            "{count} coding was in doubt, and stays.",
            "{count} codings were in doubt, and stay.",
            count,
        )
        click.echo(said.format(count=count) if count else _("None of them was in doubt."))


@click.command(
    help=_("Write what is noted on codings: IDS such as 12 or c3,c9; an empty TEXT clears it."),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("ids")
@text_argument
@json_option
@coder_option
@study_option
def note(ids: str, text: str, as_json: bool, coder: str | None, study: Study) -> None:
    """Write the note."""
    from rmecode.study import recoding
    from rmecode.study.clock import now
    from rmecode.study.ids import ids_of

    by, chosen = author_of(study, coder), ids_of([ids])
    count = recoding.note(study, chosen, text, by=by, at=now())
    if as_json:
        print_outcomes(study, {}, all_so(chosen, "noted"))
        return
    said = ngettext("{count} note written.", "{count} notes written.", count)
    click.echo(said.format(count=count))
