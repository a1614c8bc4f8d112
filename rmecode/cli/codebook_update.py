"""``rmecode codebook update``: what people changed in the file, and what becomes of the codings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from rmecode.cli.codebook_edit import in_words, plan_as_json, said, show_plan
from rmecode.cli.options import (
    author_of,
    coder_option,
    dry_run_option,
    json_option,
    study_option,
    yes_option,
)
from rmecode.cli.output import agreed, ask_or_stop, print_json
from rmecode.errors.codebook import AmbiguousCodeError, UnknownCodeError
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.codebook.likeness import Candidate
    from rmecode.model import Code, Codebook
    from rmecode.study import Study
    from rmecode.study.codebooks.updating import Decisions, Gone, Update


@click.command(
    help=_(
        "Take over what people changed in the codebook's file: shows every change with the codings "
        "that it concerns, and asks what became of codes that are gone."
    )
)
@click.option("--same", multiple=True, metavar="OLD=NEW", help=_("A code that is gone is NEW now."))
@click.option("--merged", multiple=True, metavar="OLD=NEW", help=_("It is part of NEW now."))
@click.option(
    "--removed",
    multiple=True,
    metavar="OLD[=HEIR]",
    help=_("It is gone: HEIR gets its codings; without one they stay, and 'check' names them."),
)
@click.option("--reread", multiple=True, help=_("Codings of this redefined code are to be reread."))
@click.option("--reread-all", is_flag=True, help=_("And those of every redefined code."))
@dry_run_option
@yes_option
@json_option
@coder_option
@study_option
def update(
    same: tuple[str, ...],
    merged: tuple[str, ...],
    removed: tuple[str, ...],
    reread: tuple[str, ...],
    reread_all: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Show, ask, and carry out."""
    from rmecode.study.codebooks.updating import decided, look

    by = author_of(study, coder)
    found = look(study)
    options = {"--same": same, "--merged": merged, "--removed": removed}
    heirs = [(option, each) for option, written in options.items() for each in written]
    decisions = decided(found, heirs, reread, reread_all=reread_all)
    if as_json:
        _as_json(study, found, decisions, by=by, go=yes and not dry_run)
        return
    click.echo("\n".join(_shown(found)))
    if dry_run:
        _end_dry(found, decisions)
    elif found.news:
        _carry_out(study, found, decisions, by=by, ask=not yes)


def _end_dry(found: Update, decisions: Decisions) -> None:
    """Say what is still to be decided."""
    from rmecode.study.codebooks.updating import undecided

    for gone in undecided(found, decisions):
        click.echo("\n".join(_question(gone, found.book)))
    click.echo("\n".join(said(None)))


def _carry_out(study: Study, found: Update, decisions: Decisions, *, by: str, ask: bool) -> None:
    from rmecode.study.clock import now
    from rmecode.study.codebooks.updating import plan, take_over

    planned = plan(study, found, _asked(found, decisions) if ask else decisions)
    show_plan(planned)
    if ask and found.changes:
        ask_or_stop(_("Go on?"))
    click.echo("\n".join(said(take_over(study, planned, by=by, at=now()))))


def _as_json(study: Study, found: Update, decisions: Decisions, *, by: str, go: bool) -> None:
    """Print what there is, what is open, and what came of it; without ``go`` nothing is changed."""
    from rmecode.study.clock import now
    from rmecode.study.codebooks.updating import plan, take_over, undecided

    open_ = undecided(found, decisions)
    planned = plan(study, found, decisions) if found.news and (go or not open_) else None
    outcome = take_over(study, planned, by=by, at=now()) if planned and go else None
    print_json(
        {
            "seen": found.seen,
            "changes": found.changes,
            "codebook": found.heads,
            "concerned": found.concerned,
            "gone": found.gone,
            "splits": found.splits,
            "undecided": [each.code.path for each in open_],
            **({"plan": plan_as_json(planned, outcome)} if planned else {}),
            "changed": outcome is not None,
            "outcome": outcome,
        }
    )


