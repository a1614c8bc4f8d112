"""One tidy row per coding and case: the ground under every matrix.

A coding on a span of several cases has one row for each of them, all marked ``shared``; ``once`` is
true on the first of them only, so that the sum of ``once`` counts every coding once. Rows stand in
the order of cases, codes, sources and places. The columns:

============  ========  =================================================================
coding        int64     id of the coding or suggestion
source        category  id of the source; also its instrument, stage, date (category)
case          category  id of the case, or ``national``; in the study's order
code          category  permanent id of the code; also its path, label, area
start, end    int64     code points in the source's text
chars         int64     characters of the coding that are evidence on this case
turn          int64     number of the turn in which it begins, 0 where there is none
roles         object    tuple of the roles whose words it holds
participants  object    tuple of the participants whose words it holds
coder, kind   category  who made it, and its kind: person, simulated, rule, empty if not known
anchor        category  how sure its place is: exact, moved, review
origin        category  manual, import, suggestion, rule
made_at       object    when it was made
shared, once  bool      see above
quote, memo   object    the exact words, and what the coder noted
============  ========  =================================================================

Suggestions have four columns more: ``rule``, ``reason`` (its expression), ``matched`` (tuple of the
words that made it fire) and ``decision``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from rmecode.analysis.regions import regions, text_length
from rmecode.analysis.speech import heard
from rmecode.analysis.units import NATIONAL, TOTAL
from rmecode.analysis.windows import Windows, pieces
from rmecode.errors.analysis import ReservedCaseError, UnlistedSourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rmecode.model import (
        Case,
        Code,
        Codebook,
        Coder,
        Coding,
        SourceEvidence,
        Suggestion,
    )

RULE_KIND: Final = "rule"
"""The kind of coder, and the origin, in a frame of suggestions."""

Columns = dict[str, "pd.Categorical | pd.Series[Any] | NDArray[Any]"]


def coded_frame(
    codings: Iterable[Coding],
    sources: Sequence[SourceEvidence],
    codebook: Codebook,
    cases: Sequence[Case],
    *,
    coders: Iterable[Coder] = (),
) -> pd.DataFrame:
    """Return one row per coding and case; ``coders`` tell the kind of each coder.

    Raises:
        UnlistedSourceError: a coding of a source that is not among ``sources``.
        ReservedCaseError: a case called as a row that every matrix has.
    """
    found = list(codings)
    kinds = {coder.name: str(coder.kind) for coder in coders}
    made: Columns = {
        "coder": _category([coding.coder for coding in found]),
        "kind": _category([kinds.get(coding.coder, "") for coding in found]),
        "anchor": _category([str(coding.anchor) for coding in found]),
        "origin": _category([coding.origin for coding in found]),
        "made_at": _objects(coding.made_at for coding in found),
        "memo": _objects(coding.memo for coding in found),
    }
    return _frame(found, sources, codebook, cases, made)


def suggested_frame(
    suggestions: Iterable[Suggestion],
    sources: Sequence[SourceEvidence],
    codebook: Codebook,
    cases: Sequence[Case],
) -> pd.DataFrame:
    """Return one row per suggestion and case, of the kind ``rule`` and with the engine as coder.

    Raises:
        UnlistedSourceError: a suggestion in a source that is not among ``sources``.
        ReservedCaseError: a case called as a row that every matrix has.
    """
    found = list(suggestions)
    nothing = [""] * len(found)
    made: Columns = {
        "coder": _category([suggestion.engine for suggestion in found]),
        "kind": _category([RULE_KIND] * len(found)),
        "anchor": _category(nothing),
        "origin": _category([RULE_KIND] * len(found)),
        "made_at": _objects(nothing),
        "memo": _objects(nothing),
        "rule": _category([suggestion.rule for suggestion in found]),
        "reason": _category([suggestion.reason for suggestion in found]),
        "matched": _objects(_matched(suggestion) for suggestion in found),
        "decision": _category([str(suggestion.decision) for suggestion in found]),
    }
    return _frame(found, sources, codebook, cases, made)


def case_order(sources: Sequence[SourceEvidence], cases: Sequence[Case]) -> tuple[str, ...]:
    """Return the cases in the study's order, then others that sources name, then ``national``.

    Raises:
        ReservedCaseError: a case called as a row that every matrix has.
    """
    named = {case for evidence in sources for case in evidence.source.cases}
    given = {part.case for evidence in sources for part in evidence.assignments}
    listed = [case.id for case in cases]
    order = dict.fromkeys([*listed, *sorted(named | given)])
    for reserved in (NATIONAL, TOTAL):
        if reserved in order:
            raise ReservedCaseError(reserved)
    return (*order, NATIONAL)


def within_each(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0, 1, 2 … for each count in turn."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _frame(
    found: Sequence[Coding] | Sequence[Suggestion],
    sources: Sequence[SourceEvidence],
    codebook: Codebook,
    cases: Sequence[Case],
    made: Columns,
) -> pd.DataFrame:
    source = _source_numbers(found, sources)
    first, last = _whole(c.span.start for c in found), _whole(c.span.end for c in found)
    start, end = placed(first, last, sources, source)
    code, codes = _code_numbers(found, codebook)
    order = case_order(sources, cases)
    coding, case, chars = _spread(sources, order, source, start, end)
    ids = _whole(c.id for c in found)
    ranks = np.lexsort(
        (ids[coding], end[coding], start[coding], source[coding], code[coding], case)
    )
    coding, case, chars = coding[ranks], case[ranks], chars[ranks]
    speech = heard(sources, source, start, end)
    per_coding: Columns = {
        "coding": ids,
        **_of_sources(sources, source),
        **{name: _drawn(values, code) for name, values in codes.items()},
        "start": first,
        "end": last,
        "turn": speech.turn,
        "roles": _objects(speech.roles),
        "participants": _objects(speech.participants),
        "quote": _objects(c.quote.exact for c in found),
        **made,
    }
    frame = pd.DataFrame(per_coding).take(coding).reset_index(drop=True)
    frame.insert(5, "case", pd.Series(_drawn(order, case, ordered=True)))
    frame.insert(frame.columns.tolist().index("turn"), "chars", chars)
    frame["shared"] = np.bincount(coding, minlength=len(found))[coding] > 1
    frame["once"] = ~pd.Series(coding).duplicated().to_numpy()
    return frame


def _source_numbers(
    found: Sequence[Coding] | Sequence[Suggestion], sources: Sequence[SourceEvidence]
) -> NDArray[np.int64]:
    places = {evidence.source.id: place for place, evidence in enumerate(sources)}
    try:
        return _whole(places[coding.source] for coding in found)
    except KeyError as error:
        raise UnlistedSourceError(str(error.args[0])) from None


def placed(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    sources: Sequence[SourceEvidence],
    source: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return starts and ends that lie inside their text, even where an anchor is in doubt.

    ``source`` has the positions in ``sources``. No span comes out empty, so that none is lost.
    """
    if not len(source):
        return start, end
    lengths = _whole(text_length(evidence) for evidence in sources)[source]
    start = np.minimum(start, lengths - 1)
    return start, np.maximum(np.minimum(end, lengths), start + 1)


