"""How a comment names its author: people by their names, and whom a machine simulates as such.

The words for it are part of the file format, in the languages of studies; nobody translates them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.exchange.word.letters import escaped, unescaped
from rmecode.model import CoderKind

if TYPE_CHECKING:
    from collections.abc import Mapping

SIMULATED: Final = {"es": " (simulado)", "en": " (simulated)"}
"""What stands after the name of a simulated coder, by the study's language."""
NOBODY: Final = frozenset({"", "author", "autor", "unknown author", "autor desconocido"})
"""What programs write where they know no author, or were told to hide who it was."""


def author_of(coder: str, kinds: Mapping[str, CoderKind], language: str) -> str:
    """Return the author that a comment of the coder gets."""
    simulated = kinds.get(coder) is CoderKind.SIMULATED
    return escaped(coder) + (SIMULATED.get(language, SIMULATED["en"]) if simulated else "")


def coder_of(author: str) -> tuple[str, CoderKind | None]:
    """Return the coder whom an author means, empty for nobody; and the kind, where it is said."""
    written = author.strip()
    for mark in SIMULATED.values():
        if written.endswith(mark):
            return unescaped(written.removesuffix(mark)), CoderKind.SIMULATED
    return ("" if written.casefold() in NOBODY else unescaped(written)), None


def initials_of(coder: str) -> str:
    """Return up to three initials."""
    return "".join(word[0] for word in coder.split()[:3]).upper()
