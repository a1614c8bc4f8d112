"""Whatever is written can be taken back and done again, row by row; the log only grows."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmecode.errors.store import (
    NothingToRedoError,
    NothingToUndoError,
    RowChangedError,
    StoreError,
)
from rmecode.model import Coder, CoderKind, Decision, Memo, MemoAbout, Span
from rmecode.store import Changes, Store, open_store
from tests.store.samples import (
    AT,
    LATER,
    TEXTS,
    coding,
    everything_but_the_log,
    suggestion,
    turns,
    version,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[Changes, int], object]

WORDS = ("usted", "confianza", "llegó", "años", "Compartíamos", "😀 Después", "red", "nada")


def _some(number: int) -> list[str]:
    return [words for place, words in enumerate(WORDS) if number >> place & 1]


def _here(changes: Changes, words: list[str]) -> list[str]:
    texts = changes.texts()
    return [w for w in words if any(w in texts[s].text for s in ("jefa", "director") if s in texts)]


def _pick(changes: Changes, number: int) -> list[int]:
    found = [each.id for each in changes.suggestions()]
    return found[number % (len(found) + 1) :][:3]


def _next_text(changes: Changes, number: int) -> None:
    name = ("jefa", "director", "acta")[number % 3]
    last = changes.text_version(name).number
    text = f"J: Corrección {number}.\nE: ¿Sí?\n"
    changes.add_text_version(version(name, text, last + 1), turns(text))


def _memos(changes: Changes) -> list[Memo]:
    return [
        Memo(0, MemoAbout.STUDY, "Todo."),
        Memo(0, MemoAbout.TURN, "Aquí.", source="jefa", version=1, span=Span(0, 4)),
        Memo(0, MemoAbout.CODING, "Esta.", coding=changes.codings()[0].id),
        Memo(0, MemoAbout.CELL, "Vacía.", case="RME1", code="c0"),
    ]


STEPS: dict[str, Step] = {
    "add_source": lambda c, n: c.add_source(
        ("acta", "jefa")[n % 2],
        "x.md",
        version(("acta", "jefa")[n % 2]),
        turns("J: x.\n"),
        revive=n % 3 > 0,
    ),
    "add_text_version": _next_text,
    "set_file": lambda c, n: c.set_file("jefa", f"{n}.txt"),
    "remove_source": lambda c, n: c.remove_source(("jefa", "acta", "director")[n % 3]),
    "assign": lambda c, n: c.assign("jefa", Span(n % 7, n % 7 + 2), f"RME{n % 2}"),
    "unassign": lambda c, _: c.unassign("jefa", c.assignments()[0].span),
    "add_coder": lambda c, n: c.add_coder(Coder("Eva", list(CoderKind)[n % 2])),
    "bring": lambda c, n: c.bring("done", f"jefa|{n % 4}"),
    "set_turns": lambda c, n: c.set_turns("jefa", turns(TEXTS["jefa"])[: n % 3]),
    "remember": lambda c, n: c.remember("rules", f"{n % 3}"),
    "mark_done": lambda c, n: c.mark_done("jefa", ("Ana", "Bot", "Eva")[n % 3]),
    "unmark_done": lambda c, _: c.unmark_done("jefa", c.done()[0].coder),
    "record_codebook": lambda c, n: c.record_codebook("RME", "1", "", f"h{n % 3}"),
    "add_codings": lambda c, n: c.add_codings(
        [coding(w, f"c{n % 2}", memo=str(n)) for w in _here(c, _some(n))], revive=n % 2 > 0
    ),
    "remove_codings": lambda c, n: c.remove_codings([each.id for each in c.codings()][: n % 4]),
    "recode_codings": lambda c, n: c.recode_codings(
        [each.id for each in c.codings()][: n % 5], f"c{n % 2}"
    ),
    "replace_code": lambda c, n: c.replace_code(f"c{n % 2}", f"c{(n + 1) % 2}"),
    "move_coding": lambda c, n: c.move_coding(
        c.codings()[n % 3].id, c.codings()[n % 2].span if n % 3 else Span(n % 9, n % 9 + 3)
    ),
    "set_coding_memos": lambda c, n: c.set_coding_memos({c.codings()[0].id: str(n % 3)}),
    "mark_reread": lambda c, n: c.mark_reread([each.id for each in c.codings()][: n % 3], 1),
    "keep_codings": lambda c, n: c.keep_codings([each.id for each in c.codings()][: n % 3]),
    "add_memo": lambda c, n: c.add_memo(_memos(c)[n % 4]),
    "change_memo": lambda c, n: c.change_memo(c.memos()[0].id, str(n % 3)),
    "remove_memos": lambda c, n: c.remove_memos([each.id for each in c.memos()][: n % 3]),
    "add_suggestions": lambda c, n: c.add_suggestions(
        [suggestion(w, engine="search") for w in _here(c, _some(n))]
    ),
    "replace_suggestions": lambda c, n: c.replace_suggestions(
        "rules",
        ["jefa", "director"],
        [suggestion(w, rule=f"r{n % 2}") for w in _here(c, _some(n))],
    ),
    "decide": lambda c, n: c.decide(_pick(c, n), list(Decision)[n % 3]),
}

WRITES = st.lists(
    st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 255)), min_size=1, max_size=4)
    | st.sampled_from(["undo", "redo"]),
    max_size=12,
)


def test_the_random_writes_are_all_the_writes_there_are() -> None:
    assert set(STEPS) == {name for name in vars(Changes) if not name.startswith("_")}


def _write(store: Store, steps: list[tuple[str, int]]) -> bool:
    """Do the steps that the store takes; tell whether that left a line in the log."""
    lines = store.counts().entries
    with (
        suppress(StoreError, IndexError),
        store.changes(by="Ana", at=LATER, action="write") as changes,
    ):
        for name, number in steps:
            STEPS[name](changes, number)
    return store.counts().entries > lines


@settings(max_examples=40, deadline=None)
@given(writes=WRITES)
def test_random_writes_are_undone_and_redone_row_by_row(
    template: Path, writes: list[str | list[tuple[str, int]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "project.db"
        shutil.copy(template, path)
        with open_store(path, at=AT) as store:
            states = [everything_but_the_log(path)]
            now = 0
            for write in writes:
                if isinstance(write, list):
                    if _write(store, write):
                        now += 1
                        states[now:] = [everything_but_the_log(path)]
                elif write == "undo" and now:
                    store.undo(by="Ana", at=LATER)
                    now -= 1
                elif write == "redo" and now + 1 < len(states):
                    store.redo(by="Ana", at=LATER)
                    now += 1
                assert everything_but_the_log(path) == states[now]
            for state in reversed(states[:now]):
                store.undo(by="Ana", at=LATER)
                assert everything_but_the_log(path) == state
            for state in states[1:]:
                store.redo(by="Ana", at=LATER)
                assert everything_but_the_log(path) == state
            with pytest.raises(NothingToRedoError):
                store.redo(by="Ana", at=LATER)
            assert store.faults() == ()


def add(store: Store, words: str) -> int:
    with store.changes(by="Ana", at=AT, action=f"code {words}") as changes:
        return changes.add_codings([coding(words)]).ids[0]


def test_undo_and_redo_are_lines_of_the_log_themselves(store: Store) -> None:
    add(store, "años")
    add(store, "usted")
    undone = store.undo(2, by="Eva", at=LATER)
    assert [each.action for each in undone] == ["code usted", "code años"]
    redone = store.redo(by="Eva", at=LATER)
    assert [each.action for each in redone] == ["code años"]
    lines = [(e.action, e.by, e.undoes, e.redoes, e.detail.get("action")) for e in store.history(3)]
    assert lines == [
        ("redo", "Eva", None, 2, "code años"),
        ("undo", "Eva", 2, None, "code años"),
        ("undo", "Eva", 3, None, "code usted"),
    ]


def test_many_writes_are_undone_together_or_not_at_all(store: Store) -> None:
    add(store, "años")
    with pytest.raises(NothingToUndoError, match=r"3 .* 2 "):
        store.undo(3, by="Ana", at=LATER)
    with pytest.raises(NothingToUndoError):
        store.undo(0, by="Ana", at=LATER)
    assert len(store.codings()) == 1
    store.undo(2, by="Ana", at=LATER)
    assert store.sources() == ()
    with pytest.raises(NothingToRedoError, match=r"3 .* 2 "):
        store.redo(3, by="Ana", at=LATER)
    store.redo(2, by="Ana", at=LATER)
    assert [c.quote.exact for c in store.codings()] == ["años"]


def test_a_new_write_ends_redo(store: Store) -> None:
    for words in ("años", "usted"):
        add(store, words)
    store.undo(2, by="Ana", at=LATER)
    add(store, "llegó")
    assert store.redoable() == ()
    store.undo(by="Ana", at=LATER)
    assert [each.action for each in store.redoable(9)] == ["code llegó"]
    assert [each.action for each in store.undoable(9)] == ["ingest"]


def by_hand(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(statement)


@pytest.mark.parametrize(
    ("what", "meddling"),
    [
        ("changed", "UPDATE coding SET memo = 'de otra mano' WHERE exact = 'usted'"),
        ("gone", "DELETE FROM coding WHERE exact = 'usted'"),
    ],
)
def test_undo_never_writes_over_somebody_elses_work(
    store: Store, path: Path, what: str, meddling: str
) -> None:
    with store.changes(by="Ana", at=AT, action=what) as changes:
        number = changes.add_codings([coding("años"), coding("usted")]).ids[1]
    by_hand(path, meddling)
    before, lines = everything_but_the_log(path), store.history()
    with pytest.raises(RowChangedError, match=f"coding {number}:"):
        store.undo(by="Ana", at=LATER)
    assert everything_but_the_log(path) == before
    assert store.history() == lines


def test_undo_of_a_removal_refuses_where_the_place_is_taken(store: Store, path: Path) -> None:
    with store.changes(by="Ana", at=AT, action="done") as changes:
        changes.mark_done("jefa", "Ana")
    with store.changes(by="Ana", at=AT, action="not done") as changes:
        changes.unmark_done("jefa", "Ana")
    by_hand(path, "INSERT INTO done VALUES ('jefa', 'Ana', 'ayer')")
    with pytest.raises(RowChangedError, match="done jefa, Ana:"):
        store.undo(by="Ana", at=LATER)
    assert store.done()[0].at == "ayer"


def test_undo_refuses_what_others_built_on(store: Store, path: Path) -> None:
    with store.changes(by="Ana", at=AT, action="coder") as changes:
        changes.add_coder(Coder("Eva"))
    by_hand(path, "INSERT INTO done VALUES ('jefa', 'Eva', 'ayer')")
    with pytest.raises(RowChangedError, match=r"^coder: "):
        store.undo(by="Ana", at=LATER)
