"""Long lines and large texts: the work grows with the length, not with its square."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rmecode.ingest import markdown, read_document, read_turns

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = (
    "**a ",
    "E: ",
    "[00:01 ",
    "a: ",
    "( ",
    "_a",
    "10:15 ",
    "—",
    "A ",
    "Ñ, ",
    "*a* ",
    "#00:01",
)


def understand(path: Path) -> None:
    read_turns(read_document(path))


def calls(task: Callable[[], object]) -> int:
    """Return how many Python functions a task calls: a measure that no busy machine disturbs."""
    count = 0

    def tell(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tell)
    try:
        task()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_line_of_any_length_is_read(tmp_path: Path, piece: str, suffix: str) -> None:
    counts = []
    for length in (5_000, 20_000):
        path = tmp_path / f"a{length}{suffix}"
        path.write_text(f"E: ¿sí?\nD: {piece * (length // len(piece))}\nE: no", encoding="utf-8")
        counts.append(calls(partial(understand, path)))
    assert 0 < counts[1] < 5 * counts[0]


def test_many_turns_cost_what_they_are(tmp_path: Path) -> None:
    counts = []
    for turns in (250, 1000):
        path = tmp_path / f"{turns}.txt"
        path.write_text("".join(f"P{n}: ¿sí, {n}?\nE: no\nN{n}: x\n" for n in range(turns)))
        counts.append(calls(partial(understand, path)))
    assert 0 < counts[1] < 6 * counts[0]


def test_many_open_marks_do_not_pile_up() -> None:
    counts = [
        calls(partial(markdown.read, b"**a __b " * n + b"c** " * n, Path("a.md")))
        for n in (500, 2000)
    ]
    assert 0 < counts[1] < 5 * counts[0]


@pytest.mark.slow
def test_five_megabytes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    turn = "E: ¿cómo llegó?\nD: " + "por un papel, señora, que nadie leyó. " * 20 + "\n"
    path.write_text(turn * (5 * 2**20 // len(turn.encode())), encoding="utf-8")
    document = read_document(path)
    assert len(read_turns(document).turns) == 2 * document.text.count("E:")
