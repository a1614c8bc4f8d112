"""Which engines the tokens of a text depend on, told without loading them."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


@cache
def version(model: str = "") -> str:
    """Return the engines and their versions; a model that is a folder has none."""
    if not model:
        return f"spacy-{installed('spacy')}+simplemma-{installed('simplemma')}"
    try:
        return f"spacy-{installed('spacy')}+{model}-{installed(model)}"
    except (PackageNotFoundError, ValueError):
        return f"spacy-{installed('spacy')}+{model}"
