"""The codebook's file and the database go together, whatever fails, and whoever else writes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

import rmecode.store.store
from rmecode.errors import FileUnreadableError, FileUnwritableError
from rmecode.errors.codebook import (
    CodebookEditedError,
    CodebookEditedSinceError,
    CodeInUseError,
    HistoryMovedError,
    UnseenChangesError,
)
from rmecode.errors.store import NothingToRedoError, NothingToUndoError
from rmecode.errors.store_file import StoreFullError
from rmecode.store import database
from rmecode.study import open_study
from rmecode.study.codebooks import edits
from rmecode.study.codebooks.versions import seen_version
from rmecode.study.codebooks.writing import carry_out
from rmecode.study.importing import import_codings
from rmecode.study.undoing import others, redo, undo
from tests.cli.test_codebook_edit import rows
from tests.study.conftest import AT
from tests.study.test_codebook_edits import CODINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from sqlalchemy import Connection, Engine

    from rmecode.study import Study

State = tuple[bytes, dict[str, list[tuple["Any", ...]]]]


def state(study: Study) -> State:
    return study.config.codebook.read_bytes(), rows(study.root)


@pytest.fixture
def coded(study: Study) -> Study:
    path = study.root / "hechas.csv"
    path.write_text(CODINGS, "utf-8")
    assert import_codings(study, path, by="ana", at=AT).new == 9
    return study


def _failing(monkeypatch: pytest.MonkeyPatch, error: BaseException, *, late: bool) -> None:
    """Let the next writes fail just before they are committed, or just after."""
    real = database.writing

    @contextmanager
    def writing(engine: Engine) -> Iterator[Connection]:
        with real(engine) as connection:
            yield connection
            if not late:
                raise error
        raise error

    monkeypatch.setattr(rmecode.store.store, "writing", writing)


def _merge(study: Study) -> None:
    carry_out(study, edits.merge(study, ["CS-1"], "CS-2").edit, by="ana", at=AT)


WRITES: list[tuple[str, Callable[[Study], object]]] = [
    ("merge", _merge),
    ("undo", lambda study: undo(study, by="ana", at=AT)),
    ("redo", lambda study: redo(study, by="ana", at=AT)),
]


def _before(study: Study, name: str) -> None:
    """Bring the study to where the write can be done."""
    if name != "merge":
        _merge(study)
    if name == "redo":
        undo(study, by="ana", at=AT)


@pytest.mark.parametrize(("name", "write"), WRITES)
def test_a_write_that_fails_at_the_commit_leaves_file_and_database_as_they_were(
    coded: Study,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    write: Callable[[Study], object],
) -> None:
    _before(coded, name)
    before = state(coded)
    with monkeypatch.context() as patched:
        _failing(patched, StoreFullError(coded.config.paths["database"]), late=False)
        with pytest.raises(StoreFullError):
            write(coded)
    assert state(coded) == before
    write(coded)
    assert state(coded)[0] != before[0]


@pytest.mark.parametrize(("name", "write"), WRITES)
def test_an_interruption_after_the_commit_leaves_both_as_they_are_now(
    coded: Study,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    write: Callable[[Study], object],
) -> None:
    _before(coded, name)
    before = state(coded)
    with monkeypatch.context() as patched:
        _failing(patched, KeyboardInterrupt(), late=True)
        with pytest.raises(KeyboardInterrupt):
            write(coded)
    after = state(coded)
    assert after[0] != before[0]
    assert after[1] != before[1]
    with open_study(coded.root) as study:
        latest = study.store.codebook_version()
        assert latest is not None
        assert latest.text == study.codebook_text


def test_a_plan_is_not_carried_out_on_a_file_that_was_edited_meanwhile(coded: Study) -> None:
    plan = edits.merge(coded, ["CS-1"], "CS-2")
    with open_study(coded.root) as other:
        carry_out(other, edits.rename(other, "VA", "juicios").edit, by="robot", at=AT)
    before = state(coded)
    with pytest.raises(CodebookEditedError) as refused:
        carry_out(coded, plan.edit, by="ana", at=AT)
    assert refused.value.exit_code == 1
    assert state(coded) == before
    coded.config.codebook.write_bytes(b"\xff\xfe")
    with pytest.raises(CodebookEditedError):
        carry_out(coded, plan.edit, by="ana", at=AT)


def test_a_code_that_was_used_meanwhile_does_not_go(coded: Study) -> None:
    plan = edits.remove(coded, "PR-2")
    row = "source,quote,code,coder\nR1-director,Nos informan las fechas,PR-2,robot\n"
    with open_study(coded.root) as other:
        (other.root / "otra.csv").write_text(row, "utf-8")
        assert import_codings(other, other.root / "otra.csv", by="robot", at=AT).new == 1
    before = state(coded)
    with pytest.raises(CodeInUseError, match="procesos/cooperativos"):
        carry_out(coded, plan.edit, by="ana", at=AT)
    assert state(coded) == before


def test_a_file_that_is_gone_is_named_and_nothing_is_done(coded: Study) -> None:
    _merge(coded)
    before = rows(coded.root)
    coded.config.codebook.unlink()
    with pytest.raises(FileUnreadableError):
        undo(coded, by="ana", at=AT)
    assert rows(coded.root) == before


def test_a_protected_file_is_not_undone_over(coded: Study) -> None:
    _merge(coded)
    before = state(coded)
    coded.config.codebook.chmod(0o444)
    with pytest.raises(FileUnwritableError):
        undo(coded, by="ana", at=AT)
    assert state(coded) == before


def test_what_people_edited_between_two_changes_is_not_lost_by_undoing_both(coded: Study) -> None:
    first = coded.config.codebook.read_bytes()
    _merge(coded)
    book = coded.config.codebook
    book.write_text(book.read_text("utf-8") + "# nota\n", "utf-8")
    coded.forget_codebook()
    carry_out(coded, edits.rename(coded, "VA", "juicios").edit, by="ana", at=AT)
    before = state(coded)
    with pytest.raises(CodebookEditedSinceError):
        undo(coded, 2, by="ana", at=AT)
    assert state(coded) == before
    undo(coded, by="ana", at=AT)
    assert book.read_text("utf-8").endswith("# nota\n")
    with pytest.raises(CodebookEditedSinceError):
        undo(coded, by="ana", at=AT)
    book.write_text(book.read_text("utf-8").removesuffix("# nota\n"), "utf-8")
    undo(coded, by="ana", at=AT)
    assert book.read_bytes() == first


def test_more_than_there_is_cannot_be_undone_or_redone(coded: Study) -> None:
    _merge(coded)
    before = state(coded)
    with pytest.raises(NothingToUndoError):
        undo(coded, 100, by="ana", at=AT)
    with pytest.raises(NothingToRedoError):
        redo(coded, by="ana", at=AT)
    assert state(coded) == before


@pytest.mark.parametrize("way", [undo, redo])
def test_what_nobody_looked_at_is_not_undone(
    coded: Study, monkeypatch: pytest.MonkeyPatch, way: Callable[..., object]
) -> None:
    _merge(coded)
    if way is redo:
        undo(coded, by="ana", at=AT)
    before = state(coded)
    shown = coded.store.history()[-1:]
    monkeypatch.setattr(coded.store, "undoable", lambda _count: shown)
    monkeypatch.setattr(coded.store, "redoable", lambda _count: shown)
    with pytest.raises(HistoryMovedError):
        way(coded, by="ana", at=AT)
    assert state(coded) == before


def test_only_a_named_coder_differs_from_another(coded: Study) -> None:
    carry_out(coded, edits.rename(coded, "VA", "juicios").edit, by="", at=AT)
    carry_out(coded, edits.rename(coded, "VA", "balance").edit, by="Ana", at=AT)
    entries = coded.store.undoable(2)
    assert others(coded, entries, "robot") == ("ana",)
    assert others(coded, entries, "ANA") == ()
    assert others(coded, entries, "") == ()


def test_a_change_that_concerns_codings_is_not_passed_over_by_an_edit(coded: Study) -> None:
    book = coded.config.codebook
    plan = edits.rename(coded, "VA", "juicios")
    text = book.read_text("utf-8").replace("Lazos que duran.", "Lazos que duran años.")
    book.write_text(text, "utf-8")
    coded.forget_codebook()
    with pytest.raises(UnseenChangesError, match="capital_social/vínculos"):
        edits.rename(coded, "VA", "juicios")
    with pytest.raises(CodebookEditedError):
        carry_out(coded, plan.edit, by="ana", at=AT)
    seen = seen_version(coded.store)
    assert seen is not None
    assert seen.number == 1
