"""Tables fit the terminal, lose no line and no column, and keep both ends of what they cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.cli import narrow

NAMES = st.text(st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=120)


@given(st.lists(NAMES, min_size=1, max_size=6), st.integers(0, 99999))
def test_lines_fit_and_what_is_cut_keeps_both_ends(names: list[str], count: int) -> None:
    lines = list(narrow.fitted([["s1", name, str(count)] for name in names], flexible=1))
    assert len(lines) == len(names)
    for line, name in zip(lines, names, strict=True):
        assert len(line) <= narrow.NARROW
        shown = line.split("  ")[1]
        assert shown == name or (shown[:5], shown[-5:]) == (name[:5], name[-5:])
        assert line.endswith(str(count))


@given(st.lists(NAMES.map(lambda name: name[:40]), max_size=20))
def test_every_further_column_is_shown_once_beside_the_names(heads: list[str]) -> None:
    names = [["Id", "Source"], ["s1", "norte-dir"]]
    columns = [[head, f"done{place}"] for place, head in enumerate(heads)]
    lines = list(narrow.beside(names, columns, flexible=1))
    told = [line for line in lines if line.startswith("s1")]
    assert [word for line in told for word in line.split()[2:]] == [row[1] for row in columns]
    assert all(line.split()[:2] == ["s1", "norte-dir"] for line in told)
    assert max(map(len, lines)) <= narrow.NARROW


@pytest.mark.parametrize("width", [20, 40, 200])
def test_the_terminal_decides_where_there_is_one(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    (line,) = narrow.fitted([["s1", "x" * 150]], flexible=1)
    assert len(line) == (min(width, 154) if width > 20 else 20)
