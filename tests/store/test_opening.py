"""What is not a whole database of ours is refused with a sentence, and left as it is."""

from __future__ import annotations

import os
import sqlite3
import struct
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rmecode.errors import FileUnreadableError, FileUnwritableError, RmecodeError
from rmecode.errors.store_file import (
    DamagedStoreError,
    NewerStoreError,
    NotAStoreError,
    StoreBusyError,
    StoreExistsError,
    StoreFaultError,
    StoreFullError,
    StoreMissingError,
    StoreUnwritableError,
)
from rmecode.store import Store, create_store, database, open_store
from rmecode.store.database import driver
from rmecode.store.schema import APPLICATION_ID
from tests.store.samples import AT, coding, everything_but_the_log, filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def a_text_file(path: Path) -> None:
    path.write_text("esto no es una base de datos\n" * 50, "utf-8")


def a_short_file(path: Path) -> None:
    path.write_text("hola", "utf-8")


def an_empty_file(path: Path) -> None:
    path.write_bytes(b"")


def somebody_elses_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE coding (id INTEGER)")


def a_newer_database(path: Path) -> None:
    filled(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '2099'")


def a_truncated_database(path: Path) -> None:
    filled(path).close()
    path.write_bytes(path.read_bytes()[:-5000])


def a_database_without_a_table(path: Path) -> None:
    filled(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DROP TABLE suggestion")


def a_database_without_a_revision(path: Path) -> None:
    filled(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DROP TABLE alembic_version")


def a_database_with_an_empty_revision(path: Path) -> None:
    filled(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM alembic_version")


def a_broken_first_page(path: Path) -> None:
    filled(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * 3900 + whole[4000:])


REFUSED: dict[Callable[[Path], None], type[RmecodeError]] = {
    a_text_file: NotAStoreError,
    a_short_file: NotAStoreError,
    an_empty_file: NotAStoreError,
    somebody_elses_database: NotAStoreError,
    a_newer_database: NewerStoreError,
    a_truncated_database: DamagedStoreError,
    a_database_without_a_table: DamagedStoreError,
    a_database_without_a_revision: DamagedStoreError,
    a_database_with_an_empty_revision: DamagedStoreError,
    a_broken_first_page: DamagedStoreError,
    Path.mkdir: FileUnreadableError,
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_a_file_that_is_not_a_whole_store_is_refused_untouched(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "project.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(REFUSED[make], match=r"project\.db") as caught:
        open_store(path, at=AT)
    assert "\n" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["project.db"]
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_what_only_the_write_ahead_log_holds_is_not_taken_for_damage(path: Path) -> None:
    ahead, kept = path.with_name("project.db-wal"), path.with_name("kept")
    with open_store(path, at=AT) as store:
        with store.changes(by="Ana", at=AT, action="code") as changes:
            changes.add_codings([coding("años", memo="x" * 50_000)])
        kept.write_bytes(ahead.read_bytes())
    whole = path.read_bytes()
    path.write_bytes(whole[:-8192])
    kept.rename(ahead)
    with open_store(path, at=AT) as store:
        assert [len(each.memo) for each in store.codings()] == [50_000]
        assert store.faults() == ()
    assert len(path.read_bytes()) == len(whole)


def test_a_foreign_database_is_known_even_beside_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    somebody_elses_database(path)
    (tmp_path / "project.db-journal").write_bytes(b"")
    with pytest.raises(NotAStoreError):
        open_store(path, at=AT)


def test_garbage_beside_a_journal_is_known(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    a_text_file(path)
    (tmp_path / "project.db-journal").write_bytes(b"")
    for attempt in (open_store, create_store):
        with pytest.raises(NotAStoreError):
            attempt(path, at=AT)


def test_there_must_be_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="rmecode init"):
        open_store(tmp_path / "project.db", at=AT)
    assert list(tmp_path.iterdir()) == []


def test_damage_inside_is_met_with_a_sentence(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    (page_size,) = struct.unpack(">H", whole[16:18])
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'source'"
        (page,) = raw.execute(query).fetchone()
    start = (page - 1) * page_size
    whole[start : start + page_size] = b"\xee" * page_size
    path.write_bytes(whole)
    with open_store(path, at=AT) as store, pytest.raises(DamagedStoreError, match="backup restore"):
        store.sources()
    with open_store(path, at=AT) as store:
        assert store.faults() != ()


@pytest.mark.parametrize(
    ("pragma", "damage", "fault"),
    [
        ("ignore_check_constraints = ON", 'UPDATE coding SET "end" = 0', "CHECK"),
        ("foreign_keys = OFF", "UPDATE coding SET coder = 'nadie'", "coding 1 -> coder"),
    ],
)
def test_the_whole_check_names_what_does_not_hold(
    store: Store, path: Path, pragma: str, damage: str, fault: str
) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        changes.add_codings([coding("años")])
    assert store.faults() == ()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"PRAGMA {pragma}")
        raw.execute(damage)
    assert [line for line in store.faults() if fault in line] != []


def test_nothing_is_made_where_there_is_something(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreExistsError, match=r"project\.db"):
        create_store(path, at=AT)
    assert path.read_bytes() == before
    other = tmp_path / "other.db"
    somebody_elses_database(other)
    (tmp_path / "other.db-journal").write_bytes(b"")
    with pytest.raises(StoreExistsError):
        create_store(other, at=AT)
    with pytest.raises(FileUnwritableError):
        create_store(tmp_path / "no such folder" / "project.db", at=AT)


def test_what_a_killed_attempt_left_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    an_empty_file(path)
    with create_store(path, at=AT) as store:
        assert store.counts().entries == 0
        assert store.faults() == ()


def test_a_new_store_says_whose_it_is(path: Path) -> None:
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")


def test_every_connection_keeps_references_and_writes_through(store: Store) -> None:
    for _ in range(2):
        with database.reading(store._engine) as connection:  # noqa: SLF001  (nobody else asks)
            raw = driver(connection)
            assert raw.execute("PRAGMA foreign_keys").fetchone() == (1,)
            assert raw.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_second_writer_waits_and_then_says_so(store: Store, path: Path) -> None:
    with open_store(path, at=AT, patience=0.05) as other:
        with store.changes(by="Ana", at=AT, action="slow") as changes:
            changes.add_codings([coding("años")])
            with (
                pytest.raises(StoreBusyError, match=r"0\.05 seconds"),
                other.changes(by="Bot", at=AT, action="blocked"),
            ):
                pass
            assert other.codings() == ()
        assert len(other.codings()) == 1


def test_a_full_disk_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = (path.stat().st_size // 4096) + 1
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, f"max_page_count = {pages}"))
    before = everything_but_the_log(path)
    with open_store(path, at=AT) as store:
        with (
            pytest.raises(StoreFullError, match="Free some space"),
            store.changes(by="Ana", at=AT, action="code") as changes,
        ):
            changes.add_codings([coding("años", memo="x" * 50_000)])
        assert store.codings() == ()
    assert everything_but_the_log(path) == before
    monkeypatch.undo()
    with open_store(path, at=AT) as store:
        assert store.faults() == ()


def test_a_new_store_on_a_full_disk_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "project.db"
    monkeypatch.setattr(database, "PRAGMAS", ("max_page_count = 3",))
    with pytest.raises(StoreFullError):
        create_store(path, at=AT)
    monkeypatch.undo()
    create_store(path, at=AT).close()


def test_a_failing_disk_is_met_with_a_sentence(store: Store) -> None:
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorname = "SQLITE_IOERR_WRITE"
    with (
        pytest.raises(StoreFaultError, match="disk I/O error"),
        store.changes(by="Ana", at=AT, action="code"),
    ):
        raise fault


def test_what_is_not_the_files_fault_is_not_blamed_on_it(store: Store) -> None:
    with (
        pytest.raises(sqlite3.ProgrammingError),
        store.changes(by="Ana", at=AT, action="code"),
    ):
        raise sqlite3.ProgrammingError


@contextmanager
def a_stranger() -> Iterator[None]:
    """Take the rights away that root has whatever a file's mode says."""
    if os.name == "nt":
        pytest.skip("modes are POSIX")
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that everybody can enter and read."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o555), (0o444, 0o777)])
def test_a_read_only_store_is_not_written_and_says_so(
    open_folder: Path, file_mode: int, folder_mode: int
) -> None:
    path = open_folder / "project.db"
    filled(path).close()
    before = path.read_bytes()
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)
    with (
        a_stranger(),
        pytest.raises(StoreUnwritableError, match="permissions"),
        open_store(path, at=AT) as store,
        store.changes(by="Ana", at=AT, action="code") as changes,
    ):
        changes.add_codings([coding("años")])
    assert path.read_bytes() == before


def test_a_store_that_may_not_be_read_says_so(open_folder: Path) -> None:
    path = open_folder / "project.db"
    filled(path).close()
    path.chmod(0)
    with a_stranger(), pytest.raises(FileUnreadableError):
        open_store(path, at=AT)


def test_no_store_is_made_in_a_read_only_folder(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with a_stranger(), pytest.raises(FileUnwritableError, match=r"project\.db"):
        create_store(open_folder / "project.db", at=AT)
    assert list(open_folder.iterdir()) == []
