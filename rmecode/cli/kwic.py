"""Hits one a line, what was found aligned in the middle, as wide as the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rmecode.messages.passages import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rmecode.study.searching import Hit

LONGEST_NAME: Final = 20
LEAST: Final = 8
"""Characters of context on each side that even the narrowest terminal gets."""
GAP: Final = "  "


def kwic(
    hits: Sequence[Hit], shorts: Mapping[str, str], *, columns: int, side: int | None = None
) -> Iterator[str]:
    """Yield a line per hit: its number, source, turn, and the words in their context.

    Args:
        hits: what was found.
        shorts: the short ids of the sources, for those whose id is too long for a line.
        columns: how wide the lines may be.
        side: characters of context on each side; else what the columns leave.
    """
    labels = _labels(hits, shorts)
    words = [_flat(hit.words) for hit in hits]
    room = columns - max(map(len, labels), default=0) - 3 * len(GAP)
    longest = min(max(map(len, words), default=0), max(room // 3, LEAST))
    left = side if side is not None else max((room - longest) // 2, LEAST)
    for hit, label, found in zip(hits, labels, words, strict=True):
        middle = _cut(found, longest if side is None else len(found))
        right = side if side is not None else max(room - left - len(middle), LEAST)
        before = _cut(_flat(hit.before)[::-1], left)[::-1].rjust(left)
        after = _cut(_flat(hit.after), right)
        # A mark that stands right after the words stays there: "confianza, dijo".
        gap = GAP if hit.after[:1].isspace() else ""
        bold = click.style(middle, bold=True)
        yield f"{label}{GAP}{before}{GAP}{bold}{gap}{after}".rstrip()


def _labels(hits: Sequence[Hit], shorts: Mapping[str, str]) -> list[str]:
    """Return what stands before the context, all equally wide."""
    cells = [
        (str(number), _named(hit.source, shorts), str(hit.turn))
        for number, hit in enumerate(hits, 1)
    ]
    wide = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [GAP.join((n.rjust(wide[0]), s.ljust(wide[1]), t.rjust(wide[2]))) for n, s, t in cells]


def _named(source: str, shorts: Mapping[str, str]) -> str:
    """Return the id of a source, or with its short one what a line has room for."""
    if len(source) <= LONGEST_NAME:
        return source
    return _cut(f"{shorts[source]} {source}", LONGEST_NAME)


def _flat(text: str) -> str:
    return " ".join(on_one_line(text).split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else (text[: most - 1] + "…")[:most]
