"""Every write does what it says, leaves its line in the log, and can be undone and redone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors.store import (
    AssignedElsewhereError,
    BadSpanError,
    CoderKindError,
    ExcerptMismatchError,
    NotAssignedError,
    NotDoneError,
    SourceRemovedError,
    SourceTakenError,
    StoreError,
    UnknownCodebookVersionError,
    UnknownCoderError,
    UnknownCodingsError,
    UnknownSourceError,
    UnstorableTextError,
)
from rmecode.model import Anchor, Coder, CoderKind, Coding, Decision, Memo, MemoAbout, Quote, Span
from rmecode.store import AddedCodings, Changes
from rmecode.store.reads import Reads
from tests.store.samples import (
    AT,
    LATER,
    TEXTS,
    coding,
    everything_but_the_log,
    suggestion,
    version,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rmecode.store import Store


def prepare(store: Store) -> None:
    """Store something that every write can touch."""
    with store.changes(by="Ana", at=AT, action="prepare") as changes:
        changes.add_codings([coding("confianza", anchor=Anchor.MOVED)])
        changes.record_codebook("RME", "0", "codes: [a]", "first")
        changes.add_memo(Memo(0, MemoAbout.SOURCE, "Ojo.", author="Ana", source="jefa"))
        changes.assign("jefa", Span(0, 5), "RME1")
        changes.mark_done("jefa", "Ana")
        changes.replace_suggestions("rules", ["jefa"], [suggestion("años")])


WRITES: dict[str, Callable[[Changes], object]] = {
    "add_source": lambda c: c.add_source("acta", "acta.md", version("acta"), []),
    "add_text_version": lambda c: c.add_text_version(version("jefa", "J: Otra.\n", 2), []),
    "set_file": lambda c: c.set_file("jefa", "otra/jefa.txt"),
    "remove_source": lambda c: c.remove_source("jefa"),
    "assign": lambda c: c.assign("jefa", Span(5, 9), "RME9"),
    "unassign": lambda c: c.unassign("jefa", Span(0, 5)),
    "add_coder": lambda c: c.add_coder(Coder("Eva")),
    "bring": lambda c: c.bring("done", "director|Ana"),
    "set_turns": lambda c: c.set_turns("jefa", c.turns("jefa")[:1]),
    "remember": lambda c: c.remember("rules", "abc"),
    "mark_done": lambda c: c.mark_done("director", "Ana"),
    "unmark_done": lambda c: c.unmark_done("jefa", "Ana"),
    "record_codebook": lambda c: c.record_codebook("RME", "1", "codes: []", "h"),
    "add_codings": lambda c: c.add_codings([coding("años")]),
    "remove_codings": lambda c: c.remove_codings([c.codings()[0].id]),
    "recode_codings": lambda c: c.recode_codings([c.codings()[0].id], "otro"),
    "replace_code": lambda c: c.replace_code("confianza", "otro"),
    "move_coding": lambda c: c.move_coding(c.codings()[0].id, Span(3, 5)),
    "set_coding_memos": lambda c: c.set_coding_memos({c.codings()[0].id: "Dudoso."}),
    "mark_reread": lambda c: c.mark_reread([c.codings()[0].id], 1),
    "keep_codings": lambda c: c.keep_codings([c.codings()[0].id]),
    "add_memo": lambda c: c.add_memo(Memo(0, MemoAbout.STUDY, "Todo.", author="Ana")),
    "change_memo": lambda c: c.change_memo(c.memos()[0].id, "Otro texto."),
    "remove_memos": lambda c: c.remove_memos([c.memos()[0].id]),
    "add_suggestions": lambda c: c.add_suggestions([suggestion("llegó", engine="search")]),
    "replace_suggestions": lambda c: c.replace_suggestions("rules", ["jefa"], []),
    "decide": lambda c: c.decide([c.suggestions()[0].id], Decision.ACCEPTED),
}


def test_every_write_is_in_the_table() -> None:
    public = {name for name in vars(Changes) if not name.startswith("_")}
    assert public == set(WRITES)
    assert not public & set(vars(Reads))


@pytest.mark.parametrize("name", WRITES)
def test_every_write_leaves_one_line_and_comes_and_goes_exactly(
    name: str, store: Store, path: Path
) -> None:
    prepare(store)
    before, lines = everything_but_the_log(path), len(store.history())
    with store.changes(by="Bot", at=LATER, action=name, subject="x") as changes:
        changes.add_coder(Coder("Bot", CoderKind.SIMULATED))
        WRITES[name](changes)
    after = everything_but_the_log(path)
    (line,) = store.history()[: len(store.history()) - lines]
    assert (line.by, line.at, line.action, line.subject) == ("Bot", LATER, name, "x")
    assert line.detail
    assert before != after
    store.undo(by="Ana", at=LATER)
    assert everything_but_the_log(path) == before
    store.redo(by="Ana", at=LATER)
    assert everything_but_the_log(path) == after
    assert store.faults() == ()


def test_a_write_that_changes_nothing_leaves_no_line(store: Store) -> None:
    prepare(store)
    lines = store.history()
    with store.changes(by="Ana", at=LATER, action="again") as changes:
        assert changes.add_coder(Coder("Ana")) is False
        assert changes.mark_done("jefa", "Ana") is False
        assert changes.assign("jefa", Span(0, 5), "RME1") is False
        assert changes.set_file("jefa", "jefa.txt") is False
        assert changes.add_codings([coding("confianza", memo="otro")]).standing == (1,)
        changes.replace_suggestions("rules", ["jefa"], [suggestion("años")])
        changes.add_codings([])
        changes.remove_codings([])
        changes.decide([], Decision.ACCEPTED)
    assert store.history() == lines


def test_an_exception_takes_the_whole_write_back(store: Store, path: Path) -> None:
    before, lines = everything_but_the_log(path), store.history()
    with (
        pytest.raises(ZeroDivisionError),
        store.changes(by="Ana", at=LATER, action="x") as changes,
    ):
        changes.add_codings([coding("confianza")])
        changes.remove_source("director")
        _ = 1 // 0
    assert everything_but_the_log(path) == before
    assert store.history() == lines


def refused(store: Store, write: Callable[[Changes], object], error: type[Exception]) -> Exception:
    lines = store.history()
    with (
        pytest.raises(error) as caught,
        store.changes(by="Ana", at=LATER, action="refused") as changes,
    ):
        write(changes)
    assert store.history() == lines
    return caught.value


def test_the_same_content_is_not_taken_twice(store: Store) -> None:
    same_text = version("copia", TEXTS["jefa"])
    error = refused(
        store, lambda c: c.add_source("copia", "c.txt", same_text, []), SourceTakenError
    )
    assert "jefa" in str(error)
    other = version("jefa", "J: Otro texto.\n")
    refused(store, lambda c: c.add_source("jefa", "j.txt", other, []), SourceTakenError)
    same = version("director", TEXTS["jefa"], 2)
    refused(store, lambda c: c.add_text_version(same, []), SourceTakenError)


def test_texts_without_a_file_are_not_taken_for_one_another(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        for name in ("uno", "dos"):
            own = version(name)
            bare = type(own)(name, 1, own.text, own.hash, "", "txt", "utf-8", "1")
            changes.add_source(name, f"{name}.txt", bare, [])
        changes.remove_source("uno")
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        own = version("tres")
        bare = type(own)("tres", 1, own.text, own.hash, "", "txt", "utf-8", "1")
        changes.add_source("tres", "tres.txt", bare, [])
    assert [source.id for source in store.sources()] == ["director", "dos", "jefa", "tres"]


@pytest.mark.parametrize("number", [1, 3])
def test_text_versions_count_up(store: Store, number: int) -> None:
    later = version("jefa", "J: Otro.\n", number)
    refused(store, lambda c: c.add_text_version(later, []), ValueError)
    refused(store, lambda c: c.add_source("x", "x", version("y"), []), ValueError)


def test_a_removed_source_comes_back_only_if_somebody_asks(store: Store) -> None:
    with store.changes(by="Ana", at=LATER, action="remove") as changes:
        changes.remove_source("jefa")
    again = version("copia", TEXTS["jefa"])
    error = refused(store, lambda c: c.add_source("copia", "c", again, []), SourceRemovedError)
    assert "jefa" in str(error)
    assert LATER in str(error)
    with store.changes(by="Ana", at=LATER, action="ingest") as changes:
        changes.add_source("copia", "c", again, [], revive=True)
    assert store.removed_sources() == ()


def test_a_text_that_was_removed_twice_is_remembered_once(store: Store) -> None:
    removed = version("jefa")
    with store.changes(by="Ana", at=AT, action="remove") as changes:
        changes.remove_source("jefa")
        changes.add_source("nueva", "n", version("nueva"), [])
        text = type(removed)("nueva", 2, removed.text, removed.hash, removed.file_hash, "", "", "")
        changes.add_text_version(text, [])
        changes.remove_source("nueva")
    assert len(store.removed_sources()) == 2


def test_removing_a_source_takes_all_that_was_made_on_it_and_only_that(store: Store) -> None:
    prepare(store)
    with store.changes(by="Ana", at=LATER, action="code") as changes:
        changes.add_codings([coding("Compartíamos")])
        changes.remove_source("jefa")
    assert [c.source for c in store.codings(include_removed=True)] == ["director"]
    assert (store.suggestions(), store.assignments(), store.done()) == ((), (), ())


def test_a_part_belongs_to_one_case(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="assign") as changes:
        assert changes.assign("jefa", Span(0, 10), "RME1")
        assert changes.assign("jefa", Span(5, 12), "RME1")
        assert changes.assign("jefa", Span(12, 14), "RME9")
        assert changes.assign("director", Span(0, 10), "RME9")
    error = refused(store, lambda c: c.assign("jefa", Span(9, 11), "RME9"), AssignedElsewhereError)
    assert "RME1" in str(error)
    refused(store, lambda c: c.unassign("jefa", Span(0, 9)), NotAssignedError)
    refused(store, lambda c: c.assign("jefa", Span(4, 4), "RME9"), BadSpanError)
    refused(store, lambda c: c.assign("jefa", Span(0, 4000), "RME9"), BadSpanError)
    refused(store, lambda c: c.assign("nadie", Span(0, 4), "RME9"), UnknownSourceError)


def test_a_coder_who_has_coded_keeps_the_kind(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="coder") as changes:
        assert changes.add_coder(Coder("Bot", CoderKind.PERSON))
        changes.add_codings([coding("años", coder="Bot")])
    simulated = Coder("Bot", CoderKind.SIMULATED)
    error = refused(store, lambda c: c.add_coder(simulated), CoderKindError)
    assert "person" in str(error)


def test_done_needs_a_source_and_a_coder(store: Store) -> None:
    refused(store, lambda c: c.mark_done("nadie", "Ana"), UnknownSourceError)
    refused(store, lambda c: c.mark_done("jefa", "Nadie"), UnknownCoderError)
    refused(store, lambda c: c.unmark_done("jefa", "Ana"), NotDoneError)
    refused(store, lambda c: c.set_file("nadie", "x"), UnknownSourceError)
    refused(store, lambda c: c.remove_source("nadie"), UnknownSourceError)


def test_only_a_new_state_of_the_codebook_gets_a_number(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        numbers = [changes.record_codebook("RME", "1", t, f"h{t}") for t in ("a", "a", "b", "a")]
    assert numbers == [1, 1, 2, 3]


def test_codings_are_added_once(store: Store) -> None:
    one, two = coding("confianza"), coding("años")
    with store.changes(by="Ana", at=AT, action="code") as changes:
        first = changes.add_codings([one, two, one])
    a, b, _ = first.ids
    assert first == AddedCodings(ids=(a, b, a), new=(a, b))
    with store.changes(by="Ana", at=AT, action="import") as changes:
        third = coding("confianza", code="otro")
        second = changes.add_codings([third, one])
    assert second == AddedCodings(ids=(second.ids[0], a), new=second.ids[:1], standing=(a,))
    assert len(store.codings()) == 3


def test_a_removed_coding_comes_back_only_if_somebody_asks(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        (number,) = changes.add_codings([coding("confianza", memo="vieja")]).ids
        changes.remove_codings([number])
    with store.changes(by="Ana", at=AT, action="import") as changes:
        kept_away = changes.add_codings([coding("confianza")])
    assert kept_away == AddedCodings(ids=(number,), removed=(number,))
    assert store.codings() == ()
    with store.changes(by="Ana", at=LATER, action="code") as changes:
        back = changes.add_codings([coding("confianza", memo="nueva")], revive=True)
    assert back == AddedCodings(ids=(number,), revived=(number,))
    assert [(c.id, c.memo, c.made_at) for c in store.codings()] == [(number, "nueva", LATER)]


def test_an_id_is_never_used_twice(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        first = changes.add_codings([coding("confianza")]).ids
    store.undo(by="Ana", at=AT)
    with store.changes(by="Ana", at=AT, action="code") as changes:
        second = changes.add_codings([coding("confianza")]).ids
    assert first != second


WRONG: dict[str, tuple[Coding, type[StoreError]]] = {
    "no such source": (Coding(0, "x", 1, Span(0, 1), Quote("E"), "c", "Ana"), UnknownSourceError),
    "no such version": (
        Coding(0, "jefa", 2, Span(0, 1), Quote("E"), "c", "Ana"),
        UnknownSourceError,
    ),
    "empty": (Coding(0, "jefa", 1, Span(3, 3), Quote(""), "c", "Ana"), BadSpanError),
    "backwards": (Coding(0, "jefa", 1, Span(5, 3), Quote(""), "c", "Ana"), BadSpanError),
    "before": (Coding(0, "jefa", 1, Span(-1, 3), Quote("\n"), "c", "Ana"), BadSpanError),
    "beyond": (Coding(0, "jefa", 1, Span(0, 999), Quote(TEXTS["jefa"]), "c", "Ana"), BadSpanError),
    "other words": (
        Coding(0, "jefa", 1, Span(0, 1), Quote("X"), "c", "Ana"),
        ExcerptMismatchError,
    ),
    "no such coder": (coding("confianza", coder="Nadie"), UnknownCoderError),
    "no such codebook": (coding("confianza", codebook_version=3), UnknownCodebookVersionError),
    "broken text": (coding("confianza", memo="mal \udce1"), UnstorableTextError),
}


@pytest.mark.parametrize("why", WRONG)
def test_a_coding_that_does_not_hold_is_refused_with_all_beside_it(why: str, store: Store) -> None:
    wrong, error = WRONG[why]
    refused(store, lambda c: c.add_codings([coding("confianza", code="bien"), wrong]), error)
    assert store.codings() == ()


def test_codings_that_are_not_there_cannot_be_removed(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        ids = changes.add_codings([coding("confianza"), coding("años")]).ids
        changes.remove_codings(ids[:1])
    error = refused(store, lambda c: c.remove_codings([*ids, 77]), UnknownCodingsError)
    assert f"{ids[0]}, 77" in str(error)
    many = refused(store, lambda c: c.remove_codings(range(100, 150)), UnknownCodingsError)
    assert "109…" in str(many)


def test_one_text_of_a_kind_is_remembered_and_an_undo_gives_the_last_one_back(store: Store) -> None:
    for text, news in (("first", True), ("second", True), ("second", False)):
        with store.changes(by="", at=AT, action="apply") as changes:
            assert changes.remember("rules", text) is news
    assert store.brought("rules") == ("second",)
    store.undo(by="", at=LATER)
    assert store.brought("rules") == ("first",)


def test_a_row_of_a_table_is_brought_in_once_and_again_only_after_an_undo(store: Store) -> None:
    with store.changes(by="", at=AT, action="tables") as changes:
        assert changes.bring("done", "jefa|Ana") is True
        assert changes.bring("done", "jefa|Ana") is False
        assert changes.bring("part", "jefa|Ana") is True
    with store.changes(by="", at=AT, action="tables") as changes:
        assert changes.bring("done", "jefa|Ana") is False
    store.undo(by="", at=LATER)
    with store.changes(by="", at=AT, action="tables") as changes:
        assert changes.bring("done", "jefa|Ana") is True
