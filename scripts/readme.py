"""Print the table of all commands for the README, in Spanish; ``--write`` puts it in there.

Run it in the set-up environment: ``.venv/bin/python scripts/readme.py --write``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.messages import _, activate

if TYPE_CHECKING:
    from collections.abc import Iterator

README = Path(__file__).resolve().parent.parent / "README.md"
OPENING, CLOSING = "<!-- commands -->", "<!-- /commands -->"


def main(arguments: list[str]) -> int:
    """Print the table, or write it between the README's two marks."""
    activate("es")
    if "--write" in arguments:
        README.write_text(_replaced(README.read_text("utf-8"), table()), "utf-8", newline="\n")
    else:
        sys.stdout.buffer.write(table().encode())
    return 0


def table() -> str:
    """Return every command with its line of help, a Markdown row each."""
    heads = [_("Command"), _("What it does")]
    rows = [[f"`{name}`", line.replace("|", r"\|")] for name, line in commands()]
    lines = [heads, ["---", "---"], *rows]
    return "".join(f"| {left} | {right} |\n" for left, right in lines)


def commands() -> Iterator[tuple[str, str]]:
    """Yield the commands that do something, in the order of ``rmecode --help``."""
    from rmecode.cli.commands import rmecode

    yield from _below(rmecode, "", click.Context(rmecode))


def _below(group: click.Group, path: str, context: click.Context) -> Iterator[tuple[str, str]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _below(command, f"{path}{name} ", click.Context(command))
        elif command is not None:
            yield f"{path}{name}", command.help or ""


def _replaced(text: str, block: str) -> str:
    before, opening, rest = text.partition(OPENING)
    _old, closing, after = rest.partition(CLOSING)
    if not closing:
        message = f"README.md lacks the lines {OPENING} and {CLOSING}."
        raise SystemExit(message)
    return f"{before}{opening}\n{block}{closing}{after}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
