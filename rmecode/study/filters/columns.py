"""What filters ask of codings and suggestions, in columns: one row for each case of a passage."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rmecode.query import Rows, WordPlaces, asks_for_words, field_name, matches, read_lists
from rmecode.query.syntax import And, Field, Not, Or
from rmecode.study.texts import case_fields, source_fields, study_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rmecode.model import Attribute, Span
    from rmecode.query import Expression
    from rmecode.store.narrow import SpokenText
    from rmecode.study.opening import Study

ALL_CASES: Final = "case="
"""The field with all cases of a coding; nobody can write this name in an expression."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Passages in columns: where each is, its cases, and the fields that it has by itself.

    ``quotes`` gives the words of the passages of some numbers.
    """

    sources: Sequence[str]
    versions: Sequence[int]
    spans: Sequence[Span]
    cases: Sequence[tuple[str, ...]]
    fields: Mapping[str, Sequence[Attribute]]
    quotes: Callable[[Sequence[int]], Sequence[str]]


def fitting(study: Study, expression: Expression, columns: Columns) -> list[int]:
    """Return the numbers of the passages that an expression keeps, in order.

    A passage of several cases is kept if it fits as one of one of them. Words are looked for at its
    place in the text, as a search does; in its excerpt, where its text is not the latest or where
    it touches front matter, which no search reads.

    Raises:
        RmecodeError: the expression asks for what is not there.
    """
    asked = of_all_cases(expression)
    lists = read_lists(study.codebook.lists)
    everything = range(len(columns.sources))
    if not everything:
        return []
    if not asks_for_words(asked, lists):
        return _fitting(study, asked, columns, everything)
    spoken = study.store.spoken_texts()
    there = set(_at_their_places(columns, spoken))
    apart = [number for number in everything if number not in there]
    words = study_words(study, spoken)
    found = _fitting(study, asked, columns, sorted(there), words)
    return sorted(found + _fitting(study, asked, columns, apart, columns.quotes(apart)))


def of_all_cases(expression: Expression) -> Expression:
    """Return the expression with ``caso = …`` and ``caso != …`` asked of all cases of a coding."""
    match expression:
        case Field(operator="=" | "!=") if field_name(expression.name) == "case":
            return replace(expression, name=ALL_CASES)
        case And() | Or():
            return type(expression)(tuple(of_all_cases(part) for part in expression.parts))
        case Not():
            return Not(of_all_cases(expression.part))
        case _:
            return expression


def _at_their_places(columns: Columns, spoken: Mapping[str, SpokenText]) -> list[int]:
    """Return the passages whose words are where the language pass read them."""
    starts: dict[str, tuple[list[int], list[int]]] = {}
    found = []
    for number, (source, version, span) in enumerate(
        zip(columns.sources, columns.versions, columns.spans, strict=True)
    ):
        text = spoken[source]
        if version != text.version or span.start < text.front:
            continue
        if source not in starts:
            starts[source] = _bounds(text.spans)
        begins, ends = starts[source]
        last = bisect_right(begins, span.end - 1) - 1
        if last >= 0 and ends[last] > span.start:
            found.append(number)
    return found


def _bounds(spans: str) -> tuple[list[int], list[int]]:
    """Return where the stretches begin and end."""
    pairs = [pair.partition("-") for pair in spans.split(",")] if spans else []
    return [int(start) for start, _, _ in pairs], [int(end) for _, _, end in pairs]


def _fitting(
    study: Study,
    asked: Expression,
    columns: Columns,
    numbers: Sequence[int],
    read: WordPlaces | Sequence[str] = (),
) -> list[int]:
    """Return those of the passages of these numbers that fit; each is asked once per case.

    ``read`` is where words are, or else the excerpts of these numbers.
    """
    if not numbers:
        return []
    which, cases = _case_by_case(columns, numbers)
    place = [numbers[each] for each in which]
    rows = Rows.of(
        _fields(study, columns, place, cases),
        sources=[columns.sources[number] for number in place],
        spans=[columns.spans[number] for number in place],
    )
    if isinstance(read, WordPlaces):
        truth = matches(asked, rows, words=read)
    else:
        excerpts = [read[each] for each in which] if read else None
        lists = read_lists(study.codebook.lists)
        truth = matches(asked, rows, excerpts=excerpts, lists=lists)
    return list(dict.fromkeys(n for n, holds in zip(place, truth.tolist(), strict=True) if holds))


def _case_by_case(
    columns: Columns, numbers: Sequence[int]
) -> tuple[list[int], list[tuple[str, ...]]]:
    """Return every passage once per case: which of the numbers it is, and the case, if any."""
    which: list[int] = []
    cases: list[tuple[str, ...]] = []
    for each, number in enumerate(numbers):
        alone: list[tuple[str, ...]] = [(case,) for case in columns.cases[number]] or [()]
        which += [each] * len(alone)
        cases += alone
    return which, cases


def _fields(
    study: Study, columns: Columns, place: Sequence[int], cases: Sequence[tuple[str, ...]]
) -> dict[str, Sequence[Attribute]]:
    known = {source: study.listing(source) for source in set(columns.sources)}
    of_source = source_fields([known[columns.sources[number]] for number in place])
    own = {name: [values[n] for n in place] for name, values in columns.fields.items()}
    whole: list[Attribute] = [columns.cases[number] or None for number in place]
    return {**case_fields(cases, study.records.cases), **of_source, **own, ALL_CASES: whole}
