"""Names and permanent ids for new codes, the names that a code went by, and who speaks of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from rmecode.errors.codebook import UnusableNameError
from rmecode.model import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rmecode.model import Code, Codebook

_NUMBERED: Final = re.compile(r"(.*?)(\d+)")
_FIELDS: Final = ("definition", "use", "avoid")
_KIND_WORDS: Final = ("area", "familia", "codigo")


def name_of(label: str) -> str:
    """Return a usable name for a label: ``Capital social (2)`` is ``capital_social_2``.

    Raises:
        UnusableNameError: the label has neither letters nor digits.
    """
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", normalise(normalise(label).lower()))
    if not words:
        raise UnusableNameError(label)
    return "_".join(words)


def next_id(book: Codebook, parent: str, label: str = "", used: Collection[str] = ()) -> str:
    """Return a permanent id in the style of its siblings: ``CAP-07`` after ``CAP-06``.

    Args:
        book: the codebook; no id or path that a code has or had in it is returned.
        parent: the id of the code above; empty for the top.
        label: of the new code: an area without numbered siblings gets its first letters.
        used: more ids that cannot be used again, as those of earlier versions.
    """
    taken = {fold(each) for each in used} | names_taken(book)
    return next(each for each in proposed_ids(book, parent, label) if fold(each) not in taken)


def names_taken(book: Codebook) -> set[str]:
    """Return every id and path that a code has or had in the book, folded."""
    return {*book.by_path, *(fold(name) for code in book for name in (code.id, *code.former))}


def proposed_ids(book: Codebook, parent: str, label: str = "") -> Iterator[str]:
    """Yield ids in the style of the siblings, without end, whether they are taken or not."""
    siblings = [code.id for code in children(book, parent)]
    prefix, width, last, step = _pattern(siblings)
    if not width and not parent:
        yield from _letters(label, capital=all(each.isupper() for each in siblings))
    if not width:
        prefix, width, last, step = _pattern_below(book, parent)
    while True:
        last += step
        yield f"{prefix}{last:0{width}d}"


def _pattern(siblings: list[str]) -> tuple[str, int, int, int]:
    """Return prefix, width, highest number and step of numbered ids; no width if there are none."""
    found = [match for match in map(_NUMBERED.fullmatch, siblings) if match]
    if not found:
        return "", 0, 0, 1
    prefix = Counter(match[1] for match in found).most_common(1)[0][0]
    numbers = [match[2] for match in found if match[1] == prefix]
    tens = len(numbers) > 1 and all(int(number) % 10 == 0 for number in numbers)
    return prefix, min(map(len, numbers)), max(map(int, numbers)), 10 if tens else 1


def _pattern_below(book: Codebook, parent: str) -> tuple[str, int, int, int]:
    """Return the pattern that first children follow elsewhere in the book: ``FIN`` has FIN-01."""
    if not parent:
        return "C-", 2, 0, 1
    found: Counter[tuple[str, int]] = Counter()
    for code in book:
        above = parent_id(book, code)
        rest = code.id.removeprefix(above) if above else ""
        tail = re.fullmatch(r"(\D+)(\d+)", rest)
        if tail:
            found[tail[1], len(tail[2])] += 1
    between, width = found.most_common(1)[0][0] if found else ("-", 2)
    return f"{parent}{between}", width, 0, 1


def _letters(label: str, *, capital: bool) -> Iterator[str]:
    letters = "".join(each for each in fold(label).replace("ñ", "n") if each.isalnum())
    for length in range(3, len(letters) + 1):
        yield letters[:length].upper() if capital else letters[:length]


def parent_id(book: Codebook, code: Code) -> str:
    """Return the id of the code above; empty at the top."""
    return book.by_path[fold(code.parent)].id if code.parent else ""


def children(book: Codebook, parent: str) -> tuple[Code, ...]:
    """Return the codes directly below the one with this id (empty: at the top)."""
    path = book.by_id[parent].path if parent else ""
    return tuple(code for code in book if code.parent == path)


def earlier_paths(book: Codebook, code: Code) -> tuple[str, ...]:
    """Return the path of a code, and those that it had under former paths of the codes above it.

    What stands above a code may have been renamed before: what was coded under the path of that
    time must still be found when the code itself leaves.
    """
    paths = [code.path]
    above = code
    while above.parent:
        above = book.by_path[fold(above.parent)]
        below = code.path[len(above.path) :]
        paths += [f"{name}{below}" for name in above.former if _is_path(name)]
    return tuple(dict.fromkeys(paths))


def _is_path(former: str) -> bool:
    """Return whether a former name is a path, for all one can see: ids are in capitals."""
    return "/" in former or former != former.upper()


def mentions(book: Codebook, code: Code) -> tuple[tuple[str, str], ...]:
    """Return (id, field) wherever another code's definition, use or avoid names this code's path.

    An area that is an everyday word (``procesos``) is named by ``procesos/`` or ``familia
    procesos``; the word alone is not taken for it.
    """
    path = re.escape(fold(code.path))
    named = rf"(?<![\w/-]){path}(?![\w-])"
    if code.path.isalpha():
        kinds = "|".join(_KIND_WORDS)
        named = rf"(?<![\w/-]){path}/\w|\b(?:{kinds}) {path}(?![\w-])"
    pattern = re.compile(named)
    return tuple(
        (other.id, field)
        for other in book
        for field in _FIELDS
        if other.id != code.id and pattern.search(" ".join(fold(getattr(other, field)).split()))
    )
