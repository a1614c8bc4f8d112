"""``rmecode search``: keyword in context, and from the hits to suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rmecode.cli.filters import choice_options
from rmecode.cli.narrow import columns
from rmecode.cli.options import (
    author_of,
    coder_option,
    csv_option,
    excel_option,
    json_option,
    study_option,
    yes_option,
)
from rmecode.cli.output import ask_or_stop, one_form, print_json, step_bar, warn
from rmecode.messages import _, counts, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmecode.model import Code
    from rmecode.study import Study
    from rmecode.study.searching import Hit, Searched

UNITS: Final = ("match", "clause", "sentence", "turn")
PIPED: Final = 120
"""How many characters a line of hits has where no terminal says how many."""


@click.command(
    help=_(
        "Search the texts: every place of EXPR, with the words around it. EXPR is written as in "
        "rules and filters: words, phrases, conditions such as role:director."
    )
)
@click.argument("words", metavar="EXPR", nargs=-1, required=True)
@choice_options("cases", "sources", "instruments", "roles", "stages")
@click.option("--interviewer", is_flag=True, help=_("Look at the interviewer's words too."))
@click.option(
    "--unit",
    type=click.Choice(UNITS),
    help=_("What is a hit: the words alone, or what they stand in; sentence with --suggest."),
)
@click.option(
    "--width",
    type=click.IntRange(0, 100_000),
    help=_("Characters of context on each side; else what the terminal has room for."),
)
@click.option("--limit", type=click.IntRange(1), help=_("Take only the first hits."))
@csv_option
@excel_option
@click.option(
    "--suggest",
    "codes",
    multiple=True,
    metavar="CODE",
    help=_("Make each hit a suggestion of this code, for review."),
)
@yes_option
@json_option
@coder_option
@study_option
def search(
    words: tuple[str, ...],
    choices: dict[str, tuple[str, ...]],
    interviewer: bool,
    unit: str | None,
    width: int | None,
    limit: int | None,
    as_csv: bool,
    excel: bool,
    codes: tuple[str, ...],
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Search, and print the hits or make them suggestions."""
    from rmecode.study.searching import WIDTH, Asked, search_texts
    from rmecode.study.suggesting import codes_named

    one_form({"--json": as_json, "--excel" if excel else "--csv": excel or as_csv})
    form = "excel" if excel else "csv" if as_csv else "json" if as_json else "text"
    named = codes_named(study, codes)
    if named and form in ("csv", "excel"):
        raise click.UsageError(_("List the hits as CSV, or make them suggestions: one of the two."))
    unit = unit or ("sentence" if named else "match")
    context = WIDTH if width is None else width
    asked = Asked(" ".join(words), unit, interviewer, choices, context, limit)
    searched = search_texts(study, asked, progress=step_bar("language"))
    warn([*searched.notes, *_cut_off(searched)])
    if form == "text" and not (named and yes):
        _print_lines(study, searched, width)
    if not named and form != "text":
        _print_rows(study, searched, form)
    if named:
        _ask(len(searched.hits), named, yes=yes)
        by = author_of(study, coder)
        _suggest(study, searched.hits, named, asked.expression, by, as_json=as_json)


def _cut_off(searched: Searched) -> list[str]:
    """Return what there is to say of hits that are not shown."""
    if not searched.left_out:
        return []
    said = ngettext(
        "Only the first of {count} hits; --limit takes more.",
        "Only the first {shown} of {count} hits; --limit takes more.",
        len(searched.hits),
    )
    return [said.format(shown=len(searched.hits), count=searched.total)]


def _print_lines(study: Study, searched: Searched, width: int | None) -> None:
    from rmecode.cli.kwic import kwic

    click.echo(_head(searched))
    shorts = {each.id: f"s{each.short}" for each in study.store.sources()}
    for line in kwic(searched.hits, shorts, columns=columns(PIPED), side=width):
        click.echo(line)


def _head(searched: Searched) -> str:
    if not searched.total:
        return _("No hits.")
    hits = ngettext("{count} hit", "{count} hits", searched.total)
    return _("{hits} in {sources}, {cases}.").format(
        hits=hits.format(count=searched.total),
        sources=counts.sources(searched.sources),
        cases=counts.cases(searched.cases),
    )


def _print_rows(study: Study, searched: Searched, form: str) -> None:
    from rmecode.exchange.csv_files import csv_rows
    from rmecode.study.searching import HIT, hit_rows

    rows = hit_rows(study, searched.hits)
    if form == "json":
        print_json(rows)
    else:
        cells = [[*row.values()] for row in rows]
        click.echo(csv_rows(HIT, cells, excel=form == "excel"), nl=False)


def _ask(hits: int, codes: Sequence[Code], *, yes: bool) -> None:
    """Ask whether so many suggestions are to be made, if there are any."""
    count = hits * len(codes)
    if count and not yes:
        question = ngettext(
            "{count} suggestion of {codes}. Go on?", "{count} suggestions of {codes}. Go on?", count
        )
        ask_or_stop(question.format(count=count, codes=_paths(codes)))


def _suggest(
    study: Study, hits: Sequence[Hit], codes: Sequence[Code], reason: str, by: str, *, as_json: bool
) -> None:
    """Make the suggestions, and say how many are new."""
    from rmecode.study.clock import now
    from rmecode.study.suggesting import suggest_hits

    suggested = suggest_hits(study, hits, codes, reason=reason, by=by, at=now())
    if as_json:
        print_json(suggested)
        return
    new = ngettext(
        "{codes}: {count} new suggestion, {there} were there already, open or decided.",
        "{codes}: {count} new suggestions, {there} were there already, open or decided.",
        len(suggested.new),
    )
    click.echo(
        new.format(codes=_paths(codes), count=len(suggested.new), there=suggested.there)
        + (" " + _("'rmecode review --list' shows them.") if hits else "")
    )


def _paths(codes: Sequence[Code]) -> str:
    return ", ".join(code.path for code in codes)
