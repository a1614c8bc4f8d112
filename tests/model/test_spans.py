"""Spans, quotes and problems as values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rmecode.model import Problem, Quote, Span, union_length

PAIRS = st.tuples(st.integers(0, 60), st.integers(1, 20))
SPANS = PAIRS.map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def _characters(span: Span) -> set[int]:
    return set(range(span.start, span.end))


@given(st.lists(SPANS))
def test_a_union_counts_every_character_once(spans: list[Span]) -> None:
    together: set[int] = set().union(*map(_characters, spans))
    assert union_length(spans) == len(together)


@given(SPANS, SPANS)
def test_overlap_and_containment_are_those_of_the_characters(one: Span, other: Span) -> None:
    shared = _characters(one) & _characters(other)
    assert one.overlaps(other) == bool(shared)
    assert one.contains(other) == (_characters(other) <= _characters(one))
    assert len(one) == len(_characters(one))


def test_a_quote_takes_the_words_and_thirty_two_characters_on_each_side() -> None:
    text = "a" * 40 + "red 🎓" + "b" * 5
    quote = Quote.at(text, Span(40, 45))
    assert quote == Quote("red 🎓", "a" * 32, "bbbbb")


def test_a_quote_at_the_beginning_has_nothing_before() -> None:
    assert Quote.at("red viva", Span(0, 3)) == Quote("red", "", " viva")


def test_a_problem_is_one_line_with_file_place_fault_and_remedy() -> None:
    whole = Problem("cases.csv", "row 7", "is twice.", "Remove one.")
    assert whole.sentence == "cases.csv, row 7: is twice. Remove one."
    assert Problem("cases.csv", "", "is empty.").sentence == "cases.csv: is empty."
