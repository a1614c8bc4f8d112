"""``codebook update``: what people changed in the codebook's file, and what becomes of the codings.

The file is the people's. Only ``former`` is written into it: by what ids and paths a code went
before, so that files of codings which still say them are understood.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rmecode.codebook import rewriting
from rmecode.codebook.comparing import ChangeKind, compare_heads
from rmecode.codebook.likeness import candidates
from rmecode.errors.codebook import (
    AmbiguousCodeError,
    CodeInUseError,
    DecidedTwiceError,
    NotGoneError,
    NotRedefinedError,
    UnclearOptionError,
    UndecidedCodesError,
    UnknownCodeError,
)
from rmecode.messages import ngettext
from rmecode.model import find_code, fold
from rmecode.study.codebooks.concerns import Concern, concerned, path_of
from rmecode.study.codebooks.edits import Plan, planned
from rmecode.study.codebooks.versions import book_of, heir_said, seen_version, unseen_changes
from rmecode.study.codebooks.writing import UPDATE, Edit, Outcome, carry_out, checked_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rmecode.codebook.comparing import BookChange, Change
    from rmecode.codebook.likeness import Candidate
    from rmecode.model import Code, Codebook
    from rmecode.study.opening import Study


@dataclass(frozen=True, slots=True)
class Gone:
    """A code whose id the file no longer has, and what is under it.

    ``heir`` is the code that the file itself says it is now (``former``); ``candidate`` what may
    have become of it.
    """

    code: Code
    concern: Concern
    heir: Code | None = None
    candidate: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """What the file has that nobody has looked at yet.

    ``seen`` is the number of the version it is compared with, 0 where none was recorded;
    ``concerned`` says by id what is under codes that are gone or redefined; ``splits`` are codes
    that stay and may have given a part of theirs to others; ``news`` says that the text differs.
    """

    seen: int
    text: str
    book: Codebook
    changes: tuple[Change, ...] = ()
    heads: tuple[BookChange, ...] = ()
    concerned: Mapping[str, Concern] = field(default_factory=dict)
    gone: tuple[Gone, ...] = ()
    splits: tuple[Candidate, ...] = ()
    news: bool = True

    @property
    def redefined(self) -> tuple[Change, ...]:
        """Return the codes that were redefined over codings."""
        return tuple(
            change
            for change in self.changes
            if change.kind is ChangeKind.REDEFINED and change.id in self.concerned
        )


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people say became of codes: heirs by the gone id; gone ids that keep their codings.

    ``reread`` are the ids of redefined codes whose codings are to be reread.
    """

    heirs: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    reread: frozenset[str] = frozenset()


def look(study: Study) -> Update:
    """Return what changed in the file since the version that people have seen.

    Raises:
        ProblemsError: the file has problems.
    """
    text, book, seen = study.codebook_text, study.codebook, seen_version(study.store)
    if seen is None:
        return Update(0, text, book)
    changes = unseen_changes(study.store, text, book)
    under = concerned(study.store, changes, book)
    old = book_of(seen)
    guesses = candidates(old, book) if changes else ()
    return Update(
        seen.number,
        text,
        book,
        changes,
        compare_heads(old, book),
        under,
        tuple(_gone(book, changes, under, guesses)),
        tuple(each for each in guesses if set(each.gone) & set(book.by_id)),
        news=seen.text != text,
    )


def _gone(
    new: Codebook,
    changes: Iterable[Change],
    under: Mapping[str, Concern],
    guesses: Iterable[Candidate],
) -> Iterator[Gone]:
    went = [change for change in changes if change.kind is ChangeKind.REMOVED]
    proposed = {number: each for each in guesses for number in each.gone}
    for code in (change.old for change in went):
        if code is not None:
            concern = under.get(code.id, Concern())
            yield Gone(code, concern, heir_said(code, new), proposed.get(code.id))


def decided(
    update: Update,
    heirs: Iterable[tuple[str, str]] = (),
    reread: Iterable[str] = (),
    *,
    reread_all: bool = False,
) -> Decisions:
    """Return what was said, with the codes that it means.

    Args:
        update: what there is to decide.
        heirs: pairs of an option and what it says: OLD=NEW, or OLD alone for ``--removed``.
        reread: redefined codes whose codings are to be reread.
        reread_all: take all redefined codes.

    Raises:
        RmecodeError: a code that is not gone, not redefined or not known, or no sign between, or
            two options on one code.
    """
    found = {gone.code.id: gone.heir.id for gone in update.gone if gone.heir}
    kept, said = set(), set()
    for option, written in heirs:
        typed, equals, new = (part.strip() for part in written.partition("="))
        gone = _one_gone(update, typed)
        if gone.code.id in said:
            raise DecidedTwiceError(gone.code.path)
        said.add(gone.code.id)
        if new:
            found[gone.code.id] = find_code(update.book, new).id
        elif option == "--removed" and not equals:
            found.pop(gone.code.id, None)
            kept.add(gone.code.id)
        else:
            raise UnclearOptionError(written, option, "OLD=NEW")
    again = {change.id for change in update.redefined} if reread_all else set()
    again |= {_one_redefined(update, typed) for typed in reread}
    return Decisions(found, frozenset(kept - set(found)), frozenset(again))


