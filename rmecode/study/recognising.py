"""What was recognised in a document: its turns, its speakers' roles, the rows that tables get of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.messages import _
from rmecode.model import Problem, TurnKind, fold
from rmecode.study.config import INTERVIEWER
from rmecode.study.listing import words_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmecode.ingest import Document, Transcript
    from rmecode.model import Source, Turn
    from rmecode.study.config import Config
    from rmecode.study.records import Records

SOURCE_COLUMNS: Final = ("source", "file", "instrument", "stage", "cases", "date", "role")
SPEAKER_COLUMNS: Final = ("source", "label", "participant", "role")


@dataclass(frozen=True, slots=True)
class Taken:
    """One file that was taken: what the reader recognised."""

    source: str
    file: str
    format: str
    encoding: str
    turns: int
    words: int
    labels: tuple[tuple[str, int], ...]
    interviewers: tuple[str, ...]
    notes: tuple[Problem, ...] = ()


def turns_of(config: Config, records: Records, source: Source, document: Document) -> Transcript:
    """Return the turns of a document, told what the tables know: its speakers, or that it has none."""
    from rmecode.ingest import read_turns

    labels = [each.label for each in records.speakers if each.source == source.id]
    instrument = config.instruments.get(source.instrument)
    silent = instrument is not None and not instrument.speech and not labels
    return read_turns(document, speakers=labels, notes=silent)


def source_row(source: Source) -> dict[str, str]:
    """Return the row of the sources table for a source."""
    return {
        "source": source.id,
        "file": source.file,
        "instrument": source.instrument,
        "stage": source.stage,
        "cases": "; ".join(source.cases),
        "date": source.date,
        "role": source.role,
    }


def speaker_rows(
    config: Config, records: Records, source: Source, transcript: Transcript
) -> list[dict[str, str]]:
    """Return rows for the labels that the table does not have, with the role that they suggest."""
    known = {fold(each.label) for each in records.speakers if each.source == source.id}
    roles = _roles(config, source, transcript)
    return [
        {"source": source.id, "label": label, "participant": "", "role": role}
        for label, role in roles.items()
        if fold(label) not in known
    ]


def _roles(config: Config, source: Source, transcript: Transcript) -> dict[str, str]:
    """Return a role per label: interviewer, that of the source, or what the label says."""
    interviewers = {guess.label for guess in transcript.interviewers}
    roles = {}
    for label in dict.fromkeys(turn.label for turn in transcript.turns if turn.label):
        said = source.role or transcript.roles.get(label, "")
        guess = INTERVIEWER if label in interviewers else said
        roles[label] = guess if guess in config.roles else ""
    return roles


def report_on(config: Config, source: Source, document: Document, transcript: Transcript) -> Taken:
    """Return what was recognised: counts, labels, who asks, and every doubt."""
    turns = [turn for turn in transcript.turns if turn.kind is not TurnKind.FRONT]
    labels = Counter(turn.label for turn in turns if turn.label)
    return Taken(
        source.id,
        source.file,
        document.format,
        document.encoding,
        len(turns),
        words_said(document.text, turns),
        tuple(labels.items()),
        tuple(f"{guess.label} ({guess.reason})" for guess in transcript.interviewers),
        (*document.notes, *transcript.doubts, *_nobody_speaks(config, source, document, turns)),
    )


def _nobody_speaks(
    config: Config, source: Source, document: Document, turns: Iterable[Turn]
) -> Iterator[Problem]:
    """Yield a doubt where an instrument in which people speak gave no speaker at all."""
    instrument = config.instruments.get(source.instrument)
    heard = any(turn.kind is TurnKind.SPEECH for turn in turns)
    if not heard and (instrument is None or instrument.speech):
        yield Problem(
            document.file,
            "",
            _("no speakers were recognised, so all of it is taken as notes that nobody says."),
            _(
                "If people speak in it, begin each turn with a label and a colon, or list its labels "
                "in the speakers table; if not, give it an instrument with speech = false."
            ),
        )
