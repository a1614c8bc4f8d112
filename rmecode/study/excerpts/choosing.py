"""Which excerpts a handbook shows of a code: few, varied, short, and always the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.messages import _, ngettext
from rmecode.model import Anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmecode.exchange.excerpt_values import Excerpt

SENSIBLE: Final = (40, 400)
"""How many characters an excerpt has that is neither a shred nor a page."""


def varied(excerpts: Sequence[Excerpt], most: int) -> tuple[Excerpt, ...]:
    """Return so many excerpts of one code, each as unlike those before it as can be.

    Those of sensible length come first. Among them each is, if there is one, of a case that is not
    there yet, then by another coder, then from another source; among equals the shortest wins, then
    the first in the order given. Doubtful places, excerpts to be reread and words that are there
    already are passed over.
    """
    left = _once([one for one in excerpts if one.anchor != Anchor.REVIEW and not one.reread])
    found: list[Excerpt] = []
    while left and len(found) < most:
        best = min(left, key=lambda one: _rank(one, found))
        found.append(best)
        left.remove(best)
    return tuple(found)


def choice(most: int) -> str:
    """Return the sentence that says how excerpts are chosen."""
    sentence = ngettext(
        "Under each code there is at most {count} excerpt: the shortest of {least} to {longest} "
        "characters, or of any length where there is none of that.",
        "Under each code there are at most {count} excerpts of {least} to {longest} characters, or "
        "of any length where there are too few: from different cases as far as there are, then by "
        "different coders, then from different sources; among these the shortest.",
        most,
    )
    left_out = _("Passages whose place is doubtful or that are to be reread are not shown.")
    said = sentence.format(count=most, least=SENSIBLE[0], longest=SENSIBLE[1])
    return f"{said} {left_out}"


def _once(excerpts: Sequence[Excerpt]) -> list[Excerpt]:
    """Return the excerpts without those whose words come from the same place as another's."""
    first = {(one.source, one.start, one.end): one for one in reversed(excerpts)}
    return [one for one in excerpts if first[one.source, one.start, one.end] is one]


def _rank(one: Excerpt, found: Sequence[Excerpt]) -> tuple[bool, bool, bool, bool, int]:
    length = one.end - one.start
    cases = {case for other in found for case in other.cases or ("",)}
    return (
        not SENSIBLE[0] <= length <= SENSIBLE[1],
        bool(cases.intersection(one.cases or ("",))),
        one.coder in {other.coder for other in found},
        one.source in {other.source for other in found},
        length,
    )
