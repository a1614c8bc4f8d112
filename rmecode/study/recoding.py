"""Codings looked at again: other codes, other places, notes, taken away or kept as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.errors.store import UnknownCodingsError
from rmecode.model import find_code, normalise
from rmecode.study.codebooks.recording import record_codebook
from rmecode.study.ids import named
from rmecode.study.placing import one_span, page_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmecode.model import Coding
    from rmecode.study.opening import Study
    from rmecode.study.placing import Passage


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of codings that were to have another code or place.

    ``changed`` are the ids of those that have it now, ``standing`` of those that had it already.
    ``joined`` are pairs: the first went, because its coder had the second there already.
    """

    changed: tuple[int, ...] = ()
    standing: tuple[int, ...] = ()
    joined: tuple[tuple[int, int], ...] = ()


def seen_codings(study: Study, ids: Collection[int]) -> tuple[Coding, ...]:
    """Return the codings of these ids, in their order, as whoever looks may see them.

    Raises:
        UnknownCodingsError: some are not there, or not for the one who looks.
    """
    found = {each.id: each for each in study.store.codings_by_id(ids)}
    missing = [id_ for id_ in ids if id_ not in found]
    if missing:
        raise UnknownCodingsError(sorted(missing))
    return tuple(found[id_] for id_ in ids)


def recode(study: Study, ids: Collection[int], code: str, *, by: str, at: str) -> Changed:
    """Give codings another code, as people type it.

    Raises:
        RmecodeError: an unknown code, or codings that are not there.
    """
    meant = find_code(study.codebook, code)
    standing = [each.id for each in seen_codings(study, ids) if each.code == meant.id]
    others = [id_ for id_ in ids if id_ not in set(standing)]
    if others:
        record_codebook(study, by=by, at=at)
    subject = f"{named(others)} → {meant.path}"
    with study.store.changes(by=by, at=at, action="recode", subject=subject) as changes:
        done = changes.recode_codings(others, meant.id)
    return Changed(done.recoded, tuple(standing), done.joined)


def move(study: Study, number: int, passage: Passage, *, by: str, at: str) -> Changed:
    """Give a coding other words of its source.

    Raises:
        RmecodeError: there is no such coding, or the passage is unclear.
    """
    (coding,) = seen_codings(study, [number])
    page = page_of(study.store, coding.source)
    span = one_span(page, passage)
    if (coding.version, coding.span) == (page.version.number, span):
        keep(study, [number], by=by, at=at)
        return Changed(standing=(number,))
    subject = f"{named([number])} → {coding.source} {span.start}-{span.end}"
    with study.store.changes(by=by, at=at, action="move", subject=subject) as changes:
        done = changes.move_coding(number, span)
    return Changed(done.recoded, (), done.joined)


def remove(study: Study, ids: Collection[int], *, by: str, at: str) -> None:
    """Take codings away.

    Raises:
        UnknownCodingsError: some of them are not there.
    """
    seen_codings(study, ids)
    with study.store.changes(by=by, at=at, action="remove", subject=named(ids)) as changes:
        changes.remove_codings(ids)


def keep(study: Study, ids: Collection[int], *, by: str, at: str) -> int:
    """Say that codings were looked at again and stay; return how many were in doubt.

    Raises:
        UnknownCodingsError: some of them are not there.
    """
    doubtful = [e.id for e in seen_codings(study, ids) if e.reread or e.anchor.value != "exact"]
    with study.store.changes(by=by, at=at, action="keep", subject=named(doubtful)) as changes:
        changes.keep_codings(doubtful)
    return len(doubtful)


def note(study: Study, ids: Collection[int], text: str, *, by: str, at: str) -> int:
    """Write what is noted on codings anew, nothing to clear it; return how many notes changed.

    Raises:
        UnknownCodingsError: some of them are not there.
    """
    said = normalise(text).strip()
    others = [each.id for each in seen_codings(study, ids) if each.memo != said]
    with study.store.changes(by=by, at=at, action="note", subject=named(others)) as changes:
        changes.set_coding_memos(dict.fromkeys(others, said))
    return len(others)
