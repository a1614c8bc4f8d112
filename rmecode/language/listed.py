"""Word lists as they are written in this room: a text, its words cut at white space."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """Return the words of the text as a set."""
    return frozenset(text.split())
