"""The Spanish catalogue: complete, faithful to what the code says, and in use."""

from __future__ import annotations

import ast
import gettext
import importlib.util
import string
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from rmecode import messages
from rmecode.errors.study import NoCoderError
from rmecode.messages import CATALOGUES, activate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from babel.messages.catalog import Catalog, Message

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = CATALOGUES / "es" / "LC_MESSAGES"
PO, MO = FOLDER / "rmecode.po", FOLDER / "rmecode.mo"

MARKS: Final = {"_": 1, "N_": 1, "ngettext": 2}
"""The functions that mark a message, and how many texts each takes."""

ALIKE: Final = {"Error: {message}", "Id", "Memo", "RTF", "Total", "d", "no"}
"""What is the same in both languages."""

SPEAKING: Final = sorted((ROOT / "rmecode").rglob("*.py"))


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="es")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue_script", ROOT / "scripts/messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def spanish() -> Iterator[None]:
    before = messages.active()
    activate("es")
    yield
    activate(before)


def entries(catalogue: Catalog) -> list[Message]:
    found = [message for message in catalogue if message.id]
    assert len(found) > 500
    return found


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text or ""),)


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls of a module that mark messages, read without the catalogue's own tools."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield node, node.func.id


def literals(call: ast.Call, name: str) -> tuple[str, ...]:
    """Return the texts of a call that are written out there; a variable is none."""
    texts = call.args[: MARKS[name]]
    return tuple(
        text.value
        for text in texts
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    )


def placeholders(text: str) -> set[str]:
    """Return the fields of a text, each with its conversion and its format."""
    parsed = string.Formatter().parse(text)
    return {f"{name}!{how}:{form}" for _plain, name, form, how in parsed if name is not None}


def test_every_message_of_the_code_is_in_the_catalogue(catalogue: Catalog) -> None:
    spoken = [literals(*call) for path in SPEAKING for call in calls(path)]
    known = {forms(message.id)[0]: forms(message.id) for message in entries(catalogue)}
    assert len(spoken) > 500
    absent = [texts for texts in spoken if texts and texts[0] not in known]
    assert absent == []
    assert [texts for texts in spoken if len(texts) == 2 and known[texts[0]] != texts] == []


def test_only_a_marked_table_is_translated_by_variable() -> None:
    by_variable = [
        (path.relative_to(ROOT).as_posix(), ast.unparse(call))
        for path in SPEAKING
        for call, name in calls(path)
        if len(literals(call, name)) < MARKS[name]
    ]
    assert by_variable == [("rmecode/cli/lazy.py", "_(entry.line)")]


def test_messages_are_marked_under_the_names_that_are_looked_for() -> None:
    renamed = [
        (path, name.asname)
        for path in SPEAKING
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "rmecode.messages"
        for name in node.names
        if name.asname
    ]
    assert renamed == []


def test_no_message_is_put_together_before_it_is_translated() -> None:
    """An f-string, or ``_("…".format())``, would never be found in the catalogue."""
    made = [
        (path, ast.unparse(call))
        for path in SPEAKING
        for call, name in calls(path)
        if any(isinstance(text, (ast.JoinedStr, ast.Call, ast.BinOp)) for text in call.args[:1])
        if name in MARKS
    ]
    assert made == []


def test_every_message_is_translated_in_all_its_forms(catalogue: Catalog) -> None:
    short = [
        message.id
        for message in entries(catalogue)
        if len(forms(message.string)) != len(forms(message.id)) or not all(forms(message.string))
    ]
    assert short == []
    assert not any(message.fuzzy for message in entries(catalogue))


def test_translations_have_the_placeholders_of_their_messages(catalogue: Catalog) -> None:
    other = [
        (english, translation)
        for message in entries(catalogue)
        for english, translation in zip(forms(message.id), forms(message.string), strict=True)
        if placeholders(english) != placeholders(translation)
        or ("%(" in english) != ("%(" in translation)
    ]
    assert other == []


def test_translations_keep_what_is_typed_as_it_stands(catalogue: Catalog) -> None:
    """Options, commands and files are the same in every language."""
    words = ("--", "rmecode ", "study.toml", ".csv", "results/", "RMECODE_")
    lost = [
        (english, translation)
        for message in entries(catalogue)
        for english, translation in zip(forms(message.id), forms(message.string), strict=True)
        if any(english.count(word) != translation.count(word) for word in words)
    ]
    assert lost == []


