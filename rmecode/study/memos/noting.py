"""Memos: what people think and note, on anything of a study, and found again in one place.

What a coder noted on a coding is listed with them, as a row of the kind ``note`` with the coding's
id: everything noted is searched at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnreadableError
from rmecode.errors.memos import (
    EmptyMemoError,
    MemoTargetError,
    NoNoteError,
    NoteKindError,
    SeveralMemosError,
    UnclearMemoIdsError,
    UnknownMemoKindError,
)
from rmecode.errors.store import UnknownMemosError
from rmecode.messages import _
from rmecode.model import Memo, MemoAbout, MemoKind, find_code, fold, normalise
from rmecode.study.ids import ids_of
from rmecode.study.parts import known_case, known_source
from rmecode.study.placing import one_span, page_of
from rmecode.study.recoding import seen_codings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rmecode.study.opening import Study
    from rmecode.study.placing import Passage

KINDS: Final = {
    "analitico": MemoKind.ANALYTIC,
    "metodologico": MemoKind.METHODOLOGICAL,
    "teorico": MemoKind.THEORETICAL,
    **{kind.value: kind for kind in MemoKind},
}
"""What people call the kinds of memos, folded."""
ID: Final = re.compile(r"([mc]?)([0-9]{1,18})(?:-\1([0-9]{1,18}))?")


@dataclass(frozen=True, slots=True)
class Target:
    """What a memo is to be on, as people type it; None everywhere for the study as a whole."""

    case: str | None = None
    source: str | None = None
    passage: Passage | None = None
    code: str | None = None
    coding: str | None = None
    cell: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class MemoIds:
    """Memos, and codings whose own note is meant."""

    memos: tuple[int, ...]
    codings: tuple[int, ...]


def add_memo(study: Study, target: Target, text: str, kind: MemoKind, *, by: str, at: str) -> Memo:
    """Add a memo on something of the study, and return it with its id.

    Raises:
        RmecodeError: it has no text, or what it is to be on is unclear or unknown.
    """
    memo = _on(study, target, _worded(text), kind, by)
    with study.store.changes(
        by=by, at=at, action="memo", subject=subject_of(study, memo)
    ) as changes:
        number = changes.add_memo(memo)
    return next(each for each in study.store.memos() if each.id == number)


def change_memo(
    study: Study, written: str, text: str | None, kind: MemoKind | None, *, by: str, at: str
) -> bool:
    """Write a memo or a coding's note anew, or give a memo another kind; tell whether it was news.

    Raises:
        RmecodeError: there is no such memo, it is several, or it has no text.
    """
    ids = memo_ids([written])
    if len(ids.memos) + len(ids.codings) > 1:
        raise SeveralMemosError(written)
    if kind is not None and ids.codings:
        raise NoteKindError(written)
    _check_seen(study, ids)
    said = None if text is None else _worded(text)
    news = 0
    with study.store.changes(by=by, at=at, action="edit memo", subject=written) as changes:
        for number in ids.memos:
            news += changes.change_memo(number, said, kind)
        notes = seen_codings(study, ids.codings)
        if said is not None:
            others = [each.id for each in notes if each.memo != said]
            changes.set_coding_memos(dict.fromkeys(others, said))
            news += len(others)
    return bool(news)


def remove_memos(study: Study, written: Iterable[str], *, by: str, at: str) -> int:
    """Take memos away, and clear the notes of codings; return how many.

    Raises:
        RmecodeError: some of them are not there, or nothing is noted on a coding.
    """
    ids = memo_ids(written)
    _check_seen(study, ids)
    unnoted = [coding.id for coding in seen_codings(study, ids.codings) if not coding.memo]
    if unnoted:
        raise NoNoteError(unnoted)
    subject = ", ".join([*(f"m{n}" for n in ids.memos), *(f"c{n}" for n in ids.codings)])
    with study.store.changes(by=by, at=at, action="remove memo", subject=subject) as changes:
        changes.remove_memos(ids.memos)
        changes.set_coding_memos(dict.fromkeys(ids.codings, ""))
    return len(ids.memos) + len(ids.codings)


def memo_ids(written: Iterable[str]) -> MemoIds:
    """Return the memos and codings that were typed: ``m5``, ``5-7``, ``c12`` for a coding's note.

    Raises:
        UnclearMemoIdsError: something else was typed.
    """
    memos: list[str] = []
    codings: list[str] = []
    for part in ",".join(written).split(","):
        match = ID.fullmatch(part.strip().lower())
        if match is None:
            raise UnclearMemoIdsError(part)
        plain = "-".join(filter(None, match.groups()[1:]))
        (codings if match[1] == "c" else memos).append(plain)
    return MemoIds(*(tuple(ids_of(some)) if some else () for some in (memos, codings)))


def kind_of(typed: str) -> MemoKind:
    """Return the kind of memo that was typed, in English or Spanish.

    Raises:
        UnknownMemoKindError: there is none.
    """
    kind = KINDS.get(fold(normalise(typed)).strip())
    if kind is None:
        raise UnknownMemoKindError(typed)
    return kind


def read_text_file(path: Path) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        FileUnreadableError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadableError(path, _("it is not UTF-8")) from error
    except OSError as error:
        raise FileUnreadableError(path, error) from error


def subject_of(study: Study, memo: Memo) -> str:
    """Return what a memo is on, in few words: a case, a source and a place, a code."""
    code = study.codebook.by_id.get(memo.code)
    path = code.path if code else memo.code
    match memo.about:
        case MemoAbout.STUDY:
            return study.config.title
        case MemoAbout.CODING:
            return f"c{memo.coding}"
        case MemoAbout.CELL:
            return f"{memo.case} × {path}"
        case MemoAbout.TURN if memo.span is not None:
            return f"{memo.source} {memo.span.start}-{memo.span.end}"
        case _:
            return memo.case or memo.source or path


def _worded(text: str) -> str:
    said = normalise(text).strip()
    if not said:
        raise EmptyMemoError
    return said


def _on(study: Study, target: Target, text: str, kind: MemoKind, by: str) -> Memo:
    """Return the memo on its target, not stored yet."""
    passage = target.passage if target.passage and target.passage.ways else None
    named = {
        "--case": target.case,
        "--source": target.source,
        "--code": target.code,
        "--coding": target.coding,
        "--cell": target.cell,
    }
    given = [option for option, value in named.items() if value is not None]
    if len(given) > 1 or (passage is not None and target.source is None):
        raise MemoTargetError(given)
    plain = Memo(0, MemoAbout.STUDY, text, kind, by)
    if target.source is not None:
        return _on_source(study, target.source, passage, plain)
    if target.cell is not None:
        case, code = known_case(study, target.cell[0]), find_code(study.codebook, target.cell[1])
        return replace(plain, about=MemoAbout.CELL, case=case, code=code.id)
    if target.case is not None:
        return replace(plain, about=MemoAbout.CASE, case=known_case(study, target.case))
    if target.code is not None:
        code = find_code(study.codebook, target.code)
        return replace(plain, about=MemoAbout.CODE, code=code.id)
    if target.coding is not None:
        ids = ids_of([target.coding])
        if len(ids) > 1:
            raise MemoTargetError([target.coding])
        return replace(plain, about=MemoAbout.CODING, coding=seen_codings(study, ids)[0].id)
    return plain


def _on_source(study: Study, typed: str, passage: Passage | None, plain: Memo) -> Memo:
    source = known_source(study, typed)
    if passage is None:
        return replace(plain, about=MemoAbout.SOURCE, source=source)
    page = page_of(study.store, source)
    span, number = one_span(page, passage), page.version.number
    return replace(plain, about=MemoAbout.TURN, source=source, version=number, span=span)


def _check_seen(study: Study, ids: MemoIds) -> None:
    """Make sure that whoever looks may see the memos and codings.

    Raises:
        RmecodeError: some are not there, or not for the one who looks.
    """
    known = {memo.id for memo in study.store.memos()}
    missing = sorted(set(ids.memos) - known)
    if missing:
        raise UnknownMemosError(missing)
    seen_codings(study, ids.codings)
