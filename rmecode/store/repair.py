"""Whether what is stored still holds together, and mending what can be mended for certain.

The mending is an ordinary write: it leaves images, and can be undone. How a quote is found again in
a text is not known here: whoever asks for a repair brings it along.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from rmecode.model import Anchor, Decision, Quote, Span, text_hash
from rmecode.store import schema as s
from rmecode.store.codings import IDENTITY
from rmecode.store.journal import rows_of, rows_where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from rmecode.store.journal import Journal
    from rmecode.store.rows import Row

    Texts = Mapping[tuple[str, int], str]
    Settle = Callable[[str, Quote, Span], Span | None]
    """Find the one place of a quote in a text, given where it is said to stand."""


class FaultKind(StrEnum):
    """What does not hold together."""

    TEXT = "text"
    LENGTH = "length"
    TURNS = "turns"
    CODING = "coding"
    CODING_CONTEXT = "coding context"
    SUGGESTION = "suggestion"
    SUGGESTION_CONTEXT = "suggestion context"
    DECISION = "decision"
    CODEBOOK = "codebook"


class Outcome(StrEnum):
    """What became of a fault."""

    MOVED = "moved"
    REVIEW = "review"
    REWRITTEN = "rewritten"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold together.

    ``number`` is the id of a coding or suggestion, or the number of a version; ``source`` is the
    source of a text.
    """

    kind: FaultKind
    number: int
    source: str = ""


def inspect(connection: Connection) -> tuple[Fault, ...]:
    """Compare every text, turn, coding, suggestion and codebook version with what it says of itself.

    What lies on a text that is itself damaged is not judged by it.
    """
    rows = rows_where(connection, s.text_version)
    whole = {(row["source"], row["number"]): row["text"] for row in rows if _is_whole(row)}
    return (
        *_text_faults(rows),
        *_turn_faults(connection, whole),
        *_passage_faults(connection, s.coding, whole),
        *_passage_faults(connection, s.suggestion, whole),
        *_decision_faults(connection),
        *_codebook_faults(connection),
    )


def repair(journal: Journal, settle: Settle) -> tuple[tuple[Fault, Outcome], ...]:
    """Mend every fault that can be, and return what became of each."""
    found: dict[FaultKind, list[Fault]] = {kind: [] for kind in FaultKind}
    for fault in inspect(journal.connection):
        found[fault.kind].append(fault)
    texts = _texts(journal.connection)
    outcomes = [
        *_lengths(journal, found[FaultKind.LENGTH]),
        *_contexts(journal, s.coding, found[FaultKind.CODING_CONTEXT], texts),
        *_contexts(journal, s.suggestion, found[FaultKind.SUGGESTION_CONTEXT], texts),
        *_codings(journal, found[FaultKind.CODING], texts, settle),
        *_suggestions(journal, found[FaultKind.SUGGESTION], texts, settle),
    ]
    left = (FaultKind.TEXT, FaultKind.TURNS, FaultKind.DECISION, FaultKind.CODEBOOK)
    outcomes += [(fault, Outcome.LEFT) for kind in left for fault in found[kind]]
    return tuple(outcomes)


def _is_whole(row: Row) -> bool:
    return bool(text_hash(row["text"]) == row["hash"])


def _texts(connection: Connection) -> Texts:
    return {(r["source"], r["number"]): r["text"] for r in rows_where(connection, s.text_version)}


def _text_faults(rows: Iterable[Row]) -> Iterator[Fault]:
    for row in rows:
        if not _is_whole(row):
            yield Fault(FaultKind.TEXT, row["number"], row["source"])
        elif row["characters"] != len(row["text"]):
            yield Fault(FaultKind.LENGTH, row["number"], row["source"])


def _turn_faults(connection: Connection, texts: Texts) -> Iterator[Fault]:
    """Yield the texts whose turns leave gaps, overlap, or have words outside themselves."""
    turns: dict[tuple[str, int], list[Row]] = {key: [] for key in texts}
    for row in rows_where(connection, s.turn):
        turns.setdefault((row["source"], row["version"]), []).append(row)
    for (source, number), text in texts.items():
        reached, fits = 0, True
        for row in turns[source, number]:
            inside = row["start"] <= row["words_start"] <= row["words_end"] <= row["end"]
            fits &= row["start"] == reached and inside
            reached = row["end"]
        if turns[source, number] and not (fits and reached == len(text)):
            yield Fault(FaultKind.TURNS, number, source)


def _passage_faults(connection: Connection, table: Table, texts: Texts) -> Iterator[Fault]:
    """Yield the live passages whose words or context are not at their place.

    A coding that waits for review is known to be in doubt, and is no fault.
    """
    words, context = (
        (FaultKind.CODING, FaultKind.CODING_CONTEXT)
        if table is s.coding
        else (FaultKind.SUGGESTION, FaultKind.SUGGESTION_CONTEXT)
    )
    for row in connection.execute(select(table).order_by(table.c.id)).mappings():
        text = texts.get((row["source"], row["version"]))
        if text is None or row.get("removed"):
            continue
        there = Quote.at(text, Span(row["start"], row["end"]))
        if row["exact"] != there.exact:
            if row.get("anchor") != Anchor.REVIEW.value:
                yield Fault(words, row["id"], row["source"])
        elif (row["before"], row["after"]) != (there.before, there.after):
            yield Fault(context, row["id"], row["source"])


