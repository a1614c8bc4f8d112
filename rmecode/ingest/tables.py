"""Tables: a transcript laid out in columns becomes labelled lines; other tables stay rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.ingest.clocks import whole_clock
from rmecode.ingest.labels import has_label_shape
from rmecode.ingest.readings import Hint, Line
from rmecode.ingest.vocabulary import is_speaker, normal_label
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Row = Sequence[Sequence[Line]]

LONGEST_LABEL: Final = 60
_HEAD_WORDS: Final = """
    comentario contenido dialogo discurso habla hablante hablantes hora inicio interlocutor
    intervencion minutaje minuto minutos name nombre palabras participante persona quien registro
    rol segmento speaker text texto tiempo time timestamp transcripcion turno voz words
"""
_HEADS: Final = frozenset(_HEAD_WORDS.split())


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table holds the time, the speaker and the words; -1 for none."""

    time: int
    label: int
    words: int


def table_lines(rows: Sequence[Row]) -> Iterator[Line]:
    """Yield a table's lines: ``[time] Speaker: words`` where it is a transcript, else tab by tab."""
    columns = _columns(rows)
    for row in rows:
        if max(map(len, rows)) == 1:
            yield from (line for cell in row for line in cell)
        elif columns is None or _is_head(row):
            line = "\t".join(_joined(cell, " ") for cell in row)
            if line.strip():
                yield Line(line.rstrip())
        else:
            yield from _labelled(row, columns)


def _columns(rows: Sequence[Row]) -> Columns | None:
    body = [row for row in rows if not _is_head(row) and any(row)]
    width = max((len(row) for row in body), default=0)
    if width not in {2, 3}:
        return None
    texts = [[_joined(_cell(row, place), "\n") for row in body] for place in range(width)]
    longest_first = sorted(range(width), key=lambda place: -sum(map(len, texts[place])))
    found = (_with_words_in(place, texts) for place in longest_first)
    return next((columns for columns in found if columns is not None), None)


def _with_words_in(words: int, texts: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns if the words are in this one and the others hold a time and a speaker."""
    others = [place for place in range(len(texts)) if place != words]
    times = [place for place in others if _are_times(texts[place])]
    labels = [
        place
        for place in others
        if place not in times and _are_labels(texts[place], sure=bool(times))
    ]
    if len(times) + len(labels) != len(others) or max(len(times), len(labels)) > 1:
        return None
    return Columns(times[0] if times else -1, labels[0] if labels else -1, words)


def _are_times(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text.strip()]
    return bool(filled) and all(whole_clock(text) is not None for text in filled)


def _are_labels(texts: Sequence[str], *, sure: bool) -> bool:
    """Tell whether a column names speakers: short, and known or coming back.

    Beside a column of times (``sure``), the shape of names is enough.
    """
    filled = [text.strip(": ") for text in texts if text.strip(": ")]
    if not filled or max(map(len, filled)) > LONGEST_LABEL:
        return False
    names = set(map(normal_label, filled))
    known = all(map(has_label_shape, filled)) if sure else all(map(is_speaker, filled))
    return known or len(names) * 2 <= len(filled)


def _is_head(row: Row) -> bool:
    filled = [fold(_joined(cell, " ")).split() for cell in row if cell]
    return bool(filled) and all(words and words[0] in _HEADS and len(words) < 4 for words in filled)


def _labelled(row: Row, columns: Columns) -> Iterator[Line]:
    time = _joined(_cell(row, columns.time), " ").strip("[]()<> ")
    label = _joined(_cell(row, columns.label), " ").rstrip(": ")
    words = _cell(row, columns.words)
    lead = (f"[{time}] " if time else "") + (f"{label}: " if label else "")
    first, *others = [line.text for line in words] or [""]
    if lead or first:
        yield Line((lead + first).rstrip(), Hint(labelled=bool(label)))
    yield from (Line(other) for other in others)


def _cell(row: Row, place: int) -> Sequence[Line]:
    return row[place] if 0 <= place < len(row) else ()


def _joined(cell: Sequence[Line], glue: str) -> str:
    return glue.join(line.text for line in cell).strip()
