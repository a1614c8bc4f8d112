"""The YAML file: what it may say, and every problem with its line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.codebook import parse_codebook, read_codebook, shipped_codebook
from rmecode.codebook.reading import read_text
from rmecode.errors import FileUnreadableError
from rmecode.errors.problems import ProblemsError
from rmecode.messages import activate

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.model import Codebook

activate("en")

HEAD = 'codebook: mini\nversion: "1"\ncodes:\n'
CODE = "  - {id: A, name: red, definition: Una red.}\n"


def _problems(text: str) -> list[tuple[str, str]]:
    return [(each.place, each.what) for each in parse_codebook(text, "libro.yaml")[1]]


def _book(text: str) -> Codebook:
    book, problems = parse_codebook(text, "libro.yaml")
    assert not problems
    assert book is not None
    return book


WHOLE = """\
codebook: mini
version: 1.10
title: Libro
language: es
description: >-
  Dos
  líneas.
lists:
  Escuela: [escuela, colegio público, "no saber"]
  meta: meta o objetivo
codes:
  - id: CS
    name: capital_social
    label: Capital social
    kind: area
    definition: "Decompuesto: reunio\u0301n"
    use: Siempre.
    avoid: Nunca.
    dimension: Social
    color: "#AbCdEf"
    source: Cuadro 1
    published: no
    examples:
      - no
      - Uno dos.
    codes:
      - id: on
        name: confianza
        definition: 12
        rules:
          - confianza
          - find: fe y no miedo
            id: fe
            unit: turn
            interviewer: sí
            note: con cuidado
