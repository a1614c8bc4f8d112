"""The codebook from the tables people keep: which codes are new, which say something else now.

What a table does not have stays as it is: codes without a row, fields without a column or with an
empty cell, comments and rules. The YAML is rewritten, shown as changes, and taken in one step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.codebook import rewriting
from rmecode.codebook.comparing import ChangeKind, compare, describe
from rmecode.codebook.reading import COLOR
from rmecode.errors.problems import ProblemsError
from rmecode.messages import _, ngettext
from rmecode.model import Codebook, Problem, fold
from rmecode.study.codebooks.columns import read_code_table
from rmecode.study.codebooks.edits import Plan, opened, planned
from rmecode.study.codebooks.founding import founding_text, write_first
from rmecode.study.codebooks.growing import grown
from rmecode.study.codebooks.rows import Reading
from rmecode.study.codebooks.versions import ids_ever
from rmecode.study.codebooks.words import news
from rmecode.study.codebooks.writing import Edit, Outcome, carry_out, checked_book

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from rmecode.codebook.comparing import Change
    from rmecode.study.codebooks.columns import CodeTable
    from rmecode.study.codebooks.rows import Meant
    from rmecode.study.opening import Study

ACTION: Final = "codebook import"


@dataclass(frozen=True, slots=True)
class TableImport:
    """A table that was read against the codebook; nothing is written yet.

    ``untouched`` is how many codes of the codebook have no row; ``unknown`` are the heads of
    columns that mean nothing here. ``founding`` says that the study had no codebook before.
    """

    plan: Plan
    changes: tuple[Change, ...]
    same: int
    untouched: int
    unknown: tuple[str, ...] = ()
    founding: bool = False

    @property
    def news(self) -> bool:
        """Tell whether there is anything to write."""
        return self.plan.edit.before != self.plan.edit.after


def import_codebook_table(
    study: Study, path: Path, *, placeholder: str = "", reread: bool = False
) -> TableImport:
    """Plan what a table makes of the codebook; ``take_table`` carries it out.

    Args:
        study: the study; if its codebook's file does not exist, the table makes it.
        path: the table, CSV or XLSX.
        placeholder: the definition of new codes that the table does not define.
        reread: mark the codings of redefined codes to be reread.

    Raises:
        ProblemsError: with every problem of the table, by row.
        RmecodeError: the table or the codebook cannot be read.
    """
    table = read_code_table(path)
    if not study.config.codebook.exists():
        text = founding_text(study.config, checked(table, None, placeholder), placeholder)
        book = checked_book(text, study.config.codebook.name)
        plan = Plan(Edit(ACTION, path.name, "", text))
        changes = compare(Codebook("", "", ()), book)
        return TableImport(plan, changes, 0, 0, table.unknown, founding=True)
    book = opened(study)
    meant = checked(table, book, placeholder)
    before = study.codebook_text
    after = _rewritten(before, meant, placeholder, ids_ever(study.store))
    changes = compare(book, checked_book(after, ""))
    redefined = [each for each in changes if each.kind is ChangeKind.REDEFINED]
    edit = Edit(
        ACTION,
        path.name,
        before,
        after,
        redefined=tuple(redefined) if reread else (),
    )
    codes = [change.old for change in redefined if change.old is not None]
    touched = {change.id for change in changes}
    standing = [each for each in meant if each.code is not None]
    return TableImport(
        planned(study, edit, codes),
        changes,
        same=sum(1 for each in standing if each.code and each.code.id not in touched),
        untouched=len(book.codes) - len(standing),
        unknown=table.unknown,
    )


def take_table(study: Study, found: TableImport, *, by: str, at: str) -> Outcome:
    """Write the codebook and its version, as one line of the log.

    Raises:
        RmecodeError: the file was edited meanwhile, or something cannot be written.
    """
    if not found.founding:
        return carry_out(study, found.plan.edit, by=by, at=at)
    return write_first(study, found.plan.edit, by=by, at=at)


def said_of(found: TableImport) -> Iterator[str]:
    """Yield what the table changes, code by code, and what it leaves alone."""
    for change in found.changes:
        yield from describe(change)
    if found.same:
        same = ngettext(
            "{count} code is as in the table.", "{count} codes are as in the table.", found.same
        )
        yield same.format(count=found.same)
    if found.untouched:
        rest = ngettext(
            "{count} code of the codebook has no row in the table, and stays.",
            "{count} codes of the codebook have no row in the table, and stay.",
            found.untouched,
        )
        yield rest.format(count=found.untouched)
    if found.unknown:
        yield _("Columns that were not taken: {heads}.").format(heads=", ".join(found.unknown))


def checked(table: CodeTable, book: Codebook | None, placeholder: str) -> list[Meant]:
    """Return what the rows mean.

    Raises:
        ProblemsError: with every problem of them.
    """
    reading = Reading(table, book)
    meant = reading.meant()
    for each in meant:
        if each.code is None and not each.row["definition"] and not placeholder:
            what = _("{path} is new and has no definition.").format(path=each.path)
            remedy = _('Write one, or give all such codes the same with --placeholder "TEXT".')
            reading.note(each.row, what, remedy)
        color = each.row["color"]
        if color and not COLOR.fullmatch(color):
            what = _("{color} is no colour.").format(color=color)
            reading.note(each.row, what, _('Write "#RRGGBB".'))
    _check_ids(reading, meant, book)
    if reading.problems:
        raise ProblemsError(reading.problems)
    if not table.rows:
        raise ProblemsError([Problem(table.name, "", _("has no codes."), _("Give it a row each."))])
    return meant


def _check_ids(reading: Reading, meant: Iterable[Meant], book: Codebook | None) -> None:
    """Note new codes whose id is that of another row, or was that of another code before."""
    taken = {fold(name): code.path for code in book or () for name in (code.id, *code.former)}
    for each in meant:
        if each.code is not None or not each.id:
            continue
        if fold(each.id) in taken:
            what = _("{path}: {other} has or had the id {id}.")
            said = what.format(path=each.path, other=taken[fold(each.id)], id=each.id)
            reading.note(each.row, said, _("Ids are permanent: correct the cell, or empty it."))
        taken.setdefault(fold(each.id), each.path)


def _rewritten(text: str, meant: Sequence[Meant], placeholder: str, used: Collection[str]) -> str:
    """Return the codebook's text with everything that the rows say."""
    fields = {each.code.id: news(each.row, each.code) for each in meant if each.code is not None}
    said = {code: told for code, told in fields.items() if told}
    if said:
        text = rewriting.all_changed(text, said)
    if all(each.code is not None for each in meant):
        return text
    return grown(text, checked_book(text, ""), meant, placeholder, used)
