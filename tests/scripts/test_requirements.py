"""The lock file, the project's dependencies, and what the code imports agree."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LINES = [
    line
    for line in (ROOT / "scripts" / "requirements.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(requirements: Iterable[str]) -> set[str]:
    return {canonical(re.split(r"[^\w.-]", each, maxsplit=1)[0]) for each in requirements}


def locked() -> dict[str, str]:
    pairs = (line.partition(";")[0].strip().split("==") for line in LINES)
    return {canonical(name): version for name, version in pairs}


def test_the_lock_holds_names_and_versions_only() -> None:
    assert len(LINES) > 30
    form = re.compile(r"[\w.-]+==[\w.!+]+( ; sys_platform == \"\w+\")?")
    assert [line for line in LINES if not form.fullmatch(line)] == []


def test_the_lock_covers_every_dependency_and_what_those_depend_on() -> None:
    extras = PROJECT["optional-dependencies"].values()
    wanted = names_of([*PROJECT["dependencies"], *(name for extra in extras for name in extra)])
    assert wanted | {"hatchling", "editables"} <= set(locked())
    below = {
        name
        for direct in wanted
        for name in names_of(
            each for each in requires(direct) or () if ";" not in each and "extra" not in each
        )
    }
    assert below - set(locked()) == set()


def imported(package: Path) -> Iterator[tuple[str, str]]:
    """Yield each imported library with the file that imports it."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], path.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0], path.name


def undeclared(package: Path, declared: set[str]) -> dict[str, str]:
    scripts = (path.stem for path in (ROOT / "scripts").glob("*.py"))
    own = {"rmecode", "tests", *scripts, *sys.stdlib_module_names}
    distributions = packages_distributions()
    return {
        library: file
        for library, file in imported(package)
        if library not in own
        and not declared & {canonical(name) for name in distributions.get(library, ())}
    }


def test_the_package_imports_nothing_that_it_does_not_depend_on() -> None:
    assert len(dict(imported(ROOT / "rmecode"))) > 10
    assert undeclared(ROOT / "rmecode", names_of(PROJECT["dependencies"])) == {}


def test_tests_and_scripts_import_nothing_beyond_the_test_extra() -> None:
    declared = names_of([*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]])
    assert undeclared(ROOT / "tests", declared) == {}
    assert undeclared(ROOT / "scripts", declared) == {}
