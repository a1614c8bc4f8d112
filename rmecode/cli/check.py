"""``rmecode check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rmecode.cli.options import json_option, study_option
from rmecode.cli.output import count_of_problems, print_json
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study


@click.command(help=_("Check the whole folder: tables, codebook, rules, files, codings, database."))
@json_option
@study_option
def check(as_json: bool, study: Study) -> int:
    """Print every problem, and end with 2 if there is one."""
    from rmecode.study.checking import check_study

    problems, notices = check_study(study)
    if as_json:
        print_json({"problems": problems, "notices": notices})
        return 2 if problems else 0
    lines = [problem.sentence for problem in problems]
    if notices:
        lines += [_("To look at:"), *(f"- {notice.sentence}" for notice in notices)]
    lines.append(count_of_problems(len(problems)) if problems else _("No problems."))
    click.echo("\n".join(lines))
    return 2 if problems else 0
