"""What holds for every list, enumerated: JSON; and the exit codes that the help promises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click
import pytest

from rmecode.cli import INTERRUPTED
from tests.cli.miniature import rmecode
from tests.cli.test_commands import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

LISTS: Final = (
    *("list", "show", "log", "diff", "history", "status", "search", "excerpts", "review"),
    *("matrix", "check"),
)
"""The last names of commands that list or show something."""
MORE: Final = {
    "codebook diff": ("1",),
    "coding show": ("1",),
    "memo show": ("m1",),
    "search": ("confianza",),
    "source show": ("jefe",),
}
"""What some of them have to be told."""


def lists() -> list[str]:
    return [
        " ".join(path)
        for path, command in COMMANDS
        if path[-1] in LISTS and not isinstance(command, click.Group)
    ]


def test_the_lists_that_are_promised_are_there() -> None:
    assert {name.split()[-1] for name in lists()} == {*LISTS}
    assert len(lists()) >= 15


@pytest.mark.parametrize("name", lists())
def test_every_list_prints_json_and_nothing_else(name: str, coded: Path) -> None:
    assert rmecode("memo", "add", "Lo que veo", "--coder", "ana", study=coded).code == 0
    said = rmecode(*name.split(), *MORE.get(name, ()), "--json", study=coded)
    assert said.code == 0, said.err
    assert isinstance(said.json, list | dict)
    assert said.json, "an empty answer shows nothing"


def test_the_help_names_every_exit_code(coded: Path, tmp_path: Path) -> None:
    (line,) = (each for each in rmecode("--help").out.splitlines() if "Exit codes" in each)
    assert len(line) <= 80
    assert [int(number) for number in re.findall(r"\d+", line)] == [0, 1, 2, INTERRUPTED]
    assert rmecode("status", study=coded).code == 0
    assert rmecode("status", study=tmp_path / "nowhere").code == 2
    assert rmecode("source", "remove", "jefe", study=coded, answer="n\n").code == INTERRUPTED
    (tmp_path / "file").write_text("no folder", "utf-8")
    below = tmp_path / "file" / "m.csv"
    assert rmecode("matrix", "--csv", "--output", below, study=coded).code == 1
