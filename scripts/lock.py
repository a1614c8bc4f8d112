"""Write ``scripts/requirements.txt`` anew: the newest versions that work together, no addresses.

Run it with a network when versions shall move; then run ``scripts/test.py`` and commit the file.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import environment

HEAD = """\
# The version of every package, for pip: set-up installs with this file as --constraint.
# Written by scripts/lock.py; names and versions only, never an address.
"""
BUILDING = ("setuptools", "hatchling", "editables")
"""What builds the package, and what an environment may bring along in an old version."""
ELSEWHERE = ('colorama==0.4.6 ; sys_platform == "win32"',)
"""What other operating systems need beside the packages of this one."""


def main() -> int:
    """Install everything into a throw-away environment and write down what pip chose."""
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    with tempfile.TemporaryDirectory() as folder:
        python = _fresh(Path(folder))
        _run(python, "install", "--quiet", "--upgrade", *BUILDING, *wanted)
        frozen = _run(python, "freeze", "--all", "--exclude", "pip").splitlines()
    lines = sorted([line for line in frozen if "==" in line] + list(ELSEWHERE), key=str.lower)
    text = HEAD + "\n".join(lines) + "\n"
    environment.LOCK.write_text(text, encoding="utf-8", newline="\n")
    environment.say(f"{len(lines)} versions written to {environment.LOCK}")
    return 0


def _fresh(folder: Path) -> str:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return str(folder / environment.interpreter().relative_to(environment.VENV))


def _run(python: str, *arguments: str) -> str:
    command = [python, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    raise SystemExit(main())
