"""What the store gives back is what was put in, in a fixed order."""

from __future__ import annotations

import sys
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
    RemovedSource,
    Span,
    StoreCounts,
    StoredSource,
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
    )
    assert (second.id, second.number, second.characters) == ("jefa", 2, len(CORRECTED))


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


def test_can_undo(store: Store) -> None:
    first = store.can_undo()
    assert first is not None
    assert first.action == "ingest"
    store.undo(by="Ana", at=AT)
    assert store.can_undo() is None


def test_can_redo(store: Store) -> None:
    assert store.can_redo() is None
    (undone,) = store.undo(by="Ana", at=AT)
    assert store.can_redo() == undone


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
