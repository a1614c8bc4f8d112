"""Frozen values that every room shares; standard library only."""

from rmecode.model.cases import Attribute, Case, Participant, Speaker
from rmecode.model.codes import Code, Codebook, Rule
from rmecode.model.codings import (
    Anchor,
    Coder,
    CoderKind,
    Coding,
    Decision,
    Suggestion,
    state_of,
)
from rmecode.model.lookup import find_code
from rmecode.model.memos import Memo, MemoAbout, MemoKind
from rmecode.model.problems import Problem
from rmecode.model.sources import (
    Assignment,
    Source,
    SourceEvidence,
    TextVersion,
    Turn,
    TurnKind,
    Voice,
)
from rmecode.model.spans import Quote, Span, union_length
from rmecode.model.stored import (
    CodebookVersion,
    CodingChange,
    Done,
    LogEntry,
    RemovedSource,
    StoreCounts,
    StoredSource,
)
from rmecode.model.texts import fold, normalise, text_hash

__all__ = [
    "Anchor",
    "Assignment",
    "Attribute",
    "Case",
    "Code",
    "Codebook",
    "CodebookVersion",
    "Coder",
    "CoderKind",
    "Coding",
    "CodingChange",
    "Decision",
    "Done",
    "LogEntry",
    "Memo",
    "MemoAbout",
    "MemoKind",
    "Participant",
    "Problem",
    "Quote",
    "RemovedSource",
    "Rule",
    "Source",
    "SourceEvidence",
    "Span",
    "Speaker",
    "StoreCounts",
    "StoredSource",
    "Suggestion",
    "TextVersion",
    "Turn",
    "TurnKind",
    "Voice",
    "find_code",
    "fold",
    "normalise",
    "state_of",
    "text_hash",
    "union_length",
]
