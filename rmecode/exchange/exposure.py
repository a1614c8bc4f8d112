"""Where a role in a case is one person, a pseudonym hides nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.analysis.regions import informant_turns
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from rmecode.model import Participant, SourceEvidence

    Place = tuple[str, str]  # a role in a case


@dataclass(frozen=True, slots=True, order=True)
class OnePerson:
    """A role in a case that one person has; ``participant`` is empty where nobody knows who."""

    role: str
    case: str
    participant: str


def one_person(
    sources: Sequence[SourceEvidence], participants: Sequence[Participant]
) -> tuple[OnePerson, ...]:
    """Return each role in a case that may be one person, in order of role and case.

    Speakers whom nobody knows never make a role look safer: each can be the person known, or the
    same person as in another source. Two unknown labels in one source are two people only where
    nobody is known.
    """
    known: dict[Place, set[str]] = {}
    unknown: dict[Place, dict[str, set[str]]] = {}
    for person in participants:
        for case in person.cases:
            known.setdefault((person.role, case), set()).add(person.id)
    for place, person_id, source, label in _speaking(sources):
        if person_id:
            known.setdefault(place, set()).add(person_id)
        else:
            unknown.setdefault(place, {}).setdefault(source, set()).add(label)
    return tuple(
        OnePerson(*place, next(iter(known.get(place, ())), ""))
        for place in sorted(known.keys() | unknown.keys(), key=_as_people_count)
        if place[0] and _may_be_one(known.get(place, set()), unknown.get(place, {}))
    )


def _may_be_one(known: Collection[str], unknown: Mapping[str, Collection[str]]) -> bool:
    """Tell whether the people known, and the unknown labels of each source, may be one person."""
    if known:
        return len(known) == 1
    return all(len(labels) == 1 for labels in unknown.values())


def _as_people_count(place: Place) -> tuple[str, list[tuple[str, int]]]:
    """Order by role, then by case with its numbers as numbers: RME2 before RME10."""
    role, case = place
    parts = re.findall(r"(\D*)(\d*)", case)
    return role, [(text, int(number or 0)) for text, number in parts]


def exposure_warnings(
    sources: Sequence[SourceEvidence], participants: Sequence[Participant]
) -> tuple[str, ...]:
    """Return one sentence per role that is one person in some case."""
    cases: dict[str, list[str]] = {}
    for found in one_person(sources, participants):
        cases.setdefault(found.role, []).append(found.case)
    sentence = _(
        "{role}: only one person has this role in {cases}. Whoever knows the case can tell who "
        "speaks, pseudonym or not."
    )
    return tuple(
        sentence.format(role=role, cases=", ".join(where)) for role, where in cases.items()
    )


def _speaking(sources: Sequence[SourceEvidence]) -> Iterator[tuple[Place, str, str, str]]:
    """Yield place, participant (empty if not known), source and label of every informant's turn."""
    for evidence in sources:
        for turn, voice in informant_turns(evidence):
            for case in evidence.source.cases:
                yield (voice.role, case), voice.participant, evidence.source.id, turn.label
