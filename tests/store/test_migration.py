"""An older database is backed up, then brought to this schema, or left as it was."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from rmecode.errors import FileUnwritableError
from rmecode.errors.store_file import (
    DamagedStoreError,
)
from rmecode.store import create_store, migration, open_store, opening
from rmecode.store.database import engine_for, reading, writing
from rmecode.store.schema import APPLICATION_ID, REVISIONS, metadata
from tests.store.samples import AT, everything_but_the_log

LATER_VERSIONS = Path(__file__).with_name("later")


def schema(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        return {name: " ".join(sql.split()) for name, sql in raw.execute(query)}


def parts(sql: str) -> list[str]:
    """Return what a table is made of; the order of its constraints means nothing."""
    return sorted(part.rstrip(" )") for part in sql.split(", "))


def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: list(raw.execute(f'PRAGMA table_info("{name}")')) for name in names}


def test_the_migrations_lead_to_the_schema(tmp_path: Path) -> None:
    made, migrated = tmp_path / "made.db", tmp_path / "migrated.db"
    create_store(made, at=AT).close()
    engine = engine_for(migrated)
    with writing(engine) as connection:
        migration.upgrade(connection)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == REVISIONS[-1]
    engine.dispose()
    one, other = schema(made), schema(migrated)
    assert set(one) == set(other)
    for name in set(one) - {"alembic_version"}:
        assert parts(one[name]) == parts(other[name]), name


def test_the_revisions_are_those_of_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(migration.SCRIPTS))
    config.set_main_option("path_separator", "newline")
    walked = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(each.revision for each in walked)[::-1] == REVISIONS


def test_every_table_and_column_says_what_it_is() -> None:
    for table in metadata.tables.values():
        assert table.comment, table.name
        assert all(column.comment for column in table.columns), table.name


def test_alembic_is_loaded_only_to_migrate(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from rmecode.store import open_store\n"
        "open_store(Path(sys.argv[1]), at='').close()\n"
        "print([m for m in ('alembic', 'sqlalchemy.orm', 'numpy', 'pandas') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


@pytest.fixture
def newer_tool(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Make this the tool of a later day, with one revision more."""
    monkeypatch.setattr(opening, "REVISIONS", (*REVISIONS, "later"))
    monkeypatch.setattr(migration, "VERSIONS", (*migration.VERSIONS, LATER_VERSIONS))
    return monkeypatch


@pytest.mark.usefixtures("newer_tool")
def test_an_older_database_is_backed_up_and_migrated(path: Path, tmp_path: Path) -> None:
    before = everything_but_the_log(path)
    with open_store(path, at=AT) as store:
        assert [each.id for each in store.sources()] == ["director", "jefa"]
        assert store.faults() == ()
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name == "project-2026-03-01T10-00-00-00-00-schema-0002.db"
    assert everything_but_the_log(copy) == before
    assert [c[1] for c in columns(path)["coder"]] == ["name", "kind", "since"]
    assert [c[1] for c in columns(copy)["coder"]] == ["name", "kind"]
    open_store(path, at="tomorrow").close()
    assert len(list((tmp_path / "backups").iterdir())) == 1


@pytest.mark.parametrize("sabotage", ["INSERT INTO done VALUES ('x', 'y', 'z')", "fail"])
@pytest.mark.usefixtures("newer_tool")
def test_a_migration_that_fails_leaves_the_database_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, sabotage: str
) -> None:
    before, shape = everything_but_the_log(path), schema(path)
    monkeypatch.setenv("RMECODE_TEST_SABOTAGE", sabotage)
    with pytest.raises(RuntimeError if sabotage == "fail" else DamagedStoreError):
        open_store(path, at=AT)
    assert (everything_but_the_log(path), schema(path)) == (before, shape)


@pytest.mark.usefixtures("newer_tool")
def test_without_a_backup_nothing_is_migrated(path: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file where the folder should be")
    shape = schema(path)
    with pytest.raises(FileUnwritableError, match="backups"):
        open_store(path, at=AT)
    assert schema(path) == shape


FIRST = """
INSERT INTO source VALUES ('jefa', 'jefa.txt'), ('acta', 'acta.txt');
INSERT INTO text_version VALUES
  ('jefa', 1, 'J: Sí.', 6, 'h1', 'f1', 'txt', 'utf-8', '1', '2026-02'),
  ('acta', 1, 'N: No.', 6, 'h2', 'f2', 'txt', 'utf-8', '1', '2026-01');
INSERT INTO removed_source VALUES ('h3', 'f3', 'vieja', '2026-01');
INSERT INTO coder VALUES ('Ana', 'person');
INSERT INTO codebook_version VALUES (1, 'RME', '1', 'h', 'codes: []', '2026-01');
INSERT INTO coding VALUES
  (1, 'jefa', 1, 3, 5, 'Sí', 'J: ', '.', 'C', 'Ana', '', 1, 'manual', 'exact', '2026-02', 1);
INSERT INTO entry VALUES
  (1, '2026-01', '', 'codebook', 'RME', '{"codebook_version":{"added":1}}', NULL, NULL),
  (2, '2026-02', 'Ana', 'code', '', '{"coding":{"added":1}}', NULL, NULL),
  (3, '2026-02', 'Ana', 'remove', '', '{"coding":{"changed":1}}', NULL, NULL);
INSERT INTO image VALUES
  (1, 1, 'codebook_version', '[1]', NULL,
   '{"number":1,"name":"RME","version":"1","hash":"h","text":"codes: []","at":"2026-01"}'),
  (2, 1, 'coding', '[1]', NULL, '%(live)s'),
  (3, 1, 'coding', '[1]', '%(live)s', '%(removed)s');
""" % {
    which: (
        '{"id":1,"source":"jefa","version":1,"start":3,"end":5,"exact":"Sí","before":"J: ",'
        '"after":".","code":"C","coder":"Ana","memo":"","codebook_version":1,"origin":"manual",'
        f'"anchor":"exact","made_at":"2026-02","removed":{truth}}}'
    )
    for which, truth in (("live", "false"), ("removed", "true"))
}
"""What a database of the first revision may hold: a coding, made and removed."""


def test_what_the_first_revision_logged_can_still_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    engine = engine_for(path)
    with writing(engine) as connection:
        migration.upgrade(connection, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executescript(f"PRAGMA application_id = {APPLICATION_ID};{FIRST}")
    with open_store(path, at=AT) as store:
        assert {each.id: each.short for each in store.sources()} == {"acta": 1, "jefa": 2}
        assert [each.codebook for each in store.history()] == [1, 1, 1]
        assert [change.entry.action for change in store.coding_changes(1)] == ["code", "remove"]
        store.undo(by="Ana", at=AT)
        (coding,) = store.codings()
        assert (coding.quote.exact, coding.reread) == ("Sí", 0)
        store.undo(by="Ana", at=AT)
        assert store.codings(include_removed=True) == ()
        store.redo(2, by="Ana", at=AT)
        assert [each.removed for each in store.codings(include_removed=True)] == [True]
        assert store.faults() == ()
