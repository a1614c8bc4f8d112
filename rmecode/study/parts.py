"""Which turns people name, and the parts of a source that they give to one of its cases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.errors.study import (
    AmbiguousFilesError,
    CaseNotOfSourceError,
    TurnsUnclearError,
    UnknownNameError,
)
from rmecode.messages import _
from rmecode.model import Span, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmecode.model import StoredSource, Turn
    from rmecode.study.opening import Study

RANGE: Final = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")


def spans_of_turns(written: str, source: str, turns: Sequence[Turn]) -> list[Span]:
    """Return the spans of ranges of turns such as ``12-18, 25``, one per range.

    Raises:
        TurnsUnclearError: it is no range, or the source has no such turns.
    """
    numbers = {turn.number: turn.span for turn in turns}
    last = max(numbers, default=0)
    spans = []
    for part in written.replace(";", ",").split(","):
        match = RANGE.fullmatch(part.strip())
        first, final = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if first not in numbers or final not in numbers or first > final:
            raise TurnsUnclearError(written, source, last)
        spans.append(Span(numbers[first].start, numbers[final].end))
    return spans


def assign(study: Study, source: str, turns: str, case: str, *, by: str, at: str) -> int:
    """Give turns of a source to one case only; return how many parts were news.

    Raises:
        RmecodeError: an unknown source, case or turn, or a part that belongs to another case.
    """
    case = known_case(study, case)
    own = study.listing(source).cases
    if own and case not in own:
        raise CaseNotOfSourceError(source, case, own)
    spans = spans_of_turns(turns, source, study.store.turns(source))
    subject = f"{source} {turns}: {case}"
    with study.store.changes(by=by, at=at, action="assign", subject=subject) as changes:
        return sum(changes.assign(source, span, case) for span in spans)


def unassign(study: Study, source: str, turns: str, *, by: str, at: str) -> None:
    """Take back that turns of a source belong to one case.

    Raises:
        RmecodeError: an unknown source or turn, or turns that were not assigned so.
    """
    spans = spans_of_turns(turns, source, study.store.turns(source))
    with study.store.changes(by=by, at=at, action="unassign", subject=source) as changes:
        for span in spans:
            changes.unassign(source, span)


def known_case(study: Study, typed: str) -> str:
    """Return the case that was typed, however it is capitalised and accented.

    Raises:
        UnknownNameError: there is none.
    """
    names = {fold(case.id): case.id for case in study.records.cases}
    if fold(typed) not in names:
        raise UnknownNameError(_("case"), typed, names.values())
    return names[fold(typed)]


def known_source(study: Study, typed: str) -> str:
    """Return the ingested source that was typed, by its id, its file, the file's name, or short (``s7``).

    Raises:
        AmbiguousFilesError: several sources are called so.
        UnknownNameError: there is none.
    """
    if typed in study.store.source_ids():
        return typed
    stored = study.store.sources()
    called: tuple[Callable[[StoredSource], bool], ...] = (
        lambda each: fold(each.id) == fold(typed),
        lambda each: fold(each.file) == fold(typed),
        lambda each: fold(re.split(r"[\\/]", each.file)[-1]) == fold(typed),
        lambda each: f"s{each.short}" == typed.lower(),
    )
    for is_meant in called:
        meant = [each for each in stored if is_meant(each)]
        if len(meant) > 1:
            raise AmbiguousFilesError(typed, [f"{each.id}: {each.file}" for each in meant])
        if meant:
            return meant[0].id
    raise UnknownNameError(_("source"), typed, [each.id for each in stored])
