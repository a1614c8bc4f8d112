"""Model values as rows of the tables, and rows as model values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmecode.model import (
    Anchor,
    Assignment,
    Coding,
    Decision,
    LogEntry,
    Memo,
    MemoAbout,
    MemoKind,
    Quote,
    Span,
    Suggestion,
    TextVersion,
    Turn,
    TurnKind,
)

if TYPE_CHECKING:
    from sqlalchemy import Row as Record

Row = dict[str, Any]
"""A whole row of a table: every column by name."""


def to_text_version(row: Record[Any]) -> TextVersion:
    """Return the text version of a row of ``text_version``."""
    return TextVersion(
        source=row.source,
        number=row.number,
        text=row.text,
        hash=row.hash,
        file_hash=row.file_hash,
        format=row.format,
        encoding=row.encoding,
        reader=row.reader,
    )


def from_text_version(version: TextVersion, made_at: str) -> Row:
    """Return the row of a text version."""
    return {
        "source": version.source,
        "number": version.number,
        "text": version.text,
        "characters": len(version.text),
        "hash": version.hash,
        "file_hash": version.file_hash,
        "format": version.format,
        "encoding": version.encoding,
        "reader": version.reader,
        "made_at": made_at,
    }


def to_turn(row: Record[Any]) -> Turn:
    """Return the turn of a row of ``turn``."""
    return Turn(
        number=row.number,
        kind=TurnKind(row.kind),
        span=Span(row.start, row.end),
        words=Span(row.words_start, row.words_end),
        label=row.label,
        section=row.section,
        start_time=row.start_time,
        end_time=row.end_time,
    )


def from_turn(turn: Turn, version: TextVersion) -> Row:
    """Return the row of a turn of a text version."""
    return {
        "source": version.source,
        "version": version.number,
        "number": turn.number,
        "kind": turn.kind.value,
        "start": turn.span.start,
        "end": turn.span.end,
        "words_start": turn.words.start,
        "words_end": turn.words.end,
        "label": turn.label,
        "section": turn.section,
        "start_time": turn.start_time,
        "end_time": turn.end_time,
    }


def to_assignment(row: Record[Any]) -> Assignment:
    """Return the assignment of a row of ``assignment``."""
    return Assignment(row.source, Span(row.start, row.end), row.case_id, row.version)


def to_coding(row: Record[Any]) -> Coding:
    """Return the coding of a row of ``coding``."""
    return Coding(
        id=row.id,
        source=row.source,
        version=row.version,
        span=Span(row.start, row.end),
        quote=Quote(row.exact, row.before, row.after),
        code=row.code,
        coder=row.coder,
        memo=row.memo,
        codebook_version=row.codebook_version or 0,
        origin=row.origin,
        anchor=Anchor(row.anchor),
        made_at=row.made_at,
        removed=row.removed,
        reread=row.reread or 0,
    )


def from_coding(coding: Coding, number: int, made_at: str) -> Row:
    """Return the row of a live coding under the id ``number``; its own ``made_at`` comes first."""
    return {
        "id": number,
        **_place(coding),
        "code": coding.code,
        "coder": coding.coder,
        "memo": coding.memo,
        "codebook_version": coding.codebook_version or None,
        "origin": coding.origin,
        "anchor": coding.anchor.value,
        "made_at": coding.made_at or made_at,
        "removed": False,
        "reread": coding.reread or None,
    }


def to_memo(row: Record[Any]) -> Memo:
    """Return the memo of a row of ``memo``."""
    return Memo(
        id=row.id,
        about=MemoAbout(row.about),
        text=row.text,
        kind=MemoKind(row.kind),
        author=row.author,
        case=row.case_id,
        source=row.source or "",
        version=row.version or 0,
        span=Span(row.start, row.end) if row.start is not None else None,
        code=row.code,
        coding=row.coding,
        made_at=row.made_at,
        changed_at=row.changed_at,
    )


def from_memo(memo: Memo, number: int, made_at: str) -> Row:
    """Return the row of a memo under the id ``number``; its own ``made_at`` comes first."""
    return {
        "id": number,
        "about": memo.about.value,
        "kind": memo.kind.value,
        "text": memo.text,
        "author": memo.author,
        "case_id": memo.case,
        "source": memo.source or None,
        "version": memo.version or None,
        "start": memo.span.start if memo.span else None,
        "end": memo.span.end if memo.span else None,
        "code": memo.code,
        "coding": memo.coding,
        "made_at": memo.made_at or made_at,
        "changed_at": memo.changed_at,
    }


def to_suggestion(row: Record[Any]) -> Suggestion:
    """Return the suggestion of a row of ``suggestion``."""
    return Suggestion(
        id=row.id,
        source=row.source,
        version=row.version,
        span=Span(row.start, row.end),
        quote=Quote(row.exact, row.before, row.after),
        code=row.code,
        engine=row.engine,
        engine_version=row.engine_version,
        codebook_version=row.codebook_version or 0,
        rule=row.rule,
        reason=row.reason,
        matched=tuple(Span(start, end) for start, end in row.matched),
        score=row.score,
        decision=Decision(row.decision),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        coding=row.coding,
    )


def from_suggestion(suggestion: Suggestion, number: int) -> Row:
    """Return the row of a suggestion that nobody has decided on, under the id ``number``."""
    return {
        "id": number,
        **_place(suggestion),
        "code": suggestion.code,
        "engine": suggestion.engine,
        **finding(suggestion),
        "decision": Decision.OPEN.value,
        "decided_by": "",
        "decided_at": "",
        "coding": None,
    }


def finding(suggestion: Suggestion) -> Row:
    """Return the columns that say how a suggestion was found, and under which codebook."""
    return {
        "engine_version": suggestion.engine_version,
        "codebook_version": suggestion.codebook_version or None,
        "rule": suggestion.rule,
        "reason": suggestion.reason,
        "matched": [[span.start, span.end] for span in suggestion.matched],
        "score": suggestion.score,
    }


def to_entry(row: Record[Any]) -> LogEntry:
    """Return the log entry of a row of ``entry``."""
    return LogEntry(
        id=row.id,
        at=row.at,
        by=row.by,
        action=row.action,
        subject=row.subject,
        detail=row.detail,
        undoes=row.undoes,
        redoes=row.redoes,
        codebook=row.codebook,
    )


def _place(passage: Coding | Suggestion) -> Row:
    return {
        "source": passage.source,
        "version": passage.version,
        "start": passage.span.start,
        "end": passage.span.end,
        "exact": passage.quote.exact,
        "before": passage.quote.before,
        "after": passage.quote.after,
    }
