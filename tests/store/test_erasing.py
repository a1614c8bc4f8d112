"""A source that is erased leaves no byte in a database, and everything else as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from rmecode.errors.safety import ErasureUnfinishedError
from rmecode.errors.store import SourceRemovedError
from rmecode.model import Coder, Memo, MemoAbout, Span, text_hash
from rmecode.store import Store, create_store, erasing, open_store
from rmecode.store.erasing import Erasure, erase, finish, remains, shred
from tests.store.older import QUOTE, first_schema
from tests.store.samples import (
    AT,
    LATER,
    coding,
    everything_but_the_log,
    suggestion,
    turns,
    version,
)

if TYPE_CHECKING:
    from pathlib import Path

PHRASE = "La confianza llegó después, con los años"
ERASURE = Erasure("jefa", "pidió salir", "Ana", LATER)


def fill(store: Store) -> None:
    """Work on both sources: in writes of their own, and in writes that touch both."""
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        changes.record_codebook("mini", "1", "codebook: mini\n", text_hash("codebook: mini\n"))
    with store.changes(by="Ana", at=AT, action="import", subject="ana.csv") as changes:
        changes.add_codings([coding("años", memo="ríe"), coding("casi nada"), coding("Después sí")])
        changes.replace_suggestions(
            "rules", ["jefa", "director"], [suggestion("confianza"), suggestion("poco")]
        )
        changes.bring("done", "jefa|Ana")
        changes.bring("done", "director|Ana")
        changes.bring("word note", f"{version('jefa').hash[:20]}|0-5|Ana|K|x")
        changes.bring("word note", f"{version('director').hash[:20]}|0-5|Ana|K|x")
        changes.mark_done("jefa", "Ana")
        changes.mark_done("director", "Ana")
        changes.assign("jefa", Span(0, 5), "Norte")
    with store.changes(by="Ana", at=AT, action="memo", subject="jefa") as changes:
        changes.add_memo(Memo(0, MemoAbout.SOURCE, "habla de los años", source="jefa"))
        changes.add_memo(Memo(0, MemoAbout.CODING, "habla de sus años", coding=1))
        gone = changes.add_memo(Memo(0, MemoAbout.CODING, "memo quitado", source="jefa", coding=1))
        changes.add_memo(Memo(0, MemoAbout.STUDY, "del estudio"))
    with store.changes(by="Ana", at=AT, action="memo") as changes:
        changes.remove_memos([gone])
    with store.changes(by="Ana", at=AT, action="remove") as changes:
        changes.remove_codings([1, 2])


def erased(path: Path, erasure: Erasure = ERASURE) -> None:
    erase(path, erasure)
    finish(path, erasure)


def bytes_of(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def holds(path: Path, words: str) -> bool:
    content = bytes_of(path)
    return any(words.encode(form) in content for form in ("utf-8", "utf-16-le", "utf-16-be"))


def test_no_byte_of_it_stays_and_all_else_does(store: Store, path: Path) -> None:
    fill(store)
    before = everything_but_the_log(path)
    words = (PHRASE, "ríe", "habla de los años", "habla de sus años", "memo quitado")
    assert all(holds(path, each) for each in words)
    erased(path)
    assert [each for each in words if holds(path, each)] == []
    after = everything_but_the_log(path)
    for table in ("source", "text_version", "turn", "coding", "suggestion", "assignment", "done"):
        column = "id" if table == "source" else "source"
        with closing(sqlite3.connect(path)) as raw:
            heads = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        others = [row for row in before[table] if row[heads.index(column)] != "jefa"]
        assert after[table] == others
        assert len(others) < len(before[table]), table
    assert {row[1] for row in after["brought"]} == {
        "director|Ana",
        f"{version('director').hash[:20]}|0-5|Ana|K|x",
    }
    assert [each.text for each in store.memos()] == ["del estudio"]
    assert store.faults() == ()
    assert store.flaws() == ()


def test_the_log_says_that_it_was_erased_when_and_why(store: Store, path: Path) -> None:
    fill(store)
    lines = len(store.history())
    erased(path)
    assert len(store.history()) == lines + 1
    entry = store.history(1)[0]
    assert (entry.action, entry.subject, entry.by, entry.at) == ("erase", "jefa", "Ana", LATER)
    assert entry.detail == {"reason": "pidió salir"}


def test_undo_and_redo_go_on_for_the_rest_and_bring_nothing_back(store: Store, path: Path) -> None:
    fill(store)
    erased(path)
    with closing(sqlite3.connect(path)) as raw:
        whole = {row[0] for row in raw.execute("SELECT DISTINCT entry FROM image")}
    undoable = store.undoable(99)
    assert {entry.id for entry in undoable} == whole
    assert "erase" not in {entry.action for entry in undoable}
    store.undo(by="Ana", at=LATER)
    assert [each.removed for each in store.codings(include_removed=True)] == [False, False]
    store.undo(len(undoable) - 1, by="Ana", at=LATER)
    assert store.sources() == ()
    store.redo(len(undoable), by="Ana", at=LATER)
    assert [each.id for each in store.sources()] == ["director"]
    assert {each.source for each in store.codings(include_removed=True)} == {"director"}
    assert not holds(path, PHRASE)


def test_its_text_is_not_taken_again_unless_somebody_asks(store: Store, path: Path) -> None:
    text = version("jefa").text
    erased(path)
    assert {(each.id, each.hash) for each in store.removed_sources()} == {
        ("jefa", version("jefa").hash)
    }
    with (
        pytest.raises(SourceRemovedError),
        store.changes(by="Ana", at=LATER, action="ingest") as changes,
    ):
        changes.add_source("otra", "otra.txt", version("otra", text), turns(text))
    with store.changes(by="Ana", at=LATER, action="ingest") as changes:
        changes.add_source("jefa", "jefa.txt", version("jefa"), turns(text), revive=True)
    again = Erasure("jefa", "otra vez", "Ana", "2026-03-03T10:00:00+00:00")
    erased(path, again)
    assert not holds(path, PHRASE)
    assert [e.detail["reason"] for e in store.history() if e.action == "erase"] == [
        "otra vez",
        "pidió salir",
    ]


def test_a_source_that_was_removed_first_is_erased_from_the_history(
    store: Store, path: Path
) -> None:
    fill(store)
    with store.changes(by="Ana", at=AT, action="remove", subject="jefa") as changes:
        changes.remove_source("jefa")
    assert holds(path, PHRASE)
    erased(path)
    assert not holds(path, PHRASE)
    assert {each.id for each in store.removed_sources()} == {"jefa"}
    store.undo(len(store.undoable(99)), by="Ana", at=LATER)
    assert store.removed_sources() != ()
    assert store.sources() == ()


def test_what_its_text_was_called_before_goes_with_it(store: Store, path: Path) -> None:
    text = version("jefa").text
    with store.changes(by="Ana", at=AT, action="remove", subject="jefa") as changes:
        changes.remove_source("jefa")
    with store.changes(by="Ana", at=AT, action="ingest", subject="E07") as changes:
        changes.add_source("E07", "Juana Pérez.txt", version("E07", text), [], revive=True)
    with store.changes(by="Ana", at=AT, action="ingest", subject="jefa") as changes:
        changes.add_source("jefa", "jefa.txt", version("jefa", "N: Otra persona.\n"), [])
        changes.add_codings([])
    erased(path, Erasure("E07", "pidió salir", "Ana", LATER))
    assert not holds(path, PHRASE)
    assert not holds(path, "Juana")
    assert store.text_version("jefa").text == "N: Otra persona.\n"
    assert holds(path, "Otra persona")
    store.undo(by="Ana", at=LATER)
    assert store.sources() != ()
    store.redo(by="Ana", at=LATER)
    assert {each.id for each in store.sources()} == {"director", "jefa"}


def test_names_of_its_file_and_words_of_it_leave_the_log(store: Store, path: Path) -> None:
    subjects = {
        "entrevistas/Juana Pérez.docx": "E07",
        "JUANA PEREZ (comentada).docx": "E07",
        "comentarios E07.docx": "E07",
        "«la confianza llego despues, con los años»": "E07",
        "E07 3-7: Norte": "E07 3-7: Norte",
        "ana.csv": "ana.csv",
        "confianza": "confianza",
    }
    with store.changes(by="Ana", at=AT, action="remove") as changes:
        changes.remove_source("jefa")
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        text = version("jefa").text
        changes.add_source("E07", "x/Juana Pérez.docx", version("E07", text), [], revive=True)
    for number, subject in enumerate(subjects):
        with store.changes(by="Ana", at=AT, action="do", subject=subject) as changes:
            changes.add_coder(Coder(f"coder {number}"))
    with store.changes(by="Ana", at=AT, action="import", subject="de la jefa.docx") as changes:
        changes.mark_done("E07", "Ana")
    erased(path, Erasure("E07", "pidió salir", "Ana", LATER))
    told = [entry.subject for entry in reversed(store.history()) if entry.action == "do"]
    assert told == list(subjects.values())
    assert [e.subject for e in store.history() if e.action == "import"] == ["E07"]
    assert not holds(path, "Juana")


def test_a_begun_erasure_says_what_is_left_to_do_and_goes_on(store: Store, path: Path) -> None:
    fill(store)
    assert erase(path, ERASURE) > 10
    assert store.history(1)[0].detail["unfinished"] == {"files": ["jefa.txt"]}
    assert erase(path, ERASURE) == 0
    finish(path, ERASURE)
    assert [e.detail for e in store.history() if e.action == "erase"] == [{"reason": "pidió salir"}]
    assert remains(path, ERASURE) == ""


def test_an_open_reader_keeps_the_file_from_being_shredded_and_that_is_said(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "PATIENCE", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM turn").fetchone()
        erase(path, ERASURE)
        with pytest.raises(ErasureUnfinishedError, match="jefa"):
            finish(path, ERASURE)
    assert "unfinished" in store.history(1)[0].detail
    finish(path, ERASURE)
    assert not holds(path, PHRASE)


def test_a_copy_is_cleaned_like_the_project(store: Store, path: Path, tmp_path: Path) -> None:
    fill(store)
    copy = tmp_path / "copia.sqlite"
    store.backup_to(copy)
    assert remains(copy, ERASURE) != ""
    erase(copy, ERASURE, finished=True)
    shred(copy, "jefa")
    assert remains(copy, ERASURE) == ""
    assert not holds(copy, PHRASE)
    assert holds(path, PHRASE)
    with open_store(copy, at=AT) as other:
        assert other.history(1)[0].detail == {"reason": "pidió salir"}
        assert [each.id for each in other.sources()] == ["director"]
        assert other.faults() == ()


def test_a_copy_of_the_first_schema_is_cleaned_as_it_is(tmp_path: Path) -> None:
    copy = first_schema(tmp_path / "vieja.sqlite")
    assert holds(copy, QUOTE)
    order = Erasure("vieja", "pidió salir", "Ana", LATER)
    erase(copy, order, finished=True)
    shred(copy, "vieja")
    assert remains(copy, order) == ""
    assert not holds(copy, QUOTE)
    with open_store(copy, at=LATER) as store:
        assert store.sources() == ()
        assert store.history(1)[0].action == "erase"
        assert store.faults() == ()


def test_what_remains_in_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    other = tmp_path / "otra.sqlite"
    other.write_bytes(b"no database" * 500)
    assert "otra.sqlite" in remains(other, ERASURE)


def test_what_remains_in_a_damaged_copy_cannot_be_told(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copia.sqlite"
    store.backup_to(copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-4096] + b"\xee" * 4096)
    assert remains(copy, ERASURE) != ""


def test_an_unknown_source_takes_nothing_with_it(store: Store, path: Path) -> None:
    fill(store)
    before = everything_but_the_log(path)
    assert erase(path, Erasure("nadie", "x", "Ana", LATER)) == 0
    assert everything_but_the_log(path) == before


def test_other_sources_survive_ids_that_begin_alike(tmp_path: Path) -> None:
    with create_store(tmp_path / "p.db", at=AT) as store:
        with store.changes(by="Ana", at=AT, action="ingest") as changes:
            changes.add_coder(Coder("Ana"))
            for name in ("R1", "R10", "R1|x"):
                changes.add_source(name, f"{name}.txt", version(name), [])
                changes.bring("done", f"{name}|Ana")
        erased(tmp_path / "p.db", Erasure("R1", "x", "Ana", LATER))
        assert [each.id for each in store.sources()] == ["R10", "R1|x"]
