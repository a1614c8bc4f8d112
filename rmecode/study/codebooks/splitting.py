"""Splitting a code: new codes, and which of its excerpts go to which, by rule, list or one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.errors.codebook import NothingToEditError, NotThisCodeError, UnclearOptionError
from rmecode.errors.problems import ProblemsError
from rmecode.messages import _, ngettext
from rmecode.model import Problem, Span, find_code, fold
from rmecode.study.codebooks.concerns import Concern, concerns
from rmecode.study.codebooks.edits import Plan, Words, existing, opened, planned, with_new
from rmecode.study.codebooks.versions import ids_ever
from rmecode.study.codebooks.writing import Edit
from rmecode.study.excerpts.surroundings import with_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rmecode.model import Code
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study

CONTEXT = 160
"""How many characters of a text are shown before and after an excerpt."""


@dataclass(frozen=True, slots=True)
class Split:
    """A code to be split, the codes that its excerpts may get, and the file's text with these."""

    code: Code
    targets: tuple[Code, ...]
    text: str
    named: Mapping[str, Code]
    """The targets, and the code itself, by what people call them here, folded."""


@dataclass(frozen=True, slots=True)
class SplitExcerpt:
    """An excerpt of the code, with what helps to decide; ``before`` and ``after`` are context."""

    id: int
    source: str
    turn: int
    coder: str
    memo: str
    before: str
    quote: str
    after: str


def prepared(
    study: Study, typed: str, into: Iterable[str], definitions: Mapping[str, str]
) -> Split:
    """Return what a split works with; nothing is written.

    Args:
        study: whose codebook.
        typed: the code.
        into: names beside it, paths, or codes that there are.
        definitions: of new codes, by what ``into`` calls them; others get one that says whence.

    Raises:
        RmecodeError: an unknown code, or a new one that cannot be.
    """
    book, text = opened(study), study.codebook_text
    code = find_code(book, typed)
    wanted = tuple(dict.fromkeys(into))
    said = {fold(name): definition for name, definition in definitions.items()}
    for name in definitions:
        if fold(name) not in {fold(each) for each in wanted}:
            raise NotThisCodeError(name, "--definition", wanted)
    used = ids_ever(study.store)
    named = {fold(each): code for each in (typed, code.path, code.name, code.id)}
    targets = []
    beside = code
    for each in wanted:
        target = existing(book, each)
        if target is None:
            definition = said.get(fold(each)) or _to_be_written(code)
            words = Words(definition=definition)
            text, target = with_new(text, each, words, beside=beside, used=used)
            beside = target if target.parent == code.parent else beside
        elif target.id == code.id:
            raise NotThisCodeError(each, "--into", [_("the other codes")])
        targets.append(target)
        named |= {fold(name): target for name in (each, target.path, target.name, target.id)}
    return Split(code, tuple(targets), text, named)


def _to_be_written(code: Code) -> str:
    return _("(To be written; a part of «{label}»:) {definition}").format(
        label=code.label, definition=code.definition
    )


def excerpts(study: Study, split: Split) -> tuple[SplitExcerpt, ...]:
    """Return the excerpts of the code, by source and place."""
    rows = _rows(study, split.code)
    texts = study.store.texts({str(row["source"]) for row in rows})
    return tuple(_excerpt(row, texts[str(row["source"])].text) for row in rows)


def _excerpt(row: Record, text: str) -> SplitExcerpt:
    start, end = int(str(row["start"])), int(str(row["end"]))
    around = with_context(text, Span(start, end), CONTEXT)
    return SplitExcerpt(
        id=int(str(row["id"])),
        source=str(row["source"]),
        turn=int(str(row["turn"] or 0)),
        coder=str(row["coder"]),
        memo=str(row["memo"]),
        before=text[around.start : start],
        quote=str(row["quote"]),
        after=text[end : around.end],
    )


def _rows(study: Study, code: Code) -> list[Record]:
    from rmecode.study.listing import coding_rows

    return [row for row in coding_rows(study) if row["code"] == code.path]


