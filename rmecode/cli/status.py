"""``rmecode status``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rmecode.cli.narrow import beside, fitted
from rmecode.cli.options import json_option, study_option
from rmecode.cli.output import print_json
from rmecode.cli.standing import head, next_lines, summary, what_waits
from rmecode.cli.words import kind_title
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.progress import CoderProgress, Status

FEW: Final = 6
"""How many coders are listed unasked."""


@click.command(help=_("Say how far sources, coders and codes are, what waits, and what is next."))
@click.option("--sources", is_flag=True, help=_("List every source: how far each coder is."))
@click.option("--coders", is_flag=True, help=_("List every coder."))
@click.option("--codes", is_flag=True, help=_("List every code, and those that nobody has used."))
@json_option
@click.option("--coder", help=_("Whose next step; else RMECODE_CODER, else that of study.toml."))
@study_option
def status(
    sources: bool, coders: bool, codes: bool, as_json: bool, coder: str | None, study: Study
) -> None:
    """Print the summary, and the lists that are asked for."""
    from rmecode.study.filters.choices import look_as
    from rmecode.study.status import status

    if coder:
        look_as(study, coder)
    found = status(study)
    if as_json:
        print_json(found)
        return
    waiting = list(what_waits(found))
    parts = [head(found), list(summary(found)), waiting]
    parts += [_coders(found)] if coders or _few(found) else []
    parts += [_sources(found)] if sources else []
    parts += [_codes(found)] if codes else []
    parts += [next_lines(found, waiting)]
    click.echo("\n\n".join("\n".join(part) for part in parts if part))


def _few(found: Status) -> bool:
    return bool(found.sources) and 0 < len(found.coders) <= FEW


def _coders(found: Status) -> list[str]:
    heads = [_("Coder"), _("Codings"), _("Finished"), _("Begun"), _("Not begun"), _("Last worked")]
    rows = [
        [
            f"{each.coder} ({kind_title(each.kind)})",
            *map(str, (each.codings, each.done, each.begun, each.not_begun)),
            each.last[:10] or "-",
        ]
        for each in found.coders
    ]
    return list(fitted([heads, *rows], flexible=0))


def _sources(found: Status) -> list[str]:
    names = [[_("Id"), _("Source"), _("To review")]]
    names += [[each.short, each.source, str(each.open or "-")] for each in found.sources]
    by_coder = [
        [coder.coder, *(_cell(source.coders[place]) for source in found.sources)]
        for place, coder in enumerate(found.coders)
    ]
    legend = _("done 3: coded to the end, 3 codings; 3: begun, 3 codings; -: not begun.")
    return [*beside(names, by_coder, flexible=1), *([legend] if by_coder else [])]


def _cell(own: CoderProgress) -> str:
    if own.is_done:
        return _("done {count}").format(count=own.codings)
    return str(own.codings or "-")


def _codes(found: Status) -> list[str]:
    rows = [
        [each.code, *map(str, (each.codings, each.sources, len(each.cases), len(each.coders)))]
        if each.used
        else [each.code, _("not used"), "", "", ""]
        for each in found.codes
    ]
    heads = [_("Code"), _("Codings"), _("Sources"), _("Cases"), _("Coders")]
    note = _("A code counts with those below it. {done} of {sources} sources are done.")
    said = note.format(done=found.done, sources=len(found.sources))
    return [*fitted([heads, *rows], flexible=0), said]
