"""``rmecode export``: xlsx."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.filters import counting_options
from rmecode.cli.options import language_option, study_option
from rmecode.cli.output import warn
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.counting import Asked


@click.group(help=_("Write files for others to work with."))
@language_option
def export() -> None:
    """Hold the formats."""


@export.command(
    help=_("Write the Excel workbook: matrices, excerpts, sources, cases, codebook, provenance.")
)
@click.option("--output", type=click.Path(path_type=Path), help=_("The file; else in results/."))
@click.option(
    "--identified",
    is_flag=True,
    help=_("Use the ids of sources and participants as they are, not neutral ones."),
)
@counting_options
@study_option
def xlsx(output: Path | None, identified: bool, asked: Asked, study: Study) -> None:
    """Write the workbook and say what is in it."""
    from rmecode.study.clock import now
    from rmecode.study.workbook import export_workbook

    done = export_workbook(study, output, at=now(), asked=asked, identified=identified)
    click.echo(
        _("Written: {path} ({codings} codings, {suggestions} unreviewed suggestions)").format(
            path=done.path, codings=done.codings, suggestions=done.suggestions
        )
    )
    warn(done.warnings)
