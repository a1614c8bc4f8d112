"""How many of what, in words: ``3 codings``, ``1 source``."""

from __future__ import annotations

from rmecode.messages import ngettext


def codings(count: int) -> str:
    """Return so many codings in words."""
    return ngettext("{count} coding", "{count} codings", count).format(count=count)


def sources(count: int) -> str:
    """Return so many sources in words."""
    return ngettext("{count} source", "{count} sources", count).format(count=count)


def cases(count: int) -> str:
    """Return so many cases in words."""
    return ngettext("{count} case", "{count} cases", count).format(count=count)


def coders(count: int) -> str:
    """Return so many coders in words."""
    return ngettext("{count} coder", "{count} coders", count).format(count=count)
