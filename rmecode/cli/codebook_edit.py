"""``rmecode codebook add``, ``merge``, ``rename``, ``move`` and ``remove``, and how all are shown."""

from __future__ import annotations

from contextlib import nullcontext
from functools import wraps
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
from rmecode.cli.output import ask_or_stop, print_json
from rmecode.messages import _, counts, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from rmecode.study import Study
    from rmecode.study.codebooks.concerns import Concern
    from rmecode.study.codebooks.edits import Plan
    from rmecode.study.codebooks.writing import Outcome

    Planner = Callable[..., "Plan"]


def editing(planner: Planner) -> Callable[..., object]:
    """Add the options of every change: the plan that is returned is shown, then carried out."""

    @dry_run_option
    @yes_option
    @json_option
    @coder_option
    @study_option
    @wraps(planner)
    def command(
        *arguments: object,
        dry_run: bool,
        yes: bool,
        as_json: bool,
        coder: str | None,
        study: Study,
        **options: object,
    ) -> None:
        by = author_of(study, coder)
        with alone(study, yes=yes):
            plan = planner(study, *arguments, **options)
            settle(study, plan, by=by, go=yes and not dry_run, ask=not dry_run, as_json=as_json)

    return command


def alone(study: Study, *, yes: bool) -> AbstractContextManager[None]:
    """Let scripts that change the codebook at the same time wait for each other; not for people."""
    from rmecode.study.locking import held

    return held(study.config.paths["cache"] / "codebook.lock") if yes else nullcontext()


def settle(study: Study, plan: Plan, *, by: str, go: bool, ask: bool, as_json: bool) -> None:
    """Show a plan, ask unless it is to ``go`` on, carry it out and say what came of it.

    JSON is never mixed with questions: without ``go`` it shows the plan, and nothing is changed.
    """
    from rmecode.study.clock import now
    from rmecode.study.codebooks.writing import carry_out

    if not as_json:
        show_plan(plan)
        if ask and not go:
            ask_or_stop(_("Go on?"))
            go = True
    outcome = carry_out(study, plan.edit, by=by, at=now()) if go else None
    if as_json:
        print_json(plan_as_json(plan, outcome))
    else:
        click.echo("\n".join(said(outcome)))


def show_plan(plan: Plan) -> None:
    """Print what changes in the file, what is concerned, and what to look at."""
    lines = list(plan.difference)
    lines += [f"{path}: {in_words(concern)}" for path, concern in plan.concerned]
    stale = _("{code}, {field}: names a path that is no longer there.")
    lines += [stale.format(code=path, field=name) for path, name in plan.stale]
    lines += plan.notes
    if lines:
        click.echo("\n".join(lines))


def plan_as_json(plan: Plan, outcome: Outcome | None) -> dict[str, object]:
    """Return a plan, and what came of it if it was carried out, for JSON."""
    return {
        "action": plan.edit.action,
        "subject": plan.edit.subject,
        "difference": plan.difference,
        "concerned": dict(plan.concerned),
        "stale": plan.stale,
        "notes": plan.notes,
        "changed": outcome is not None,
        "outcome": outcome,
    }


def in_words(concern: Concern) -> str:
    """Return what there is under a code, as people say it."""
    total = concern.total
    coders = ", ".join(f"{coder} {count}" for coder, count in concern.codings.items())
    parts = [f"{counts.codings(total)} ({coders})"] if total else []
    if concern.suggestions:
        open_ = ngettext("{count} open suggestion", "{count} open suggestions", concern.suggestions)
        parts.append(open_.format(count=concern.suggestions))
    if concern.memos:
        memos = ngettext("{count} memo", "{count} memos", concern.memos)
        parts.append(memos.format(count=concern.memos))
    return ", ".join(parts or [counts.codings(0)])


def said(outcome: Outcome | None) -> Iterator[str]:
    """Yield what came of a change."""
    if outcome is None:
        yield _("Nothing was changed.")
        return
    yield _("The codebook is now version {number}; 'rmecode undo' takes it back.").format(
        number=outcome.version
    )
    done = (
        (
            outcome.recoded,
            ngettext("{count} coding recoded.", "{count} codings recoded.", outcome.recoded),
        ),
        (
            outcome.joined,
            ngettext(
                "{count} coding joined one that its coder had there already.",
                "{count} codings joined some that their coders had there already.",
                outcome.joined,
            ),
        ),
        (
            outcome.reread,
            ngettext(
                "{count} coding is to be reread.",
                "{count} codings are to be reread.",
                outcome.reread,
            ),
        ),
    )
    yield from (text.format(count=count) for count, text in done if count)


@click.command(help=_("Add a code; PATH is its name, after those of the codes above."))
@click.argument("path")
@click.option("--definition", required=True, help=_("What it means."))
@click.option("--label", default="", help=_("Its name as people read it."))
@click.option("--under", default="", help=_("The code above it."))
@click.option("--id", "identity", default="", help=_("Its permanent id; else the next one."))
@editing
def add(study: Study, path: str, definition: str, label: str, under: str, identity: str) -> Plan:
    """Plan the new code."""
    from rmecode.study.codebooks.edits import Words
    from rmecode.study.codebooks.edits import add as planned

    return planned(study, path, Words(label, definition, identity), under)


@click.command(help=_("Make one code of several: all their codings follow."))
@click.argument("codes", nargs=-1, required=True)
@click.option("--into", required=True, help=_("One of them, another code, or a new one's name."))
@click.option("--label", default="", help=_("Its name as people read it."))
@click.option("--definition", default="", help=_("What it means."))
@click.option("--id", "identity", default="", help=_("Permanent id of a new one."))
@editing
def merge(
    study: Study, codes: tuple[str, ...], into: str, label: str, definition: str, identity: str
) -> Plan:
    """Plan the merge."""
    from rmecode.study.codebooks.edits import Words
    from rmecode.study.codebooks.edits import merge as planned

    return planned(study, codes, into, Words(label, definition, identity))


@click.command(help=_("Give a code another name; its id and its codings stay."))
@click.argument("code")
@click.argument("name")
@click.option("--label", help=_("Its name as people read it."))
@editing
def rename(study: Study, code: str, name: str, label: str | None) -> Plan:
    """Plan the new name."""
    from rmecode.study.codebooks.edits import rename as planned

    return planned(study, code, name, label)


@click.command(help=_("Give a code, and all below it, another place; the codings stay."))
@click.argument("code")
@click.option("--under", help=_("The code to be above it."))
@click.option("--top", is_flag=True, help=_("Below no code."))
@click.option("--before", default="", help=_("The sibling to stand before."))
@click.option("--after", default="", help=_("The sibling to stand after."))
@editing
def move(study: Study, code: str, under: str | None, top: bool, before: str, after: str) -> Plan:
    """Plan the new place."""
    from rmecode.study.codebooks.edits import move as planned

    if bool(under) + top > 1 or bool(before) + bool(after) > 1:
        raise click.UsageError(_("Give one of --under and --top, and one of --before and --after."))
    if not (under or top or before or after):
        raise click.UsageError(_("Say where to: --under, --top, --before or --after."))
    return planned(study, code, "" if top else under, before=before, after=after)


@click.command(help=_("Take a code out of the codebook; its codings need another one."))
@click.argument("code")
@click.option("--recode-to", "heir", default="", help=_("The code that its codings get."))
@click.option("--with-children", "children", is_flag=True, help=_("And all codes below it."))
@editing
def remove(study: Study, code: str, heir: str, children: bool) -> Plan:
    """Plan that it goes."""
    from rmecode.study.codebooks.edits import remove as planned

    return planned(study, code, heir, children=children)
