"""Rows of a codings file: each a coding at its words, or reported with its row and a remedy."""

from __future__ import annotations

import pytest

from rmecode.coding import CodingRow, Known, Taken, read_rows
from rmecode.messages import activate
from rmecode.model import Anchor, Code, Codebook, Quote, Span, TextVersion, text_hash

activate("en")

TEXT = "Hay confianza. Hay reuniones, hay =2+3, y al final 🎓 hay confianza mutua."
BOOK = Codebook(
    "libro",
    "1",
    (
        Code("A", "red", "Red", kind="area"),
        Code("A-1", "red/confianza", "Confianza"),
        Code("A-2", "red/sede", "Sede"),
        Code("B", "otra", "Otra", kind="area"),
        Code("B-1", "otra/sede", "Sede"),
    ),
)
KNOWN = Known(
    {"R1": TextVersion("R1", 3, TEXT, text_hash(TEXT), "", "txt", "utf-8", "txt 1")}, BOOK, 7
)


def _row(
    quote: str = "", start: str = "", end: str = "", *, number: int = 2, coder: str = "ana"
) -> CodingRow:
    return CodingRow(number, "R1", "red/confianza", start, end, Quote(quote), coder)


def _read(*rows: CodingRow, known: Known = KNOWN) -> Taken:
    return read_rows(rows, "a.csv", known)


def test_a_row_becomes_a_coding_with_the_words_and_context_of_the_text() -> None:
    row = CodingRow(2, "R1", "CONFIANZA", "4", "13", Quote("confianza"), "ana", "mi nota")
    taken = _read(row)
    (coding,) = taken.codings
    assert (coding.source, coding.version, coding.code, coding.coder, coding.memo) == (
        "R1",
        3,
        "A-1",
        "ana",
        "mi nota",
    )
    assert (coding.span, coding.anchor, coding.origin) == (Span(4, 13), Anchor.EXACT, "import")
    assert coding.quote == Quote("confianza", "Hay ", ". Hay reuniones, hay =2+3, y al ")
    assert (coding.codebook_version, coding.id) == (7, 0)
    assert (taken.problems, taken.notices) == ((), ())


@pytest.mark.parametrize(("start", "end"), [("4", "13"), ("4.0", "13.0"), ("4,0", "13,00")])
def test_offsets_are_whole_numbers_as_spreadsheets_write_them(start: str, end: str) -> None:
    assert _read(_row(start=start, end=end)).codings[0].quote.exact == "confianza"


def test_offsets_count_an_emoji_as_one_character() -> None:
    place = TEXT.index("🎓")
    (coding,) = _read(_row("hay confianza mutua")).codings
    assert coding.span.start == place + 2


def test_a_quote_without_offsets_is_found_where_it_stands_once() -> None:
    taken = _read(_row("Hay reuniones"))
    assert taken.codings[0].span == Span(15, 28)
    assert taken.codings[0].anchor is Anchor.EXACT


