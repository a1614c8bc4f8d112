"""The options that commands share, each with one meaning everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from rmecode.errors.study import NoCoderError
from rmecode.messages import LANGUAGES, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmecode.study import Study

Command = TypeVar("Command", bound="Callable[..., object]")


def language_option(command: Command) -> Command:
    """Add ``--lang``; it is acted on before any text is made, so the value goes no further."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=_("Language of the messages; else RMECODE_LANG, else the locale."),
    )(command)


def study_option(command: Command) -> Command:
    """Add ``--study``: the command gets the study, open until the command ends."""
    return click.option(
        "--study",
        type=click.Path(path_type=Path),
        callback=lambda context, _option, folder: opened(context, folder),
        help=_("Folder of the study; else the one that this folder lies in."),
    )(language_option(command))


def opened(context: click.Context, folder: Path | None) -> Study:
    """Open the study of the folder, or of the current one, and close it when the command ends.

    Raises:
        RmecodeError: there is none, or its study.toml is wrong.
    """
    from rmecode.study import open_study

    study = open_study(folder or Path.cwd())
    context.call_on_close(lambda: _close(study))
    return study


def _close(study: Study) -> None:
    """Close the study, after the day's first write with a backup, and say what is doubtful."""
    notes = [*study.warnings, study.blind_note if study.has_looked else "", _backed_up(study)]
    for note in filter(None, notes):
        click.echo(note, err=True)
    study.close()


def _backed_up(study: Study) -> str:
    """Keep the day's backup where something was written; return what hindered it, if anything."""
    if not study.has_written:
        return ""
    from rmecode.study.backups import keep_daily
    from rmecode.study.clock import now

    return keep_daily(study, now())


def coder_option(command: Command) -> Command:
    """Add ``--coder``, whose work this is."""
    return click.option(
        "--coder",
        envvar="RMECODE_CODER",
        help=_("Whose work this is; else RMECODE_CODER, else 'coder' in study.toml."),
    )(command)


def coder_of(study: Study, given: str | None) -> str:
    """Return whose work this is, for what cannot be nobody's.

    Raises:
        NoCoderError: nobody is named, nowhere.
    """
    coder = author_of(study, given)
    if not coder:
        raise NoCoderError
    return study.coder_named(coder)


def author_of(study: Study, given: str | None) -> str:
    """Return who does this, for the log, and who looks; empty where nobody is named."""
    if given:
        study.look_as(given)
    return study.author_named(given or study.config.coder)


def coders_option(command: Command) -> Command:
    """Add ``--coder`` as a filter, several at once, handed over as ``coders``."""
    said = _("Only what this coder coded.")
    return click.option("--coder", "coders", multiple=True, help=said)(command)


def json_option(command: Command) -> Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))(command)


def yes_option(command: Command) -> Command:
    """Add ``--yes``."""
    return click.option("--yes", is_flag=True, help=_("Do it without asking."))(command)


def dry_run_option(command: Command) -> Command:
    """Add ``--dry-run``."""
    said = _("Show what it would do, and change nothing.")
    return click.option("--dry-run", is_flag=True, help=said)(command)


def csv_option(command: Command) -> Command:
    """Add ``--csv``."""
    return click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV."))(command)


def excel_option(command: Command) -> Command:
    """Add ``--excel``: CSV for a double click."""
    said = _("CSV as Excel opens it: text stays text.")
    return click.option("--excel", is_flag=True, help=said)(command)


def identified_option(command: Command) -> Command:
    """Add ``--identified``, for files that go from hand to hand."""
    said = _("Use the ids of sources and participants as they are, not neutral ones.")
    return click.option("--identified", is_flag=True, help=said)(command)
