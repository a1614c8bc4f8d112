"""Codes by what people type, and the tree that they stand in."""

from __future__ import annotations

import pytest

from rmecode.errors.codebook import AmbiguousCodeError, UnknownCodeError
from rmecode.messages import activate
from rmecode.model import Code, Codebook, find_code

activate("en")

BOOK = Codebook(
    "libro",
    "1",
    (
        Code("CS", "capital_social", "Capital social", kind="area"),
        Code("CS-1", "capital_social/confianza", "Confianza"),
        Code("PR", "procesos", "Procesos", kind="family"),
        Code("PR-1", "procesos/informativos", "Informativos"),
        Code("PR-1-1", "procesos/informativos/transmisión", "Transmisión"),
        Code("VA", "valoración", "Valoración", kind="family"),
        Code("VA-1", "valoración/informativos", "De lo informativo"),
    ),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("capital_social/confianza", "CS-1"),
        ("Capital Social / Confianza", "CS-1"),
        ("capital_social > confianza", "CS-1"),
        ("/capital_social/confianza/", "CS-1"),
        ("confianza", "CS-1"),
        ("CONFIANZA", "CS-1"),
        ("CS-1", "CS-1"),
        ("cs-1", "CS-1"),
        ("transmision", "PR-1-1"),
        ("informativos/transmisio\u0301n", "PR-1-1"),
        ("valoracion", "VA"),
        ("procesos/informativos", "PR-1"),
    ],
)
def test_a_code_is_found_by_path_end_of_path_or_id(typed: str, found: str) -> None:
    assert find_code(BOOK, typed).id == found


def test_a_name_that_two_codes_share_is_refused_with_both_paths() -> None:
    with pytest.raises(AmbiguousCodeError) as error:
        find_code(BOOK, "informativos")
    assert "procesos/informativos, valoración/informativos" in str(error.value)


@pytest.mark.parametrize("typed", ["", " ", "/", "onfianza", "capital_social/confianz"])
def test_a_code_that_is_not_there_is_refused(typed: str) -> None:
    with pytest.raises(UnknownCodeError):
        find_code(BOOK, typed)


def test_an_unknown_code_is_told_what_is_near_or_else_the_areas() -> None:
    with pytest.raises(UnknownCodeError, match="Did you mean: capital_social/confianza"):
        find_code(BOOK, "capital_social/confiansa")
    with pytest.raises(UnknownCodeError, match="capital_social, procesos, valoración"):
        find_code(BOOK, "zzz")


def test_an_unknown_name_is_told_every_code_of_that_name() -> None:
    with pytest.raises(UnknownCodeError) as error:
        find_code(BOOK, "colaboración/informativos")
    assert "procesos/informativos" in str(error.value)
    assert "valoración/informativos" in str(error.value)


def test_a_code_knows_its_place_in_the_tree() -> None:
    code = find_code(BOOK, "PR-1-1")
    assert (code.name, code.parent, code.area, code.depth) == (
        "transmisión",
        "procesos/informativos",
        "procesos",
        3,
    )
    assert find_code(BOOK, "PR").parent == ""


def test_leaves_and_subtrees_follow_the_order_of_the_file() -> None:
    assert [code.id for code in BOOK.leaves] == ["CS-1", "PR-1-1", "VA-1"]
    assert [code.id for code in BOOK.subtree(find_code(BOOK, "PR"))] == ["PR", "PR-1", "PR-1-1"]
    assert [code.id for code in BOOK] == list(BOOK.by_id)


def test_a_subtree_does_not_take_a_neighbour_with_a_longer_name() -> None:
    book = Codebook("b", "1", (Code("A", "red", "Red"), Code("B", "redes", "Redes")))
    assert [code.id for code in book.subtree(book.by_id["A"])] == ["A"]


RENAMED = Codebook(
    "libro",
    "2",
    (
        Code("CS", "capital", "Capital social", former=("capital_social", "vínculos")),
        Code("CS-1", "capital/confianza", "Clima de confianza", former=("CS-9", "capital/fe")),
        Code("CS-2", "capital/apoyo", "Apoyo mutuo"),
        Code("VA", "valoración", "Apoyo mutuo"),
    ),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("capital_social", "CS"),
        ("Vinculos", "CS"),
        ("capital_social/confianza", "CS-1"),
        ("vínculos/apoyo", "CS-2"),
        ("CS-9", "CS-1"),
        ("cs-9", "CS-1"),
        ("capital/fe", "CS-1"),
        ("fe", "CS-1"),
        ("clima de confianza", "CS-1"),
        ("confianza", "CS-1"),
    ],
)
def test_a_code_is_found_by_what_it_was_called_before_and_by_its_label(
    typed: str, found: str
) -> None:
    assert find_code(RENAMED, typed).id == found


@pytest.mark.parametrize("typed", ["capital_social/fe", "Apoyo mutuo", "otro/confianza", ""])
def test_neither_a_shared_label_nor_a_place_that_never_was_is_guessed_at(typed: str) -> None:
    with pytest.raises(UnknownCodeError):
        find_code(RENAMED, typed)


def test_what_a_path_meant_in_old_files_it_means_still() -> None:
    book = Codebook(
        "libro",
        "2",
        (
            Code("CTX", "entorno", "Entorno", former=("contexto",)),
            Code("CS-3", "capital_social/contexto", "Contexto del vínculo"),
        ),
    )
    assert find_code(book, "contexto").id == "CTX"
    assert find_code(book, "capital_social/contexto").id == "CS-3"
