"""What was made under the codes of a codebook, and which of it a change concerns."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rmecode.codebook.comparing import ChangeKind, compare
from rmecode.errors.codebook import UnseenChangesError
from rmecode.model import Decision
from rmecode.study.codebooks.versions import book_of, seen_version, unseen_changes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from rmecode.codebook.comparing import Change
    from rmecode.model import Codebook, Coding
    from rmecode.store.reads import Reads


@dataclass(frozen=True, slots=True)
class Concern:
    """What there is under a code, as far as whoever looks may see it.

    ``codings`` counts those that nobody took away, by coder; ``suggestions`` those still open.
    """

    codings: Mapping[str, int] = field(default_factory=dict)
    suggestions: int = 0
    memos: int = 0

    @property
    def total(self) -> int:
        """Return how many codings there are."""
        return sum(self.codings.values())

    @property
    def anything(self) -> bool:
        """Tell whether there is anything that would be without its code."""
        return bool(self.codings or self.suggestions or self.memos)


def concerns(store: Reads) -> dict[str, Concern]:
    """Return what there is under each code that has anything, by the code's id."""
    codings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (_source, code, coder), count in store.coding_counts().items():
        codings[code][coder] += count
    suggestions = Counter(each.code for each in store.suggestions(Decision.OPEN))
    memos = Counter(memo.code for memo in store.memos() if memo.code)
    return {
        code: Concern(dict(sorted(codings[code].items())), suggestions[code], memos[code])
        for code in sorted({*codings, *suggestions, *memos})
    }


def concerned(store: Reads, changes: Iterable[Change], book: Codebook) -> dict[str, Concern]:
    """Return what changes that led to the book concern, by the code's id; codes with nothing are left out.

    A code that went concerns all that is under it. A code that was redefined concerns the codings
    that were made under another definition than the one it has now.
    """
    changes = tuple(changes)
    if not any(each.kind in (ChangeKind.REMOVED, ChangeKind.REDEFINED) for each in changes):
        return {}
    there = concerns(store)
    redefined = [each.id for each in changes if each.kind is ChangeKind.REDEFINED]
    outdated = outdated_codings(store, redefined, book)
    found = {}
    for change in changes:
        concern = there.get(change.id)
        if change.kind is ChangeKind.REDEFINED:
            concern = Concern(dict(sorted(Counter(c.coder for c in outdated[change.id]).items())))
        elif change.kind is not ChangeKind.REMOVED:
            continue
        if concern is not None and concern.anything:
            found[change.id] = concern
    return found


def outdated_codings(
    store: Reads, codes: Collection[str], book: Codebook
) -> dict[str, list[Coding]]:
    """Return the codings of codes, by id, that were made under another definition than the book's."""
    outdated: dict[str, list[Coding]] = {code: [] for code in codes}
    under = [coding for coding in store.codings() if coding.code in outdated] if codes else []
    numbers = {coding.codebook_version for coding in under} - {0}
    versions = [store.codebook_version(number) for number in sorted(numbers)]
    standing = {v.number: _standing(book_of(v), book) for v in versions if v}
    for coding in under:
        if coding.code not in standing.get(coding.codebook_version, ()):
            outdated[coding.code].append(coding)
    return outdated


def _standing(old: Codebook, new: Codebook) -> set[str]:
    """Return the ids of the codes that are defined as they were."""
    redefined = {c.id for c in compare(old, new) if c.kind is ChangeKind.REDEFINED}
    return set(old.by_id) - redefined


def check_seen(store: Reads, text: str, book: Codebook) -> None:
    """Make sure that nothing in the codebook, with this text, concerns codings and was not seen.

    Raises:
        UnseenChangesError: something does; 'codebook update' is for that.
    """
    changes = unseen_changes(store, text, book)
    found = concerned(store, changes, book)
    seen = seen_version(store)
    if found and seen is not None:
        raise UnseenChangesError(seen.number, [path_of(c) for c in changes if c.id in found])


def path_of(change: Change) -> str:
    """Return the path of the code that changed, as it is now or, if it is gone, as it was."""
    code = change.new or change.old
    return code.path if code else change.id
