"""The codebook that people write, and the versions of it that the project keeps."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmecode.study.opening import Study


def record_codebook(study: Study, *, by: str, at: str) -> int:
    """Keep the codebook as it is now, unless it is the latest version already; return its number.

    Raises:
        ProblemsError: the codebook has problems; none of it is recorded then.
    """
    book, text = study.codebook, study.codebook_text
    digest = codebook_hash(study)
    latest = study.store.codebook_version()
    if latest is not None and latest.hash == digest:
        return latest.number
    with study.store.changes(by=by, at=at, action="codebook", subject=book.name) as changes:
        return changes.record_codebook(book.name, book.version, text, digest)


def codebook_hash(study: Study) -> str:
    """Return the identity of the codebook as it is now: the SHA-256 of its text."""
    return text_hash_of(study.codebook_text)


def text_hash_of(text: str) -> str:
    """Return the identity of a codebook's text as people wrote it: its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()
