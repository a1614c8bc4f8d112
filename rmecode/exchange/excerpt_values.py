"""What a list of excerpts holds: coded words with their context, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Said:
    """Words within one turn; ``speaker`` is empty where nobody is to be named before them."""

    speaker: str
    words: str

    def __str__(self) -> str:
        return f"{self.speaker}: {self.words}" if self.speaker else self.words


@dataclass(frozen=True, slots=True)
class InContext:
    """The words of an excerpt and what stands around them, turn by turn.

    ``from_middle`` says that the context begins within a turn, ``to_middle`` that it ends within
    one.
    """

    said: tuple[Said, ...]
    before: tuple[Said, ...] = ()
    after: tuple[Said, ...] = ()
    from_middle: bool = False
    to_middle: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One coding, ready to be read: its words, where they stand, who coded them as what.

    ``source`` and ``participants`` are as the output may name them; ``start`` and ``end`` count in
    the source's text. ``also`` are the paths of other codes that the same words have. ``who`` says
    in words who speaks, ``anchor`` how sure the place is; ``reread`` is the number of the
    codebook version whose redefinition asks to reread the coding, 0 for none.
    """

    id: int
    source: str
    start: int
    end: int
    passage: InContext
    code: str
    coder: str
    kind: str
    anchor: str
    memo: str = ""
    also: tuple[str, ...] = ()
    reread: int = 0
    codebook: int = 0
    made_at: str = ""
    cases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    who: str = ""
    turn: int = 0
    instrument: str = ""
    stage: str = ""

    @property
    def short(self) -> str:
        """Return the id by which commands take the coding."""
        return f"c{self.id}"

    @property
    def quote(self) -> str:
        """Return the words; where they run over several turns, each with its speaker on a line."""
        return joined(self.passage.said)


@dataclass(frozen=True, slots=True)
class Group:
    """The excerpts of one code, case or source; ``note`` is what its readers need to know of it."""

    title: str
    excerpts: tuple[Excerpt, ...]
    note: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Excerpts:
    """A list of excerpts with what has to be said of all of them.

    ``notices`` travel with every output: fictional material, coders hidden from each other.
    ``asked`` says in words what was chosen; ``naming`` whether and how people are disguised.
    ``groups`` may share excerpts: a passage on two cases is in the group of each.
    """

    study: str
    groups: tuple[Group, ...]
    notices: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    naming: str = ""
    at: str = ""

    @property
    def each(self) -> tuple[Excerpt, ...]:
        """Return every excerpt once, in the order of the groups."""
        return tuple({one.id: one for group in self.groups for one in group.excerpts}.values())


def joined(said: Iterable[Said]) -> str:
    """Return the words of several turns, a line each where somebody is named."""
    return "\n".join(map(str, said))
