"""Erasing a source: a participant's text and all that was made of it, everywhere and for good."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.errors import FileUnwritableError, RmecodeError
from rmecode.errors.safety import ErasureUnfinishedError, ReasonMissingError
from rmecode.messages import _, ngettext
from rmecode.model import fold
from rmecode.study.appending import check_appendable
from rmecode.study.backups import backup_files
from rmecode.study.erasure.plan import in_cache, in_results, on_source
from rmecode.study.erasure.remains import files_with, probes_of
from rmecode.study.erasure.removing import remove_rows
from rmecode.study.locking import held

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from rmecode.store.erasing import Erasure
    from rmecode.study.erasure.plan import Plan
    from rmecode.study.opening import Study
    from rmecode.study.tables import Row


@dataclass(frozen=True, slots=True)
class Erased:
    """What was destroyed, and sentences on what could not be reached."""

    source: str
    at: str
    rows: int
    deleted: tuple[str, ...]
    left: tuple[str, ...]


def erase_source(
    study: Study, plan: Plan, *, reason: str, by: str, at: str, participants: bool = False
) -> Erased:
    """Destroy what the plan says, and whatever else holds it by now.

    The database comes first, in one transaction that also notes what remains to be done; so an
    erasure that was interrupted goes on where it stopped when it is asked for again.

    Raises:
        ReasonMissingError: the reason is blank; nothing was changed.
        ErasureUnfinishedError: it was begun and something kept it from being ended.
        RmecodeError: a file is read-only or open elsewhere; nothing was changed.
    """
    if not reason.strip():
        raise ReasonMissingError
    from rmecode.store.erasing import erase, finish

    _check_writable(study, plan)
    goes = on_source(study, plan.source)
    people = set(map(fold, plan.participants if participants else ()))
    erasure = _order(study, plan, reason.strip(), by, at)
    probes = _probes(study, plan.source)
    database = study.config.paths["database"]
    study.close()
    with held(study.config.paths["cache"] / "tables.lock"):
        rows = erase(database, erasure)
        try:
            _take_out_rows(study, plan, goes, people)
            deleted = _delete_files(study, plan)
            left = _clean_backups(study, erasure)
            finish(database, erasure)
        except (RmecodeError, OSError) as error:
            raise ErasureUnfinishedError(plan.source, error) from error
    study.forget_tables()
    left += _still_there(study, plan, probes, people)
    return Erased(plan.source, erasure.at, rows, tuple(deleted), tuple(left))


def unfinished(study: Study) -> tuple[str, ...]:
    """Return the sources whose erasure was begun and not ended."""
    from rmecode.store.erasing import ACTION

    begun = (e for e in study.store.history() if e.action == ACTION and "unfinished" in e.detail)
    return tuple(dict.fromkeys(entry.subject for entry in begun))


def _check_writable(study: Study, plan: Plan) -> None:
    """Make sure, before anything is changed, that everything can be.

    Raises:
        FileUnwritableError: a file is read-only, open in Excel, or in a read-only folder.
    """
    for path, _count in plan.rows:
        check_appendable(path)
    database = study.config.paths["database"]
    folders = {path.parent for path, _count in plan.rows}
    folders |= {path.parent for path in (*plan.transcripts, *plan.results, *plan.backups, database)}
    for path in (*sorted(folders), database, *plan.backups):
        if not os.access(path, os.W_OK):
            raise FileUnwritableError(path, _("it is read-only"))


def _order(study: Study, plan: Plan, reason: str, by: str, at: str) -> Erasure:
    """Return the order to erase: the one that was begun, or given before, if nothing is there."""
    from rmecode.store.erasing import ACTION, Erasure

    there = plan.source in {each.id for each in study.store.sources()}
    given = [
        entry
        for entry in study.store.history()
        if (entry.action, entry.subject) == (ACTION, plan.source)
    ]
    if given and not there:
        reason, by, at = str(given[0].detail.get("reason", reason)), given[0].by, given[0].at
    removed = study.store.removed_sources()
    hashes = tuple((each.hash, each.file_hash) for each in removed if each.id == plan.source)
    return Erasure(plan.source, reason, by, at, hashes, plan.files)


def _probes(study: Study, source: str) -> tuple[str, ...]:
    texts = study.store.texts()
    own = [texts.pop(source).text] if source in texts else []
    return probes_of(own, [each.text for each in texts.values()])


def _take_out_rows(
    study: Study, plan: Plan, goes: Callable[[Row], bool], people: Collection[str]
) -> None:
    for path, _count in plan.rows:
        remove_rows(path, goes)
    if people:
        table = study.config.tables["participants"]
        remove_rows(table, lambda row: fold(row["participant"]) in people)


def _delete_files(study: Study, plan: Plan) -> list[str]:
    """Delete transcripts, results and everything derived; return the names of what people know."""
    known = list(dict.fromkeys([*plan.transcripts, *in_results(study)]))
    for path in (*known, *in_cache(study), *_scraps(study)):
        path.unlink(missing_ok=True)
    return [study.config.name_of(path) for path in known]


def _scraps(study: Study) -> Iterator[Path]:
    """Yield what interrupted copies of the database left."""
    database = study.config.paths["database"]
    for folder in {study.config.paths["backups"], database.parent / "backups"}:
        yield from (path for path in folder.glob("*.unfinished") if path.is_file())
        yield from (path for path in folder.glob("*.unfinished/**/*") if path.is_file())
    yield from database.parent.glob(f"{database.name}*.unfinished")


def _clean_backups(study: Study, erasure: Erasure) -> list[str]:
    """Erase the source from every copy of the database; say which could only be deleted."""
    database = study.config.paths["database"]
    aside = database.parent.glob(f"{database.name}.damaged-*[0-9]")
    told = []
    for path in (*backup_files(study), *sorted(aside)):
        if not _cleaned(path, erasure):
            for ending in ("", "-wal", "-shm", "-journal"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            what = _("{file}: a damaged copy, from which nothing can be taken out; it was deleted.")
            told.append(what.format(file=path.name))
    return told


def _cleaned(path: Path, erasure: Erasure) -> bool:
    """Erase the source from one copy, its times kept; tell whether that can be relied on."""
    from rmecode.store.erasing import erase, remains, shred

    stands = path.stat()
    try:
        erase(path, erasure, finished=True)
        shred(path, erasure.source)
        clean = not remains(path, erasure)
    except (RmecodeError, sqlite3.Error):
        return False
    os.utime(path, (stands.st_atime, stands.st_mtime))
    return clean


def _still_there(
    study: Study, plan: Plan, probes: Iterable[str], people: Collection[str]
) -> list[str]:
    """Return sentences on what still speaks of the source, and on what no program here reaches."""
    left = [
        _("{path}: lies outside the study and was left; delete it yourself.").format(path=path)
        for path in plan.outside
    ]
    left += [
        _("{path}: could not be read as a table and was left.").format(path=path.name)
        for path in plan.unreadable
    ]
    left += [
        _("{path}: still has words of it.").format(path=study.config.name_of(path))
        for path in files_with(study.root, probes)
    ]
    left += [_("{place}: says its words again.").format(place=place) for place in plan.echoes]
    if plan.participants and not people:
        left.append(
            ngettext(
                "{people}: speaks in no other source and still has a row in {file}.",
                "{people}: speak in no other source and still have rows in {file}.",
                len(plan.participants),
            ).format(
                people=", ".join(plan.participants), file=study.config.tables["participants"].name
            )
        )
    left.append(
        _(
            "Not reached: exports and copies elsewhere, other people's copies of the project, git's "
            "history, recordings, snapshots and backups of the whole disk."
        )
    )
    return left
