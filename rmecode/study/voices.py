"""Who speaks each turn: what the speakers table says, else what the label says by itself."""

from __future__ import annotations

from dataclasses import replace
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
    """Return these sources, in their order, as the numbers see them."""
    done = _by_source((mark.source, mark.coder) for mark in store.done())
    coders = _by_source(store.who_coded())
    return tuple(
        replace(
            heard,
            done=frozenset(done.get(heard.source.id, ())),
            coders=frozenset(coders.get(heard.source.id, ())),
        )
        for heard in heard_in(sources, store, records)
    )


def heard_in(
    sources: Sequence[Source], store: Store, records: Records
) -> tuple[SourceEvidence, ...]:
    """Return these sources, in their order, with who says what; not who coded them."""
    people = {person.id: person for person in records.participants}
    turns = store.turns_of({source.id for source in sources})
    parts = _by_source((part.source, part) for part in store.assignments())
    speakers = _by_source((each.source, each) for each in records.speakers)
    found = []
    for source in sources:
        spoken = turns.get(source.id, ())
        voices = voices_of(source, spoken, speakers.get(source.id, ()), people)
        length = spoken[-1].span.end if spoken else 0
        found.append(
            SourceEvidence(source, length, spoken, voices, tuple(parts.get(source.id, ())))
        )
    return tuple(found)


def heard_roles(records: Records) -> dict[str, set[str]]:
    """Return the roles that the speakers table gives to labels of each source, by source.

    Labels that it has not speak with the role of their source.
    """
    people = {person.id: person.role for person in records.participants}
    roles: dict[str, set[str]] = {}
    for row in records.speakers:
        here = roles.setdefault(row.source, set())
        here.add(row.role or people.get(row.participant or "", ""))
    return roles


def _by_source(pairs: Iterable[tuple[str, _Value]]) -> dict[str, list[_Value]]:
    grouped: dict[str, list[_Value]] = {}
    for source, value in pairs:
        grouped.setdefault(source, []).append(value)
    return grouped
