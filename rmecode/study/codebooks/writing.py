"""The codebook's file and what was coded under it, changed together or not at all.

The file is put in place as the last act of the transaction, and put back if that fails. A process
that is killed between the two leaves a file which 'codebook update' explains.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rmecode.codebook.reading import parse_codebook
from rmecode.errors import FileUnreadableError, FileUnwritableError, RmecodeError
from rmecode.errors.codebook import CodebookEditedError, CodeInUseError
from rmecode.errors.problems import ProblemsError
from rmecode.exchange.files import write_whole
from rmecode.study.codebooks.concerns import check_seen, outdated_codings
from rmecode.study.codebooks.recording import text_hash_of
from rmecode.study.codebooks.versions import SEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from rmecode.codebook.comparing import Change
    from rmecode.model import Codebook
    from rmecode.store import Changes
    from rmecode.study.opening import Study

WRITTEN: Final = "codebook file"
"""Under this the store knows which versions the tool wrote into the file: ``before>after``."""
UPDATE: Final = "codebook update"
BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the codebook that is planned; nothing is written yet.

    ``before`` and ``after`` are the file's text; they are equal where only people wrote it. Codes
    in ``heirs`` (id, heir's id) hand over all that is under them. ``recoded`` are ids of codings by
    the id of the code that they get. Codings of the ``redefined`` codes are to be reread. Codes in
    ``unused`` must have no codings.
    """

    action: str
    subject: str
    before: str
    after: str
    heirs: tuple[tuple[str, str], ...] = ()
    recoded: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    redefined: tuple[Change, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def updates(self) -> bool:
        """Tell whether this takes over what people changed in the file, whatever it concerns."""
        return self.action == UPDATE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit came to: the codebook's version now, and how many codings it touched.

    ``joined`` codings went because their coder had the same already under the other code.
    """

    version: int
    recoded: int = 0
    joined: int = 0
    reread: int = 0


def carry_out(study: Study, edit: Edit, *, by: str, at: str) -> Outcome:
    """Write an edit: the codebook's versions, the codings and the file, as one line of the log.

    Raises:
        CodebookEditedError: the file is no longer what the edit was planned on.
        CodeInUseError: a code that goes has codings.
        FileUnwritableError: the file, or its folder, is read-only.
        StoreError: the database cannot be written.
    """
    with (
        rewriting_file(study, lambda: _is_latest(study, edit.after)) as put,
        study.store.changes(by=by, at=at, action=edit.action, subject=edit.subject) as changes,
    ):
        outcome = _record(changes, edit)
        check_text(study, edit.before)
        if edit.after != edit.before:
            put(edit.after)
    study.forget_codebook()
    return outcome


def _record(changes: Changes, edit: Edit) -> Outcome:
    """Write everything but the file."""
    if not edit.updates:
        check_seen(changes, edit.before, checked_book(edit.before, ""))
    before = _version(changes, edit.before)
    number = _version(changes, edit.after)
    if number != before:
        changes.bring(WRITTEN, f"{before}>{number}")
    changes.remember(SEEN, str(number))
    done = [changes.replace_code(old, heir) for old, heir in edit.heirs]
    done += [changes.recode_codings(ids, code) for code, ids in edit.recoded.items() if ids]
    reread = _mark(changes, edit, number)
    _check_unused(changes, edit)
    return Outcome(
        number,
        recoded=sum(len(each.recoded) for each in done),
        joined=sum(len(each.joined) for each in done),
        reread=reread,
    )


def _version(changes: Changes, text: str) -> int:
    book = checked_book(text, "")
    return changes.record_codebook(book.name, book.version, text, text_hash_of(text))


def _mark(changes: Changes, edit: Edit, number: int) -> int:
    if not edit.redefined:
        return 0
    book = checked_book(edit.after, "")
    codes = [change.id for change in edit.redefined]
    outdated = outdated_codings(changes, codes, book)
    ids = [coding.id for codings in outdated.values() for coding in codings]
    changes.mark_reread(ids, number)
    return len(ids)


def _check_unused(changes: Changes, edit: Edit) -> None:
    """Look at the codings of everybody, those too that whoever edits may not see."""
    if edit.unused:
        used = {code for _source, code, _coder in changes.coding_counts()}
        known = checked_book(edit.before, "").by_id
        for code in edit.unused:
            if code in used:
                raise CodeInUseError(known[code].path if code in known else code)


def checked_book(text: str, name: str) -> Codebook:
    """Return the codebook of a text.

    Raises:
        ProblemsError: with every problem of the text.
    """
    book, problems = parse_codebook(text, name)
    if book is None or problems:
        raise ProblemsError(problems)
    return book


def check_text(study: Study, expected: str) -> None:
    """Make sure that the file holds this text.

    Raises:
        CodebookEditedError: it holds another one.
    """
    if file_text(study) != expected:
        raise CodebookEditedError(study.config.codebook)


def file_text(study: Study) -> str | None:
    """Return what the codebook's file holds at this moment; None where that is no UTF-8.

    Raises:
        FileUnreadableError: it cannot be read.
    """
    try:
        return _content(study).decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _content(study: Study) -> bytes:
    path = study.config.codebook
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadableError(path, error) from error


def check_writable(path: Path) -> None:
    """Make sure that a file can be replaced, and that nobody protected it against that.

    Raises:
        FileUnwritableError: it is read-only, or its folder is.
    """
    for each in (path.resolve(), path.resolve().parent):
        if not os.access(each, os.W_OK) or not each.stat().st_mode & 0o222:
            denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            raise FileUnwritableError(path, denied)


@contextmanager
def rewriting_file(study: Study, kept: Callable[[], bool]) -> Iterator[Callable[[str], None]]:
    """Give what puts a text in the codebook's file; if the block fails, the file is as it was.

    ``kept`` tells whether the database went on all the same: a block can be interrupted after that.
    """
    old: list[bytes] = []

    def put(text: str) -> None:
        check_writable(study.config.codebook)
        old.append(_content(study))
        mark = BOM if old[0].startswith(BOM) else b""
        write_whole(study.config.codebook.resolve(), mark + text.encode())

    try:
        yield put
    except BaseException:
        if old and _content(study) != old[0] and not _told(kept):
            write_whole(study.config.codebook.resolve(), old[0])
        raise


def _told(kept: Callable[[], bool]) -> bool:
    try:
        return kept()
    except RmecodeError:
        return False


def _is_latest(study: Study, text: str) -> bool:
    latest = study.store.codebook_version()
    return latest is not None and latest.hash == text_hash_of(text)
