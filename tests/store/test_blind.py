"""A store that one coder looks at: what others did is not there, and writes still see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.model import Decision, Memo, MemoAbout
from tests.store.samples import AT, coding, suggestion

if TYPE_CHECKING:
    from rmecode.store import Store


@pytest.fixture
def shared(store: Store) -> Store:
    """Return a store in which Ana and Bot have each done the same things."""
    for name, words in (("Ana", "confianza"), ("Bot", "años")):
        with store.changes(by=name, at=AT, action=f"work of {name}") as changes:
            changes.add_codings([coding(words, coder=name)])
            changes.mark_done("jefa", name)
            changes.add_memo(Memo(0, MemoAbout.STUDY, name, author=name))
            changes.add_suggestions([suggestion(words, "otro")])
            open_ones = [s.id for s in changes.suggestions(Decision.OPEN)]
            changes.decide(open_ones, Decision.REJECTED)
    with store.changes(by="Bot", at=AT, action="apply") as changes:
        changes.record_codebook("RME", "1", "codes: []", "h")
    with store.changes(by="", at=AT, action="import") as changes:
        changes.add_codings([coding("usted", coder="Bot")])
        changes.add_suggestions([suggestion("usted", "libre")])
    return store


def seen(store: Store) -> dict[str, list[str]]:
    return {
        "codings": [each.coder for each in store.codings(include_removed=True)],
        "done": [each.coder for each in store.done()],
        "memos": [each.text for each in store.memos()],
        "suggestions": [each.decided_by for each in store.suggestions()],
        "history": [each.action for each in store.history()],
    }


def test_everything_is_seen_unless_somebody_looks(shared: Store) -> None:
    assert seen(shared) == {
        "codings": ["Bot", "Ana", "Bot"],
        "done": ["Ana", "Bot"],
        "memos": ["Ana", "Bot"],
        "suggestions": ["", "Ana", "Bot"],
        "history": ["import", "apply", "work of Bot", "work of Ana", "ingest"],
    }


@pytest.mark.parametrize("name", ["Ana", "Bot"])
def test_a_blind_coder_sees_own_work_only(shared: Store, name: str) -> None:
    shared.seen_by = name
    found = seen(shared)
    assert set(found["codings"]) == {name}
    assert (found["done"], found["memos"], found["suggestions"]) == ([name], [name], ["", name])
    assert found["history"] == ["apply", f"work of {name}", "ingest"]
    assert shared.counts().codings == (1 if name == "Ana" else 2)
    assert shared.counts().rejected == 1
    numbers = [number for number in (1, 2, 3) if shared.coding_changes(number)]
    assert numbers == ([1] if name == "Ana" else [2, 3])


def test_nobody_sees_nothing_of_anybody(shared: Store) -> None:
    shared.seen_by = ""
    assert seen(shared) == {
        "codings": [],
        "done": [],
        "memos": [],
        "suggestions": [""],
        "history": ["apply", "ingest"],
    }
    assert shared.counts().codings == 0


def test_an_undo_by_others_is_hidden_too(shared: Store) -> None:
    shared.undo(by="Bot", at=AT)
    shared.seen_by = "Ana"
    assert shared.history()[0].action == "apply"


def test_a_write_meets_what_is_hidden(shared: Store) -> None:
    shared.seen_by = "Ana"
    with shared.changes(by="Ana", at=AT, action="import") as changes:
        outcome = changes.add_codings([coding("años", coder="Bot")])
        assert len(changes.codings()) == 3
    assert len(outcome.standing) == 1
