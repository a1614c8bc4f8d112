"""What is typed, what it means, and what is said when it means nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmecode.errors.query import ExpressionError
from rmecode.messages import activate
from rmecode.query import parse, words_of
from rmecode.query.syntax import (
    And,
    Expression,
    Field,
    Form,
    Gap,
    ListName,
    Near,
    Not,
    Or,
    Phrase,
    Wildcard,
    Window,
    Without,
    Word,
)
from tests.query.strategies import EXPRESSIONS

a, b, c, d = (Word(letter) for letter in "abcd")


@pytest.fixture(autouse=True)
def _english() -> None:
    activate("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("compartir", Word("compartir")),
        ("COMPARTÍAMOS", Word("compartíamos")),
        ("a b", Phrase((a, b), (Gap(),))),
        ('"el equipo"', Phrase((Form("el"), Form("equipo")), (Gap(),))),
        ("“él”", Form("él")),
        ("«él»", Form("él")),
        ('="Él"', Form("él", accents=True)),
        ("colabor*", Wildcard("colabor*")),
        ("des?ies", Wildcard("des?ies")),
        ("a [2] b", Phrase((a, b), (Gap(2, 2),))),
        ("a [0-3] b", Phrase((a, b), (Gap(0, 3),))),
        ("a [...] b", Phrase((a, b), (Gap(0, None),))),
        ("a […] b", Phrase((a, b), (Gap(0, None),))),
        ("cerca(a, b, 5)", Near(a, b, 5)),
        ("near(a, b o c)", Near(a, Or((b, c)), 8)),
        ("@Verbos", ListName("verbos")),
        ("a y b o c", Or((And((a, b)), c))),
        ("a and b or not c", Or((And((a, b)), Not(c)))),
        ("a y (b o c)", And((a, Or((b, c))))),
        ("a y b sin c o d", Or((And((a, Without(b, c))), d))),
        ("a without b", Without(a, b)),
        ("a sin(3) b", Without(a, b, Window(3))),
        ("a sin(3, 2) b", Without(a, b, Window(3, 2))),
        ("a sin b sin c", Without(Without(a, b), c)),
        ("no no a", Not(Not(a))),
        ("rol:supervisor", Field("rol", ":", ("supervisor",))),
        ("rol:(director, «jefe UTP»)", Field("rol", ":", ("director", "jefe UTP"))),
        ("rol:director,supervisor", Field("rol", ":", ("director", "supervisor"))),
        ("Código : procesos/foco", Field("codigo", ":", ("procesos/foco",))),
        ("establecimientos >= -8.5", Field("establecimientos", ">=", ("-8.5",))),
        ('dependencia="Municipal"', Field("dependencia", "=", ("Municipal",))),
        ("técnico-profesional", Phrase((Word("técnico"), Word("profesional")), (Gap(),))),
        ("a (b o c) [1] d", Phrase((a, Or((b, c)), d), (Gap(), Gap(1, 1)))),
        ('a y ="b"', And((a, Form("b", accents=True)))),
        ('no ="b"', Not(Form("b", accents=True))),
        (
            'a (="b c")',
            Phrase((a, Form("b", accents=True), Form("c", accents=True)), (Gap(), Gap())),
        ),
        ("yo", Word("yo")),
        ("((a))", a),
    ],
)
def test_what_is_typed_becomes_this_expression(text: str, expected: Expression) -> None:
    assert parse(text) == expected


@given(EXPRESSIONS)
@settings(max_examples=200, deadline=None)
def test_printed_expressions_parse_to_themselves(expression: Expression) -> None:
    assert parse(str(expression)) == expression


def test_decomposed_accents_are_the_same_word() -> None:
    assert parse("reunio\u0301n") == parse("reunión")


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "empty"),
        ("a y", 4, "too early"),
        ("(a o b", 7, "too early"),
        ("a)", 2, "the end"),
        ("y a", 1, "needs something before"),
        ("a no b", 3, "must follow «y»"),
        ("sin a", 1, "needs something before"),
        ("no a sin b", 6, "needs words before it"),
        ("[2] a", 1, "between two words"),
        ("a [x] b", 3, "[0-3]"),
        ("a [3-1] b", 3, "larger"),
        ('a "b', 3, "not closed"),
        ('a "¿?"', 3, "no word inside"),
        ('"trabaj* b"', 1, "outside of quotes"),
        ("a y *", 5, "every word"),
        ("a # b", 3, "no meaning"),
        ("rol:", 5, "too early"),
        ("rol:y", 5, "in quotes"),
        ("a rol:x", 3, "only words can"),
        ("cerca(a y b, c)", 1, "only words can"),
        ("cerca(a)", 8, "a comma"),
        ("cerca(a, b, c)", 13, "a number of words"),
        ("a sin rol:x", 7, "only words can"),
        ("edad > 3,4", 6, "one value only"),
        ("a\ny #", 5, "no meaning"),
        ("cerca(a", 8, "too early"),
        ("--", 1, "no meaning"),
        ("_", 1, "no letter"),
    ],
)
def test_an_error_names_its_column_and_what_to_do(text: str, column: int, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.column == column
    assert words in str(caught.value)


def test_the_caret_stands_under_the_place_in_its_line() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("confianza o\n  red # b")
    assert str(caught.value).splitlines()[-2:] == ["    red # b", "        ^"]


@pytest.mark.parametrize("text", ["confianza o\n", "red y (\n\n", "a\x0by\x85("])
def test_the_caret_stands_behind_any_end_of_a_line(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    *_message, line, caret = str(caught.value).split("\n")
    last = "".join(each if each.isprintable() else " " for each in text.rpartition("\n")[2])
    assert line == f"  {last}"
    assert caret == f"  {' ' * len(last)}^"


@given(st.text(alphabet='aoyñ\n\x0b sinoSIN"=*?[]()@:<>!,.…-1«»cer', max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_expression_or_an_error_with_a_column(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError as error:
        column = error.column
    else:
        assert parse(str(expression)) == expression
        return
    assert 1 <= column <= len(text) + 1


def test_words_of_an_expression_are_listed_in_order() -> None:
    assert words_of(parse('a* y "b c" sin @d o rol:x')) == ("a*", "b", "c")


@pytest.mark.parametrize("text", ["(" * 3000 + "red" + ")" * 3000, "no " * 3000 + "red"])
def test_what_is_nested_deeper_than_anybody_writes_is_one_sentence(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)
