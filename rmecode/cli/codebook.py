"""``rmecode codebook``: check, show, diff, log, and the commands that change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.codebook_edit import add, merge, move, remove, rename
from rmecode.cli.codebook_split import split
from rmecode.cli.codebook_tables import import_
from rmecode.cli.codebook_update import became, perhaps, update
from rmecode.cli.options import json_option, language_option, study_option
from rmecode.cli.output import count_of_problems, print_json
from rmecode.cli.output import show as show_rows
from rmecode.cli.words import action_title, change_title
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rmecode.model import Code, Codebook
    from rmecode.study import Study
    from rmecode.study.codebooks.versions import Difference


@click.group(help=_("Check, show, compare and change the codebook."))
@language_option
def codebook() -> None:
    """Hold the commands on the codebook."""


for command in (update, add, merge, split, rename, move, remove, import_):
    codebook.add_command(command)


@codebook.command(help=_("Check the codebook: form, names, rules, and examples that rules miss."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--study",
    "folder",
    type=click.Path(path_type=Path),
    help=_("Folder of the study that a rule may ask about; FILE needs none."),
)
@json_option
@language_option
def check(file: Path | None, folder: Path | None, as_json: bool) -> int:
    """Print every problem, and end with 2 if there is one."""
    from rmecode.study.checking import check_codebook_file

    book, problems = check_codebook_file(file, folder)
    if as_json:
        print_json({"problems": problems})
        return 2 if problems or book is None else 0
    if problems or book is None:
        sentences = [problem.sentence for problem in problems]
        click.echo("\n".join([*sentences, count_of_problems(len(problems))]))
        return 2
    click.echo(_fine(book))
    return 0


def _fine(book: Codebook) -> str:
    return _("{name} {version}: {codes} codes, {rules} rules, no problems.").format(
        name=book.name,
        version=book.version,
        codes=len(book.codes),
        rules=sum(len(code.rules) for code in book),
    )


@codebook.command(help=_("Show the tree of codes, or one code whole."))
@click.argument("code", required=False)
@click.option("--counts", is_flag=True, help=_("With the codings of each code, by coder."))
@click.option(
    "--text", "version", type=click.IntRange(1), help=_("The file as a recorded version had it.")
)
@json_option
@study_option
def show(code: str | None, counts: bool, version: int | None, as_json: bool, study: Study) -> None:
    """Print the tree, the code, or a version's text."""
    from rmecode.model import find_code

    if version is not None:
        click.echo(_text_of(study, version), nl=False)
        return
    wanted = [find_code(study.codebook, code)] if code else list(study.codebook.codes)
    coded = _coded(study) if counts else {}
    if as_json:
        print_json(_with_counts(wanted, coded) if counts else wanted)
    else:
        click.echo("\n".join(_lines(study, wanted, coded, whole=bool(code))))


def _lines(
    study: Study, codes: list[Code], coded: Mapping[str, Mapping[str, int]], *, whole: bool
) -> Iterator[str]:
    """Yield a line per code of the tree, or one code whole, with the codings of each."""
    from rmecode.codebook import showing

    if whole:
        yield from showing.whole(codes[0])
        yield from filter(None, [_by_coder(coded.get(codes[0].id, {}))])
        return
    for code, line in zip(codes, showing.tree(study.codebook), strict=True):
        yield f"{line}  {_by_coder(coded.get(code.id, {}))}".rstrip()


def _text_of(study: Study, version: int) -> str:
    recorded = study.store.codebook_version(version)
    return recorded.text if recorded else ""


def _coded(study: Study) -> Mapping[str, Mapping[str, int]]:
    from rmecode.study.codebooks.concerns import concerns

    return {code: concern.codings for code, concern in concerns(study.store).items()}


def _with_counts(
    codes: list[Code], coded: Mapping[str, Mapping[str, int]]
) -> list[dict[str, object]]:
    return [
        {"id": c.id, "path": c.path, "label": c.label, "codings": coded.get(c.id, {})}
        for c in codes
    ]


def _by_coder(counts: Mapping[str, int]) -> str:
    """Return ``3 (ana 2, bot 1)``; nothing for no codings."""
    if not counts:
        return ""
    each = ", ".join(f"{coder} {count}" for coder, count in counts.items())
    return f"{sum(counts.values())} ({each})"


@codebook.command(
    help=_("Show what changed from one version to another, or to the file as it is now.")
)
@click.argument("first", type=click.IntRange(1))
@click.argument("second", type=click.IntRange(1), required=False)
@json_option
@study_option
def diff(first: int, second: int | None, as_json: bool, study: Study) -> None:
    """Print each change."""
    from rmecode.study.codebooks.versions import difference

    found = difference(study, first, second)
    if as_json:
        print_json(
            {
                "changes": found.changes,
                "codebook": found.heads,
                "heirs": found.heirs,
                "candidates": found.candidates,
            }
        )
    else:
        click.echo("\n".join(_differences(found)) or _("The two have the same codes."))


def _differences(found: Difference) -> Iterator[str]:
    """Yield each change, and what became or may have become of codes that are gone."""
    from rmecode.codebook.comparing import describe

    for head in found.heads:
        yield from describe(head)
    guesses = {number: each for each in found.candidates for number in each.gone}
    for change in found.changes:
        yield from describe(change)
        if change.id in found.heirs:
            yield "  " + became(found.heirs[change.id])
        elif change.new is None and change.id in guesses:
            yield "  " + perhaps(guesses[change.id], found.book)


@codebook.command(help=_("List the recorded versions: when, by whom, and what changed."))
@json_option
@study_option
def log(as_json: bool, study: Study) -> None:
    """Print a row per version, the newest first."""
    from rmecode.study.codebooks.versions import version_lines

    lines = version_lines(study)[::-1]
    if as_json:
        print_json(lines)
        return
    rows = [
        {
            **{name: getattr(line, name) for name in ("number", "at", "by", "codes", "codings")},
            "action": action_title(line.action),
            "name": f"{line.name} {line.version}".strip(),
            "changes": [f"{change_title(kind)} {n}" for kind, n in line.changes.items()],
            "seen": "*" if line.seen else "",
        }
        for line in lines
    ]
    heads = {
        "number": _("No."),
        "seen": _("Seen"),
        "at": _("When"),
        "by": _("Who"),
        "action": _("What"),
        "name": _("Codebook"),
        "codes": _("Codes"),
        "codings": _("Codings"),
        "changes": _("Changes"),
    }
    show_rows(rows, heads, as_json=False)
