"""A problem in something that a person wrote."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do; all three already in the reader's language.

    ``place`` is how people find it: ``row 7``, ``line 12, column 5``, a key; empty for the file.
    """

    file: str
    place: str
    what: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """Return one line that names the file and place, what is wrong and what to do."""
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.what} {self.remedy}".rstrip()
