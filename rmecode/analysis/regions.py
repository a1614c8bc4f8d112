"""Which stretches of a source are evidence on which case, and who speaks in them.

A source's text belongs to all of its cases (to ``NATIONAL`` where it has none), but for the parts
that an assignment gives to one case: these are evidence on that case only. Where a coding's span
runs over the edge of such a part, each of its characters follows the rule for itself: the coding
counts in every case that any of its characters belongs to, and only those characters count there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.analysis.units import NATIONAL
from rmecode.model import Span, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rmecode.model import SourceEvidence, Turn, Voice

Spans = tuple[Span, ...]
"""Disjoint spans in ascending order."""


def merged(spans: Iterable[Span]) -> Spans:
    """Return the union of the spans as disjoint spans in order; empty ones vanish."""
    kept: list[Span] = []
    for span in sorted(spans):
        if kept and span.start <= kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        elif len(span) > 0:
            kept.append(span)
    return tuple(kept)


def common(spans: Sequence[Span], others: Sequence[Span]) -> Spans:
    """Return what two lists of disjoint ordered spans share."""
    shared: list[Span] = []
    left = right = 0
    while left < len(spans) and right < len(others):
        start = max(spans[left].start, others[right].start)
        end = min(spans[left].end, others[right].end)
        if start < end:
            shared.append(Span(start, end))
        if spans[left].end <= others[right].end:
            left += 1
        else:
            right += 1
    return tuple(shared)


def outside(spans: Sequence[Span], length: int) -> Spans:
    """Return the gaps that disjoint ordered spans leave in a text of the given length."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), length]
    return merged(
        Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end
    )


def text_length(evidence: SourceEvidence) -> int:
    """Return the source's length in characters, at least 1 so that every coding has a place."""
    return max(evidence.length, 1)


def regions(evidence: SourceEvidence) -> Mapping[str, Spans]:
    """Return the stretches of the source that are evidence on each of its cases."""
    whole = (Span(0, text_length(evidence)),)
    own = evidence.source.cases or (NATIONAL,)
    given: dict[str, list[Span]] = {}
    for part in evidence.assignments:
        given.setdefault(part.case, []).extend(common((part.span,), whole))
    rest = outside(merged(span for spans in given.values() for span in spans), whole[0].end)
    shares = {
        case: merged((*(rest if case in own else ()), *given.get(case, ())))
        for case in (*own, *given)
    }
    return {case: spans for case, spans in shares.items() if spans}


def informant_turns(evidence: SourceEvidence) -> Iterator[tuple[Turn, Voice]]:
    """Yield the turns in which an informant says something, with the voice."""
    for turn, voice in zip(evidence.turns, evidence.voices, strict=True):
        if voice is not None and not voice.interviewer and len(turn.words) > 0:
            yield turn, voice


def informant_of(evidence: SourceEvidence, turn: Turn, voice: Voice) -> str:
    """Return who speaks: the participant, or the label in this source where nobody is known.

    An unknown speaker is one informant per source and label, so that two are never taken for one.
    """
    return voice.participant or f"{evidence.source.id}\x1f{turn.label}"


def role_region(evidence: SourceEvidence, roles: frozenset[str]) -> Spans:
    """Return the stretches where the roles (folded) speak; all of it if it only has a role itself."""
    spoken = list(informant_turns(evidence))
    if not spoken and fold(evidence.source.role) in roles:
        return (Span(0, text_length(evidence)),)
    return merged(turn.span for turn, voice in spoken if fold(voice.role) in roles)
