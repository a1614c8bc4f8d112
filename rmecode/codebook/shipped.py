"""Where the study's own codebook lies: in the wheel, or in a checkout of the project."""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = "rme-2016.yaml"


def shipped_codebook() -> Path:
    """Return the path of the codebook of the fifteen-network study."""
    here = Path(__file__).resolve().parent
    in_wheel = here / "shipped" / NAME
    return in_wheel if in_wheel.is_file() else here.parents[1] / "codebooks" / NAME
