"""Who speaks each turn: what the speakers table says, else what the label says by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rmecode.model import SourceEvidence, TurnKind, Voice, fold
from rmecode.study.config import INTERVIEWER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rmecode.model import Participant, Source, Speaker, Turn
    from rmecode.store import Store
    from rmecode.study.records import Records

_Value = TypeVar("_Value")


def voices_of(
    source: Source,
    turns: Iterable[Turn],
    speakers: Iterable[Speaker],
    people: Mapping[str, Participant],
) -> tuple[Voice | None, ...]:
    """Return the voice of each turn, None for notes and front matter.

    A label that the source's speakers do not have speaks with the role of the source, as nobody
    known.
    """
    table = {fold(each.label): each for each in speakers}
    known: dict[str, Voice] = {}

    def voice(turn: Turn) -> Voice | None:
        if turn.kind is not TurnKind.SPEECH:
            return None
        if turn.label not in known:
            known[turn.label] = _voice(source, table.get(fold(turn.label)), people)
        return known[turn.label]

    return tuple(voice(turn) for turn in turns)


def _voice(source: Source, row: Speaker | None, people: Mapping[str, Participant]) -> Voice:
    if row is None:
        return Voice("", source.role)
    person = people.get(row.participant or "")
    role = row.role or (person.role if person else source.role)
    if role == INTERVIEWER:
        return Voice("", role, interviewer=True)
    return Voice(person.id if person else "", role)


def all_evidence(
    sources: Sequence[Source], store: Store, records: Records
) -> tuple[SourceEvidence, ...]:
    """Return the sources, in their order, as the numbers see them."""
    people = {person.id: person for person in records.participants}
    turns = store.all_turns()
    done = _by_source((mark.source, mark.coder) for mark in store.done())
    coders = _by_source((coding.source, coding.coder) for coding in store.codings())
    parts = _by_source((part.source, part) for part in store.assignments())
    speakers = _by_source((each.source, each) for each in records.speakers)
    found = []
    for source in sources:
        spoken = turns.get(source.id, ())
        found.append(
            SourceEvidence(
                source,
                spoken[-1].span.end if spoken else 0,
                spoken,
                voices_of(source, spoken, speakers.get(source.id, ()), people),
                tuple(parts.get(source.id, ())),
                frozenset(done.get(source.id, ())),
                frozenset(coders.get(source.id, ())),
            )
        )
    return tuple(found)


def _by_source(pairs: Iterable[tuple[str, _Value]]) -> dict[str, list[_Value]]:
    grouped: dict[str, list[_Value]] = {}
    for source, value in pairs:
        grouped.setdefault(source, []).append(value)
    return grouped
