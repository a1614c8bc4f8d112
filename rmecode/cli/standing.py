"""Where a study stands, in few lines: what ``rmecode`` alone says, and how ``status`` begins."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from rmecode.cli.narrow import columns
from rmecode.cli.output import aligned
from rmecode.errors.study import StudyNotFoundError
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rmecode.study.progress import Status


def standing(folder: Path) -> str:
    """Return a few lines on the study that the folder lies in; nothing if it lies in none.

    Raises:
        RmecodeError: its study.toml or its database cannot be read.
    """
    from rmecode.study import open_study
    from rmecode.study.status import status

    try:
        study = open_study(folder)
    except StudyNotFoundError:
        return ""
    with study:
        found = status(study)
    sentences = [_sentence(found)] if found.sources else []
    if found.blind:
        click.echo(found.blind, err=True)
    return "\n".join([*head(found), *sentences, *next_lines(found)])


def head(found: Status) -> list[str]:
    """Return the study's title and its notice."""
    return [line for line in (found.title, found.notice) if line]


def _sentence(found: Status) -> str:
    return _(
        "{sources} sources, {done} done; {codings} codings by {coders} coders; "
        "{open} suggestions to review."
    ).format(
        sources=len(found.sources),
        done=found.done,
        codings=found.codings,
        coders=found.busy_coders,
        open=found.waiting.suggestions,
    )


def summary(found: Status) -> Iterator[str]:
    """Yield a line each on sources, codings and codes; nothing of a study without sources."""
    if found.sources:
        lines = [
            [_("Sources"), _sources(found)],
            [_("Codings"), _codings(found)],
            [_("Codes"), _codes(found)],
        ]
        yield from aligned(lines)


def what_waits(found: Status) -> Iterator[str]:
    """Yield what waits for somebody, each with the command that goes about it."""
    from rmecode.study.next_step import steps_waiting

    steps = steps_waiting(found.waiting, begun=bool(found.sources))
    if steps:
        yield _("Waiting:")
    for step in steps:
        yield from textwrap.wrap(f"- {step.reason}", columns(), subsequent_indent="  ")
        yield f"  {step.command}"


def _sources(found: Status) -> str:
    return _("{count}: {done} done, {begun} begun, {left} not begun").format(
        count=len(found.sources),
        done=found.done,
        begun=found.begun,
        left=found.not_begun,
    )


def _codings(found: Status) -> str:
    said = ngettext("{codings} by {count} coder", "{codings} by {count} coders", found.busy_coders)
    return said.format(codings=found.codings, count=found.busy_coders)


def _codes(found: Status) -> str:
    used = sum(code.used for code in found.codes)
    return _("{used} used, {unused} not used yet; {done} of {sources} sources are done").format(
        used=used,
        unused=len(found.codes) - used,
        done=found.done,
        sources=len(found.sources),
    )


def next_lines(found: Status, told: Sequence[str] = ()) -> list[str]:
    """Return why something is next, unless that was told, and the command to run, last."""
    why = textwrap.wrap(found.next.reason, columns(), break_long_words=False)
    said = _("Next: {command}").format(command=found.next.command)
    return [said] if f"  {found.next.command}" in told else [*why, said]
