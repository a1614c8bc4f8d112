"""``rmecode apply``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rmecode.cli.options import author_of, coder_option, study_option
from rmecode.cli.output import step_bar, warn
from rmecode.messages import _

if TYPE_CHECKING:
    from rmecode.study import Study


@click.command(help=_("Apply the codebook's rules to all texts; what they find are suggestions."))
@coder_option
@study_option
def apply(coder: str | None, study: Study) -> None:
    """Apply and say what came of it."""
    from rmecode.study.applying import apply_rules
    from rmecode.study.clock import now

    applied = apply_rules(study, by=author_of(study, coder), at=now(), progress=step_bar)
    outcome = applied.outcome
    click.echo(
        _(
            "{rules} rules: {added} new suggestions, {kept} still open, {withdrawn} withdrawn, "
            "{decided} decided before. 'rmecode review --list' shows them."
        ).format(
            rules=applied.rules,
            added=outcome.added,
            kept=outcome.kept,
            withdrawn=outcome.withdrawn,
            decided=outcome.decided,
        )
    )
    warn(applied.missed)
