"""``rmecode codebook import``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.codebook_edit import in_words, plan_as_json, said
from rmecode.cli.options import (
    author_of,
    coder_option,
    dry_run_option,
    json_option,
    study_option,
    yes_option,
)
from rmecode.cli.output import ask_or_stop, print_json
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.codebooks.tables import TableImport
    from rmecode.study.codebooks.writing import Outcome


@click.command(
    "import",
    help=_(
        "Take codes from a table, CSV or XLSX: new ones, and what is said anew of those there are. "
        "A row is found by its id, its path (A > B) or its name and parent; codes without a row and "
        "fields without words stay as they are. A study without a codebook gets one."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--placeholder", default="", help=_("The definition of new codes that have none."))
@click.option("--reread", is_flag=True, help=_("Mark codings of redefined codes to be reread."))
@dry_run_option
@yes_option
@json_option
@coder_option
@study_option
def import_(
    file: Path,
    placeholder: str,
    reread: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Show what the table changes, ask, and write it."""
    from rmecode.study.clock import now
    from rmecode.study.codebooks.tables import import_codebook_table, take_table

    by = author_of(study, coder)
    found = import_codebook_table(study, file, placeholder=placeholder, reread=reread)
    go = found.news and not dry_run
    if not as_json:
        _show(found)
        if go and not yes:
            ask_or_stop(_("Go on?"))
    go = go and (yes or not as_json)
    outcome = take_table(study, found, by=by, at=now()) if go else None
    if as_json:
        print_json(_as_json(found, outcome))
    else:
        click.echo("\n".join(said(outcome)))


def _show(found: TableImport) -> None:
    from rmecode.study.codebooks.tables import said_of

    concerned = [f"{path}: {in_words(concern)}" for path, concern in found.plan.concerned]
    click.echo("\n".join([*said_of(found), *concerned]))


def _as_json(found: TableImport, outcome: Outcome | None) -> dict[str, object]:
    return {
        **plan_as_json(found.plan, outcome),
        "changes": found.changes,
        "same": found.same,
        "untouched": found.untouched,
        "unknown": found.unknown,
    }
