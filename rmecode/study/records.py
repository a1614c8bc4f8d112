"""The study's tables as values: cases, sources, participants, speakers, assigned parts.

Each reader checks its whole table and returns the values together with every problem it saw. What a
row says wrongly is left out of its value, so that one mistake is not reported again by other tables.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.analysis.units import NATIONAL, TOTAL
from rmecode.errors import RmecodeError
from rmecode.errors.analysis import ReservedCaseError
from rmecode.errors.study import CaseNotOfSourceError
from rmecode.messages import _
from rmecode.model import Case, Participant, Problem, Source, Speaker, fold
from rmecode.study.config import INTERVIEWER, TABLES, key_of
from rmecode.study.heads import HEADS
from rmecode.study.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from rmecode.model import Attribute
    from rmecode.study.config import Config
    from rmecode.study.tables import Row, Table

DATE: Final = re.compile(r"\d{4}-\d{2}(-\d{2})?")
NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
WORKBOOKS: Final = (".xlsx", ".xlsm")
GROUPED: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+")
"""What may be thousands, as Spanish groups them, or a number with three decimals."""
DEFAULTS: Final = tuple(f"{name}.csv" for name in TABLES)
"""What the tables are called where study.toml does not say."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """A row of the assignments table: turns of a source that belong to one of its cases."""

    source: str
    turns: str
    case: str


@dataclass(frozen=True, slots=True)
class Records:
    """All tables of a study, and all problems in them."""

    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    participants: tuple[Participant, ...]
    speakers: tuple[Speaker, ...]
    parts: tuple[PartRow, ...]
    done: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


class _Reader:
    """One table being read: gives rows and collects problems."""

    def __init__(
        self,
        path: Path,
        required: Iterable[str],
        root: Path,
        names: Collection[str] = tuple(HEADS),
    ) -> None:
        self.name = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
        self.problems: list[Problem] = []
        self.keys: dict[tuple[str, str], str | None] = {}
        self.table: Table | None = None
        self.is_workbook = path.suffix.lower() in WORKBOOKS
        if not path.exists():
            if path.name not in DEFAULTS:
                what = _("is not there, and study.toml names it.")
                self.problems.append(Problem(self.name, "", what, _("Correct its name.")))
            return
        try:
            self.table = read_table(path, names)
            self.table.require(*required)
        except RmecodeError as error:
            what = str(error).removeprefix(f"{path}: ")
            self.problems.append(Problem(self.name, "", what))
            self.table = None

    def rows(self, *keys: str) -> list[Row]:
        """Return the rows that have a value for every key, noting those without."""
        kept = []
        for row in self.table.rows if self.table else ():
            empty = [key for key in keys if not row[key]]
            for key in empty:
                what = _("The cell {column} is empty.").format(column=key)
                self.note(row, what, _("Fill it in."))
            if not empty:
                kept.append(row)
        return kept

    def note(self, row: Row, what: str, remedy: str = "") -> None:
        """Note a problem of a row."""
        place = _("row {number}").format(number=row.number)
        self.problems.append(Problem(self.name, place, what, remedy))

    def once(self, rows: Iterable[Row], key: Callable[[Row], tuple[str, ...]]) -> list[Row]:
        """Return the first row of each key, noting the others; case and accents do not count."""
        first: dict[tuple[str, ...], Row] = {}
        for row in rows:
            name = tuple(fold(part) for part in key(row))
            if name in first:
                self.note(
                    row,
                    _("{name} stands already in row {first}.").format(
                        name=" / ".join(key(row)), first=first[name].number
                    ),
                    _("Remove one of the two."),
                )
            else:
                first[name] = row
        return list(first.values())

    def known(self, row: Row, kind: str, value: str, names: Mapping[str, str]) -> str | None:
        """Return which of the names, by their folded form, the value means, else note it."""
        found = names.get(fold(value))
        if found is None:
            self.unknown(row, kind, value, names.values())
        return found

    def unknown(self, row: Row, kind: str, value: str, names: Collection[str]) -> None:
        """Note that a value is none of the names, and what it may have been."""
        near = difflib.get_close_matches(value, names, n=1)
        hint = (
            _("Did you mean {name}?").format(name=near[0])
            if near
            else _("Known are: {names}.").format(names=", ".join(list(names)[:12]))
            if names
            else _("None is known: the table that names them is missing or empty.")
        )
        if "," in value:
            hint = f"{_('Several values are parted by a semicolon.')} {hint}"
        self.note(row, _("{kind} {value} is not known.").format(kind=kind, value=value), hint)

    def keyed(self, row: Row, kind: str, value: str, labels: Mapping[str, str]) -> str | None:
        """Return the key of study.toml that the value means; an empty value stays empty."""
        if (kind, value) not in self.keys:
            self.keys[kind, value] = key_of(value, labels) if value else ""
        key = self.keys[kind, value]
        if key is None:
            self.unknown(row, kind, value, labels.keys())
        return key


def _folded(names: Iterable[str]) -> dict[str, str]:
    """Return the names by their folded form, in which tables are compared."""
    return {fold(name): name for name in names}


def read_records(config: Config) -> Records:
    """Read and check all tables of the study."""
    cases, problems = read_cases(config)
    case_ids = [case.id for case in cases]
    sources, done, more = read_sources(config, case_ids)
    problems += more
    participants, more = read_participants(config, case_ids)
    problems += more
    speakers, more = read_speakers(
        config, [source.id for source in sources], [person.id for person in participants]
    )
    problems += more
    parts, more = read_parts(config, sources, case_ids)
    return Records(
        tuple(cases),
        tuple(sources),
        tuple(participants),
        tuple(speakers),
        tuple(parts),
        done,
        tuple(problems + more),
    )


def read_cases(config: Config) -> tuple[list[Case], list[Problem]]:
    """Return the cases with their typed attributes: every column that is not structure is one."""
    reader = _Reader(config.tables["cases"], ["case"], config.root, ["case"])
    if reader.table is None:
        return [], reader.problems
    names = [c for c in reader.table.columns if c not in ("", "case")]
    unknown = [name for name in config.attributes if name not in names]
    reader.problems += [
        Problem(
            "study.toml",
            f"attributes.{name}",
            _("is no column of {file}.").format(file=reader.name),
            _("Remove it, or add the column."),
        )
        for name in unknown
    ]
    cases = []
    for row in reader.once(reader.rows("case"), lambda row: (row["case"],)):
        if fold(row["case"]) in (NATIONAL, TOTAL):
            reader.note(row, str(ReservedCaseError(row["case"])))
        values = {
            name: _typed(reader, row, name, config.attributes.get(name, "text")) for name in names
        }
        cases.append(Case(row["case"], values))
    return cases, reader.problems


def _typed(reader: _Reader, row: Row, name: str, kind: str) -> Attribute:
    if not row[name]:
        return None
    if kind == "list":
        return row.list(name)
    if kind != "number":
        return row[name]
    return _number(reader, row, name)


def _number(reader: _Reader, row: Row, name: str) -> float | None:
    """Return the number, written with a decimal point or a decimal comma, else note it.

    Workbooks hold numbers as numbers and show them with a point, so that theirs are clear.
    """
    written = re.sub(r"\s", "", row[name])
    plain = written.replace(",", ".")
    number = float(plain) if NUMBER.fullmatch(plain) else None
    if GROUPED.fullmatch(written) and not (number is not None and reader.is_workbook):
        what = _("{value} in column {column} may be thousands or decimals.")
        remedy = _("Write {number} for thousands; write decimals with a comma.").format(
            number=written.replace(".", "")
        )
    elif number is None:
        what = _("{value} in column {column} is no number.")
        remedy = _("Write digits only, or make the attribute a text in study.toml.")
    else:
        return number
    reader.note(row, what.format(value=row[name], column=name), remedy)
    return None


def read_sources(
    config: Config, cases: Collection[str]
) -> tuple[list[Source], dict[str, tuple[str, ...]], list[Problem]]:
    """Return the sources, who has coded each to the end, and the problems."""
    reader = _Reader(config.tables["sources"], ["file"], config.root)
    rows = reader.once(reader.rows("file"), lambda row: (source_id(row),))
    reader.once(rows, lambda row: (row["file"].replace("\\", "/"),))
    instruments = {key: each.label for key, each in config.instruments.items()}
    known = _folded(cases)
    sources = []
    for row in rows:
        _check_date(reader, row)
        if any(ord(letter) < 32 for letter in source_id(row)):
            what = _("the id {source} has a line break or another control character.")
            reader.note(row, what.format(source=repr(source_id(row))), _("Write another id."))
        sources.append(
            Source(
                source_id(row),
                row["file"],
                reader.keyed(row, _("instrument"), row["instrument"], instruments) or "",
                reader.keyed(row, _("stage"), row["stage"], config.stages) or "",
                _cases(reader, row, known),
                row["date"],
                reader.keyed(row, _("role"), row["role"], config.roles) or "",
                row["title"],
            )
        )
    return sources, {source_id(row): row.list("done") for row in rows}, reader.problems


def _check_date(reader: _Reader, row: Row) -> None:
    written = row["date"]
    try:
        whole = DATE.fullmatch(written) and dt.date.fromisoformat(f"{written}-01"[:10])
    except ValueError:
        whole = None
    if written and not whole:
        what = _("{date} is no date.").format(date=written)
        reader.note(row, what, _("Write it as 2016-09-30, or 2016-09."))


def _cases(reader: _Reader, row: Row, cases: Mapping[str, str]) -> tuple[str, ...]:
    named = (reader.known(row, _("case"), each, cases) for each in row.list("cases"))
    return tuple(dict.fromkeys(case for case in named if case))


def source_id(row: Row) -> str:
    """Return the id of a row of the sources table: its own, else its file's stem."""
    return row["source"] or re.split(r"[\\/]", row["file"])[-1].rpartition(".")[0] or row["file"]


