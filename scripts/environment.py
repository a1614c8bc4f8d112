"""Set up the virtual environment that the other scripts run in; needs only Python 3.11+.

Everything lands in ``.venv`` beside the project, at the versions of ``scripts/requirements.txt``.
A stamp written last tells a finished set-up from an interrupted one, so that running it again does
only what is missing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "scripts" / "requirements.txt"
OLDEST = (3, 11)


def set_up(extras: str = "") -> Path:
    """Return the environment's Python, after installing the package and the named extras.

    Args:
        extras: comma-separated extras of ``pyproject.toml``; empty for none.

    Raises:
        SystemExit: with one sentence that says what is missing and what to do.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a character shows «?»
            stream.reconfigure(errors="replace")
    _check_python()
    stamp = VENV / f"rmecode-{extras or 'base'}.stamp"
    wanted = _fingerprint(extras)
    there = stamp.is_file() and stamp.read_text("utf-8") == wanted
    if there and _works(interpreter()):
        return interpreter()
    _make_venv()
    stamp.unlink(missing_ok=True)
    say("Installing the locked versions into .venv (the first time: some minutes, about 600 MB).")
    _pip("hatchling", "editables")
    _pip("--no-build-isolation", "--editable", f".[{extras}]" if extras else ".")
    stamp.write_text(wanted, "utf-8")
    return interpreter()


def interpreter() -> Path:
    """Return where the environment's Python is, on this operating system."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def say(sentence: str) -> None:
    """Print one line about what is being done."""
    print(f"» {sentence}", flush=True)


def stop(sentence: str) -> SystemExit:
    """Return the exit that prints the sentence and fails."""
    return SystemExit(f"✗ {sentence}")


def _check_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        message = f"rmecode needs Python 3.11 or newer; this is {found}. Run it with a newer one."
        raise stop(message)
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        message = (
            f"This Python has no module '{missing[0]}', which makes virtual environments. "
            "On Debian or Ubuntu: 'sudo apt install python3-venv'; then run this again."
        )
        raise stop(message)


def _fingerprint(extras: str) -> str:
    parts = [
        sys.version,
        extras,
        LOCK.read_text("utf-8"),
        (ROOT / "pyproject.toml").read_text("utf-8"),
    ]
    return hashlib.sha256("\0".join([*parts, str(ROOT)]).encode()).hexdigest()


def _works(python: Path) -> bool:
    if not python.is_file():
        return False
    test = [str(python), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(test, capture_output=True, check=False).returncode == 0


def _make_venv() -> None:
    if _works(interpreter()):
        return
    if VENV.exists():
        say("The .venv folder is unfinished or of another Python: making it anew.")
        shutil.rmtree(VENV, ignore_errors=True)
    say("Making the virtual environment .venv.")
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        message = (
            "The virtual environment could not be made. On Debian or Ubuntu: "
            "'sudo apt install python3-venv'. Python says:\n" + (made.stdout + made.stderr).strip()
        )
        raise stop(message)


def _pip(*what: str) -> None:
    """Install with pip at the locked versions, a line per package; raise SystemExit if it fails."""
    command = [str(interpreter()), "-m", "pip", "install", "--disable-pip-version-check"]
    running = subprocess.Popen(
        [*command, "--constraint", str(LOCK), *what],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    lines = []
    for line in running.stdout or ():
        lines.append(line.rstrip())
        if line.startswith(("Collecting ", "Installing ", "Building ")):
            print("  " + line.rstrip()[:100], flush=True)
    if running.wait():
        message = (
            "pip could not install everything; is there a network? What was installed is kept; "
            "run this again to go on. pip's last lines:\n" + "\n".join(lines[-12:])
        )
        raise stop(message)