def test_a_quote_that_is_elsewhere_is_moved_and_told() -> None:
    taken = _read(_row("reuniones", "0", "9", number=5))
    (notice,) = taken.notices
    assert (taken.codings[0].span, taken.codings[0].anchor) == (Span(19, 28), Anchor.MOVED)
    assert notice.place == "row 5"
    assert "was not at 0-9; found once, at 19-28" in notice.what


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (CodingRow(4, "", "red"), "the cell source is empty."),
        (CodingRow(4, "R2", "red"), "there is no source R2 in the project."),
        (CodingRow(4, "R1", ""), "the cell code is empty."),
        (CodingRow(4, "R1", "rad"), "rad: there is no such code in libro."),
        (CodingRow(4, "R1", "sede"), "sede: several codes have this name."),
        (CodingRow(4, "R1", "red", "1", "2"), "nobody is named as coder."),
        (_row(number=4), "has neither start and end nor a quote."),
        (_row(" ", number=4), "has neither start and end nor a quote."),
        (_row(start="4", number=4), "no whole numbers: 4, -."),
        (_row(end="4", number=4), "no whole numbers: -, 4."),
        (_row(start="4", end="x", number=4), "no whole numbers: 4, x."),
        (_row(start="-4", end="9", number=4), "no whole numbers: -4, 9."),
        (_row(start="1.5", end="9", number=4), "no whole numbers: 1.5, 9."),
        (_row(start="1", end="9" * 5000, number=4), "no whole numbers: 1, 999"),
        (_row(start="4", end="4", number=4), "the span 4-4 is empty or backwards."),
        (_row(start="9", end="4", number=4), "the span 9-4 is empty or backwards."),
        (_row(start="0", end="999", number=4), f"lies beyond the text's end, {len(TEXT)}."),
        (_row(start="3", end="4", number=4), "the span holds no words."),
        (_row("no está", number=4), "«no está» does not stand in R1."),
        (_row("ay confianza", number=4), "stands in R1 at 2 places (1-13, 54-66)."),
        (_row("x" * 100, number=4), f"«{'x' * 59}…» does not stand"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_what_to_do(row: CodingRow, what: str) -> None:
    taken = _read(row)
    (problem,) = taken.problems
    assert taken.codings == ()
    assert (problem.file, problem.place) == ("a.csv", "row 4")
    assert what in problem.sentence
    assert len(problem.sentence) > len(f"a.csv, row 4: {what}")


def test_an_unknown_source_is_told_what_it_may_have_been() -> None:
    (problem,) = _read(CodingRow(2, "R11", "red")).problems
    assert "Did you mean R1?" in problem.remedy


def test_one_bad_row_does_not_keep_the_others_out() -> None:
    taken = _read(_row("no está"), _row("reuniones", number=3), _row("", number=4))
    assert [coding.quote.exact for coding in taken.codings] == ["reuniones"]
    assert [problem.place for problem in taken.problems] == ["row 2", "row 4"]


def test_context_in_the_row_decides_between_places() -> None:
    quote = Quote("ay confianza", after=" mutua")
    (coding,) = _read(CodingRow(2, "R1", "red", quote=quote, coder="ana")).codings
    assert coding.span.end == len(TEXT) - len(" mutua.")


def test_a_coder_is_taken_from_the_row_else_from_the_command() -> None:
    known = Known(KNOWN.texts, BOOK, 7, "bea")
    taken = _read(_row("reuniones"), _row("reuniones", coder=""), known=known)
    assert [coding.coder for coding in taken.codings] == ["ana", "bea"]


def test_an_escaped_quote_is_read_without_its_apostrophe() -> None:
    row = CodingRow(2, "R1", "red", quote=Quote("'=2+3"), coder="ana", unescaped=Quote("=2+3"))
    assert _read(row).codings[0].quote.exact == "=2+3"


def test_an_apostrophe_that_was_said_is_not_taken_away() -> None:
    text = "dijo '=2+3 y =2+3"
    known = Known({"R1": TextVersion("R1", 1, text, "", "", "", "", "")}, BOOK, 1, "ana")
    row = CodingRow(2, "R1", "red", quote=Quote("'=2+3"), unescaped=Quote("=2+3"))
    assert _read(row, known=known).codings[0].span == Span(5, 10)


def test_a_quote_that_is_nowhere_even_unescaped_is_reported() -> None:
    row = CodingRow(2, "R1", "red", quote=Quote("'=9"), coder="ana", unescaped=Quote("=9"))
    assert "does not stand in R1" in _read(row).problems[0].what


def test_overlapping_rows_of_one_code_and_coder_are_taken_and_told() -> None:
    rows = (
        _row(start="0", end="13", number=2),
        _row(start="4", end="28", number=3),
        _row(start="4", end="28", number=4),
        _row(start="4", end="20", number=5, coder="bea"),
        _row(start="40", end="50", number=6),
    )
    taken = _read(*rows)
    assert len(taken.codings) == 5
    assert [(notice.place, notice.what.partition(":")[0]) for notice in taken.notices] == [
        ("row 3", "overlaps row 2"),
        ("row 4", "says the same as row 3"),
    ]


def test_an_overlap_with_a_long_span_further_back_is_told() -> None:
    rows = (
        _row(start="0", end="40", number=2),
        _row(start="4", end="13", number=3),
        _row(start="30", end="35", number=4),
    )
    assert [notice.place for notice in _read(*rows).notices] == ["row 3", "row 4"]
