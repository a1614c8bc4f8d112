"""The table of commands, and what ``rmecode`` alone says."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from rmecode import __version__
from rmecode.cli.lazy import Entry, LazyGroup
from rmecode.cli.options import language_option
from rmecode.messages import _


def N_(message: str) -> str:  # noqa: N802 (the name that gettext's tools look for)
    """Mark a message for the catalogue where it is shown later."""
    return message


COMMANDS: Final = {
    "init": Entry("rmecode.cli.init:init", N_("Make a study folder.")),
    "check": Entry("rmecode.cli.check:check", N_("Check the whole study folder.")),
    "run": Entry("rmecode.cli.run:run", N_("Do everything that changed: texts to workbook.")),
    "status": Entry("rmecode.cli.status:status", N_("How far everything is, and what is next.")),
    "ingest": Entry("rmecode.cli.ingest:ingest", N_("Take transcripts into the project.")),
    "source": Entry(
        "rmecode.cli.source:source", N_("List, show, assign, mark, remove, erase sources.")
    ),
    "codebook": Entry(
        "rmecode.cli.codebook:codebook", N_("Check, show, compare and change the codebook.")
    ),
    "apply": Entry("rmecode.cli.apply:apply", N_("Apply the codebook's rules: suggestions.")),
    "review": Entry("rmecode.cli.review:review", N_("List, accept or reject suggestions.")),
    "coding": Entry("rmecode.cli.coding:coding", N_("Code by hand; list, recode, move codings.")),
    "memo": Entry("rmecode.cli.memo:memo", N_("Memos on anything of the study.")),
    "excerpts": Entry("rmecode.cli.excerpts:excerpts", N_("Coded passages with their context.")),
    "search": Entry("rmecode.cli.search:search", N_("Words in their context, in the texts.")),
    "matrix": Entry("rmecode.cli.matrix:matrix", N_("Cases × codes, in any counting unit.")),
    "export": Entry("rmecode.cli.export:export", N_("Write the Excel workbook.")),
    "import": Entry(
        "rmecode.cli.import_:import_", N_("Take back what people made in Word or Excel.")
    ),
    "history": Entry("rmecode.cli.history:history", N_("Who did what, and when.")),
    "undo": Entry("rmecode.cli.undo:undo", N_("Take back the last writes.")),
    "redo": Entry("rmecode.cli.undo:redo", N_("Do again what was taken back.")),
    "backup": Entry("rmecode.cli.backup:backup", N_("Keep copies of the project, put one back.")),
    "completion": Entry("rmecode.cli.completion:completion", N_("Complete words in the shell.")),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    invoke_without_command=True,
    help=_("Qualitative coding of transcripts, and matrices across cases."),
    epilog="\n\n".join(
        (
            _("'rmecode COMMAND --help' explains each command and its options."),
            _("Exit codes: 0 done, 1 the machine failed, 2 what was given is wrong, 130 stopped."),
        )
    ),
)
@click.version_option(__version__, help=_("Say the version and end."))
@language_option
@click.pass_context
def rmecode(context: click.Context) -> None:
    """Say where the study stands, if no command was named."""
    if context.invoked_subcommand is not None:
        return
    from rmecode.cli.standing import standing

    click.echo(standing(Path.cwd()) or context.get_help())
