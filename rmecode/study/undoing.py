"""Undo and redo, with the codebook's file where the tool itself had written it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors.codebook import CodebookEditedSinceError, HistoryMovedError
from rmecode.errors.study import HiddenWriteError
from rmecode.study.codebooks.writing import WRITTEN, file_text, rewriting_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rmecode.model import LogEntry
    from rmecode.store.reads import Reads
    from rmecode.study.opening import Study

    Writing = tuple[int, int]
    """The numbers of the codebook's versions before and after the tool wrote its file."""


def undo(study: Study, count: int = 1, *, by: str, at: str) -> tuple[LogEntry, ...]:
    """Take back the last writes, all or none, and return them, the latest first.

    Where one of them wrote the codebook's file, the file is put back too.

    Raises:
        NothingToUndoError: there are fewer.
        HiddenWriteError: the study is blind, and one of them is somebody else's.
        CodebookEditedSinceError: people edited the file since.
        RowChangedError: a row is not as the write left it.
        FileUnwritableError: the file is read-only.
    """
    expected = study.store.undoable(count)
    _stay_blind(study, expected)
    writings = _writings(study.store)
    last = {entry.codebook for entry in expected}
    texts = _texts(study.store, {each for pair in writings if pair[1] in last for each in pair})

    with rewriting_file(study, lambda: study.store.undoable(count) != expected) as put:

        def then(reads: Reads, entries: tuple[LogEntry, ...]) -> None:
            _check_same(entries, expected)
            undone = sorted(writings - _writings(reads), reverse=True)
            _follow(study, put, [(after, before) for before, after in undone], texts)

        entries = study.store.undo(count, by=by, at=at, then=then)
    study.forget_codebook()
    return entries


def redo(study: Study, count: int = 1, *, by: str, at: str) -> tuple[LogEntry, ...]:
    """Do again what was undone last, all or none, and return it in its order.

    Where some of it writes the codebook's file, the file is written too.

    Raises:
        NothingToRedoError: there are fewer.
        HiddenWriteError: the study is blind, and some of it is somebody else's.
        CodebookEditedSinceError: people edited the file since.
        RowChangedError: a row is not as the undo left it.
        FileUnwritableError: the file is read-only.
    """
    expected = study.store.redoable(count)
    _stay_blind(study, expected)
    writings = _writings(study.store)

    with rewriting_file(study, lambda: study.store.redoable(count) != expected) as put:

        def then(reads: Reads, entries: tuple[LogEntry, ...]) -> None:
            _check_same(entries, expected)
            redone = sorted(_writings(reads) - writings)
            _follow(study, put, redone, _texts(reads, {each for pair in redone for each in pair}))

        entries = study.store.redo(count, by=by, at=at, then=then)
    study.forget_codebook()
    return entries


def _stay_blind(study: Study, entries: Iterable[LogEntry]) -> None:
    """Refuse writes that whoever looks may not see.

    Raises:
        HiddenWriteError: there is one.
    """
    if study.config.blind:
        seen = {entry.id for entry in study.store.history()}
        if any(entry.id not in seen for entry in entries):
            raise HiddenWriteError


def _writings(reads: Reads) -> set[Writing]:
    """Return every writing of the codebook's file that is in effect."""
    pairs = (row.split(">") for row in reads.brought(WRITTEN))
    return {(int(before), int(after)) for before, after in pairs}


def _texts(reads: Reads, numbers: Iterable[int]) -> dict[int, str]:
    versions = (reads.codebook_version(number) for number in numbers)
    return {version.number: version.text for version in versions if version}


def _check_same(entries: Iterable[LogEntry], expected: Iterable[LogEntry]) -> None:
    if [entry.id for entry in entries] != [entry.id for entry in expected]:
        raise HistoryMovedError


def _follow(
    study: Study,
    put: Callable[[str], None],
    steps: Iterable[Writing],
    texts: Mapping[int, str],
) -> None:
    """Put the file through the steps, each from one version's text to another's.

    Raises:
        CodebookEditedSinceError: the file is not as a step finds it: people edited it.
    """
    steps = tuple(steps)
    if not steps:
        return
    text = file_text(study)
    for number, target in steps:
        if text != texts[number]:
            raise CodebookEditedSinceError(study.config.codebook, number)
        text = texts[target]
    put(text or "")


def others(study: Study, entries: Iterable[LogEntry], by: str) -> tuple[str, ...]:
    """Return who else made these writes, by name; nobody where one side is not named.

    Raises:
        HiddenWriteError: the study is blind, and one of them is somebody else's.
    """
    entries = tuple(entries)
    _stay_blind(study, entries)
    own = study.coder_named(by)
    theirs = {study.coder_named(entry.by) for entry in entries if entry.by and own}
    return tuple(sorted(theirs - {own}))
