"""Keyword in context: every place in the texts that an expression finds, and who says it to whom."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from rmecode.analysis.units import NATIONAL
from rmecode.errors.query import ExpressionError, field_of_codings, unknown_word
from rmecode.errors.study import NoSourcesError
from rmecode.model import Quote, SourceEvidence, Span, fold
from rmecode.query import (
    UNITS,
    Vocabulary,
    asks_for_words,
    field_name,
    find,
    impossible,
    only_words,
    sources_with,
    turns_of,
    unknown,
)
from rmecode.query.syntax import Field, Form, Wildcard, Word, walk
from rmecode.study.filters.expressions import reader_of, rule_fields
from rmecode.study.filters.rows import among, resolved
from rmecode.study.places import cases_of
from rmecode.study.texts import study_words, texts_heard
from rmecode.study.voices import all_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rmecode.analysis.selection import Selection
    from rmecode.model import Attribute, TextVersion
    from rmecode.query import Expression, Found, Texts, WordPlaces
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study

    Choices = Mapping[str, tuple[str, ...]]
    Progress = Callable[[int, int], None]

WIDTH: Final = 160
"""Characters of context on each side, where nobody says how many."""
OF_CODINGS: Final = frozenset(("code", "coder", "memo", "state", "kind", "decision"))
"""What can be asked of codings, and of no text."""
HIT: Final = (
    *("number", "source", "version", "start", "end", "quote", "turn", "role", "participant"),
    *("cases", "instrument", "stage", "before", "words", "after", "matched"),
)
"""The fields of a row, in their order."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a search found.

    ``span`` and ``quote`` are the unit that was asked for: the words alone, or the sentence, clause
    or turn that they make the expression true in; ``matched`` are the spans of the words. ``words``
    are the first of them, ``before`` and ``after`` what surrounds these in the turn.
    """

    source: str
    version: int
    span: Span
    quote: Quote
    turn: int
    role: str
    participant: str
    cases: tuple[str, ...]
    before: str
    words: str
    after: str
    matched: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search came to: the hits asked for, what there is in all, and what is doubtful."""

    hits: tuple[Hit, ...]
    total: int
    sources: int
    cases: int
    notes: tuple[str, ...]

    @property
    def left_out(self) -> int:
        """Return how many hits the limit cut off."""
        return self.total - len(self.hits)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search looks for, where, and how much of it is wanted.

    ``choices`` are names by kind (``cases``, ``sources``, ``instruments``, ``roles``, ``stages``);
    ``width`` is the context on each side in characters; ``limit`` None takes all hits.
    """

    expression: str
    unit: str = "match"
    interviewer: bool = False
    choices: Choices | None = None
    width: int = WIDTH
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """A candidate with the row of its turn and the cases that it speaks of."""

    found: Found
    row: int
    cases: tuple[str, ...]


def search_texts(study: Study, asked: Asked, *, progress: Progress | None = None) -> Searched:
    """Return every place that the expression finds, in the order of the sources table.

    Raises:
        NoSourcesError: there is no text yet.
        ExpressionError: the expression cannot be read, or asks for what the study does not have.
        RmecodeError: a name among the choices that the study does not know.
    """
    spoken = study.store.spoken_texts()
    if not spoken:
        raise NoSourcesError
    vocabulary = _vocabulary(study)
    expression = _read(study, asked.expression, vocabulary)
    chosen = _chosen(study, asked.choices or {})
    words = study_words(study, spoken, progress)
    evidence = _heard(study, _possible(study, words, expression, chosen))
    texts = texts_heard(study, words, evidence)
    found = _found(texts, expression, asked.unit, interviewer=asked.interviewer)
    places = [each for each in _placed(texts, found, evidence) if _takes(chosen, texts, each)]
    shown = places if asked.limit is None else places[: asked.limit]
    versions = study.store.texts({place.found.source for place in shown})
    return Searched(
        hits=tuple(_hit(texts, versions, asked, place) for place in shown),
        total=len(places),
        sources=len({place.found.source for place in places}),
        cases=len({case for place in places for case in place.cases}),
        notes=tuple(_notes(expression, vocabulary, texts)),
    )


def hit_rows(study: Study, hits: Iterable[Hit]) -> list[Record]:
    """Return a plain row per hit, for JSON and tables."""
    rows: list[Record] = []
    for number, hit in enumerate(hits, 1):
        listed = study.listing(hit.source)
        words = (
            hit.quote.exact[m.start - hit.span.start : m.end - hit.span.start] for m in hit.matched
        )
        values = (
            *(number, hit.source, hit.version, hit.span.start, hit.span.end, hit.quote.exact),
            *(hit.turn, hit.role, hit.participant, hit.cases, listed.instrument, listed.stage),
            *(hit.before, hit.words, hit.after, tuple(words)),
        )
        rows.append(dict(zip(HIT, values, strict=True)))
    return rows


def _vocabulary(study: Study) -> Vocabulary:
    """Return what a search may name: what a rule may."""
    return Vocabulary.of(rule_fields(study.config, study.records), study.codebook.lists)


def _read(study: Study, text: str, vocabulary: Vocabulary) -> Expression:
    expression = reader_of(study.config)(text)
    for part in walk(expression):
        if isinstance(part, Field) and field_name(part.name) in OF_CODINGS - {*vocabulary.fields}:
            raise ExpressionError(text, part.column, field_of_codings(part.name))
    for finding in unknown(expression, vocabulary):
        raise ExpressionError(text, finding.column, finding.what)
    return expression


def _found(texts: Texts, expression: Expression, unit: str, *, interviewer: bool) -> list[Found]:
    """Return what is found; a sentence that is true without any word of it is found whole."""
    if unit not in UNITS:
        message = f"{unit!r} is none of {UNITS}"
        raise ValueError(message)
    found = find(texts, expression, unit, interviewer=interviewer)
    if unit in ("sentence", "turn") or only_words(expression, texts.words.lists):
        return found
    sentences = find(texts, expression, "sentence", interviewer=interviewer)
    order = {source: place for place, source in enumerate(texts.index.sources)}
    found += [one for one in sentences if not one.matched]
    return sorted(found, key=lambda one: (order[one.source], one.span))


def _placed(
    texts: Texts, found: Sequence[Found], evidence: Iterable[SourceEvidence]
) -> Iterator[_Place]:
    known = {each.source.id: each for each in evidence}
    rows = turns_of(texts, [one.source for one in found], [one.span for one in found])
    for one, row in zip(found, rows, strict=True):
        if row is not None:
            yield _Place(one, row, cases_of(known[one.source], one.span))


def _chosen(study: Study, choices: Choices) -> Selection | None:
    """Return the choices as the study writes them, None where there are none.

    Raises:
        RmecodeError: a name that the study does not know.
    """
    return resolved(study, choices) if any(choices.values()) else None


def _possible(
    study: Study, words: WordPlaces, expression: Expression, chosen: Selection | None
) -> list[str]:
    """Return the sources in which there can be hits, in the order of the table."""
    there = sources_with(words, expression)
    return [
        name
        for name in words.index.sources
        if (there is None or name in there)
        and (chosen is None or chosen.takes(SourceEvidence(study.listing(name), 0)))
    ]


def _heard(study: Study, sources: Iterable[str]) -> tuple[SourceEvidence, ...]:
    """Return who says what in these sources; no other source is read."""
    return all_evidence([study.listing(name) for name in sources], study.store, study.records)


def _takes(chosen: Selection | None, texts: Texts, place: _Place) -> bool:
    """Tell whether a place of a chosen source is said in a chosen role, on a chosen case."""
    if chosen is None:
        return True
    cases = {"" if case == NATIONAL else case for case in chosen.cases}
    return (not cases or among(place.cases, cases)) and (
        not chosen.roles or _said(texts, "role", place.row) in chosen.roles
    )


def _said(texts: Texts, name: str, row: int) -> str:
    """Return the text that a turn has in a field, empty for none."""
    column = texts.rows.fields[name]
    value: Attribute = column.values[column.of_row[row]]
    return "" if value is None else str(value)


def _hit(texts: Texts, versions: Mapping[str, TextVersion], asked: Asked, place: _Place) -> Hit:
    found, version = place.found, versions[place.found.source]
    around, text = texts.rows.spans[place.row], version.text
    middle = found.matched[0] if found.matched and asked.unit != "match" else found.span
    turn = texts.rows.fields["turn"]
    return Hit(
        source=found.source,
        version=version.number,
        span=found.span,
        quote=Quote.at(text, found.span),
        turn=int(float(str(turn.values[turn.of_row[place.row]]))),
        role=_said(texts, "role", place.row),
        participant=_said(texts, "participant", place.row),
        cases=place.cases,
        before=text[max(around.start, middle.start - asked.width) : middle.start],
        words=text[middle.start : middle.end],
        after=text[middle.end : min(around.end, middle.end + asked.width)],
        matched=found.matched,
    )


def _notes(expression: Expression, vocabulary: Vocabulary, texts: Texts) -> Iterator[str]:
    """Yield what is doubtful about an expression that can be read: what never matches, and why."""
    if asks_for_words(expression, vocabulary.lists):
        for finding in impossible(expression, vocabulary):
            yield finding.what[:1].upper() + finding.what[1:]
    for part in dict.fromkeys(walk(expression)):
        if isinstance(part, Word | Form | Wildcard) and not len(texts.words.of(part)):
            yield unknown_word(str(part).strip('"='), _near(part, texts))


def _near(part: Word | Form | Wildcard, texts: Texts) -> list[str]:
    """Return words of the texts that look like one that is in none, from those that begin alike."""
    if isinstance(part, Wildcard):
        return []
    word = fold(part.text)
    alike = {
        fold(form): form
        for form in texts.index.forms
        if fold(form[:1]) == word[:1] and abs(len(form) - len(word)) <= 2
    }
    return [alike[near] for near in get_close_matches(word, alike, cutoff=0.8)]
