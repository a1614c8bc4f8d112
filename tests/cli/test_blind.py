"""In a blind study, no command shows Ana what Berta did: enumerated over all commands."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import pytest

from rmecode.model import Coder, Coding, Memo, MemoAbout, Quote, Span
from rmecode.study import open_study
from rmecode.study.config import read_config
from rmecode.study.starting import start_study
from tests.cli.miniature import contents, put_codings, rmecode
from tests.cli.test_commands import COMMANDS

if TYPE_CHECKING:
    from tests.cli.miniature import Said

    Arguments = tuple[str, ...]

BERTA: Final = ("Berta", "MEMOBERTA", "NOTABERTA")
"""Words that nothing but Berta's work has."""
LATER: Final = "2026-06-01T10:00:00+00:00"

READS: Final[dict[str, list[Arguments]]] = {
    "check": [(), ("--json",)],
    "status": [(), ("--sources", "--coders", "--codes"), ("--json",)],
    "source list": [(), ("--json",)],
    "source show": [("norte-dir",), ("norte-dir", "--json"), ("norte-dir", "--text")],
    "codebook check": [()],
    "codebook show": [(), ("participación",), ("--counts",), ("--json",)],
    "codebook diff": [("1",), ("1", "--json")],
    "codebook log": [(), ("--json",)],
    "review": [
        ("--list",),
        ("--all",),
        ("--json",),
        (
            "--where",
            "norte",
        ),
    ],
    "coding list": [(), ("--json",), ("--coder", "ana"), ("--code", "participación")],
    "coding show": [("1",), ("1-2", "--json")],
    "excerpts": [(), ("--json",), ("--format", "md"), ("--output", "citas.docx")],
    "search": [("clima",), ("clima", "--json"), ("escuela", "--csv")],
    "matrix": [
        *((), ("--json",), ("--csv",), ("--unit", "sources"), ("--unit", "share")),
        ("--evidence", "total", "participación"),
        ("--evidence", "Norte", "confianza", "--json"),
        *(("--output", "m.csv"), ("--output", "m.json", "--identified"), ("--suggestions",)),
    ],
    "export xlsx": [("--output", "libro.xlsx"), ("--output", "libro.xlsx", "--identified")],
    "history": [(), ("--json",), ("--csv",), ("--source", "norte-sup"), ("--code", "confianza")],
    "export codebook": [
        ("--format", "md", "--output", "libro.md", "--counts", "--excerpts", "3"),
        ("--format", "docx", "--output", "libro.docx", "--counts", "--excerpts", "3"),
        ("--format", "xlsx", "--output", "libro.xlsx", "--counts"),
    ],
    "export word": [("norte-sup", "--output", "t.docx"), ("norte-dir", "--output", "t.docx")],
    "memo list": [(), ("--json",), ("--csv",), ("--md",), ("--output", "memos.md")],
    "memo show": [("m1",), ("m1", "--json")],
    "backup list": [(), ("--json",)],
    "completion": [("bash",)],
}
"""What only looks: it says the very same as if Berta had never been there."""

WRITES: Final[dict[str, list[Arguments]]] = {
    "init": [],
    "check": [("--repair", "--yes"), ("--repair", "--yes", "--json")],
    "search": [("clima", "--suggest", "participación", "--yes")],
    "import": [("SUYO", "--yes"), ("SUYO", "--dry-run", "--json")],
    "memo add": [("Así lo veo", "--source", "norte-sup"), ("Así", "--coding", "c1", "--json")],
    "memo edit": [("m1", "Lo veo de otro modo")],
    "memo remove": [("m1",)],
    "run": [()],
    "ingest": [(), ("--json",)],
    "source assign": [("jefe", "--turns", "2", "--case", "Sur")],
    "source done": [("norte-sup",)],
    "source erase": [("norte-sup", "--reason", "lo pidió", "--yes")],
    "source remove": [("norte-sup", "--yes")],
    "codebook add": [("contexto/clima", "--definition", "Cómo se está.", "--yes")],
    "codebook import": [("LIBRO", "--yes"), ("LIBRO", "--dry-run", "--json")],
    "codebook merge": [
        ("confianza", "participación", "--into", "confianza", "--dry-run"),
        ("confianza", "participación", "--into", "confianza", "--yes", "--json"),
    ],
    "codebook move": [("participación", "--under", "contexto", "--yes")],
    "codebook remove": [("participación", "--recode-to", "confianza", "--yes")],
    "codebook rename": [("participación", "asistencia", "--yes")],
    "codebook split": [("participación", "--into", "asistencia", "--yes")],
    "codebook update": [("--yes",), ("--json", "--dry-run")],
    "apply": [()],
    "coding add": [("norte-sup", "--quote", "El clima es bueno", "--code", "participación")],
    "coding import": [("SUYAS",), ("SUYAS", "--json")],
    "coding keep": [("1",)],
    "coding move": [("1", "--span", "0-20")],
    "coding note": [("1", "Otra nota")],
    "coding recode": [("1", "--to", "contexto"), ("--code", "CAP", "--to", "contexto", "--yes")],
    "coding remove": [("1",), ("--code", "capital_social", "--yes")],
    "undo": [],
    "redo": [],
    "backup create": [()],
    "backup restore": [],
}
"""What writes: nothing that it says has a word of Berta's."""


