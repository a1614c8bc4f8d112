"""Codings from files of people's making: placed at their words, taken once, never revived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rmecode.coding import CodingRow, Known, read_rows
from rmecode.errors import RmecodeError
from rmecode.exchange.csv_files import unescape
from rmecode.messages import _, ngettext
from rmecode.model import Coder, Problem, Quote, fold
from rmecode.study.codebooks.recording import record_codebook
from rmecode.study.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rmecode.coding import Taken
    from rmecode.study.opening import Study
    from rmecode.study.tables import Row


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What became of a file of codings."""

    file: str
    new: int = 0
    standing: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


def import_codings(
    study: Study, path: Path, *, by: str, at: str, coder: str = "", revive: bool = False
) -> CodingsReport:
    """Take the codings of a CSV or XLSX file; rows with a problem stay out and are reported.

    Args:
        study: where they go.
        path: the file, with columns source, code, and start and end or quote, or both.
        by: who imports, for the log.
        at: when.
        coder: whose codings they are, for rows that name no coder.
        revive: take again what somebody had removed.

    Raises:
        RmecodeError: the file as a whole cannot be read, or the database not written.
    """
    rows = rows_of(path)
    number = record_codebook(study, by=by, at=at)
    known = Known(study.store.texts(), study.codebook, number, coder)
    taken = read_rows(rows, path.name, known)
    if not taken.codings:
        return CodingsReport(path.name, problems=taken.problems, notices=taken.notices)
    return _store(study, path.name, taken, by=by, at=at, revive=revive)


def rows_of(path: Path) -> list[CodingRow]:
    """Return the rows of a codings file as they were written.

    Raises:
        RmecodeError: it cannot be read, or lacks a column.
    """
    table = read_table(path)
    table.require("source", "code")
    if "quote" not in table.columns:
        table.require("start", "end")
    return [_row(row) for row in table]


def _row(row: Row) -> CodingRow:
    quote = Quote(row["quote"], row["before"], row["after"])
    plain = Quote(unescape(quote.exact), unescape(quote.before), unescape(quote.after))
    return CodingRow(
        row.number,
        unescape(row["source"]),
        unescape(row["code"]),
        row["start"],
        row["end"],
        quote,
        unescape(row["coder"]),
        unescape(row["memo"]),
        unescaped=plain if plain != quote else None,
    )


def _store(
    study: Study, file: str, taken: Taken, *, by: str, at: str, revive: bool
) -> CodingsReport:
    called: dict[str, str] = {}
    for coding in taken.codings:
        called.setdefault(fold(coding.coder), study.coder_named(coding.coder))
    codings = [replace(each, coder=called[fold(each.coder)]) for each in taken.codings]
    names = dict.fromkeys(called.values())
    with study.store.changes(by=by, at=at, action="import", subject=file) as changes:
        for name in names:
            changes.add_coder(Coder(name, study.kind_of(name)))
        added = changes.add_codings(codings, revive=revive)
        memos = {each.id: each.memo for each in changes.codings()}
    new, removed = len(added.new) + len(added.revived), len(added.removed)
    other = sum(
        bool(coding.memo) and memos.get(number, coding.memo) != coding.memo
        for number, coding in zip(added.ids, taken.codings, strict=True)
    )
    return CodingsReport(
        file,
        new,
        len(taken.codings) - new - removed,
        removed,
        taken.problems,
        (*taken.notices, *_undeclared(study, names), *_other_memos(file, other)),
    )


def _other_memos(file: str, count: int) -> Iterable[Problem]:
    """Yield a notice on memos that were not taken, because their codings stand with others."""
    if count:
        what = ngettext(
            "{count} row has another memo than its coding in the project, which stays as it is.",
            "{count} rows have other memos than their codings in the project, which stay as they are.",
            count,
        )
        remedy = _("To take it, remove the coding and import with --revive.")
        yield Problem(file, "", what.format(count=count), remedy)


def _undeclared(study: Study, names: Iterable[str]) -> Iterable[Problem]:
    for name in names:
        if name not in study.config.coders:
            what = _("is not there; {name} was taken as a person.").format(name=name)
            remedy = _('Write {name} = "person" or "simulated" there.').format(name=name)
            yield Problem("study.toml", f"coders.{name}", what, remedy)


def import_folder(study: Study, *, by: str, at: str) -> list[CodingsReport]:
    """Take every file of codings in the study's folder for them, in the order of their names."""
    reports = []
    for path in coding_files(study):
        try:
            reports.append(import_codings(study, path, by=by, at=at))
        except RmecodeError as error:
            what = str(error).removeprefix(f"{path}: ")
            reports.append(CodingsReport(path.name, problems=(Problem(path.name, "", what),)))
    return reports


def coding_files(study: Study) -> list[Path]:
    """Return the tables in the study's folder for codings, in the order of their names."""
    folder = study.config.paths["codings"]
    found = sorted(folder.glob("*")) if folder.is_dir() else []
    tables = (".csv", ".tsv", ".xlsx")
    return [p for p in found if p.suffix.lower() in tables and not p.name.startswith((".", "~"))]