def by_rules(study: Study, split: Split, rules: Iterable[str], rest: str = "") -> dict[int, str]:
    """Return the code's id for each coding that a rule ``EXPRESSION => CODE`` fits; the first wins.

    Args:
        study: whose codings.
        split: what is split.
        rules: filters as for ``--where``, each with a code of the split.
        rest: the code for what no rule fits; without one it stays.

    Raises:
        RmecodeError: a rule that cannot be read, or a code that is not of the split.
    """
    from rmecode.study.filters.sifting import passing

    left = _rows(study, split.code)
    decided: dict[int, str] = {}
    for rule in rules:
        where, arrow, typed = rule.rpartition("=>")
        if not (arrow and where.strip()):
            raise UnclearOptionError(rule, "--by", "EXPRESSION => NAME")
        target = _target(split, typed, "--by")
        fitting = passing(study, where.strip())
        decided |= {int(str(row["id"])): target.id for row in left if row["id"] in fitting}
        left = [row for row in left if row["id"] not in fitting]
    if rest:
        target = _target(split, rest, "--rest")
        decided |= {int(str(row["id"])): target.id for row in left}
    return decided


def by_file(study: Study, split: Split, path: Path) -> dict[int, str]:
    """Return the code's id for each coding that a table with the columns id and code names.

    Raises:
        ProblemsError: with every row that cannot be taken.
        RmecodeError: the file cannot be read, or lacks a column.
    """
    from rmecode.study.tables import read_table

    table = read_table(path, ["code"])
    table.require("id", "code")
    known = {int(str(row["id"])) for row in _rows(study, split.code)}
    decided: dict[int, str] = {}
    problems = []
    for row in table:
        number = row["id"].removeprefix("c").strip()
        what = _wrong(split, known, decided, number, row["code"])
        if what:
            place = _("row {number}").format(number=row.number)
            problems.append(Problem(path.name, place, what))
        elif row["code"]:
            decided[int(number)] = _target(split, row["code"], "--assign").id
    if problems:
        raise ProblemsError(problems)
    return decided


def _wrong(
    split: Split, known: set[int], decided: Mapping[int, str], number: str, code: str
) -> str:
    """Return what is wrong with a row; nothing if it can be taken."""
    if not (number.isdecimal() and int(number) in known):
        what = _("{id} is no coding of {code}.")
        return what.format(id=number or "''", code=split.code.path)
    if int(number) in decided:
        return _("{id} stands twice.").format(id=number)
    if code and fold(code.strip()) not in split.named:
        names = ", ".join(each.path for each in (*split.targets, split.code))
        return _("{code} is not one of {names}.").format(code=code, names=names)
    return ""


def _target(split: Split, typed: str, option: str) -> Code:
    found = split.named.get(fold(typed.strip()))
    if found is None:
        raise NotThisCodeError(typed.strip(), option, [each.path for each in split.targets])
    return found


def plan(study: Study, split: Split, decided: Mapping[int, str]) -> Plan:
    """Plan the split: the new codes, and the codings that were decided on.

    Raises:
        RmecodeError: nothing would change.
    """
    recoded = {
        target.id: tuple(sorted(id_ for id_, code in decided.items() if code == target.id))
        for target in split.targets
    }
    if split.text == study.codebook_text and not any(recoded.values()):
        raise NothingToEditError(split.code.path)
    subject = f"{split.code.path} → {', '.join(target.path for target in split.targets)}"
    edit = Edit("codebook split", subject, study.codebook_text, split.text, recoded=recoded)
    return planned(study, edit, [split.code], [*_said(study, split, recoded), *_staying(split)])


def _said(study: Study, split: Split, recoded: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Yield how many codings each code gets, and how many stay."""
    there = concerns(study.store).get(split.code.id, Concern()).total
    counts = [(target.path, len(recoded[target.id])) for target in split.targets]
    stay = there - sum(count for _path, count in counts)
    for path, count in counts:
        said = ngettext("{count} coding becomes {code}.", "{count} codings become {code}.", count)
        yield said.format(count=count, code=path)
    said = ngettext("{count} coding stays in {code}.", "{count} codings stay in {code}.", stay)
    yield said.format(count=stay, code=split.code.path)


def _staying(split: Split) -> Iterator[str]:
    if split.code.rules:
        said = _("The rules of {code} stay with it, and so do its open suggestions.")
        yield said.format(code=split.code.path)
