"""A participant's source leaves a whole study: database, tables, files, backups, what was derived."""

from __future__ import annotations

import shutil
import unicodedata
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from rmecode.errors import FileUnwritableError
from rmecode.errors.safety import ErasureUnfinishedError, ReasonMissingError
from rmecode.errors.store_file import StoreMissingError
from rmecode.errors.study import UnknownNameError
from rmecode.model import Memo, MemoAbout
from rmecode.study import Study, open_study
from rmecode.study.backups import create_backup, list_backups, restore_backup
from rmecode.study.checking import check_study
from rmecode.study.erasure import erasing
from rmecode.study.erasure.erasing import Erased, erase_source
from rmecode.study.erasure.plan import plan_erasure
from rmecode.study.ingesting import ingest
from rmecode.study.running import run
from tests.study.conftest import AT, CODEBOOK, STUDY, TABLES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATER = "2026-03-02T09:30:00+00:00"
PHRASES = ("La confianza llegó después", "a veces compartimos pruebas", "se informa ahí")
CODINGS = (
    "source,quote,code,coder,memo\n"
    "R1-director,La confianza llegó después,confianza,ana,lo dice\n"
    "R2-director,Aquí nadie confía en nadie.,confianza,ana,\n"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a study after a run, with codings, memos, a workbook, backups and a cache."""
    root = tmp_path_factory.mktemp("vivido")
    for name, text in {"study.toml": STUDY, "libro.yaml": CODEBOOK, **TABLES}.items():
        (root / name).write_text(text, "utf-8")
    for folder, files in {"transcripts": TEXTS, "codings": {"ana.csv": CODINGS}}.items():
        (root / folder).mkdir()
        for name, text in files.items():
            (root / folder / name).write_text(text, "utf-8")
    with open_study(root) as study:
        run(study, by="ana", at=AT)
        create_backup(study, "antes", at=AT)
        with study.store.changes(by="ana", at=AT, action="memo", subject="R1-director") as changes:
            memo = Memo(0, MemoAbout.SOURCE, "compartimos pruebas: ojo", source="R1-director")
            changes.add_memo(memo)
    assert where(root) >= {
        "project.sqlite",
        "transcripts/R1-director.txt",
        "codings/ana.csv",
        "results/rmecode.xlsx",
        "backups/project-2026-03-01-antes.sqlite",
    }
    return root


@pytest.fixture
def lived_in(template: Path, tmp_path: Path) -> Iterator[Study]:
    with open_study(shutil.copytree(template, tmp_path / "estudio")) as study:
        yield study


def where(root: Path) -> set[str]:
    """Return the files in which one of the phrases stands, in any encoding, zipped or not."""
    needles = [
        unicodedata.normalize(form, phrase).encode(encoding)
        for phrase in PHRASES
        for form in ("NFC", "NFD")
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    found = set()
    for path in (each for each in root.rglob("*") if each.is_file()):
        parts = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                parts += [package.read(name) for name in package.namelist()]
        if any(needle in part for needle in needles for part in parts):
            found.add(path.relative_to(root).as_posix().removesuffix("-wal"))
    return found


def erase(study: Study, source: str = "R1-director", **options: bool) -> Erased:
    plan = plan_erasure(study, source)
    return erase_source(study, plan, reason="pidió salir", by="ana", at=LATER, **options)


def test_nothing_of_it_is_left_in_the_folder(lived_in: Study) -> None:
    root = lived_in.root
    done = erase(lived_in)
    assert where(root) == set()
    assert sorted(done.deleted) == ["results/rmecode.xlsx", "transcripts/R1-director.txt"]
    assert (root / "codings/ana.csv").read_text("utf-8") == "".join(
        line for line in CODINGS.splitlines(keepends=True) if not line.startswith("R1-")
    )
    for name in ("sources.csv", "speakers.csv"):
        kept = [
            line for line in TABLES[name].splitlines(keepends=True) if "R1-director" not in line
        ]
        assert (root / name).read_text("utf-8") == "".join(kept)
    assert (root / "participants.csv").read_text("utf-8") == TABLES["participants.csv"]
    assert any("D1" in line and "participants.csv" in line for line in done.left)
    for name, text in TEXTS.items():
        if name != "R1-director.txt":
            assert (root / "transcripts" / name).read_text("utf-8") == text


def test_the_study_goes_on_and_takes_it_never_again(lived_in: Study) -> None:
    text = (lived_in.root / "transcripts" / "R1-director.txt").read_bytes()
    erase(lived_in)
    with open_study(lived_in.root) as study:
        assert [problem.sentence for problem in check_study(study)[0]] == []
        assert [each.quote.exact for each in study.store.codings()] == [
            "Aquí nadie confía en nadie."
        ]
        (study.root / "transcripts" / "R1-director.txt").write_bytes(text)
        with (study.root / "sources.csv").open("a", encoding="utf-8") as table:
            table.write("otro,transcripts/R1-director.txt,entrevista,2,R1,,director,\n")
        study.forget_tables()
        ingest(study, by="", at=LATER)
        assert "otro" not in {each.id for each in study.store.sources()}


def test_backups_stay_backups_without_it(lived_in: Study) -> None:
    erase(lived_in)
    (copy,) = list_backups(lived_in)
    assert (copy.whole, copy.sources, copy.codings) == (True, 3, 1)
    restore_backup(lived_in, "antes", by="ana", at=LATER)
    assert "R1-director" not in {each.id for each in lived_in.store.sources()}
    assert [e.subject for e in lived_in.store.history() if e.action == "erase"] == ["R1-director"]
    assert where(lived_in.root) == set()


def test_a_copy_from_elsewhere_brings_nothing_back(lived_in: Study, tmp_path: Path) -> None:
    copy = lived_in.root / "backups" / "project-2026-03-01-antes.sqlite"
    kept = shutil.copy(copy, tmp_path / "llave.sqlite")
    erase(lived_in)
    shutil.copy(kept, lived_in.root / "backups" / "llave.sqlite")
    restore_backup(lived_in, "llave", by="ana", at=LATER)
    assert "R1-director" not in {each.id for each in lived_in.store.sources()}
    assert lived_in.store.history(2)[1].detail == {"reason": "pidió salir"}
    assert where(lived_in.root) == {"backups/llave.sqlite"}


def test_a_damaged_copy_is_deleted_and_named(lived_in: Study) -> None:
    copy = lived_in.root / "backups" / "project-2026-03-01-antes.sqlite"
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    done = erase(lived_in)
    assert not copy.exists()
    assert any("project-2026-03-01-antes.sqlite" in line for line in done.left)
    assert where(lived_in.root) == set()


def test_the_participant_s_row_goes_only_if_asked_and_only_if_nobody_else_needs_it(
    lived_in: Study,
) -> None:
    speakers = lived_in.root / "speakers.csv"
    speakers.write_text(speakers.read_text("utf-8") + "R1-sesion,Supervisora,J1,\n", "utf-8")
    lived_in.forget_tables()
    assert plan_erasure(lived_in, "deprov").participants == ()
    erase(lived_in, participants=True)
    kept = [
        line for line in TABLES["participants.csv"].splitlines(keepends=True) if "D1," not in line
    ]
    assert (lived_in.root / "participants.csv").read_text("utf-8") == "".join(kept)


def test_copies_of_the_file_go_and_what_lies_outside_is_named(
    lived_in: Study, tmp_path: Path
) -> None:
    root = lived_in.root
    original = root / "transcripts" / "R1-director.txt"
    shutil.copy(original, root / "transcripts" / "copia de la entrevista.txt")
    (root / "transcripts" / "con BOM.txt").write_bytes(b"\xef\xbb\xbf" + original.read_bytes())
    outside = original.rename(tmp_path / "fuera.txt")
    original.symlink_to(outside)
    done = erase(lived_in)
    assert where(root) == set()
    assert not original.is_symlink()
    assert outside.exists()
    assert any(str(outside) in line for line in done.left)


def test_what_people_wrote_with_its_words_is_named_and_left(lived_in: Study) -> None:
    notes = lived_in.root / "notas.md"
    notes.write_text(f"Dijo: {TEXTS['R1-director.txt'].splitlines()[1]}", "utf-8")
    with zipfile.ZipFile(lived_in.root / "borrador.docx", "w") as package:
        package.writestr("word/document.xml", TEXTS["R1-director.txt"])
    with lived_in.store.changes(by="ana", at=AT, action="memo") as changes:
        text = "como esto: la confianza llegó después, con las reuniones de los martes"
        number = changes.add_memo(Memo(0, MemoAbout.STUDY, text))
    book = lived_in.config.codebook
    example = TEXTS["R1-director.txt"].splitlines()[1]
    book.write_text(f"{book.read_text('utf-8')}# ejemplo: {example}\n", "utf-8")
    left = "\n".join(erase(lived_in).left)
    assert "libro.yaml: says its words again." in left
    assert "notas.md" in left
    assert "borrador.docx" in left
    assert f"m{number}" in left
    assert notes.exists()


def test_rows_of_a_workbook_of_codings_go(lived_in: Study) -> None:
    path = lived_in.root / "codings" / "berta.xlsx"
    book = openpyxl.Workbook()
    for line in CODINGS.splitlines():
        book.worksheets[0].append(line.split(",")[:4])
    book.save(path)
    (lived_in.root / "codings" / "rota.xlsx").write_bytes(b"no")
    done = erase(lived_in)
    assert where(lived_in.root) == set()
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["source", "R2-director"]
    assert any("rota.xlsx" in line for line in done.left)


def test_an_interrupted_erasure_is_known_and_goes_on_where_it_stopped(
    lived_in: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> list[str]:
        raise OSError(28, "No space left on device")

    for step in ("_clean_backups", "_delete_files", "_take_out_rows"):
        with monkeypatch.context() as broken:
            broken.setattr(erasing, step, fail)
            with pytest.raises(ErasureUnfinishedError, match="R1-director"):
                erase(lived_in)
        problems, _notices = check_study(lived_in)
        assert any("R1-director" in each.sentence for each in problems)
    done = erase(lived_in)
    assert where(lived_in.root) == set()
    assert check_study(lived_in)[0] == []
    entries = [e for e in lived_in.store.history() if e.action == "erase"]
    assert [(e.at, e.detail) for e in entries] == [(LATER, {"reason": "pidió salir"})]
    assert done.at == LATER


def test_erasing_again_changes_no_line_of_the_log(lived_in: Study) -> None:
    erase(lived_in)
    history = lived_in.store.history()
    plan = plan_erasure(lived_in, "r1-DIRECTOR")
    erase_source(lived_in, plan, reason="de nuevo", by="", at="2026-04-01T00:00:00+00:00")
    assert lived_in.store.history() == history


def test_a_source_that_was_removed_before_can_be_erased(lived_in: Study) -> None:
    with lived_in.store.changes(by="ana", at=AT, action="remove", subject="R1-director") as changes:
        changes.remove_source("R1-director")
    erase(lived_in)
    assert where(lived_in.root) == set()


def test_folders_that_hold_other_things_are_not_emptied(lived_in: Study) -> None:
    settings = lived_in.root / "study.toml"
    settings.write_text(
        settings.read_text("utf-8") + '[paths]\nresults = "."\ncache = "."\n', "utf-8"
    )
    (lived_in.root / "rmecode-mio.xlsx").write_bytes(b"PK")
    (lived_in.root / "ajeno.csv").write_text("x\n", "utf-8")
    with open_study(lived_in.root) as study:
        erase(study)
    assert not (lived_in.root / "rmecode-mio.xlsx").exists()
    for name in ("ajeno.csv", "libro.yaml", "sources.csv", "transcripts/deprov.txt"):
        assert (lived_in.root / name).exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_erasure_needs_a_reason(lived_in: Study, reason: str) -> None:
    before = where(lived_in.root)
    with pytest.raises(ReasonMissingError):
        erase_source(
            lived_in, plan_erasure(lived_in, "R1-director"), reason=reason, by="", at=LATER
        )
    assert where(lived_in.root) == before


def test_what_is_not_there_cannot_be_erased(empty: Study) -> None:
    with pytest.raises(StoreMissingError):
        plan_erasure(empty, "R1-director")
    ingest(empty, by="", at=AT)
    with pytest.raises(UnknownNameError, match="R1-directora"):
        plan_erasure(empty, "R1-directora")


def test_nothing_is_begun_where_a_table_cannot_be_written(lived_in: Study) -> None:
    before = where(lived_in.root)
    (lived_in.root / "~$sources.csv").touch()
    with pytest.raises(FileUnwritableError):
        erase(lived_in)
    assert where(lived_in.root) == before
    assert lived_in.store.history(1)[0].action != "erase"
