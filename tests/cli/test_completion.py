"""What a shell completes: asked for as click does, and as a shell does, by a process."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import chdir
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import ShellComplete

from rmecode.cli.commands import COMMANDS
from rmecode.cli.commands import rmecode as root
from rmecode.cli.completion import KINDS, SHELLS, VARIABLE, kinds_of
from tests.cli.miniature import contents, environment, rmecode
from tests.cli.test_commands import COMMANDS as ALL

if TYPE_CHECKING:
    from pathlib import Path


def completed(study: Path, *words: str) -> list[str]:
    """Return what is offered for the last word, in this process."""
    with chdir(study):
        shell = ShellComplete(root, {}, "rmecode", VARIABLE)
        return [item.value for item in shell.get_completions([*words[:-1]], words[-1])]


def asked(study: Path, *words: str, by: str = "bash", line: str = "") -> str:
    """Return what a process says to a shell's script; the last word is the one being typed."""
    done = subprocess.run(
        [sys.executable, "-m", "rmecode"],
        cwd=study,
        env=environment(
            _RMECODE_COMPLETE=f"{by}_complete",
            COMP_WORDS=line or " ".join(["rmecode", *words]),
            COMP_CWORD=words[-1] if by == "fish" else str(len(words)),
        ),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().strip("\n")


def offered(study: Path, *words: str, line: str = "") -> list[str]:
    """Return what bash is offered."""
    lines = asked(study, *words, line=line).split("\n")
    return [line.removeprefix("plain,") for line in lines if line]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["coding", "list", "--code", "confi"], ["capital_social/confianza"]),
        (["coding", "list", "--code", "PARTICIPACIÓN"], ["capital_social/participación"]),
        (["coding", "list", "--code", "partici"], ["capital_social/participación"]),
        (["matrix", "--code", "con"], ["capital_social/confianza", "contexto"]),
        (
            ["review", "--code", "capital_social/"],
            ["capital_social/confianza", "capital_social/participación"],
        ),
        (["codebook", "show", "confi"], ["capital_social/confianza"]),
        (["search", "red", "--suggest", "conte"], ["contexto"]),
        (["coding", "list", "--code", "xyz"], []),
        (["coding", "list", "--code", "contexto", "--code", "confi"], ["capital_social/confianza"]),
        (["source", "list", "--case", "n"], ["Norte"]),
        (["coding", "list", "--case", ""], ["Norte", "Sur"]),
        (["search", "--source", "nor"], ["norte-dir", "norte-sup"]),
        (["source", "show", "sur"], ["sur-dir"]),
        (["source", "done", "j"], ["jefe"]),
        (["apply", "--coder", "a"], ["ana"]),
        (["coding", "list", "--coder", ""], ["ana", "bot"]),
        (["ingest", "--role", "jefe"], ["jefe_deprov", "jefe_utp"]),
        (["ingest", "--instrument", "obs"], ["observacion"]),
        (["coding", "list", "--stage", ""], ["1", "2"]),
        (["matrix", "--evidence", "Nor"], ["Norte"]),
        (["history", "--by", "an"], ["ana"]),
        (["codebook", "merge", "contexto", "--into", "confi"], ["capital_social/confianza"]),
        (["matrix", "--evidence", "Norte", "confi"], ["capital_social/confianza"]),
    ],
)
def test_a_word_is_completed_by_what_the_study_has(
    coded: Path, words: list[str], names: list[str]
) -> None:
    assert completed(coded, *words) == names


def test_commands_and_options_are_completed(coded: Path) -> None:
    assert offered(coded, "") == list(COMMANDS)
    assert completed(coded, "ma") == ["matrix"]
    assert "list" in completed(coded, "coding", "l")
    assert "--suggest" in completed(coded, "search", "--s")
    assert completed(coded, "completion", "z") == ["zsh"]
    assert "--version" in completed(coded, "--v")


def test_every_parameter_that_names_something_completes() -> None:
    unnamed = []
    for path, command in ALL:
        for parameter in command.params:
            name = (parameter.name or "").removesuffix("s")
            text = isinstance(parameter.type, click.types.StringParamType)
            if text and name in KINDS and name not in kinds_of(parameter):
                unnamed.append((path, name))
    assert unnamed == []
    metavars = {kinds_of(p) for _path, c in ALL for p in c.params if p.metavar == "SOURCE"}
    assert metavars == {("source",)}


def test_names_with_spaces_and_quotes_come_as_bash_takes_them(coded: Path) -> None:
    with (coded / "cases.csv").open("a", encoding="utf-8") as table:
        table.write("Red 1,3\nSan José's,4\n")
    assert offered(coded, "coding", "list", "--case", "red") == ["'Red 1'"]
    assert offered(coded, "coding", "list", "--case", "san") == ["'San José'\"'\"'s'"]
    opened = 'rmecode coding list --case "Re'
    assert offered(coded, "coding", "list", "--case", "Re", line=opened) == ["Red 1"]
    quoted = 'rmecode coding list --case "san j'
    assert offered(coded, "coding", "list", "--case", "x", line=quoted) == ["San José's"]


