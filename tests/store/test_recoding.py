"""Codings with another code or place: each stays one, and what it was does not come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors.store import (
    BadSpanError,
    UnknownCodebookVersionError,
    UnknownCodingsError,
    UnknownMemosError,
    UnknownSourceError,
)
from rmecode.model import Anchor, Decision, Memo, MemoAbout, MemoKind, Span
from rmecode.store import Recoded
from tests.store.samples import AT, LATER, TEXTS, coding, suggestion, turns, version

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmecode.store import AddedCodings, Changes, Store


def change(store: Store, write: Callable[[Changes], object]) -> object:
    with store.changes(by="Ana", at=LATER, action="change") as changes:
        return write(changes)


def code(store: Store, *codings: object, revive: bool = False) -> AddedCodings:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        return changes.add_codings(codings, revive=revive)  # type: ignore[arg-type]


def standing(store: Store) -> dict[int, tuple[str, str, str]]:
    return {each.id: (each.quote.exact, each.code, each.coder) for each in store.codings()}


def test_a_coding_keeps_its_id_under_another_code(store: Store) -> None:
    a, b = code(store, coding("confianza", memo="nota"), coding("años", coder="Bot")).ids
    assert change(store, lambda c: c.recode_codings([a, b], "otro")) == Recoded((a, b))
    assert standing(store) == {a: ("confianza", "otro", "Ana"), b: ("años", "otro", "Bot")}
    assert store.codings()[0].memo == "nota"


def test_another_code_is_given_under_the_codebook_of_now(store: Store) -> None:
    change(store, lambda c: c.record_codebook("RME", "1", "a", "a"))
    a, b = code(store, coding("confianza"), coding("años", "otro")).ids
    change(store, lambda c: c.record_codebook("RME", "2", "b", "b"))
    change(store, lambda c: c.recode_codings([a, b], "otro"))
    assert [each.codebook_version for each in store.codings()] == [2, 0]
    store.undo(by="Ana", at=LATER)
    assert [each.codebook_version for each in store.codings()] == [0, 0]


def test_what_a_coding_was_is_not_imported_again(store: Store) -> None:
    (a,) = code(store, coding("confianza")).ids
    change(store, lambda c: c.recode_codings([a], "otro"))
    again = code(store, coding("confianza"))
    assert (again.new, len(again.removed)) == ((), 1)
    assert code(store, coding("confianza", "otro")).standing == (a,)
    assert list(standing(store)) == [a]


def test_a_person_may_code_there_again_what_was_recoded(store: Store) -> None:
    (a,) = code(store, coding("confianza")).ids
    change(store, lambda c: c.recode_codings([a], "otro"))
    again = code(store, coding("confianza"), revive=True)
    assert sorted(each.code for each in store.codings()) == ["confianza", "otro"]
    assert again.revived != (a,)


def test_two_codings_that_become_the_same_become_one(store: Store) -> None:
    a, b, c, d = code(
        store,
        coding("confianza", "uno", memo="primera"),
        coding("confianza", "dos", memo="segunda"),
        coding("confianza", "tres", memo="primera"),
        coding("confianza", "uno", coder="Bot"),
    ).ids
    outcome = change(store, lambda x: x.recode_codings([b, c, d], "uno"))
    assert outcome == Recoded((), ((b, a), (c, a)))
    assert standing(store) == {a: ("confianza", "uno", "Ana"), d: ("confianza", "uno", "Bot")}
    assert {each.id: each.memo for each in store.codings()}[a] == "primera\nsegunda"
    third = code(store, coding("confianza", "dos"))
    assert third.removed == (b,)


def test_two_codings_recoded_together_into_one_become_one(store: Store) -> None:
    a, b = code(store, coding("confianza", "uno"), coding("confianza", "dos")).ids
    assert change(store, lambda c: c.recode_codings([a, b], "tres")) == Recoded((a,), ((b, a),))
    assert standing(store) == {a: ("confianza", "tres", "Ana")}


def test_back_and_forth_leaves_one_coding(store: Store) -> None:
    (a,) = code(store, coding("confianza", "uno")).ids
    for name in ("dos", "uno", "dos", "uno"):
        change(store, lambda c, name=name: c.recode_codings([a], name))  # type: ignore[misc]
    assert standing(store) == {a: ("confianza", "uno", "Ana")}
    assert code(store, coding("confianza", "dos")).new == ()


def test_suggestions_and_memos_go_with_the_coding_that_takes_the_place(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="apply") as changes:
        changes.replace_suggestions("rules", ["jefa"], [suggestion("confianza", "uno")])
        (number,) = [each.id for each in changes.suggestions()]
        (a,) = changes.decide([number], Decision.ACCEPTED)
        (b,) = changes.add_codings([coding("confianza", "dos")]).ids
        memo = changes.add_memo(Memo(0, MemoAbout.CODING, "Ojo.", coding=a))
    change(store, lambda c: c.recode_codings([a], "dos"))
    assert list(standing(store)) == [b]
    assert store.suggestions()[0].coding == b
    assert [(m.id, m.coding, m.source) for m in store.memos()] == [(memo, b, "jefa")]
    assert store.faults() == ()


def test_a_removed_coding_in_the_way_makes_room(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="apply") as changes:
        changes.replace_suggestions("rules", ["jefa"], [suggestion("confianza", "dos")])
        (away,) = changes.decide([changes.suggestions()[0].id], Decision.ACCEPTED)
        changes.remove_codings([away])
        (a,) = changes.add_codings([coding("confianza", "uno")]).ids
    change(store, lambda c: c.recode_codings([a], "dos"))
    assert standing(store) == {a: ("confianza", "dos", "Ana")}
    assert store.suggestions()[0].coding == a
    assert store.faults() == ()


def test_codings_that_are_not_there_are_not_recoded(store: Store) -> None:
    (a,) = code(store, coding("confianza")).ids
    change(store, lambda c: c.remove_codings([a]))
    for write in (
        lambda c: c.recode_codings([a], "x"),
        lambda c: c.move_coding(a, Span(0, 1)),
        lambda c: c.set_coding_memos({a: ""}),
        lambda c: c.keep_codings([a]),
        lambda c: c.mark_reread([77], 0),
    ):
        with pytest.raises(UnknownCodingsError):
            change(store, write)


def test_a_code_is_replaced_everywhere_and_nothing_of_it_is_left(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="all") as changes:
        a, b, c = changes.add_codings(
            [coding("confianza", "viejo"), coding("años", "viejo"), coding("años", "nuevo")]
        ).ids
        changes.remove_codings([a])
        found = [
            suggestion("confianza", "viejo"),
            suggestion("años", "viejo"),
            suggestion("años", "nuevo"),
            suggestion("llegó", "viejo"),
            suggestion("llegó", "nuevo"),
        ]
        changes.replace_suggestions("rules", ["jefa"], found)
        decided = {(s.quote.exact, s.code): s.id for s in changes.suggestions()}
        changes.decide([decided["años", "viejo"], decided["llegó", "nuevo"]], Decision.REJECTED)
        changes.add_memo(Memo(0, MemoAbout.CELL, "Hm.", case="R1", code="viejo"))
    assert change(store, lambda x: x.replace_code("viejo", "nuevo")) == Recoded((), ((b, c),))
    rows = {each.id: (each.code, each.removed) for each in store.codings(include_removed=True)}
    assert rows == {a: ("nuevo", True), c: ("nuevo", False)}
    assert [(s.quote.exact, s.code, str(s.decision)) for s in store.suggestions()] == [
        ("confianza", "nuevo", "open"),
        ("llegó", "nuevo", "rejected"),
        ("años", "nuevo", "rejected"),
    ]
    assert store.memos()[0].code == "nuevo"
    assert store.faults() == ()
    store.undo(by="Ana", at=LATER)
    assert store.codings()[0].code == "nuevo"


def test_a_coding_is_moved_in_the_latest_text(store: Store) -> None:
    (a,) = code(store, coding("confianza", anchor=Anchor.REVIEW)).ids
    corrected = TEXTS["jefa"].replace("años", "meses")
    change(store, lambda c: c.add_text_version(version("jefa", corrected, 2), turns(corrected)))
    start = corrected.index("los meses")
    change(store, lambda c: c.move_coding(a, Span(start, start + 9)))
    (moved,) = store.codings()
    assert (moved.id, moved.version, moved.quote.exact) == (a, 2, "los meses")
    assert moved.anchor is Anchor.EXACT
    assert corrected[:start].endswith(moved.quote.before)
    assert code(store, coding("confianza")).new == ()
    for span in (Span(4, 4), Span(0, 4000)):
        with pytest.raises(BadSpanError):
            change(store, lambda c, span=span: c.move_coding(a, span))  # type: ignore[misc]


def test_a_coding_moved_onto_its_like_joins_it(store: Store) -> None:
    a, b = code(store, coding("confianza"), coding("años", memo="¿?")).ids
    there = store.codings()[0].span
    assert change(store, lambda c: c.move_coding(b, there)) == Recoded((), ((b, a),))
    assert [(each.id, each.memo) for each in store.codings()] == [(a, "¿?")]


def test_codings_are_reread_and_kept(store: Store) -> None:
    a, b = code(store, coding("confianza", anchor=Anchor.MOVED), coding("años")).ids
    with pytest.raises(UnknownCodebookVersionError):
        change(store, lambda c: c.mark_reread([a], 1))
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        changes.record_codebook("RME", "1", "codes: []", "h")
        changes.mark_reread([a, b], 1)
        changes.set_coding_memos({b: "Sí."})
    assert [each.reread for each in store.codings()] == [1, 1]
    change(store, lambda c: c.keep_codings([a]))
    change(store, lambda c: c.recode_codings([b], "otro"))
    kept, recoded = store.codings()
    assert (kept.reread, kept.anchor) == (0, Anchor.EXACT)
    assert (recoded.reread, recoded.memo) == (0, "Sí.")


def test_memos_are_of_something_that_is_there(store: Store) -> None:
    (a,) = code(store, coding("confianza")).ids
    change(store, lambda c: c.remove_codings([a]))
    turn = MemoAbout.TURN
    wrong: list[tuple[Memo, type[Exception]]] = [
        (Memo(0, MemoAbout.SOURCE, "x", source="nadie"), UnknownSourceError),
        (Memo(0, turn, "x", source="jefa", version=7, span=Span(0, 1)), UnknownSourceError),
        (Memo(0, turn, "x", source="jefa", version=1, span=Span(0, 999)), BadSpanError),
        (Memo(0, MemoAbout.CODING, "x", coding=a), UnknownCodingsError),
    ]
    for memo, error in wrong:
        with pytest.raises(error):
            change(store, lambda c, memo=memo: c.add_memo(memo))  # type: ignore[misc]
    with pytest.raises(UnknownMemosError, match="m3"):
        change(store, lambda c: c.remove_memos([3]))
    many = range(100, 120)
    with pytest.raises(UnknownMemosError, match="m109…"):
        change(store, lambda c: c.remove_memos(many))
    assert store.memos() == ()


def test_a_memo_says_when_it_was_changed(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="memo") as changes:
        number = changes.add_memo(Memo(0, MemoAbout.CASE, "Uno.", case="RME1", author="Ana"))
    assert change(store, lambda c: c.change_memo(number, "Uno.")) is False
    assert change(store, lambda c: c.change_memo(number, kind=MemoKind.METHODOLOGICAL)) is True
    (memo,) = store.memos()
    assert (memo.text, memo.kind, memo.made_at, memo.changed_at) == (
        "Uno.",
        MemoKind.METHODOLOGICAL,
        AT,
        LATER,
    )


def test_a_source_takes_its_memos_along_and_brings_them_back(store: Store) -> None:
    (a,) = code(store, coding("confianza")).ids
    with store.changes(by="Ana", at=AT, action="memo") as changes:
        changes.add_memo(Memo(0, MemoAbout.CODING, "Uno.", coding=a))
        changes.add_memo(Memo(0, MemoAbout.STUDY, "Dos."))
    before = store.memos()
    change(store, lambda c: c.remove_source("jefa"))
    assert [each.text for each in store.memos()] == ["Dos."]
    store.undo(by="Ana", at=LATER)
    assert store.memos() == before


def test_suggestions_are_added_beside_those_of_others(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="apply") as changes:
        changes.replace_suggestions("rules", ["jefa"], [suggestion("años")])
    found = [suggestion(words, engine="search") for words in ("años", "usted", "años")]
    first = store.suggestions()[0].id
    assert change(store, lambda c: c.add_suggestions(found)) == ((first + 1, first + 2), 0)
    assert [s.quote.exact for s in store.suggestions(engine="search")] == ["usted", "años"]
    assert change(store, lambda c: c.add_suggestions(found)) == ((), 2)
    change(store, lambda c: c.replace_suggestions("rules", ["jefa"], []))
    assert [s.engine for s in store.suggestions()] == ["search", "search"]


def test_a_number_of_a_codebook_version_is_never_given_twice(store: Store) -> None:
    for text in ("a", "b"):
        with store.changes(by="Ana", at=AT, action="codebook") as changes:
            changes.record_codebook("RME", "1", text, text)
    store.undo(by="Ana", at=LATER)
    assert [each.codebook for each in store.history(3)] == [1, 2, 1]
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        assert changes.record_codebook("RME", "1", "c", "c") == 3