def _decision_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the suggestions that are open and decided at once, or decided by nobody."""
    for row in rows_where(connection, s.suggestion):
        is_open = row["decision"] == Decision.OPEN.value
        accepted = row["decision"] == Decision.ACCEPTED.value
        if is_open != (not row["decided_by"]) or accepted != (row["coding"] is not None):
            yield Fault(FaultKind.DECISION, row["id"], row["source"])


def _codebook_faults(connection: Connection) -> Iterator[Fault]:
    for row in rows_where(connection, s.codebook_version):
        if hashlib.sha256(row["text"].encode()).hexdigest() != row["hash"]:
            yield Fault(FaultKind.CODEBOOK, row["number"])


def _lengths(journal: Journal, faults: Sequence[Fault]) -> Iterator[tuple[Fault, Outcome]]:
    columns = s.text_version.c
    for fault in faults:
        same = and_(columns.source == fault.source, columns.number == fault.number)
        rows = rows_where(journal.connection, s.text_version, same)
        journal.update(s.text_version, rows, [{"characters": len(row["text"])} for row in rows])
        yield fault, Outcome.REWRITTEN


def _contexts(
    journal: Journal, table: Table, faults: Sequence[Fault], texts: Texts
) -> Iterator[tuple[Fault, Outcome]]:
    rows = _rows(journal, table, faults)
    at = [_quoted(texts, row, Span(row["start"], row["end"])) for row in rows]
    journal.update(table, rows, at)
    return ((fault, Outcome.REWRITTEN) for fault in faults)


def _codings(
    journal: Journal, faults: Sequence[Fault], texts: Texts, settle: Settle
) -> Iterator[tuple[Fault, Outcome]]:
    """Put codings where their words stand; where that is not certain, up for review."""
    taken = set(journal.connection.execute(select(*(s.coding.c[name] for name in IDENTITY))))
    places = {}
    for row in _rows(journal, s.coding, faults):
        own = tuple(row[name] for name in IDENTITY)
        span = _settled(texts, row, settle)
        place = own if span is None else (*own[:2], span.start, span.end, *own[4:])
        if span is None or (place != own and place in taken):
            places[row["id"]] = {"anchor": Anchor.REVIEW.value}
            continue
        taken.add(place)  # type: ignore[arg-type]  # a row is a tuple
        moved = {"anchor": Anchor.MOVED.value} if place != own else {}
        places[row["id"]] = _quoted(texts, row, span) | moved
    rows = _rows(journal, s.coding, faults)
    journal.update(s.coding, rows, [places[row["id"]] for row in rows])
    for fault in faults:
        anchor = places[fault.number].get("anchor")
        yield fault, {None: Outcome.REWRITTEN, "review": Outcome.REVIEW}.get(anchor, Outcome.MOVED)


def _suggestions(
    journal: Journal, faults: Sequence[Fault], texts: Texts, settle: Settle
) -> Iterator[tuple[Fault, Outcome]]:
    """Withdraw what a machine found in words that are not there; decisions of people stay.

    The rules are forgotten to have been applied, so that the next run applies them again.
    """
    rows = _rows(journal, s.suggestion, faults)
    undecided = [row for row in rows if row["decision"] == Decision.OPEN.value]
    journal.delete(s.suggestion, undecided)
    if undecided:
        rules = rows_where(journal.connection, s.brought, s.brought.c.kind == "rules")
        journal.delete(s.brought, rules)
    decided = [row for row in rows if row["decision"] != Decision.OPEN.value]
    outcomes = {row["id"]: Outcome.WITHDRAWN for row in undecided}
    for row in decided:
        span = _settled(texts, row, settle)
        outcomes[row["id"]] = Outcome.LEFT
        if span is not None and len(span) == row["end"] - row["start"]:
            outcomes[row["id"]] = Outcome.REWRITTEN
            shift = span.start - row["start"]
            matched = [[start + shift, end + shift] for start, end in row["matched"]]
            journal.update(s.suggestion, [row], [_quoted(texts, row, span) | {"matched": matched}])
    return ((fault, outcomes[fault.number]) for fault in faults)


def _rows(journal: Journal, table: Table, faults: Iterable[Fault]) -> list[Row]:
    return rows_of(journal.connection, table, (fault.number for fault in faults))


def _settled(texts: Texts, row: Row, settle: Settle) -> Span | None:
    quote = Quote(row["exact"], row["before"], row["after"])
    return settle(texts[row["source"], row["version"]], quote, Span(row["start"], row["end"]))


def _quoted(texts: Texts, row: Row, span: Span) -> Row:
    """Return the columns of a place and its words."""
    there = Quote.at(texts[row["source"], row["version"]], span)
    place = {"start": span.start, "end": span.end}
    return {**place, "exact": there.exact, "before": there.before, "after": there.after}
