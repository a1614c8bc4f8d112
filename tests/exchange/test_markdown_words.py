"""Words in Markdown, read back by a reader of CommonMark: all of them, and nothing but words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rmecode.exchange.markdown_words import fenced, inline, lines
from rmecode.exchange.visible import visible

HOSTILE = [
    "# no es un título",
    "#no es una etiqueta",
    "- no es una lista",
    "+ tampoco",
    "1. tampoco esto",
    "12) ni esto",
    "> ni una cita",
    "---",
    "===",
    "    código de cuatro espacios",
    "\ttabulado",
    "*énfasis* y **más** y _otro_ y ~~tachado~~",
    "un `código` y ``otro``",
    "[enlace](http://x.cl) ![imagen](y.png) <b>html</b> &amp; &#65;",
    "http://x.cl y www.x.cl y yo@x.cl",
    "a | b | c\n--- | --- | ---",
    "línea con dos espacios  \ny otra",
    "barra al final\\\ny otra\\",
    "dos\n\npárrafos",
    "$x^2$ y [^1]\n\n[^1]: nota",
    "[ref]: http://x.cl",
    ": definición",
    "=2+3",
    "+56 9",
    "@director",
    "\\*ya escapado\\*",
    "<!-- comentario -->",
    "```\ncerca\n```",
    "~~~",
    "título\n===",
    "a\x0bb\x00c\x1b[31m",
]
ALPHABET = st.sampled_from([*" \t\n*_`[]()<>&#+-=:.!|~^$@\\\"'{}/%1w", "x", "ñ", "www.", "  "])
TEXTS = st.one_of(
    st.lists(ALPHABET, max_size=25).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=25),
)


def words_of(markdown: str) -> list[str]:
    """Return the text of each paragraph, where every token is text or an end of line."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    kinds = {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline"}, kinds
    found = []
    for token in tokens:
        if token.type == "inline":
            parts = {"hardbreak": "\n"}
            inner = token.children or []
            assert {each.type for each in inner} <= {"text", "text_special", "hardbreak"}, inner
            found.append("".join(parts.get(each.type, each.content) for each in inner))
    return found


def as_read(text: str) -> str:
    """Return the text as it is to be read: an empty line has one blank."""
    return "\n".join(line or " " for line in visible(text).split("\n"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    assert words_of("\n".join(lines(text))) == [as_read(text)]


@given(text=TEXTS)
@example("0.")
@example("  1) x")
@example("\x85a\u2028b\xa0")
def test_every_text_comes_back_letter_by_letter(text: str) -> None:
    assert words_of("\n".join(lines(text))) == [as_read(text)]


@given(text=TEXTS)
def test_a_text_within_a_quote_stays_within_it(text: str) -> None:
    written = "\n".join(f"> {line}" for line in lines(f"«{text}»"))
    tokens = MarkdownIt("commonmark").parse(written)
    assert [each.type for each in tokens] == [
        *("blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"),
    ]


@given(text=TEXTS)
def test_one_line_is_one_line(text: str) -> None:
    written = inline(text)
    assert "\n" not in written
    assert words_of(f"x {written}") == [f"x {' '.join(visible(text).split())}".rstrip()]


@given(text=TEXTS)
def test_a_fence_holds_whatever_is_in_it(text: str) -> None:
    (token,) = MarkdownIt("commonmark").parse(fenced(text))
    assert (token.type, token.content) == ("fence", f"{visible(text)}\n")


def test_addresses_do_not_link_themselves() -> None:
    written = inline("mire http://x.cl, WWW.x.cl o yo@x.cl")
    assert written == "mire http\\://x.cl, WWW\\.x.cl o yo\\@x.cl"
