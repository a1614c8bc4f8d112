"""What does not hold together is found, and mended where that is certain."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from rmecode.coding import settle
from rmecode.model import Anchor, Decision, Quote, Span, text_hash
from rmecode.store.repair import Fault, FaultKind, Outcome
from tests.store.samples import AT, LATER, TEXTS, coding, suggestion

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.store import Store

BOOK = "codebook: mini\n"


def place(text: str, quote: Quote, given: Span) -> Span | None:
    return settle(text, quote, given).span


def repaired(store: Store) -> list[tuple[str, int, str]]:
    outcomes = store.repair(place, by="Ana", at=LATER)
    return [(fault.kind.value, fault.number, outcome.value) for fault, outcome in outcomes]


def fill(store: Store) -> None:
    """Add codings 1 to 4, and suggestions 1 (open) and 2 (accepted, as coding 4)."""
    with store.changes(by="Ana", at=AT, action="code") as changes:
        changes.record_codebook("mini", "1", BOOK, text_hash(BOOK))
        found = [coding("La confianza"), coding("los años"), coding("Compartíamos")]
        changes.add_codings(found)
        opinion = [suggestion("llegó después"), suggestion("casi nada")]
        changes.replace_suggestions("rules", ["jefa", "director"], opinion)
        changes.remember("rules", "fingerprint")
        first = {each.quote.exact: each.id for each in changes.suggestions()}
        changes.decide([first["casi nada"]], Decision.ACCEPTED, "Ana")


def spoil(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        assert raw.execute(statement, values).rowcount > 0


def spoil_index(path: Path) -> None:
    """Change rows behind the back of an index on them."""
    name = "ix_text_version_file_hash"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        query = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE name = ?"
        row = raw.execute(query, (name,)).fetchone()
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("DELETE FROM sqlite_master WHERE name = ?", (name,))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE text_version SET file_hash = 'otro ' || source")
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)


def test_what_holds_together_has_no_flaw_and_is_not_touched(store: Store) -> None:
    fill(store)
    assert store.flaws() == ()
    assert repaired(store) == []
    assert store.history(1)[0].action == "code"


def test_a_coding_goes_where_its_words_stand(store: Store, path: Path) -> None:
    fill(store)
    before = store.codings()
    spoil(path, 'UPDATE coding SET start = start + 3, "end" = "end" + 3 WHERE id = 1')
    assert store.flaws() == (Fault(FaultKind.CODING, 1, "jefa"),)
    assert repaired(store) == [("coding", 1, "moved")]
    after = {each.id: each for each in store.codings()}
    assert (after[1].span, after[1].anchor) == (Span(16, 28), Anchor.MOVED)
    assert TEXTS["jefa"][16:28] == after[1].quote.exact == "La confianza"
    assert store.flaws() == ()
    entry = store.undo(by="Ana", at=LATER)[0]
    assert (entry.action, entry.detail) == ("repair", {"coding": {"changed": 1}})
    assert {each.id: each.quote for each in store.codings()} == {
        each.id: each.quote for each in before
    }
    assert len(store.flaws()) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("exact = 'nadie dijo esto'", "the words stand nowhere"),
        ("exact = 'D', before = '', after = ''", "they stand in several places"),
        (
            "exact = 'os', \"end\" = start + 900",
            "its place ends beyond the text, and there are two",
        ),
    ],
)
def test_a_coding_whose_place_is_not_certain_waits_for_review(
    store: Store, path: Path, change: str, why: str
) -> None:
    assert why
    fill(store)
    number = 3 if "'D'" in change else 2
    spoil(path, f"UPDATE coding SET {change} WHERE id = ?", number)  # noqa: S608
    spanned = [each.span for each in store.codings() if each.id == number]
    assert repaired(store) == [("coding", number, "review")]
    found = next(each for each in store.codings() if each.id == number)
    assert (found.anchor, [found.span]) == (Anchor.REVIEW, spanned)
    assert store.flaws() == ()


def test_a_coding_does_not_go_where_its_coder_has_the_same_already(
    store: Store, path: Path
) -> None:
    fill(store)
    spoil(
        path,
        "UPDATE coding SET exact = 'La confianza', before = '', after = '' WHERE id = 2",
    )
    assert repaired(store) == [("coding", 2, "review")]


def test_typography_is_written_as_it_stands(store: Store, path: Path) -> None:
    fill(store)
    spoil(path, "UPDATE coding SET exact = 'La  confianza' WHERE id = 1")
    assert repaired(store) == [("coding", 1, "rewritten")]
    first = next(each for each in store.codings() if each.id == 1)
    assert (first.quote.exact, first.anchor) == ("La confianza", Anchor.EXACT)


def test_contexts_and_lengths_are_written_anew(store: Store, path: Path) -> None:
    fill(store)
    whole = (store.codings(), store.suggestions(), store.sources())
    spoil(path, "UPDATE coding SET before = 'otra cosa' WHERE id = 1")
    spoil(path, "UPDATE suggestion SET after = '' WHERE id = 1")
    spoil(path, "UPDATE text_version SET characters = 7 WHERE source = 'jefa'")
    assert [(fault.kind.value, fault.number) for fault in store.flaws()] == [
        ("length", 1),
        ("coding context", 1),
        ("suggestion context", 1),
    ]
    assert {outcome for *_fault, outcome in repaired(store)} == {"rewritten"}
    assert (store.codings(), store.suggestions(), store.sources()) == whole
    assert store.history(1)[0].detail.keys() == {"coding", "suggestion", "text_version"}


def test_an_open_suggestion_without_its_words_is_withdrawn_and_rules_apply_again(
    store: Store, path: Path
) -> None:
    fill(store)
    number = store.suggestions(Decision.OPEN)[0].id
    spoil(path, "UPDATE suggestion SET start = start + 1 WHERE id = ?", number)
    assert repaired(store) == [("suggestion", number, "withdrawn")]
    assert store.suggestions(Decision.OPEN) == ()
    assert store.brought("rules") == ()
    store.undo(by="Ana", at=LATER)
    assert store.brought("rules") == ("fingerprint",)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ('start = start + 2, "end" = "end" + 2', Outcome.REWRITTEN),
        ("exact = 'nunca dicho'", Outcome.LEFT),
        ('exact = \'casi  nada\', "end" = "end" + 1', Outcome.LEFT),
    ],
)
def test_what_somebody_decided_on_stays(
    store: Store, path: Path, change: str, outcome: Outcome
) -> None:
    fill(store)
    (before,) = store.suggestions(Decision.ACCEPTED)
    spoil(path, f"UPDATE suggestion SET {change} WHERE id = ?", before.id)  # noqa: S608
    assert repaired(store) == [("suggestion", before.id, outcome.value)]
    (after,) = store.suggestions(Decision.ACCEPTED)
    if outcome is Outcome.REWRITTEN:
        assert (after.span, after.quote) == (before.span, before.quote)
        assert (after.coding, after.decided_by) == (before.coding, "Ana")


def test_what_cannot_be_mended_is_told_and_left(store: Store, path: Path) -> None:
    fill(store)
    spoil(path, "UPDATE text_version SET text = replace(text, 'confianza', 'desgracia')")
    spoil(path, "UPDATE codebook_version SET text = 'otro'")
    spoil(path, "UPDATE suggestion SET decided_by = '' WHERE decision = 'accepted'")
    spoil(path, "DELETE FROM turn WHERE source = 'director' AND number = 2")
    kinds = [("text", 1), ("turns", 1), ("decision", 2), ("codebook", 1)]
    assert [(fault.kind.value, fault.number) for fault in store.flaws()] == kinds
    assert sorted(repaired(store)) == sorted((*each, "left") for each in kinds)
    assert store.history(1)[0].action == "code"
    assert [each.anchor for each in store.codings()] == [Anchor.EXACT] * 4


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE turn SET start = start + 1 WHERE number = 2",
        'UPDATE turn SET "end" = "end" - 1 WHERE number = 1',
        'UPDATE turn SET words_end = "end" + 1 WHERE number = 1',
        "DELETE FROM turn WHERE number = 1",
    ],
)
def test_turns_cover_their_text(store: Store, path: Path, change: str) -> None:
    spoil(path, change)
    assert {fault.kind for fault in store.flaws()} == {FaultKind.TURNS}


def test_indexes_are_built_anew(store: Store, path: Path) -> None:
    fill(store)
    store.close()
    spoil_index(path)
    assert "ix_text_version_file_hash" in "".join(store.faults())
    store.reindex()
    assert store.faults() == ()
    assert set(store.known_files()) == {"otro jefa", "otro director"}
