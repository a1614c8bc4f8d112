"""A codebook made of a table alone, for a study that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.codebook.emitting import keyed, one_line
from rmecode.errors.codebook import CodebookEditedError
from rmecode.exchange.files import write_whole
from rmecode.study.codebooks.growing import Growth
from rmecode.study.codebooks.recording import text_hash_of
from rmecode.study.codebooks.versions import SEEN
from rmecode.study.codebooks.writing import Outcome, checked_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rmecode.study.codebooks.rows import Meant
    from rmecode.study.codebooks.writing import Edit
    from rmecode.study.config import Config
    from rmecode.study.opening import Study


def founding_text(config: Config, meant: Sequence[Meant], placeholder: str) -> str:
    """Return the YAML of a codebook with these codes, in the order of the table."""
    codes = Growth(meant, placeholder).below(())
    head = {
        "codebook": config.codebook.stem,
        "version": "1",
        "title": one_line(config.title),
        "language": config.language,
    }
    texts = [keyed(key, value, 0, 2) for key, value in head.items() if value]
    return "".join([*texts, keyed("codes", codes, 0, 2)])


def write_first(study: Study, edit: Edit, *, by: str, at: str) -> Outcome:
    """Write the first codebook of a study and its version, as one line of the log.

    Raises:
        CodebookEditedError: somebody made the file meanwhile.
        FileUnwritableError: it cannot be written.
        StoreError: the database cannot be written.
    """
    path = study.config.codebook
    book = checked_book(edit.after, path.name)
    ours = False
    try:
        with study.store.changes(by=by, at=at, action=edit.action, subject=edit.subject) as changes:
            digest = text_hash_of(edit.after)
            number = changes.record_codebook(book.name, book.version, edit.after, digest)
            changes.remember(SEEN, str(number))
            _check_still_missing(path)
            ours = True
            write_whole(path, edit.after.encode())
    except BaseException:
        if ours:
            path.unlink(missing_ok=True)
        raise
    study.forget_codebook()
    return Outcome(number)


def _check_still_missing(path: Path) -> None:
    if path.exists():
        raise CodebookEditedError(path)
