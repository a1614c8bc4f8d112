"""``rmecode check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rmecode.cli.options import author_of, coder_option, json_option, study_option, yes_option
from rmecode.cli.output import ask_or_stop, count_of_problems, print_json
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.model import Problem
    from rmecode.study import Study
    from rmecode.study.repairing import Repaired


@click.command(help=_("Check the whole folder: tables, codebook, rules, files, codings, database."))
@click.option(
    "--repair",
    is_flag=True,
    help=_("Mend what can be mended for certain in the database; 'rmecode undo' takes it back."),
)
@yes_option
@json_option
@coder_option
@study_option
def check(repair: bool, yes: bool, as_json: bool, coder: str | None, study: Study) -> int:
    """Print every problem, after mending what can be, and end with 2 if there is one."""
    from rmecode.study.checking import check_study

    repaired = _repair(study, coder, yes=yes) if repair else None
    problems, notices = check_study(study)
    if as_json:
        found = {"problems": problems, "notices": notices}
        print_json(
            found | ({"repaired": repaired.done, "doubts": repaired.doubts} if repaired else {})
        )
    else:
        click.echo("\n".join([*_mended(repaired, problems), *_found(problems, notices)]))
    return 2 if problems else 0


def _repair(study: Study, coder: str | None, *, yes: bool) -> Repaired:
    """Say what would be mended, ask, and mend it."""
    from rmecode.study.clock import now
    from rmecode.study.repairing import Repaired, damages, repair_study

    wrong = [each.problem.sentence for each in damages(study) if each.mended]
    if not wrong:
        return Repaired()
    if not yes:
        click.echo("\n".join(wrong), err=True)
        ask_or_stop(_("Mend this?"))
    return repair_study(study, by=author_of(study, coder), at=now())


def _mended(repaired: Repaired | None, left: list[Problem]) -> Iterator[str]:
    if repaired is None:
        return
    if done := [*repaired.done, *repaired.doubts]:
        yield from done
    else:
        yield _("Nothing here can be mended for certain.") if left else _("Nothing to mend.")


def _found(problems: list[Problem], notices: list[Problem]) -> Iterator[str]:
    yield from (problem.sentence for problem in problems)
    if notices:
        yield _("To look at:")
        yield from (f"- {notice.sentence}" for notice in notices)
    yield count_of_problems(len(problems)) if problems else _("No problems.")
