"""Every example of docs/expresiones.md finds exactly what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rmecode.language import Transcript, dictionary, read_tokens
from rmecode.model import Span
from rmecode.query import Index, Rows, Texts, find, parse, read_lists

PAGE = (Path(__file__).parents[2] / "docs" / "expresiones.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^- `(.+?)` → (.+)$", PAGE, re.MULTILINE)
LISTS = re.findall(r"`@(\w+)` es `(.+?)`", PAGE)
INLINE = [
    text
    for text in re.findall(r"`([^`\n]+)`", PAGE)
    if re.search(r"[:=<>]\S|[<>] ", text)
    and not re.match(r"(?:[=!<>]|campo:|interviewer:|--)", text)
]


def test_the_page_has_examples_of_everything() -> None:
    assert len(EXAMPLES) > 20
    assert len(INLINE) > 10
    assert len(LISTS) == 1


@pytest.mark.parametrize(("expression", "marked"), EXAMPLES)
def test_an_example_finds_what_is_marked(expression: str, marked: str) -> None:
    text = marked.replace("*", "")
    tokens = read_tokens([Transcript("S", text, text)], cache=None)
    turns = Rows.of({"rol": ["director"]}, sources=["S"], spans=[Span(0, len(text))])
    texts = Texts(Index.build(tokens), turns, lists=read_lists(dict(LISTS)), lemma=dictionary(None))
    found = find(texts, parse(expression), "match")
    assert [text[one.span.start : one.span.end] for one in found] == re.findall(
        r"\*(.+?)\*", marked
    )


@pytest.mark.parametrize("text", INLINE)
def test_a_condition_on_the_page_is_an_expression(text: str) -> None:
    assert parse(str(parse(text))) == parse(text)
