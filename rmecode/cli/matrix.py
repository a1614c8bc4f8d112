"""``rmecode matrix``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.filters import counting_options
from rmecode.cli.options import (
    csv_option,
    excel_option,
    identified_option,
    json_option,
    study_option,
)
from rmecode.cli.output import show
from rmecode.messages import _

if TYPE_CHECKING:
    import pandas as pd

    from rmecode.analysis.matrix import Cell, Matrix
    from rmecode.study import Study
    from rmecode.study.counting import Asked


@click.command(
    help=_("Cases × codes. Counts what coders coded, or with --suggestions what rules suggest.")
)
@click.argument("kind", type=click.Choice(["cases"]), default="cases", expose_value=False)
@counting_options
@click.option("--suggestions", is_flag=True, help=_("Count unreviewed suggestions instead."))
@click.option(
    "--evidence",
    nargs=2,
    metavar="CASE CODE",
    help=_("List the excerpts behind a cell; 'total' is every case."),
)
@csv_option
@excel_option
@json_option
@click.option("--output", type=click.Path(path_type=Path), help=_("Write CSV or JSON to a file."))
@identified_option
@study_option
def matrix(
    asked: Asked,
    suggestions: bool,
    evidence: tuple[str, str] | None,
    as_csv: bool,
    excel: bool,
    as_json: bool,
    output: Path | None,
    identified: bool,
    study: Study,
) -> None:
    """Count and print."""
    table = not (as_csv or excel or as_json or output or evidence)
    counted = _counted(study, asked, deepest=1 if table else None, suggested=suggestions)
    if evidence:
        _show_evidence(study, counted, evidence, suggested=suggestions, as_json=as_json)
    elif table:
        click.echo(_table(study, counted, suggested=suggestions), nl=False)
    else:
        in_json = as_json or (output is not None and output.suffix.lower() == ".json")
        if output is not None:
            counted = _named(study, counted, identified=identified)
        text = _json(counted) if in_json and not excel else _csv(counted, excel=excel)
        _write(study, text, output, excel=excel)


def _counted(study: Study, asked: Asked, *, deepest: int | None, suggested: bool) -> Matrix:
    from dataclasses import replace

    from rmecode.study.counting import counted

    return counted(study, replace(asked, depth=asked.depth or deepest), suggested=suggested).matrix


def _named(study: Study, counted: Matrix, *, identified: bool) -> Matrix:
    """Return the matrix as a file may name sources: what is written goes from hand to hand."""
    from rmecode.exchange.names import disguised_matrix, names_for

    names = names_for(study.evidence(), study.records.participants, identified=identified)
    return disguised_matrix(counted, names)


def _table(study: Study, counted: Matrix, *, suggested: bool) -> str:
    from rmecode.exchange.text_tables import matrix_text

    kind = (
        _("Unreviewed suggestions of rules or searches, not what coders coded.")
        if suggested
        else ""
    )
    heads = [f"{line}\n" for line in (study.config.notice, kind) if line]
    seen = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return "".join([*heads, matrix_text(counted, columns=seen)])


def _json(counted: Matrix) -> str:
    from rmecode.exchange.json_text import to_json

    return to_json(counted)


def _csv(counted: Matrix, *, excel: bool) -> str:
    from rmecode.exchange.csv_files import csv_text

    return csv_text(_told_apart(counted), excel=excel)


def _told_apart(counted: Matrix) -> pd.DataFrame:
    """Return the numbers with, before them, what says whether a blank or a zero is final.

    ``sources`` are those that the case has in scope: none, and its blanks are out of scope.
    ``done`` of them are coded to the end: none, and its blanks are not yet coded; not all, and its
    numbers are partial. ``silent`` are those in which no informant speaks, where the unit is speech.
    """
    frame = counted.frame.reset_index(names="case")
    scopes = [counted.scopes[row] for row in counted.rows]
    columns = {
        name: [len(getattr(scope, name)) for scope in scopes] for name in ("sources", "done")
    }
    if counted.unit.of_speech:
        columns["silent"] = [len(scope.silent) for scope in scopes]
    for place, (name, counts) in enumerate(columns.items(), 1):
        frame.insert(place, name, counts)
    return frame


def _write(study: Study, text: str, output: Path | None, *, excel: bool) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    from rmecode.exchange.files import write_whole
    from rmecode.study.outputs import output_file

    place = output_file(study, output, "matrix.csv")
    write_whole(place, text.encode("utf-8-sig" if excel else "utf-8", "surrogatepass"))
    click.echo(_("Written: {path}").format(path=place))


def _show_evidence(
    study: Study, counted: Matrix, place: tuple[str, str], *, suggested: bool, as_json: bool
) -> None:
    from rmecode.model import find_code
    from rmecode.study.counting import cell_of
    from rmecode.study.listing import coding_rows, suggestion_rows

    cell = cell_of(counted, place[0], find_code(study.codebook, place[1]).path)
    found = {row["id"]: row for row in (suggestion_rows if suggested else coding_rows)(study)}
    if not as_json:
        click.echo(_head(counted, cell))
    heads = {
        "id": _("Id"),
        "source": _("Source"),
        "turn": _("Turn"),
        "code": _("Code"),
        "coder": _("Coder"),
        "quote": _("Excerpt"),
    }
    show([found[number] for number in cell.evidence], heads, as_json=as_json)


def _head(counted: Matrix, cell: Cell) -> str:
    from rmecode.exchange.text_tables import cell_text

    parts = (cell.row, cell.column, str(counted.unit), cell_text(cell, counted.unit), cell.reason)
    return " · ".join(part for part in parts if part)
