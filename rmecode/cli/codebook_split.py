"""``rmecode codebook split``: by rule, by a list, or excerpt by excerpt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.codebook_edit import alone, settle
from rmecode.cli.options import (
    author_of,
    coder_option,
    dry_run_option,
    json_option,
    study_option,
    yes_option,
)
from rmecode.errors.codebook import UnclearOptionError
from rmecode.messages import _
from rmecode.messages.passages import in_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.study import Study
    from rmecode.study.codebooks.splitting import Split, SplitExcerpt


@click.command(
    help=_(
        "Divide a code: its excerpts go to other codes by rule, by a list, or one by one. What is "
        "not decided stays."
    )
)
@click.argument("code")
@click.option(
    "--into", multiple=True, required=True, help=_("A code that gets excerpts: new, or another.")
)
@click.option(
    "--definition", "definitions", multiple=True, help=_("NAME=WORDS: what a new code means.")
)
@click.option(
    "--by", "rules", multiple=True, help=_("EXPRESSION => NAME, as for --where; the first wins.")
)
@click.option("--rest", default="", help=_("The code for what no --by fits; else it stays."))
@click.option(
    "--assign",
    type=click.Path(path_type=Path),
    help=_("A table with the columns id and code, instead of --by."),
)
@dry_run_option
@yes_option
@json_option
@coder_option
@study_option
def split(
    code: str,
    into: tuple[str, ...],
    definitions: tuple[str, ...],
    rules: tuple[str, ...],
    rest: str,
    assign: Path | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Decide on each excerpt, show the plan, and carry it out."""
    from rmecode.study.codebooks import splitting

    if assign is not None and (rules or rest):
        raise click.UsageError(_("Give --assign, or --by and --rest, not both."))
    by, walks = author_of(study, coder), not (rules or rest or dry_run or yes or as_json)
    with alone(study, yes=yes):
        draft = splitting.prepared(study, code, into, dict(map(_definition, definitions)))
        if assign is not None:
            decided = splitting.by_file(study, draft, assign)
        elif walks:
            decided = _one_by_one(draft, splitting.excerpts(study, draft))
        else:
            decided = splitting.by_rules(study, draft, rules, rest)
        plan = splitting.plan(study, draft, decided)
        settle(study, plan, by=by, go=yes and not dry_run, ask=not dry_run, as_json=as_json)


def _definition(written: str) -> tuple[str, str]:
    name, equals, words = (part.strip() for part in written.partition("="))
    if not (name and equals and words):
        raise UnclearOptionError(written, "--definition", "NAME=WORDS")
    return name, words


def _one_by_one(draft: Split, excerpts: tuple[SplitExcerpt, ...]) -> dict[int, str]:
    """Ask about each excerpt; ``q`` ends with what was decided, an interruption with nothing."""
    decided: dict[int, str] = {}
    keys = {str(number): target for number, target in enumerate(draft.targets, 1)}
    choices = [f"{key}: {target.path}" for key, target in keys.items()]
    choices += [_("k: keep in {code}").format(code=draft.code.path), _("q: stop here")]
    if excerpts:
        click.echo(_("q applies what was decided until then; Ctrl-C applies nothing."))
    for place, excerpt in enumerate(excerpts, 1):
        click.echo("\n".join(["", *_shown(excerpt, f"{place}/{len(excerpts)}"), *choices]))
        answer = _answer({*keys, "k", "q"})
        if answer == "q":
            break
        if answer in keys:
            decided[excerpt.id] = keys[answer].id
    return decided


def _answer(allowed: set[str]) -> str:
    while True:
        answer: str = click.prompt(">", prompt_suffix=" ", default="", show_default=False)
        if answer.strip().casefold() in allowed:
            return answer.strip().casefold()
        click.echo(_("Write one of: {names}.").format(names=", ".join(sorted(allowed))))


def _shown(excerpt: SplitExcerpt, place: str) -> Iterator[str]:
    """Yield the excerpt with its place, its words in their context, and its memo."""
    where = _("{place}  {source}, turn {turn}, {coder}")
    yield where.format(place=place, source=excerpt.source, turn=excerpt.turn, coder=excerpt.coder)
    yield in_context(excerpt.before, excerpt.quote, excerpt.after)
    if excerpt.memo:
        yield _("Memo: {memo}").format(memo=" ".join(excerpt.memo.split()))
