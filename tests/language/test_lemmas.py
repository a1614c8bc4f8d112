"""Lemmas of spoken Chilean Spanish, alone and beside their neighbours."""

from __future__ import annotations

import pytest

from rmecode.language import Transcript, read_tokens
from rmecode.language.lemmas import lemma


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("compartíamos comparto compartes compartiéndolo compartan", "compartir"),
        ("contarle contarnos contaba cuéntame cuéntenos", "contar"),
        ("juntarnos juntándonos juntan nos-juntamos", "juntar"),
        ("ayudándonos ayudarlos ayudaron ayudó", "ayudar"),
        ("apoyarse apoyándose apoyan", "apoyar"),
        ("reunirnos reunirse reúnen reunimos", "reunir"),
        ("decírselo dígale dijeron dicho-sea digo", "decir"),
        ("vengo vinieron venga viniendo", "venir"),
        ("tenís teníai tenía tuvimos", "tener"),
        ("podís pudo puedo podría", "poder"),
        ("hablai hablamos hablábamos", "hablar"),
        ("vai vamos irse vámonos", "ir"),
        ("erís era somos", "ser"),
        ("vernos verse viéndonos vimos", "ver"),
        ("eligen elijo", "elegir"),
        ("directores director", "director"),
        ("redes red", "red"),
        ("profesoras profesor", "profesor"),
    ],
)
def test_forms_have_the_lemma_a_speaker_would_give(words: str, expected: str) -> None:
    assert {word: lemma(word) for word in words.split() if "-" not in word} == {
        word: expected for word in words.split() if "-" not in word
    }


@pytest.mark.parametrize("word", ["se", "ella", "él", "nos", "entonces", "iris", "país", "seis"])
def test_pronouns_and_words_that_only_look_like_verbs_keep_themselves(word: str) -> None:
    assert lemma(word) == word


def test_a_lemma_is_its_own_lemma() -> None:
    words = [
        "compartíamos",
        "cuenta",
        "redes",
        "hablai",
        "decírselo",
        "apoyo",
        "estado",
        "mejor",
        "usted",
        "juntarnos",
    ]
    assert [lemma(lemma(word)) for word in words] == [lemma(word) for word in words]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("El apoyo llegó tarde.", "apoyo", "apoyo"),
        ("En eso te apoyo.", "apoyo", "apoyar"),
        ("Ella nos cuenta todo.", "cuenta", "contar"),
        ("Nos dimos cuenta.", "cuenta", "cuenta"),
        ("El supervisor visita las escuelas.", "visita", "visitar"),
        ("La visita las dejó tristes.", "visita", "visita"),
        ("Hemos conversado harto.", "conversado", "conversar"),
        ("Lo que han hecho es poco.", "hecho", "hacer"),
        ("Es de los que no hablan.", "de", "de"),
        ("No como nunca ahí.", "como", "como"),
        ("Una ayuda, la mejor.", "ayuda", "ayuda"),
    ],
)
def test_a_noun_that_could_be_a_verb_is_read_by_its_neighbours(
    text: str, form: str, expected: str
) -> None:
    tokens = read_tokens([Transcript("S", "h", text)], cache=None)["S"]
    at = [tokens.forms[number] for number in tokens.form].index(form)
    assert tokens.lemmas[tokens.lemma[at]] == expected