def test_other_shells_are_told_what_a_name_stands_for(coded: Path) -> None:
    fish = asked(coded, "coding", "list", "--code", "confi", by="fish")
    assert fish == "plain,capital_social/confianza\tConfianza"
    zsh = asked(coded, "coding", "list", "--code", "confi", by="zsh")
    assert zsh.split("\n") == ["plain", "capital_social/confianza", "Confianza"]


def test_a_study_elsewhere_is_looked_at_where_it_is_named(coded: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    words = ("coding", "list", "--study", str(coded), "--code", "confi")
    assert completed(elsewhere, *words) == ["capital_social/confianza"]
    assert completed(elsewhere, "coding", "list", "--code", "confi") == []


def test_whoever_codes_without_being_declared_is_offered_too(coded: Path) -> None:
    file = coded.parent / "eva.csv"
    file.write_text("source,quote,code,coder\njefe,vino primero,contexto,Eva María\n", "utf-8")
    assert rmecode("coding", "import", file, study=coded).code == 0
    assert offered(coded, "coding", "list", "--coder", "e") == ["'Eva María'"]


def test_nothing_is_written_and_no_database_made(study: Path, coded: Path) -> None:
    for folder in (study, coded):
        before = contents(folder)
        for option in ("--coder", "--source", "--suggest", "--case"):
            assert completed(folder, "search", option, "") != []
        assert offered(folder, "search", "--coder", "") == ["ana", "bot"]
        assert contents(folder) == before
    assert not (study / "project.sqlite").exists()


def test_a_database_that_somebody_keeps_locked_makes_nobody_wait(coded: Path) -> None:
    holder = sqlite3.connect(coded / "project.sqlite")
    holder.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    assert offered(coded, "coding", "list", "--coder", "a") == ["ana"]
    assert time.monotonic() - begun < 4
    holder.rollback()
    holder.close()


@pytest.mark.parametrize(
    ("name", "content", "option", "left"),
    [
        ("codebook.yaml", b"codes: [", "--code", []),
        ("codebook.yaml", b"\xff\xfe\x00", "--code", []),
        ("codebook.yaml", b"codes: [", "--case", ["Norte", "Sur"]),
        ("study.toml", b"title = ", "--role", []),
        ("cases.csv", b"\x00\x01", "--case", []),
        ("sources.csv", b'source,file\n"a', "--source", []),
        ("project.sqlite", b"no database", "--coder", ["ana", "bot"]),
        ("project.sqlite", b"", "--source", ["norte-dir", "norte-sup", "sur-dir", "jefe"]),
    ],
)
def test_what_is_broken_is_left_out_without_a_word(
    coded: Path, name: str, content: bytes, option: str, left: list[str]
) -> None:
    (coded / name).write_bytes(content)
    assert completed(coded, "coding", "list", option, "") == left
    assert (coded / name).read_bytes() == content


def test_a_codebook_with_a_problem_still_offers_what_can_be_read(coded: Path) -> None:
    book = coded / "codebook.yaml"
    text = book.read_text("utf-8").replace("    definition: Lo que la red no eligió.\n", "")
    book.write_text(text, "utf-8")
    assert rmecode("codebook", "check", study=coded).code == 2
    assert completed(coded, "coding", "list", "--code", "conte") == ["contexto"]


def test_without_a_study_nothing_is_offered(tmp_path: Path) -> None:
    for option in ("--code", "--case", "--coder"):
        assert completed(tmp_path, "coding", "list", option, "") == []
    assert offered(tmp_path, "coding", "list", "--code", "") == []


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(shell: str) -> None:
    said = rmecode("completion", shell)
    assert said.code == 0
    assert f"_RMECODE_COMPLETE={shell}_complete" in said.out
    found = shutil.which(shell)
    if found:
        subprocess.run([found, "-n"], input=said.out.encode(), check=True, capture_output=True)


def test_the_help_says_how_to_install_it() -> None:
    said = rmecode("completion", "--help").out
    for words in ("~/.bashrc", "~/.zshrc", "~/.config/fish/completions/rmecode.fish"):
        assert words in said
    assert rmecode("completion", "tcsh").code == 2


BASH = """\
shopt -s expand_aliases
eval "$(rmecode completion bash)"
COMP_WORDS=(rmecode coding list --code parti)
COMP_CWORD=4
COMP_LINE="${COMP_WORDS[*]}"
_rmecode_completion rmecode parti --code
printf '%s\\n' "${COMPREPLY[@]}"
complete -p rmecode
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_with_the_script(coded: Path, tmp_path: Path) -> None:
    command = tmp_path / "bin" / "rmecode"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rmecode "$@"\n', "utf-8")
    command.chmod(0o755)
    path = os.pathsep.join([str(command.parent), os.environ["PATH"]])
    done = subprocess.run(
        [str(shutil.which("bash")), "--norc", "--noprofile", "-c", BASH],
        cwd=coded,
        env=environment(PATH=path),
        capture_output=True,
        check=False,
        timeout=60,
    )
    said = done.stdout.decode().splitlines()
    assert said[0] == "capital_social/participación", done.stderr
    assert said[-1].endswith("-F _rmecode_completion rmecode")
