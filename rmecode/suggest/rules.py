"""The codebook's rules applied to texts: who suggests what, where, and for which words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rmecode.model import Quote, Suggestion
from rmecode.query import find, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rmecode.model import Code, Codebook, Rule, TextVersion
    from rmecode.query import Expression, Found, Texts

ENGINE: Final = "rules"
VERSION: Final = "1"
"""Changes when the same rules on the same texts would suggest otherwise."""


def suggest(
    codebook: Codebook,
    codebook_version: int,
    texts: Texts,
    versions: Mapping[str, TextVersion],
    *,
    read: Callable[[str], Expression] = parse,
    progress: Callable[[int, int], None] | None = None,
) -> list[Suggestion]:
    """Return what all rules find, by code, source and place; one suggestion per code and span.

    Where several rules of a code find the same span, the first rule in the codebook speaks, with
    the matched words of all of them.

    Args:
        codebook: the rules.
        codebook_version: its number in the project.
        texts: the indexed texts with their turns.
        versions: the text versions by source, for the quotes.
        read: turns a rule's text into an expression.
        progress: called with the rules done and the rules in all.

    Raises:
        RmecodeError: a rule that cannot be read or names what is not there.
    """
    rules = [(code, rule) for code in codebook for rule in code.rules]
    found: dict[tuple[str, str, int, int], Suggestion] = {}
    for number, (code, rule) in enumerate(rules):
        if progress:
            progress(number, len(rules))
        for one in find(texts, read(rule.find), rule.unit, interviewer=rule.interviewer):
            key = (code.id, one.source, one.span.start, one.span.end)
            made = _suggestion(code, rule, one, codebook_version, versions[one.source])
            found[key] = _joined(found[key], made) if key in found else made
    if progress and rules:
        progress(len(rules), len(rules))
    order = {code.id: place for place, code in enumerate(codebook)}
    return sorted(found.values(), key=lambda each: (order[each.code], each.source, each.span))


def _suggestion(
    code: Code, rule: Rule, found: Found, codebook_version: int, version: TextVersion
) -> Suggestion:
    return Suggestion(
        id=0,
        source=found.source,
        version=version.number,
        span=found.span,
        quote=Quote.at(version.text, found.span),
        code=code.id,
        engine=ENGINE,
        engine_version=VERSION,
        codebook_version=codebook_version,
        rule=rule.id,
        reason=rule.find,
        matched=found.matched,
    )


def _joined(first: Suggestion, other: Suggestion) -> Suggestion:
    return replace(first, matched=tuple(sorted({*first.matched, *other.matched})))
