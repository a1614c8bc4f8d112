"""The shade of a code's passages: its own colour, its area's, or grey, never too dark to read on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.exchange.colours import color_of, legible, own_colors

if TYPE_CHECKING:
    from rmecode.model import Codebook

NEUTRAL: Final = "E3E6EA"
"""The shade of codes that have no colour, nor anything above them."""


def shades(codebook: Codebook) -> dict[str, str]:
    """Return the shade of each code, as ``RRGGBB``, by the code's id."""
    own = own_colors(codebook)
    return {code.id: legible(color_of(code.path, own, NEUTRAL)) for code in codebook}
