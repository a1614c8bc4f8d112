"""``check``: every problem of the whole folder at once, each with its file, place and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from rmecode.codebook.reading import parse_codebook, read_text
from rmecode.errors import RmecodeError
from rmecode.messages import _
from rmecode.model import Problem, TextVersion, TurnKind, fold
from rmecode.study.leftovers import left_over
from rmecode.study.repairing import damages

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from rmecode.ingest import Transcript
    from rmecode.model import Attribute, Codebook, Source
    from rmecode.query import Expression
    from rmecode.study.opening import Study
    from rmecode.study.records import Records

ANY_FIELD: Final = dict.fromkeys(
    ("role", "instrument", "stage", "case", "source", "participant", "turn", "date", "version")
)
"""What a rule may ask for where there is no study to ask."""


def check_study(study: Study) -> tuple[list[Problem], list[Problem]]:
    """Return the problems of the study, and what people may want to look at.

    Looks at the tables, the codebook and its rules, every listed file, the labels in them, the
    files of codings and the database; changes nothing.
    """
    from rmecode.study.records import read_records

    records = read_records(study.config)
    codebook, problems = check_codebook(study, records)
    texts, notices = {}, []
    for source in records.sources:
        try:
            texts[source.id], found = _read(study, source, records)
            notices += found
        except RmecodeError as error:
            problems.append(_of(study, study.root / source.file, error))
    damaged = damages(study)
    faults = [each.problem for each in damaged if each.grave]
    problems = [*records.problems, *problems, *faults]
    notices += [each.problem for each in damaged if not each.grave]
    if not faults and study.config.paths["database"].exists():
        texts |= study.store.texts()
    if codebook is not None:
        for found_problems, found_notices in _codings(study, codebook, texts):
            problems += found_problems
            notices += found_notices
    if not problems and study.config.paths["database"].exists():
        notices += left_over(study)
    return problems, [*notices, *_unlisted(study, records)]


def check_codebook(study: Study, records: Records) -> tuple[Codebook | None, list[Problem]]:
    """Return the codebook, and its problems: of the file, the rules, and examples they miss."""
    from rmecode.study.filters.expressions import reader_of, rule_fields

    asked = rule_fields(study.config, records)
    return check_file(study.config.codebook, asked, reader_of(study.config))


def check_codebook_file(
    file: Path | None, folder: Path | None
) -> tuple[Codebook | None, list[Problem]]:
    """Check a codebook file, against the study around it where there is one; else the study's.

    Raises:
        StudyNotFoundError: neither a file was named, nor is there a study.
    """
    from rmecode.errors.study import StudyNotFoundError
    from rmecode.query import parse
    from rmecode.study.config import find_study, read_config
    from rmecode.study.filters.expressions import reader_of, rule_fields
    from rmecode.study.records import read_records

    try:
        config = read_config(find_study(folder or Path.cwd()))
    except StudyNotFoundError:
        if file is None:
            raise
        return check_file(file, ANY_FIELD, parse)
    asked = rule_fields(config, read_records(config))
    return check_file(file or config.codebook, asked, reader_of(config))


def check_file(
    path: Path,
    fields: Mapping[str, Collection[Attribute] | None],
    read: Callable[[str], Expression],
) -> tuple[Codebook | None, list[Problem]]:
    """Return the codebook of a file, and everything that is wrong with it."""
    from rmecode.codebook.rules import check_rules

    try:
        text, problems = read_text(path)
    except RmecodeError as error:
        return None, [Problem(path.name, "", str(error).removeprefix(f"{path}: "))]
    if problems:
        return None, problems
    codebook, problems = parse_codebook(text, path.name)
    if codebook is None or problems:
        return None, problems
    checked = check_rules(codebook, fields, path.name, read)
    return codebook, [*checked.problems, *checked.missed]


def _of(study: Study, path: Path, error: RmecodeError) -> Problem:
    return Problem(study.config.name_of(path), "", str(error).removeprefix(f"{path}: "))


def _read(study: Study, source: Source, records: Records) -> tuple[TextVersion, list[Problem]]:
    """Return the text as it would be taken, and doubts about its labels."""
    from rmecode.ingest import read_document
    from rmecode.study.recognising import turns_of

    document = read_document(study.root / source.file.replace("\\", "/"))
    transcript = turns_of(study.config, records, source, document)
    version = TextVersion(
        source.id, 1, document.text, document.hash, document.file_hash, "", "", ""
    )
    return version, list(_labels(study, source, transcript, records))


def _labels(
    study: Study, source: Source, transcript: Transcript, records: Records
) -> Iterator[Problem]:
    """Yield labels that the text has and the speakers table has not, and the other way round."""
    said = {t.label for t in transcript.turns if t.kind is TurnKind.SPEECH and t.label}
    listed = {each.label for each in records.speakers if each.source == source.id}
    folded = {fold(label) for label in listed}
    file = study.config.tables["speakers"].name
    for label in sorted(said):
        if listed and fold(label) not in folded:
            what = _("the label {label} of the text has no row here.").format(label=label)
            yield Problem(file, source.id, what, _("Add one, so that it is known who speaks."))
    for label in sorted(listed):
        if fold(label) not in {fold(each) for each in said}:
            what = _("nobody is labelled {label} in the text.").format(label=label)
            yield Problem(file, source.id, what, _("Correct the label, or remove the row."))


def _codings(
    study: Study, codebook: Codebook, texts: dict[str, TextVersion]
) -> Iterator[tuple[tuple[Problem, ...], tuple[Problem, ...]]]:
    from rmecode.coding import Known, read_rows
    from rmecode.study.importing import coding_files, rows_of

    for path in coding_files(study):
        try:
            taken = read_rows(rows_of(path), path.name, Known(texts, codebook, 0, "-"))
        except RmecodeError as error:
            yield (_of(study, path, error),), ()
        else:
            yield taken.problems, taken.notices


def _unlisted(study: Study, records: Records) -> Iterator[Problem]:
    """Yield the files among the transcripts that the sources table does not have."""
    from rmecode.ingest import format_of, is_shadow

    folder = study.config.paths["transcripts"]
    listed = {(study.root / s.file.replace("\\", "/")).resolve() for s in records.sources}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        known = path.is_file() and format_of(path.suffix) and not is_shadow(path)
        if known and path.resolve() not in listed:
            name = (
                path.relative_to(study.root).as_posix()
                if path.is_relative_to(study.root)
                else path.name
            )
            yield Problem(
                name,
                "",
                _("is in no row of the sources table."),
                _("Take it with 'rmecode ingest {file}'.").format(file=name),
            )
