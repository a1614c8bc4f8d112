"""``rmecode review``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rmecode.cli.filters import Filters, filter_options
from rmecode.cli.options import coder_of, coder_option, json_option, study_option, yes_option
from rmecode.cli.output import ask_or_stop, show
from rmecode.cli.words import state_title
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.listing import Record


@click.command(
    help=_(
        "List suggestions, or accept or reject them: those of IDS (12, 15-18), or all that the "
        "filters leave."
    )
)
@click.argument("ids", nargs=-1)
@click.option("--list", "wanted", flag_value="list", default=True, help=_("List them."))
@click.option("--accept", "wanted", flag_value="accepted", help=_("Make them codings of yours."))
@click.option("--reject", "wanted", flag_value="rejected", help=_("Refuse them."))
@click.option("--reopen", "wanted", flag_value="open", help=_("Forget what was decided."))
@click.option("--all", "decided", is_flag=True, help=_("List those that are decided too."))
@filter_options
@yes_option
@json_option
@coder_option
@study_option
def review(
    ids: tuple[str, ...],
    wanted: str,
    decided: bool,
    filters: Filters,
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """List, or decide."""
    if wanted == "list":
        rows = _found(study, ids, filters)
        shown = rows if decided or ids else [row for row in rows if row["state"] == "open"]
        _show(shown, as_json=as_json)
        return
    if not ids and not filters.given:
        raise click.UsageError(_("Say which: ids, or a filter such as --where or --code."))
    by, chosen = coder_of(study, coder), _chosen(study, ids, filters, reopened=wanted == "open")
    if chosen and not ids and not yes:
        ask_or_stop(_("{count} suggestions. Go on?").format(count=len(chosen)))
    _decide(study, chosen, wanted, by)


def _found(study: Study, ids: tuple[str, ...], filters: Filters) -> list[Record]:
    from rmecode.study.ids import ids_of
    from rmecode.study.listing import suggestion_rows

    rows, named = suggestion_rows(study), set(ids_of(ids)) if ids else set()
    return filters.kept(study, [row for row in rows if not ids or row["id"] in named])


def _chosen(study: Study, ids: tuple[str, ...], filters: Filters, *, reopened: bool) -> list[int]:
    """Return the ids as typed, or, with filters, those whose turn it is among what they leave."""
    from rmecode.study.ids import ids_of

    if not filters.given:
        return ids_of(ids)
    rows = _found(study, ids, filters)
    return [int(str(row["id"])) for row in rows if (row["state"] != "open") is reopened]


def _decide(study: Study, ids: list[int], wanted: str, coder: str) -> None:
    from rmecode.model import Decision
    from rmecode.study.clock import now
    from rmecode.study.reviewing import decide

    if not ids:
        click.echo(_("No suggestion fits."))
        return
    decide(study, ids, Decision(wanted), coder=coder, at=now())
    count = len(ids)
    said = {
        "accepted": ngettext(
            "{count} suggestion accepted.", "{count} suggestions accepted.", count
        ),
        "rejected": ngettext(
            "{count} suggestion rejected.", "{count} suggestions rejected.", count
        ),
        "open": ngettext("{count} suggestion reopened.", "{count} suggestions reopened.", count),
    }
    click.echo(said[wanted].format(count=count))


def _show(rows: list[Record], *, as_json: bool) -> None:
    heads = {
        "id": _("Id"),
        "source": _("Source"),
        "turn": _("Turn"),
        "code": _("Code"),
        "state": _("State"),
        "found_by": _("Found by"),
        "matched": _("Words found"),
        "quote": _("Excerpt"),
    }
    said = [
        {
            **row,
            "state": state_title(str(row["state"])),
            "found_by": row["rule"] or row["reason"],
        }
        for row in rows
    ]
    show(rows if as_json else said, heads, as_json=as_json)
