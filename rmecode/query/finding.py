"""What a rule or a search finds: spans of characters, with the words that made it fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.model import Span
from rmecode.query.evaluation import Result, evaluate, only_words
from rmecode.query.places import Places
from rmecode.query.rows import Rows
from rmecode.query.syntax import And
from rmecode.query.units import Units, sentence_units, turn_units, units_of_rows
from rmecode.query.words import WordPlaces

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from rmecode.query.index import Index
    from rmecode.query.syntax import Expression

    Numbers = NDArray[np.int32]

UNITS: Final = ("sentence", "turn", "clause", "match")
"""What a rule can give its code to."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: where it is, and the spans of the matched words in it, in order."""

    source: str
    span: Span
    matched: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a search; ``turn`` is the row of the turn it is in, if it is in one."""

    source: str
    span: Span
    turn: int | None = None


class Texts:
    """An index with the turns of its sources, ready for many rules.

    Args:
        index: The words.
        turns: One row per turn with its source, the span of its words and its fields.
        lists: The codebook's named expressions (``read_lists``).
        lemma: Gives the lemma of a word that no text has.
    """

    def __init__(
        self,
        index: Index,
        turns: Rows,
        *,
        lists: Mapping[str, Expression] | None = None,
        lemma: Callable[[str], str] = str,
    ) -> None:
        self.index = index
        self.rows = turns
        self.words = WordPlaces(index, lists, lemma)
        self.turns = turn_units(index, turns)
        self.sentences = sentence_units(index, self.turns)

    def units(self, unit: str) -> Units:
        """Return the units in which a rule is true or not."""
        return self.turns if unit == "turn" else self.sentences


def find(
    texts: Texts, expression: Expression, unit: str = "sentence", *, interviewer: bool = False
) -> list[Found]:
    """Return what the expression finds, by source and place.

    ``sentence`` and ``turn`` give each unit in which it is true. ``match`` and ``clause`` ask in
    sentences, and give the words from the first to the last of each hit, hits that share a word
    together; ``clause`` widens them to where the clauses begin and end: after marks
    and brackets, or before a conjunction (``rmecode.language.clauses``).

    Args:
        texts: Where to look.
        expression: What to look for.
        unit: One of ``UNITS``.
        interviewer: Look at the interviewer's words too.

    Raises:
        ValueError: There is no such unit.
        UnknownFieldError, UnknownListError, CyclicListError, ConditionAmongWordsError: The
            expression asks for what is not there.
    """
    if unit not in UNITS:
        message = f"{unit!r} is none of {UNITS}"
        raise ValueError(message)
    units = texts.units(unit)
    result = _heard(texts, evaluate(expression, texts.words, units, texts.rows), units, interviewer)
    hits = result.hits(units)
    if unit in {"sentence", "turn"}:
        return _true_units(texts, unit, result, hits)
    merged = _merged(hits)
    widened = merged if unit == "match" else _to_clauses(texts.index, merged)
    return _spans(texts.index, widened, hits)


def search(
    texts: Texts, expression: Expression, unit: str = "sentence", *, interviewer: bool = False
) -> list[Hit]:
    """Return every hit of the expression; the unit itself where it is true without any.

    Raises:
        UnknownFieldError, UnknownListError, CyclicListError, ConditionAmongWordsError: The
            expression asks for what is not there.
    """
    found = find(texts, expression, unit, interviewer=interviewer)
    hits = [(one.source, span) for one in found for span in one.matched or (one.span,)]
    turns = turns_of(texts, [source for source, _ in hits], [span for _, span in hits])
    return [Hit(source, span, turn) for (source, span), turn in zip(hits, turns, strict=True)]


def turns_of(texts: Texts, sources: Sequence[str], spans: Sequence[Span]) -> list[int | None]:
    """Return the row of the turn that each place lies wholly inside of, None where in none."""
    units = units_of_rows(texts.index, Rows.of({}, sources=sources, spans=spans))
    turn = texts.turns.around(Places(units.first, units.last))
    return [int(texts.turns.row[at]) if at >= 0 else None for at in turn.tolist()]


def sources_with(words: WordPlaces, expression: Expression) -> frozenset[str] | None:
    """Return the sources that have every word which the expression cannot be true without.

    None stands for all of them: a condition alone can make it true.

    Raises:
        UnknownListError: It names a list that is not there.
        CyclicListError: It names a list that holds itself.
    """
    parts = expression.parts if isinstance(expression, And) else (expression,)
    needed = [words.of(part) for part in parts if only_words(part, words.lists)]
    if not needed:
        return None
    index = words.index
    owners = [np.searchsorted(index.first, places.start, side="right") - 1 for places in needed]
    common = set.intersection(*(set(np.unique(owner).tolist()) for owner in owners))
    return frozenset(index.sources[number] for number in common)


def _heard(texts: Texts, result: Result, units: Units, interviewer: bool) -> Result:  # noqa: FBT001
    """Leave the interviewer's units out, unless they were asked for."""
    if interviewer or not texts.rows.size:
        return result
    heard = (units.row < 0) | ~texts.rows.interviewer[np.maximum(units.row, 0)]
    found = tuple((among & heard, places) for among, places in result.found)
    return Result(result.truth & heard, found)


