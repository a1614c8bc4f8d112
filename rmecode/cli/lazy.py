"""A group whose commands are loaded when they run, so that help costs nothing."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple

import click

from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem


class Entry(NamedTuple):
    """Where a command lives, ``module:function``, and its line in the list of commands."""

    place: str
    line: str


class LazyGroup(click.Group):
    """A group that knows its commands by a table and imports one only to run it."""

    def __init__(self, *arguments: object, table: Mapping[str, Entry], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # click's own options
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        del ctx
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command, or return None if there is none of the name."""
        if cmd_name not in self.table:
            return None
        module, _colon, name = self.table[cmd_name].place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        if ctx.resilient_parsing:  # only a shell that completes parses so
            from rmecode.cli.completion import let_complete

            let_complete(command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Offer the commands that the word begins, loading none of them, and the options."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=line)
            for name, line in self._lines()
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, loading none of them."""
        del ctx
        with formatter.section(_("Commands")):
            formatter.write_dl(self._lines())

    def _lines(self) -> list[tuple[str, str]]:
        """Return each command's name and its line in the reader's language."""
        return [(name, _(entry.line)) for name, entry in self.table.items()]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was typed; an unknown one suggests its neighbours."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            name = error.command_name
            raise click.NoSuchCommand(name, possibilities=self.table, ctx=ctx) from error
