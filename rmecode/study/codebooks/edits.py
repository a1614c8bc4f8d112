"""Changes of the codebook that people ask for by name: each is planned, shown, then carried out."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rmecode.codebook import rewriting
from rmecode.codebook.reading import NAME
from rmecode.codebook.rewriting import NewCode
from rmecode.errors.codebook import (
    AmbiguousCodeError,
    CodeInUseError,
    CodesBelowError,
    CodeWithinError,
    NoDefinitionError,
    NothingToEditError,
    UnknownCodeError,
)
from rmecode.messages import _
from rmecode.model import find_code, fold, normalise
from rmecode.study.codebooks.concerns import Concern, check_seen, concerns
from rmecode.study.codebooks.versions import ids_ever
from rmecode.study.codebooks.writing import Edit, checked_book

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from rmecode.model import Code, Codebook
    from rmecode.study.opening import Study


@dataclass(frozen=True, slots=True)
class Plan:
    """An edit, and what people should see before it is carried out.

    ``concerned`` are the codes whose codings it touches, by path, with what is under them;
    ``stale`` are (path, field) where another code's words name a path that is no longer.
    """

    edit: Edit
    concerned: tuple[tuple[str, Concern], ...] = ()
    stale: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def difference(self) -> tuple[str, ...]:
        """Return what changes in the file, as lines of a short unified diff."""
        before, after = (text.splitlines() for text in (self.edit.before, self.edit.after))
        return tuple(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]


@dataclass(frozen=True, slots=True)
class Words:
    """What a new code says of itself; what is empty is made up, or left out."""

    label: str = ""
    definition: str = ""
    id: str = ""


def rename(study: Study, typed: str, name: str, label: str | None = None) -> Plan:
    """Plan another name for a code; its id, and with it every coding, stays.

    Raises:
        RmecodeError: an unknown code, a name that cannot be, or one that is taken.
    """
    book = opened(study)
    code = find_code(book, typed)
    name = normalise(name).strip()
    after = rewriting.renamed(study.codebook_text, code.id, name, label)
    if after == study.codebook_text:
        raise NothingToEditError(code.path)
    subject = f"{code.path} → {name}"
    return planned(study, Edit("codebook rename", subject, study.codebook_text, after), [code])


def move(
    study: Study, typed: str, under: str | None = None, *, before: str = "", after: str = ""
) -> Plan:
    """Plan another place for a code and all below it; their ids, and every coding, stay.

    Args:
        study: whose codebook.
        typed: the code.
        under: the code to be above it; empty for the top; None for that of the sibling.
        before: a sibling to stand before.
        after: a sibling to stand after.

    Raises:
        RmecodeError: an unknown code, or a place that cannot be.
    """
    book = opened(study)
    code = find_code(book, typed)
    siblings = [find_code(book, each) if each else None for each in (before, after)]
    beside = next(filter(None, siblings), None)
    above = _above(book, beside) if under is None and beside else _named(book, under or "")
    path = _joined(above.path if above else "", code.name)
    text = study.codebook_text
    ids = [each.id if each else "" for each in siblings]
    new = rewriting.moved(text, code.id, above.id if above else "", before=ids[0], after=ids[1])
    if new == text:
        raise NothingToEditError(code.path)
    edit = Edit("codebook move", f"{code.path} → {path}", text, new)
    return planned(study, edit, book.subtree(code) if path != code.path else [])


def merge(study: Study, typed: Sequence[str], into: str, words: Words | None = None) -> Plan:
    """Plan that codes become one, which is one of them, another, or new.

    Raises:
        RmecodeError: an unknown code, or a new one that cannot be.
    """
    book, text = opened(study), study.codebook_text
    codes = list({code.id: code for code in (find_code(book, each) for each in typed)}.values())
    words = words or Words()
    standing = existing(book, into)
    if standing is None:
        definition = words.definition or " ".join(each.definition for each in codes)
        filled = Words(words.label, definition, words.id)
        used = ids_ever(study.store)
        text, heir = with_new(text, into, filled, beside=codes[0], used=used)
    else:
        heir, text = standing, _reworded(text, standing, words)
    gone = [code for code in codes if code.id != heir.id]
    if not gone:
        raise NothingToEditError(heir.path)
    after = rewriting.merged(text, [code.id for code in gone], heir.id)
    subject = f"{' + '.join(code.path for code in codes)} → {heir.path}"
    heirs = tuple((code.id, heir.id) for code in gone)
    edit = Edit("codebook merge", subject, study.codebook_text, after, heirs)
    return planned(study, edit, gone)


def remove(study: Study, typed: str, heir: str = "", *, children: bool = False) -> Plan:
    """Plan that a code goes, and with ``children`` all below it; the heir gets what was coded.

    Raises:
        RmecodeError: an unknown code, codes below it, or codings and no heir for them.
    """
    book, text = opened(study), study.codebook_text
    code = find_code(book, typed)
    gone = book.subtree(code)
    if len(gone) > 1 and not children:
        raise CodesBelowError(code.path, [each.path for each in gone[1:]])
    after_it = find_code(book, heir) if heir else None
    if after_it is not None and after_it in gone:
        raise CodeWithinError(code.path, after_it.path)
    there = concerns(study.store)
    used = [each.path for each in gone if each.id in there and there[each.id].codings]
    if used and after_it is None:
        raise CodeInUseError(used[0])
    new = rewriting.removed(text, code.id, after_it.id if after_it else "", children=children)
    subject = f"{code.path} → {after_it.path}" if after_it else code.path
    edit = Edit(
        "codebook remove",
        subject,
        text,
        new,
        heirs=tuple((each.id, after_it.id) for each in gone) if after_it else (),
        unused=() if after_it else tuple(each.id for each in gone),
    )
    return planned(study, edit, gone)


def add(study: Study, typed: str, words: Words, under: str = "") -> Plan:
    """Plan a new code, at the end of its siblings.

    Raises:
        RmecodeError: a code above that is unknown, a name that cannot be, or one that is taken.
    """
    book = opened(study)
    above = _named(book, under)
    path = _joined(above.path, typed) if above else typed
    after, code = with_new(study.codebook_text, path, words, used=ids_ever(study.store))
    return planned(study, Edit("codebook add", code.path, study.codebook_text, after), [])


def opened(study: Study) -> Codebook:
    """Return the codebook, to be changed.

    Raises:
        ProblemsError: with every problem of it.
        UnseenChangesError: people changed it in ways that concern codings.
    """
    book = study.codebook
    check_seen(study.store, study.codebook_text, book)
    return book


def existing(book: Codebook, typed: str) -> Code | None:
    """Return the code that was typed, or None where there is none; what one was called is free.

    Raises:
        AmbiguousCodeError: several codes have this name.
    """
    plain = replace(book, codes=tuple(replace(code, former=()) for code in book))
    try:
        return book.by_id[find_code(plain, typed).id]
    except UnknownCodeError:
        return None


def with_new(
    text: str,
    typed: str,
    words: Words,
    *,
    beside: Code | None = None,
    used: Collection[str] = (),
) -> tuple[str, Code]:
    """Return the text with a new code, and the code.

    A bare name stands beside another code, after it, or else at the top; a path says where. Ids
    that are ``used`` are not given again.

    Raises:
        RmecodeError: a code above that is unknown, a name that cannot be, or one that is taken.
    """
    book = checked_book(text, "")
    *above, last = [part.strip() for part in re.split("[/>]", normalise(typed))]
    plain = bool(NAME.fullmatch(last))
    name = last if plain else rewriting.name_of(last)
    sibling = beside if not above else None
    parent = find_code(book, "/".join(above)) if above else _above(book, sibling)
    top = parent.id if parent else ""
    if not words.definition.strip():
        raise NoDefinitionError(typed)
    label = words.label or ("" if plain else last)
    identity = words.id or rewriting.next_id(book, top, label or name, used)
    new = NewCode(identity, name, label=label, definition=words.definition)
    after = rewriting.added(text, new, top, after=sibling.id if sibling else "")
    return after, checked_book(after, "").by_id[identity]


def _reworded(text: str, code: Code, words: Words) -> str:
    """Return the text with what was said anew of a code that is there."""
    said = {"label": words.label.strip(), "definition": words.definition.strip()}
    news = {name: value for name, value in said.items() if value}
    return rewriting.changed(text, code.id, **news) if news else text


def planned(
    study: Study,
    edit: Edit,
    codes: Iterable[Code],
    notes: Sequence[str] = (),
    before: Codebook | None = None,
) -> Plan:
    """Return the plan of an edit that touches these codes; the new text is checked.

    ``before`` is the codebook that people have seen, where that is not the one in the file.
    """
    after = checked_book(edit.after, study.config.codebook.name)
    there = concerns(study.store)
    codes = tuple(codes)
    return Plan(
        edit,
        tuple((code.path, there[code.id]) for code in codes if code.id in there),
        tuple(_stale(study.codebook, after, codes)),
        (*notes, *_taken_over(before or study.codebook, after, dict(edit.heirs))),
    )


def _taken_over(before: Codebook, after: Codebook, heirs: Mapping[str, str]) -> Iterator[str]:
    """Yield the names that led to a code and lead to another one that did not take its place."""
    for code in before:
        now = heirs.get(code.id, code.id)
        for name in (code.path, *code.former):
            kept = after.by_path.get(fold(name))
            if kept is not None and kept.id == now:
                continue
            meant, was = _meant(after, name), _meant(before, name)
            if meant is not None and was == code and meant.id != now:
                said = _("{path} was {other}'s name: files of codings that say it now mean {code}.")
                other = after.by_id.get(now, code).path
                yield said.format(path=name, other=other, code=meant.path)


def _meant(book: Codebook, name: str) -> Code | None:
    """Return the code that a file of codings means by a name, if it is one."""
    try:
        return find_code(book, name)
    except (UnknownCodeError, AmbiguousCodeError):
        return None


def _stale(book: Codebook, after: Codebook, codes: Sequence[Code]) -> Iterator[tuple[str, str]]:
    """Yield where codes that stay name these codes by paths that do not lead to them any more."""
    seen = set()
    for code in codes:
        there = after.by_path.get(fold(code.path))
        if there is not None and there.id == code.id:
            continue
        for number, name in rewriting.mentions(book, code):
            if number in after.by_id and (number, name) not in seen:
                seen.add((number, name))
                yield book.by_id[number].path, name


def _named(book: Codebook, typed: str) -> Code | None:
    return find_code(book, typed) if typed else None


def _above(book: Codebook, code: Code | None) -> Code | None:
    return book.by_path.get(fold(code.parent)) if code else None


def _joined(parent: str, name: str) -> str:
    return f"{parent}/{name}" if parent else name
