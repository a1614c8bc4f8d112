"""``rmecode ingest``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.options import author_of, coder_option, json_option, study_option
from rmecode.cli.output import Bar, print_json, warn
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.ingesting import IngestReport
    from rmecode.study.recognising import Taken


@click.command(
    help=_("Take transcripts into the project; without FILES, all that 'sources' lists.")
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--case", "cases", multiple=True, help=_("Case that the files are evidence on."))
@click.option("--instrument", default="", help=_("Instrument, by key or name in study.toml."))
@click.option("--role", default="", help=_("Role of the informants."))
@click.option("--stage", default="", help=_("Stage of the field work."))
@json_option
@coder_option
@study_option
def ingest(
    files: tuple[Path, ...],
    cases: tuple[str, ...],
    instrument: str,
    role: str,
    stage: str,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> int:
    """Take the files and say what the reader recognised in each."""
    from rmecode.study.clock import now
    from rmecode.study.ingesting import Said, ingest

    said, by = Said(cases, instrument, role, stage), author_of(study, coder)
    report = ingest(study, files, by=by, at=now(), said=said, progress=Bar(_("Reading")))
    if as_json:
        print_json(report)
    else:
        _print(report)
    warn(report.problems)
    return 2 if report.problems else 0


def _print(report: IngestReport) -> None:
    for taken in report.taken:
        click.echo(_described(taken))
        warn(taken.notes)
    if report.standing:
        click.echo(_("Already there: {names}").format(names=", ".join(report.standing)))
    if not (report.taken or report.standing or report.problems):
        click.echo(_("The sources table lists no files. Name some: rmecode ingest FILE…"))


def _described(taken: Taken) -> str:
    """Return what was recognised in a file, in a few lines."""
    head = _("{source}: {format}, {encoding}, {turns} turns, {words} words").format(
        source=taken.source,
        format=taken.format,
        encoding=taken.encoding,
        turns=taken.turns,
        words=taken.words,
    )
    labels = ", ".join(f"{label} ×{count}" for label, count in taken.labels)
    speakers = _("speakers: {labels}").format(labels=labels) if labels else _("no speakers")
    lines = [head, f"  {speakers}"]
    if taken.interviewers:
        lines.append("  " + _("interviewer: {names}").format(names="; ".join(taken.interviewers)))
    return "\n".join(lines)
