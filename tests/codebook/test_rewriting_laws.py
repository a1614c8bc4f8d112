"""Whatever is rewritten, by whoever: the file stays a codebook, and says what was asked."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmecode.codebook import rewriting as write
from rmecode.codebook.emitting import cleaned, one_line
from rmecode.codebook.rewriting import NewCode
from rmecode.errors import RmecodeError
from rmecode.messages import activate
from rmecode.model import Codebook, find_code
from tests.codebook.books import BLOCK, FLOW, SHIPPED, book_of, differing

activate("en")

JSON = (
    '{"codebook": "j", "codes": [{"id": "A", "name": "red", "definition": "La red", "codes": ['
    '{"id":"A1","name":"uno","definition":"U","examples":["x","y"],"rules":["a"]}]}, '
    '{"id": "B", "name": "b", "definition": "B", "codes": []}]}'
)
LOOSE = """\
%YAML 1.1
---
codes:
- id: A
  name: red
  definition: >
    uno
    dos
  examples:
  - x
  - >-
    y
    z
  codes:
  -   id: A1
      name: uno
      definition:\tU
      rules:
      - red
      - >-
        a o
        b
      # deep
  -
    id: A2
    name: dos
    definition: |2-
      D
        E
    former: [Q]
    examples:   # e
    codes: # none
- id: B
  name: b
  definition: "B
    b"
  use: ~
  avoid: |+
    Uno


  examples: []
...
"""
BOOKS = st.sampled_from([BLOCK, FLOW, JSON, LOOSE, BLOCK.replace("\n", "\r\n"), LOOSE[:-5]])
WORDS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *("uno", "dos: tres", "#", "- y", "{a}", "¿Qué?", "\n", "\n\n ", "\t", "null", "'"),
                *('"', "*a", "&b", "%", "@", "largo " * 30, "!t", "? z", "y:", "[", "]", ",", "|"),
                *(
                    "`",
                    ">",
                    "\x07",
                    "\u2028",
                    "😀",
                    "ñ",
                    "=",
                    "<<",
                    "---",
                    "...",
                    "no",
                    "1.0",
                    ":x",
                ),
            ]
        ),
        max_size=6,
    ).map(" ".join),
)


@settings(max_examples=50, deadline=None)
@given(BOOKS, WORDS, WORDS, st.lists(WORDS, max_size=3), st.data())
def test_words_are_read_as_they_were_written(
    text: str, label: str, definition: str, examples: list[str], data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(book_of(text).codes))
    definition = definition if cleaned(definition) else "Definición."
    new = write.changed(text, code.id, label=label, definition=definition, examples=examples)
    said = book_of(new).by_id[code.id]
    assert said.definition == cleaned(definition)
    assert said.examples == tuple(filter(None, map(cleaned, examples)))
    assert said.label == one_line(label) or not one_line(label)


@settings(max_examples=50, deadline=None)
@given(BOOKS, WORDS, st.lists(WORDS, max_size=2), st.data())
def test_a_new_code_says_what_it_was_given(
    text: str, definition: str, examples: list[str], data: st.DataObject
) -> None:
    book = book_of(text)
    parent = data.draw(st.sampled_from(["", *book.by_id]))
    definition = definition if cleaned(definition) else "Definición."
    new = NewCode(
        write.next_id(book, parent, "Nueva"), "nueva", definition=definition, use=definition,
        examples=tuple(examples), former=("viejo",),
    )  # fmt: skip
    said = book_of(write.added(text, new, parent)).by_id[new.id]
    assert (said.definition, said.use) == (cleaned(definition),) * 2
    assert said.examples == tuple(filter(None, map(cleaned, examples)))
    assert set(book_of(write.added(text, new, parent)).by_id) == {*book.by_id, new.id}


def _asked(text: str, data: st.DataObject) -> str:
    """Return the text with any one thing done to it; itself where that cannot be."""
    ids = st.sampled_from(list(book_of(text).by_id))
    one, other = data.draw(ids), data.draw(ids)
    ways = {
        "rename": lambda: write.renamed(text, one, data.draw(st.sampled_from(["nuevo", "Ñ_1"]))),
        "move": lambda: write.moved(text, one, data.draw(st.sampled_from(["", other]))),
        "merge": lambda: write.merged(text, [one], other),
        "remove": lambda: write.removed(text, one, other, children=data.draw(st.booleans())),
    }
    try:
        return ways[data.draw(st.sampled_from(sorted(ways)))]()
    except RmecodeError:
        return text


def _names(book: Codebook) -> set[str]:
    return {name for code in book for name in (code.id, code.path)}


@settings(max_examples=50, deadline=None)
@given(BOOKS, st.data())
def test_whatever_was_done_every_id_and_path_is_still_found(text: str, data: st.DataObject) -> None:
    given_names = _names(book_of(text))
    comments = Counter(line.strip() for line in text.splitlines() if "# A com" in line)
    for _step in range(4):
        text = _asked(text, data)
    book = book_of(text)
    for name in given_names:
        assert find_code(book, name)
    assert comments == Counter(line.strip() for line in text.splitlines() if "# A com" in line)


@settings(max_examples=15, deadline=None)
@given(BOOKS, st.data())
def test_the_line_ends_of_a_file_are_never_mixed(text: str, data: st.DataObject) -> None:
    after = _asked(text, data)
    assert ("\r\n" in after) == ("\r\n" in text) or "\n" not in text
    assert "\r\n" not in text or "\n" not in after.replace("\r\n", "")


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_rename_touches_two_lines_of_any_code_and_adds_its_old_path(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(book_of(SHIPPED).codes))
    assert [
        line.strip("+- ") for line in differing(SHIPPED, write.renamed(SHIPPED, code.id, "x"))
    ] == [
        f"name: {code.name}",
        "name: x",
        "former:",
        code.path,
    ]


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_move_takes_lines_away_and_brings_the_same(data: st.DataObject) -> None:
    codes = book_of(SHIPPED).codes
    one, other = (data.draw(st.sampled_from(codes)) for _ in range(2))
    try:
        after = write.moved(SHIPPED, one.id, other.id)
    except RmecodeError:
        return
    before, now = (Counter(line.strip() for line in text.splitlines()) for text in (SHIPPED, after))
    gone = set((before - now).elements())
    assert gone <= {"", "codes:", "kind: area", "kind: family"}
    if one.parent != other.path:
        assert set((now - before).elements()) - {"codes:"} == {"former:", f"- {one.path}"}


@pytest.mark.slow
def test_every_code_of_the_study_can_be_merged_into_an_area() -> None:
    book = book_of(SHIPPED)
    done = 0
    for area in [code for code in book if code.depth == 1][::4]:
        for code in book.codes:
            if code in book.subtree(area) or area in book.subtree(code):
                continue
            try:
                after = book_of(write.merged(SHIPPED, [code.id], area.id))
            except RmecodeError:
                continue
            heir = after.by_id[area.id]
            assert set(code.examples) <= set(heir.examples)
            assert {rule.id for rule in code.rules} <= {rule.id for rule in heir.rules}
            assert find_code(after, code.path) == find_code(after, code.id) == heir
            done += 1
    assert done > 150
