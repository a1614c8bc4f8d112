"""What a reader of the numbers has to know beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.messages import _, ngettext
from rmecode.model import Anchor, CoderKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from rmecode.analysis.reasons import Scope
    from rmecode.model import Codebook

RULE = "rule"


def notes_on(counted: pd.DataFrame, codebook: Codebook) -> tuple[str, ...]:
    """Return the sentences that go with a matrix of these rows of the frame."""
    once = counted.drop_duplicates("coding")
    return (*_makers(once), *_several_coders(once), *_doubts(once, codebook))


def _makers(once: pd.DataFrame) -> Iterator[str]:
    if (once["kind"] == RULE).any():
        yield _("These are suggestions of rules or searches: nobody has reviewed them.")
    simulated = sorted(set(once.loc[once["kind"] == CoderKind.SIMULATED, "coder"]))
    if simulated:
        yield _("Simulated coders (machines, not people): {coders}.").format(
            coders=", ".join(simulated)
        )


def _several_coders(once: pd.DataFrame) -> Iterator[str]:
    coded = once[once["kind"] != RULE]
    pairs = coded[["source", "coder"]].drop_duplicates()
    several = int((pairs["source"].value_counts() > 1).sum())
    if several:
        yield ngettext(
            "{number} source was coded by several coders: the codings of all of them count. "
            "Choose one coder to count each passage once.",
            "{number} sources were coded by several coders: the codings of all of them count. "
            "Choose one coder to count each passage once.",
            several,
        ).format(number=several)


def _doubts(once: pd.DataFrame, codebook: Codebook) -> Iterator[str]:
    shared = int(once["shared"].sum())
    if shared:
        yield ngettext(
            "{number} passage is shared by several cases: it counts in each, and once in the total.",
            "{number} passages are shared by several cases: they count in each, and once in the "
            "total.",
            shared,
        ).format(number=shared)
    doubtful = int((once["anchor"] == Anchor.REVIEW).sum())
    if doubtful:
        yield ngettext(
            "{number} coding counts, but its place in the text has to be reviewed.",
            "{number} codings count, but their places in the texts have to be reviewed.",
            doubtful,
        ).format(number=doubtful)
    gone = once.loc[~once["code"].isin(codebook.by_id), "code"]
    if len(gone):
        yield _(
            "{number} codings are in no column, because the codebook no longer has their codes: "
            "{codes}."
        ).format(number=len(gone), codes=", ".join(sorted(set(gone))))


def silence(scopes: Mapping[str, Scope]) -> Iterator[str]:
    """Yield the sentence on sources that a unit of speech leaves out."""
    silent = {source for scope in scopes.values() for source in scope.silent}
    if silent:
        yield ngettext(
            "{number} source in which no informant speaks (observation, document) is left out.",
            "{number} sources in which no informant speaks (observations, documents) are left out.",
            len(silent),
        ).format(number=len(silent))
