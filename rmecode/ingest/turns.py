"""The transcript grammar, one for all formats: a document's text becomes turns that tile it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from rmecode.ingest.clocks import NO_MARK, Mark, closing_mark, seconds, whole_clock
from rmecode.ingest.interviewers import INTERVIEWER, Guess, guess_interviewers, shares_of
from rmecode.ingest.readings import PLAIN
from rmecode.ingest.sections import clock_of, first_note, heading_of, note_heading
from rmecode.ingest.speakers import Labels, find_labels
from rmecode.ingest.vocabulary import guess_role
from rmecode.messages import _, ngettext
from rmecode.model import Problem, Span, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from rmecode.ingest.documents import Document
    from rmecode.ingest.labels import Opening


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document's turns, which tile its text, and what was understood of its speakers.

    ``labels`` counts the turns of each label as it stands in the text, in order of appearance;
    ``legend`` is what the top of the text says labels mean; ``roles`` what each label names, where
    it names a role. ``doubts`` are for a person to settle.
    """

    turns: tuple[Turn, ...]
    labels: Mapping[str, int] = field(default_factory=dict)
    interviewers: tuple[Guess, ...] = ()
    legend: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Where a turn begins: its line, and the offset in the text where its words begin."""

    line: int
    kind: TurnKind
    words: int
    label: str = ""
    section: str = ""
    mark: Mark = NO_MARK


def read_turns(
    document: Document, *, speakers: Collection[str] = (), notes: bool = False
) -> Transcript:
    """Part a document into turns.

    Args:
        document: What ``read_document`` gave.
        speakers: Labels that a person says are speakers', whatever the grammar thinks.
        notes: Whether a person says that the document has no speakers (observation, document).
    """
    lines = document.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    labels = find_labels(document.file, lines, document.hints, () if notes else speakers)
    if notes or not labels.by_line:
        return Transcript(_turns(document.text, starts, list(_notes(document, lines, starts))))
    turns = _turns(document.text, starts, list(_speech(document, lines, starts, labels)))
    return _understood(document, turns, labels)


def _understood(document: Document, turns: tuple[Turn, ...], labels: Labels) -> Transcript:
    text, legend = document.text, labels.header.legend
    speech = [turn for turn in turns if turn.kind is TurnKind.SPEECH]
    shares = shares_of((turn.label, text[turn.words.start : turn.words.end]) for turn in speech)
    interviewers = guess_interviewers(shares, legend)
    return Transcript(
        turns,
        {label: share.turns for label, share in shares.items()},
        interviewers,
        legend,
        dict(_roles(shares, interviewers, legend)),
        (*labels.doubts, *_time_doubts(document, speech), *_nobody_asks(document, interviewers)),
    )


def _roles(
    labels: Mapping[str, object], interviewers: Sequence[Guess], legend: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    asking = {guess.label for guess in interviewers}
    for label in labels:
        role = guess_role(legend.get(label, label))
        if label in asking:
            yield label, INTERVIEWER
        elif role and role != INTERVIEWER:
            yield label, role


def _speech(
    document: Document, lines: Sequence[str], starts: Sequence[int], labels: Labels
) -> Iterator[_Beginning]:
    """Yield the front, each labelled turn, and headings with what follows them unlabelled."""
    section = ""
    for number, line in enumerate(lines):
        opening = labels.by_line.get(number)
        heading = heading_of(line, document.hints.get(number, PLAIN))
        if opening is not None:
            yield _spoken(opening, lines, starts, section)
        elif heading or not number:
            section = heading
            yield _Beginning(number, TurnKind.FRONT, starts[number], section=section)


def _spoken(
    opening: Opening, lines: Sequence[str], starts: Sequence[int], section: str
) -> _Beginning:
    """Return a labelled turn; a time on the line above belongs to it."""
    line, mark = opening.line, opening.mark
    above = whole_clock(lines[line - 1]) if line and not mark.start else None
    return _Beginning(
        line - 1 if above else line,
        TurnKind.SPEECH,
        starts[opening.line] + opening.words,
        opening.label,
        section,
        above or mark,
    )


def _notes(document: Document, lines: Sequence[str], starts: Sequence[int]) -> Iterator[_Beginning]:
    """Yield the front, each heading, and each paragraph of notes with its section and time."""
    section, first = "", first_note(lines, document.hints)
    for number, line in enumerate(lines):
        heading = note_heading(line, document.hints.get(number, PLAIN))
        if heading or (not number and (first or not line.strip())):
            section = heading
            yield _Beginning(number, TurnKind.FRONT, starts[number], section=section)
        elif number == first or (number > first and line.strip() and not _goes_on(line)):
            mark, words = clock_of(line)
            begin = starts[number] + words
            yield _Beginning(number, TurnKind.NOTE, begin, section=section, mark=mark)


def _goes_on(line: str) -> bool:
    """Tell whether a line of notes goes on with the paragraph above: it begins in lower case."""
    return line.lstrip()[0].islower()


def _turns(text: str, starts: Sequence[int], beginnings: Sequence[_Beginning]) -> tuple[Turn, ...]:
    """Lay the turns end to end, so that together they cover the text."""
    begins = [starts[b.line] for b in beginnings]
    begins[:1] = [0]
    stops = [*begins[1:], len(text)]
    made = (
        _turn(text, number, beginning, Span(begin, stop))
        for number, (beginning, begin, stop) in enumerate(
            ((b, i, j) for b, i, j in zip(beginnings, begins, stops, strict=True) if i < j), 1
        )
    )
    return tuple(_with_ends(list(made)))


def _turn(text: str, number: int, beginning: _Beginning, span: Span) -> Turn:
    words, end = _trimmed(text, max(beginning.words, span.start), span.end), None
    closing = closing_mark(text, words.start, words.end)
    if closing is not None:
        end = seconds(closing[0])
        words = _trimmed(text, words.start, closing[1])
    of_day = beginning.kind is TurnKind.NOTE
    mark = beginning.mark
    return Turn(
        number,
        beginning.kind,
        span,
        words,
        beginning.label,
        beginning.section,
        seconds(mark.start, of_day=of_day) if mark.start else None,
        seconds(mark.end, of_day=of_day) if mark.end else end,
    )


def _trimmed(text: str, start: int, stop: int) -> Span:
    stretch = text[start:stop]
    left = len(stretch) - len(stretch.lstrip())
    return Span(start + left, start + max(left, len(stretch.rstrip())))


def _with_ends(turns: Sequence[Turn]) -> Iterator[Turn]:
    """Yield the turns with the times that their neighbours tell: an end is the next one's start."""
    reached: float | None = None
    for turn, following in zip(turns, [*turns, None][1:], strict=True):
        start = reached if turn.start_time is None else turn.start_time
        end = turn.end_time
        reached = end
        later = following.start_time if following else None
        if end is None and start is not None and later is not None and later >= start:
            end = later
        yield replace(turn, start_time=start, end_time=end)


def _time_doubts(document: Document, speech: Sequence[Turn]) -> Iterator[Problem]:
    timed = [turn for turn in speech if turn.start_time is not None]
    back = [b for a, b in pairwise(timed) if (b.start_time or 0) < (a.start_time or 0)]
    if back:
        number = document.text.count("\n", 0, back[0].span.start) + 1
        yield Problem(
            document.file,
            _("line {number}").format(number=number),
            ngettext(
                "the time runs backwards here.",
                "the time runs backwards here, and in {count} places in all.",
                len(back),
            ).format(count=len(back)),
            _("Check whether two recordings stand in one file."),
        )


def _nobody_asks(document: Document, interviewers: Sequence[Guess]) -> Iterator[Problem]:
    if not interviewers:
        yield Problem(
            document.file,
            "",
            _("nobody looks like the interviewer, so all speech counts as informants'."),
            _("Give the interviewer's label the role “entrevistador” in the speakers table."),
        )
