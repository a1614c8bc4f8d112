"""Passages of an edited text found again in its original, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmecode.exchange.word.alignment import Alignment
from rmecode.exchange.word.stretches import trimmed, within_lines
from rmecode.model import Anchor, Span

ORIGINAL = (
    "Ana: Al principio no había confianza. Ahora sí.\n"
    "Eva: Sí.\n"
    "Ana: ¿Y las reuniones?\n"
    "Eva: Sí.\n"
    "Ana: Se suspenden siempre, y nadie avisa.\n"
)


def place(edited: str, words: str, original: str = ORIGINAL) -> tuple[str | None, Anchor]:
    begin = edited.index(words)
    found = Alignment(edited, original).place(Span(begin, begin + len(words)))
    there = original[found.span.start : found.span.end] if found.span else None
    return there, found.anchor


def test_a_passage_beside_an_edit_is_exact() -> None:
    edited = ORIGINAL.replace("principio", "comienzo")
    assert place(edited, "Ahora sí.") == ("Ahora sí.", Anchor.EXACT)
    assert place(edited, "Se suspenden siempre") == ("Se suspenden siempre", Anchor.EXACT)


def test_a_repeated_passage_is_placed_by_what_surrounds_it() -> None:
    edited = ORIGINAL.replace("Al principio", "Antes")
    second = edited.rindex("Eva: Sí.")
    found = Alignment(edited, ORIGINAL).place(Span(second + 5, second + 8))
    assert found.anchor is Anchor.EXACT
    assert found.span is not None
    assert found.span.start == ORIGINAL.rindex("Eva: Sí.") + 5


def test_a_passage_with_an_edit_inside_is_placed_by_its_ends_and_to_be_reviewed() -> None:
    edited = ORIGINAL.replace("no había confianza", "no habia confianza")
    assert place(edited, "Al principio no habia confianza.") == (
        "Al principio no había confianza.",
        Anchor.REVIEW,
    )


@pytest.mark.parametrize(
    ("old", "new", "words", "there"),
    [
        ("Al principio no", "Ala principio no", "Ala principio no había", "Al principio no había"),
        ("nadie avisa", "nadie abisa", "y nadie abisa", "y nadie avisa"),
        ("nadie avisa", "nadie nunca abisa", "y nadie nunca abisa.", "y nadie avisa."),
        ("suspenden", "suspendían", "suspendían", "suspenden"),
        ("Al principio", "Aquí: al principio", "Aquí: al principio no había confianza", "Al principio no había confianza"),
        ("nadie avisa", "nadie avisa nada", "y nadie avisa nada", "y nadie avisa"),
    ],
)  # fmt: skip
def test_a_word_corrected_at_an_end_is_taken_with_the_passage_to_be_reviewed(
    old: str, new: str, words: str, there: str
) -> None:
    assert place(ORIGINAL.replace(old, new), words) == (there, Anchor.REVIEW)


def test_an_end_in_the_midst_of_what_was_rewritten_has_no_place() -> None:
    edited = ORIGINAL.replace("Se suspenden siempre", "Las cancelan cada vez que llueve")
    assert place(edited, "vez que llueve, y nadie avisa")[0] is None


def test_words_that_were_added_have_no_place() -> None:
    edited = ORIGINAL.replace("Eva: Sí.\n", "Eva: Sí.\nEva: Un agregado del que transcribe.\n", 1)
    assert place(edited, "Un agregado")[0] is None


def test_a_passage_that_was_moved_is_found_by_its_words() -> None:
    first, rest = ORIGINAL.split("\n", 1)
    assert place(rest + first + "\n", first)[0] == first


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("no había confianza", "hubo mucha desconfianza al llegar", "hubo mucha desconfianza"),
        ("Se suspenden siempre, y nadie avisa.", "Sí.", "Sí.\n"),
    ],
)
def test_words_that_are_not_in_the_original_have_no_place(old: str, new: str, words: str) -> None:
    edited = ORIGINAL.replace(old, new)
    begin = edited.rindex(words)
    found = Alignment(edited, ORIGINAL).place(Span(begin, begin + len(words)))
    assert found.span is None or found.anchor is not Anchor.EXACT


def test_of_two_equal_lines_with_equal_surroundings_none_is_chosen() -> None:
    original = "x: no\n" + "a: sí\nb: no\n" * 400
    edited = "a: sí\nb: no\n" * 399
    middle = 200 * len("a: sí\nb: no\n")
    assert Alignment(edited, original).place(Span(middle, middle + 5)).span is None


def test_texts_too_unlike_to_be_compared_are_searched_for_words_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rmecode.exchange.word.alignment.MOST_COMPARED", 1)
    edited = "Otro comienzo.\n" + ORIGINAL + "Otro fin.\n"
    assert place(edited, "nadie avisa") == ("nadie avisa", Anchor.MOVED)


WORDS = st.lists(st.sampled_from(["uno ", "dos ", "tres\n", "é", ". "]), max_size=25).map("".join)


@given(WORDS, WORDS, st.data())
@settings(max_examples=200, deadline=None)
def test_what_is_exact_are_the_same_words_in_the_same_surroundings(
    edited: str, original: str, data: st.DataObject
) -> None:
    alignment = Alignment(edited, original)
    for each in alignment.shared:
        ours = edited[each.edited : each.edited + each.length]
        assert ours == original[each.original : each.original + each.length]
    if not edited:
        return
    begin = data.draw(st.integers(0, len(edited) - 1))
    end = data.draw(st.integers(begin + 1, len(edited)))
    found = alignment.place(Span(begin, end))
    if found.span is not None and found.anchor is Anchor.EXACT:
        assert original[found.span.start : found.span.end] == edited[begin:end]


@given(WORDS, st.data())
@settings(max_examples=100, deadline=None)
def test_an_unedited_text_has_everything_at_its_place(text: str, data: st.DataObject) -> None:
    if not text:
        return
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    assert Alignment(text, text).place(Span(begin, end)).span == Span(begin, end)


def test_blanks_at_the_ends_are_left_out_unless_there_is_nothing_else() -> None:
    text = "a \n b c\t\n "
    assert trimmed(Span(0, len(text)), text) == Span(0, 7)
    assert trimmed(Span(1, 4), text) == Span(1, 4)
    assert within_lines(Span(1, 9), text) == Span(1, 8)
    assert within_lines(Span(2, 7), text) == Span(3, 7)
    assert within_lines(Span(2, 3), text) == Span(2, 3)
