"""Codes by what people type: a path, the end of one, a name, or the permanent id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmecode.errors.codebook import AmbiguousCodeError, UnknownCodeError
from rmecode.model.texts import fold, normalise

if TYPE_CHECKING:
    from rmecode.model.codes import Code, Codebook


def find_code(codebook: Codebook, typed: str) -> Code:
    """Return the code that was typed, with or without accents and capitals.

    A whole path or an id wins; else the end of one path (``confianza`` for
    ``capital_social/confianza``).

    Raises:
        UnknownCodeError: there is none.
        AmbiguousCodeError: several paths end so.
    """
    if typed in codebook.by_id:
        return codebook.by_id[typed]
    wanted = _as_path(typed)
    if wanted in codebook.by_path:
        return codebook.by_path[wanted]
    by_id = {fold(code.id): code for code in codebook}
    if wanted in by_id:
        return by_id[wanted]
    ends = [code for path, code in codebook.by_path.items() if path.endswith("/" + wanted)]
    if not wanted or not ends:
        raise UnknownCodeError(typed, codebook)
    if len(ends) > 1:
        raise AmbiguousCodeError(typed, ends)
    return ends[0]


def _as_path(typed: str) -> str:
    """Return the folded path: ``Capital social > Confianza`` is ``capital_social/confianza``."""
    names = re.split("[/>]", fold(normalise(typed)))
    return "/".join("_".join(name.split()) for name in names if name.strip())
