"""``run``: everything from the texts to the workbook, doing only what changed since the last run."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from rmecode import __version__
from rmecode.errors.study import NoSourcesError
from rmecode.messages import active
from rmecode.study.applying import apply_rules, checked_rules, rules_fingerprint
from rmecode.study.filters.choices import coders_seen
from rmecode.study.importing import import_folder
from rmecode.study.ingesting import ingest
from rmecode.study.leftovers import left_over
from rmecode.study.listing import words_said
from rmecode.study.marking import bring_marks
from rmecode.study.workbook import export_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rmecode.study.opening import Study

    Steps = Callable[[str], Callable[[int, int], None]]


WRITTEN: Final = ("sources", "speakers")
"""The tables to which a run adds rows itself."""


@dataclass(slots=True)
class RunSummary:
    """What a run found and did; counts of what there is now, and of what was new.

    ``problems`` are sentences on what could not be taken, ``notices`` on what people may want to
    look at. ``unchanged`` says that nothing had changed since the last run.
    """

    title: str = ""
    notice: str = ""
    sources: int = 0
    new_sources: int = 0
    words: int = 0
    cases: int = 0
    coders: dict[str, str] = field(default_factory=dict)
    codings: int = 0
    new_codings: int = 0
    done: int = 0
    rules: int = 0
    suggestions: int = 0
    new_suggestions: int = 0
    workbook: str = ""
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unchanged: bool = False


def run(study: Study, *, by: str, at: str, progress: Steps | None = None) -> RunSummary:
    """Bring everything in, apply the rules, count, and write the workbook.

    Files that cannot be taken are reported and the rest goes on.

    Raises:
        ProblemsError: tables, codebook or rules with problems; nothing was changed.
        NoSourcesError: the study has no text at all.
        RmecodeError: the database or the workbook cannot be written.
    """
    path = study.config.paths["cache"] / "run.json"
    kept = _load(path)
    state = _state(study)
    if (
        kept.get("state") == state
        and study.config.paths["results"].joinpath("rmecode.xlsx").exists()
    ):
        summary = RunSummary(**kept["summary"])
        summary.unchanged = True
        return summary
    before = _inputs(study)
    summary = _run(study, by=by, at=at, progress=progress)
    final = not summary.problems and _inputs(study) == before
    _save(path, {"state": _state(study) if final else "", "summary": asdict(summary)})
    return summary


def _run(study: Study, *, by: str, at: str, progress: Steps | None) -> RunSummary:
    steps = progress or (lambda _step: lambda _done, _total: None)
    summary = RunSummary(title=study.config.title, notice=study.config.notice)
    missed = checked_rules(study)
    report = ingest(study, by=by, at=at, progress=steps("ingest"))
    _tell(summary, report.problems, (note for each in report.taken for note in each.notes))
    summary.new_sources = len(report.taken)
    _news, problems = bring_marks(study, by=by, at=at)
    _tell(summary, problems, missed)
    for codings in import_folder(study, by=by, at=at):
        summary.new_codings += codings.new
        _tell(summary, codings.problems, codings.notices)
    evidence = study.evidence()
    if not evidence:
        raise NoSourcesError
    fingerprint = rules_fingerprint(study, evidence)
    if study.store.brought("rules") != (fingerprint,):
        summary.new_suggestions = apply_rules(study, by=by, at=at, progress=progress).outcome.added
    _tell(summary, (), left_over(study))
    exported = export_workbook(study, at=at)
    summary.workbook = str(exported.path)
    summary.notices += exported.warnings
    _count(study, summary)
    return summary


def _tell(summary: RunSummary, problems: Iterable[Any], notices: Iterable[Any]) -> None:
    summary.problems += [problem.sentence for problem in problems]
    summary.notices += [notice.sentence for notice in notices]


def _count(study: Study, summary: RunSummary) -> None:
    counts = study.store.counts()
    summary.sources, summary.codings, summary.suggestions = (
        counts.sources,
        counts.codings,
        counts.open,
    )
    evidence, texts = study.evidence(), study.store.texts()
    summary.words = sum(words_said(texts[each.source.id].text, each.turns) for each in evidence)
    summary.cases = len({case for each in evidence for case in each.source.cases})
    summary.coders = {coder.name: str(coder.kind) for coder in coders_seen(study)}
    summary.done = len({mark.source for mark in study.store.done()})
    summary.rules = sum(len(code.rules) for code in study.codebook)


def _state(study: Study) -> str:
    """Return what the whole run depends on, hashed, without reading any transcript."""
    written = [study.config.tables[name] for name in WRITTEN]
    seen_by = study.store.seen_by
    parts = (__version__, active(), seen_by, _last_entry(study), _inputs(study), _contents(written))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _inputs(study: Study) -> tuple[list[str], list[tuple[str, int, int]]]:
    """Return what a run reads and never writes: contents of what is small, stamps of the rest."""
    config = study.config
    tables = [path for name, path in config.tables.items() if name not in WRITTEN]
    listed = [study.root / source.file.replace("\\", "/") for source in study.records.sources]
    stamps = [_stamp(each) for each in (*listed, *sorted(config.paths["codings"].glob("*")))]
    return _contents([config.root / "study.toml", config.codebook, *tables]), stamps


def _contents(files: Iterable[Path]) -> list[str]:
    return [
        hashlib.sha256(each.read_bytes()).hexdigest() if each.is_file() else "" for each in files
    ]


def _last_entry(study: Study) -> int:
    """Return the number of the last line of the log, 0 for none."""
    entries = study.store.history(1)
    return entries[0].id if entries else 0


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), -1, -1)
    return (str(path), found.st_size, found.st_mtime_ns)


def _load(path: Path) -> dict[str, Any]:
    """Return what the last run left; nothing if it is missing, damaged or of another version."""
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    names = {each.name for each in fields(RunSummary)}
    whole = isinstance(kept, dict) and set(kept.get("summary", ())) == names
    return kept if whole else {}


def _save(path: Path, kept: dict[str, Any]) -> None:
    from rmecode.exchange.files import write_whole

    write_whole(path, json.dumps(kept, ensure_ascii=False, sort_keys=True).encode())
