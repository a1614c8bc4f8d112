"""What a search found, as suggestions of codes: somebody has to accept them before they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.model import Suggestion, find_code
from rmecode.study.codebooks.recording import record_codebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmecode.model import Code
    from rmecode.study.opening import Study
    from rmecode.study.searching import Hit

ENGINE: Final = "search"
"""Another engine than the rules', so that applying these again withdraws nothing of a search."""
VERSION: Final = "1"


@dataclass(frozen=True, slots=True)
class Suggested:
    """The ids of the new suggestions, and how many were there already, open or decided."""

    new: tuple[int, ...]
    there: int


def codes_named(study: Study, typed: Iterable[str]) -> tuple[Code, ...]:
    """Return the codes that were typed, each once.

    Raises:
        UnknownCodeError: the codebook has none of the name.
        AmbiguousCodeError: it has several.
    """
    return tuple(dict.fromkeys(find_code(study.codebook, each) for each in typed))


def suggest_hits(
    study: Study, hits: Iterable[Hit], codes: Sequence[Code], *, reason: str, by: str, at: str
) -> Suggested:
    """Make each hit a suggestion of each code, in one write.

    Args:
        study: the study.
        hits: what was found; each suggests the code for its whole span.
        codes: what is suggested.
        reason: the expression that found it.
        by: who searched; for the log.
        at: when, ISO 8601.

    Raises:
        StoreError: a source was removed since the search.
    """
    hits = tuple(hits)
    if not hits:
        return Suggested((), 0)
    number = record_codebook(study, by=by, at=at)
    found = [_suggestion(hit, code, number, reason) for hit in hits for code in codes]
    subject = f"{reason} → {', '.join(code.path for code in codes)}"
    with study.store.changes(by=by, at=at, action="search", subject=subject) as changes:
        return Suggested(*changes.add_suggestions(found))


def _suggestion(hit: Hit, code: Code, codebook_version: int, reason: str) -> Suggestion:
    return Suggestion(
        id=0,
        source=hit.source,
        version=hit.version,
        span=hit.span,
        quote=hit.quote,
        code=code.id,
        engine=ENGINE,
        engine_version=VERSION,
        codebook_version=codebook_version,
        rule="",
        reason=reason,
        matched=hit.matched,
    )
