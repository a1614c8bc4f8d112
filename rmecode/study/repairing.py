"""What ``check`` says of the project database and of the tool's own files, and mending it."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.coding import settle
from rmecode.errors import RmecodeError
from rmecode.messages import _
from rmecode.model import Problem
from rmecode.study.backups import backup_files
from rmecode.study.erasure.erasing import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rmecode.model import Quote, Span
    from rmecode.store.repair import Fault, Outcome
    from rmecode.study.opening import Study

IN_INDEX: Final = re.compile(r"\bindex\b", re.IGNORECASE)
"""What SQLite's check says where an index differs from its table: the rows themselves are whole."""

PROCESS: Final = re.compile(r"\.(\d+)\.(?:unfinished|part)$")


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is wrong, and whether a repair mends it; ``grave`` is a problem, else a notice."""

    problem: Problem
    mended: bool = True
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did, in sentences; ``doubts`` are for people to decide on."""

    done: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def damages(study: Study) -> tuple[Damage, ...]:
    """Return what is wrong with the project database and the tool's own files; change nothing."""
    return (*_of_database(study), *_of_files(study))


def repair_study(study: Study, *, by: str, at: str) -> Repaired:
    """Mend what can be mended for certain; files that people write are not touched.

    Codings go where their words stand, or up for review where that is not certain; what machines
    found in words that are not there is withdrawn; contexts and lengths are written anew. That is
    one entry of the log, and can be undone. Indexes are built anew, leftovers of interrupted
    writes removed, and the database closed to others.

    Raises:
        StoreError: the database is locked or cannot be written.
    """
    done = list(_mend_files(study))
    if not study.config.paths["database"].exists():
        return Repaired(tuple(done))
    faults = study.store.faults()
    if faults and all(map(IN_INDEX.search, faults)):
        study.store.reindex()
        faults = study.store.faults()
        done.append(_("The indexes of the project database were built anew."))
    if any(" -> " not in fault for fault in faults):
        return Repaired(tuple(done))
    outcomes = study.store.repair(_place, by=by, at=at)
    done += [_outcome(*each) for each in outcomes if each[1] not in ("left", "review")]
    doubts = [_outcome(*each) for each in outcomes if each[1] == "review"]
    return Repaired(tuple(done), tuple(doubts))


def _of_database(study: Study) -> Iterator[Damage]:
    path = study.config.paths["database"]
    if not path.exists():
        return
    restore = _("Put a backup back with 'rmecode backup restore'.")
    mend = _("'rmecode check --repair' mends it.")
    try:
        faults = study.store.faults()
        in_index = bool(faults) and all(map(IN_INDEX.search, faults))
        for fault in faults:
            remedy = mend if in_index else restore
            yield Damage(Problem(path.name, "", _of_sqlite(fault), remedy), mended=in_index)
        if any(" -> " not in fault for fault in faults):
            return
        for flaw in study.store.flaws():
            what, mended = _said(flaw)
            remedy = mend if mended else restore
            yield Damage(Problem(path.name, "", what, remedy), mended=mended)
        yield from _of_erasures(study)
        yield from _of_coders(study)
    except RmecodeError as error:
        what = str(error).removeprefix(f"{path}: ")
        yield Damage(Problem(path.name, "", what), mended=False)


def _of_sqlite(fault: str) -> str:
    """Return what SQLite found, as a sentence."""
    row, arrow, missing = fault.partition(" -> ")
    if arrow:
        what = _("the row «{row}» points at a row of «{table}» that is not there.")
        return what.format(row=row, table=missing)
    return _("SQLite finds it damaged ({fault}).").format(fault=" ".join(fault.split()))


def _said(flaw: Fault) -> tuple[str, bool]:
    """Return what is wrong, and whether a repair mends it."""
    sentences = {
        "text": (
            _("the text of {source}, version {number}, is not the one that was taken."),
            False,
        ),
        "length": (_("the length of {source}, version {number}, is noted wrongly."), True),
        "turns": (_("the turns of {source}, version {number}, do not cover its text."), False),
        "coding": (_("the words of coding {number} do not stand at its place in {source}."), True),
        "coding context": (_("the context of coding {number} is not that of its place."), True),
        "suggestion": (
            _("the words of suggestion {number} do not stand at its place in {source}."),
            True,
        ),
        "suggestion context": (
            _("the context of suggestion {number} is not that of its place."),
            True,
        ),
        "decision": (_("suggestion {number} is decided and undecided at once."), False),
        "codebook": (
            _("version {number} of the codebook is not the one that was recorded."),
            False,
        ),
    }
    sentence, mended = sentences[flaw.kind]
    return sentence.format(source=flaw.source, number=flaw.number), mended