"""


def test_everything_that_is_written_is_read() -> None:
    book = _book(WHOLE)
    area, leaf = book.codes
    assert (book.name, book.version, book.title, book.description) == (
        "mini",
        "1.10",
        "Libro",
        "Dos líneas.",
    )
    assert (area.id, area.path, area.label, area.kind) == (
        "CS",
        "capital_social",
        "Capital social",
        "area",
    )
    assert (area.use, area.avoid, area.dimension, area.color) == (
        "Siempre.",
        "Nunca.",
        "Social",
        "#AbCdEf",
    )
    assert (area.source, area.published, area.place) == ("Cuadro 1", False, "line 12, column 5")
    assert area.definition == "Decompuesto: reunión"
    assert (leaf.path, leaf.label, leaf.published) == (
        "capital_social/confianza",
        "Confianza",
        True,
    )


def test_words_that_yaml_takes_for_other_things_stay_words() -> None:
    area, leaf = _book(WHOLE).codes
    assert area.examples == ("no", "Uno dos.")
    assert (leaf.id, leaf.definition) == ("on", "12")


def test_rules_are_expressions_or_mappings_and_have_ids_and_places() -> None:
    first, second = _book(WHOLE).codes[1].rules
    assert (first.id, first.find, first.unit, first.interviewer, first.place) == (
        "on.1",
        "confianza",
        "sentence",
        False,
        "line 31, column 13",
    )
    assert (second.id, second.find, second.unit, second.interviewer, second.note) == (
        "fe",
        "fe y no miedo",
        "turn",
        True,
        "con cuidado",
    )


def test_lists_are_expressions_or_several_of_which_any_matches() -> None:
    book = _book(WHOLE)
    assert book.lists == {
        "Escuela": "escuela o (colegio público) o (no saber)",
        "meta": "meta o objetivo",
    }
    assert book.list_places == {"Escuela": "line 9, column 12", "meta": "line 10, column 9"}


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "", "is empty."),
        ("# nada\n", "", "is empty."),
        ("codes: [\n", "line 2, column 1", "is not YAML here"),
        ("codes:\n\t- a\n", "line 2, column 1", "is not YAML here"),
        ("a: b\n  c: d\n", "line 2, column 4", "is not YAML here"),
        ("codes: *no\n", "line 1, column 8", "is not YAML here"),
        ("--- a\n--- b\n", "line 2, column 1", "is not YAML here"),
        ("codes: \x07\n", "line 1, column 8", "a character that YAML does not allow (U+0007)"),
        ("codes:\n- \u00e1\x00\n", "line 2, column 4", "does not allow (U+0000)"),
        ("[" * 200_000, "line 1, column 101", "more than 100 levels"),
        ("- " * 200 + "a", "line 1, column 201", "more than 100 levels"),
        ("codes: &a [*a]\n", "line 1, column 8", "refers to itself"),
        ("hola\n", "line 1, column 1", "is not a list of 'key: value' lines."),
        ("~\n", "line 1, column 1", "has no codes."),
        ("codes:\n", "line 1, column 1", "has no codes."),
        ("codes: hola\n", "line 1, column 8", "is not a list."),
        ("codebook: [a]\ncodes:\n" + CODE, "line 1, column 11", "is not a text."),
        ("title: a\ntitle: b\ncodes:\n" + CODE, "line 2, column 1", "title stands twice."),
        ("titel: a\ncodes:\n" + CODE, "line 1, column 1", "titel is no key here."),
        ("? [a]\n: b\ncodes:\n" + CODE, "line 1, column 3", "is not a text."),
        ("lists: hola\ncodes:\n" + CODE, "line 1, column 8", "is not a list of"),
        ("lists: {a: }\ncodes:\n" + CODE, "line 1, column 12", "the list has an empty entry."),
        ("lists: {a: []}\ncodes:\n" + CODE, "line 1, column 12", "the list is empty."),
        ("lists: {a: [b, '']}\ncodes:\n" + CODE, "line 1, column 16", "an empty entry."),
        ("lists: {a: {b: c}}\ncodes:\n" + CODE, "line 1, column 12", "is not a text."),
        ("lists: {día: a, Dia: b}\ncodes:\n" + CODE, "line 1, column 22", "the list Dia stands"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole(text: str, place: str, what: str) -> None:
    found = _problems(text)
    assert (place, True) in [(where, what in said) for where, said in found]


@pytest.mark.parametrize(
    ("lines", "place", "what"),
    [
        ("  - hola\n", "line 4, column 5", "is not a list of 'key: value'"),
        ("  - {id: A, definition: x}\n", "line 4, column 5", "name of the code is missing"),
        ("  - {id: A, name: dos palabras, definition: x}\n", "line 4, column 19", "not usable"),
        ("  - {id: A, name: a/b, definition: x}\n", "line 4, column 19", "not usable: a/b"),
        ("  - {id: A, name: _a, definition: x}\n", "line 4, column 19", "not usable: _a"),
        ("  - {name: red, definition: x}\n", "line 4, column 5", "red has no id."),
        ("  - {id: A, name: red}\n", "line 4, column 5", "red has no definition."),
        ("  - {id: A, name: red, definition: }\n", "line 4, column 36", "no definition."),
        (CODE + "  - {id: a, name: b, definition: x}\n", "line 5, column 10", "the id a stands"),
        (CODE + "  - {id: B, name: Réd, definition: x}\n", "line 5, column 19", "name Réd stands"),
        ("  - {id: A, name: r, definition: x, kind: otro}\n", "line 4, column 43", "otro cannot"),
        ("  - {id: A, name: r, definition: x, color: rojo}\n", "line 4, column 44", "no colour"),
        ("  - {id: A, name: r, definition: x, published: quizás}\n", "line 4, column 48", "true"),
        ("  - {id: A, name: r, definition: x, examples: uno}\n", "line 4, column 47", "a list."),
        ("  - {id: A, name: r, definition: x, examples: [[a]]}\n", "line 4, column 48", "a text."),
        ("  - {id: A, name: r, definition: x, rules: a}\n", "line 4, column 44", "not a list."),
        ("  - {id: A, name: r, definition: x, rules: ['']}\n", "line 4, column 45", "no 'find'."),
        ("  - {id: A, name: r, definition: x, rules: [{}]}\n", "line 4, column 45", "no 'find'."),
        (
            "  - {id: A, name: r, definition: x, rules: [{find: a, unit: frase}]}\n",
            "line 4, column 61",
            "frase cannot stand here.",
        ),
        (
            "  - {id: A, name: r, definition: x, rules: [{find: a, id: A.2}, b]}\n",
            "line 4, column 65",
            "the rule A.2 stands twice.",
        ),
        (
            "  - {id: A, name: r, definition: x, rules: [{finds: a, find: b}]}\n",
            "line 4, column 46",
            "finds is no key here.",
        ),
    ],
)
def test_a_code_that_is_wrong(lines: str, place: str, what: str) -> None:
    found = _problems(HEAD + lines)
    assert (place, True) in [(where, what in said) for where, said in found]


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = HEAD + (
        "  - {id: A, name: sin espacio, color: x, definition: y}\n"
        "  - id: A\n    name: otra\n    codes:\n      - {nombre: z, id: B, definition: q, name: q}\n"
    )
    assert [place for place, _what in _problems(text)] == [
        "line 4, column 19",
        "line 4, column 39",
        "line 5, column 9",
        "line 5, column 5",
        "line 8, column 10",
    ]


def test_the_same_name_under_two_parents_is_two_codes() -> None:
    book = _book(
        HEAD + "  - {id: A, name: a, definition: x, codes: [{id: C, name: c, definition: x}]}\n"
        "  - {id: B, name: b, definition: x, codes: [{id: D, name: c, definition: x}]}\n"
    )
    assert [code.path for code in book] == ["a", "a/c", "b", "b/c"]


def test_an_unknown_key_is_told_what_it_may_have_been() -> None:
    (problem,) = parse_codebook(HEAD + "  - {id: A, name: a, definicion: x, definition: x}\n", "l")[
        1
    ]
    assert problem.remedy == "Did you mean definition?"


def test_a_key_like_no_other_is_told_all_keys() -> None:
    (problem,) = parse_codebook("zzzz: 1\ncodes:\n" + CODE, "l")[1]
    assert problem.remedy.startswith("Known are: codebook, version,")


def test_nothing_is_said_twice_of_codes_without_name_or_id() -> None:
    found = _problems(HEAD + "  - {definition: x, rules: [a]}\n  - {definition: x, rules: [a]}\n")
    assert sum("stands twice" in what for _place, what in found) == 0
    assert len(found) == 4


def test_an_alias_that_is_no_circle_is_followed() -> None:
    book = _book(
        HEAD + "  - {id: A, name: a, definition: &d Lo mismo.}\n"
        "  - {id: B, name: b, definition: *d}\n"
    )
    assert [code.definition for code in book] == ["Lo mismo.", "Lo mismo."]


def test_a_bomb_of_aliases_is_refused_without_being_followed() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    ((_place, what),) = _problems(bomb)
    assert "far too large" in what


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "libro.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert read_codebook(path) == _book(WHOLE)


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "libro.yaml"
    path.write_bytes("codes:\n  - áé".encode() + "ó".encode("cp1252"))
    text, (problem,) = read_text(path)
    assert (text, problem.place, problem.what) == ("", "line 2, column 7", "is not UTF-8.")
    with pytest.raises(ProblemsError, match="Save it as UTF-8"):
        read_codebook(path)


def test_a_file_that_cannot_be_read_is_an_error_that_names_it(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no.yaml"):
        with pytest.raises(FileUnreadableError, match=str(path)):
            read_codebook(path)


def test_a_file_with_problems_raises_them_all(tmp_path: Path) -> None:
    path = tmp_path / "libro.yaml"
    path.write_text(HEAD + "  - {id: A}\n", "utf-8")
    with pytest.raises(ProblemsError) as error:
        read_codebook(path)
    said = [problem.sentence for problem in error.value.problems]
    assert [sentence.partition(", line 4, column 5: ")[0] for sentence in said] == [
        "libro.yaml"
    ] * 2


def test_the_shipped_codebook_reads_cleanly_and_is_whole() -> None:
    book = read_codebook(shipped_codebook())
    areas = [code.name for code in book if code.kind == "area"]
    families = [code.name for code in book if code.kind == "family"]
    assert len(areas) >= 6
    assert {"procesos", "rol_supervisor", "valoración", "etapa"} <= set(families)
    assert all(code.definition and code.use and code.avoid and code.color for code in book)
    assert all(len(code.examples) >= 2 for code in book.leaves)
