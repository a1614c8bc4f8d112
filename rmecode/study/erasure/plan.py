"""What erasing a source would destroy: looked up, and shown before anybody is asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.errors import RmecodeError
from rmecode.errors.store_file import StoreMissingError
from rmecode.errors.study import UnknownNameError
from rmecode.exchange.csv_files import unescape
from rmecode.messages import _
from rmecode.model import fold
from rmecode.study.backups import backup_files
from rmecode.study.erasure.removing import rows_to_go
from rmecode.study.importing import coding_files
from rmecode.study.parts import known_source
from rmecode.study.records import source_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from rmecode.study.opening import Study
    from rmecode.study.tables import Row

TABLES: Final = ("sources", "speakers", "assignments")
"""The tables that have rows on a source."""

WRITTEN: Final = (
    *(".xlsx", ".csv", ".tsv", ".json", ".docx", ".odt", ".md", ".txt", ".html", ".htm", ".pdf"),
    *(".zip", ".yaml", ".qdpx", ".qdc", ".part", ".png", ".svg"),
)
"""The formats that the tool writes into the folder for results."""

CACHED: Final = ("language/*", "run.json", "files.json", "codebook.json", ".*.part")
"""What lies in a folder for caches that holds other things too."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure would destroy, as it was found.

    ``rows`` are how many rows go from which tables and files of codings; ``participants`` are
    people who speak in no other source; ``echoes`` say where its words are said again.
    """

    source: str
    codings: int
    files: tuple[str, ...]
    transcripts: tuple[Path, ...]
    outside: tuple[Path, ...]
    rows: tuple[tuple[Path, int], ...]
    participants: tuple[str, ...]
    results: tuple[Path, ...]
    backups: tuple[Path, ...]
    echoes: tuple[str, ...]
    unreadable: tuple[Path, ...] = ()


def plan_erasure(study: Study, typed: str) -> Plan:
    """Return what erasing a source would destroy; one that was removed or begun counts too.

    Raises:
        StoreMissingError: the study has no project database.
        UnknownNameError: there is no such source, and there never was.
        RmecodeError: a table cannot be read.
    """
    if not study.config.paths["database"].exists():
        raise StoreMissingError(study.config.paths["database"])
    source = _erasable(study, typed)
    goes = on_source(study, source)
    files = _called(study, source, goes)
    tables = [study.config.tables[name] for name in TABLES]
    counts = [(path, len(rows_to_go(path, goes))) for path in tables]
    codings, unreadable = _rows_of_codings(study, goes)
    transcripts, outside = _transcripts(study, source, files)
    return Plan(
        source,
        len(study.store.codings(source)),
        files,
        transcripts,
        outside,
        tuple((path, count) for path, count in (*counts, *codings) if count),
        _only_there(study, goes),
        tuple(in_results(study)),
        tuple(backup_files(study)),
        tuple(_echoes(study, source)),
        unreadable,
    )


def _erasable(study: Study, typed: str) -> str:
    """Return the source that was typed: one that is there, was removed, or is being erased."""
    try:
        return known_source(study, typed)
    except UnknownNameError:
        removed = {each.id for each in study.store.removed_sources()}
        was = sorted(name for name in removed if fold(name) == fold(typed))
        if len(was) != 1 and typed not in was:
            raise
        return typed if typed in was else was[0]


def on_source(study: Study, source: str) -> Callable[[Row], bool]:
    """Return the test whether a row of a table or of a file of codings is on the source."""
    others = {each.id for each in study.store.sources()} - {source}

    def goes(row: Row) -> bool:
        named = unescape(source_id(row) if row["file"] else row["source"])
        return named == source or (named not in others and fold(named) == fold(source))

    return goes


def _called(study: Study, source: str, goes: Callable[[Row], bool]) -> tuple[str, ...]:
    """Return what the source's file is called in the table, in the project and in the log."""
    listed = [row["file"] for row in rows_to_go(study.config.tables["sources"], goes)]
    stored = [each.file for each in study.store.sources() if each.id == source]
    begun = [name for each in _begun(study, source) for name in each["files"]]
    return tuple(dict.fromkeys(filter(None, [*listed, *stored, *begun])))


def _begun(study: Study, source: str) -> list[dict[str, list[str]]]:
    from rmecode.store.erasing import ACTION

    todo = (
        entry.detail.get("unfinished")
        for entry in study.store.history()
        if (entry.action, entry.subject) == (ACTION, source)
    )
    return [{"files": [], **each} for each in todo if isinstance(each, dict)]


