"""The YAML block at the top of a Markdown file: facts about the document, never speech."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

import yaml

from rmecode.ingest.characters import clean
from rmecode.messages import _

_BLOCK: Final = re.compile(
    r"---[ \t]*\n(?=[ \t]*[^\s-])(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_ENTRY: Final = re.compile(r"([^\W\d_][\w ./-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?")
_LONGEST: Final = 65_536
"""Characters of a file in which its front matter must end."""
_GLUE: Final = ", "


def split(text: str) -> tuple[dict[str, str], str, tuple[str, ...]]:
    """Return the metadata, the text after it, and sentences on what was odd in the block.

    A rule ``---`` that begins no block of ``key: value`` lines stays in the text.
    """
    block = _BLOCK.match(text[:_LONGEST])
    if block is None:
        return {}, text, ()
    entries = _from_yaml(block[1])
    notes: tuple[str, ...] = ()
    if entries is None:
        entries = _from_lines(block[1])
        notes = (_("The block between “---” is not valid YAML and was read line by line."),)
    if not entries:
        return {}, text, ()
    return entries, text[block.end() :].lstrip("\n"), notes


def _from_yaml(block: str) -> dict[str, str] | None:
    """Return the entries of a YAML mapping; ``None`` where it is none, or names a key twice."""
    try:
        # Composed, not loaded: an alias stays a reference until its length is known.
        root = yaml.compose(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return None
    if not isinstance(root, yaml.MappingNode) or _swells(root):
        return None
    entries = {_as_text(key): _as_text(value) for key, value in root.value}
    return entries if len(entries) == len(root.value) else None


def _swells(root: yaml.MappingNode) -> bool:
    """Tell whether aliases repeat so much that the texts are longer than a block may be."""
    length = 0
    for node in chain.from_iterable(root.value):
        for entry in _listed(node):
            length += len(entry.value) + len(_GLUE)
            if length > _LONGEST:
                return True
    return False


def _listed(node: yaml.Node) -> list[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else [node]


def _as_text(node: yaml.Node) -> str:
    """Return a scalar or a flat list as text; deeper values are not a fact about a document."""
    scalars = (entry for entry in _listed(node) if isinstance(entry, yaml.ScalarNode))
    return _GLUE.join(clean(entry.value)[0] for entry in scalars)


def _from_lines(block: str) -> dict[str, str]:
    entries: dict[str, str] = {}
    for line in filter(str.strip, block.split("\n")):
        match = _ENTRY.fullmatch(line.strip())
        if match is None or match[1] in entries:
            return {}
        entries[match[1]] = (match[2] or "").strip().strip("\"'")
    return entries