def read_participants(
    config: Config, cases: Collection[str]
) -> tuple[list[Participant], list[Problem]]:
    """Return the participants and the problems."""
    reader = _Reader(config.tables["participants"], ["participant", "role"], config.root)
    known = _folded(cases)
    people = [
        Participant(
            row["participant"],
            row["pseudonym"],
            reader.keyed(row, _("role"), row["role"], config.roles) or "",
            _cases(reader, row, known),
        )
        for row in reader.once(reader.rows("participant"), lambda row: (row["participant"],))
    ]
    return people, reader.problems


def read_speakers(
    config: Config, sources: Collection[str], participants: Collection[str]
) -> tuple[list[Speaker], list[Problem]]:
    """Return who stands behind the labels, and the problems."""
    reader = _Reader(config.tables["speakers"], ["source", "label"], config.root)
    known_sources, known_people = _folded(sources), _folded(participants)
    speakers = []
    for row in reader.once(
        reader.rows("source", "label"), lambda row: (row["source"], row["label"])
    ):
        source = reader.known(row, _("source"), row["source"], known_sources)
        person = row["participant"] and reader.known(
            row, _("participant"), row["participant"], known_people
        )
        role = reader.keyed(row, _("role"), row["role"], config.roles)
        if source and person is not None and role is not None:
            speakers.append(Speaker(source, row["label"], person or None, role or None))
    return speakers, reader.problems


