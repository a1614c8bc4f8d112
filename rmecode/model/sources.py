"""Sources, the versions of their text, and their turns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmecode.model.spans import Span


@dataclass(frozen=True, slots=True)
class Source:
    """One transcript or document: what the ``sources`` table says of it.

    ``cases`` is empty for a source of no case (national) and has several for a DEPROV head.
    ``role`` is that of its informants where no speakers table says more.
    """

    id: str
    file: str
    instrument: str
    stage: str = ""
    cases: tuple[str, ...] = ()
    date: str = ""
    role: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One normalised text of a source; ``number`` counts from 1, ``hash`` is its identity.

    ``file_hash`` is the SHA-256 of the original file's bytes, ``format`` and ``encoding`` what it
    was read as, ``reader`` the version of the reader that made the text.
    """

    source: str
    number: int
    text: str
    hash: str
    file_hash: str
    format: str
    encoding: str
    reader: str


class TurnKind(StrEnum):
    """What a stretch of a source is."""

    SPEECH = "speech"
    NOTE = "note"
    FRONT = "front"


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a text: a speaker's turn, a section's paragraph, or unlabelled front matter.

    ``span`` covers the label and the time too; ``words`` only what was said or noted. The spans
    of a text's turns never overlap and cover it whole. ``start_time`` and ``end_time`` are in
    seconds from the recording's start, or from midnight for clock times of an observation.
    ``label`` is as it stands in the text, without punctuation; ``section`` the heading above.
    """

    number: int
    kind: TurnKind
    span: Span
    words: Span
    label: str = ""
    section: str = ""
    start_time: float | None = None
    end_time: float | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A part of a source of several cases that is evidence on one of them only.

    ``version`` is the number of the text version that the span counts in.
    """

    source: str
    span: Span
    case: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks a turn: a participant (empty where nobody is known) and a role."""

    participant: str
    role: str
    interviewer: bool = False


@dataclass(frozen=True, slots=True)
class SourceEvidence:
    """A source as the numbers see it: its text's length in characters, and who says what in it.

    ``voices`` goes turn by turn with ``turns``; it is ``None`` for notes and front matter.
    ``assignments`` give parts to one case. ``done`` are the coders who marked the source done,
    ``coders`` those who are at work on it or have coded it.
    """

    source: Source
    length: int
    turns: tuple[Turn, ...] = ()
    voices: tuple[Voice | None, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    done: frozenset[str] = frozenset()
    coders: frozenset[str] = frozenset()
