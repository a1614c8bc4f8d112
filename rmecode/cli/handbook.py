"""``rmecode export codebook``: the handbook, or the table that people keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.options import coders_option, excel_option, identified_option, study_option
from rmecode.cli.output import warn
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study

PRINTED = ("docx", "md")
"""The formats that are read as a book; the others are tables."""


@click.command(
    "codebook",
    help=_(
        "Write the codebook as a handbook to print (docx, md), or as a table with a row per code "
        "(xlsx, csv) that 'rmecode codebook import' takes back."
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["docx", "md", "xlsx", "csv"]),
    help=_("The format; else that of the file's name, else docx."),
)
@click.option("--output", type=click.Path(path_type=Path), help=_("The file; else in results/."))
@click.option(
    "--excerpts",
    type=click.IntRange(0, 50),
    default=0,
    help=_("So many real excerpts under each code, at most."),
)
@click.option("--counts", is_flag=True, help=_("Codings, sources, cases and coders of each code."))
@click.option("--rules", is_flag=True, help=_("The rules of each code."))
@coders_option
@identified_option
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default="a4", help=_("The paper of docx.")
)
@excel_option
@study_option
def codebook(
    form: str | None,
    output: Path | None,
    excerpts: int,
    counts: bool,
    rules: bool,
    coders: tuple[str, ...],
    identified: bool,
    paper: str,
    excel: bool,
    study: Study,
) -> None:
    """Write it and say what is in it."""
    from rmecode.study.clock import now
    from rmecode.study.excerpts.handbook import Printed, export_handbook, format_of

    chosen = form or ("csv" if excel else format_of(output))
    if chosen not in PRINTED and (excerpts or rules):
        raise click.UsageError(_("A table has no excerpts or rules: choose --format docx or md."))
    printed = Printed(excerpts, counts, rules, coders, identified, paper)
    done = export_handbook(study, printed, output, chosen, at=now(), excel=excel)
    click.echo(_("Written: {path} ({codes} codes)").format(path=done.path, codes=done.codes))
    warn(done.warnings)
