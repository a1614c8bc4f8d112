"""What may be a label: how one line begins. Whether it is one is decided over the whole document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.ingest.clocks import MARK, NO_MARK, Mark, mark_at, whole_clock
from rmecode.ingest.readings import PLAIN, Hint
from rmecode.ingest.vocabulary import CONNECTORS, QUALIFIERS, is_fact, is_speaker
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_LABEL: Final = 80
MOST_WORDS: Final = 6
_REACH: Final = 240
"""How far into a line a label can reach, times included; lines can be of any length."""

_LEAD: Final = re.compile(r"[\s\u200b]*(?:[-–—•][ \t]*)?[*_]{0,3}[ \t]*")
_AFTER_TIME: Final = re.compile(r"[*_]{0,3}[ \t]*(?:[-–—|][ \t]*)?[*_]{0,3}[ \t]*")
_NAME: Final = rf"(?P<label>[^\W\d_][^:\n\t]{{0,{LONGEST_LABEL - 1}}}?)"
_COLON: Final = re.compile(
    rf"(?P<open>[\[(])?{_NAME}(?(open)[\])])[ \t]*[*_]{{0,3}}[ \t]*(?:{MARK})?[ \t]*[*_]{{0,3}}[ \t]*"
    r"(?::|\.[-–—]+)(?P<slashes>//)?[ \t]*(?P<closing>[*_]{0,3}[ \t]*)"
)
_ALONE: Final = re.compile(
    rf"{_NAME}[ \t]*[*_]{{0,3}}[ \t,|–—-]*(?:{MARK})?[ \t]*[*_]{{0,3}}[ \t]*"
)
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]{0,50}[)\]]")
_EMPHASIS: Final = re.compile(r"[*_]")
_NEVER: Final = re.compile(r"[?!¿¡«»“”\"…<>=;]")


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of a line that may be a speaker's label.

    ``words`` is the offset in the line where the words begin; ``alone`` says that the label has
    its line for itself and no colon. ``key`` is the label for comparison.
    """

    line: int
    label: str
    key: str
    words: int
    alone: bool = False
    mark: Mark = NO_MARK
    hint: Hint = PLAIN


def find_openings(lines: Sequence[str], hints: Mapping[int, Hint]) -> list[Opening]:
    """Return every line's beginning that has the shape of a label, in order."""
    found = (opening(number, line, hints.get(number, PLAIN)) for number, line in enumerate(lines))
    return [candidate for candidate in found if candidate is not None]


def opening(number: int, line: str, hint: Hint = PLAIN) -> Opening | None:
    """Return how a line begins where that has the shape of a label."""
    head = line[:_REACH]
    place = lead_of(head)
    mark = mark_at(head, place)
    if mark is not None:
        place = _end(_AFTER_TIME, head, mark.stop)
    return _with_colon(number, head, place, mark, hint) or _alone(number, line, place, mark, hint)


def lead_of(line: str) -> int:
    """Return the offset after spaces, a dash of dialogue and marks of emphasis."""
    return _end(_LEAD, line, 0)


def has_label_shape(label: str) -> bool:
    """Tell whether words look like a name or an office: few, capitals where names have them."""
    if _NEVER.search(label) or len(label) > LONGEST_LABEL:
        return False
    words = _BRACKETS.sub(" ", label).replace(",", " ").split()
    if not words or len(words) > MOST_WORDS or ("," in label and not is_speaker(label)):
        return False
    first, *others = words
    if not _is_name_word(first) and not (is_speaker(label) and _is_office_word(first)):
        return len(label) <= 2 and label.isalnum()
    return all(_is_name_word(w) or w.lower() in CONNECTORS or _is_office_word(w) for w in others)


def has_capitals(label: str) -> bool:
    """Tell whether all letters of a label are capitals."""
    return label.upper() == label and label.lower() != label


def key_of(label: str) -> str:
    """Return a label for comparison: without case, accents and doubled spaces."""
    return fold(" ".join(label.split()))


def _with_colon(
    number: int, head: str, place: int, mark: Mark | None, hint: Hint
) -> Opening | None:
    match = _COLON.match(head, place)
    if match is None or match["slashes"] or _inside_a_number(head, match):
        return None
    label = _plain(match["label"])
    if not (hint.labelled or has_label_shape(label)):
        return None
    words = match.end() if _EMPHASIS.search(head[:place]) else match.start("closing")
    if mark is None and match["start"]:
        mark = Mark(match["start"], match["end"] or "", words)
    after = mark_at(head, words, bracketed=True) if mark is None else None
    if after is not None:
        mark, words = after, _end(_AFTER_TIME, head, after.stop)
    return Opening(number, label, key_of(label), words, mark=mark or NO_MARK, hint=hint)


def _inside_a_number(head: str, match: re.Match[str]) -> bool:
    """Tell whether the colon is that of a time or a proportion (``a las 10:15``)."""
    before, after = match["label"][-1:], head[match.end() : match.end() + 1]
    return before.isdigit() and after.isdigit() and head[match.end() - 1] == ":"


def _alone(number: int, line: str, place: int, mark: Mark | None, hint: Hint) -> Opening | None:
    if len(line) > LONGEST_LABEL + 40:
        return None
    match = _ALONE.fullmatch(line.rstrip(), place)
    if match is None or whole_clock(match["label"]) is not None:
        return None
    label = _plain(match["label"])
    if mark is None and match["start"]:
        mark = Mark(match["start"], match["end"] or "", match.end())
    bold = 0 < hint.bold >= len(line.strip())
    if not (mark or bold or has_capitals(label) or is_speaker(label)):
        return None
    if not has_label_shape(label) or label.endswith(".") or is_fact(label):
        return None
    return Opening(
        number, label, key_of(label), len(line), alone=True, mark=mark or NO_MARK, hint=hint
    )


def _plain(label: str) -> str:
    return label.strip().strip("*_").strip()


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit() or word in {"a)", "º", "ª"}


def _is_office_word(word: str) -> bool:
    return fold(word.strip(".,")) in QUALIFIERS


def _end(pattern: re.Pattern[str], line: str, place: int) -> int:
    match = pattern.match(line, place)
    return match.end() if match else place
