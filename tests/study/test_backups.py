"""Copies of the project: made by hand and by themselves, listed, put back."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from rmecode.errors.safety import BadBackupNameError, UnknownBackupError, UnsoundBackupError
from rmecode.errors.store_file import (
    NewerStoreError,
    StoreExistsError,
    StoreMissingError,
    StoreUnwritableError,
)
from rmecode.model import Memo, MemoAbout
from rmecode.store import open_store
from rmecode.study import Study, open_study
from rmecode.study.backups import (
    backup_files,
    create_backup,
    keep_daily,
    known_backup,
    list_backups,
    restore_backup,
)
from rmecode.study.codebooks.recording import record_codebook
from tests.store.older import first_schema
from tests.study.conftest import AT

LATER = "2026-03-02T09:30:00+00:00"
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


def note(study: Study, text: str) -> None:
    with study.store.changes(by="ana", at=AT, action="memo") as changes:
        changes.add_memo(Memo(0, MemoAbout.STUDY, text))


def notes(study: Study) -> list[str]:
    return [memo.text for memo in study.store.memos()]


def names(study: Study) -> list[str]:
    return [path.name for path in backup_files(study)]


def test_a_backup_holds_everything_and_only_its_owner_reads_it(study: Study) -> None:
    note(study, "uno")
    path = create_backup(study, "antes de fusión", at=AT)
    assert path == study.root / "backups" / "project-2026-03-01-antes de fusión.sqlite"
    with open_store(path, at=AT) as copy:
        assert [memo.text for memo in copy.memos()] == ["uno"]
        assert copy.history() == study.store.history()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreExistsError):
        create_backup(study, "antes de fusión", at=AT)
    assert create_backup(study, at=AT).name == "project-2026-03-01-100000.sqlite"


@pytest.mark.parametrize("name", ["", " ", "auto", "AUTO", "../x", "a/b", "a\\b", "a\nb", "x" * 61])
def test_a_name_that_no_backup_can_have_is_refused(study: Study, name: str) -> None:
    with pytest.raises(BadBackupNameError):
        create_backup(study, name, at=AT)
    assert names(study) == []


def test_without_a_project_there_is_nothing_to_copy(empty: Study) -> None:
    with pytest.raises(StoreMissingError):
        create_backup(empty, at=AT)
    assert keep_daily(empty, AT) == ""
    assert not (empty.root / "project.sqlite").exists()
    assert not (empty.root / "backups").exists()


def test_a_day_has_one_automatic_copy_and_only_if_something_was_written(study: Study) -> None:
    assert keep_daily(study, AT) == ""
    assert names(study) == ["project-2026-03-01-auto.sqlite"]
    note(study, "después")
    keep_daily(study, AT)
    assert list_backups(study)[0].kind == "automatic"
    with closing(sqlite3.connect(backup_files(study)[0])) as raw:
        assert raw.execute("SELECT count(*) FROM memo").fetchone() == (0,)
    with open_study(study.root) as reader:
        assert keep_daily(reader, LATER) == ""
        assert reader.store.memos()
        assert keep_daily(reader, LATER) == ""
    assert len(names(study)) == 1
    keep_daily(study, LATER)
    assert len(names(study)) == 2


def test_old_automatic_copies_go_but_for_one_a_month_and_no_other_copy_does(study: Study) -> None:
    folder = study.root / "backups"
    folder.mkdir()
    day = dt.date(2026, 1, 5)
    for number in range(60):
        (folder / f"project-{day + dt.timedelta(number)}-auto.sqlite").touch()
    others = [
        "project-2026-01-05-mía.sqlite",
        "project-2026-01-05T10-00-00-schema-0001.sqlite",
        "project-2026-01-05-no-auto.sqlite",
        "otro-2026-01-05-auto.sqlite",
        "auto.sqlite",
    ]
    for name in others:
        (folder / name).touch()
    assert keep_daily(study, "2026-03-10T10:00:00+00:00") == ""
    kept = [name for name in names(study) if name not in others]
    months = [f"project-{day}-auto.sqlite" for day in ("2026-01-05", "2026-02-01", "2026-03-01")]
    last = [f"project-{dt.date(2026, 3, 5) - dt.timedelta(n)}-auto.sqlite" for n in range(13)]
    assert kept == sorted({*months, *last, "project-2026-03-10-auto.sqlite"})
    assert set(others) <= set(names(study))


def test_an_automatic_copy_that_fails_is_one_sentence(study: Study) -> None:
    (study.root / "backups").write_text("no folder", "utf-8")
    assert str(study.root / "backups") in keep_daily(study, AT)


def test_the_list_says_what_each_copy_is(study: Study) -> None:
    create_backup(study, "mía", at=AT)
    (study.root / "backups" / "rota.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 200)
    first_schema(study.root / "backups" / "project-2026-03-01-schema-0001.sqlite")
    found = {each.name: each for each in list_backups(study)}
    mine, broken = found["project-2026-03-01-mía.sqlite"], found["rota.sqlite"]
    assert (mine.kind, mine.schema, mine.sources, mine.whole) == ("manual", "0002", 4, True)
    assert mine.size == mine.path.stat().st_size
    assert (broken.whole, broken.fault != "") == (False, True)
    old = found["project-2026-03-01-schema-0001.sqlite"]
    assert (old.kind, old.schema, old.whole) == ("migration", "0001", True)


def test_a_copy_is_put_back_and_what_was_there_is_kept(study: Study) -> None:
    record_codebook(study, by="ana", at=AT)
    note(study, "uno")
    create_backup(study, "mía", at=AT)
    note(study, "dos")
    last = study.store.memos()[-1].id
    done = restore_backup(study, "mía", by="berta", at=LATER)
    assert (done.name, notes(study)) == ("project-2026-03-01-mía.sqlite", ["uno"])
    entry = study.store.history(1)[0]
    assert (entry.action, entry.by, entry.at) == ("restore", "berta", LATER)
    assert entry.subject == done.name
    assert "restore" not in {each.action for each in study.store.undoable(99)}
    note(study, "tres")
    assert study.store.memos()[-1].id > last
    restore_backup(study, done.before, by="berta", at="2026-03-03T00:00:00+00:00")
    assert notes(study) == ["uno", "dos"]
    assert study.store.faults() == ()
    assert sorted(path.name for path in (study.root / "backups").iterdir()) == names(study)


def test_whoever_has_the_project_open_sees_what_was_put_back(study: Study) -> None:
    create_backup(study, "mía", at=AT)
    note(study, "dos")
    with open_study(study.root) as other:
        assert notes(other) == ["dos"]
        restore_backup(study, "mía", by="", at=LATER)
        assert notes(other) == []
        note(other, "tres")
    assert notes(study) == ["tres"]


def test_an_older_copy_is_brought_up_to_date(study: Study) -> None:
    (study.root / "backups").mkdir()
    old = first_schema(study.root / "backups" / "vieja.sqlite")
    content = old.read_bytes()
    restore_backup(study, "vieja", by="", at=LATER)
    assert [(each.id, each.short) for each in study.store.sources()] == [("vieja", 1)]
    assert [each.reread for each in study.store.codings()] == [0]
    assert study.store.faults() == ()
    assert old.read_bytes() == content


@pytest.mark.parametrize("damage", ["gone", "half", "text", "page"])
def test_a_damaged_or_missing_project_is_put_back_and_nothing_is_lost(
    study: Study, damage: str
) -> None:
    note(study, "uno")
    create_backup(study, "mía", at=AT)
    study.close()
    database = study.root / "project.sqlite"
    whole = database.read_bytes()
    broken = {
        "gone": None,
        "half": whole[: len(whole) // 2],
        "text": b"no es una base" * 100,
        "page": whole[:8192] + b"\xee" * 4096 + whole[12288:],
    }[damage]
    database.unlink() if broken is None else database.write_bytes(broken)
    done = restore_backup(study, "mía", by="", at=LATER)
    assert notes(study) == ["uno"]
    assert study.store.faults() == ()
    assert (done.before == "") == (broken is None)
    if broken is not None:
        assert (study.root / done.before).read_bytes() == broken
        assert ".damaged-" in done.before


def test_a_copy_is_named_by_its_file_or_by_what_it_was_called(study: Study) -> None:
    path = create_backup(study, "añeja", at=AT)
    typed = (
        path.name,
        path.stem,
        "añeja",
        "an\u0303eja",
        f"backups/{path.name}",
        str(path),
    )
    for each in typed:
        assert known_backup(study, each) == path
    create_backup(study, "añeja", at=LATER)
    with pytest.raises(UnknownBackupError):
        known_backup(study, "añeja")


@pytest.mark.parametrize("typed", ["", "nada", "../project.sqlite", "/etc/passwd", "..", "-x", "*"])
def test_what_is_no_backup_is_not_put_back(study: Study, typed: str) -> None:
    create_backup(study, "mía", at=AT)
    with pytest.raises(UnknownBackupError, match="project-2026-03-01-mía"):
        restore_backup(study, typed, by="", at=LATER)


def test_a_copy_that_is_not_sound_changes_nothing(study: Study) -> None:
    folder = study.root / "backups"
    create_backup(study, "mía", at=AT)
    (folder / "rota.sqlite").write_bytes((folder / names(study)[0]).read_bytes()[:9000])
    with closing(sqlite3.connect(folder / "ajena.sqlite")) as raw, raw:
        raw.execute("CREATE TABLE x (y)")
    shutil.copy(folder / names(study)[0], folder / "nueva.sqlite")
    newer = next(path for path in backup_files(study) if "mía" in path.name)
    shutil.copy(newer, folder / "nueva.sqlite")
    with closing(sqlite3.connect(folder / "nueva.sqlite")) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    note(study, "ahora")
    for name, error in (
        ("rota", UnsoundBackupError),
        ("ajena", UnsoundBackupError),
        ("nueva", NewerStoreError),
    ):
        with pytest.raises(error):
            restore_backup(study, name, by="", at=LATER)
    assert notes(study) == ["ahora"]
    assert not [name for name in names(study) if "before" in name]


def test_a_codebook_that_differs_from_the_copy_s_is_told(study: Study) -> None:
    record_codebook(study, by="ana", at=AT)
    create_backup(study, "mía", at=AT)
    assert "codebook diff" not in "".join(restore_backup(study, "mía", by="", at=LATER).notices)
    book = study.config.codebook
    book.write_text(book.read_text("utf-8") + "# nota\n", "utf-8")
    study.forget_codebook()
    notices = restore_backup(study, "mía", by="", at="2026-03-03T00:00:00+00:00").notices
    assert "codebook diff" in "".join(notices)
    book.unlink()
    study.forget_codebook()
    notices = restore_backup(study, "mía", by="", at="2026-03-04T00:00:00+00:00").notices
    assert "codebook diff" in "".join(notices)


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root writes everywhere")
def test_a_project_in_a_read_only_folder_is_not_put_back(study: Study) -> None:
    create_backup(study, "mía", at=AT)
    study.close()
    study.root.chmod(0o500)
    try:
        with pytest.raises(StoreUnwritableError):
            restore_backup(study, "mía", by="", at=LATER)
    finally:
        study.root.chmod(0o700)
