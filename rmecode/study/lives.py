"""Everything on one coding: its words in their place, its code as it was, and its whole life."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from rmecode.errors.store import UnknownCodingsError
from rmecode.study.codebooks.versions import Codebooks
from rmecode.study.excerpts.surroundings import with_context
from rmecode.study.listing import coding_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rmecode.model import Coding, CodingChange, Memo
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study

AROUND: Final = 200
"""How many characters are shown on each side of the words."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one write did to a coding: when, who, the log's action, under which codebook version.

    ``before`` and ``after`` say what it changed, by field; both are empty where it made the coding
    or took it away. ``undone`` says that the write was taken back.
    """

    entry: int
    at: str
    by: str
    action: str
    codebook: int | None
    before: Record
    after: Record
    undone: bool


@dataclass(frozen=True, slots=True)
class Life:
    """A coding's row as lists have it, and all that is known of it.

    ``label`` is how its turn begins, ``before`` and ``after`` the words around. ``definition`` is
    that of its code in the codebook version it was made under.
    """

    row: Record
    label: str
    before: str
    after: str
    definition: str
    removed: bool
    memos: tuple[Memo, ...]
    steps: tuple[Step, ...]


def life_row(life: Life) -> Record:
    """Return a coding's row as lists have it, with all else that is known of it beside."""
    more = {each.name: getattr(life, each.name) for each in fields(life) if each.name != "row"}
    return {**life.row, **more}


def lives(study: Study, ids: Collection[int]) -> tuple[Life, ...]:
    """Return everything on these codings, those too that were taken away.

    Raises:
        UnknownCodingsError: some of them are not there, or not for the one who looks.
    """
    found = {each.id: each for each in study.store.codings_by_id(ids, include_removed=True)}
    missing = [id_ for id_ in ids if id_ not in found]
    if missing:
        raise UnknownCodingsError(sorted(missing))
    codings = [found[id_] for id_ in ids]
    books = Codebooks(study)
    rows = coding_records(study, codings)
    memos = study.store.memos()
    return tuple(
        _life(study, books, coding, row, [memo for memo in memos if memo.coding == coding.id])
        for coding, row in zip(codings, rows, strict=True)
    )


def _life(
    study: Study, books: Codebooks, coding: Coding, row: Record, memos: Sequence[Memo]
) -> Life:
    version = study.store.text_version(coding.source, coding.version)
    around = with_context(version.text, coding.span, AROUND)
    code = books.code(coding.code, coding.codebook_version)
    turns = study.store.turns(coding.source, coding.version)
    here = [turn for turn in turns if turn.span.start <= coding.span.start < turn.span.end]
    return Life(
        row=row,
        label=here[0].label if here else "",
        before=version.text[around.start : coding.span.start],
        after=version.text[coding.span.end : around.end],
        definition=code.definition if code else "",
        removed=coding.removed,
        memos=tuple(memos),
        steps=tuple(_steps(books, study.store.coding_changes(coding.id))),
    )


def _steps(books: Codebooks, changes: Sequence[CodingChange]) -> Iterator[Step]:
    for change in changes:
        entry = change.entry
        number = entry.codebook or 0
        was = _told(books, change.before, number)
        then = _told(books, change.after, number)
        differ = [name for name in was | then if was.get(name) != then.get(name)]
        yield Step(
            entry.id,
            entry.at,
            entry.by,
            entry.action,
            entry.codebook,
            {name: was[name] for name in differ if name in was},
            {name: then[name] for name in differ if name in then},
            change.undone,
        )


def _told(books: Codebooks, coding: Coding | None, number: int) -> Record:
    """Return what can change of a coding, by field; nothing of none."""
    if coding is None:
        return {}
    return {
        "code": books.path(coding.code, number),
        "start": coding.span.start,
        "end": coding.span.end,
        "quote": coding.quote.exact,
        "memo": coding.memo,
        "anchor": str(coding.anchor),
        "reread": coding.reread,
        "removed": coding.removed,
    }
