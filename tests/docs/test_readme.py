"""The README is true: its session runs, its notebook runs, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def block(name: str) -> str:
    """Return the code between two marks of the README."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```\n<!-- /{name} -->", README, re.DOTALL)
    assert found, f"README.md has no block {name}"
    return found[1]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with what the README's commands find beside them."""
    kept = shutil.ignore_patterns("project.sqlite*", "cache", "results", "backups")
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=kept)
    shutil.copytree(ROOT / "codebooks", tmp_path / "codebooks")
    return tmp_path


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one command line of the README as a person in the folder would."""
    words = shlex.split(line)
    assert words[0] == "rmecode", line
    environment = {**os.environ, "RMECODE_LANG": "es", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "rmecode", *words[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_session_of_the_first_study_runs_as_it_stands(checkout: Path) -> None:
    folder, ran = checkout, []
    for line in block("session").splitlines():
        assert line.startswith("$ "), line
        command = line[2:]
        if command.startswith("cd "):
            folder /= command[3:]
        elif command.startswith("echo "):
            words, _arrows, file = command[5:].partition(" >> ")
            with (folder / file).open("a", encoding="utf-8") as table:
                table.write(words + "\n")
        else:
            done = run(command, folder)
            assert done.returncode == 0, (command, done.stdout, done.stderr)
            assert done.stdout.strip(), command
            ran.append((command, done.stdout))
    outputs = dict(ran)
    assert "capital_social/confianza" in outputs["rmecode review --list --code confianza"]
    assert "RME1" in outputs["rmecode matrix"]
    assert (folder / "results" / "rmecode.xlsx").exists()


def test_the_notebook_runs_as_it_stands(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run("rmecode run corpus", checkout)
    assert done.returncode == 0, done.stderr
    monkeypatch.chdir(checkout)
    exec(compile(block("notebook"), "README.md", "exec"), {})  # noqa: S102 (our own README)
    shown = capsys.readouterr().out
    assert "RME1-director" in shown
    assert "capital_social" in shown


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(links) > 5
    for link in links:
        assert (ROOT / link).exists(), link
