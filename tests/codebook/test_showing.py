"""The codebook as people read it in a terminal."""

from __future__ import annotations

from dataclasses import replace

from rmecode.codebook.showing import tree, whole
from rmecode.messages import activate
from rmecode.model import Code, Codebook, Rule

activate("en")

AREA = Code("A", "red", "La red", "Qué es.", kind="area")
LEAF = Code(
    "A-1",
    "red/confianza",
    "Confianza",
    "Confiar.",
    use="Sí.",
    avoid="No.",
    examples=("Uno.", "Dos."),
    dimension="Social",
    source="Cuadro 1",
    rules=(Rule("A-1.1", "confiar"),),
)
BOOK = Codebook("b", "1", (AREA, LEAF))


def test_the_tree_is_indented_by_depth_and_counts_where_there_are_some() -> None:
    assert list(tree(BOOK)) == ["red  [A]  La red", "  confianza  [A-1]  Confianza"]
    assert list(tree(BOOK, {"A-1": 3, "A": 0})) == [
        "red  [A]  La red",
        "  confianza  [A-1]  Confianza  (3)",
    ]


def test_one_code_is_shown_whole() -> None:
    assert list(whole(LEAF)) == [
        "red/confianza  [A-1]  Confianza",
        "Definition: Confiar.",
        "When to use: Sí.",
        "When not to use: No.",
        "Dimension: Social",
        "Source: Cuadro 1",
        "Example: «Uno.»",
        "Example: «Dos.»",
        "Rule A-1.1 (sentence): confiar",
    ]


def test_what_a_code_does_not_have_is_not_shown() -> None:
    assert list(whole(AREA)) == ["red  [A]  La red", "Definition: Qué es."]


def test_a_code_that_no_table_has_says_so() -> None:
    lines = list(whole(replace(LEAF, published=False)))
    assert "Source: Cuadro 1 (not in the table)" in lines
    assert "Source: (not in the table)" in list(whole(replace(AREA, published=False)))
