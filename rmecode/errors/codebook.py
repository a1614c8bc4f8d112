"""What can be wrong with the naming of codes."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmecode.model import Code, Codebook


class UnknownCodeError(RmecodeError):
    """A code that the codebook does not have."""

    def __init__(self, typed: str, codebook: Codebook) -> None:
        self.typed = typed
        paths = [code.path for code in codebook]
        by_name = {code.name: code.path for code in codebook}
        near = difflib.get_close_matches(typed, paths, n=2, cutoff=0.6)
        near += [by_name[n] for n in difflib.get_close_matches(typed.rpartition("/")[2], by_name)]
        hint = ", ".join(dict.fromkeys(near)) or ", ".join(c.path for c in codebook if c.depth == 1)
        super().__init__(
            _("{typed}: there is no such code in {book}. Did you mean: {hint}?").format(
                typed=typed, book=codebook.name, hint=hint
            )
        )


class AmbiguousCodeError(RmecodeError):
    """A name that several codes share."""

    def __init__(self, typed: str, codes: Sequence[Code]) -> None:
        super().__init__(
            _("{typed}: several codes have this name. Write one of: {paths}.").format(
                typed=typed, paths=", ".join(code.path for code in codes)
            )
        )
