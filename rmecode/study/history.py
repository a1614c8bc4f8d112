"""The log as people read it: who did what, when, under which definition, and what was undone."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rmecode.errors.codebook import UnknownCodeError
from rmecode.errors.store import UnknownCodingsError
from rmecode.errors.study import UnknownDateError, UnknownNameError
from rmecode.messages import _
from rmecode.model import find_code, fold
from rmecode.study.codebooks.versions import Codebooks, book_of
from rmecode.study.filters.choices import stay_blind
from rmecode.study.parts import known_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rmecode.model import CodebookVersion, Coding, CodingChange, LogEntry
    from rmecode.study.opening import Study

BEGINNING: Final = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?)?)?")
"""A time as far as somebody wrote it: a year, a month, a day, an hour, a minute, a second."""
NOBODY: Final = "-"
"""How the list shows, and people type, that nobody is named."""
MARKS: Final = ("memo", "anchor", "reread", "origin")
"""What a write may change of a coding besides its code and its place."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines of the log are asked for; empty takes all. Times are inclusive, in UTC."""

    last: int | None = None
    by: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    source: str = ""
    coding: str = ""
    code: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What a write did to codings: from a code to a code, each empty where there was none.

    ``codings`` says how many; ``places`` are start and end before and after, where they differ;
    ``marks`` names what else changed (``MARKS``). The codes are paths under the definition of then.
    """

    before: str
    after: str
    codings: int = 1
    places: tuple[tuple[int, int], ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the log; ``undone`` says that it was taken back and not done again.

    ``codebook`` is the number of the codebook version it was written under, ``codebook_version``
    what its authors call it. ``reason`` is what somebody gave for it. ``moves`` are filled in where
    one coding or one code is asked for.
    """

    id: int
    at: str
    by: str
    action: str
    subject: str
    detail: Mapping[str, object]
    undoes: int | None
    redoes: int | None
    codebook: int | None
    codebook_version: str
    undone: bool
    reason: str = ""
    moves: tuple[Move, ...] = ()


def history_lines(study: Study, asked: Asked) -> tuple[HistoryLine, ...]:
    """Return the lines that are asked for, the newest first.

    Raises:
        RmecodeError: a source, coding, code, name or time that is not known.
    """
    entries = _entries(study, asked)
    undone = undone_of(entries)
    kept = list(kept_entries(entries, _resolved(study, asked)))
    moves = _moves(study, asked, entries)
    versions = {each.number: each for each in study.store.codebook_versions()}
    return tuple(
        _line(entry, versions, undone=entry.id in undone, moves=moves.get(entry.id, ()))
        for entry in kept[: asked.last]
    )


def undone_of(entries: Iterable[LogEntry]) -> frozenset[int]:
    """Return which entries were undone more often than done again."""
    times: Counter[int] = Counter()
    for entry in entries:
        if entry.undoes is not None:
            times[entry.undoes] += 1
        if entry.redoes is not None:
            times[entry.redoes] -= 1
    return frozenset(number for number, balance in times.items() if balance > 0)


def kept_entries(entries: Iterable[LogEntry], asked: Asked) -> Iterator[LogEntry]:
    """Yield the entries of these authors and actions, and of this time."""
    authors = {fold("" if name == NOBODY else name) for name in asked.by}
    for entry in entries:
        in_time = entry.at[: len(asked.since)] >= asked.since and (
            not asked.until or entry.at[: len(asked.until)] <= asked.until
        )
        wanted = not asked.actions or entry.action in asked.actions
        if in_time and wanted and (not authors or fold(entry.by) in authors):
            yield entry


def moment(typed: str) -> str:
    """Return a time as the log writes it, as far as it was typed: ``2026-11``, ``2026-11-22 10:30``.

    Raises:
        UnknownDateError: it is no time.
    """
    written = typed.strip().replace(" ", "T", 1)
    try:
        if not BEGINNING.fullmatch(written):
            return _in_utc(dt.datetime.fromisoformat(written))
        dt.datetime.fromisoformat((written + "0000-01-01T00:00:00"[len(written) :])[:19])
    except (ValueError, OverflowError) as error:
        raise UnknownDateError(typed) from error
    return written


def _in_utc(time: dt.datetime) -> str:
    known = time if time.tzinfo else time.replace(tzinfo=dt.UTC)
    return known.astimezone(dt.UTC).isoformat(timespec="seconds")[:19]


def _entries(study: Study, asked: Asked) -> tuple[LogEntry, ...]:
    """Return the entries on the source, coding and code, or all; no more than can be needed."""
    plain = not (asked.by or asked.actions or asked.since or asked.until)
    if not (asked.source or asked.coding or asked.code):
        return study.store.history(asked.last if plain else None)
    source = _source(study, asked.source) if asked.source else None
    coding = _coding(study, asked.coding) if asked.coding else None
    code = _code(study, asked.code) if asked.code else None
    entries = study.store.history(source=source, coding=coding, code=code)
    if source is None or coding is not None or code is not None:
        return entries
    # What an erasure leaves names the source and has no rows of it any more.
    known = {entry.id for entry in entries}
    named = (each for each in study.store.history() if each.subject == source)
    more = [entry for entry in named if entry.id not in known]
    return tuple(sorted((*entries, *more), key=lambda entry: -entry.id))


