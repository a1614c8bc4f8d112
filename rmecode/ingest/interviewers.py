"""Who interviews: told by the label, or by who asks; always with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.ingest.vocabulary import guess_role, normal_label
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

INTERVIEWER: Final = "entrevistador"
GROUP: Final = 4
"""Labels from which a conversation is taken as a group's."""

_GROUP_WORDS: Final = re.compile(r"(?:facilitador(?:a|es|as)?|asistente|coordinador(?:a)?)(?: \d)?")
_LETTERS: Final = (
    (re.compile(r"E ?\d?"), frozenset[str]()),
    (re.compile(r"P"), frozenset({"R"})),
    (re.compile(r"I ?\d?"), frozenset[str]()),
    (re.compile(r"M"), frozenset[str]()),
    (re.compile(r"P"), frozenset[str]()),
)
"""Letters for the interviewer, and the labels that must stand beside; the first row wins."""

_ASKS: Final = 0.5
_HARDLY_ASKS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Guess:
    """A label that seems to be the interviewer's, and the reason in words."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one label says in all: its turns, how many of them ask, and its words."""

    turns: int
    asking: int
    words: int

    @property
    def asks(self) -> float:
        """Return the share of turns with a question mark."""
        return self.asking / self.turns


def shares_of(said: Iterable[tuple[str, str]]) -> dict[str, Share]:
    """Return what each label says in all, from pairs of label and words, in order of appearance."""
    shares: dict[str, Share] = {}
    for label, words in said:
        before = shares.get(label, Share(0, 0, 0))
        shares[label] = Share(
            before.turns + 1, before.asking + ("?" in words), before.words + len(words.split())
        )
    return shares


def guess_interviewers(shares: Mapping[str, Share], legend: Mapping[str, str]) -> tuple[Guess, ...]:
    """Return who interviews: by the legend, by the label's word, by its letter, else by who asks."""
    labels = list(shares)
    return (
        _by_word(labels, legend)
        or _by_letter(labels, shares, legend)
        or _by_questions(shares, legend)
    )


def _by_word(labels: Sequence[str], legend: Mapping[str, str]) -> tuple[Guess, ...]:
    found = {
        label: _("the legend at the top says “{meaning}”").format(meaning=legend[label])
        for label in labels
        if label in legend and guess_role(legend[label]) == INTERVIEWER
    }
    found |= {
        label: _("the label says so")
        for label in labels
        if label not in legend and len(label) > 2 and guess_role(label) == INTERVIEWER
    }
    if found or len(labels) >= GROUP:
        found |= {
            label: _("the label is that of somebody who leads a group")
            for label in labels
            if _leads(label) and label not in found
        }
    return tuple(Guess(label, found[label]) for label in labels if label in found)


def _leads(label: str) -> bool:
    name = normal_label(label)
    return not name.startswith("coordinador") and _GROUP_WORDS.fullmatch(name) is not None


def _by_letter(
    labels: Sequence[str], shares: Mapping[str, Share], legend: Mapping[str, str]
) -> tuple[Guess, ...]:
    if len(labels) < 2:
        return ()
    for letter, beside in _LETTERS:
        found = [
            label for label in labels if letter.fullmatch(label.upper()) and label not in legend
        ]
        if (
            0 < len(found) < len(labels)
            and beside <= {*map(str.upper, labels)}
            and _may_ask(found, shares)
        ):
            reason = _("a usual letter for who interviews, and {share} % of its turns ask")
            return tuple(
                Guess(label, reason.format(share=round(100 * shares[label].asks)))
                for label in found
            )
    return ()


def _may_ask(found: Sequence[str], shares: Mapping[str, Share]) -> bool:
    """Tell whether the shape of the conversation bears a letter out, or at least does not deny it."""
    asks = max(shares[label].asks for label in found)
    others = max(share.asks for label, share in shares.items() if label not in found)
    return asks >= _HARDLY_ASKS or others < _ASKS


def _by_questions(shares: Mapping[str, Share], legend: Mapping[str, str]) -> tuple[Guess, ...]:
    """Return the label most of whose turns ask, if it asks far more and says less than the rest."""
    unknown = [label for label in shares if label not in legend and not guess_role(label)]
    if not unknown or len(shares) < 2:
        return ()
    label = max(unknown, key=lambda name: shares[name].asks)
    own = shares[label]
    others = [share for name, share in shares.items() if name != label]
    words = sum(share.words for share in others)
    if own.asks < _ASKS or own.asks < 2 * max(s.asks for s in others) or own.words >= words:
        return ()
    reason = _("{share} % of its turns ask, and it says less than the rest").format(
        share=round(100 * own.asks)
    )
    return (Guess(label, reason),)
