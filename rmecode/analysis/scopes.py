"""What each row of a matrix looks at: which windows of which sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rmecode.analysis.reasons import Scope
from rmecode.analysis.regions import (
    common,
    informant_of,
    informant_turns,
    merged,
    regions,
    role_region,
)
from rmecode.analysis.units import TOTAL
from rmecode.analysis.windows import Windows
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from rmecode.analysis.regions import Spans
    from rmecode.analysis.selection import Selection
    from rmecode.analysis.units import CountingUnit
    from rmecode.model import SourceEvidence, Span

View = dict[int, "Spans"]
"""The stretches that one row sees, by the position of their source."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """The windows of all rows; ``groups`` (rows × sources) numbers their groups, -1 for none.

    The tag of a window is the number of the informant who speaks in it; 0 where the unit asks for
    no speech.
    """

    windows: Windows
    groups: NDArray[np.int64]
    scopes: Mapping[str, Scope]


def sight(
    sources: Sequence[SourceEvidence],
    rows: Sequence[str],
    selection: Selection,
    unit: CountingUnit,
) -> Sight:
    """Lay the windows through which each row looks at the sources; ``rows`` ends with the total."""
    views = _views(sources, rows, selection)
    informants: dict[str, int] = {}
    spoken = (
        {place: _spoken(e, selection, informants) for place, e in enumerate(sources)}
        if unit.of_speech
        else None
    )
    groups = np.full((len(rows), len(sources)), -1, dtype=np.int64)
    laid: list[tuple[int, int, int, int]] = []
    scopes: dict[str, Scope] = {}
    number = 0
    for row, name in enumerate(rows):
        speech: dict[int, int] = {}
        for place, spans in views[name].items():
            seen = list(_windows(spans, spoken[place] if spoken is not None else None))
            speech[place] = sum(len(span) for span, _informant in seen)
            if seen:
                groups[row, place] = number
                laid.extend((number, span.start, span.end, who) for span, who in seen)
                number += 1
        scopes[name] = _scope(name, sources, speech, selection, unit)
    return Sight(Windows.of(laid), groups, scopes)


def _views(
    sources: Sequence[SourceEvidence], rows: Sequence[str], selection: Selection
) -> Mapping[str, View]:
    views: dict[str, View] = {row: {} for row in rows}
    roles = frozenset(fold(role) for role in selection.roles)
    for place, evidence in enumerate(sources):
        if not selection.takes(evidence):
            continue
        heard = role_region(evidence, roles) if roles else None
        held = {case: spans for case, spans in regions(evidence).items() if case in views}
        held[TOTAL] = merged(span for spans in held.values() for span in spans)
        for row, spans in held.items():
            seen = spans if heard is None else common(spans, heard)
            if seen:
                views[row][place] = seen
    return views


def _spoken(
    evidence: SourceEvidence, selection: Selection, informants: dict[str, int]
) -> list[tuple[Span, int]]:
    """Return the informants' words, of the chosen roles only, with the informants' numbers."""
    roles = {fold(role) for role in selection.roles}
    return [
        (turn.words, informants.setdefault(informant_of(evidence, turn, voice), len(informants)))
        for turn, voice in informant_turns(evidence)
        if not roles or fold(voice.role) in roles
    ]


def _windows(spans: Spans, spoken: Sequence[tuple[Span, int]] | None) -> Iterator[tuple[Span, int]]:
    if spoken is None:
        yield from ((span, 0) for span in spans)
        return
    for words, informant in spoken:
        yield from ((span, informant) for span in common((words,), spans))


def _scope(
    row: str,
    sources: Sequence[SourceEvidence],
    speech: Mapping[int, int],
    selection: Selection,
    unit: CountingUnit,
) -> Scope:
    within = [sources[place] for place, length in speech.items() if length]
    return Scope(
        row,
        tuple(e.source.id for e in within),
        tuple(e.source.id for e in within if selection.done(e)),
        tuple(sources[place].source.id for place, length in speech.items() if not length),
        sum(speech.values()) if unit.of_speech else 0,
    )
