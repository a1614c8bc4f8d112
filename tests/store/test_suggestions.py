"""A machine's candidates: one set after another, and what people decide on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rmecode.errors.store import (
    AlreadyDecidedError,
    ExcerptMismatchError,
    NotDecidedError,
    UnknownCoderError,
    UnknownSuggestionsError,
)
from rmecode.model import Decision, Quote, Suggestion
from rmecode.store import ReplacedSuggestions
from tests.store.samples import AT, LATER, coding, suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmecode.store import Store

BOTH = ("jefa", "director")


def apply(store: Store, found: Sequence[Suggestion], engine: str = "rules") -> ReplacedSuggestions:
    with store.changes(by="Ana", at=AT, action="apply") as changes:
        return changes.replace_suggestions(engine, BOTH, found)


def decide(store: Store, ids: Sequence[int], decision: Decision) -> tuple[int, ...]:
    with store.changes(by="Ana", at=LATER, action="review") as changes:
        return changes.decide(ids, decision)


def by_words(store: Store) -> dict[str, Suggestion]:
    return {each.quote.exact: each for each in store.suggestions()}


def test_what_is_found_again_keeps_its_id_and_what_is_not_is_withdrawn(store: Store) -> None:
    assert apply(store, [suggestion("usted"), suggestion("años")]) == ReplacedSuggestions(added=2)
    before = by_words(store)
    outcome = apply(store, [suggestion("llegó"), suggestion("años"), suggestion("llegó")])
    assert outcome == ReplacedSuggestions(added=1, kept=1, withdrawn=1)
    after = by_words(store)
    assert set(after) == {"años", "llegó"}
    assert after["años"] == before["años"]
    assert after["llegó"].id not in {each.id for each in before.values()}


def test_a_kept_suggestion_learns_how_it_is_found_now(store: Store) -> None:
    apply(store, [suggestion("años")])
    (number,) = (each.id for each in store.suggestions())
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        changes.record_codebook("RME", "1", "codes: []", "h")
    again = suggestion("años", rule="r2", reason="año*", codebook_version=1, matched=(), score=0.25)
    assert apply(store, [again]) == ReplacedSuggestions(kept=1)
    assert store.suggestions() == (replace(again, id=number),)


def test_a_new_codebook_that_finds_the_same_by_the_same_rule_writes_nothing(store: Store) -> None:
    apply(store, [suggestion("años")])
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        changes.record_codebook("RME", "1", "codes: []", "h")
    before = store.history()
    apply(store, [suggestion("años", codebook_version=1)])
    assert store.history() == before


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.REJECTED])
def test_what_is_decided_is_left_alone_and_never_suggested_again(
    store: Store, decision: Decision
) -> None:
    apply(store, [suggestion("usted"), suggestion("años")])
    decided = by_words(store)["años"]
    decide(store, [decided.id], decision)
    decided = by_words(store)["años"]
    assert apply(store, [suggestion("años", rule="r2")]) == ReplacedSuggestions(
        withdrawn=1, decided=1
    )
    assert store.suggestions() == (decided,)
    assert apply(store, []) == ReplacedSuggestions()
    assert store.suggestions() == (decided,)


def test_only_the_engine_and_the_sources_named_are_touched(store: Store) -> None:
    apply(store, [suggestion("usted")])
    apply(store, [suggestion("usted", engine="meaning")], engine="meaning")
    with store.changes(by="Ana", at=AT, action="apply") as changes:
        assert changes.replace_suggestions("rules", ["director"], []) == ReplacedSuggestions()
        assert changes.replace_suggestions("meaning", [], []) == ReplacedSuggestions()
    assert [each.engine for each in store.suggestions()] == ["meaning", "rules"]


def test_a_suggestion_from_elsewhere_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="meaning"):
        apply(store, [suggestion("usted", engine="meaning")])
    with (
        pytest.raises(ValueError, match="jefa"),
        store.changes(by="Ana", at=AT, action="apply") as changes,
    ):
        changes.replace_suggestions("rules", ["director"], [suggestion("usted")])
    with pytest.raises(ExcerptMismatchError):
        apply(store, [replace(suggestion("usted"), quote=Quote("ustedes"))])


def test_accepting_makes_codings_of_the_coder_under_the_latest_codebook(store: Store) -> None:
    apply(store, [suggestion("años"), suggestion("usted")])
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        changes.record_codebook("RME", "1", "codes: []", "h")
    numbers = [each.id for each in store.suggestions()]
    made = decide(store, list(reversed(numbers)), Decision.ACCEPTED)
    codings = {each.id: each for each in store.codings()}
    assert len(made) == 2
    for each, number in zip(sorted(store.suggestions(), key=lambda s: s.id), made, strict=True):
        own = codings[number]
        assert each.coding == number
        assert (each.decision, each.decided_by, each.decided_at) == ("accepted", "Ana", LATER)
        assert (own.span, own.quote, own.code) == (each.span, each.quote, each.code)
        assert (own.origin, own.coder, own.made_at) == ("suggestion", "Ana", LATER)
        assert own.codebook_version == 1


def test_rejecting_makes_no_coding(store: Store) -> None:
    apply(store, [suggestion("años")])
    assert decide(store, [store.suggestions()[0].id], Decision.REJECTED) == ()
    assert store.codings(include_removed=True) == ()
    assert store.suggestions()[0].coding is None


def test_the_decision_can_be_another_coders(store: Store) -> None:
    apply(store, [suggestion("años")])
    number = store.suggestions()[0].id
    with store.changes(by="Ana", at=AT, action="review") as changes:
        changes.decide([number], Decision.ACCEPTED, "Bot")
    assert store.codings()[0].coder == "Bot"
    assert store.suggestions()[0].decided_by == "Bot"


def test_accepting_meets_the_coding_that_stands_and_brings_back_one_that_was_removed(
    store: Store,
) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        own, gone = changes.add_codings([coding("años", memo="mío"), coding("usted")]).ids
        changes.remove_codings([gone])
    apply(store, [suggestion("años"), suggestion("usted")])
    numbers = by_words(store)
    assert decide(store, [numbers["años"].id], Decision.ACCEPTED) == (own,)
    assert decide(store, [numbers["usted"].id], Decision.ACCEPTED) == (gone,)
    assert {c.id: (c.memo, c.origin) for c in store.codings()} == {
        own: ("mío", "manual"),
        gone: ("", "suggestion"),
    }


def test_what_two_engines_suggest_becomes_one_coding(store: Store) -> None:
    apply(store, [suggestion("años")])
    apply(store, [suggestion("años", engine="meaning")], engine="meaning")
    first, second = (each.id for each in store.suggestions())
    made = decide(store, [first, second], Decision.ACCEPTED)
    assert made == (store.codings()[0].id,) * 2
    decide(store, [first], Decision.OPEN)
    assert len(store.codings()) == 1
    decide(store, [second], Decision.OPEN)
    assert store.codings() == ()


def test_reopening_takes_back_the_coding_that_accepting_made_and_no_other(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        (own,) = changes.add_codings([coding("años")]).ids
    apply(store, [suggestion("años"), suggestion("usted"), suggestion("llegó")])
    untouched = store.suggestions()
    ids = {words: each.id for words, each in by_words(store).items()}
    decide(store, [ids["años"], ids["usted"]], Decision.ACCEPTED)
    decide(store, [ids["llegó"]], Decision.REJECTED)
    assert decide(store, list(ids.values()), Decision.OPEN) == ()
    assert store.suggestions() == untouched
    assert [each.id for each in store.codings()] == [own]


def test_reopening_after_the_coding_was_removed_by_hand(store: Store) -> None:
    apply(store, [suggestion("usted")])
    number = store.suggestions()[0].id
    made = decide(store, [number], Decision.ACCEPTED)
    with store.changes(by="Ana", at=AT, action="remove") as changes:
        changes.remove_codings(made)
    assert apply(store, [suggestion("usted")]) == ReplacedSuggestions(decided=1)
    decide(store, [number], Decision.OPEN)
    assert decide(store, [number], Decision.ACCEPTED) == made
    assert [each.id for each in store.codings()] == list(made)


def test_a_decision_needs_open_suggestions_and_a_coder(store: Store) -> None:
    apply(store, [suggestion("usted"), suggestion("años")])
    first, second = (each.id for each in store.suggestions())
    with pytest.raises(UnknownSuggestionsError, match="99"):
        decide(store, [first, 99], Decision.REJECTED)
    with pytest.raises(NotDecidedError, match=str(first)):
        decide(store, [first], Decision.OPEN)
    decide(store, [first], Decision.REJECTED)
    with pytest.raises(AlreadyDecidedError) as caught:
        decide(store, [first, second], Decision.ACCEPTED)
    assert caught.value.ids == (first,)
    with (
        pytest.raises(UnknownCoderError, match="Nadie"),
        store.changes(by="Nadie", at=AT, action="review") as changes,
    ):
        changes.decide([second], Decision.ACCEPTED)
    assert [each.decision for each in store.suggestions()] == ["rejected", "open"]
