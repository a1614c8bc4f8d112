"""The options by which people say where words stand, and which codings they mean."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Final

import click

from rmecode.cli.filters import Filters, filter_options
from rmecode.cli.output import ask_or_stop
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmecode.study import Study
    from rmecode.study.filters.sifting import Sieve

STATES: Final = ("exact", "moved", "review", "reread")


def passage_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add the ways to say where words stand, handed over as ``passage``."""

    @wraps(command)
    def taking(*arguments: object, quote: str | None, **options: object) -> object:
        from rmecode.study.placing import Passage

        names = ("before", "after", "in_turn", "at", "turns", "paragraphs", "span")
        said = {name: options.pop(name) for name in names}
        words = sys.stdin.read() if quote == "-" else quote
        passage = Passage(words, **said)  # type: ignore[arg-type]  # as click typed them
        return command(*arguments, passage=passage, **options)

    number = click.IntRange(1, 10**9)
    for option in reversed(
        (
            click.option("--quote", help=_("The words themselves; - reads them from the input.")),
            click.option("--before", default="", help=_("Words just before the quote.")),
            click.option("--after", default="", help=_("Words just after the quote.")),
            click.option("--in-turn", type=number, help=_("The turn that the quote stands in.")),
            click.option("--at", type=number, help=_("Which of the places that a list showed.")),
            click.option("--turn", "turns", help=_("A turn, or a range of turns such as 3-5.")),
            click.option(
                "--paragraph",
                "paragraphs",
                help=_("A paragraph or a range, as 'source show --paragraphs' numbers them."),
            ),
            click.option("--span", help=_("Characters of the text, START-END, from 0.")),
        )
    ):
        taking = option(taking)
    return taking


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which codings the options ask for; ``given`` tells whether they ask for any in particular."""

    filters: Filters
    states: tuple[str, ...]
    reread: bool
    words: str

    @property
    def given(self) -> bool:
        """Tell whether any filter was given."""
        return bool(self.filters.given or self.states or self.reread or self.words)

    def sieve(self, *, coders: tuple[str, ...] = (), ids: list[int] | None = None) -> Sieve:
        """Return what the options and the ids ask for together."""
        from rmecode.study.filters.sifting import Sieve

        choices = {**self.filters.choices, "coders": coders}
        return Sieve(self.filters.where, choices, self.states, self.reread, self.words, ids)


def coding_filters(command: Callable[..., object]) -> Callable[..., object]:
    """Add the filters on codings, handed over as ``wanted``."""

    @wraps(command)
    def taking(
        *arguments: object,
        filters: Filters,
        states: tuple[str, ...],
        reread: bool,
        words: str,
        **options: object,
    ) -> object:
        wanted = Wanted(filters, states, reread, words)
        return command(*arguments, wanted=wanted, **options)

    chosen = filter_options(taking)
    for option in (
        click.option(
            "--search",
            "words",
            default="",
            help=_("Only with these words in excerpt or note, accents and capitals aside."),
        ),
        click.option(
            "--reread", is_flag=True, help=_("Only what a changed definition asks to reread.")
        ),
        click.option(
            "--state",
            "states",
            multiple=True,
            type=click.Choice(STATES),
            help=_("Only in this state."),
        ),
    ):
        chosen = option(chosen)
    return chosen


def meant(
    study: Study, ids: tuple[str, ...], wanted: Wanted, *, yes: bool, as_json: bool = False
) -> list[int]:
    """Return the ids of the codings that are meant; filters are asked about first.

    Raises:
        click.UsageError: neither ids nor filters were given.
        click.Abort: the answer was no.
    """
    from rmecode.study.ids import ids_of

    if not ids and not wanted.given:
        raise click.UsageError(_("Say which: ids, or a filter such as --where or --code."))
    named = ids_of(ids) if ids else None
    if named is not None and not wanted.given:
        return named
    from rmecode.study.filters.sifting import sifted

    found = [coding.id for coding in sifted(study, wanted.sieve(ids=named)).codings]
    if not found:
        click.echo(_("No coding fits."), err=as_json)
    elif not yes:
        question = ngettext("{count} coding. Go on?", "{count} codings. Go on?", len(found))
        ask_or_stop(question.format(count=len(found)))
    return found
