"""Colours as ``RRGGBB``: those of codes, tints of them, and what can be read on them.

Contrast is that of WCAG 2.2, "contrast ratio" and "relative luminance".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.model import Codebook

INK: Final = "1F2933"
NEUTRAL: Final = "52606D"
"""The colour of codes that have none, nor anything above them."""
CONTRAST: Final = 7.0
"""The least contrast with black letters of a shade under words (level AAA)."""


def own_colors(codebook: Codebook) -> dict[str, str]:
    """Return the colours of the codes that have one themselves, by path."""
    own = {code.path: plain_color(code.color, "") for code in codebook}
    return {path: color for path, color in own.items() if color}


def color_of(path: str, own: Mapping[str, str], default: str = NEUTRAL) -> str:
    """Return the colour of a code: its own, else that of the nearest code above that has one."""
    while path not in own and "/" in path:
        path = path.rpartition("/")[0]
    return own.get(path, default)


def plain_color(color: str, default: str = NEUTRAL) -> str:
    """Return ``RRGGBB`` of a codebook's ``#RRGGBB`` or ``#RGB``, or the default."""
    digits = color.strip().lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    known = len(digits) == 6 and all(digit in "0123456789abcdefABCDEF" for digit in digits)
    return digits.upper() if known else default


def tint(color: str, strength: float) -> str:
    """Return a colour mixed with white: 1 leaves it as it is, 0 is white."""
    mixed = (round(255 - (255 - level) * strength) for level in _levels(color))
    return "".join(f"{level:02X}" for level in mixed)


def ink_on(color: str) -> str:
    """Return white or dark ink, whichever reads better on the colour."""
    here = _luminance(color) + 0.05
    return "FFFFFF" if 1.05 / here >= here / (_luminance(INK) + 0.05) else INK


def legible(color: str) -> str:
    """Return the colour, mixed with as much white as black letters on it need."""
    shades = (tint(color, (100 - white) / 100) for white in range(0, 101, 5))
    return next(each for each in shades if (_luminance(each) + 0.05) / 0.05 >= CONTRAST)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(level / 255) for level in _levels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _levels(color: str) -> tuple[int, int, int]:
    return int(color[:2], 16), int(color[2:4], 16), int(color[4:], 16)


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