def _rows_of_codings(
    study: Study, goes: Callable[[Row], bool]
) -> tuple[list[tuple[Path, int]], tuple[Path, ...]]:
    counts, unreadable = [], []
    for path in coding_files(study):
        try:
            counts.append((path, len(rows_to_go(path, goes))))
        except RmecodeError:
            unreadable.append(path)
    return counts, tuple(unreadable)


def _transcripts(
    study: Study, source: str, files: Iterable[str]
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the source's files inside the study, copies of them too, and those outside it."""
    root = study.root.resolve()
    named = [study.root / file.replace("\\", "/") for file in files]
    found = [path for path in named if path.is_symlink() or path.is_file()]
    found += _copies(study, source)
    inside = {path: path.parent.resolve().is_relative_to(root) for path in dict.fromkeys(found)}
    linked = [path.resolve() for path in inside if path.is_symlink() and path.exists()]
    outside = [path for path, is_in in inside.items() if not is_in] + linked
    return tuple(path for path, is_in in inside.items() if is_in), tuple(dict.fromkeys(outside))


def _copies(study: Study, source: str) -> Iterator[Path]:
    """Yield the files among the transcripts that are the source by their content."""
    from rmecode.ingest import format_of, read_document

    removed = [each for each in study.store.removed_sources() if each.id == source]
    texts = {each.hash for each in removed}
    texts |= {mark for mark, name in study.store.known_texts().items() if name == source}
    files = {each.file_hash for each in removed}
    files |= {mark for mark, name in study.store.known_files().items() if name == source}
    others = {
        (study.root / each.file.replace("\\", "/")).resolve()
        for each in study.store.sources()
        if each.id != source
    }
    folder = study.config.paths["transcripts"]
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file() or path.resolve() in others:
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() in files:
            yield path
        elif format_of(path.suffix):
            try:
                text = read_document(path).hash
            except RmecodeError:
                continue
            if text in texts:
                yield path


def _only_there(study: Study, goes: Callable[[Row], bool]) -> tuple[str, ...]:
    """Return the participants who speak in the source and in no other one."""
    path = study.config.tables["speakers"]
    there = {row["participant"] for row in rows_to_go(path, goes) if row["participant"]}
    elsewhere = {fold(row["participant"]) for row in rows_to_go(path, lambda row: not goes(row))}
    return tuple(sorted(person for person in there if fold(person) not in elsewhere))


def _is_own(study: Study, name: str) -> bool:
    """Tell whether a folder of the study holds nothing that belongs elsewhere."""
    folder, config = study.config.paths[name].resolve(), study.config
    others = [config.root, config.codebook, *config.tables.values()]
    others += [path for each, path in config.paths.items() if each != name]
    return not any(path.resolve().is_relative_to(folder) for path in others)


def in_results(study: Study) -> Iterator[Path]:
    """Yield the files that the tool wrote for people: any of them may quote any source."""
    folder = study.config.paths["results"]
    pattern = "**/*" if _is_own(study, "results") else "rmecode*"
    for path in sorted(folder.glob(pattern)) if folder.is_dir() else ():
        if path.is_file() and path.suffix.lower() in WRITTEN:
            yield path


def in_cache(study: Study) -> Iterator[Path]:
    """Yield the files that are derived from the texts, and made again when they are asked for."""
    folder = study.config.paths["cache"]
    patterns = ("**/*",) if _is_own(study, "cache") else CACHED
    for pattern in patterns if folder.is_dir() else ():
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and path.suffix != ".lock":
                yield path


def _echoes(study: Study, source: str) -> Iterator[str]:
    """Yield where people's own words say again what the source says."""
    from rmecode.store.echoes import echoes, runs_of

    store = study.store
    runs = runs_of(
        [store.texts([source])[source].text] if source in store.known_texts().values() else []
    )
    if not runs:
        return
    yield from (place for place, text in _codebooks(study) if echoes(text, runs))
    own = {coding.id for coding in store.codings(source, include_removed=True)}
    for memo in store.memos():
        if memo.source != source and memo.coding not in own and echoes(memo.text, runs):
            yield f"memo m{memo.id}"
    for coding in store.codings():
        if coding.source != source and echoes(coding.memo, runs):
            yield _("the memo of coding {number}").format(number=coding.id)


def _codebooks(study: Study) -> Iterator[tuple[str, str]]:
    """Yield the codebook's file and its versions in the project: what they are called, and say."""
    file = study.config.codebook
    if file.is_file():
        yield study.config.name_of(file), file.read_text("utf-8", errors="replace")
    for version in study.store.codebook_versions():
        name = _("version {number} of the codebook in the project").format(number=version.number)
        yield name, version.text
