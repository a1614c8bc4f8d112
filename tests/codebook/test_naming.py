"""Names and ids for new codes, and who speaks of a code."""

from __future__ import annotations

import pytest

from rmecode.codebook.reading import NAME
from rmecode.codebook.rewriting import mentions, name_of, next_id
from rmecode.errors.codebook import UnusableNameError
from rmecode.messages import activate
from rmecode.model import Code, Codebook
from tests.codebook.books import BLOCK, SHIPPED, book_of

activate("en")

BOOK = book_of(SHIPPED)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Capital social (2)", "capital_social_2"),
        ("  ¿Qué   se comparte? ", "qué_se_comparte"),
        ("Contexto socio-histórico-cultural (territorio, comuna)",
         "contexto_socio-histórico-cultural_territorio_comuna"),
        ("reunio\u0301n", "reunión"),
        ("_x-", "x"),
        ("AÑO", "año"),
        ("a/b > c", "a_b_c"),
    ],
)  # fmt: skip
def test_a_label_becomes_a_name_that_can_be_used(label: str, name: str) -> None:
    assert name_of(label) == name
    assert NAME.fullmatch(name)


def test_a_label_without_letters_gives_no_name() -> None:
    with pytest.raises(UnusableNameError, match="¿\\?"):
        name_of("¿?")


@pytest.mark.parametrize(
    ("parent", "expected"),
    [("CAP", "CAP-09"), ("PRC", "PRC-40"), ("PRC-10", "PRC-13"), ("EME", "EME-01"),
     ("CAP-05", "CAP-05-01")],
)  # fmt: skip
def test_an_id_goes_on_as_its_siblings_do(parent: str, expected: str) -> None:
    assert next_id(BOOK, parent) == expected


def test_an_area_gets_the_first_letters_of_its_label() -> None:
    assert next_id(BOOK, "", "Ñandú verde") == "NAN"
    assert next_id(BOOK, "", "Colaboración entre pares") == "COLA"
    assert next_id(BOOK, "") == "C-01"


def test_an_id_that_any_code_has_or_had_is_never_given_again() -> None:
    book = Codebook(
        "b", "1",
        (Code("K1", "k", "K", former=("k3", "K4")), Code("K2", "k/x", "X"), Code("x", "K5", "X")),
    )  # fmt: skip
    assert next_id(book, "") == "K6"
    assert next_id(book, "", used=["k6", "K7"]) == "K8"


def test_a_book_without_numbers_gets_them_below_its_ids() -> None:
    book = Codebook("b", "1", (Code("red", "r", "R"), Code("dar", "r/d", "D")))
    assert next_id(book, "red") == "red-01"
    assert next_id(book, "", "Otra cosa") == "otr"
    assert next_id(Codebook("b", "1", ()), "", "Otra cosa") == "OTR"


def test_who_names_a_path_is_told_with_the_field() -> None:
    found = mentions(BOOK, BOOK.by_id["CAP-05"])
    assert ("COL-03", "avoid") in found
    for code, name in found:
        assert "capital_social/confianza" in " ".join(getattr(BOOK.by_id[code], name).split())
    expected = {
        (code.id, name)
        for code in BOOK
        for name in ("definition", "use", "avoid")
        if code.id != "CAP-05"
        and "capital_social/confianza" in " ".join(getattr(code, name).split())
    }
    assert set(found) == expected


def test_a_longer_path_and_an_everyday_word_are_no_mention() -> None:
    words = {
        "B": "Véase procesos/informar.",
        "C": "Los procesos de la red.",
        "D": "La familia procesos.",
        "E": "Ver otros/procesos/x.",
        "F": "Ver PROCESOS/informar-más.",
    }
    area = Code("A", "procesos", "Procesos", "La familia procesos.")
    leaf = Code("A1", "procesos/informar", "Informar")
    others = tuple(Code(name, name, name, text) for name, text in words.items())
    book = Codebook("b", "1", (area, leaf, *others))
    assert mentions(book, area) == (("B", "definition"), ("D", "definition"), ("F", "definition"))
    assert mentions(book, leaf) == (("B", "definition"),)
    assert mentions(book_of(BLOCK), book_of(BLOCK).by_id["A"]) == ()
