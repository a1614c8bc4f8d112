"""Which beginnings of lines are speakers' labels: decided over the whole document at once."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.ingest.clocks import mark_at
from rmecode.ingest.headers import Header, find_header
from rmecode.ingest.labels import find_openings, has_capitals, key_of, lead_of
from rmecode.ingest.vocabulary import guess_role, is_fact, is_speaker, normal_label
from rmecode.messages import _
from rmecode.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from rmecode.ingest.labels import Opening
    from rmecode.ingest.readings import Hint

REGULAR: Final = 0.8
"""The share of paragraphs with a label from which every paragraph is expected to have one."""
_ALIKE: Final = 0.8
_MOST_DOUBTS: Final = 20
_SMALL_WORD: Final = re.compile(r"(?<!\w)[a-záéíóúüñ]+")
_LONG: Final = 20
"""Words from which a turn is long."""
_NUMBER: Final = re.compile(r"\d+|\b[a-zñ]\b")


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a document by line, its top, and what was doubtful about them."""

    by_line: Mapping[int, Opening]
    header: Header
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A document as the decision sees it: its lines, and those that begin like a label."""

    file: str
    lines: Sequence[str]
    openings: Sequence[Opening]
    header: Header
    given: frozenset[str]


def find_labels(
    file: str, lines: Sequence[str], hints: Mapping[int, Hint], speakers: Collection[str] = ()
) -> Labels:
    """Return the labels of a document; ``speakers`` are labels that a person says are some."""
    every = find_openings(lines, hints)
    given = frozenset(map(key_of, speakers))
    header = find_header(lines, every)
    page = Page(file, lines, [o for o in every if _is_possible(o, header, given)], header, given)
    sure = _with_colon(page)
    sure += _alone(page, sure)
    doubtful, doubts = _single(page, sure)
    by_line = {candidate.line: candidate for candidate in (*sure, *doubtful)}
    if not _is_dialogue(page, by_line):
        return Labels({}, header)
    alike = tuple(_alike(page, by_line.values()))
    told = {doubt.place for doubt in alike}
    return Labels(by_line, header, (*(d for d in doubts if d.place not in told), *alike))


def _is_possible(candidate: Opening, header: Header, given: frozenset[str]) -> bool:
    if candidate.line < header.end or candidate.line in header.names:
        return False
    return candidate.key in given or candidate.hint.labelled or not is_fact(candidate.label)


def _with_colon(page: Page) -> list[Opening]:
    """Return the openings with a colon whose label is known, comes back, or is from a table."""
    candidates = [o for o in page.openings if not o.alone]
    counts = Counter(o.key for o in candidates)
    sure = [o for o in candidates if _is_sure(o, counts[o.key], page.given)]
    common = _common_words(page, sure, counts)
    sure = [o for o in sure if o.key not in common]
    first = next((o.line for o in sure if counts[o.key] > 1), 0)
    return [o for o in sure if o.line >= first or not _is_title(page, o)]


def _common_words(page: Page, sure: Sequence[Opening], counts: Mapping[str, int]) -> frozenset[str]:
    """Return the keys that are rare beside the others, and words that the text has in lower case.

    ``Plata: no había`` can come twice in one monologue; ``Rosa:`` who answers all along is a name.
    """
    most = max(counts.values(), default=0)
    rare = {
        o.key
        for o in sure
        if counts[o.key] * 5 < most
        and not (o.hint.labelled or o.mark.start or o.key in page.given or is_speaker(o.label))
    }
    if not rare:
        return frozenset()
    small = {word for line in page.lines for word in _SMALL_WORD.findall(line)}
    return frozenset(o.key for o in sure if o.key in rare and o.label.lower() in small)


def _is_title(page: Page, candidate: Opening) -> bool:
    """Tell whether a known label above the conversation, which never comes back, only says of whom.

    Somebody who interviews may well speak once at the start: with a question, or at length.
    """
    if candidate.hint.labelled or candidate.key in page.given or candidate.mark.start:
        return False
    words = page.lines[candidate.line][candidate.words :]
    speaks = "?" in words or len(words.split(maxsplit=_LONG)) >= _LONG
    return not (speaks and guess_role(candidate.label) == "entrevistador")


def _is_sure(candidate: Opening, count: int, given: frozenset[str]) -> bool:
    if candidate.hint.labelled or candidate.key in given or is_speaker(candidate.label):
        return True
    return count >= (2 if candidate.label[0].isupper() else 3)


def _alone(page: Page, with_colon: Sequence[Opening]) -> list[Opening]:
    """Return the labels that have their line for themselves, as transcripts have them throughout."""
    taken = {o.line for o in with_colon}
    followed = [o for o in page.openings if o.alone and _is_followed(page, o, taken)]
    timed = [o for o in followed if o.mark.start]
    plain = [o for o in followed if not o.mark.start]
    sure = timed if len(timed) > 1 else []
    counts = Counter(o.key for o in plain)
    known = [o for o in plain if is_speaker(o.label) and not o.hint.heading]
    enough = len(known) >= 2 and len(with_colon) < 2
    sure += [o for o in plain if _comes_back(o, counts) or (enough and o in known)]
    if not sure and len(with_colon) < 2:
        sure = _unknown_capitals(plain, counts)
    return sure + [o for o in followed if o.key in page.given and o not in sure]


def _comes_back(candidate: Opening, counts: Counter[str]) -> bool:
    return is_speaker(candidate.label) and counts[candidate.key] >= 2


def _unknown_capitals(plain: Sequence[Opening], counts: Counter[str]) -> list[Opening]:
    """Return names in capitals that come back in turn, where nothing else marks the speakers."""
    names = [o for o in plain if counts[o.key] >= 2 and has_capitals(o.label)]
    return names if len(names) >= 4 and len({o.key for o in names}) >= 2 else []


def _is_followed(page: Page, candidate: Opening, taken: set[int]) -> bool:
    """Tell whether words come after a label on its own line, before the next label."""
    for number in range(candidate.line + 1, min(candidate.line + 4, len(page.lines))):
        if page.lines[number].strip():
            return number not in taken
    return False


def _single(page: Page, sure: Sequence[Opening]) -> tuple[list[Opening], list[Problem]]:
    """Settle the labels that stand once and name nobody known; each is a doubt for a person."""
    taken = {o.line for o in sure}
    first = min(taken, default=0)
    loose = [o for o in page.openings if o.line not in taken and not o.alone and o.line >= first]
    if not loose or not sure:
        return _short_dialogue(page, loose), []
    regular = _coverage(page, taken | {o.line for o in loose}) >= REGULAR
    reasons = _reasons(page, sure, regular=regular)
    accepted = [o for o in loose if any(holds(o) for holds in reasons)]
    families = {_parted(o.key)[0] for o in sure}
    odd = [o for o in loose if _parted(o.key)[0] not in families and len(sure) > 3]
    doubts = [_once(page, o, taken=o in accepted) for o in odd if regular or o in accepted]
    return accepted, doubts[:_MOST_DOUBTS]


def _reasons(
    page: Page, sure: Sequence[Opening], *, regular: bool
) -> tuple[Callable[[Opening], bool], ...]:
    """Return what lets a label that stands once count as one."""
    counts = Counter(o.key for o in sure)
    frequent = [key for key, count in counts.most_common(50) if count >= 2 and len(key) > 3]
    families = {_parted(key)[0] for key in counts}
    timed = sum(bool(o.mark.start) for o in sure) * 2 > len(sure)
    bold = sum(o.hint.bold > 0 for o in sure) * 2 > len(sure)
    named = _proper_names(page.lines) if regular else frozenset()
    return (
        lambda o: bool(difflib.get_close_matches(o.key, frequent, 1, _ALIKE)),
        lambda o: _parted(o.key)[0] in families and len(o.label.split()) < 4,
        lambda o: timed and bool(o.mark.start),
        lambda o: bold and o.hint.bold >= len(o.label),
        lambda o: regular and (_is_initials(o.label) or o.label.split()[0] in named),
    )


def _short_dialogue(page: Page, loose: Sequence[Opening]) -> list[Opening]:
    """Return the labels of a text so short that none comes back: all of it must be labelled."""
    initials = [o for o in loose if _is_initials(o.label)]
    lines = {o.line for o in initials}
    return initials if len(lines) > 1 and _coverage(page, lines) >= REGULAR else []


def _is_initials(label: str) -> bool:
    return len(label) <= 3 and label[0].isupper() and label.isalnum() and label.upper() == label


def _coverage(page: Page, labelled: Collection[int]) -> float:
    """Return the share of paragraphs, from the first label on, that begin with a label."""
    paragraphs = sum(bool(line.strip()) for line in page.lines[min(labelled) :])
    return len(labelled) / paragraphs


def _proper_names(lines: Iterable[str]) -> frozenset[str]:
    """Return the words that stand with a capital inside sentences, and never without."""
    capitals: set[str] = set()
    small: set[str] = set()
    for line in lines:
        capitals.update(re.findall(r"(?<=[a-záéíóúñ,] )[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+", line))
        small.update(_SMALL_WORD.findall(line))
    return frozenset(name for name in capitals if name.lower() not in small)


def _is_dialogue(page: Page, by_line: Mapping[int, Opening]) -> bool:
    """Tell a transcript from notes in which a few lines happen to begin like one."""
    if not by_line:
        return False
    if any(o.hint.labelled or o.key in page.given for o in by_line.values()):
        return True
    clocks = sum(_is_timed_note(line) for n, line in enumerate(page.lines) if n not in by_line)
    if clocks >= 3 and clocks > len(by_line):
        return False
    counts = Counter(o.key for o in by_line.values())
    if max(counts.values()) == 1 or (len(counts) == 1 and len(by_line) < 3):
        return _coverage(page, by_line) >= 0.5
    return True


def _is_timed_note(line: str) -> bool:
    mark = mark_at(line[:200], lead_of(line[:200]))
    return mark is not None and len(line) > mark.stop + 20


def _once(page: Page, candidate: Opening, *, taken: bool) -> Problem:
    if taken:
        what = _("“{label}” stands as a label only once and was taken as one.")
        remedy = _("If it is no speaker, correct the text; if it is one, list it in speakers.")
    else:
        what = _("“{label}:” looks like a label and was left in the words of the turn before.")
        remedy = _("If it is a speaker, list the label in the speakers table.")
    return _doubt(page, candidate, what.format(label=candidate.label), remedy)


def _alike(page: Page, labels: Iterable[Opening]) -> Iterator[Problem]:
    """Yield a doubt for each rare label that may be another one misspelt; none is merged.

    A label that a person has vouched for is not doubted.
    """
    first: dict[str, Opening] = {}
    counts: Counter[str] = Counter()
    for candidate in labels:
        first.setdefault(candidate.label, candidate)
        counts[candidate.label] += 1
    frequent = [label for label, _count in counts.most_common(50)]
    unknown = [label for label in first if key_of(label) not in page.given]
    rare = [label for label in unknown if counts[label] <= 2][:200]
    for label in rare:
        other = _same_speaker(label, [f for f in frequent if counts[f] > counts[label]])
        if other:
            what = _(
                "“{label}” ({count}×) may be the same speaker as “{other}” ({others}×)."
            ).format(label=label, count=counts[label], other=other, others=counts[other])
            remedy = _("If so, give both the same participant in the speakers table.")
            yield _doubt(page, first[label], what, remedy)


def _same_speaker(label: str, others: Sequence[str]) -> str:
    """Return the label that this one may be misspelt from; a number or letter tells people apart."""
    name, numbers = _parted(label)
    alike = [other for other in others if _parted(other)[1] == numbers and len(name) > 3]
    names = {_parted(other)[0]: other for other in reversed(alike)}
    found = difflib.get_close_matches(name, names, 1, _ALIKE)
    return names[found[0]] if found else ""


def _parted(label: str) -> tuple[str, tuple[str, ...]]:
    """Return a label's name, and the numbers and single letters that tell people apart."""
    name = normal_label(label)
    if len(name) <= 3:
        return name.rstrip("0123456789 "), (name,)
    return " ".join(_NUMBER.sub(" ", name).split()), tuple(_NUMBER.findall(name))


def _doubt(page: Page, candidate: Opening, what: str, remedy: str) -> Problem:
    place = _("line {number}").format(number=candidate.line + 1)
    return Problem(page.file, place, what, remedy)
