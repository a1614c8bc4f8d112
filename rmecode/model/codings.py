"""What people code and what machines suggest: never the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmecode.model.spans import Quote, Span


class CoderKind(StrEnum):
    """A coder is a person, or simulated by a machine; every output says which."""

    PERSON = "person"
    SIMULATED = "simulated"


@dataclass(frozen=True, slots=True)
class Coder:
    """Who codes."""

    name: str
    kind: CoderKind = CoderKind.PERSON


class Anchor(StrEnum):
    """How sure the place of a coding is after its text was corrected."""

    EXACT = "exact"
    MOVED = "moved"
    REVIEW = "review"


def state_of(anchor: str, reread: int | None) -> str:
    """Return the state that lists give a coding: a doubtful place comes before a doubtful code."""
    return "reread" if reread and anchor != Anchor.REVIEW else str(anchor)


@dataclass(frozen=True, slots=True)
class Coding:
    """One span of one text version given one code by one coder.

    ``id`` is 0 before it is stored. ``codebook_version`` is the number under which it was made.
    ``origin`` says how it came in: ``manual``, ``import`` or ``suggestion``. ``removed`` says that
    somebody took it away: it counts nowhere, and is known only so that no import revives it.
    ``reread`` is the number of the codebook version that redefined its code and asks to reread it;
    0 where none does.
    """

    id: int
    source: str
    version: int
    span: Span
    quote: Quote
    code: str
    coder: str
    memo: str = ""
    codebook_version: int = 0
    origin: str = "manual"
    anchor: Anchor = Anchor.EXACT
    made_at: str = ""
    removed: bool = False
    reread: int = 0


class Decision(StrEnum):
    """What a person decided on a suggestion; ``open`` while nobody has."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A machine's candidate: it counts in no matrix of codings until somebody accepts it.

    ``matched`` are the spans of the words that made the rule fire; ``rule`` is the rule's id and
    ``reason`` its expression; ``score`` is between 0 and 1 where the engine gives one.
    """

    id: int
    source: str
    version: int
    span: Span
    quote: Quote
    code: str
    engine: str
    engine_version: str
    codebook_version: int
    rule: str
    reason: str
    matched: tuple[Span, ...] = ()
    score: float | None = None
    decision: Decision = Decision.OPEN
    decided_by: str = ""
    decided_at: str = ""
    coding: int | None = None
