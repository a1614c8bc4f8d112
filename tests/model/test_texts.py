"""Text in the one form that offsets count, and folded for comparing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.model import fold, normalise, text_hash


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text.removeprefix("\ufeff"))
    assert normalise(once.removeprefix("\ufeff")) == once.removeprefix("\ufeff")
    assert "\r" not in once
    assert unicodedata.is_normalized("NFC", once)


def test_a_byte_order_mark_line_ends_and_decomposed_accents_go() -> None:
    assert normalise("\ufeffreunio\u0301n\r\nman\u0303ana\rfin") == "reunión\nmañana\nfin"


def test_the_hash_is_that_of_the_utf8_text_and_takes_any_text() -> None:
    assert text_hash("red").startswith("b1f51a51")
    assert text_hash("\ud800") != text_hash("\ud801")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Confianza", "confianza"),
        ("VÍNCULOS", "vinculos"),
        ("Año", "año"),
        ("AN\u0303O", "año"),
        ("pingüino", "pinguino"),
        ("São", "sao"),
        ("Straße", "strasse"),
        ("\u0303", ""),
    ],
)
def test_case_and_accents_fall_and_the_letter_ene_stays(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_both_unicode_forms_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
