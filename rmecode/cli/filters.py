"""Filters that lists and matrices share: an expression, and choices by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Final

import click

from rmecode.cli.options import coders_option
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmecode.study import Study
    from rmecode.study.listing import Record

    Command = Callable[..., object]

CHOICES: Final = ("codes", "cases", "sources", "instruments", "roles", "stages")
UNITS: Final = ("codings", "sources", "informants", "characters", "share")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the options ask for; empty choices take all."""

    where: str
    choices: dict[str, tuple[str, ...]]

    @property
    def given(self) -> bool:
        """Tell whether any filter was given."""
        return bool(self.where or any(self.choices.values()))

    def kept(self, study: Study, rows: list[Record]) -> list[Record]:
        """Return the rows that pass all filters."""
        from rmecode.study.filters.rows import chosen, kept

        return kept(study, chosen(study, rows, self.choices), self.where)


def choice_options(*names: str) -> Callable[[Command], Command]:
    """Return what adds one option per kind of name, handed over together as ``choices``."""
    helps = {
        "codes": _("Only this code and those below it."),
        "cases": _("Only this case."),
        "sources": _("Only this source."),
        "instruments": _("Only this instrument."),
        "roles": _("Only informants of this role."),
        "stages": _("Only this stage."),
    }

    def adding(command: Command) -> Command:
        @wraps(command)
        def taking(*arguments: object, **options: object) -> object:
            choices = {name: options.pop(name) for name in names}
            return command(*arguments, choices=choices, **options)

        added: Command = taking
        for name in reversed(names):
            option = click.option(f"--{name[:-1]}", name, multiple=True, help=helps[name])
            added = option(added)
        return added

    return adding


def filter_options(command: Command) -> Command:
    """Add ``--where`` and one option per choice, handed over as ``filters``."""

    @wraps(command)
    def taking(
        *arguments: object, where: str, choices: dict[str, tuple[str, ...]], **options: object
    ) -> object:
        return command(*arguments, filters=Filters(where, choices), **options)

    where = _("Only what fits an expression, such as 'role:director and establecimientos > 8'.")
    return click.option("--where", default="", help=where)(choice_options(*CHOICES)(taking))


def counting_options(command: Command) -> Command:
    """Add what a matrix is asked for, unit, depth, coders and filters, handed over as ``asked``."""

    @wraps(command)
    def taking(
        *arguments: object,
        unit: str,
        depth: int | None,
        coders: tuple[str, ...],
        filters: Filters,
        **options: object,
    ) -> object:
        from rmecode.study.counting import Asked

        asked = Asked(unit, depth, filters.where, {**filters.choices, "coders": coders})
        return command(*arguments, asked=asked, **options)

    counting = filter_options(taking)
    for option in (
        coders_option,
        click.option(
            "--depth",
            type=click.IntRange(min=1),
            help=_("Levels of codes that have columns; else all, or 1 in a printed table."),
        ),
        click.option(
            "--unit", type=click.Choice(UNITS), default="codings", help=_("What is counted.")
        ),
    ):
        counting = option(counting)
    return counting