def _outcome(flaw: Fault, outcome: Outcome) -> str:
    """Return what a repair did about a flaw."""
    if outcome == "withdrawn":
        return _("Suggestion {number} was withdrawn: its words are not there.").format(
            number=flaw.number
        )
    sentences = {
        "coding": {
            "moved": _("Coding {number} was moved to its words in {source}."),
            "review": _("Coding {number} in {source} waits for review: its place is not certain."),
            "rewritten": _("Coding {number} quotes {source} to the letter again."),
        },
        "length": {"rewritten": _("The length of {source} was written anew.")},
    }
    context = _("The words of {number} in {source} were written anew.")
    sentence = sentences.get(flaw.kind, {}).get(outcome, context)
    return sentence.format(source=flaw.source, number=flaw.number)


def _of_erasures(study: Study) -> Iterator[Damage]:
    for source in unfinished(study):
        what = _("the erasure of {source} was begun and is not finished.").format(source=source)
        remedy = _("Give 'rmecode source erase {source}' again.").format(source=source)
        yield Damage(Problem(study.config.paths["database"].name, "", what, remedy), mended=False)


def _of_coders(study: Study) -> Iterator[Damage]:
    for coder in study.store.coders():
        kind = study.config.coders.get(coder.name, coder.kind)
        if kind is not coder.kind:
            what = _("is {here} here and {there} in the project.").format(
                here=kind, there=coder.kind
            )
            remedy = _("Correct the one in study.toml, or give the coder another name.")
            place = f"coders.{coder.name}"
            yield Damage(Problem("study.toml", place, what, remedy), mended=False, grave=False)


def _of_files(study: Study) -> Iterator[Damage]:
    remedy = _("'rmecode check --repair' removes it.")
    for path in _leftovers(study):
        what = _("is what an interrupted write left.")
        yield Damage(Problem(study.config.name_of(path), "", what, remedy), grave=False)
    for path in _open_to_others(study):
        what = _("can be read by other people on this computer.")
        closing = _("'rmecode check --repair' closes it to them.")
        yield Damage(Problem(study.config.name_of(path), "", what, closing), grave=False)


def _mend_files(study: Study) -> Iterator[str]:
    for path in list(_leftovers(study)):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        yield _("{path}: removed.").format(path=study.config.name_of(path))
    for path in list(_open_to_others(study)):
        path.chmod(0o600)
        yield _("{path}: only its owner can read it now.").format(path=study.config.name_of(path))


def _leftovers(study: Study) -> Iterator[Path]:
    """Yield the halves of files whose process is no more."""
    paths = study.config.paths
    beside, backups = (
        paths["database"].parent,
        {paths["backups"], paths["database"].parent / "backups"},
    )
    found = [*beside.glob("*.unfinished")]
    found += [each for folder in backups for each in folder.glob("*.unfinished")]
    for name in ("results", "cache", "codings", "transcripts"):
        found += paths[name].glob(".*.part")
    found += study.root.glob(".*.part")
    yield from sorted({path for path in found if not _is_being_written(path)})


def _is_being_written(path: Path) -> bool:
    """Tell whether the process that a half file is named after is at work."""
    named = PROCESS.search(path.name)
    if named is None or os.name != "posix":
        return False
    try:
        os.kill(int(named[1]), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return int(named[1]) != os.getpid()


def _open_to_others(study: Study) -> Iterator[Path]:
    """Yield the database and the copies of it that others than their owner may read."""
    database = study.config.paths["database"]
    files = [*([database] if database.exists() else []), *backup_files(study)]
    for path in files if os.name == "posix" else ():
        if path.stat().st_mode & 0o077:
            yield path


def _place(text: str, quote: Quote, given: Span) -> Span | None:
    return settle(text, quote, given).span
