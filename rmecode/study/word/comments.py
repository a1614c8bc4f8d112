"""Comments of a Word document taken back as codings and memos of their authors."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rmecode.messages import _, ngettext
from rmecode.model import (
    Coder,
    CoderKind,
    Coding,
    Memo,
    MemoAbout,
    Problem,
    Quote,
    find_code,
)
from rmecode.study.codebooks.recording import record_codebook
from rmecode.study.word.plan import WordPlan, plan_word, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rmecode.exchange.word.claims import Claim
    from rmecode.store import Changes
    from rmecode.study.opening import Study
    from rmecode.study.word.plan import UnknownCode

ACTION: Final = "import word"
"""What the log calls it."""


@dataclass(frozen=True, slots=True)
class WordReport:
    """What became of the comments of a document.

    ``removed`` are codings and memos that somebody had removed, and that stay so; ``memos`` are new
    ones, ``standing_memos`` those that were there. ``lacking`` are codings of the file's authors on
    this source that the file has no comment for: they stay. ``dry`` says that nothing was written.
    """

    file: str
    source: str
    comments: int
    new: int = 0
    standing: int = 0
    removed: int = 0
    memos: int = 0
    standing_memos: int = 0
    lacking: int = 0
    unknown: tuple[UnknownCode, ...] = ()
    added_codes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    dry: bool = False


@dataclass(frozen=True, slots=True)
class WordChoices:
    """How the comments of a document are to be taken.

    ``source`` says which source it is, where its text does not; ``new_codes`` the code below which
    unknown ones are added to the codebook (none are without); ``memos`` whether comments that name
    no code become memos on their passages; ``dry`` that nothing is written.
    """

    source: str = ""
    new_codes: str = ""
    memos: bool = True
    dry: bool = False


@dataclass(slots=True)
class _Taking:
    """What a write has come to so far."""

    new: int = 0
    standing: int = 0
    removed: int = 0
    memos: int = 0
    standing_memos: int = 0
    other_memos: int = 0


def import_word(
    study: Study, path: Path, *, by: str, at: str, choices: WordChoices | None = None
) -> WordReport:
    """Take the comments of a Word document as codings and memos of their authors, each once.

    Args:
        study: where they go.
        path: the document.
        by: who imports, for the log; and whose are comments without an author.
        at: when.
        choices: how.

    Raises:
        RmecodeError: the file as a whole cannot be read or placed, or nothing can be written.
    """
    asked = choices or WordChoices()
    plan = plan_word(study, path, source=asked.source, coder=by)
    added: tuple[str, ...] = ()
    if asked.new_codes and plan.unknown and not asked.dry:
        added = add_codes(study, plan.unknown, asked.new_codes, by=by, at=at)
        plan = plan_word(study, path, source=asked.source, coder=by)
    report = take_word(study, plan, by=by, at=at, memos=asked.memos, dry=asked.dry)
    return replace(report, added_codes=added)


def add_codes(
    study: Study, unknown: Iterable[UnknownCode], parent: str, *, by: str, at: str
) -> tuple[str, ...]:
    """Add the codes that comments name below one of the codebook; return their paths.

    Raises:
        RmecodeError: there is no such code, a name that cannot be, the codebook cannot be written.
    """
    from rmecode.study.codebooks.edits import Words, add
    from rmecode.study.codebooks.writing import carry_out

    above = find_code(study.codebook, parent)
    made = []
    for each in unknown:
        name = re.split("[/>]", each.name)[-1].strip()
        # the codebook is passed on and outlives a source: no words of a participant in it
        said = _("From comments of {coders} in Word; its definition is still to be written.")
        definition = said.format(coders=", ".join(each.coders))
        plan = add(study, name, Words(label=name, definition=definition), under=above.id)
        carry_out(study, plan.edit, by=by, at=at)
        made.append(plan.edit.subject)
    return tuple(made)


def take_word(
    study: Study, plan: WordPlan, *, by: str, at: str, memos: bool = True, dry: bool = False
) -> WordReport:
    """Write what was planned, in one line of the log; only count it where that is asked.

    Raises:
        RmecodeError: the database cannot be written.
    """
    notes = plan.memos if memos else ()
    coders = {claim.coder for claim in plan.codings}
    new_coders = [name for name in sorted(coders) if name not in study.config.coders]
    kinds = {name: plan.kinds[name] for name in new_coders}
    done = _counted(study, plan, notes) if dry else _taken(study, plan, notes, by=by, at=at)
    notices = [*plan.notices, *_undeclared(kinds), *_other_memos(plan.file, done.other_memos)]
    return WordReport(
        file=plan.file,
        source=plan.version.source,
        comments=plan.comments,
        new=done.new,
        standing=done.standing,
        removed=done.removed,
        memos=done.memos,
        standing_memos=done.standing_memos,
        lacking=plan.lacking,
        unknown=plan.unknown,
        problems=plan.problems,
        notices=tuple(notices),
        dry=dry,
    )


def _counted(study: Study, plan: WordPlan, notes: Iterable[Claim]) -> _Taking:
    """Count what would be taken."""
    met = [plan.known.get(written(claim)) for claim in plan.codings]
    there = _standing_memos(study.store.memos(), plan)
    standing = sum(_memo_key(claim) in there for claim in notes)
    return _Taking(
        new=met.count(None),
        standing=met.count(False),
        removed=met.count(True),
        memos=len(tuple(notes)) - standing,
        standing_memos=standing,
    )


def _taken(study: Study, plan: WordPlan, notes: Iterable[Claim], *, by: str, at: str) -> _Taking:
    number = record_codebook(study, by=by, at=at) if plan.codings else 0
    done = _Taking()
    with study.store.changes(by=by, at=at, action=ACTION, subject=plan.file) as changes:
        for name in sorted({claim.coder for claim in plan.codings}):
            changes.add_coder(Coder(name, plan.kinds[name]))
        _add_codings(changes, plan, number, done)
        _add_memos(changes, plan, notes, done)
    return done


def _add_codings(changes: Changes, plan: WordPlan, number: int, done: _Taking) -> None:
    if not plan.codings:
        return
    added = changes.add_codings([_coding(claim, plan, number) for claim in plan.codings])
    done.new, done.removed = len(added.new), len(added.removed)
    done.standing = len(added.standing)
    before = {each.id: each.memo for each in changes.codings(plan.version.source)}
    lacking = {}
    for coding, claim in zip(added.ids, plan.codings, strict=True):
        if coding in added.standing and claim.memo and before[coding] != claim.memo:
            if before[coding] or not changes.bring("word note", _key(claim, plan)):
                done.other_memos += 1
            else:
                lacking[coding] = claim.memo
    if lacking:
        changes.set_coding_memos(lacking)


def _coding(claim: Claim, plan: WordPlan, number: int) -> Coding:
    version = plan.version
    return Coding(
        id=0,
        source=version.source,
        version=version.number,
        span=claim.span,
        quote=Quote.at(version.text, claim.span),
        code=claim.code,
        coder=claim.coder,
        memo=claim.memo,
        codebook_version=number,
        origin="import",
        anchor=claim.anchor,
        made_at=claim.comment.date,
    )


def _add_memos(changes: Changes, plan: WordPlan, notes: Iterable[Claim], done: _Taking) -> None:
    """Add the memos that are not there; what somebody took away is not brought in again."""
    there = _standing_memos(changes.memos(), plan)
    for claim in notes:
        if _memo_key(claim) in there:
            done.standing_memos += 1
        elif changes.bring("word memo", _key(claim, plan)):
            changes.add_memo(_memo(claim, plan))
            done.memos += 1
        else:
            done.removed += 1


def _memo(claim: Claim, plan: WordPlan) -> Memo:
    return Memo(
        id=0,
        about=MemoAbout.TURN,
        text=claim.memo,
        author=claim.coder,
        source=plan.version.source,
        version=plan.version.number,
        span=claim.span,
        made_at=claim.comment.date,
    )


def _standing_memos(memos: Iterable[Memo], plan: WordPlan) -> set[tuple[object, str, str]]:
    place = (plan.version.source, plan.version.number)
    return {
        (memo.span, memo.author, memo.text)
        for memo in memos
        if memo.about is MemoAbout.TURN and (memo.source, memo.version) == place
    }


def _memo_key(claim: Claim) -> tuple[object, str, str]:
    return claim.span, claim.coder, claim.memo


def _key(claim: Claim, plan: WordPlan) -> str:
    """Return by what a memo is known that was taken once; its words are not kept in it."""
    digest = hashlib.sha256(claim.memo.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    place = f"{plan.version.hash[:20]}|{claim.span.start}-{claim.span.end}"
    return f"{place}|{claim.coder}|{claim.code}|{digest}"


def _undeclared(kinds: dict[str, CoderKind]) -> Iterator[Problem]:
    for name, kind in kinds.items():
        what = (
            _("is not there; {name} was taken as simulated.")
            if kind is CoderKind.SIMULATED
            else _("is not there; {name} was taken as a person.")
        )
        remedy = _('Write {name} = "person" or "simulated" there.')
        place = f"coders.{name}"
        yield Problem("study.toml", place, what.format(name=name), remedy.format(name=name))


def _other_memos(file: str, count: int) -> Iterator[Problem]:
    if count:
        what = ngettext(
            "{count} comment has another memo than its coding in the project, which stays as it is.",
            "{count} comments have other memos than their codings in the project, which stay as "
            "they are.",
            count,
        )
        remedy = _("To change it, say 'rmecode coding note'.")
        yield Problem(file, "", what.format(count=count), remedy)