def leaves() -> list[str]:
    return [" ".join(path) for path, each in COMMANDS if not isinstance(each, click.Group)]


def rows(table: dict[str, list[Arguments]]) -> list[tuple[str, Arguments]]:
    return [(name, arguments) for name, each in table.items() for arguments in each]


def code_as_berta(folder: Path) -> None:
    """Let Berta code, note, take away and finish, later than all that Ana did."""
    with open_study(folder) as study:
        text = study.store.text_version("norte-sup")
        codings = []
        for words in ("El clima es bueno", "se trabaja harto", "La veo viva"):
            start = text.text.index(words)
            span = Span(start, start + len(words))
            quote = Quote.at(text.text, span)
            codings.append(
                Coding(0, "norte-sup", 1, span, quote, "CAP-02", "Berta", memo="MEMOBERTA")
            )
        with study.store.changes(by="Berta", at=LATER, action="code", subject="Berta") as changes:
            changes.add_coder(Coder("Berta"))
            first, *_others = changes.add_codings(codings).ids
            changes.remove_codings([first])
            changes.mark_done("norte-sup", "Berta")
            for memo in (
                Memo(0, MemoAbout.STUDY, "NOTABERTA", author="Berta"),
                Memo(0, MemoAbout.SOURCE, "NOTABERTA", author="Berta", source="norte-sup"),
                Memo(0, MemoAbout.CODE, "NOTABERTA", author="Berta", code="CAP-02"),
            ):
                changes.add_memo(memo)


