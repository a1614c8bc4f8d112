"""The codebook: codes in a tree, with the rules by which a machine finds candidates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rmecode.model.texts import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression that finds candidates for a code, and the unit that they are coded in.

    ``unit`` is ``sentence``, ``turn``, ``clause`` or ``match``. ``id`` is unique in the codebook.
    ``interviewer`` says that the interviewer's words are searched too. ``place`` is where it
    stands in the file, for people.
    """

    id: str
    find: str
    unit: str = "sentence"
    interviewer: bool = False
    note: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Code:
    """One code; ``path`` is the names from the root, joined by ``/``; ``id`` is permanent.

    ``kind`` is ``area`` or ``family`` at the root and empty below. ``published`` is false for a
    leaf that the study's text gives and its table does not. ``former`` are the ids and paths that
    it, or a code merged into it, went by: what was coded under them is found. ``place`` is where it
    stands in the file, for people.
    """

    id: str
    path: str
    label: str
    definition: str = ""
    use: str = ""
    avoid: str = ""
    examples: tuple[str, ...] = ()
    dimension: str = ""
    color: str = ""
    source: str = ""
    published: bool = True
    kind: str = ""
    rules: tuple[Rule, ...] = ()
    former: tuple[str, ...] = ()
    place: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """Return the last name of the path."""
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        """Return the path above, empty for an area or family."""
        return self.path.rpartition("/")[0]

    @property
    def area(self) -> str:
        """Return the first name of the path."""
        return self.path.partition("/")[0]

    @property
    def depth(self) -> int:
        """Return the level in the tree, 1 for areas and families."""
        return self.path.count("/") + 1


@dataclass(frozen=True)
class Codebook:
    """The codes in the order of the file, parents before their children.

    ``lists`` are the expressions that rules share, by name; ``list_places`` is where each stands
    in the file, for people.
    """

    name: str
    version: str
    codes: tuple[Code, ...]
    lists: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    description: str = ""
    language: str = "es"
    list_places: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Return the codes by their permanent ids."""
        return {code.id: code for code in self.codes}

    @cached_property
    def by_path(self) -> Mapping[str, Code]:
        """Return the codes by path, folded: without case and accents."""
        return {fold(code.path): code for code in self.codes}

    @cached_property
    def leaves(self) -> tuple[Code, ...]:
        """Return the codes that have no code below them."""
        parents = {code.parent for code in self.codes}
        return tuple(code for code in self.codes if code.path not in parents)

    def subtree(self, code: Code) -> tuple[Code, ...]:
        """Return the code and all codes below it, in order."""
        below = code.path + "/"
        return tuple(c for c in self.codes if c.path == code.path or c.path.startswith(below))