def _one_gone(update: Update, typed: str) -> Gone:
    """Return the code that is gone and was typed: its id, its path or its name."""
    for name in ("id", "path", "name"):
        meant = [each for each in update.gone if fold(getattr(each.code, name)) == fold(typed)]
        if len(meant) == 1:
            return meant[0]
    raise NotGoneError(typed, [each.code.path for each in update.gone])


def _one_redefined(update: Update, typed: str) -> str:
    code = find_code(update.book, typed)
    if code.id not in {change.id for change in update.redefined}:
        raise NotRedefinedError(typed, [path_of(change) for change in update.redefined])
    return code.id


def undecided(update: Update, decisions: Decisions) -> tuple[Gone, ...]:
    """Return the codes that are gone, have codings or memos, and of which nothing was said."""
    settled = {*decisions.heirs, *decisions.kept}
    return tuple(
        each for each in update.gone if each.concern.anything and each.code.id not in settled
    )


def plan(study: Study, update: Update, decisions: Decisions) -> Plan:
    """Plan the update.

    Raises:
        UndecidedCodesError: nobody said what became of a code that has codings.
    """
    open_ = undecided(update, decisions)
    if open_:
        raise UndecidedCodesError([each.code.path for each in open_])
    edit = Edit(
        UPDATE,
        f"{update.book.name} {update.book.version}".strip(),
        update.text,
        _with_former(update, decisions),
        heirs=tuple(decisions.heirs.items()),
        redefined=tuple(each for each in update.redefined if each.id in decisions.reread),
        unused=tuple(
            gone.code.id
            for gone in update.gone
            if gone.code.id not in {*decisions.heirs, *decisions.kept}
        ),
    )
    seen = seen_version(study.store)
    before = book_of(seen) if seen else None
    return planned(study, edit, [], list(_notes(update, decisions)), before)


def _notes(update: Update, decisions: Decisions) -> Iterator[str]:
    """Yield what it means that codings keep a code that is gone."""
    for gone in update.gone:
        if gone.code.id in decisions.kept and gone.concern.codings:
            said = ngettext(
                "{count} coding of {code} stays without a code: no column has it, and 'rmecode "
                "check' names it.",
                "{count} codings of {code} stay without a code: no column has them, and 'rmecode "
                "check' names them.",
                gone.concern.total,
            )
            yield said.format(count=gone.concern.total, code=gone.code.path)


def take_over(study: Study, plan_: Plan, *, by: str, at: str) -> Outcome:
    """Carry the update out, as one line of the log.

    Raises:
        UndecidedCodesError: a code that is gone has codings of others, whom one may not see.
        RmecodeError: the file was edited meanwhile, or something cannot be written.
    """
    try:
        return carry_out(study, plan_.edit, by=by, at=at)
    except CodeInUseError as error:
        raise UndecidedCodesError([error.path]) from error


def _with_former(update: Update, decisions: Decisions) -> str:
    """Return the file's text with what codes went by before, where it would not be found."""
    text, book = update.text, update.book
    for heir, name in _former_names(update, decisions):
        if not _is_known(book, name):
            known = book.by_id[heir].former
            text = rewriting.changed(text, heir, former=[*known, name])
            book = checked_book(text, "")
    return text


def _former_names(update: Update, decisions: Decisions) -> Iterator[tuple[str, str]]:
    """Yield heirs with the ids and paths that codes had: of renamed and moved ones the path."""
    for change in update.changes:
        if change.kind in (ChangeKind.RENAMED, ChangeKind.MOVED) and change.old is not None:
            yield change.id, change.old.path
    for gone in update.gone:
        heir = decisions.heirs.get(gone.code.id)
        if heir is not None:
            yield from ((heir, name) for name in (gone.code.id, gone.code.path, *gone.code.former))


def _is_known(book: Codebook, name: str) -> bool:
    """Tell whether a name already leads to a code, or to several."""
    try:
        find_code(book, name)
    except AmbiguousCodeError:
        return True
    except UnknownCodeError:
        return False
    return True
