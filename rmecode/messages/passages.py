"""How every message shows a passage of a text: where it is, what it says, what stands around it."""

from __future__ import annotations

import re
from typing import Final

from rmecode.messages import _

CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What would move the cursor or colour the screen instead of being shown."""


def at_place(turn: object, start: object, end: object) -> str:
    """Return where a passage is: its turn, and its first and last character."""
    return _("turn {turn}, {start}-{end}").format(turn=turn, start=start, end=end)


def on_one_line(text: str) -> str:
    """Return a text without line ends and whatever else a terminal obeys."""
    return CONTROL.sub(" ", text)


def shortened(words: str, most: int = 60) -> str:
    """Return words on one line of at most so many characters; broken characters become ``?``."""
    flat = " ".join(on_one_line(words.encode("utf-8", "replace").decode("utf-8")).split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def in_context(before: str, words: str, after: str) -> str:
    """Return words between «» with what stands before and after them, on one line."""
    left, middle, right = map(on_one_line, (before, words, after))
    return f"{'…' if left else ''}{left}«{middle}»{right}{'…' if right else ''}"
