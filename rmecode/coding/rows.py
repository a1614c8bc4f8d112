"""Rows of a codings file as codings: each at its words, or reported with the reason."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rmecode.coding.anchors import settle
from rmecode.errors import RmecodeError
from rmecode.messages import _, ngettext
from rmecode.messages.passages import shortened
from rmecode.model import Anchor, Coding, Problem, Quote, Span, find_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rmecode.coding.anchors import Placement
    from rmecode.model import Code, Codebook, TextVersion

NUMBER: Final = re.compile(r"([0-9]{1,15})(?:[.,]0+)?")
"""A whole number; spreadsheets write ``12.0`` or ``12,0`` where a column has empty cells."""


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One row as it was written; ``number`` is the one that a spreadsheet shows.

    ``unescaped`` is the quote without the apostrophes that keep a spreadsheet from running it.
    """

    number: int
    source: str
    code: str
    start: str = ""
    end: str = ""
    quote: Quote = field(default_factory=lambda: Quote(""))
    coder: str = ""
    memo: str = ""
    unescaped: Quote | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are read against: the texts by source id, the codebook and its version number."""

    texts: Mapping[str, TextVersion]
    codebook: Codebook
    codebook_version: int
    coder: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows: codings, what could not be taken, what was odd but taken."""

    codings: tuple[Coding, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


class _RowError(Exception):
    """A row that cannot be taken: what is wrong, and the remedy."""


def read_rows(rows: Iterable[CodingRow], file: str, known: Known) -> Taken:
    """Return the codings that the rows mean; no row is guessed at."""
    codings: list[tuple[int, Coding]] = []
    problems, notices = [], []
    for row in rows:
        place = _("row {number}").format(number=row.number)
        try:
            coding = _coding(row, known)
        except _RowError as error:
            problems.append(Problem(file, place, *error.args))
            continue
        except RmecodeError as error:
            problems.append(Problem(file, place, str(error)))
            continue
        codings.append((row.number, coding))
        if coding.anchor is Anchor.MOVED:
            notices.append(Problem(file, place, _moved(row, coding)))
    notices += _overlaps(codings, file)
    return Taken(tuple(coding for _row, coding in codings), tuple(problems), tuple(notices))


def _coding(row: CodingRow, known: Known) -> Coding:
    version = _version(row, known)
    code = _code(row, known.codebook)
    coder = row.coder or known.coder
    if not coder:
        raise _RowError(_("nobody is named as coder."), _("Fill in the column, or give --coder."))
    given = _given(row, len(version.text))
    placed = _placed(row, version.text, given)
    if placed.span is None:
        raise _RowError(*_lost(row, placed.candidates))
    if not version.text[placed.span.start : placed.span.end].strip():
        raise _RowError(_("the span holds no words."), _("Correct start and end."))
    return Coding(
        id=0,
        source=version.source,
        version=version.number,
        span=placed.span,
        quote=Quote.at(version.text, placed.span),
        code=code.id,
        coder=coder,
        memo=row.memo,
        codebook_version=known.codebook_version,
        origin="import",
        anchor=placed.anchor,
    )


def _placed(row: CodingRow, text: str, given: Span | None) -> Placement:
    """Place the quote as it is written; where that fails, without what escapes it."""
    placed = settle(text, row.quote, given)
    if placed.span is None and row.unescaped is not None:
        plain = settle(text, row.unescaped, given)
        return plain if plain.span is not None or not placed.candidates else placed
    return placed


def _version(row: CodingRow, known: Known) -> TextVersion:
    if not row.source:
        raise _RowError(_("the cell {column} is empty.").format(column="source"), _("Fill it in."))
    if row.source not in known.texts:
        what = _("there is no source {source} in the project.").format(source=row.source)
        near = difflib.get_close_matches(row.source, known.texts, n=1)
        hint = _("Did you mean {name}?").format(name=near[0]) if near else ""
        raise _RowError(what, f"{_('Ingest it first, or correct the id.')} {hint}".rstrip())
    return known.texts[row.source]


def _code(row: CodingRow, codebook: Codebook) -> Code:
    if not row.code:
        raise _RowError(_("the cell {column} is empty.").format(column="code"), _("Fill it in."))
    return find_code(codebook, row.code)


def _given(row: CodingRow, length: int) -> Span | None:
    """Return the span the row gives, None if it gives none and has a quote."""
    if not row.start and not row.end:
        if not row.quote.exact.strip():
            raise _RowError(_("has neither start and end nor a quote."), _("Give one of them."))
        return None
    start, end = NUMBER.fullmatch(row.start), NUMBER.fullmatch(row.end)
    if not (start and end):
        raise _RowError(
            _("start and end are no whole numbers: {start}, {end}.").format(
                start=row.start or "-", end=row.end or "-"
            ),
            _("Count characters from 0, or leave both empty and give the quote."),
        )
    span = Span(int(start[1]), int(end[1]))
    if span.start >= span.end:
        raise _RowError(
            _("the span {start}-{end} is empty or backwards.").format(
                start=span.start, end=span.end
            ),
            _("The end comes after the start."),
        )
    if span.end > length and not row.quote.exact.strip():
        raise _RowError(
            _("the span {start}-{end} lies beyond the text's end, {length}.").format(
                start=span.start, end=span.end, length=length
            ),
            _("Correct it, or give the quote."),
        )
    return span


def _lost(row: CodingRow, candidates: Sequence[Span]) -> tuple[str, str]:
    words = shortened(row.quote.exact)
    if not candidates:
        return (
            _("«{words}» does not stand in {source}.").format(words=words, source=row.source),
            _("Correct the quote, or the source."),
        )
    places = ", ".join(f"{span.start}-{span.end}" for span in candidates[:8])
    what = ngettext(
        "«{words}» stands in {source} at {count} place ({places}).",
        "«{words}» stands in {source} at {count} places ({places}).",
        len(candidates),
    )
    return (
        what.format(words=words, source=row.source, count=len(candidates), places=places),
        _("Give start and end, a longer quote, or the words before and after."),
    )


def _moved(row: CodingRow, coding: Coding) -> str:
    return _("«{words}» was not at {start}-{end}; found once, at {there}.").format(
        words=shortened(coding.quote.exact),
        start=row.start,
        end=row.end,
        there=f"{coding.span.start}-{coding.span.end}",
    )


def _overlaps(codings: Iterable[tuple[int, Coding]], file: str) -> list[Problem]:
    """Note spans of one coder and one code that overlap: they count as two, their words once."""
    last: dict[tuple[str, str, str], tuple[int, Coding]] = {}
    noted = []
    for number, coding in sorted(codings, key=lambda pair: (pair[1].span, pair[0])):
        key = (coding.source, coding.code, coding.coder)
        first = last.get(key)
        if first and first[1].span.overlaps(coding.span):
            what = _("overlaps row {first}: same code, same coder. Both were taken.")
            if first[1].span == coding.span:
                what = _("says the same as row {first}: it counts once, with the memo of that row.")
            place = _("row {number}").format(number=number)
            noted.append(Problem(file, place, what.format(first=first[0])))
        if not first or coding.span.end > first[1].span.end:
            last[key] = (number, coding)
    return noted
