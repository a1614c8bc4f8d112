"""Words that fit into cells, titles and heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.exchange.colours import ink_on, plain_color, tint
from rmecode.exchange.workbook.pen import place
from rmecode.exchange.workbook.words import parts, sheet_title, shown, unique_heads
from tests.exchange.workbooks import as_excel_shows

PIECES = st.lists(st.sampled_from(["a", " ", "👩", "_x000D_", "_x", "ñ", "\n", "_"]), max_size=200)


@given(pieces=PIECES, limit=st.integers(8, 60))
def test_parts_fit_and_join_to_the_text_letter_by_letter(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    split = parts(text, limit)
    assert "".join(split) == text
    assert all(len(shown(part).encode("utf-16-le")) // 2 <= limit for part in split)
    assert all(split) or text == ""


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_excel_shows_is_the_text(text: str) -> None:
    escaped = shown(text)
    if "\ufffe" not in text and "\uffff" not in text:
        assert as_excel_shows(escaped) == text


def test_a_split_falls_between_words_where_it_can() -> None:
    assert parts("una red de escuelas que se junta", 20) == ["una red de escuelas ", "que se junta"]
    assert parts("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


@pytest.mark.parametrize(
    ("title", "taken", "expected"),
    [
        ("Citas", (), "Citas"),
        ("Citas: ¿[todas]? a/b\\c*", (), "Citas ¿ todas a b c"),
        ("citas", ("Citas", "CITAS (2)"), "citas (3)"),
        ("History", (), "History (2)"),
        ("'", (), "–"),
        ("", (), "–"),
    ],
)
def test_titles_of_sheets_are_such_as_excel_accepts(
    title: str, taken: tuple[str, ...], expected: str
) -> None:
    assert sheet_title(title, taken) == expected


@given(titles=st.lists(st.text(max_size=40), max_size=12))
def test_any_titles_become_different_and_short_enough(titles: list[str]) -> None:
    tabs: list[str] = []
    for title in titles:
        tabs.append(sheet_title(title, tabs))
    assert len({tab.casefold() for tab in tabs}) == len(tabs)
    assert all(0 < len(tab) <= 31 and not set("[]:*?/\\") & set(tab) for tab in tabs)


def test_heads_are_one_line_not_empty_and_unique_whatever_their_case() -> None:
    assert unique_heads(["Caso", "caso", "a\nb", "", "CASO"]) == [
        *("Caso", "caso (2)", "a b", "–", "CASO (3)"),
    ]


def test_colours() -> None:
    assert plain_color("#1f6F5c") == "1F6F5C"
    assert plain_color("#abc") == "AABBCC"
    assert plain_color("verde", "112233") == plain_color("", "112233") == "112233"
    assert (tint("000000", 0.0), tint("336699", 1.0), tint("000000", 0.5)) == (
        *("FFFFFF", "336699", "808080"),
    )
    assert ink_on("000000") == "FFFFFF"
    assert ink_on("FDD835") != "FFFFFF"
    assert place("Mi 'hoja'", 3, "B") == "'Mi ''hoja'''!B3"
