"""The Spanish catalogue: complete, faithful to what the code says, and in use."""

from __future__ import annotations

import ast
import gettext
import importlib.util
import string
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import pytest
from babel.messages.extract import extract_from_dir
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

ALIKE: Final = {
    *("Bytes", "Error: {message}", "Id", "Memo", "RTF", "Roles", "Total", "d", "memo", "memos"),
    *("no", "no: {fault}", "Memo: {memo}", "Memos: {study}", "{count} memo", "{count} memos"),
}
"""What is the same in both languages."""

MARKED_ELSEWHERE: Final = [("rmecode/cli/lazy.py", "_(entry.line)")]
"""What is translated by variable; ``N_`` marks the texts that it can hold."""


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


def pairs(catalogue: Catalog) -> list[tuple[str, str]]:
    """Return every form of every message with its translation."""
    return [
        pair
        for message in entries(catalogue)
        for pair in zip(forms(message.id), forms(message.string), strict=True)
    ]


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "rmecode").rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def placeholders(text: str) -> set[str]:
    """Return the fields of a text, each with its conversion and its format."""
    parsed = string.Formatter().parse(text)
    return {f"{name}!{how}:{form}" for _plain, name, form, how in parsed if name is not None}


def test_every_message_of_the_code_is_in_the_catalogue(
    script: ModuleType, catalogue: Catalog
) -> None:
    known = {forms(message.id) for message in entries(catalogue)}
    heard = {forms(msgid) for _place, msgid in script.spoken()}
    keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
    found = list(extract_from_dir(ROOT / "rmecode", keywords=keywords))
    assert len(found) > 500
    assert {forms(msgid) for _file, _line, msgid, *_rest in found} <= heard
    assert heard == known


def test_every_mark_is_on_a_text_that_is_written_out_there() -> None:
    """A variable or a text put together would never be found in the catalogue."""
    unclear = [
        (path.relative_to(ROOT).as_posix(), ast.unparse(call))
        for path, tree in modules()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if not all(
            isinstance(text, ast.Constant) and isinstance(text.value, str)
            for text in call.args[: MARKS.get(call.func.id, 0)]
        )
    ]
    assert unclear == MARKED_ELSEWHERE


def test_the_marks_have_the_same_names_everywhere() -> None:
    imports = [
        name
        for _path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "rmecode.messages"
        for name in node.names
    ]
    assert len(imports) > 50
    assert [name.asname for name in imports if name.asname] == []


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
        for english, translation in pairs(catalogue)
        if placeholders(english) != placeholders(translation)
        or ("%(" in english) != ("%(" in translation)
    ]
    assert other == []


def test_translations_keep_what_is_typed_as_it_stands(catalogue: Catalog) -> None:
    """Options, commands and files are the same in every language."""
    words = ("--", "rmecode ", "study.toml", ".csv", "results/", "RMECODE_")
    lost = [
        (english, translation)
        for english, translation in pairs(catalogue)
        if any(english.count(word) != translation.count(word) for word in words)
    ]
    assert lost == []


def test_only_what_is_the_same_word_is_left_as_it_is(catalogue: Catalog) -> None:
    alike = {english for english, translation in pairs(catalogue) if english == translation}
    assert alike == ALIKE


def test_translations_end_as_their_messages_end(catalogue: Catalog) -> None:
    """A sentence stays a sentence: it ends in a full stop, or asks, where the English does."""
    other = [
        (english, translation)
        for english, translation in pairs(catalogue)
        if " " in english and english[-1] in ".:?…" and translation[-1] != english[-1]
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
    assert ", 0 without a translation" in capsys.readouterr().out


@pytest.fixture
def small(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script, for a program that says two things and has no catalogue yet."""
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "PO", tmp_path / "es" / "small.po")
    monkeypatch.setattr(script, "MO", tmp_path / "es" / "small.mo")
    code = """print(_("Case"), f"{_('Case')}", ngettext("{n} code", "{n} codes", n), _(name))"""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "say.py").write_text(code, "utf-8")
    monkeypatch.setattr(script, "SPEAKERS", {"small": folder})
    return script


def translate(script: ModuleType, *spanish: tuple[str, str]) -> None:
    text = script.PO.read_text("utf-8")
    for english, translation in spanish:
        assert text.count(f"{english}\n") == 1
        text = text.replace(f"{english}\n", f"{translation}\n")
    script.PO.write_text(text, "utf-8", newline="\n")


CASE = ('msgid "Case"\nmsgstr ""', 'msgid "Case"\nmsgstr "Caso"')
CODE = ('msgstr[0] ""', 'msgstr[0] "{n} código"')
CODES = ('msgstr[1] ""', 'msgstr[1] "{n} códigos"')


def test_a_new_message_is_written_down_once_and_listed_until_it_is_translated(
    small: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert small.main([]) == 1
    said = capsys.readouterr().out
    assert "small/say.py: no Spanish for: Case\n" in said
    assert "small/say.py: no Spanish for: {n} code\n" in said
    assert "2 messages, 2 without a translation." in said
    translate(small, CASE, CODE)
    assert small.main([]) == 1
    assert "2 messages, 1 without a translation." in capsys.readouterr().out
    translate(small, CODES)
    assert small.main([]) == 0
    with small.MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Case") == "Caso"
    assert compiled.ngettext("{n} code", "{n} codes", 3) == "{n} códigos"


def test_checking_changes_nothing_and_says_what_is_not_up_to_date(
    small: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert small.main(["--check"]) == 1
    assert not small.PO.exists()
    small.main([])
    translate(small, CASE, CODE, CODES)
    capsys.readouterr()
    written, compiled = small.PO.read_bytes(), small.MO.read_bytes()
    assert small.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "small.mo: not up to date" in said
    assert "small.po: not up to date" not in said
    assert (small.PO.read_bytes(), small.MO.read_bytes()) == (written, compiled)
    assert small.main([]) == 0
    assert small.main(["--check"]) == 0


def test_what_is_gone_is_dropped_and_what_is_new_is_not_guessed(small: ModuleType) -> None:
    small.main([])
    translate(small, CASE, CODE, CODES)
    say = small.SPEAKERS["small"] / "say.py"
    say.write_text("_('Cases'), ngettext('{n} code', '{n} of the codes', n)", "utf-8")
    assert small.main([]) == 1
    text = small.PO.read_text("utf-8")
    assert "Caso" not in text
    assert "código" not in text
    assert {forms(message.id)[0] for message in small.missing(small.kept())} == {
        "Cases",
        "{n} code",
    }


def test_doubtful_translations_do_not_count(small: ModuleType) -> None:
    small.main([])
    translate(small, ('msgid "Case"\nmsgstr ""', '#, fuzzy\nmsgid "Case"\nmsgstr "Casa"'))
    assert small.main([]) == 1
    assert "Casa" not in small.PO.read_text("utf-8")


def test_the_catalogue_says_nothing_of_when_or_by_what_it_was_written() -> None:
    for content in (PO.read_bytes(), MO.read_bytes()):
        assert b"Plural-Forms: nplurals=2; plural=(n != 1);" in content
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