def _code_numbers(
    found: Sequence[Coding] | Sequence[Suggestion], codebook: Codebook
) -> tuple[NDArray[np.int64], Mapping[str, list[str]]]:
    """Number the codes as the codebook orders them; those that it no longer has come last."""
    gone = sorted({coding.code for coding in found} - set(codebook.by_id))
    listed: list[Code] = list(codebook)
    numbers = {code: number for number, code in enumerate([*(c.id for c in listed), *gone])}
    columns = {
        "code": [*(c.id for c in listed), *gone],
        "path": [*(c.path for c in listed), *gone],
        "label": [*(c.label for c in listed), *gone],
        "area": [*(c.area for c in listed), *([""] * len(gone))],
    }
    return _whole(numbers[coding.code] for coding in found), columns


def _spread(
    sources: Sequence[SourceEvidence],
    order: Sequence[str],
    source: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return coding number, case number and characters, once for each case of each coding."""
    numbers = {case: number for number, case in enumerate(order)}
    held = [{numbers[case]: spans for case, spans in regions(e).items()} for e in sources]
    pairs = [(place, case) for place, cases in enumerate(held) for case in sorted(cases)]
    windows = Windows.of(
        (group, span.start, span.end, case)
        for group, (place, case) in enumerate(pairs)
        for span in held[place][case]
    )
    counts = _whole(len(cases) for cases in held)
    firsts = np.cumsum(counts) - counts
    tries = np.repeat(np.arange(len(source)), counts[source])
    group = firsts[source][tries] + within_each(counts[source])
    cut = pieces(windows, group, start[tries], end[tries])
    seen, first = np.unique(cut.item, return_index=True)
    chars = np.bincount(cut.item, weights=cut.end - cut.start, minlength=len(tries))
    return tries[seen], windows.tag[cut.window[first]], chars[seen].astype(np.int64)


def _of_sources(sources: Sequence[SourceEvidence], source: NDArray[np.int64]) -> Columns:
    listed = [evidence.source for evidence in sources]
    return {
        "source": _drawn([s.id for s in listed], source),
        "instrument": _drawn([s.instrument for s in listed], source),
        "stage": _drawn([s.stage for s in listed], source),
        "date": _drawn([s.date for s in listed], source),
    }


def _matched(suggestion: Suggestion) -> tuple[str, ...]:
    words, begins = suggestion.quote.exact, suggestion.span.start
    return tuple(words[span.start - begins : span.end - begins] for span in suggestion.matched)


def _whole(numbers: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(numbers, np.int64)


def _objects(values: Iterable[object]) -> pd.Series[Any]:
    listed = list(values)
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return pd.Series(column, dtype=object)


def _category(values: Sequence[str]) -> pd.Categorical:
    names = sorted(set(values))
    numbers = {name: number for number, name in enumerate(names)}
    return _drawn(names, _whole(numbers[value] for value in values))


def _drawn(
    values: Sequence[str], numbers: NDArray[np.int64], *, ordered: bool = False
) -> pd.Categorical:
    """Return the values that the numbers point at, as a category in the values' own order."""
    names = {name: number for number, name in enumerate(dict.fromkeys(values))}
    places = np.array([names[value] for value in values], dtype=np.int64)
    kind = pd.CategoricalDtype(list(names), ordered=ordered)
    return pd.Categorical.from_codes(places[numbers], dtype=kind)
