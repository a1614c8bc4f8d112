"""What happened to each code between two states of a codebook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rmecode.codebook import rewriting as write
from rmecode.codebook.comparing import (
    BookChange,
    Change,
    ChangeKind,
    compare,
    compare_heads,
    describe,
    words_changed,
)
from rmecode.messages import activate
from rmecode.model import Code, Codebook, Rule
from tests.codebook.books import BLOCK, SHIPPED, book_of

activate("en")

RED = Code("A", "red", "Red", "Qué es.")
TRUST = Code(
    "A-01", "red/confianza", "Confianza", "Atreverse a mostrar.", examples=("Uno.", "Dos.")
)
GIVE = Code("A-02", "red/dar", "Dar", "Dar y devolver.", rules=(Rule("A-02.1", "dar"),))
AREA = Code("B", "otra", "Otra", "Otra cosa.")
OLD = Codebook("b", "1", (RED, TRUST, GIVE, AREA), lists={"meta": "meta"})


def _new(*codes: Code) -> Codebook:
    return replace(OLD, codes=codes)


def _kinds(old: Codebook, new: Codebook) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(change.id, str(change.kind), change.fields) for change in compare(old, new)]


def test_the_same_codebook_has_no_changes() -> None:
    assert compare(OLD, OLD) == ()
    assert compare_heads(OLD, OLD) == ()


def test_codes_are_added_and_removed_in_the_order_of_the_new_file() -> None:
    new = Code("A-03", "red/sostén", "Sostén", "Sostener.")
    assert compare(OLD, _new(new, RED, AREA)) == (
        Change(ChangeKind.ADDED, "A-03", None, new),
        Change(ChangeKind.REMOVED, "A-01", TRUST, None),
        Change(ChangeKind.REMOVED, "A-02", GIVE, None),
    )
    assert _kinds(OLD, _new(AREA))[0] == ("A", "removed", ())


def test_codes_below_a_renamed_one_are_not_moved() -> None:
    renamed = [replace(code, path=code.path.replace("red", "trama")) for code in (RED, TRUST, GIVE)]
    assert _kinds(OLD, _new(*renamed, AREA)) == [("A", "renamed", ("name",))]


def test_a_code_is_moved_when_another_is_above_it() -> None:
    moved = replace(TRUST, path="otra/confianza")
    assert _kinds(OLD, _new(RED, GIVE, AREA, moved)) == [("A-01", "moved", ("parent",))]
    top = replace(TRUST, path="seguridad")
    assert _kinds(OLD, _new(RED, GIVE, AREA, top)) == [
        ("A-01", "renamed", ("name",)),
        ("A-01", "moved", ("parent",)),
    ]


def test_one_code_can_have_several_changes() -> None:
    new = replace(
        TRUST,
        label="Fe",
        definition="Atreverse.",
        use="Sí.",
        examples=("Dos.",),
        color="#aabbcc",
        published=False,
        former=("x",),
        rules=(Rule("A-01.1", "confiar"),),
    )
    assert _kinds(OLD, _new(RED, new, GIVE, AREA)) == [
        ("A-01", "redefined", ("definition", "use", "examples")),
        ("A-01", "details", ("label", "color", "published", "former")),
        ("A-01", "rules", ("rules",)),
    ]


def test_lines_broken_elsewhere_and_rules_in_another_order_change_nothing() -> None:
    rules = (Rule("1", "a"), Rule("2", "b"))
    one = replace(TRUST, definition="Atreverse\na  mostrar.", rules=rules)
    other = replace(TRUST, rules=rules[::-1])
    assert compare(_new(RED, one), _new(RED, other)) == ()


def test_the_codebook_itself_can_change() -> None:
    new = replace(OLD, version="2", title="T", lists={"meta": "objetivo", "más": "x"})
    assert compare_heads(OLD, new) == (
        BookChange("version", "1", "2"),
        BookChange("title", "", "T"),
        BookChange("lists.meta", "meta", "objetivo"),
        BookChange("lists.más", "", "x"),
    )


def test_the_order_of_siblings_is_a_change_of_the_book() -> None:
    assert compare_heads(OLD, _new(RED, GIVE, TRUST, AREA)) == (
        BookChange("order", "A-01 A-02", "A-02 A-01"),
    )
    assert compare_heads(OLD, _new(RED, GIVE, AREA)) == ()
    assert compare_heads(OLD, _new(RED, GIVE, AREA, replace(TRUST, path="otra/confianza"))) == ()


def test_what_the_commands_write_is_what_is_found() -> None:
    old = book_of(SHIPPED)
    text = write.renamed(SHIPPED, "CAP", "capital")
    text = write.moved(text, "CAP-05", "COL")
    text = write.removed(text, "CAP-03")
    text = write.changed(text, "FIN-01", use="Otro uso.")
    assert [each for each in _kinds(old, book_of(text)) if each[1] != "details"] == [
        ("FIN-01", "redefined", ("use",)),
        ("CAP-05", "moved", ("parent",)),
        ("CAP", "renamed", ("name",)),
        ("CAP-03", "removed", ()),
    ]
    assert compare_heads(old, book_of(text)) == ()
    assert compare_heads(
        book_of(BLOCK), book_of(write.moved(BLOCK, "A-02", "A", before="A-01"))
    ) == (BookChange("order", "A-01 A-02 A-03", "A-02 A-01 A-03"),)


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        ((RED, GIVE, AREA), ["red/confianza [A-01]: gone."]),
        (
            (RED, TRUST, GIVE, AREA, Code("C", "c", "C", "C")),
            ["c [C]: new."],
        ),
        (
            (RED, replace(TRUST, path="red/fe"), GIVE, AREA),
            ["red/confianza [A-01]: is now called fe."],
        ),
        (
            (RED, GIVE, AREA, replace(TRUST, path="otra/confianza")),
            ["red/confianza [A-01]: moved, is now otra/confianza."],
        ),
        (
            (
                RED,
                replace(TRUST, definition="Atreverse a decir.", examples=("Uno.", "Tres.")),
                GIVE,
            ),
            [
                "red/confianza [A-01]: redefined.",
                "  Definition: Atreverse a [-mostrar.-] {+decir.+}",
                "  Example: [-Dos.-] {+Tres.+}",
                "otra [B]: gone.",
            ],
        ),
        (
            (RED, replace(TRUST, label="Fe", published=False, former=("x", "y")), GIVE, AREA),
            [
                "red/confianza [A-01]: details changed.",
                "  Label: [-Confianza-] {+Fe+}",
                "  Published: [-yes-] {+no+}",
                "  Formerly: {+x+}",
                "  Formerly: {+y+}",
            ],
        ),
        (
            (
                RED,
                TRUST,
                replace(GIVE, rules=(Rule("n", "dar o devolver", interviewer=True),)),
                AREA,
            ),
            [
                "red/dar [A-02]: rules changed.",
                "  Rule n: {+dar o devolver · sentence · also the interviewer+}",
                "  Rule A-02.1: [-dar · sentence-]",
            ],
        ),
    ],
)
def test_changes_are_told_in_words(new: tuple[Code, ...], lines: list[str]) -> None:
    assert [line for change in compare(OLD, _new(*new)) for line in describe(change)] == lines


def test_changes_of_the_book_are_told_in_words() -> None:
    new = replace(OLD, title="T", lists={}, codes=(RED, GIVE, TRUST, AREA))
    assert [line for change in compare_heads(OLD, new) for line in describe(change)] == [
        "Title: {+T+}",
        "List meta: [-meta-]",
        "The order of codes changed: A-02, A-01.",
    ]


def test_of_what_stayed_only_the_words_beside_a_change_are_shown() -> None:
    old = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce"
    assert words_changed(old, old.replace("uno", "1").replace("doce", "12")) == (
        "[-uno-] {+1+} dos tres cuatro cinco … ocho nueve diez once [-doce-] {+12+}"
    )
    assert words_changed(old, old.replace("siete", "7")) == (
        "… tres cuatro cinco seis [-siete-] {+7+} ocho nueve diez once doce"
    )
    assert words_changed("a b c", "a c") == "a [-b-] c"
