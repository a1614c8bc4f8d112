"""Setting up: everything once, again only what is missing, and a sentence for what cannot be."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from tests.scripts.conftest import Machine

FIRST = ["venv", "pip hatchling editables", "pip --no-build-isolation --editable ."]


def test_the_first_time_makes_the_environment_and_installs(
    environment: ModuleType, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert environment.set_up() == machine.python
    assert machine.ran == FIRST
    said = capsys.readouterr().out
    assert "Making the virtual environment" in said
    assert "Collecting click" in said


def test_a_second_time_does_and_says_nothing(
    environment: ModuleType, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.set_up()
    capsys.readouterr()
    environment.set_up()
    assert machine.ran == FIRST
    assert capsys.readouterr().out == ""


def test_extras_are_installed_beside_what_is_there(
    environment: ModuleType, machine: Machine
) -> None:
    environment.set_up()
    environment.set_up("test")
    assert machine.ran[3:] == [
        "pip hatchling editables",
        "pip --no-build-isolation --editable .[test]",
    ]
    environment.set_up()
    environment.set_up("test")
    assert len(machine.ran) == 5


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_installs_again(
    environment: ModuleType, machine: Machine, tmp_path: Path, name: str
) -> None:
    environment.set_up()
    with (tmp_path / name).open("a") as file:
        file.write("# new\n")
    environment.set_up()
    assert machine.ran == [*FIRST, *FIRST[1:]]


def test_a_moved_project_installs_again(
    environment: ModuleType, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.set_up()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path / "b")
    environment.set_up()
    assert machine.ran == [*FIRST, *FIRST[1:]]


def test_an_interrupted_installation_goes_on_the_next_time(
    environment: ModuleType, machine: Machine
) -> None:
    machine.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        environment.set_up()
    machine.interrupted = False
    environment.set_up()
    assert machine.ran == FIRST


def test_an_environment_that_does_not_work_is_made_anew(
    environment: ModuleType, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.set_up()
    (machine.venv / "old").touch()
    machine.failing = "python"
    environment.set_up()
    assert machine.ran == [*FIRST, *FIRST]
    assert not (machine.venv / "old").exists()
    assert "unfinished or of another Python" in capsys.readouterr().out


def test_a_failed_installation_shows_what_pip_said_and_is_tried_again(
    environment: ModuleType, machine: Machine
) -> None:
    machine.failing = "pip"
    with pytest.raises(SystemExit, match=r"(?s)is there a network.*ERROR: no matching"):
        environment.set_up()
    machine.failing = ""
    environment.set_up()
    assert machine.ran[-2:] == FIRST[1:]


def test_an_environment_that_cannot_be_made_is_said_with_the_remedy(
    environment: ModuleType, machine: Machine
) -> None:
    machine.failing = "venv"
    with pytest.raises(SystemExit, match=r"(?s)sudo apt install python3-venv.*ensurepip is not"):
        environment.set_up()


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_is_said_before_anything_is_made(
    environment: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        environment.importlib.util,
        "find_spec",
        lambda name: None if name == missing else found(name),
    )
    with pytest.raises(SystemExit, match=f"'{missing}'.*sudo apt install python3-venv"):
        environment.set_up()
    assert machine.ran == []
    assert not machine.venv.exists()


def test_a_python_that_is_too_old_is_said(
    environment: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment.sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(SystemExit, match=r"3\.11 or newer; this is 3\.10\.4"):
        environment.set_up()
    assert machine.ran == []


def test_the_environment_s_python_is_where_the_operating_system_puts_it(
    environment: ModuleType,
) -> None:
    ending = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    assert environment.interpreter().as_posix().endswith(f".venv/{ending}")
