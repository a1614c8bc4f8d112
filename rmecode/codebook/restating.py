"""What a codebook is to say once something in it was renamed, moved, merged or removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rmecode.codebook.emitting import one_line
from rmecode.codebook.naming import children, earlier_paths, parent_id
from rmecode.codebook.reading import NAME
from rmecode.errors.codebook import (
    IdTakenError,
    NameTakenError,
    NotBesideError,
    UnknownCodeError,
    UnusableNameError,
)
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmecode.model import Code, Codebook, Rule


def known(book: Codebook, code: str) -> Code:
    """Return the code with this id."""
    if code not in book.by_id:
        raise UnknownCodeError(code, book)
    return book.by_id[code]


def free_path(book: Codebook, above: str, name: str, code: Code | None = None) -> str:
    """Return the path of a name below another path, where it is usable and free."""
    name = one_line(name)
    if not NAME.fullmatch(name):
        raise UnusableNameError(name)
    path = f"{above}/{name}" if above else name
    standing = book.by_path.get(fold(path))
    if standing is not None and standing != code:
        raise NameTakenError(path, _named(standing))
    return path


def check_id(book: Codebook, identity: str) -> None:
    """Check that no code has or had this id."""
    for code in book:
        if fold(identity) in {fold(name) for name in (code.id, *code.former)}:
            raise IdTakenError(identity, code.path)


def check_names(book: Codebook, heir: Code, orphans: Iterable[Code], gone: set[str]) -> None:
    """Check that the codes that come below the heir have names of their own there."""
    names = {fold(each.name): each for each in children(book, heir.id) if each.id not in gone}
    for each in orphans:
        other = names.setdefault(fold(each.name), each)
        if other != each:
            raise NameTakenError(_named(each), _named(other))


def sibling(book: Codebook, parent: str, code: str) -> Code | None:
    """Return the sibling that a place is named by, if one is."""
    if not code:
        return None
    found = known(book, code)
    if parent_id(book, found) != parent:
        raise NotBesideError(found.path, book.by_id[parent].path if parent else "")
    return found


def more_former(code: Code, path: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the former names of a code with more of them, none twice, none that it has now."""
    seen = {fold(each) for each in (path, code.id, *code.former)}
    more = {fold(name): name for name in reversed(tuple(names)) if fold(name) not in seen}
    return (*code.former, *reversed(more.values()))


def at_path(book: Codebook, code: Code, path: str) -> Code:
    """Return the code at another path, those that then lead nowhere among its former names."""
    left = earlier_paths(book, code) if fold(path) != fold(code.path) else ()
    return replace(code, path=path, former=more_former(code, path, left))


def all_names(book: Codebook, code: Code) -> tuple[str, ...]:
    """Return the id of a code, and every path and id that it had."""
    return (code.id, *earlier_paths(book, code), *code.former)


def repathed(book: Codebook, old: Code, new: Code) -> dict[str, Code]:
    """Return a code and all below it under the new path, by id."""
    below = {
        code.id: replace(code, path=new.path + code.path[len(old.path) :])
        for code in book.subtree(old)
    }
    return below | {old.id: new}


def left_to(book: Codebook, code: Code, gone: set[str], heir: Code) -> Code:
    """Return a code as it stands once those above it that are gone have become the heir."""
    above = code
    while above.parent:
        path = above.parent
        above = book.by_path[fold(path)]
        if above.id in gone:
            return replace(code, path=heir.path + code.path[len(path) :])
    return code


def joined(book: Codebook, heir: Code, code: Code) -> Code:
    """Return the heir with the former names, and what it had not, of a code that becomes it."""
    examples = [each for each in code.examples if not has_example(heir, each)]
    rules = [rule for rule in code.rules if not has_rule(heir, rule)]
    return replace(
        heir,
        examples=(*heir.examples, *examples),
        rules=(*heir.rules, *rules),
        former=more_former(heir, heir.path, all_names(book, code)),
    )


def has_example(code: Code, example: str) -> bool:
    """Return whether the code has this example, spaces and line ends aside."""
    return example.split() in [each.split() for each in code.examples]


def has_rule(code: Code, rule: Rule) -> bool:
    """Return whether the code has a rule that finds the same, whatever its id."""
    sought = (rule.find, rule.unit, rule.interviewer)
    return sought in [(each.find, each.unit, each.interviewer) for each in code.rules]


def restated(book: Codebook, codes: dict[str, Code], gone: Iterable[str] = ()) -> Codebook:
    """Return the codebook with these codes instead of, or beside, its own."""
    kept = {code.id: code for code in book if code.id not in set(gone)} | codes
    return replace(book, codes=tuple(kept.values()))


def _named(code: Code) -> str:
    return f"{code.path} [{code.id}]"
