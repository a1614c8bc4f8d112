"""What a transcript in Word is made of, and what is read back from one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.model import CoderKind, Span


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands beside a passage: a code with the coder's memo, or a memo alone (no ``code``).

    ``path`` is the code's path, ``color`` its shade as ``RRGGBB``. ``coding`` is the coding's id, 0
    for a memo.
    """

    span: Span
    author: str
    date: str
    memo: str = ""
    code: str = ""
    path: str = ""
    color: str = ""
    coding: int = 0


@dataclass(frozen=True, slots=True)
class CodedTranscript:
    """A source's text with everything that stands beside it.

    ``hash`` is the identity of the text, ``labels`` where its speakers' labels and times stand.
    ``name`` is what the source is called outside; ``head`` and, loudly, ``warning`` stand at the
    top of each page.
    ``coders`` are the kinds of the coders by name. ``at`` is ISO 8601, ``language`` the study's.
    """

    text: str
    hash: str
    remarks: tuple[Remark, ...]
    labels: tuple[Span, ...] = ()
    coders: Mapping[str, CoderKind] = field(default_factory=dict)
    title: str = ""
    name: str = ""
    head: tuple[str, ...] = ()
    warning: str = ""
    at: str = ""
    language: str = "es"


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """One coding as it was written into a document: where, the code's id, whose."""

    start: int
    end: int
    code: str
    coder: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself, in a part that no page shows.

    ``hash`` is that of the source's text; ``coders`` are kinds by name; ``codings`` are those that
    were written.
    """

    hash: str
    coders: Mapping[str, CoderKind] = field(default_factory=dict)
    codings: frozenset[Written] = frozenset()


class Trouble(StrEnum):
    """Why a comment stands on no words."""

    POINT = "point"
    """It is anchored between two letters."""
    LOOSE = "loose"
    """Nothing in the text refers to it, or what did was deleted."""
    OPEN = "open"
    """Its range has a beginning or an end, not both, or either twice."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it was read.

    ``span`` counts in the document's text; it is empty where ``trouble`` says that the comment is
    anchored on a point, and None where it has no place. ``parent`` is the id of the comment that it
    answers. ``date`` is ISO 8601, as far as Word says it.
    """

    id: str
    author: str
    date: str
    text: str
    span: Span | None
    trouble: Trouble | None = None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class CommentedText:
    """A document with its comments, in the order of their places.

    ``text`` is what ``rmecode ingest`` would read. ``placed`` is the text that the comments' spans
    count in: the same, unless markers in a table change how its columns are read.
    """

    text: str
    placed: str
    comments: tuple[Comment, ...]
    identity: Identity | None = None
