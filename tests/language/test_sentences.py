"""Where sentences begin in what people say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.language.sentences import LONGEST, sentence_starts


def _sentences(text: str) -> list[str]:
    starts = [*sentence_starts(text), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Nos juntamos.", "Después no."],
        ["¿Y eso?", "¡Claro!", "Sí."],
        ["Bueno... no sé.", "Eso…", "Yo creo que no."],
        ["Pero él dijo, ¿y la red? y nadie habló."],
        ["Vino el Sr. Pérez con la Dra. Soto.", "Y el prof. Rojas, etc.", "Nadie más."],
        ["Lo vio J. Rojas en el art. 5 de la ley.", "Nada más."],
        ["—Hola.", "—¿Qué tal? —dijo ella.", "—Bien."],
        ["Eso fue todo. [risas]", "Pero volvimos."],
        ["Eso fue [risas] todo.", "Volvimos."],
        ["Dijo «vamos».", "Luego se fue."],
        ['Dijo "vamos."', "«¿Y ahora?»", "Nadie."],
        ["¿Cierto? no sé."],
        ["Son 1.200 niños en 12.5 horas.", "25 son nuestros."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    assert _sentences(" ".join(sentences)) == sentences


def test_no_sentence_crosses_a_line_end() -> None:
    assert _sentences("la red\ny nosotros\n\nno. sé") == ["la red", "y nosotros", "no. sé"]


def test_sentences_end_where_the_space_is_missing() -> None:
    assert _sentences("¿Qué compra?¿Alguna cosa?") == ["¿Qué compra?", "¿Alguna cosa?"]
    assert _sentences("Al fin.Ahora sí") == ["Al fin.", "Ahora sí"]


def test_a_list_number_does_not_end_a_sentence_but_a_year_does() -> None:
    assert _sentences("2. Trabajo en red.") == ["2. Trabajo en red."]
    assert _sentences("Fue en 2014. Después no.") == ["Fue en 2014.", "Después no."]


def test_speech_without_punctuation_is_cut_at_commas_else_at_spaces() -> None:
    with_commas = "nos juntamos con la red entera, " * 60
    assert all(piece.endswith(",") for piece in _sentences(with_commas)[:-1])
    for text in (with_commas, "juntamos " * 200):
        starts = [*sentence_starts(text), len(text)]
        lengths = [b - a for a, b in pairwise(starts)]
        assert max(lengths) <= LONGEST
        assert len(lengths) >= len(text) // LONGEST


def test_a_word_longer_than_any_sentence_is_left_whole() -> None:
    text = "a" * (LONGEST * 2) + " b"
    assert _sentences(text) == ["a" * (LONGEST * 2), "b"]


@given(st.text(alphabet="aB. ?!¿…\n,—[]«»1\"'", max_size=80))
def test_starts_rise_and_every_line_begins_one(text: str) -> None:
    starts = sentence_starts(text)
    assert starts == sorted(set(starts))
    lines = {n for n, sign in enumerate(text) if sign != "\n" and text[n - 1 : n] in {"", "\n"}}
    assert lines <= set(starts)
