"""YAML as people write it: every value a text with its line and column, nothing guessed.

Scalars stay text (``no`` is not false, ``1.0`` is not a number); what a key takes is said by who
asks for it, and a wrong kind is noted as a problem with its place.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

import yaml
from yaml.reader import Reader

from rmecode.messages import _
from rmecode.model import Problem, fold, normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from yaml._yaml import Mark as FastMark

    AnyMark = yaml.Mark | FastMark | None

LIMIT: Final = 100_000
"""How many values a codebook file may have, aliases followed: more is a trap, not a codebook."""
DEEPEST: Final = 100
"""How many levels one value may lie inside others; libyaml crashes where there are very many."""

_TRUTHS: Final = {"true": True, "yes": True, "sí": True, "si": True, "false": False, "no": False}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Reading:
    """One YAML file being read, and the problems found so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._visited = 0

    def compose(self, text: str) -> yaml.Node | None:
        """Return the root of the text, or None with a problem that names line and column."""
        strange = Reader.NON_PRINTABLE.search(text)
        if strange:
            what = _("has a character that YAML does not allow ({code}).")
            code = f"U+{ord(strange[0]):04X}"
            self._note_at(place_in(text, strange.start()), what.format(code=code), _("Remove it."))
            return None
        try:
            if self._too_deep(text):
                return None
            root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            self._note_yaml(error)
            return None
        if root is None:
            self._note_at("", _("is empty."), "")
        elif self._runs_in_circles(root, frozenset()):
            return None
        return root

    def _too_deep(self, text: str) -> bool:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                what = _("has more than {count} levels inside each other.").format(count=DEEPEST)
                self._note_at(place(event.start_mark), what, _("Check brackets and indentation."))
                return True
        return False

    def _note_yaml(self, error: yaml.MarkedYAMLError) -> None:
        self._note_at(
            place(error.problem_mark or error.context_mark),
            _("is not YAML here ({what}).").format(what=error.problem or error.context),
            _("Check the indentation, the colon after a key, and quotes around text with ': '."),
        )

    def _runs_in_circles(self, node: yaml.Node, above: frozenset[int]) -> bool:
        self._visited += 1
        if id(node) in above or self._visited > LIMIT:
            self.note(node, _("refers to itself, or is far too large."), _("Remove the alias (*)."))
            return True
        inside = above | {id(node)}
        return any(self._runs_in_circles(child, inside) for child in _children(node))

    def _note_at(self, where: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, where, what, remedy))

    def note(self, node: yaml.Node, what: str, remedy: str = "") -> None:
        """Note a problem at the place of the node."""
        self._note_at(place(node.start_mark), what, remedy)

    def once(self, node: yaml.Node, kind: str, name: str, seen: set[str]) -> None:
        """Note a name that is among those seen, compared without case and accents; remember it."""
        if name and fold(name) in seen:
            what = _("{kind} {name} stands twice.").format(kind=kind, name=name)
            self.note(node, what, _("Change one of the two."))
        seen.add(fold(name))

    def mapping(self, node: yaml.Node | None, keys: Collection[str]) -> dict[str, yaml.Node]:
        """Return the values of a mapping by key, noting keys that are repeated or not in ``keys``.

        Without ``keys``, every key is known; a missing mapping has none.
        """
        if node is None or _is_null(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.note(node, _("is not a list of 'key: value' lines."), _("Write 'key: value'."))
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if not name:
                self.note(key, _("is no key."), _("Write a name before the colon."))
            elif keys and name not in keys:
                self.note(key, _("{key} is no key here.").format(key=name), _near(name, keys))
            elif name in found:
                self.note(key, _("{key} stands twice.").format(key=name), _("Remove one."))
            else:
                found[name] = value
        return found

    def sequence(self, node: yaml.Node | None) -> list[yaml.Node]:
        """Return the items of a list; none for a missing one."""
        if node is None or _is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.note(node, _("is not a list."), _("Begin each item with '- '."))
            return []
        return list(node.value)

    def text(self, node: yaml.Node | None) -> str:
        """Return a text, normalised and trimmed; empty for a missing one."""
        if node is None or _is_null(node):
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.note(
                node, _("is not a text."), _("Put it in quotes if it has ': ' or '- ' in it.")
            )
            return ""
        return normalise(str(node.value)).strip()

    def truth(self, node: yaml.Node | None, *, default: bool) -> bool:
        """Return true or false, as YAML or a Spanish reader writes them."""
        written = self.text(node).lower()
        if written in _TRUTHS:
            return _TRUTHS[written]
        if node is not None and written:
            self.note(node, _("is neither true nor false."), _("Write true or false."))
        return default


def place(mark: AnyMark) -> str:
    """Return the line and column as people count them, from 1; nothing for no mark."""
    return _place(mark.line + 1, mark.column + 1) if mark else ""


def place_in(text: str, index: int) -> str:
    """Return the line and column of the character at the index."""
    before = text[:index]
    return _place(before.count("\n") + 1, index - before.rfind("\n"))


def _place(line: int, column: int) -> str:
    return _("line {line}, column {column}").format(line=line, column=column)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")


def _near(written: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(written, known, n=1)
    if near:
        return _("Did you mean {name}?").format(name=near[0])
    return _("Known are: {names}.").format(names=", ".join(known))
