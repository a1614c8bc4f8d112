"""Set everything up and check the project: format, lint, imports, types, tests with coverage.

``--fast`` leaves out the tests marked slow. Other arguments go to pytest.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import environment

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = (
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("lint", ["-m", "ruff", "check", "."]),
    (
        "imports",
        ["-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"],
    ),
    ("types", ["-m", "mypy"]),
)
TESTS = ["-m", "pytest", "-n", "2", "--cov", "--cov-report=term"]


def main(arguments: list[str]) -> int:
    """Run every check, even after one fails, and return 1 if any did."""
    python = environment.set_up("test")
    marks = ["-m", "not slow"] if "--fast" in arguments else []
    tests = [*TESTS, *marks, *(each for each in arguments if each != "--fast")]
    failed = [
        name for name, check in (*CHECKS, ("tests", tests)) if not _passes(python, name, check)
    ]
    print(f"✗ failed: {', '.join(failed)}" if failed else "✓ everything passes")
    return 1 if failed else 0


def _passes(python: Path, name: str, check: list[str]) -> bool:
    environment.say(f"Checking: {name}")
    began = time.monotonic()
    code = subprocess.run([str(python), *check], cwd=environment.ROOT, check=False).returncode
    print(f"  {name}: {'passes' if code == 0 else 'FAILS'} ({time.monotonic() - began:.0f} s)")
    return code == 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        msg = "Interrupted. Run it again to go on."
        raise environment.stop(msg) from None