def test_only_what_is_the_same_word_is_left_as_it_is(catalogue: Catalog) -> None:
    alike = {
        english
        for message in entries(catalogue)
        for english, translation in zip(forms(message.id), forms(message.string), strict=True)
        if english == translation
    }
    assert alike == ALIKE


def test_translations_end_as_their_messages_end(catalogue: Catalog) -> None:
    """A sentence stays a sentence: it ends in a full stop, or asks, where the English does."""
    other = [
        (english, translation)
        for message in entries(catalogue)
        for english, translation in zip(forms(message.id), forms(message.string), strict=True)
        if english.rstrip(")")[-1:] in ".:?…" and english[-1] not in translation[-2:]
    ]
    assert other == []


def test_the_compiled_catalogue_is_that_of_the_text(catalogue: Catalog) -> None:
    with MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.charset() == "utf-8"
    for message in entries(catalogue):
        singular, *plural = forms(message.id)
        if plural:
            said = [compiled.ngettext(singular, plural[0], number) for number in (1, 2, 0)]
            one, many = forms(message.string)
            assert said == [one, many, many]
        else:
            assert compiled.gettext(singular) == message.string


def test_the_script_would_write_the_files_as_they_are(
    script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["--check"]) == 0
    assert "0 without a translation" in capsys.readouterr().out


def test_the_script_drops_what_is_gone_and_guesses_nothing(script: ModuleType) -> None:
    old = read_po(BytesIO(PO.read_bytes()), locale="es")
    old.add("Nobody says this.", "Nadie dice esto.")
    old.get("Total").string = ""
    old.get("yes").flags.add("fuzzy")
    new = script.updated(old)
    assert new.get("Nobody says this.") is None
    assert new.get("Cases").string == "Casos"
    assert {message.id for message in script.missing(new)} == {"Total", "yes"}


def test_the_script_fails_while_something_is_missing_and_checking_changes_nothing(
    script: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = PO.read_text("utf-8").replace('msgstr "Casos"\n', 'msgstr ""\n')
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "PO", tmp_path / "es" / "rmecode.po")
    monkeypatch.setattr(script, "MO", tmp_path / "es" / "rmecode.mo")
    script.PO.parent.mkdir()
    script.PO.write_text(text, "utf-8", newline="\n")
    assert script.main(["--check"]) == 1
    assert not script.MO.exists()
    said = capsys.readouterr().out
    assert "rmecode.mo: not up to date" in said
    assert "no Spanish for: Cases" in said
    assert script.main([]) == 1
    script.PO.write_text(PO.read_text("utf-8"), "utf-8", newline="\n")
    assert script.main([]) == 0
    assert (script.PO.read_bytes(), script.MO.read_bytes()) == (PO.read_bytes(), MO.read_bytes())


def test_the_catalogue_says_nothing_of_when_or_by_what_it_was_written(script: ModuleType) -> None:
    file = BytesIO()
    write_mo(file, script.updated(script.kept()))
    for content in (file.getvalue(), PO.read_bytes()):
        assert b"-Date" not in content
        assert b"Babel" not in content


@pytest.mark.usefixtures("spanish")
def test_usage_errors_are_spanish() -> None:
    @click.command()
    @click.option("--unit", type=click.Choice(["a", "b"]))
    @click.argument("file")
    def count(unit: str, file: str) -> None:
        click.echo(f"{unit} {file}")

    nothing = CliRunner().invoke(count, [])
    assert nothing.exit_code == 2
    assert nothing.output.startswith("Uso: count [OPTIONS] FILE\n")
    assert "Error: Falta el argumento 'FILE'." in nothing.output
    wrong = CliRunner().invoke(count, ["x", "--unit", "c"])
    assert "Valor no válido para '--unit': 'c' no es uno de estos: 'a', 'b'." in wrong.output
    assert "Opciones:\n" in CliRunner().invoke(count, ["--help"]).output


@pytest.mark.usefixtures("spanish")
def test_errors_are_spanish() -> None:
    assert str(NoCoderError()).startswith("¿Quién codifica? Dígalo con --coder NOMBRE")


def test_english_usage_errors_stay_english() -> None:
    before = messages.active()
    activate("en")
    try:
        output = CliRunner().invoke(click.Command("count"), ["x"]).output
    finally:
        activate(before)
    assert output.startswith("Usage: count")
    assert "Got unexpected extra argument (x)" in output
