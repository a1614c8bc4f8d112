"""A machine's candidates: put in place set by set, decided on by people.

A suggestion is the same when the same engine gives the same code to the same span of the same
text. Which rule found it, and how, are facts about it that may change while it is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from rmecode.errors.store import (
    AlreadyDecidedError,
    NotDecidedError,
    UnknownSuggestionsError,
)
from rmecode.model import Coding, Decision, Quote, Span
from rmecode.store import codings
from rmecode.store.database import next_id
from rmecode.store.journal import chunks, rows_of
from rmecode.store.outcomes import ReplacedSuggestions
from rmecode.store.passages import check_passages
from rmecode.store.rows import finding, from_suggestion
from rmecode.store.schema import codebook_version, coding, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

    from rmecode.model import Suggestion
    from rmecode.store.journal import Journal
    from rmecode.store.rows import Row

    Identity = tuple[str, int, int, int, str]

_IDENTITY: Final = ("source", "version", "start", "end", "code")

_FACTS: Final = ("engine_version", "rule", "reason", "matched", "score")
"""What makes an open suggestion worth writing anew: a mere new codebook version does not, so that
a changed rule costs only what it touches."""


def replace(
    journal: Journal, engine: str, sources: Collection[str], found: Sequence[Suggestion]
) -> ReplacedSuggestions:
    """Make ``found`` the engine's whole opinion on these sources.

    What is new is added; what is open and found again keeps its id, and learns how it was found
    now; what is open and not found again is withdrawn; what somebody decided on stays as it is.
    A suggestion that comes twice counts once, the first time.

    Raises:
        ValueError: a suggestion is of another engine or source.
        StoreError: a suggestion's source, words or codebook version are not in the store.
    """
    _check_scope(engine, sources, found)
    check_passages(journal.connection, found)
    wanted = {_identity(each): each for each in reversed(found)}
    stored = _stored(journal.connection, engine, sources)
    undecided = {i: row for i, row in stored.items() if row["decision"] == Decision.OPEN.value}
    new = [each for each in dict.fromkeys(map(_identity, found)) if each not in stored]
    gone = [row["id"] for i, row in undecided.items() if i not in wanted]
    journal.delete(suggestion, rows_of(journal.connection, suggestion, gone))
    _renew(journal, {row["id"]: (row, wanted[i]) for i, row in undecided.items() if i in wanted})
    _add(journal, [wanted[i] for i in new])
    kept = len(undecided) - len(gone)
    decided = len(wanted) - len(new) - kept
    return ReplacedSuggestions(len(new), kept, len(gone), decided)


def add(journal: Journal, found: Sequence[Suggestion]) -> tuple[tuple[int, ...], int]:
    """Add what is not there yet; return the new ids, and how many were there, open or decided.

    Raises:
        StoreError: a suggestion's source, words or codebook version are not in the store.
    """
    check_passages(journal.connection, found)
    stored: set[tuple[str, Identity]] = set()
    for engine in {each.engine for each in found}:
        inside = {each.source for each in found if each.engine == engine}
        stored |= {(engine, key) for key in _stored(journal.connection, engine, inside)}
    new = {(each.engine, _identity(each)): each for each in reversed(found)}
    fresh = [new[key] for key in reversed(new) if key not in stored]
    first = next_id(journal.connection, suggestion)
    _add(journal, fresh)
    return tuple(range(first, first + len(fresh))), len(new) - len(fresh)


def decide(
    journal: Journal, ids: Collection[int], decision: Decision, coder: str
) -> tuple[int, ...]:
    """Accept or reject open suggestions; return the ids of the codings of the accepted ones.

    Accepting makes a coding of the coder's, or meets the one that the coder has there; it is a
    person's decision, so a coding that was taken away comes back.

    Raises:
        UnknownSuggestionsError: some are not there.
        AlreadyDecidedError: somebody has decided on some of them.
        UnknownCoderError: nobody of this name codes in the study.
    """
    codings.check_coders(journal.connection, [coder])
    rows = _rows(journal, ids)
    decided = [row["id"] for row in rows if row["decision"] != Decision.OPEN.value]
    if decided:
        raise AlreadyDecidedError(decided)
    accepted = rows if decision is Decision.ACCEPTED else []
    made = codings.add(journal, _as_codings(journal, accepted, coder), revive=True).ids
    facts = {"decision": decision.value, "decided_by": coder, "decided_at": journal.at}
    links = made or [None] * len(rows)
    changes = [{**facts, "coding": link} for link in links]
    journal.update(suggestion, rows, changes)
    return made


def reopen(journal: Journal, ids: Collection[int]) -> None:
    """Take decisions back; a coding that only these made by being accepted is taken away.

    Raises:
        UnknownSuggestionsError: some are not there.
        NotDecidedError: some are open.
    """
    rows = _rows(journal, ids)
    still_open = [row["id"] for row in rows if row["decision"] == Decision.OPEN.value]
    if still_open:
        raise NotDecidedError(still_open)
    made = {row["coding"] for row in rows if row["coding"] is not None}
    blank = {"decision": Decision.OPEN.value, "decided_by": "", "decided_at": "", "coding": None}
    journal.update(suggestion, rows, [blank] * len(rows))
    codings.remove(journal, _made_by_accepting(journal.connection, made))


def _check_scope(engine: str, sources: Collection[str], found: Iterable[Suggestion]) -> None:
    inside = set(sources)
    for each in found:
        if each.engine != engine or each.source not in inside:
            message = f"suggestion of {each.engine} on {each.source}: not what is being replaced"
            raise ValueError(message)


def _identity(each: Suggestion) -> Identity:
    return (each.source, each.version, each.span.start, each.span.end, each.code)


def _stored(connection: Connection, engine: str, sources: Collection[str]) -> dict[Identity, Row]:
    names = (*_IDENTITY, "id", "decision", *_FACTS)
    query = select(*(suggestion.c[name] for name in names)).where(suggestion.c.engine == engine)
    rows = (
        dict(zip(names, row, strict=True))
        for some in chunks(sorted(set(sources)))
        for row in connection.execute(query.where(suggestion.c.source.in_(some)))
    )
    return {
        (row["source"], row["version"], row["start"], row["end"], row["code"]): row for row in rows
    }


def _renew(journal: Journal, found_again: dict[int, tuple[Row, Suggestion]]) -> None:
    """Write how suggestions are found now, where that is not how they were found before."""
    facts = {number: (row, finding(each)) for number, (row, each) in found_again.items()}
    changed = {
        number: new
        for number, (old, new) in facts.items()
        if any(old[name] != new[name] for name in _FACTS)
    }
    rows = rows_of(journal.connection, suggestion, changed)
    journal.update(suggestion, rows, [changed[row["id"]] for row in rows])


def _add(journal: Journal, found: Sequence[Suggestion]) -> None:
    first = next_id(journal.connection, suggestion)
    journal.insert(
        suggestion, [from_suggestion(each, id_) for id_, each in enumerate(found, first)]
    )


def _rows(journal: Journal, ids: Collection[int]) -> list[Row]:
    rows = rows_of(journal.connection, suggestion, ids)
    missing = set(ids) - {row["id"] for row in rows}
    if missing:
        raise UnknownSuggestionsError(sorted(missing))
    return rows


def _as_codings(journal: Journal, rows: Sequence[Row], coder: str) -> list[Coding]:
    latest = journal.connection.scalar(select(func.max(codebook_version.c.number)))
    return [
        Coding(
            id=0,
            source=row["source"],
            version=row["version"],
            span=Span(row["start"], row["end"]),
            quote=Quote(row["exact"], row["before"], row["after"]),
            code=row["code"],
            coder=coder,
            codebook_version=latest or 0,
            origin="suggestion",
        )
        for row in rows
    ]


def _made_by_accepting(connection: Connection, ids: Iterable[int]) -> list[int]:
    """Return which of these codings came from suggestions, none of which is accepted any more."""
    linked = set(
        connection.scalars(select(suggestion.c.coding).where(suggestion.c.coding.is_not(None)))
    )
    rows = rows_of(connection, coding, set(ids) - linked)
    return [row["id"] for row in rows if row["origin"] == "suggestion" and not row["removed"]]
