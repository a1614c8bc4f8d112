"""Memos: what people think and note while they code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmecode.model.spans import Span


class MemoKind(StrEnum):
    """What kind of thought a memo holds."""

    ANALYTIC = "analytic"
    METHODOLOGICAL = "methodological"
    THEORETICAL = "theoretical"


class MemoAbout(StrEnum):
    """What a memo is on; ``turn`` is a passage of a source, ``cell`` a case and a code."""

    STUDY = "study"
    CASE = "case"
    SOURCE = "source"
    TURN = "turn"
    CODE = "code"
    CODING = "coding"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Memo:
    """One memo of one author, and what it is on.

    ``id`` is 0 before it is stored. Only what ``about`` asks for is filled in: ``case``; ``source``
    (with ``version`` and ``span`` for a turn); ``code`` by its permanent id; ``case`` and ``code``
    for a cell; ``coding`` by its id, with its source. ``changed_at`` is empty while nobody has changed it.
    """

    id: int
    about: MemoAbout
    text: str
    kind: MemoKind = MemoKind.ANALYTIC
    author: str = ""
    case: str = ""
    source: str = ""
    version: int = 0
    span: Span | None = None
    code: str = ""
    coding: int | None = None
    made_at: str = ""
    changed_at: str = ""
