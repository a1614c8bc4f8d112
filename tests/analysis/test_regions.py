"""Stretches of text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rmecode.analysis.regions import common, merged, outside
from rmecode.model import Span, union_length

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Span(*sorted(pair)))
)


def places(spans: object) -> set[int]:
    return {p for span in spans for p in range(span.start, span.end)}  # type: ignore[attr-defined]


@given(spans=SPANS)
def test_merged_spans_cover_the_same_and_stand_apart(spans: list[Span]) -> None:
    union = merged(spans)
    assert places(union) == places(spans)
    assert sum(len(span) for span in union) == union_length(spans)
    assert all(a.end < b.start for a, b in pairwise(union))


@given(spans=SPANS, others=SPANS)
def test_what_two_unions_share_is_their_intersection(spans: list[Span], others: list[Span]) -> None:
    assert places(common(merged(spans), merged(others))) == places(spans) & places(others)


@given(spans=SPANS)
def test_what_lies_outside_is_the_rest_of_the_text(spans: list[Span]) -> None:
    assert places(outside(merged(spans), 30)) == set(range(30)) - places(spans)


def test_spans_that_touch_become_one_and_empty_ones_vanish() -> None:
    assert merged([Span(5, 5), Span(2, 4), Span(0, 2)]) == (Span(0, 4),)