def _shown(found: Update) -> Iterator[str]:
    """Yield what changed, with what it concerns."""
    from rmecode.codebook.comparing import describe

    if not found.seen:
        yield _("No version of the codebook was recorded yet: this is the first.")
        return
    yield _heading(found).format(number=found.seen)
    for head in found.heads:
        yield from describe(head)
    heirs = {gone.code.id: gone.heir.path for gone in found.gone if gone.heir}
    for change in found.changes:
        yield from describe(change)
        if change.id in heirs:
            yield "  " + became(heirs[change.id])
        concern = found.concerned.get(change.id)
        if concern and change.kind in ("removed", "redefined"):
            yield f"  {in_words(concern)}"
    for each in found.splits:
        yield from _split_line(each, found.book)


def _split_line(split: Candidate, book: Codebook) -> Iterator[str]:
    """Yield how the excerpts of a code that was perhaps divided can follow."""
    code = book.by_id[split.gone[0]]
    others = [book.by_id[each].path for each in split.into if each != code.id]
    said = _("{code} may have been divided. To divide its excerpts: rmecode codebook split {how}")
    how = " ".join([code.path, *(f"--into {path}" for path in others)])
    yield said.format(code=code.path, how=how)


def _heading(found: Update) -> str:
    if not found.news:
        return _("Nothing changed since version {number}.")
    if found.changes or found.heads:
        return _("Since version {number}:")
    return _("Since version {number} nothing changed but spaces, comments or order.")


def _question(gone: Gone, book: Codebook) -> Iterator[str]:
    """Yield what is to be decided on a code that is gone, and what it may have become."""
    yield _("{code} is gone, with {what}.").format(code=gone.code.path, what=in_words(gone.concern))
    if gone.candidate:
        yield perhaps(gone.candidate, book)


def perhaps(candidate: Candidate, book: Codebook) -> str:
    """Return what a code that is gone may have become."""
    names = ", ".join(book.by_id[each].path for each in candidate.into)
    said = _("It may have become {codes} (likeness {likeness}).")
    return said.format(codes=names, likeness=f"{candidate.score:.0%}")


def became(path: str) -> str:
    """Return what a code that is gone is now, as the file says it."""
    return _("It is now {code}.").format(code=path)


def _asked(found: Update, decisions: Decisions) -> Decisions:
    """Ask about everything that nobody said yet."""
    heirs, kept = dict(decisions.heirs), set(decisions.kept)
    for gone in found.gone:
        number = gone.code.id
        if number in heirs or number in kept or not (gone.concern.anything or gone.candidate):
            continue
        click.echo("\n".join(_question(gone, found.book)))
        heir = _heir(gone, found.book)
        if heir is not None:
            heirs[number] = heir.id
        else:
            kept.add(number)
    reread = set(decisions.reread)
    for change in found.redefined:
        if change.id not in reread and _to_reread(found, change.id):
            reread.add(change.id)
    return replace(decisions, heirs=heirs, kept=frozenset(kept), reread=frozenset(reread))


def _heir(gone: Gone, book: Codebook) -> Code | None:
    """Ask what a code became: a candidate, or what is typed; None where its codings stay."""
    into = gone.candidate.into if gone.candidate else ()
    if len(into) == 1:
        now = book.by_id[into[0]]
        question = _("Is {old} now {new}?")
        if gone.candidate and gone.candidate.kind == "merged":
            question = _("Is {old} now a part of {new}?")
        old, new = (f"{code.path} [{code.id}]" for code in (gone.code, now))
        if agreed(question.format(old=old, new=new)):
            return now
    if not gone.concern.anything:
        return None
    while True:
        question = _("Which code gets what is under it? (nothing: it stays without a code)")
        typed: str = click.prompt(question, default="", show_default=False)
        if not typed.strip():
            return None
        heir = _typed(typed, book)
        if heir is not None:
            return heir


def _typed(typed: str, book: Codebook) -> Code | None:
    from rmecode.model import find_code

    try:
        return find_code(book, typed)
    except (UnknownCodeError, AmbiguousCodeError) as error:
        click.echo(str(error))
        return None


def _to_reread(found: Update, code: str) -> bool:
    count = found.concerned[code].total
    question = ngettext(
        "{code} was redefined. Mark its {count} coding to be reread?",
        "{code} was redefined. Mark its {count} codings to be reread?",
        count,
    )
    return agreed(question.format(code=found.book.by_id[code].path, count=count))
