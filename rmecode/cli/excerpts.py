"""``rmecode excerpts``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from rmecode.cli.filters import Filters, filter_options
from rmecode.cli.options import (
    coders_option,
    excel_option,
    identified_option,
    json_option,
    study_option,
)
from rmecode.cli.output import one_form, warn
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.excerpts.retrieving import Wanted

CONTEXT: Final = 100


@click.command(
    help=_(
        "Coded passages with their context: as text, Markdown, CSV, Word or JSON. In files "
        "participants have pseudonyms and sources neutral ids; names within the words stay."
    )
)
@filter_options
@coders_option
@click.option(
    "--by",
    type=click.Choice(["code", "case", "source"]),
    default="code",
    help=_("What they are grouped by; by code if not said."),
)
@click.option(
    "--context",
    type=click.IntRange(0, 100_000),
    help=_("So many characters around each, in whole words; 100 if not said."),
)
@click.option("--turns", is_flag=True, help=_("The whole turns that they are part of."))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "csv", "docx", "json"]),
    help=_("The format; else that of the file's name, else text."),
)
@excel_option
@json_option
@click.option("--output", type=click.Path(path_type=Path), help=_("Write to a file."))
@identified_option
@study_option
def excerpts(
    filters: Filters,
    coders: tuple[str, ...],
    by: str,
    context: int | None,
    turns: bool,
    form: str | None,
    excel: bool,
    as_json: bool,
    output: Path | None,
    identified: bool,
    study: Study,
) -> None:
    """Retrieve and print, or write."""
    from rmecode.study.excerpts.files import format_of
    from rmecode.study.excerpts.retrieving import Wanted

    if turns and context is not None:
        raise click.UsageError(_("Say --context or --turns, not both."))
    other = form not in (None, "json" if as_json else "csv")
    one_form({"--json": as_json, "--excel": excel, f"--format {form}": other})
    chosen = "json" if as_json else "csv" if excel else form or format_of(output)
    printed = output is None and chosen != "docx"
    wanted = Wanted(
        {**filters.choices, "coders": coders},
        filters.where,
        by,
        None if turns else CONTEXT if context is None else context,
        identified=identified or printed,
    )
    if printed:
        _print(study, wanted, chosen, excel=excel)
    else:
        _write(study, wanted, output, chosen, excel=excel)


def _print(study: Study, wanted: Wanted, form: str, *, excel: bool) -> None:
    from rmecode.study.excerpts.files import excerpts_in
    from rmecode.study.excerpts.retrieving import retrieved

    text = excerpts_in(retrieved(study, wanted), form, excel=excel)
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def _write(study: Study, wanted: Wanted, output: Path | None, form: str, *, excel: bool) -> None:
    from rmecode.study.clock import now
    from rmecode.study.excerpts.files import write_excerpts

    done = write_excerpts(study, wanted, output, form, at=now(), excel=excel)
    said = ngettext(
        "Written: {path} ({count} coding)", "Written: {path} ({count} codings)", done.codings
    )
    click.echo(said.format(path=done.path, count=done.codings))
    warn(done.warnings)
