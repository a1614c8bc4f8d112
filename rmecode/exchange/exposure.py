"""Where a role in a case is one person, a pseudonym hides nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.analysis.regions import informant_turns
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmecode.model import Participant, SourceEvidence


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

    Speakers whom nobody knows never make a role look safer: one of them can be the person known.
    """
    known: dict[tuple[str, str], set[str]] = {}
    unknown: dict[tuple[str, str], set[str]] = {}
    for person in participants:
        for case in person.cases:
            known.setdefault((person.role, case), set()).add(person.id)
    for role, case, person_id, label in _speaking(sources):
        if person_id:
            known.setdefault((role, case), set()).add(person_id)
        else:
            unknown.setdefault((role, case), set()).add(label)
    return tuple(
        OnePerson(role, case, next(iter(known.get((role, case), ())), ""))
        for role, case in sorted(known.keys() | unknown.keys(), key=_as_people_count)
        if role and max(len(who.get((role, case), ())) for who in (known, unknown)) == 1
    )


def _as_people_count(place: tuple[str, str]) -> tuple[str, list[tuple[str, int]]]:
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


def _speaking(sources: Sequence[SourceEvidence]) -> Iterator[tuple[str, str, str, str]]:
    """Yield role, case, participant (empty if not known) and label of every informant's turn."""
    for evidence in sources:
        for turn, voice in informant_turns(evidence):
            for case in evidence.source.cases:
                yield voice.role, case, voice.participant, f"{evidence.source.id}/{turn.label}"
