"""The set-up scripts as modules, working on a made-up project with a made-up pip."""

from __future__ import annotations

import importlib
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

SCRIPTS = Path(__file__).parents[2] / "scripts"


@dataclass
class Machine:
    """What runs instead of real programs: it notes commands, and fails as told."""

    venv: Path
    failing: str = ""
    interrupted: bool = False
    ran: list[str] = field(default_factory=list)

    @property
    def python(self) -> Path:
        """Return where the environment's Python is."""
        return self.venv / "bin" / "python"

    def run(self, command: Sequence[str], **_options: object) -> subprocess.CompletedProcess[str]:
        """Make an environment, or try one."""
        if "venv" in command:
            self.ran.append("venv")
            failed = self.failing == "venv"
            if not failed:
                self.python.parent.mkdir(parents=True, exist_ok=True)
                self.python.touch()
            return subprocess.CompletedProcess(
                command, int(failed), "", "ensurepip is not available"
            )
        return subprocess.CompletedProcess(command, int(self.failing == "python"), "", "")

    def popen(self, command: Sequence[str], **_options: object) -> Pip:
        """Install."""
        if self.interrupted:
            raise KeyboardInterrupt
        self.ran.append("pip " + " ".join(command[command.index("--constraint") + 2 :]))
        return Pip(int(self.failing == "pip"))


@dataclass
class Pip:
    """A pip that says two lines and ends with a code."""

    code: int

    @property
    def stdout(self) -> list[str]:
        """Return what it says."""
        return [
            "Collecting click==8\n",
            "ERROR: no matching distribution\n" if self.code else "done\n",
        ]

    def wait(self) -> int:
        """Return how it ended."""
        return self.code


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the module that sets everything up."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    monkeypatch.delitem(sys.modules, "environment", raising=False)
    return importlib.import_module("environment")


@pytest.fixture
def machine(environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a machine on which the module sets up a project in a temporary folder."""
    (tmp_path / "requirements.txt").write_text("click==8\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    made = Machine(tmp_path / ".venv")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", made.venv)
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.txt")
    monkeypatch.setattr(environment, "interpreter", lambda: made.python)
    monkeypatch.setattr(environment.subprocess, "run", made.run)
    monkeypatch.setattr(environment.subprocess, "Popen", made.popen)
    return made
