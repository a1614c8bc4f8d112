"""What the store gives back is what was put in, in a fixed order."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rmecode.errors.store import (
    UnknownCodebookVersionError,
    UnknownSourceError,
)
from rmecode.model import (
    Anchor,
    Assignment,
    Coder,
    CoderKind,
    Decision,
    Done,
    LogEntry,
    Memo,
    MemoAbout,
    MemoKind,
    RemovedSource,
    Span,
    StoreCounts,
    StoredSource,
    Turn,
    TurnKind,
    text_hash,
)
from rmecode.store.reads import Reads
from tests.store.samples import AT, LATER, TEXTS, coding, suggestion, turns, version

if TYPE_CHECKING:
    from rmecode.store import Store

CORRECTED = TEXTS["jefa"].replace("años", "meses")


def test_every_read_has_a_test() -> None:
    reads = {name for name in vars(Reads) if not name.startswith("_")}
    tests = vars(sys.modules[__name__])
    assert len(reads) > 15
    assert [name for name in sorted(reads) if f"test_{name}" not in tests] == []


def correct(store: Store) -> None:
    with store.changes(by="Ana", at=LATER, action="update") as changes:
        changes.add_text_version(version("jefa", CORRECTED, 2), turns(CORRECTED))


def test_sources(store: Store) -> None:
    correct(store)
    first, second = store.sources()
    text = TEXTS["director"]
    assert first == StoredSource(
        id="director",
        file="director.txt",
        number=1,
        hash=text_hash(text),
        file_hash=text_hash(f"file of {text}"),
        format="txt",
        encoding="utf-8",
        reader="1",
        characters=len(text),
        made_at=AT,
        short=1,
    )
    assert (second.id, second.number, second.characters) == ("jefa", 2, len(CORRECTED))
    assert second.short == 2


def test_a_sources_number_is_its_own_for_good(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        changes.add_source("acta", "acta.md", version("acta"), [])
    store.undo(by="Ana", at=AT)
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        changes.add_source("otra", "otra.md", version("otra"), [])
        changes.remove_source("jefa")
    store.undo(by="Ana", at=AT)
    store.redo(by="Ana", at=AT)
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        changes.add_source("acta", "acta.md", version("acta"), [])
    numbers = {each.id: each.short for each in store.sources()}
    assert numbers == {"director": 1, "acta": 3, "otra": 4}


def test_known_texts(store: Store) -> None:
    correct(store)
    assert store.known_texts() == {
        text_hash(TEXTS["director"]): "director",
        text_hash(TEXTS["jefa"]): "jefa",
        text_hash(CORRECTED): "jefa",
    }


def test_known_files(store: Store) -> None:
    correct(store)
    hashes = {text_hash(f"file of {t}"): name for name, t in TEXTS.items()}
    assert store.known_files() == hashes | {text_hash(f"file of {CORRECTED}"): "jefa"}


def test_text_version(store: Store) -> None:
    correct(store)
    assert store.text_version("jefa") == version("jefa", CORRECTED, 2)
    assert store.text_version("jefa", 1) == version("jefa")
    with pytest.raises(UnknownSourceError, match="version 3"):
        store.text_version("jefa", 3)
    with pytest.raises(UnknownSourceError, match="nadie"):
        store.text_version("nadie")


def test_texts(store: Store) -> None:
    correct(store)
    assert store.texts() == {
        "director": version("director"),
        "jefa": version("jefa", CORRECTED, 2),
    }
    assert list(store.texts()) == ["director", "jefa"]
    assert store.texts(["director", "nadie"]) == {"director": version("director")}
    assert store.texts([]) == {}


def test_turns(store: Store) -> None:
    correct(store)
    assert store.turns("jefa", 1) == tuple(turns(TEXTS["jefa"]))
    assert store.turns("jefa") == tuple(turns(CORRECTED))
    with pytest.raises(UnknownSourceError):
        store.turns("nadie")


def test_all_turns(store: Store) -> None:
    correct(store)
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        changes.add_source("vacía", "vacía.txt", version("vacía"), [])
    assert store.all_turns() == {
        "director": tuple(turns(TEXTS["director"])),
        "jefa": tuple(turns(CORRECTED)),
        "vacía": (),
    }


def test_assignments(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="assign") as changes:
        changes.assign("jefa", Span(9, 20), "RME9")
        changes.assign("jefa", Span(0, 9), "RME1")
        changes.assign("director", Span(5, 9), "RME4")
    assert store.assignments() == (
        Assignment("director", Span(5, 9), "RME4"),
        Assignment("jefa", Span(0, 9), "RME1"),
        Assignment("jefa", Span(9, 20), "RME9"),
    )


def test_coders(store: Store) -> None:
    assert store.coders() == (Coder("Ana"), Coder("Bot", CoderKind.SIMULATED))


def test_done(store: Store) -> None:
    with store.changes(by="Ana", at=LATER, action="done") as changes:
        changes.mark_done("jefa", "Bot")
        changes.mark_done("jefa", "Ana")
    assert store.done() == (Done("jefa", "Ana", LATER), Done("jefa", "Bot", LATER))


def test_codings(store: Store) -> None:
    given = (
        coding("Compartíamos", memo="=2+3", anchor=Anchor.MOVED, made_at="2020", origin="import"),
        coding("😀 Después"),
        coding("😀 Después", coder="Bot"),
        coding("confianza"),
    )
    with store.changes(by="Ana", at=LATER, action="code") as changes:
        ids = changes.add_codings(tuple(reversed(given))).ids
        changes.remove_codings([ids[0]])
    found = store.codings(include_removed=True)
    assert [(c.source, c.quote.exact, c.coder, c.removed) for c in found] == [
        ("director", "Compartíamos", "Ana", False),
        ("director", "😀 Después", "Ana", False),
        ("director", "😀 Después", "Bot", False),
        ("jefa", "confianza", "Ana", True),
    ]
    assert (found[0].memo, found[0].anchor, found[0].origin) == ("=2+3", Anchor.MOVED, "import")
    assert [c.made_at for c in found] == ["2020", LATER, LATER, LATER]
    assert [c.quote for c in found] == [c.quote for c in given]
    assert store.codings() == found[:3]
    assert store.codings("jefa") == ()
    assert store.codings("director", ["Bot"]) == found[2:3]
    assert store.codings(coders=[]) == ()


def test_suggestions(store: Store) -> None:
    given = [suggestion("confianza", score=0.5), suggestion("Compartíamos"), suggestion("años")]
    with store.changes(by="Ana", at=LATER, action="apply") as changes:
        changes.replace_suggestions("rules", ["jefa", "director"], given)
    everyone = store.suggestions()
    assert [s.quote.exact for s in everyone] == ["Compartíamos", "confianza", "años"]
    assert everyone[1].score == 0.5
    assert everyone[1].matched == (everyone[1].span,)
    with store.changes(by="Ana", at=LATER, action="review") as changes:
        changes.decide([everyone[2].id], Decision.REJECTED)
    assert store.suggestions(Decision.OPEN) == everyone[:2]
    (rejected,) = store.suggestions(Decision.REJECTED)
    assert (rejected.id, rejected.decided_by, rejected.decided_at) == (everyone[2].id, "Ana", LATER)
    assert [s.source for s in store.suggestions(source="director")] == ["director"]
    assert store.suggestions(engine="meaning") == ()


def test_codebook_versions(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        changes.record_codebook("RME", "1.0", "codes: []", "h1")
        changes.record_codebook("RME", "1.1", "codes: [ñ]", "h2")
    assert [(v.number, v.version, v.text) for v in store.codebook_versions()] == [
        (1, "1.0", "codes: []"),
        (2, "1.1", "codes: [ñ]"),
    ]


def test_codebook_version(store: Store) -> None:
    assert store.codebook_version() is None
    with pytest.raises(UnknownCodebookVersionError, match="7"):
        store.codebook_version(7)
    with store.changes(by="Ana", at=AT, action="codebook") as changes:
        changes.record_codebook("RME", "1.0", "codes: []", "h1")
        changes.record_codebook("RME", "1.1", "codes: [ñ]", "h2")
    first, latest = store.codebook_version(1), store.codebook_version()
    assert first is not None
    assert latest is not None
    assert (first.hash, latest.hash, latest.at) == ("h1", "h2", AT)


def test_removed_sources(store: Store) -> None:
    correct(store)
    with store.changes(by="Ana", at=LATER, action="remove") as changes:
        changes.remove_source("jefa")
    texts = sorted((text_hash(t), text_hash(f"file of {t}")) for t in (TEXTS["jefa"], CORRECTED))
    assert store.removed_sources() == tuple(RemovedSource("jefa", *h, LATER) for h in texts)


def test_history(store: Store) -> None:
    with store.changes(by="Bot", at=LATER, action="code", subject="jefa") as changes:
        changes.add_codings([coding("confianza", coder="Bot")])
    latest, first = store.history()
    assert latest == LogEntry(2, LATER, "Bot", "code", "jefa", {"coding": {"added": 1}})
    assert first.detail == {
        "source": {"added": 2},
        "text_version": {"added": 2},
        "turn": {"added": 5},
        "coder": {"added": 2},
    }
    assert store.history(1) == (latest,)


def test_history_of_a_source_a_coding_or_a_code(store: Store) -> None:
    def actions(**asked: object) -> list[str]:
        return [each.action for each in store.history(**asked)]  # type: ignore[arg-type]

    with store.changes(by="Ana", at=AT, action="code") as changes:
        number, other = changes.add_codings([coding("confianza"), coding("Compartíamos")]).ids
    with store.changes(by="Ana", at=AT, action="recode") as changes:
        changes.recode_codings([number], "otro")
    store.undo(by="Ana", at=AT)
    assert actions() == ["undo", "recode", "code", "ingest"]
    assert actions(coding=number) == ["undo", "recode", "code"]
    assert actions(coding=other) == ["code"]
    assert actions(code="otro") == ["undo", "recode"]
    assert actions(code="confianza") == ["undo", "recode", "code"]
    assert actions(source="jefa") == ["undo", "recode", "code", "ingest"]
    assert actions(source="director") == ["code", "ingest"]
    assert actions(source="jefa", limit=1) == ["undo"]
    assert actions(source="nadie") == []


def test_coding_changes(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        (number,) = changes.add_codings([coding("confianza")]).ids
    with store.changes(by="Eva", at=LATER, action="recode") as changes:
        changes.record_codebook("RME", "1", "codes: []", "h")
        changes.recode_codings([number], "otro")
    store.undo(by="Ana", at=LATER)
    made, recoded = store.coding_changes(number)
    assert (made.before, made.undone, made.entry.by, made.entry.codebook) == (
        None,
        False,
        "Ana",
        None,
    )
    assert made.after == store.codings()[0]
    assert (recoded.undone, recoded.entry.action, recoded.entry.codebook) == (True, "recode", 1)
    assert recoded.after is not None
    assert (recoded.before, recoded.after.code) == (made.after, "otro")
    assert store.coding_changes(99) == ()


def test_memos(store: Store) -> None:
    given = Memo(
        0,
        MemoAbout.TURN,
        "¿Qué años?",
        MemoKind.THEORETICAL,
        "Ana",
        source="jefa",
        version=1,
        span=Span(0, 4),
    )
    with store.changes(by="Ana", at=AT, action="memo") as changes:
        changes.add_memo(Memo(0, MemoAbout.STUDY, "Todo."))
        number = changes.add_memo(given)
    whole, turn = store.memos()
    assert whole == Memo(1, MemoAbout.STUDY, "Todo.", made_at=AT)
    assert turn == replace(given, id=number, made_at=AT)


def test_source_ids(store: Store) -> None:
    assert store.source_ids() == ("director", "jefa")


def test_turns_of(store: Store) -> None:
    correct(store)
    assert store.turns_of(["jefa", "nadie"]) == {"jefa": tuple(turns(CORRECTED))}
    assert store.turns_of([]) == {}
    assert store.turns_of(None) == {
        "director": tuple(turns(TEXTS["director"])),
        "jefa": tuple(turns(CORRECTED)),
    }


def test_spoken_texts(store: Store) -> None:
    correct(store)
    text = "Título\nE: ¿Qué?\nE:\n"
    front = Turn(1, TurnKind.FRONT, Span(0, 7), Span(0, 6))
    asks = Turn(2, TurnKind.SPEECH, Span(7, 16), Span(10, 15), "E")
    silent = Turn(3, TurnKind.SPEECH, Span(16, 19), Span(18, 18), "E")
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        changes.add_source("nueva", "n.txt", version("nueva", text), [front, asks, silent])
        changes.add_source("vacía", "v.txt", version("vacía"), [])
    spoken = store.spoken_texts()
    said = ",".join(f"{turn.words.start}-{turn.words.end}" for turn in turns(CORRECTED))
    assert spoken["jefa"] == (2, text_hash(CORRECTED), said, 0)
    assert spoken["nueva"] == (1, text_hash(text), "10-15", 7)
    assert spoken["vacía"][2:] == ("", 0)
    assert list(spoken) == ["director", "jefa", "nueva", "vacía"]


def three_codings(store: Store) -> tuple[int, ...]:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        ids = changes.add_codings(
            [coding("confianza"), coding("años", coder="Bot"), coding("poco", memo="Sí")]
        ).ids
        changes.remove_codings(ids[:1])
    return ids


def test_codings_by_id(store: Store) -> None:
    gone, second, third = three_codings(store)
    whole = {each.id: each for each in store.codings(include_removed=True)}
    assert store.codings_by_id([third, second, gone, 99]) == (whole[second], whole[third])
    assert store.codings_by_id([gone], include_removed=True) == (whole[gone],)
    assert store.codings_by_id([]) == ()
    store.seen_by = "Ana"
    assert store.codings_by_id([second, third]) == (whole[third],)


def test_coding_facts(store: Store) -> None:
    three_codings(store)
    facts = store.coding_facts()
    assert {fact.id: fact.whole for fact in facts} == {each.id: each for each in store.codings()}
    assert [fact.source for fact in store.coding_facts(["director"])] == ["director"]
    assert store.coding_facts([]) == []
    store.seen_by = "Bot"
    assert [fact.coder for fact in store.coding_facts()] == ["Bot"]


def test_who_coded(store: Store) -> None:
    three_codings(store)
    assert store.who_coded() == (("director", "Ana"), ("jefa", "Bot"))
    store.seen_by = "Ana"
    assert store.who_coded() == (("director", "Ana"),)


def test_undoable(store: Store) -> None:
    assert [each.action for each in store.undoable(5)] == ["ingest"]
    store.undo(by="Ana", at=AT)
    assert store.undoable() == ()


def test_redoable(store: Store) -> None:
    assert store.redoable() == ()
    undone = store.undo(by="Ana", at=AT)
    assert store.redoable(5) == undone


def test_counts(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="everything") as changes:
        ids = changes.add_codings([coding("confianza"), coding("años")]).ids
        changes.remove_codings(ids[:1])
        changes.record_codebook("RME", "1.0", "codes: []", "h1")
        found = [suggestion(words) for words in ("usted", "llegó", "confianza", "La")]
        changes.replace_suggestions("rules", ["jefa"], found)
        numbers = [each.id for each in changes.suggestions()]
        changes.decide(numbers[:1], Decision.REJECTED)
    assert store.counts() == StoreCounts(
        sources=2, coders=2, codings=1, open=3, accepted=0, rejected=1, codebooks=1, entries=2
    )


def test_reads_inside_a_write_see_what_it_wrote(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        changes.add_codings([coding("confianza")])
        assert len(changes.codings()) == 1
        assert store.codings() == ()
    assert len(store.codings()) == 1


def test_brought(store: Store) -> None:
    assert store.brought("done") == ()
    with store.changes(by="", at=LATER, action="tables") as changes:
        changes.bring("done", "jefa|Eva")
        changes.bring("done", "jefa|Ana")
        changes.bring("part", "jefa|1|RME1")
    assert store.brought("done") == ("jefa|Ana", "jefa|Eva")


def test_coding_counts(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        new = changes.add_codings(
            [
                coding("confianza"),
                coding("años"),
                coding("años", "vínculos", "Bot"),
                coding("casi nada"),
                coding("Después sí"),
            ]
        ).ids
        changes.remove_codings([new[-1]])
    assert store.coding_counts() == {
        ("jefa", "confianza", "Ana"): 2,
        ("jefa", "vínculos", "Bot"): 1,
        ("director", "confianza", "Ana"): 1,
    }
    store.seen_by = "Bot"
    assert store.coding_counts() == {("jefa", "vínculos", "Bot"): 1}


def test_doubts(store: Store) -> None:
    with store.changes(by="Ana", at=AT, action="code") as changes:
        number = changes.record_codebook("RME", "1", "codes: []", "h")
        first, second, third, gone = changes.add_codings(
            [
                coding("confianza", anchor=Anchor.REVIEW),
                coding("años", coder="Bot"),
                coding("casi nada"),
                coding("usted", anchor=Anchor.REVIEW),
            ]
        ).ids
        changes.mark_reread([second, third], number)
        changes.remove_codings([gone])
    assert store.doubts() == (1, 2)
    store.seen_by = "Bot"
    assert store.doubts() == (0, 1)
    store.seen_by = None
    with store.changes(by="Ana", at=AT, action="keep") as changes:
        changes.keep_codings([first, second, third])
    assert store.doubts() == (0, 0)


def test_open_suggestions(store: Store) -> None:
    assert store.open_suggestions() == {}
    with store.changes(by="Ana", at=AT, action="apply") as changes:
        found = [suggestion("confianza"), suggestion("años"), suggestion("casi nada")]
        changes.add_suggestions(found)
        changes.decide([1], Decision.REJECTED)
    open_ones = store.suggestions(Decision.OPEN)
    assert store.open_suggestions() == {
        source: sum(each.source == source for each in open_ones)
        for source in {each.source for each in open_ones}
    }
    assert sum(store.open_suggestions().values()) == 2


def test_last_worked(store: Store) -> None:
    with store.changes(by="Ana", at=LATER, action="import") as changes:
        changes.add_codings([coding("confianza"), coding("años", coder="Bot")])
    assert store.last_worked() == {"Ana": LATER, "Bot": LATER}
    with store.changes(by="Ana", at="2026-03-03T08:00:00+00:00", action="remove") as changes:
        changes.remove_codings([1])
    assert store.last_worked() == {"Ana": "2026-03-03T08:00:00+00:00", "Bot": LATER}
    store.seen_by = "Bot"
    assert store.last_worked() == {"Ana": AT, "Bot": LATER}


def test_code_moves(store: Store) -> None:
    def moves(code: str) -> list[tuple[str, str, int]]:
        return [(each.before, each.after, each.codings) for each in store.code_moves(code)]

    with store.changes(by="Ana", at=AT, action="code") as changes:
        first, second, _third = changes.add_codings(
            [coding("confianza"), coding("años"), coding("años", coder="Bot")]
        ).ids
    with store.changes(by="Ana", at=AT, action="recode") as changes:
        changes.recode_codings([first], "fe")
    with store.changes(by="Ana", at=AT, action="remove") as changes:
        changes.remove_codings([second])
    with store.changes(by="Ana", at=AT, action="note") as changes:
        changes.set_coding_memos({first: "otra vez"})
    made, recoded, removed = store.history()[3], store.history()[2], store.history()[1]
    assert [each.entry for each in store.code_moves("confianza")] == [
        made.id,
        recoded.id,
        removed.id,
    ]
    assert moves("confianza") == [
        ("", "confianza", 3),
        ("confianza", "fe", 1),
        ("confianza", "", 1),
    ]
    assert moves("fe") == [("confianza", "fe", 1)]
    assert moves("nada") == []
    store.seen_by = "Bot"
    assert moves("confianza") == [("", "confianza", 1)]
