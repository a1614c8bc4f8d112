"""Where a coding stands among the turns of its source, and whose words it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rmecode.analysis.regions import informant_turns
from rmecode.analysis.windows import Windows, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rmecode.model import SourceEvidence


People = tuple[tuple[str, ...], tuple[str, ...]]
"""Participants and their roles."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """For each span: the number of its first turn (0: none), its informants and their roles."""

    turn: NDArray[np.int64]
    participants: list[tuple[str, ...]]
    roles: list[tuple[str, ...]]


def heard(
    sources: Sequence[SourceEvidence],
    source: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> Heard:
    """Find turns and informants of spans, given as arrays; ``source`` is a position in ``sources``.

    A source in which no informant speaks lends its own role to its codings.
    """
    participants, roles = _informants(sources, source, start, end)
    return Heard(_first_turns(sources, source, start, end), participants, roles)


def _first_turns(
    sources: Sequence[SourceEvidence],
    source: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> NDArray[np.int64]:
    windows = Windows.of(
        (place, turn.span.start, turn.span.end, turn.number)
        for place, evidence in enumerate(sources)
        for turn in evidence.turns
        if len(turn.span) > 0
    )
    cut = pieces(windows, source, start, end)
    items, firsts = np.unique(cut.item, return_index=True)
    numbers = np.zeros(len(source), dtype=np.int64)
    numbers[items] = windows.tag[cut.window[firsts]]
    return numbers


def _informants(
    sources: Sequence[SourceEvidence],
    source: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    spoken = [
        (place, turn, voice)
        for place, evidence in enumerate(sources)
        for turn, voice in informant_turns(evidence)
    ]
    windows = Windows.of(
        (place, turn.words.start, turn.words.end, number)
        for number, (place, turn, _voice) in enumerate(spoken)
    )
    voices = [(voice.participant, voice.role) for _place, _turn, voice in spoken]
    speaking = {place for place, _turn, _voice in spoken}
    silent: dict[int, People] = {
        place: ((), (evidence.source.role,))
        for place, evidence in enumerate(sources)
        if place not in speaking and evidence.source.role
    }
    people = [silent.get(place, ((), ())) for place in source.tolist()]
    cut = pieces(windows, source, start, end)
    items, firsts, counts = np.unique(cut.item, return_index=True, return_counts=True)
    runs: dict[tuple[int, int], People] = {}
    ends = zip(items.tolist(), cut.window[firsts].tolist(), counts.tolist(), strict=True)
    for item, first, count in ends:
        if (first, count) not in runs:
            runs[first, count] = _distinct(voices[first : first + count])
        people[item] = runs[first, count]
    return [who for who, _role in people], [role for _who, role in people]


def _distinct(voices: Sequence[tuple[str, str]]) -> People:
    participants = dict.fromkeys(participant for participant, _role in voices if participant)
    roles = dict.fromkeys(role for _participant, role in voices if role)
    return tuple(participants), tuple(roles)