def _true_units(texts: Texts, unit: str, result: Result, hits: Places) -> list[Found]:
    index, units = texts.index, texts.units(unit)
    matched = _matched(index, units.around(hits), hits)
    found = []
    for number in np.flatnonzero(result.truth).tolist():
        if unit == "turn":
            row = int(units.row[number])
            source, span = texts.rows.sources[row], texts.rows.spans[row]
        else:
            source = index.sources[index.source_of(int(units.first[number]))]
            span = Span(int(index.sentence_start[number]), int(index.sentence_end[number]))
        found.append(Found(source, span, matched.get(number, ())))
    return found


def _matched(index: Index, owner: Numbers, hits: Places) -> dict[int, tuple[Span, ...]]:
    """Return the spans of the hits by what they belong to."""
    spans: dict[int, list[Span]] = {}
    start, end = index.start[hits.start], index.end[hits.end - 1]
    for number, opens, closes in zip(owner.tolist(), start.tolist(), end.tolist(), strict=True):
        spans.setdefault(number, []).append(Span(opens, closes))
    return {number: tuple(found) for number, found in spans.items()}


def _merged(hits: Places) -> Places:
    """Return the hits, those that share a word as one."""
    if not len(hits):
        return hits
    reached = np.maximum.accumulate(hits.end)
    begins = np.concatenate(([True], hits.start[1:] >= reached[:-1]))
    last = np.append(np.flatnonzero(begins)[1:] - 1, len(hits) - 1)
    return Places(hits.start[begins], reached[last])


def _to_clauses(index: Index, hits: Places) -> Places:
    """Widen each to whole clauses, those in the same clauses as one."""
    first = np.searchsorted(index.clause_first, hits.start, side="right") - 1
    after = np.searchsorted(index.clause_first, hits.end - 1, side="right")
    ends = np.append(index.clause_first, np.int32(len(index)))
    return _merged(Places(index.clause_first[first], ends[after]))


def _spans(index: Index, widened: Places, hits: Places) -> list[Found]:
    owner = np.searchsorted(widened.start, hits.start, side="right") - 1
    matched = _matched(index, owner.astype(np.int32), hits)
    sources = np.searchsorted(index.first, widened.start, side="right") - 1
    start, end = index.start[widened.start], index.end[widened.end - 1]
    places = zip(sources.tolist(), start.tolist(), end.tolist(), strict=True)
    return [
        Found(index.sources[source], Span(opens, closes), matched[number])
        for number, (source, opens, closes) in enumerate(places)
    ]
