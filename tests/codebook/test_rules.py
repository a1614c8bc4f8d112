"""Rules are checked before any text is read."""

from __future__ import annotations

import pytest

from rmecode.codebook import parse_codebook
from rmecode.codebook.rules import Checked, check_rules, without_conditions
from rmecode.messages import activate
from rmecode.query import parse, read_lists

activate("en")

FIELDS = {"role": ["director", "supervisor"], "case": ["R1"]}


def _check(rules: str, *, lists: str = "{}", examples: str = "[]") -> Checked:
    text = (
        f"lists: {lists}\ncodes:\n"
        f"- {{id: A, name: red, definition: d, examples: {examples}, rules: {rules}}}\n"
    )
    book, problems = parse_codebook(text, "libro.yaml")
    assert not problems
    assert book is not None
    return check_rules(book, FIELDS, "libro.yaml")


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("red y (", "Column"),
        ("red y rol:alcalde", "cannot be applied: «alcalde»"),
        ("red y comuna:1", "no field or attribute"),
        ("rol:director", "there is no word to look for"),
        ("red y no red", "it contradicts itself"),
        ("red sin red", "it contradicts itself"),
        ("@nada", "no list"),
    ],
)
def test_a_rule_that_can_never_match_is_told_with_its_place(rule: str, what: str) -> None:
    checked = _check(f'["{rule}"]')
    (problem,) = checked.problems
    assert what in problem.what
    assert problem.place.startswith("line 3, column ")
    assert problem.place.endswith(", rule A.1")


def test_rules_that_can_match_have_no_problems() -> None:
    rules = '["red", "red y rol:director", "@meta y rol:supervisor", "red y no trabajo"]'
    assert _check(rules, lists="{meta: [meta, objetivo]}") == Checked((), ())


def test_every_wrong_rule_is_told() -> None:
    checked = _check('["(", "red y no red", "red"]')
    assert [problem.place[-3:] for problem in checked.problems] == ["A.1", "A.2"]


@pytest.mark.parametrize(
    ("lists", "what"),
    [
        ('{a: "red y"}', "Column"),
        ('{a: "@b", b: "@a"}', "hold each other without end"),
        ('{a: "@a"}', "hold each other without end"),
        ('{a: "@zzz"}', "no list"),
        ('{a: "red y rol:alcalde"}', "«alcalde»"),
    ],
)
def test_a_list_that_is_wrong_is_told_with_its_place(lists: str, what: str) -> None:
    checked = _check('["@a", "casa"]', lists=lists)
    assert what in checked.problems[0].what
    assert checked.problems[0].place.startswith("line 1, column ")
    assert ", list " in checked.problems[0].place
    assert not any("rule" in problem.place for problem in checked.problems)


def test_a_wrong_list_hides_no_wrong_rule() -> None:
    checked = _check('["@a", "casa y no casa"]', lists='{a: "("}')
    assert [problem.place.rpartition(", ")[2] for problem in checked.problems] == [
        "list a",
        "rule A.2",
    ]


def test_a_list_of_conditions_is_a_list() -> None:
    assert _check('["red y @jefes"]', lists='{jefes: "rol:director"}').problems == ()


def test_an_example_that_no_rule_finds_is_told() -> None:
    checked = _check("[casa, perro]", examples="[Vi las casas., Un gato., Dos perros.]")
    (missed,) = checked.missed
    assert checked.problems == ()
    assert "«Un gato.»" in missed.what
    assert missed.place == "line 3, column 3, red"


def test_a_long_example_is_cut_where_it_is_told() -> None:
    (missed,) = _check("[casa]", examples=f"[{'gato ' * 40}]").missed
    assert missed.what.count("gato") < 14
    assert "…»" in missed.what


@pytest.mark.parametrize("unit", ["sentence", "turn", "clause", "match"])
def test_examples_are_found_whoever_would_have_to_speak(unit: str) -> None:
    rules = f'[{{find: "casa y rol:director y caso:R1", unit: {unit}}}]'
    assert _check(rules, examples="[Vi las casas.]").missed == ()


def test_examples_are_found_through_lists_of_conditions() -> None:
    checked = _check('["casa y @quien"]', lists='{quien: "rol:director"}', examples="[Una casa.]")
    assert checked == Checked((), ())


def test_a_rule_that_a_condition_alone_can_meet_finds_every_example() -> None:
    assert _check('["perro o rol:director"]', examples="[Una casa.]") == Checked((), ())


def test_without_rules_no_example_is_missed() -> None:
    assert _check("[]", examples="[Un gato.]") == Checked((), ())


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("rol:director", None),
        ("casa", "casa"),
        ("casa y rol:director", "casa"),
        ("casa y perro y rol:director", "casa y perro"),
        ("casa o rol:director", None),
        ("casa y no rol:director", "casa"),
        ("casa y no perro", "casa y no perro"),
        ("(casa y rol:director) sin perro", "casa sin perro"),
        ("(casa y rol:director) sin(3) perro", "casa sin(3) perro"),
        ("rol:director y caso:R1", None),
        ("@solo y casa", "casa"),
        ("@mixta", "gato"),
        ("@palabras", "@palabras"),
    ],
)
def test_conditions_are_taken_as_met(rule: str, left: str | None) -> None:
    lists = read_lists(
        {"solo": "rol:director", "mixta": "gato y rol:director", "palabras": "a o b"}
    )
    found = without_conditions(parse(rule), lists)
    assert found == (None if left is None else parse(left))