def read_parts(
    config: Config, sources: Sequence[Source], cases: Collection[str]
) -> tuple[list[PartRow], list[Problem]]:
    """Return the assigned parts of sources of several cases, and the problems."""
    reader = _Reader(config.tables["assignments"], ["source", "turns", "case"], config.root)
    own = {source.id: source.cases for source in sources}
    known_sources, known_cases = _folded(own), _folded(cases)
    parts = []
    for row in reader.rows("source", "turns", "case"):
        source = reader.known(row, _("source"), row["source"], known_sources)
        case = reader.known(row, _("case"), row["case"], known_cases)
        if source and case and own[source] and case not in own[source]:
            reader.note(row, str(CaseNotOfSourceError(source, case, own[source])))
        elif source and case:
            parts.append(PartRow(source, row["turns"], case))
    return parts, reader.problems


def interviewer_labels(config: Config, source: str) -> frozenset[str]:
    """Return the labels, folded, by which a source's interviewer speaks, without checking tables.

    Reads the two tables that say so, and no other; of a table that cannot be read, nothing.
    """
    own = [row for row in _unchecked(config, "speakers") if fold(row["source"]) == fold(source)]
    roles: dict[str, str] = {}
    if any(row["participant"] and not row["role"] for row in own):
        people = _unchecked(config, "participants")
        roles = {fold(row["participant"]): row["role"] for row in people}
    said = ((row, row["role"] or roles.get(fold(row["participant"]), "")) for row in own)
    return frozenset(
        fold(row["label"])
        for row, role in said
        if role and key_of(role, config.roles) == INTERVIEWER
    )


def _unchecked(config: Config, table: str) -> Sequence[Row]:
    try:
        return read_table(config.tables[table]).rows
    except RmecodeError:
        return ()
