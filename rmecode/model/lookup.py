"""Codes by what people type: a path, the end of one, a name, or the permanent id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmecode.errors.codebook import AmbiguousCodeError, UnknownCodeError
from rmecode.model.texts import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.model.codes import Code, Codebook


def find_code(codebook: Codebook, typed: str) -> Code:
    """Return the code that was typed, with or without accents and capitals.

    A whole path or an id wins; then one that a code, or a code merged into it, had before, so that
    old files go on meaning what they meant; then the end of one path (``confianza`` for
    ``capital_social/confianza``), of today or before; then the label that one code alone has.

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
    former = {_as_path(name): code for code in codebook for name in code.former}
    meant = _formerly(codebook, former, wanted)
    if meant is not None:
        return meant
    ends = _ending(codebook.by_path, wanted)
    if len(ends) > 1:
        raise AmbiguousCodeError(typed, list(ends.values()))
    labelled = {code.id: code for code in codebook if _as_path(code.label) == wanted}
    for found in (ends, _ending(former, wanted), labelled):
        if len(found) == 1:
            return next(iter(found.values()))
    raise UnknownCodeError(typed, codebook)


def _ending(paths: Mapping[str, Code], wanted: str) -> dict[str, Code]:
    """Return the codes, by id, of the paths that end so."""
    return {code.id: code for path, code in paths.items() if path.endswith("/" + wanted)}


def _formerly(codebook: Codebook, former: Mapping[str, Code], wanted: str) -> Code | None:
    """Return the code that went by this id or path before, or lies below one that did."""
    above, below = wanted, ""
    while above:
        if above in former:
            return codebook.by_path.get(fold(former[above].path) + below)
        above, slash, name = above.rpartition("/")
        below = f"{slash}{name}{below}"
    return None


def _as_path(typed: str) -> str:
    """Return the folded path: ``Capital social > Confianza`` is ``capital_social/confianza``."""
    names = re.split("[/>]", fold(normalise(typed)))
    return "/".join("_".join(name.split()) for name in names if name.strip())
