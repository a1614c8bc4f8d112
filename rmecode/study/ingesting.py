"""Transcripts into the project: each file once, wholly or not at all, with its row in the tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rmecode.errors import FileUnreadableError, RmecodeError
from rmecode.errors.study import (
    AmbiguousFilesError,
    FileChangedError,
    SameContentError,
    UnknownNameError,
)
from rmecode.exchange.files import write_whole
from rmecode.messages import _
from rmecode.model import Problem, Source, TextVersion, fold
from rmecode.study.appending import append_rows, check_appendable
from rmecode.study.config import key_of
from rmecode.study.locking import held
from rmecode.study.manifest import Manifest
from rmecode.study.parts import known_case
from rmecode.study.recognising import (
    SOURCE_COLUMNS,
    SPEAKER_COLUMNS,
    Taken,
    report_on,
    source_row,
    speaker_rows,
    turns_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rmecode.ingest import Document, Transcript
    from rmecode.study.opening import Study

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Said:
    """What the person says of the files on the command line; it goes into new rows."""

    cases: tuple[str, ...] = ()
    instrument: str = ""
    role: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the files: taken, there already, or refused with the reason."""

    taken: tuple[Taken, ...] = ()
    standing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Round:
    """One run over files: what is known at its start and what came of it."""

    study: Study
    by: str
    at: str
    said: Said
    named: bool
    manifest: Manifest
    texts: dict[str, str]
    files: dict[str, str]
    ids: set[str]
    removed: set[str]
    by_path: dict[Path, Source]
    heard: dict[str, set[str]] = field(default_factory=dict)
    listed: dict[str, set[str]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    speakers: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def unheard(self, source: str) -> set[str]:
        """Return the labels that the speakers table has and no stored turn of the source."""
        if not self.heard:
            self.heard = {
                name: {fold(turn.label) for turn in turns}
                for name, turns in self.study.store.all_turns().items()
            }
            for each in self.study.records.speakers:
                self.listed.setdefault(each.source, set()).add(fold(each.label))
        return self.listed.get(source, set()) - self.heard.get(source, set())

    def note_row(self, source: Source) -> None:
        """Note a row for the sources table, once."""
        self.rows[source.id] = source_row(source)

    def note_speakers(self, rows: Iterable[dict[str, str]]) -> None:
        """Note rows for the speakers table, each label of a source once."""
        self.speakers |= {(row["source"], row["label"]): row for row in rows}


def ingest(
    study: Study,
    files: Sequence[Path] = (),
    *,
    by: str,
    at: str,
    said: Said = Said(),
    progress: Progress | None = None,
) -> IngestReport:
    """Take files into the project; without files, all that the sources table lists.

    Each file is one transaction. A file of the same content as a source, whatever it is called,
    is not taken twice; a file that the table does not list gets a row there, and labels that the
    speakers table does not have get one with the role they seem to have.

    Raises:
        RmecodeError: an unknown case, instrument, role or stage, or tables with problems.
    """
    wanted = (
        [_listed_path(study, source) for source in study.records.sources]
        if not files
        else [path.parent.resolve() / path.name for path in files]
    )
    if files:
        told = {"instrument": said.instrument, "stage": said.stage, "role": said.role}
        told |= {"cases": "; ".join(said.cases)}
        needed = ["file", *(name for name, value in told.items() if value)]
        check_appendable(study.config.tables["sources"], needed)
    work = _begin(study, by, at, _checked(study, said), named=bool(files))
    for number, path in enumerate(wanted):
        if progress:
            progress(number, len(wanted))
        try:
            _take(work, path)
        except RmecodeError as error:
            work.problems.append(_problem(study, path, error))
    if progress and wanted:
        progress(len(wanted), len(wanted))
    _write_tables(work)
    return IngestReport(tuple(work.taken), tuple(work.standing), tuple(work.problems))


def _listed_path(study: Study, source: Source) -> Path:
    return study.root / source.file.replace("\\", "/")


def _begin(study: Study, by: str, at: str, said: Said, *, named: bool) -> _Round:
    store = study.store
    removed = {mark for each in store.removed_sources() for mark in (each.hash, each.file_hash)}
    manifest = Manifest.load(study.config.paths["cache"] / "files.json")
    ids = {each.id for each in store.sources()}
    return _Round(
        study,
        by,
        at,
        said,
        named,
        manifest,
        store.known_texts(),
        store.known_files(),
        ids,
        removed,
        {_listed_path(study, each).resolve(): each for each in study.records.sources},
    )


def _checked(study: Study, said: Said) -> Said:
    config = study.config
    instruments = {key: each.label for key, each in config.instruments.items()}
    return Said(
        tuple(known_case(study, case) for case in said.cases),
        _key(_("instrument"), said.instrument, instruments),
        _key(_("role"), said.role, config.roles),
        _key(_("stage"), said.stage, config.stages),
    )


def _key(kind: str, typed: str, labels: Mapping[str, str]) -> str:
    if not typed:
        return ""
    key = key_of(typed, labels)
    if key is None:
        raise UnknownNameError(kind, typed, labels)
    return key


def _problem(study: Study, path: Path, error: RmecodeError) -> Problem:
    return Problem(study.config.name_of(path), "", str(error).removeprefix(f"{path}: "))


def _take(work: _Round, path: Path) -> None:
    """Take one file, or note that it is there already."""
    from rmecode.ingest import read_document

    known = work.manifest.source_of(path)
    row = work.by_path.get(path.resolve())
    same = known in work.ids and row is not None and row.id == known
    if same and not work.named and not work.unheard(known):
        work.standing.append(known)
        return
    document = read_document(path)
    there = work.files.get(document.file_hash) or work.texts.get(document.hash)
    if there:
        _keep(work, path, there, document)
        return
    if not work.named and {document.hash, document.file_hash} & work.removed:
        return
    source = _source_for(work, path)
    if source.id in work.ids:
        raise _changed(work, source.id, path)
    _store(
        work,
        path,
        source,
        document,
        turns_of(work.study.config, work.study.records, source, document),
    )


def _keep(work: _Round, path: Path, there: str, document: Document) -> None:
    """Leave a source as it is; write what an interrupted run left out of the tables."""
    study = work.study
    row = work.by_path.get(path.resolve())
    if row is not None and row.id != there:
        raise SameContentError(path, row.id, there)
    work.manifest.remember(path, there)
    work.standing.append(there)
    if row is not None:
        with study.store.changes(by=work.by, at=work.at, action="file", subject=there) as changes:
            changes.set_file(there, row.file)
    if work.unheard(there):
        _part_anew(work, there, document)
    source = study.listed.get(there) or _new_source(work, there, _stored_file(study, there))
    if there not in study.listed:
        work.note_row(source)
    if not any(each.source == there for each in study.records.speakers):
        work.note_speakers(
            speaker_rows(
                study.config,
                study.records,
                source,
                turns_of(study.config, study.records, source, document),
            )
        )


def _part_anew(work: _Round, source: str, document: Document) -> None:
    """Divide a source into turns again, now that the tables know more of its labels.

    The text stays as it is, and with it every coding.
    """
    study = work.study
    if document.hash != study.store.text_version(source).hash:
        return
    listing = study.listing(source)
    transcript = turns_of(study.config, study.records, listing, document)
    with study.store.changes(by=work.by, at=work.at, action="turns", subject=source) as changes:
        changes.set_turns(source, transcript.turns)


def _source_for(work: _Round, path: Path) -> Source:
    """Return the row of the table for this file, or a new one with what the person said."""
    row = work.by_path.get(path.resolve())
    if row is not None:
        return row
    name = re.sub(r"[\x00-\x1f\x7f]+", "_", path.stem)
    if name in work.study.listed:
        raise AmbiguousFilesError(name, [work.study.listed[name].file, str(path)])
    return _new_source(work, name, work.study.config.name_of(path))


def _new_source(work: _Round, name: str, file: str) -> Source:
    said = work.said
    return Source(name, file, said.instrument, said.stage, said.cases, role=said.role)


def _stored_file(study: Study, source: str) -> str:
    return next(each.file for each in study.store.sources() if each.id == source)


def _changed(work: _Round, source: str, path: Path) -> RmecodeError:
    stored = _stored_file(work.study, source)
    if Path(stored).name != path.name:
        return AmbiguousFilesError(source, [stored, work.study.config.name_of(path)])
    return FileChangedError(path, source)


def _store(
    work: _Round, path: Path, source: Source, document: Document, transcript: Transcript
) -> None:
    study = work.study
    new = source.id not in study.listed
    if new and not path.is_relative_to(study.root):
        path = _copied(study, path)
        source = replace(source, file=study.config.name_of(path))
    version = TextVersion(
        source.id,
        1,
        document.text,
        document.hash,
        document.file_hash,
        document.format,
        document.encoding,
        document.reader,
    )
    with study.store.changes(by=work.by, at=work.at, action="ingest", subject=source.id) as changes:
        changes.add_source(source.id, source.file, version, transcript.turns, revive=work.named)
    work.ids.add(source.id)
    work.texts[document.hash] = work.files[document.file_hash] = source.id
    work.manifest.remember(path, source.id)
    if new:
        work.note_row(source)
    work.note_speakers(speaker_rows(study.config, study.records, source, transcript))
    work.taken.append(report_on(study.config, source, document, transcript))


def _copied(study: Study, path: Path) -> Path:
    """Copy a file from elsewhere into the study, so that the study is whole by itself."""
    place = study.config.paths["transcripts"] / path.name
    try:
        content = path.read_bytes()
        if place.exists() and place.read_bytes() != content:
            raise AmbiguousFilesError(path.stem, [str(place), str(path)])
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    write_whole(place, content)
    return place


def _write_tables(work: _Round) -> None:
    """Append the new rows, but those that another process has written in the meantime."""
    study, tables = work.study, work.study.config.tables
    if work.rows or work.speakers:
        with held(study.config.paths["cache"] / "tables.lock"):
            study.forget_tables()
            there = {(each.source, fold(each.label)) for each in study.records.speakers}
            rows = [row for name, row in work.rows.items() if name not in study.listed]
            said = [
                row
                for (source, label), row in work.speakers.items()
                if (source, fold(label)) not in there
            ]
            append_rows(tables["sources"], SOURCE_COLUMNS, rows)
            append_rows(tables["speakers"], SPEAKER_COLUMNS, said)
        study.forget_tables()
    work.manifest.save()
