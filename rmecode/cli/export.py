"""``rmecode export``: xlsx, word, codebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.filters import counting_options
from rmecode.cli.handbook import codebook
from rmecode.cli.options import coders_option, identified_option, language_option, study_option
from rmecode.cli.output import warn
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.counting import Asked


@click.group(help=_("Write files for others to work with."))
@language_option
def export() -> None:
    """Hold the formats."""


export.add_command(codebook)


@export.command(
    help=_("Write the Excel workbook: matrices, excerpts, sources, cases, codebook, provenance.")
)
@click.option("--output", type=click.Path(path_type=Path), help=_("The file; else in results/."))
@identified_option
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


@export.command(
    help=_("Write a transcript in Word, each coding a comment; 'rmecode import' takes it back.")
)
@click.argument("source")
@click.option("--output", type=click.Path(path_type=Path), help=_("The file; else in results/."))
@coders_option
@click.option("--code", "codes", multiple=True, help=_("Only this code and those below it."))
@click.option("--identified", is_flag=True, help=_("Call the source by its id, not a neutral one."))
@study_option
def word(
    source: str,
    output: Path | None,
    coders: tuple[str, ...],
    codes: tuple[str, ...],
    identified: bool,
    study: Study,
) -> None:
    """Write the document and say what is in it, and that its words are no secret."""
    from rmecode.study.clock import now
    from rmecode.study.word.exporting import export_word

    filters = {"coders": coders, "codes": codes}
    done = export_word(study, source, output, at=now(), filters=filters, identified=identified)
    click.echo(
        _("Written: {path} ({codings} codings, {memos} memos)").format(
            path=done.path, codings=done.codings, memos=done.memos
        )
    )
    warn(done.warnings)
