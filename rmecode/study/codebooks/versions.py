"""The versions of the codebook: which one people have seen, and what changed between them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.codebook.comparing import compare, compare_heads
from rmecode.codebook.likeness import candidates
from rmecode.codebook.reading import parse_codebook
from rmecode.errors.problems import ProblemsError
from rmecode.model import fold
from rmecode.study.codebooks.recording import text_hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rmecode.codebook.comparing import BookChange, Change
    from rmecode.codebook.likeness import Candidate
    from rmecode.model import Code, Codebook, CodebookVersion, LogEntry
    from rmecode.store.reads import Reads
    from rmecode.study.opening import Study

SEEN: Final = "codebook"
"""Under this the store remembers the number of the version whose changes people have seen."""


WRITTEN_ID: Final = re.compile(r"""\bid["']?\s*:\s*["']?([^\s"',}]+)""")
"""An id as YAML writes it; what is found beside ids does no harm."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One recorded version of the codebook.

    ``changes`` counts what differs from the version before, by kind; ``codings`` are those that
    were made under it; ``seen`` says that 'codebook update', or an edit, went on from it last.
    """

    number: int
    at: str
    by: str
    action: str
    name: str
    version: str
    codes: int
    changes: Mapping[str, int]
    codings: int
    seen: bool = False


def seen_version(store: Reads) -> CodebookVersion | None:
    """Return the version whose changes people have seen, else the first; None where none is kept."""
    for number in store.brought(SEEN):
        return store.codebook_version(int(number))
    versions = store.codebook_versions()
    return versions[0] if versions else None


def unseen_changes(store: Reads, text: str, book: Codebook) -> tuple[Change, ...]:
    """Return what changed in the codebook, with this text, since the version people have seen."""
    seen = seen_version(store)
    if seen is None or seen.hash == text_hash_of(text):
        return ()
    return tuple(compare(book_of(seen), book))


def book_of(version: CodebookVersion) -> Codebook:
    """Return the codebook that a recorded version holds.

    Raises:
        ProblemsError: it holds none that this rmecode can read.
    """
    book, problems = parse_codebook(version.text, version.name)
    if book is None:
        raise ProblemsError(problems)
    return book


class Codebooks:
    """What the recorded versions of the codebook called its codes; each is read once."""

    def __init__(self, study: Study) -> None:
        self._now = study.codebook
        self._versions = {each.number: each for each in study.store.codebook_versions()}
        self._read: dict[int, Codebook] = {}

    def code(self, id_: str, number: int | None) -> Code | None:
        """Return a code as a version had it, else one before it, else as it is now.

        Without a number the latest version comes first; the version 0 is no version.
        """
        for each in sorted(self._versions, reverse=True):
            if (number is None or each <= number) and id_ in self._book(each).by_id:
                return self._book(each).by_id[id_]
        return self._now.by_id.get(id_)

    def path(self, id_: str, number: int | None) -> str:
        """Return the path that a code had then, else its id."""
        code = self.code(id_, number)
        return code.path if code else id_

    def _book(self, number: int) -> Codebook:
        if number not in self._read:
            self._read[number] = book_of(self._versions[number])
        return self._read[number]


def heir_said(gone: Code, book: Codebook) -> Code | None:
    """Return the one code that says itself that it was this one, by its id or path."""
    names = {fold(gone.id), fold(gone.path)}
    heirs = [code for code in book if names.intersection(map(fold, code.former))]
    return heirs[0] if len(heirs) == 1 else None


def ids_ever(store: Reads) -> frozenset[str]:
    """Return every id that a recorded version may have had: none of them is given again."""
    texts = (version.text for version in store.codebook_versions())
    return frozenset(found for text in texts for found in WRITTEN_ID.findall(text))


@dataclass(frozen=True, slots=True)
class Difference:
    """What two versions differ in: codes, and what is beside them; and what may have become of codes.

    ``heirs`` are the paths of what codes that are gone are now, by the gone id, where the newer
    version says so; ``candidates`` are guesses.
    """

    changes: tuple[Change, ...]
    heads: tuple[BookChange, ...]
    heirs: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    book: Codebook


def difference(study: Study, first: int, second: int | None = None) -> Difference:
    """Return what changed from one version to another, or to the file as it is now.

    Raises:
        UnknownCodebookVersionError: no version of such a number was recorded.
        ProblemsError: the file has problems.
    """
    old = _recorded(study, first)
    new = study.codebook if second is None else _recorded(study, second)
    changes = compare(old, new)
    gone = [change.old for change in changes if change.old and not change.new]
    found = ((code.id, heir_said(code, new)) for code in gone)
    heirs = {code: heir.path for code, heir in found if heir}
    guesses = tuple(each for each in candidates(old, new) if not set(each.gone) & set(heirs))
    return Difference(changes, compare_heads(old, new), heirs, guesses, new)


def _recorded(study: Study, number: int) -> Codebook:
    version = study.store.codebook_version(number)
    assert version is not None  # noqa: S101  (a number was given, so there is one or an error)
    return book_of(version)


def version_lines(study: Study) -> tuple[VersionLine, ...]:
    """Return every recorded version, the oldest first."""
    versions = study.store.codebook_versions()
    books = [book_of(version) for version in versions]
    made = Counter(each.codebook_version for each in study.store.codings())
    seen = seen_version(study.store)
    recording = _recording(study.store.history(), [version.number for version in versions])
    lines = []
    for place, (version, book) in enumerate(zip(versions, books, strict=True)):
        entry = recording.get(version.number)
        changes = compare(books[place - 1], book) if place else ()
        lines.append(
            VersionLine(
                number=version.number,
                at=version.at,
                by=entry.by if entry else "",
                action=entry.action if entry else "",
                name=version.name,
                version=version.version,
                codes=len(book.codes),
                changes=_counted(changes, book),
                codings=made[version.number],
                seen=seen is not None and seen.number == version.number,
            )
        )
    return tuple(lines)


def _counted(changes: Iterable[Change], book: Codebook) -> dict[str, int]:
    """Count changes by kind; codes that are gone and that others say they were are ``merged``."""
    return dict(
        Counter(
            "merged"
            if change.old and not change.new and heir_said(change.old, book)
            else str(change.kind)
            for change in changes
        )
    )


def _recording(log: Sequence[LogEntry], numbers: Iterable[int]) -> dict[int, LogEntry]:
    """Return the entry that recorded each version: it added so many, up to its own number."""
    found = {}
    wanted = set(numbers)
    for entry in log:
        rows = entry.detail.get("codebook_version")
        added = rows.get("added", 0) if isinstance(rows, dict) else 0
        last = entry.codebook or 0
        for number in wanted.intersection(range(last - added + 1, last + 1)):
            found[number] = entry
    return found
