"""Copies of the project database: made, listed, put back; one a day by itself."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnwritableError, RmecodeError
from rmecode.errors.safety import BadBackupNameError, UnknownBackupError, UnsoundBackupError
from rmecode.errors.store_file import (
    DamagedStoreError,
    NewerStoreError,
    NotAStoreError,
    StoreMissingError,
)
from rmecode.messages import _
from rmecode.model import normalise
from rmecode.study.locking import held

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmecode.store.erasing import Erasure
    from rmecode.study.opening import Study

AUTOMATIC: Final = "auto"
KEPT: Final = 14
"""How many automatic backups are kept; of older ones, the first of each month."""

NAME: Final = re.compile(r"[\w.-][\w .-]{0,59}")
DATED: Final = re.compile(r"-(\d{4}-\d{2}-\d{2})-(.+)$")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the folder of backups.

    ``kind`` is ``automatic``, ``manual``, ``migration`` or ``restore`` (the state before one).
    ``made_at`` is when the file was written, ``size`` its bytes; ``whole`` says that it was read
    from end to end and is sound, ``fault`` what is wrong where it is not.
    """

    name: str
    path: Path
    kind: str
    made_at: str
    size: int
    schema: str
    sources: int
    codings: int
    whole: bool
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, where the state before it is kept, and what people may want to know."""

    name: str
    before: str
    notices: tuple[str, ...] = ()


def create_backup(study: Study, name: str | None = None, *, at: str) -> Path:
    """Write a verified copy of the project database into the folder of backups.

    Raises:
        BadBackupNameError: no file can be called so, or only an automatic one.
        StoreMissingError: there is no project database yet.
        RmecodeError: the copy cannot be written, or there is one of this name already.
    """
    database = study.config.paths["database"]
    if not database.exists():
        raise StoreMissingError(database)
    label = at[11:19].replace(":", "") if name is None else normalise(name).strip()
    if not NAME.fullmatch(label) or label.casefold() == AUTOMATIC:
        raise BadBackupNameError(label)
    return _copy_to(study, f"{database.stem}-{at[:10]}-{label}.sqlite")


def keep_daily(study: Study, at: str) -> str:
    """Make today's automatic backup if this process wrote and there is none; never fail.

    Returns:
        What people should know where it could not be made; else nothing.
    """
    database = study.config.paths["database"]
    name = f"{database.stem}-{at[:10]}-{AUTOMATIC}.sqlite"
    try:
        if not study.has_written or (_folder(study) / name).exists():
            return ""
        _copy_to(study, name)
        for path in _outdated(_folder(study), database.stem):
            path.unlink(missing_ok=True)
    except (RmecodeError, OSError) as error:
        return _("What was done is saved, but today's backup could not be made: {reason}").format(
            reason=str(error)
        )
    return ""


def list_backups(study: Study) -> tuple[Backup, ...]:
    """Return every copy of the project database with what is in it, the newest first."""
    found = [_looked_over(path) for path in backup_files(study)]
    return tuple(sorted(found, key=lambda each: (each.made_at, each.name), reverse=True))


def backup_files(study: Study) -> list[Path]:
    """Return the copies of the project database: in the folder of backups, and of migrations."""
    database = study.config.paths["database"]
    folders = dict.fromkeys((_folder(study), database.parent / "backups"))
    endings = {".sqlite", database.suffix}
    return [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.glob("*"))
        if path.suffix in endings and path.is_file()
    ]


def known_backup(study: Study, typed: str) -> Path:
    """Return the copy that was typed: its file's name, with or without ending, or the name given.

    Raises:
        UnknownBackupError: there is none, or several are called so, or it lies elsewhere.
    """
    files = backup_files(study)
    wanted = normalise(typed)
    if re.search(r"[\\/]", wanted):
        places = {(start / wanted).resolve() for start in (study.root, Path.cwd())}
        files = [path for path in files if path.resolve() in places]
        wanted = Path(wanted).name
    for called in (_whole_name, _stem, _label):
        meant = [path for path in files if normalise(called(path)) == wanted]
        if len(meant) == 1:
            return meant[0]
    raise UnknownBackupError(typed, [path.name for path in backup_files(study)], _folder(study))


def restore_backup(study: Study, name: str, *, by: str, at: str) -> Restored:
    """Make the project database what a backup is; what stood there is kept as a backup, too.

    A database that is damaged is moved aside. Sources that were erased since the copy was made are
    erased from what is put back.

    Raises:
        UnknownBackupError: there is no such copy.
        UnsoundBackupError: it is damaged, or no copy of a project.
        NewerStoreError: a later version of the tool made it, or the present database.
        RmecodeError: the present database cannot be kept, or not be written.
    """
    from rmecode.store.copies import put_back

    copy = known_backup(study, name)
    _check_sound(copy)
    database, folder = study.config.paths["database"], _made(_folder(study))
    half = f".{os.getpid()}.unfinished"
    with (
        held(study.config.paths["cache"] / "tables.lock"),
        tempfile.TemporaryDirectory(half, "restore-", folder) as beside,
    ):
        sound, erasures = _present(study)
        ready = _prepared(copy, Path(beside), erasures, at)
        before = folder / f"{database.stem}-{at[:10]}-{_digits(at)[8:]}-before-restore.sqlite"
        if not sound:
            before = _made_anew(database, at)
        keep = partial(study.store.backup_to, before) if sound else _nothing
        put_back(database, ready, subject=copy.name, by=by, at=at, keep=keep)
    study.close()
    return Restored(copy.name, before.name, tuple(_notices(study)))


def _folder(study: Study) -> Path:
    return study.config.paths["backups"]


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritableError(folder, error) from error
    return folder


def _copy_to(study: Study, name: str) -> Path:
    copy = _made(_folder(study)) / name
    study.store.backup_to(copy)
    return copy


def _outdated(folder: Path, stem: str) -> list[Path]:
    """Return the automatic copies beyond the last ones, but for the first of each month."""
    day = "[0-9]" * 4 + "-" + "[0-9]" * 2 + "-" + "[0-9]" * 2
    automatic = sorted(folder.glob(f"{_escaped(stem)}-{day}-{AUTOMATIC}.sqlite"))
    first: dict[str, Path] = {}
    for path in automatic:
        first.setdefault(path.stem.removesuffix(f"-{AUTOMATIC}")[:-3], path)
    return [path for path in automatic[:-KEPT] if path not in first.values()]


def _escaped(text: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", text)


def _looked_over(path: Path) -> Backup:
    from rmecode.store.copies import contents_of

    found, stands = contents_of(path), path.stat()
    made_at = dt.datetime.fromtimestamp(stands.st_mtime, dt.UTC).isoformat(timespec="seconds")
    return Backup(
        path.name,
        path,
        _kind(path),
        made_at,
        stands.st_size,
        found.schema,
        found.sources,
        found.codings,
        not found.fault,
        found.fault,
    )


def _kind(path: Path) -> str:
    if re.search(r"-schema-\w+$", path.stem):
        return "migration"
    if path.stem.endswith("-before-restore"):
        return "restore"
    return "automatic" if _label(path) == AUTOMATIC else "manual"


def _whole_name(path: Path) -> str:
    return path.name


def _stem(path: Path) -> str:
    return path.stem


def _label(path: Path) -> str:
    dated = DATED.search(path.stem)
    return dated[2] if dated else path.stem


def _check_sound(copy: Path) -> None:
    from rmecode.store.copies import contents_of, is_known

    found = contents_of(copy)
    if found.fault:
        raise UnsoundBackupError(copy, found.fault)
    if not is_known(found.schema):
        raise NewerStoreError(copy, found.schema)


def _present(study: Study) -> tuple[bool, tuple[Erasure, ...]]:
    """Tell whether the present database is there and sound, and what was erased from it."""
    study.close()
    if not study.config.paths["database"].exists():
        return False, ()
    try:
        if not study.store.faults():
            return True, _erasures(study)
    except (DamagedStoreError, NotAStoreError):
        pass
    study.close()
    return False, ()


def _erasures(study: Study) -> tuple[Erasure, ...]:
    """Return what was erased from the project, with what it can be known by elsewhere."""
    from rmecode.store.erasing import ACTION, Erasure

    hashes: dict[str, list[tuple[str, str]]] = {}
    for removed in study.store.removed_sources():
        hashes.setdefault(removed.id, []).append((removed.hash, removed.file_hash))
    return tuple(
        Erasure(
            entry.subject,
            str(entry.detail.get("reason", "")),
            entry.by,
            entry.at,
            tuple(hashes.get(entry.subject, ())),
        )
        for entry in study.store.history()
        if entry.action == ACTION
    )


def _made_anew(database: Path, at: str) -> Path:
    """Make an empty database; return what the one that stood there is called now, if one did."""
    from rmecode.store import create_store

    aside = database.with_name(f"{database.name}.damaged-{_digits(at)}")
    there = database.exists()
    try:
        for ending in ("", "-wal", "-shm", "-journal"):
            part = database.with_name(database.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    except OSError as error:
        raise FileUnwritableError(database, error) from error
    create_store(database, at=at).close()
    return aside if there else Path()


def _digits(at: str) -> str:
    return re.sub(r"\D", "", at[:19])


def _nothing() -> None:
    """Keep nothing: there is nothing sound."""


def _prepared(copy: Path, folder: Path, erasures: Iterable[Erasure], at: str) -> Path:
    """Write the copy anew as it is to be: of today's schema, without what was erased."""
    from rmecode.store import open_store
    from rmecode.store.copies import duplicate
    from rmecode.store.erasing import erase

    ready = folder / copy.name
    duplicate(copy, ready)
    open_store(ready, at=at).close()
    for erasure in erasures:
        erase(ready, erasure, finished=True)
    return ready


def _notices(study: Study) -> Iterable[str]:
    """Yield what people may want to know of a project that was put back."""
    from rmecode.study.codebooks.recording import codebook_hash

    latest = study.store.codebook_version()
    yield _("Tables, texts and the codebook's file are yours: they stayed as they are.")
    try:
        same = latest is None or latest.hash == codebook_hash(study)
    except RmecodeError:
        same = False
    if latest is not None and not same:
        yield _(
            "The codebook's file is not version {number} of the project that was put back; "
            "'rmecode codebook diff' compares them."
        ).format(number=latest.number)
