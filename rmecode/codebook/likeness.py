"""Codes whose permanent id is gone, and the codes they may have become: proposed, never decided.

The measure is overlap of three-word runs, without case and accents, in definition, criteria and
examples; only runs that a single code of its book has count, so that set phrases and placeholders
(«Por definir») make nothing alike. A code is ``same`` by a quarter for its name (or label; ratio of
``difflib``) and three quarters for Dice's coefficient of the runs; it was ``merged`` or ``split``
by the share of one's runs that the other holds. From ``THRESHOLD`` on it is proposed. A code that
another names in its ``former`` is certain: 1.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmecode.model import Code, Codebook

    Runs = frozenset[tuple[str, ...]]

THRESHOLD: Final = 0.5
"""What is proposed; different codes of the fifteen-network codebook stay below 0.4."""
UNDOUBTED: Final = 0.9
"""From here on a code is the same, even if others have some of its words."""
SAME_PATH: Final = 0.75
"""What a new code at the path of one that is gone has at least, whatever it says."""

_RUN: Final = 3
_NAME_WEIGHT: Final = 0.25
_FEWEST: Final = 8
"""A share is of at least so many runs: two or three in common can be chance."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may have happened: ``same`` (another id), ``merged`` or ``split``.

    ``gone`` are ids in the old codebook, ``into`` ids in the new one; of a code that was split and
    stays, the id is in both. ``score`` is between 0 and 1.
    """

    kind: Literal["same", "merged", "split"]
    gone: tuple[str, ...]
    into: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Told:
    """What a code says: all runs of each kind of text, and those that no other code has."""

    code: Code
    kinds: tuple[Runs, ...]
    own: Runs

    @property
    def all(self) -> Runs:
        return frozenset().union(*self.kinds)


def candidates(old: Codebook, new: Codebook) -> tuple[Candidate, ...]:
    """Return what may have become of the codes that are gone, and of redefined ones that were split.

    Each code that is gone, and each that was added, is in at most one; they come in the order of
    the old codebook.
    """
    found = _by_former(old, new)
    search = _Search(old, new, found)
    found += search.splits()
    found += search.links(found)
    place = {code.id: number for number, code in enumerate(old)}
    return tuple(sorted(found, key=lambda each: place[each.gone[0]]))


def likeness(old: Code, new: Code) -> float:
    """Return how alike two codes are that each stand alone, from 0 to 1."""
    return _likeness(_told([old])[old.id], _told([new])[new.id])


def _by_former(old: Codebook, new: Codebook) -> list[Candidate]:
    """Return what codes of the new book say themselves that they were."""
    named: dict[str, list[str]] = {}
    for code in old:
        if code.id not in new.by_id:
            names = {fold(code.id), fold(code.path)}
            named[code.id] = [c.id for c in new if names & {fold(each) for each in c.former}]
    split = [Candidate("split", (g,), tuple(into), 1.0) for g, into in named.items() if into[1:]]
    links = {g: (into[0], 1.0) for g, into in named.items() if len(into) == 1}
    return split + _grouped(links, old)


def _grouped(links: dict[str, tuple[str, float]], old: Codebook) -> list[Candidate]:
    """Return links from codes that are gone as candidates: several to one code are a merge."""
    groups: dict[str, list[str]] = {}
    for gone, (into, _score) in links.items():
        groups.setdefault(into, []).append(gone)
    return [
        Candidate(
            "same" if len(gone) == 1 and into not in old.by_id else "merged",
            tuple(gone),
            (into,),
            round(sum(links[each][1] for each in gone) / len(gone), 3),
        )
        for into, gone in groups.items()
    ]


class _Search:
    """The codes that nobody has spoken for yet."""

    def __init__(self, old: Codebook, new: Codebook, found: Sequence[Candidate]) -> None:
        self.old, self.new = old, new
        self.before, self.after = _told(old), _told(new)
        self.spoken_for = {each for one in found for each in (*one.gone, *one.into)}
        self.gone = [code.id for code in old if self._open(code, new)]
        self.added = [code.id for code in new if self._open(code, old)]

    def _open(self, code: Code, other: Codebook) -> bool:
        return code.id not in other.by_id and code.id not in self.spoken_for

    def splits(self) -> list[Candidate]:
        """Return the codes that several new ones have the words of; these are spoken for then."""
        parts: dict[str, list[tuple[str, float]]] = {}
        for added in self.added:
            scores = {code.id: self._part(code, added) for code in self.old}
            whole = max(scores, key=lambda code: scores[code], default="")
            if whole and scores[whole] >= THRESHOLD:
                parts.setdefault(whole, []).append((added, scores[whole]))
        found = []
        for whole, into in parts.items():
            stays = whole in self.new.by_id
            if len(into) + stays > 1 and not self._undoubted(whole, into):
                ids = tuple(each for each, _score in into)
                score = round(sum(score for _each, score in into) / len(into), 3)
                found.append(Candidate("split", (whole,), (whole,) * stays + ids, score))
                self.gone = [each for each in self.gone if each != whole]
                self.added = [each for each in self.added if each not in ids]
        return found

    def _part(self, whole: Code, added: str) -> float:
        """Return the share of a new code's words that an old one lost."""
        if whole.id in self.spoken_for:
            return 0.0
        lost = self.before[whole.id].all
        if whole.id in self.after:
            lost -= self.after[whole.id].all
        told = self.after[added]
        share = _share(told, lost)
        if not _tokens(whole.name) <= _tokens(told.code.name):
            return share
        return _NAME_WEIGHT * bool(share) + (1 - _NAME_WEIGHT) * share

    def _undoubted(self, whole: str, into: Iterable[tuple[str, float]]) -> bool:
        told = self.before[whole]
        return whole in self.gone and any(
            _likeness(told, self.after[each]) >= UNDOUBTED for each, _score in into
        )

    def links(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Return what each code that is gone is most like, those with a common target together."""
        links: dict[str, tuple[str, float]] = {}
        taken = {each for one in found for each in one.into}
        for gone in self.gone:
            scores = {c.id: self._link(gone, c.id) for c in self.new if c.id not in taken}
            into = max(scores, key=lambda code: scores[code], default="")
            if into and scores[into] >= THRESHOLD:
                links[gone] = (into, round(scores[into], 3))
        return _grouped(self._without_weak(links), self.old)

    def _link(self, gone: str, into: str) -> float:
        """Return how like a new code is, or how much of the old one it, or a standing one, took up."""
        told = self.before[gone]
        taken_up = self.after[into].all
        if into in self.before:
            return _share(told, taken_up - self.before[into].all)
        return max(_likeness(told, self.after[into]), _share(told, taken_up))

    def _without_weak(self, links: dict[str, tuple[str, float]]) -> dict[str, tuple[str, float]]:
        """Leave out codes that are less like a new one than another, whose words it does not hold."""
        best: dict[str, float] = {}
        for into, score in links.values():
            best[into] = max(score, best.get(into, 0.0))
        return {
            gone: (into, score)
            for gone, (into, score) in links.items()
            if score == best[into] or _share(self.before[gone], self.after[into].all) >= THRESHOLD
        }


def _told(codes: Iterable[Code]) -> dict[str, _Told]:
    kinds = {
        code.id: (
            code,
            (_runs([code.definition]), _runs([code.use, code.avoid]), _runs(code.examples)),
        )
        for code in codes
    }
    count = Counter(run for _code, each in kinds.values() for run in frozenset().union(*each))
    return {
        identity: _Told(
            code, each, frozenset(run for kind in each for run in kind if count[run] == 1)
        )
        for identity, (code, each) in kinds.items()
    }


def _runs(texts: Iterable[str]) -> Runs:
    runs = set()
    for text in texts:
        words = re.findall(r"\w+", fold(text))
        length = min(_RUN, len(words))
        if words:
            runs |= {tuple(words[n : n + length]) for n in range(len(words) - length + 1)}
    return frozenset(runs)


def _likeness(old: _Told, new: _Told) -> float:
    """Return how alike two codes are; see the head of this module."""
    both = len(old.own) + len(new.own)
    told = 2 * len(old.own & new.own) / both if both else 0.0
    score = _NAME_WEIGHT * _named(old.code, new.code) + (1 - _NAME_WEIGHT) * told
    if fold(old.code.path) == fold(new.code.path):
        return max(score, SAME_PATH)
    return score


def _named(old: Code, new: Code) -> float:
    pairs = ((old.name, new.name), (old.label, new.label))
    return max(SequenceMatcher(None, fold(one), fold(other)).ratio() for one, other in pairs)


def _share(told: _Told, runs: Runs) -> float:
    """Return the share of a code's own definition, or of its own examples, that these runs hold."""
    definition, _criteria, examples = (kind & told.own for kind in told.kinds)
    return max(len(own & runs) / max(len(own), _FEWEST) for own in (definition, examples))


def _tokens(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", fold(name)))