def _source(study: Study, typed: str) -> str:
    """Return the source that was typed; one that is no longer there only by its whole id."""
    try:
        return known_source(study, typed)
    except UnknownNameError:
        gone = {each.id for each in study.store.removed_sources()}
        if typed in gone or any(each.subject == typed for each in study.store.history()):
            return typed
        raise


def _coding(study: Study, typed: str) -> int:
    from rmecode.study.ids import ids_of

    numbers = ids_of([typed])
    unknown = [number for number in numbers if not study.store.coding_changes(number)]
    if len(numbers) != 1 or unknown:
        raise UnknownCodingsError(unknown or numbers)
    return numbers[0]


def _code(study: Study, typed: str) -> str:
    """Return the id of the code that was typed, as it is or as an older codebook had it.

    Raises:
        UnknownCodeError: no version of the codebook has it.
    """
    try:
        return find_code(study.codebook, typed).id
    except UnknownCodeError:
        for version in reversed(study.store.codebook_versions()):
            try:
                return find_code(book_of(version), typed).id
            except UnknownCodeError:
                continue
        raise


def _resolved(study: Study, asked: Asked) -> Asked:
    """Return what is asked with every name as it is known, and every time as the log writes it.

    Raises:
        UnknownNameError: an author whom neither the log nor the study knows.
        UnknownDateError: a time that is none.
    """
    stay_blind(study, (name for name in asked.by if name != NOBODY))
    known = {*study.store.last_worked(), *study.config.coders} - {""}
    for name in asked.by:
        if name != NOBODY and fold(name) not in {fold(each) for each in known}:
            raise UnknownNameError(_("coder"), name, known)
    since, until = (moment(each) if each else "" for each in (asked.since, asked.until))
    return replace(asked, since=since, until=until)


def _line(
    entry: LogEntry,
    versions: Mapping[int, CodebookVersion],
    *,
    undone: bool,
    moves: tuple[Move, ...],
) -> HistoryLine:
    version = versions.get(entry.codebook or 0)
    return HistoryLine(
        id=entry.id,
        at=entry.at,
        by=entry.by,
        action=entry.action,
        subject=entry.subject,
        detail=entry.detail,
        undoes=entry.undoes,
        redoes=entry.redoes,
        codebook=entry.codebook,
        codebook_version=version.version if version else "",
        undone=undone,
        reason=str(entry.detail.get("reason", "")),
        moves=moves,
    )


def _moves(study: Study, asked: Asked, entries: Sequence[LogEntry]) -> dict[int, tuple[Move, ...]]:
    """Return what each entry did to the coding or to codings with the code, by its number."""
    if not (asked.coding or asked.code):
        return {}
    books = Codebooks(study)
    own = _of_coding(study, asked.coding) if asked.coding else _of_code(study, asked.code)
    moves = {}
    for entry in entries:
        written = entry.undoes or entry.redoes or entry.id
        done = own.get(written, ())
        turned = [_turned(move) for move in done] if entry.undoes else done
        moves[entry.id] = tuple(_named(move, books, entry.codebook) for move in turned)
    return moves


def _of_coding(study: Study, typed: str) -> dict[int, list[Move]]:
    moves: dict[int, list[Move]] = {}
    for change in study.store.coding_changes(_coding(study, typed)):
        moves.setdefault(change.entry.id, []).append(_change(change))
    return moves


def _change(change: CodingChange) -> Move:
    before, after = change.before, change.after
    if before is None or after is None or before.removed != after.removed:
        return Move(_live(before), _live(after))
    places = tuple((each.span.start, each.span.end) for each in (before, after))
    return Move(
        before.code,
        after.code,
        places=places if places[0] != places[1] else (),
        marks=tuple(name for name in MARKS if getattr(before, name) != getattr(after, name)),
    )


def _live(coding: Coding | None) -> str:
    return coding.code if coding and not coding.removed else ""


def _of_code(study: Study, typed: str) -> dict[int, list[Move]]:
    moves: dict[int, list[Move]] = {}
    for each in study.store.code_moves(_code(study, typed)):
        moves.setdefault(each.entry, []).append(Move(each.before, each.after, each.codings))
    return moves


def _turned(move: Move) -> Move:
    return replace(move, before=move.after, after=move.before, places=move.places[::-1])


def _named(move: Move, books: Codebooks, version: int | None) -> Move:
    """Return the move with paths in place of ids, under the definition of its time."""
    before, after = (books.path(code, version) for code in (move.before, move.after))
    return replace(move, before=before, after=after)
