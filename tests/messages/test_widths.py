"""How wide text is on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.messages.widths import ONE_PLACE_EACH, padded, width


@pytest.mark.parametrize(
    ("text", "places"),
    [("", 0), ("ñandú", 5), ("e\u0301", 1), ("漢字", 4), ("«…»", 3)],
)
def test_wide_letters_take_two_places_and_accents_none(text: str, places: int) -> None:
    assert width(text) == places


def test_both_forms_of_an_accented_letter_are_as_wide() -> None:
    assert width(unicodedata.normalize("NFD", "atención")) == width("atención") == 8


def test_columns_are_filled_up_on_either_side() -> None:
    assert padded("e\u0301", 3) == "e\u0301  "
    assert padded("漢", 3, left=False) == " 漢"


@given(st.from_regex(ONE_PLACE_EACH, fullmatch=True))
def test_the_letters_that_are_counted_at_once_take_one_place_each(text: str) -> None:
    assert width(f"{text}漢") == len(text) + 2
