"""The command line: reads options, calls one function of the rooms below, prints what it gives."""

from __future__ import annotations

import gc
import os
import sys

import click

from rmecode.errors import RmecodeError, reason_of
from rmecode.messages import LANGUAGES, _, activate

INTERRUPTED = 130
RARELY = (200_000, 20, 100)
"""A command makes many values and ends soon: looking for cycles often would be a tenth of its time."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(*RARELY)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    activate(_asked_language(sys.argv[1:]))
    from rmecode.cli.commands import rmecode

    sys.exit(speak(rmecode))


def speak(command: click.Command, arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; every error becomes one message, here only."""
    try:
        result = command.main(arguments, prog_name="rmecode", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except RmecodeError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Interrupted. What was saved stays saved."), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has gone (``| head``): the interpreter must not fail on a last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (OSError, MemoryError) as error:
        click.echo(_machine(error), err=True)
        return 1
    return result if isinstance(result, int) else 0


def _machine(error: OSError | MemoryError) -> str:
    if isinstance(error, MemoryError):
        return _("There is not enough memory for this. Close other programs, or take fewer files.")
    return _("{path}: {reason}. Check the permissions and the free space, and try again.").format(
        path=error.filename or _("The system"), reason=reason_of(error)
    )


def _asked_language(arguments: list[str]) -> str | None:
    """Return the language that ``--lang`` names, before any help text is made."""
    for place, argument in enumerate(arguments):
        name, _equals, value = argument.partition("=")
        if name == "--lang":
            value = value or "".join(arguments[place + 1 : place + 2])
            return value if value in LANGUAGES else None
    return None
