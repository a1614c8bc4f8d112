"""The README is true: its session runs, its notebook runs, its links lead somewhere."""

from __future__ import annotations

import json
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
CODING = (ROOT / "docs" / "codificar.md").read_text("utf-8")


def sessions(text: str) -> list[str]:
    """Return the command lines of all sessions of a page, in their order."""
    blocks = re.findall(
        r"<!-- session -->\n```console\n(.*?)```\n<!-- /session -->", text, re.DOTALL
    )
    lines = [line for found in blocks for line in found.splitlines()]
    assert lines
    assert all(line.startswith("$ ") for line in lines), lines
    return [line[2:] for line in lines]


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


def run(line: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command line of a page as a person in the folder would."""
    words = shlex.split(line)
    assert words[0] == "rmecode", line
    environment = {**os.environ, "RMECODE_LANG": "es", "PYTHONUTF8": "1", **more}
    return subprocess.run(
        [sys.executable, "-m", "rmecode", *words[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def run_all(lines: list[str], folder: Path) -> tuple[dict[str, str], Path]:
    """Run the lines as a shell would; return what each printed, and the folder they ended in."""
    outputs, variables = {}, {}
    for command in lines:
        if command.startswith("cd "):
            folder /= command[3:]
        elif command.startswith("export "):
            name, _equals, value = command[7:].partition("=")
            variables[name] = value
        elif command.startswith("echo "):
            words, _arrows, file = command[5:].partition(" >> ")
            with (folder / file).open("a", encoding="utf-8") as table:
                table.write(words + "\n")
        else:
            done = run(command, folder, **variables)
            assert done.returncode == 0, (command, done.stdout, done.stderr)
            assert done.stdout.strip(), command
            outputs[command] = done.stdout
    return outputs, folder


def test_the_session_of_the_first_study_runs_as_it_stands(checkout: Path) -> None:
    outputs, folder = run_all(sessions(README), checkout)
    assert "capital_social/confianza" in outputs["rmecode review --list --code confianza"]
    assert "RME1" in outputs["rmecode matrix"]
    assert (folder / "results" / "rmecode.xlsx").exists()


def test_the_sessions_on_coding_run_as_they_stand(checkout: Path) -> None:
    book = checkout / "codebooks" / "rme-2016.yaml"
    before = book.read_bytes()
    outputs, folder = run_all(sessions(CODING), checkout)
    assert "Antiguo Testamento" in outputs["rmecode coding show c460"]
    listed = json.loads(
        outputs['rmecode coding list --where "codificador:Ana y rol:director" --json']
    )
    assert sorted(row["code"] for row in listed) == [
        "capital_social",
        "contexto/trayectoria",
        "contexto/trayectoria",
        "procesos/informativos",
    ]
    assert "seguridad" in outputs["rmecode codebook diff 1"]
    assert book.read_bytes() == before
    for name in ("memos.md", "trayectoria.docx", "manual.docx", "codigos.xlsx", "entrevista.docx"):
        assert (folder / name).stat().st_size > 100, name


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
    for text, folder in ((README, ROOT), (CODING, ROOT / "docs")):
        links = re.findall(r"\]\(([^)#]+)\)", text)
        assert links
        assert [link for link in links if not (folder / link).exists()] == []