@pytest.fixture(scope="module")
def _twins(_first: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the blind study in which only Ana coded, and the same after Berta coded there too."""
    folder = tmp_path_factory.mktemp("twins")
    alone = shutil.copytree(_first["coded"], folder / "alone")
    settings = alone / "study.toml"
    text = settings.read_text("utf-8")
    assert text.count("blind = false") == 1
    settings.write_text(text.replace("blind = false", "blind = true"), "utf-8")
    assert rmecode("memo", "add", "Lo que veo yo", "--coder", "ana", study=alone).code == 0
    blind = shutil.copytree(alone, folder / "blind")
    code_as_berta(blind)
    return [alone, blind]


@pytest.fixture(autouse=True)
def _ana_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RMECODE_CODER", "ana")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")


@pytest.fixture
def alone(_twins: list[Path]) -> Path:
    """Return the study in which only Ana coded, to look at and no more."""
    return _twins[0]


@pytest.fixture
def both(_twins: list[Path]) -> Path:
    """Return the study in which Berta coded too, to look at and no more."""
    return _twins[1]


@pytest.fixture
def blind(_twins: list[Path], tmp_path: Path) -> Path:
    """Return a copy of the study in which Berta coded too, to write in."""
    return shutil.copytree(_twins[1], tmp_path / "blind")


def run(name: str, arguments: Arguments, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Said:
    """Run a command inside a folder of its own, where what it writes beside the study goes."""
    place = folder.parent / f"{folder.name}-beside"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    monkeypatch.chdir(place)
    made = {"SUYO": f"{place / 'suyo.docx'}", "LIBRO": f"{place / 'libro.csv'}"}
    if "SUYAS" in arguments:
        made["SUYAS"] = str(put_codings(folder))
    if "SUYO" in arguments:
        rmecode("export", "word", "norte-dir", "--output", made["SUYO"], study=folder)
    if "LIBRO" in arguments:
        Path(made["LIBRO"]).write_text("name,parent,definition\nclima,,Cómo se está.\n", "utf-8")
    placed = [made.get(each, each) for each in arguments]
    outside = name in ("init", "completion")
    return rmecode(*name.split(), *placed, study=None if outside else folder)


def written(folder: Path) -> str:
    """Return all words of all files but the project and its copies, inside archives too."""
    places = {**contents(folder), **contents(folder.parent / f"{folder.name}-beside")}
    places |= {
        f"cache/{path.name}": path.read_bytes() for path in (folder / "cache").rglob("*.json")
    }
    parts = []
    for name, held in places.items():
        if name.startswith(("project.sqlite", "backups/")):
            continue
        parts.append(name)
        if held[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(held)) as archive:
                parts += [
                    archive.read(each).decode("utf-8", "replace") for each in archive.namelist()
                ]
        else:
            parts.append(held.decode("utf-8", "replace"))
    return "\n".join(parts)


def same_place(said: str, folder: Path) -> str:
    return said.replace(str(folder), "STUDY").replace(f"{folder.name}-beside", "BESIDE")


def test_every_command_is_listed_here_as_one_that_looks_or_one_that_writes() -> None:
    assert {*READS, *WRITES} == {*leaves()}


def test_berta_s_work_is_there_for_berta(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RMECODE_CODER", "Berta")
    said = run("coding list", ("--json",), both, monkeypatch)
    assert {row["memo"] for row in said.json} == {"MEMOBERTA"}
    assert len(said.json) == 2
    assert "Berta" in run("history", (), both, monkeypatch).out
    assert "Lo dice riendo" not in said.out


@pytest.mark.parametrize(("name", "arguments"), rows(READS))
def test_what_looks_says_the_same_as_if_others_had_never_been_there(
    name: str, arguments: Arguments, alone: Path, both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = run(name, arguments, both, monkeypatch)
    without = run(name, arguments, alone, monkeypatch)
    assert hidden.code == 0, hidden.err
    assert same_place(hidden.out, both) == same_place(without.out, alone)
    assert same_place(hidden.err, both) == same_place(without.err, alone)
    everything = hidden.out + hidden.err + written(both)
    assert [word for word in BERTA if word in everything] == []


@pytest.mark.parametrize(("name", "arguments"), rows(WRITES))
def test_what_writes_says_no_word_of_what_others_did(
    name: str, arguments: Arguments, blind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run(name, arguments, blind, monkeypatch)
    assert said.code == 0, said.err
    everything = said.out + said.err + written(blind)
    assert [word for word in BERTA if word in everything] == []


@pytest.mark.parametrize(("name", "arguments"), rows(READS))
def test_nobody_sees_nothing_of_anybody(
    name: str, arguments: Arguments, both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RMECODE_CODER")
    said = run(name, arguments, both, monkeypatch)
    everything = said.out + said.err + written(both)
    assert [word for word in (*BERTA, "Lo dice riendo") if word in everything] == []


@pytest.mark.parametrize(
    "name", sorted({*READS} - {"completion", "codebook check", "codebook show", "backup list"})
)
def test_what_looks_says_once_that_the_study_is_blind(
    name: str, both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run(name, READS[name][0], both, monkeypatch)
    assert said.err.count("This study is blind: only what ana did is shown.") == 1


def test_rmecode_alone_says_nothing_of_others(
    alone: Path, both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(alone)
    without = rmecode()
    monkeypatch.chdir(both)
    assert rmecode() == without
    assert "3 codings by 1 coders" in without.out
    assert without.err.count("blind") == 1


FILTERED: Final = [
    " ".join(path)
    for path, each in COMMANDS
    if any("--coder" in option.opts and option.multiple for option in each.params)
]
WHERE: Final = [
    " ".join(path)
    for path, each in COMMANDS
    if any(option.name == "where" for option in each.params)
]


def test_some_commands_filter_by_coder() -> None:
    assert {"coding list", "matrix", "export xlsx"} <= {*FILTERED}
    assert {"coding list", "matrix", "review"} <= {*WHERE}


@pytest.mark.parametrize("name", FILTERED)
def test_another_s_work_cannot_be_asked_for_by_name(
    name: str, both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = {"export word": ("norte-dir",), "export codebook": ("--counts",)}.get(name, ())
    said = run(name, (*of, "--coder", "berta"), both, monkeypatch)
    assert (said.code, said.out) == (2, "")
    assert "berta: this study is blind, and only what ana did is shown." in said.err
    assert run(name, (*of, "--coder", "Ana"), both, monkeypatch).code == 0


@pytest.mark.parametrize("name", WHERE)
def test_another_s_work_cannot_be_asked_for_by_an_expression(
    name: str, blind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {
        "coding recode": ("--to", "contexto", "--yes"),
        "coding move": ("--turn", "2"),
        "review": ("--list",),
    }
    rest = more.get(name, ("--yes",) if name in WRITES else ())
    for where in ("coder:Berta", "not coder:Berta", "norte or codificador = Berta"):
        said = run(name, ("--where", where, *rest), blind, monkeypatch)
        assert (said.code, said.out) == (2, ""), where
        assert "blind" in said.err


def test_the_log_of_another_cannot_be_asked_for(
    both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("history", ("--by", "Berta"), both, monkeypatch)
    assert (said.code, said.out) == (2, "")
    assert "blind" in said.err


def test_the_status_of_another_cannot_be_asked_for(
    both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("status", ("--coder", "Berta", "--json"), both, monkeypatch)
    assert (said.code, said.out) == (2, "")
    assert "blind" in said.err
    monkeypatch.delenv("RMECODE_CODER")
    own = run("status", ("--coder", "ana", "--json"), both, monkeypatch)
    assert [each["coder"] for each in own.json["coders"]] == ["ana"]
    assert sum(each["codings"] for each in own.json["sources"]) == 3


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_new_study_says_how_to_be_blind(language: str, tmp_path: Path) -> None:
    start_study(tmp_path / "nuevo", language=language)
    settings = tmp_path / "nuevo" / "study.toml"
    text = settings.read_text("utf-8")
    (above,) = re.findall(r"# .*--coder, RMECODE_CODER.*\n# .*\nblind = false\n", text)
    assert "true" in above
    assert not read_config(tmp_path / "nuevo").blind
    settings.write_text(text.replace("blind = false", "blind = true"), "utf-8")
    assert read_config(tmp_path / "nuevo").blind


def test_nobody_s_next_step_is_to_say_who_looks(
    both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RMECODE_CODER")
    said = run("status", (), both, monkeypatch)
    assert said.out.splitlines()[-1] == "Next: rmecode status --coder NAME"


def test_nobody_is_told_how_to_say_who_looks(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RMECODE_CODER")
    said = run("matrix", ("--coder", "ana"), both, monkeypatch)
    assert said.code == 2
    assert "RMECODE_CODER" in said.err


OF_CODINGS: Final[dict[str, Arguments]] = {
    "coding show": ("ID",),
    "coding remove": ("ID",),
    "coding recode": ("ID", "--to", "contexto"),
    "coding move": ("ID", "--span", "0-20"),
    "coding note": ("ID", "Otra nota"),
    "coding keep": ("ID",),
    "memo add": ("Así lo veo", "--coding", "ID"),
    "history": ("--coding", "ID"),
}
OF_MEMOS: Final[dict[str, Arguments]] = {
    "memo show": ("mID",),
    "memo edit": ("mID", "De otro modo"),
    "memo remove": ("mID",),
}


@pytest.mark.parametrize("number", ["4", "5", "6"])
@pytest.mark.parametrize(("name", "arguments"), OF_CODINGS.items())
def test_the_codings_of_another_are_unknown_and_stay_as_they_are(
    name: str, arguments: Arguments, number: str, blind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_study(blind, coder="Berta") as study:
        before = study.store.codings(include_removed=True)
    assert number in [str(coding.id) for coding in before]
    refused(name, arguments, number, blind, monkeypatch)
    with open_study(blind, coder="Berta") as study:
        assert study.store.codings(include_removed=True) == before


@pytest.mark.parametrize("number", ["2", "3", "4"])
@pytest.mark.parametrize(("name", "arguments"), OF_MEMOS.items())
def test_the_memos_of_another_are_unknown_and_stay_as_they_are(
    name: str, arguments: Arguments, number: str, blind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_study(blind, coder="Berta") as study:
        before = study.store.memos()
    assert number in [str(memo.id) for memo in before]
    refused(name, arguments, number, blind, monkeypatch)
    with open_study(blind, coder="Berta") as study:
        assert study.store.memos() == before


def refused(
    name: str,
    arguments: Arguments,
    number: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Run a command on an id of Berta's: it must say what it says of an id that never was."""
    hers, never = (
        run(name, tuple(each.replace("ID", id_) for each in arguments), folder, monkeypatch)
        for id_ in (number, "99")
    )
    assert (hers.code, hers.out) == (never.code, never.out) == (2, "")
    assert re.sub(rf"\b([mc]?){number}\b", r"\g<1>99", hers.err) == never.err


def test_what_another_did_is_neither_undone_nor_done_again(
    blind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*command: str) -> None:
        said = run(command[0], command[1:], blind, monkeypatch)
        assert (said.code, said.out) == (2, "")
        assert "is not yours" in said.err
        assert "Berta" not in said.err

    refused("undo")
    refused("undo", "--yes")
    assert rmecode("undo", "--coder", "Berta", study=blind).code == 0
    refused("redo")
    refused("redo", "--yes")
    assert rmecode("redo", "--coder", "Berta", study=blind).code == 0
    assert run("source done", ("jefe",), blind, monkeypatch).code == 0
    assert run("undo", (), blind, monkeypatch).code == 0
    assert run("redo", (), blind, monkeypatch).code == 0


def test_what_another_decided_is_no_longer_to_be_seen(
    blind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(run("review", ("--all", "--json"), blind, monkeypatch).json)
    assert rmecode("review", "1", "--accept", "--coder", "Berta", study=blind).code == 0
    assert rmecode("review", "2", "--reject", "--coder", "Berta", study=blind).code == 0
    said = run("review", ("--all", "--json"), blind, monkeypatch)
    assert len(said.json) == before - 2
    assert "Berta" not in said.out
