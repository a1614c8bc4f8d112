"""What holds for every command, enumerated: help, documentation, start-up, language, exit codes."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from rmecode.cli import main
from rmecode.cli.commands import rmecode as root
from rmecode.cli.output import step_bar
from tests.cli.miniature import environment, rmecode, spawn

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[2]
HEAVY = ("numpy", "pandas", "spacy", "sqlalchemy", "openpyxl", "lark", "alembic", "docx", "yaml")


def all_commands(group: click.Group = root, path: tuple[str, ...] = ()) -> Iterator[Named]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from all_commands(command, (*path, name))


Named = tuple[tuple[str, ...], click.Command]
COMMANDS = list(all_commands())
NAMES = [" ".join(path) for path, _command in COMMANDS]


def test_the_commands_that_this_part_promises_are_there() -> None:
    promised = (
        *("init", "check", "run", "ingest", "apply", "review", "matrix", "history", "undo", "redo"),
        *("source list", "source show", "source assign", "source done", "source remove"),
        *("codebook check", "codebook show", "coding import", "coding list", "export xlsx"),
    )
    assert set(promised) <= set(NAMES)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=NAMES)
def test_every_command_and_option_has_help(path: tuple[str, ...], command: click.Command) -> None:
    assert command.help
    assert command.help.endswith(".")
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []
    shown = rmecode(*path, "--help")
    assert shown.code == 0
    assert command.help.split()[0] in shown.out
    assert all(option.opts[0] in shown.out for option in options)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=NAMES)
def test_shared_options_mean_the_same_everywhere(
    path: tuple[str, ...], command: click.Command
) -> None:
    options = {opt: each for each in command.params for opt in each.opts}
    assert "--lang" in options, path
    inside = path[0] not in ("init", "completion") and not isinstance(command, click.Group)
    assert ("--study" in options) == inside
    if "--json" in options:
        assert options["--json"].name == "as_json"


def test_the_list_of_commands_has_a_line_for_each() -> None:
    shown = rmecode("--help").out
    listed = re.findall(r"^  (\w+)  +(\S.*)$", shown.partition("Commands:")[2], re.MULTILINE)
    assert [name for name, _line in listed] == [path[0] for path, _ in COMMANDS if len(path) == 1]
    assert all(line.endswith(".") for _name, line in listed)


def test_the_readme_has_the_table_of_commands_as_it_is_now() -> None:
    script = PROJECT / "scripts" / "readme.py"
    printed = subprocess.run(
        [sys.executable, script],
        env=environment(RMECODE_LANG="es"),
        capture_output=True,
        check=True,
    ).stdout.decode()
    rows = [f"| `{' '.join(p)}` | " for p, c in COMMANDS if not isinstance(c, click.Group)]
    assert [row for row in rows if row not in printed] == []
    readme = (PROJECT / "README.md").read_text("utf-8")
    block = readme.partition("<!-- commands -->\n")[2].partition("<!-- /commands -->")[0]
    assert block == printed, "run scripts/readme.py --write"


@pytest.mark.parametrize("arguments", [["--help"], ["matrix", "--help"], ["--version"], ["nada"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    program = (
        "import sys; from rmecode.cli import main\n"
        f"sys.argv = ['rmecode', *{arguments!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_help_loads_the_module_of_no_command() -> None:
    program = (
        "import sys; from rmecode.cli import main\n"
        "sys.argv = ['rmecode', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if name.startswith('rmecode.cli.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, check=True
    )
    loaded = done.stdout.decode().splitlines()[-1]
    assert loaded == "['rmecode.cli.commands', 'rmecode.cli.lazy', 'rmecode.cli.options']"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(["matrx"], "matrix"), (["sorce", "list"], "source"), (["coding", "lst"], "list")],
)
def test_an_unknown_command_suggests_its_neighbour(typed: list[str], meant: str) -> None:
    said = rmecode(*typed)
    assert said.code == 2
    assert f"'{meant}'" in said.err


def test_exit_codes_tell_success_from_what_a_person_gave_and_what_a_machine_met(
    tmp_path: Path, study: Path
) -> None:
    assert rmecode("--version").code == 0
    assert rmecode("matrix", "--unit", "kilos").code == 2
    assert rmecode("matrix", study=tmp_path / "nowhere").code == 2
    (study / "project.sqlite").mkdir()
    assert rmecode("history", study=study).code in (1, 2)


def test_an_answer_of_no_ends_as_an_interruption(coded: Path) -> None:
    said = rmecode("source", "remove", "jefe", study=coded, answer="n\n")
    assert said.code == 130
    assert "Interrupted" in said.err
    assert "jefe" in rmecode("source", "list", study=coded).out


def test_language_is_chosen_by_option_variable_and_locale(tmp_path: Path) -> None:
    nowhere = "no existe"
    english = spawn("matrix", "--study", nowhere, "--lang", "en", cwd=tmp_path, RMECODE_LANG="es")
    same = spawn("matrix", "--study", nowhere, cwd=tmp_path, RMECODE_LANG="en")
    spanish = spawn("matrix", "--study", nowhere, "--lang=es", cwd=tmp_path, RMECODE_LANG="en")
    located = spawn("matrix", "--study", nowhere, cwd=tmp_path, RMECODE_LANG="", LANG="es_CL.UTF-8")
    assert "there is no study here" in english.err == same.err
    assert spanish.err == located.err
    assert "estudio" in spanish.err
    assert {each.code for each in (english, same, spanish, located)} == {2}


def test_help_is_spanish_where_spanish_is_asked_for(tmp_path: Path) -> None:
    spanish = spawn("matrix", "--help", cwd=tmp_path, RMECODE_LANG="es")
    english = spawn("matrix", "--help", cwd=tmp_path, RMECODE_LANG="en")
    assert "Only this case." in english.out
    assert "Only this case." not in spanish.out
    assert "Solo" in spanish.out


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    said = spawn("matrix", "--lang", "fr", cwd=tmp_path)
    assert said.code == 2
    assert "'fr'" in said.err


def test_rmecode_alone_explains_itself_where_there_is_no_study(tmp_path: Path) -> None:
    said = spawn(cwd=tmp_path)
    assert said.code == 0
    assert "Commands:" in said.out


def test_rmecode_alone_says_where_the_study_stands_and_what_comes_next(
    study: Path, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(study / "transcripts")
    assert rmecode().out.splitlines() == [
        "Dos redes",
        "4 files of the sources table are not taken in yet.",
        "Next: rmecode run",
    ]
    assert not (study / "project.sqlite").exists()
    monkeypatch.chdir(coded)
    said = rmecode().out
    assert "4 sources, 0 done; 3 codings by 1 coders; 7 suggestions to review." in said
    assert said.splitlines()[-1] == "Next: rmecode review --list"


def test_the_process_ends_with_the_command_s_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["rmecode", "matrix", "--lang", "en"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "there is no study here" in capsys.readouterr().err


def test_a_bar_is_drawn_only_where_a_person_is_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    for looking in (False, True):
        screen = io.StringIO()
        screen.isatty = lambda looking=looking: looking  # type: ignore[method-assign,misc]
        monkeypatch.setattr(sys, "stderr", screen)
        bar = step_bar("rules")
        bar(1, 2)
        bar(2, 2)
        shown = screen.getvalue()
        assert ("Applying rules" in shown, "100%" in shown) == (looking, looking)
