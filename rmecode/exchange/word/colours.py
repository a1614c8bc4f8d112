"""The shade of a code's passages: its own colour, its area's, or grey, never too dark to read on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rmecode.model import Codebook

NEUTRAL: Final = "E3E6EA"
"""The shade of codes that have no colour, nor anything above them."""
CONTRAST: Final = 7.0
"""The least contrast with black letters, as WCAG 2 counts it (level AAA)."""
_COLOR: Final = re.compile("#?([0-9A-Fa-f]{6})")


def shades(codebook: Codebook) -> dict[str, str]:
    """Return the shade of each code, as ``RRGGBB``, by the code's id."""
    by_path: dict[str, str] = {}
    for code in codebook:  # parents come before their children
        own = _COLOR.fullmatch(code.color.strip())
        by_path[code.path] = legible(own[1]) if own else by_path.get(code.parent, NEUTRAL)
    return {code.id: by_path[code.path] for code in codebook}


def legible(color: str) -> str:
    """Return the colour, mixed with as much white as black letters on it need.

    The contrast is that of WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    levels = [int(color[place : place + 2], 16) for place in (0, 2, 4)]
    for white in range(0, 101, 5):
        mixed = [round(level + (255 - level) * white / 100) for level in levels]
        if (_luminance(mixed) + 0.05) / 0.05 >= CONTRAST:
            break
    return "".join(f"{level:02X}" for level in mixed)


def _luminance(levels: list[int]) -> float:
    red, green, blue = (_linear(level / 255) for level in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
