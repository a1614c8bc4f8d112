"""``rmecode import``: take back what people made in Word or in a spreadsheet."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.options import (
    author_of,
    coder_option,
    dry_run_option,
    json_option,
    study_option,
    yes_option,
)
from rmecode.cli.output import print_json, warn
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.study import Study
    from rmecode.study.import_kinds import ImportKind
    from rmecode.study.word.comments import WordChoices, WordReport


@click.command(
    "import",
    help=_(
        "Take back the comments of a transcript in Word as codings of their authors; or a table "
        "of codings, or of codes."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", default="", help=_("Which source a document is, if its text differs."))
@click.option(
    "--new-codes", metavar="CODE", default="", help=_("Add unknown codes below this one.")
)
@click.option(
    "--memos/--no-memos", default=True, help=_("Whether to take comments without a code.")
)
@dry_run_option
@yes_option
@json_option
@coder_option
@study_option
def import_(
    file: Path,
    source: str,
    new_codes: str,
    memos: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> int:
    """Find out what the file is, take it, and say what became of it."""
    from rmecode.study.import_kinds import ImportKind, import_kind
    from rmecode.study.word.comments import WordChoices

    kind = import_kind(file)
    if kind is not ImportKind.WORD:
        given = {"file": file, "dry_run": dry_run, "yes": yes, "as_json": as_json}
        return _take_table(kind, **given, coder=coder, study=study)
    choices = WordChoices(source, new_codes, memos, dry_run)
    ask = not (yes or as_json or dry_run) and _is_at_terminal()
    return _take_word(study, file, author_of(study, coder), choices, as_json=as_json, ask=ask)


def _take_word(
    study: Study, file: Path, who: str, choices: WordChoices, *, as_json: bool, ask: bool
) -> int:
    from rmecode.study.clock import now
    from rmecode.study.word.comments import import_word

    report = import_word(study, file, by=who, at=now(), choices=choices)
    _say(report, as_json=as_json)
    if report.unknown and ask and (parent := _parent()):
        again = replace(choices, new_codes=parent)
        report = import_word(study, file, by=who, at=now(), choices=again)
        _say(report, as_json=as_json)
    return 2 if report.problems or report.unknown else 0


def _is_at_terminal() -> bool:
    return sys.stdin.isatty()


def _parent() -> str:
    """Ask below which code the unknown ones go; nothing typed is none."""
    question = _("Below which code shall they be added to the codebook? (empty: none)")
    return str(click.prompt(question, default="", show_default=False)).strip()


def _say(report: WordReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    for line in _sentences(report):
        click.echo(line)
    warn([*report.notices, *report.problems, *_unknown(report)])


def _sentences(report: WordReport) -> Iterator[str]:
    if report.dry:
        yield _("Nothing was written; this is what would be taken:")
    yield _(
        "{file}: {comments} comments on {source}: {new} codings taken, {standing} were there "
        "already, {removed} were removed before and stay so; {memos} memos taken, {standing_memos} "
        "were there."
    ).format(**{name: getattr(report, name) for name in report.__slots__})
    for path in report.added_codes:
        yield _("Added to the codebook: {path}").format(path=path)
    if report.lacking:
        yield ngettext(
            "{count} coding of these coders has no comment in the file; it stays.",
            "{count} codings of these coders have no comment in the file; they stay.",
            report.lacking,
        ).format(count=report.lacking)


def _unknown(report: WordReport) -> Iterator[str]:
    """Yield what the codebook has not, and what to do about it."""
    for each in report.unknown:
        yield ngettext(
            "Unknown code «{name}»: {count} comment ({coders}).",
            "Unknown code «{name}»: {count} comments ({coders}).",
            each.count,
        ).format(name=each.name, count=each.count, coders=", ".join(each.coders))
    if report.unknown:
        yield _(
            "They were not taken, and nothing of them is lost: add them with --new-codes CODE, or "
            "correct the codebook or the comments, and import the file again."
        )


def _take_table(kind: ImportKind, **given: object) -> int:
    """Hand a table to the command that takes such ones."""
    from rmecode.cli import codebook_tables, coding
    from rmecode.study.import_kinds import ImportKind

    context = click.get_current_context()
    if kind is ImportKind.CODES:
        context.invoke(codebook_tables.import_, **given)
        return 0
    if given.pop("dry_run"):
        raise click.UsageError(
            _("--dry-run is for Word documents and tables of codes, not of codings.")
        )
    del given["yes"]
    return int(context.invoke(coding.import_, **given))
