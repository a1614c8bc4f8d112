"""``rmecode init``."""

from __future__ import annotations

from pathlib import Path

import click

from rmecode.cli.options import language_option
from rmecode.messages import _, active


@click.command(help=_("Make a study folder: settings, tables, codebook, .gitignore."))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help=_("Title of the study; else the folder's name."))
@click.option(
    "--codebook",
    type=click.Path(path_type=Path),
    help=_("Codebook to copy; else that of the fifteen-network study."),
)
@language_option
def init(folder: Path, title: str, codebook: Path | None) -> None:
    """Make the folder and say what comes next."""
    from rmecode.study.starting import start_study

    made = start_study(folder, language=active(), title=title, codebook=codebook)
    click.echo(_("Made in {folder}: {names}").format(folder=folder, names=", ".join(made)))
    click.echo(
        _(
            "Next: put the transcripts into {transcripts}, write a row per case into cases.csv, then "
            "'rmecode ingest FILE… --case CASE' inside the folder, and 'rmecode run'."
        ).format(transcripts=folder / "transcripts")
    )
