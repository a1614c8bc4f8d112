"""``rmecode codebook``: check, show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.options import json_option, language_option, study_option
from rmecode.cli.output import count_of_problems, print_json
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study


@click.group(help=_("Check and show the codebook."))
@language_option
def codebook() -> None:
    """Hold the commands on the codebook."""


@codebook.command(help=_("Check the codebook: form, names, rules, and examples that rules miss."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--study",
    "folder",
    type=click.Path(path_type=Path),
    help=_("Folder of the study that a rule may ask about; FILE needs none."),
)
@language_option
def check(file: Path | None, folder: Path | None) -> int:
    """Print every problem, and end with 2 if there is one."""
    from rmecode.study.checking import check_codebook_file

    book, problems = check_codebook_file(file, folder)
    if problems or book is None:
        sentences = [problem.sentence for problem in problems]
        click.echo("\n".join([*sentences, count_of_problems(len(problems))]))
        return 2
    click.echo(
        _("{name} {version}: {codes} codes, {rules} rules, no problems.").format(
            name=book.name,
            version=book.version,
            codes=len(book.codes),
            rules=sum(len(code.rules) for code in book),
        )
    )
    return 0


@codebook.command(help=_("Show the tree of codes, or one code whole."))
@click.argument("code", required=False)
@json_option
@study_option
def show(code: str | None, as_json: bool, study: Study) -> None:
    """Print the tree, or the code."""
    from rmecode.codebook.showing import tree, whole
    from rmecode.model import find_code

    book = study.codebook
    wanted = [find_code(book, code)] if code else list(book.codes)
    if as_json:
        print_json(wanted)
    else:
        click.echo("\n".join(whole(wanted[0]) if code else tree(book)))
