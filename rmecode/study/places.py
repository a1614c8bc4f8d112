"""Whose words a span holds, and in which turn and case it lies: for lists of a few or of many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.model import Span, union_length

if TYPE_CHECKING:
    from rmecode.model import SourceEvidence


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span lies: its first turn (0: none), the informants in it, the cases it speaks of."""

    turn: int
    roles: tuple[str, ...]
    participants: tuple[str, ...]
    cases: tuple[str, ...]


class Places:
    """The turns of one source, ready to be asked about spans."""

    def __init__(self, evidence: SourceEvidence) -> None:
        self.evidence = evidence
        self._starts = [turn.span.start for turn in evidence.turns]
        role = evidence.source.role
        silent = not any(voice and not voice.interviewer for voice in evidence.voices)
        self._own_roles = (role,) if silent and role else ()

    def of(self, span: Span) -> Place:
        """Return where the span lies."""
        turns, voices = self.evidence.turns, self.evidence.voices
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        roles: dict[str, None] = {}
        people: dict[str, None] = {}
        for number in range(first, bisect_left(self._starts, span.end, first)):
            voice = voices[number]
            if voice is None or voice.interviewer or not turns[number].words.overlaps(span):
                continue
            roles[voice.role] = None
            people[voice.participant] = None
        return Place(
            turns[first].number if turns else 0,
            tuple(filter(None, roles)) or self._own_roles,
            tuple(filter(None, people)),
            cases_of(self.evidence, span),
        )


def cases_of(evidence: SourceEvidence, span: Span) -> tuple[str, ...]:
    """Return the cases of the span: of the assigned parts it touches, and of what is left."""
    if not evidence.assignments:
        return evidence.source.cases if len(span) else ()
    touched = [part for part in evidence.assignments if part.span.overlaps(span)]
    covered = union_length(
        Span(max(part.span.start, span.start), min(part.span.end, span.end)) for part in touched
    )
    own = evidence.source.cases if covered < len(span) else ()
    return tuple(dict.fromkeys([*own, *(part.case for part in touched)]))
