"""``rmecode coding``: import, list, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.filters import Filters, filter_options
from rmecode.cli.options import author_of, coder_option, json_option, language_option, study_option
from rmecode.cli.output import print_json, show, warn
from rmecode.cli.words import state_title
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from rmecode.study import Study


@click.group(help=_("Import, list and remove codings."))
@language_option
def coding() -> None:
    """Hold the commands on codings."""


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
@filter_options
@json_option
@click.option("--coder", "coders", multiple=True, help=_("Only those of this coder."))
@study_option
def list_codings(filters: Filters, as_json: bool, coders: tuple[str, ...], study: Study) -> None:
    """Print a row per coding."""
    from rmecode.study.listing import coding_rows

    asked = Filters(filters.where, {**filters.choices, "coders": coders})
    rows = asked.kept(study, coding_rows(study))
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


@coding.command(help=_("Remove codings; 'rmecode undo' brings them back, an import does not."))
@click.argument("ids", nargs=-1, required=True)
@coder_option
@study_option
def remove(ids: tuple[str, ...], coder: str | None, study: Study) -> None:
    """Remove them."""
    from rmecode.study.clock import now
    from rmecode.study.reviewing import ids_of

    chosen, by = ids_of(ids), author_of(study, coder)
    with study.store.changes(by=by, at=now(), action="remove", subject=",".join(ids)) as changes:
        changes.remove_codings(chosen)
    said = ngettext("{count} coding removed.", "{count} codings removed.", len(chosen))
    click.echo(said.format(count=len(chosen)))
