"""``rmecode coding``: import, list, show; what changes codings is in ``coding_work``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli import coding_work
from rmecode.cli.options import (
    author_of,
    coder_option,
    coders_option,
    json_option,
    language_option,
    study_option,
)
from rmecode.cli.output import print_json, show, warn
from rmecode.cli.passages import Wanted, coding_filters, meant
from rmecode.cli.words import state_title
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study


@click.group(help=_("Code by hand; import, list, show, recode, move and remove codings."))
@language_option
def coding() -> None:
    """Hold the commands on codings."""


for command in (
    coding_work.add,
    coding_work.recode,
    coding_work.move,
    coding_work.remove,
    coding_work.keep,
    coding_work.note,
):
    coding.add_command(command)


@coding.command(
    "import",
    help=_("Take codings from CSV or XLSX: source, start and end or quote, code, coder, memo."),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--revive", is_flag=True, help=_("Take again what somebody had removed."))
@json_option
@coder_option
@study_option
def import_(file: Path, revive: bool, as_json: bool, coder: str | None, study: Study) -> int:
    """Import and say what became of each row that was not simply taken."""
    from rmecode.study.clock import now
    from rmecode.study.importing import import_codings

    who = author_of(study, coder)
    report = import_codings(study, file, by=who, at=now(), coder=who, revive=revive)
    if as_json:
        print_json(report)
        return 2 if report.problems else 0
    click.echo(
        _(
            "{file}: {new} codings taken, {standing} were there already, {removed} were removed "
            "before and stay so, {refused} rows refused."
        ).format(
            file=report.file,
            new=report.new,
            standing=report.standing,
            removed=report.removed,
            refused=len(report.problems),
        )
    )
    warn([*report.notices, *report.problems])
    return 2 if report.problems else 0


@coding.command("list", help=_("List codings."))
@coding_filters
@click.option("--last", type=click.IntRange(1), help=_("Only so many, those made last."))
@click.option("--limit", type=click.IntRange(1), help=_("Only the first so many of the list."))
@json_option
@coders_option
@study_option
def list_codings(
    wanted: Wanted,
    last: int | None,
    limit: int | None,
    as_json: bool,
    coders: tuple[str, ...],
    study: Study,
) -> None:
    """Print a row per coding."""
    from rmecode.study.filters.sifting import sifted
    from rmecode.study.listing import coding_records

    found = sifted(study, wanted.sieve(coders=coders))
    ids = sorted((each.id for each in found.codings), reverse=True)
    newest = set(ids[:last])
    codings = [each for each in found.codings if each.id in newest][:limit]
    rows = coding_records(study, codings, found.places)
    heads = {
        "id": _("Id"),
        "source": _("Source"),
        "start": _("Start"),
        "end": _("End"),
        "code": _("Code"),
        "coder": _("Coder"),
        "state": _("State"),
        "quote": _("Excerpt"),
    }
    said = [{**row, "state": state_title(str(row["state"]))} for row in rows]
    show(rows if as_json else said, heads, as_json=as_json)


@coding.command(
    "show",
    help=_("Show everything on codings, by IDS or by filters: words in place, code, memos, life."),
)
@click.argument("ids", nargs=-1)
@coding_filters
@json_option
@study_option
def show_codings(ids: tuple[str, ...], wanted: Wanted, as_json: bool, study: Study) -> None:
    """Print each whole."""
    from rmecode.cli.lives import said
    from rmecode.study.lives import life_row, lives

    found = lives(study, meant(study, ids, wanted, yes=True, as_json=as_json))
    if as_json:
        print_json([life_row(each) for each in found])
    elif found:
        click.echo("\n\n".join("\n".join(said(each)) for each in found))
