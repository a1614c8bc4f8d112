"""The heads of a matrix: the tree of codes laid over its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.exchange.colours import color_of, ink_on, own_colors, tint
from rmecode.exchange.workbook.pen import Look
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmecode.model import Code, Codebook


@dataclass(frozen=True, slots=True)
class Head:
    """One head over columns ``left`` to ``right`` and levels ``top`` to ``bottom``, from 0."""

    text: str
    top: int
    bottom: int
    left: int
    right: int
    look: Look


def heads(columns: Sequence[Code], codebook: Codebook) -> tuple[Head, ...]:
    """Return the heads of the columns: a code over all below it, and at its own column *all*."""
    if not columns:
        return ()
    first = min(code.depth for code in columns)
    levels = max(code.depth for code in columns)
    colors = own_colors(codebook)
    found: list[Head] = []
    for level in range(first, levels + 1):
        for left, right, path in _runs(columns, level):
            parent = right > left or columns[left].path != path
            bottom = level if parent else levels
            label = _label(path, codebook)
            look = _look(path, level - first, colors, turned=not parent)
            found.append(Head(label, level - first, bottom - first, left, right, look))
            if parent and columns[left].path == path:
                look = _look(path, level + 1 - first, colors, turned=True, bold=True)
                below = Head(_("all"), level + 1 - first, levels - first, left, left, look)
                found.append(below)
    return tuple(found)


def has_children(columns: Sequence[Code]) -> list[bool]:
    """Tell for each column whether codes below its own have columns too."""
    parents = {code.parent for code in columns}
    return [code.path in parents for code in columns]


def _runs(columns: Sequence[Code], level: int) -> list[tuple[int, int, str]]:
    """Return first and last column of each run under one code of the level."""
    runs: list[tuple[int, int, str]] = []
    for number, code in enumerate(columns):
        if code.depth < level:
            continue
        path = "/".join(code.path.split("/")[:level])
        if runs and runs[-1][2] == path and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number, path)
        else:
            runs.append((number, number, path))
    return runs


def _label(path: str, codebook: Codebook) -> str:
    return next((code.label or code.name for code in codebook if code.path == path), path)


def _look(
    path: str, level: int, colors: Mapping[str, str], *, turned: bool, bold: bool = False
) -> Look:
    color = color_of(path, colors)
    fill = tint(color, (1.0, 0.45, 0.22)[min(level, 2)])
    return Look(
        bold=bold or level == 0,
        ink=ink_on(fill),
        fill=fill,
        align="center",
        middle=not turned,
        wrap=True,
        turned=turned,
        boxed=True,
        size=11 if level == 0 and not turned else 10,
    )
