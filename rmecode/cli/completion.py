"""``rmecode completion``, and what the shell completes: codes, cases, sources, coders and the rest.

Nothing here writes, waits for anybody or complains: what cannot be read offers nothing.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
)

from rmecode.cli.options import language_option
from rmecode.messages import _
from rmecode.model import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rmecode.study.config import Config

    Names = Iterable[tuple[str, str]]
    """What can be typed, each with what it stands for."""
    Item = CompletionItem[str]

SHELLS: Final[dict[str, type[ShellComplete]]] = {
    "bash": BashComplete,
    "zsh": ZshComplete,
    "fish": FishComplete,
}
INSTALLED: Final = """\
~/.bashrc:  eval "$(rmecode completion bash)"
~/.zshrc:   eval "$(rmecode completion zsh)"
fish:       rmecode completion fish > ~/.config/fish/completions/rmecode.fish"""
VARIABLE: Final = "_RMECODE_COMPLETE"
"""The variable by which a shell's script asks for completions."""
SPECIAL: Final = re.compile(r"[^\w@%+=:,./-]")
"""What a shell takes for something else than a letter of a word."""


@click.command(
    help=_("Print what makes a shell complete commands, options, codes, cases, sources, coders."),
    epilog="\n\n".join((_("Put in its place, for new terminals:"), f"\b\n{INSTALLED}")),
)
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
@language_option
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script."""
    root = context.find_root().command
    click.echo(SHELLS[shell](root, {}, "rmecode", VARIABLE).source())


def let_complete(command: click.Command) -> None:
    """Let every parameter of a command, and of those below it, complete what it takes."""
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        let_complete(below)
    for parameter in command.params:
        kinds = kinds_of(parameter)
        if kinds and isinstance(parameter.type, click.types.StringParamType):
            parameter.type = _Named(kinds)


def kinds_of(parameter: click.Parameter) -> tuple[str, ...]:
    """Return what a parameter takes: by its name, else by the words of its metavar."""
    name = (parameter.name or "").removesuffix("s")
    words = re.findall(r"[a-z]+", (parameter.metavar or "").lower())
    named = (CALLED.get(name, name), *(CALLED.get(word, word) for word in words))
    return tuple(dict.fromkeys(kind for kind in named if kind in KINDS))


class _Named(click.types.StringParamType):
    """Text that names something of the study."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self.kinds = kinds

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Item]:
        """Offer the names that the word begins, or a part of whose path it begins."""
        del param
        try:
            config = _config(ctx)
            return [item for kind in self.kinds for item in _offered(kind, config, incomplete)]
        except Exception:  # noqa: BLE001 - whoever presses Tab wants no message, whatever is broken
            return []


def _config(context: click.Context) -> Config:
    from rmecode.study import Study
    from rmecode.study.config import find_study, read_config

    study = context.params.get("study")
    return study.config if isinstance(study, Study) else read_config(find_study(Path.cwd()))


def _offered(kind: str, config: Config, incomplete: str) -> Iterator[Item]:
    typed = fold(normalise(incomplete))
    for name, meaning in dict(KINDS[kind](config)).items():
        folded = fold(name)
        if name and (folded.startswith(typed) or f"/{typed}" in folded):
            yield CompletionItem(_as_typed(name), help=" ".join(meaning.split()) or None)


def _as_typed(name: str) -> str:
    """Return the name as bash has to insert it; other shells put in the quotes themselves."""
    line = os.environ.get("COMP_WORDS", "")
    quoted = line.count("'") % 2 or line.count('"') % 2
    in_bash = os.environ.get(VARIABLE, "").startswith("bash")
    return shlex.quote(name) if in_bash and not quoted and SPECIAL.search(name) else name


def _codes(config: Config) -> Names:
    from rmecode.codebook.reading import parse_codebook, read_text

    text, _problems = read_text(config.codebook)
    book, _problems = parse_codebook(text, config.codebook.name)
    return [(code.path, code.label) for code in book or ()]


def _cases(config: Config) -> Names:
    from rmecode.study.tables import read_table

    return [(row["case"], "") for row in read_table(config.tables["cases"], ["case"])]


def _sources(config: Config) -> Names:
    from rmecode.study.records import source_id
    from rmecode.study.tables import read_table

    listed = [(source_id(row), row["title"]) for row in read_table(config.tables["sources"])]
    return [*((name, "") for name in _stored(config, "source", "id")), *listed]


def _coders(config: Config) -> Names:
    declared = [(name, str(kind)) for name, kind in config.coders.items()]
    return [*((name, "") for name in _stored(config, "coder", "name")), *declared]


def _stored(config: Config, table: str, column: str) -> tuple[str, ...]:
    """Return names that only the project database has."""
    from rmecode.store.glance import known_names

    return known_names(config.paths["database"], table, column)


def _instruments(config: Config) -> Names:
    return [(key, each.label) for key, each in config.instruments.items()]


def _roles(config: Config) -> Names:
    return config.roles.items()


def _stages(config: Config) -> Names:
    return config.stages.items()


KINDS: Final[dict[str, Callable[[Config], Names]]] = {
    "code": _codes,
    "case": _cases,
    "source": _sources,
    "coder": _coders,
    "instrument": _instruments,
    "role": _roles,
    "stage": _stages,
}
"""What the shell completes, and who knows the names: a parameter of this name, or with this word in
its metavar, takes it, in every command."""
CALLED: Final = {
    **dict.fromkeys(("into", "under", "heir", "rest", "reread", "new_code"), "code"),
    **dict.fromkeys(("by", "author"), "coder"),
}
"""What parameters are called that take one of these under another name."""
