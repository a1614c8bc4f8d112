"""Errors that carry a whole list of problems, so that a person mends them in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Speaking(Protocol):
        """Anything with a sentence of its own (``rmecode.model.Problem``)."""

        @property
        def sentence(self) -> str:
            """Return the sentence."""
            ...


class ProblemsError(RmecodeError):
    """Something that people wrote (tables, study.toml, codebook) has one problem or many."""

    def __init__(self, problems: Sequence[Speaking]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence for problem in problems))
