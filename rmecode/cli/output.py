"""How lists are printed: aligned text for people, JSON for programs; a bar for what takes long."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from rmecode.messages import _, ngettext
from rmecode.messages.widths import padded, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rmecode.model import Problem

WIDEST: Final = 80
"""How many characters of a cell a list shows; JSON has all of them."""


def show(rows: Sequence[Mapping[str, object]], heads: Mapping[str, str], *, as_json: bool) -> None:
    """Print rows: all their fields as JSON, or the columns of ``heads`` (field: head) as text."""
    if as_json:
        _print_rows(rows)
    elif not rows:
        click.echo(_("Nothing to list."))
    else:
        lines = [[_cell(row.get(name)) for name in heads] for row in rows]
        click.echo("\n".join(aligned([list(heads.values()), *lines])))


def _print_rows(rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows as a JSON list, a row a line: several times as fast as with an indentation."""
    import json

    lines = (json.dumps(row, ensure_ascii=False, default=_plain) for row in rows)
    click.echo("[\n" + ",\n".join(lines) + "\n]" if rows else "[]")


def print_json(value: object) -> None:
    """Print values as JSON, dataclasses as objects; half a surrogate pair stays an escape."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def one_form(options: Mapping[str, object]) -> None:
    """Make sure that at most one of the options was given, each of which asks for another form.

    Raises:
        click.UsageError: there are several.
    """
    given = [option for option, value in options.items() if value]
    if len(given) > 1:
        raise click.UsageError(_("Choose one of {options}.").format(options=", ".join(given)))


def _plain(value: object) -> object:
    import dataclasses

    if dataclasses.is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    return dict(value) if hasattr(value, "keys") else list(value)  # type: ignore[call-overload]  # a mapping, or a collection


def aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield each line with its cells in columns; the last column is not padded."""
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(map(padded, line, widths)).rstrip()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    flat = " ".join(text.split())
    return flat if len(flat) <= WIDEST else flat[: WIDEST - 1] + "…"


def warn(problems: Iterable[Problem | str]) -> None:
    """Print notices to the error stream, so that they never mix with results."""
    for problem in problems:
        click.echo(problem if isinstance(problem, str) else problem.sentence, err=True)


def count_of_problems(count: int) -> str:
    """Return how many problems there are, in words."""
    return ngettext("{count} problem.", "{count} problems.", count).format(count=count)


class Bar:
    """A progress bar on the error stream, only where a person is looking."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.bar: click._termui_impl.ProgressBar[int] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show how much is done."""
        if not sys.stderr.isatty():
            return
        if self.bar is None:
            self.bar = click.progressbar(length=total, label=self.label, file=sys.stderr)
            self.bar.render_progress()
        self.bar.update(done - self.bar.pos)
        if done >= total:
            self.bar.render_finish()


def step_bar(step: str) -> Bar:
    """Return the bar of a step of ``run`` or ``apply``."""
    titles = {
        "ingest": _("Reading transcripts"),
        "language": _("Words, sentences, lemmas"),
        "rules": _("Applying rules"),
    }
    return Bar(titles[step])


def ask_or_stop(question: str) -> None:
    """Ask, and end the command unless the answer is yes, in either language.

    Raises:
        click.Abort: the answer was anything else, or none.
    """
    if not agreed(question):
        raise click.Abort


def agreed(question: str) -> bool:
    """Ask, and tell whether the answer is yes, in either language; anything else is no."""
    answer = click.prompt(f"{question} [{_('y/N')}]", default="", show_default=False)
    return answer.strip().casefold() in ("y", "yes", "s", "si", "sí")
