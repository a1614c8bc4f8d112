"""The counts once more, written as slowly and plainly as they are defined: character by character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.analysis.units import CountingUnit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmecode.model import Case, Codebook, Coding, SourceEvidence


def cases_of_character(evidence: SourceEvidence, place: int) -> set[str]:
    given = {a.case for a in evidence.assignments if a.span.start <= place < a.span.end}
    return given or set(evidence.source.cases) or {"national"}


def speaker_at(evidence: SourceEvidence, place: int) -> tuple[str, str] | None:
    """Return the informant and the role whose words stand at the place."""
    for turn, voice in zip(evidence.turns, evidence.voices, strict=True):
        if turn.words.start <= place < turn.words.end and voice and not voice.interviewer:
            return voice.participant or f"{evidence.source.id}/{turn.label}", voice.role
    return None


def role_at(evidence: SourceEvidence, place: int) -> str:
    """Return the role of the informant whose turn it is, label and all; the source's if silent."""
    speaks = False
    for turn, voice in zip(evidence.turns, evidence.voices, strict=True):
        if voice and not voice.interviewer and turn.words.start < turn.words.end:
            speaks = True
            if turn.span.start <= place < turn.span.end:
                return voice.role
    return "" if speaks else evidence.source.role


def in_scope(
    evidence: SourceEvidence, row: str, rows: Sequence[str], roles: Sequence[str]
) -> set[int]:
    """Return the places of a source that a row looks at."""
    wanted = set(rows) - {"total"} if row == "total" else {row}
    return {
        place
        for place in range(evidence.length)
        if cases_of_character(evidence, place) & wanted
        and (not roles or role_at(evidence, place) in roles)
    }


def obvious_cell(  # noqa: PLR0913 (the whole definition of a cell)
    codings: Sequence[Coding],
    sources: Sequence[SourceEvidence],
    codebook: Codebook,
    row: str,
    path: str,
    unit: CountingUnit,
    *,
    rows: Sequence[str],
    roles: Sequence[str] = (),
) -> tuple[float | None, set[int]]:
    """Return the number of a cell (``None``: blank) and the ids behind it, all sources done."""
    found: set[tuple[str, int]] = set()
    ids: set[int] = set()
    informants: set[str] = set()
    speech = 0
    seen = False
    for evidence in sources:
        places = in_scope(evidence, row, rows, roles)
        if unit in {CountingUnit.INFORMANTS, CountingUnit.SHARE}:
            places = {
                p
                for p in places
                if (who := speaker_at(evidence, p)) and (not roles or who[1] in roles)
            }
        seen = seen or bool(places)
        speech += len(places)
        for coding in codings:
            code = codebook.by_id[coding.code].path
            touched = places & set(range(coding.span.start, coding.span.end))
            under = code == path or code.startswith(path + "/")
            if coding.source == evidence.source.id and under and touched:
                ids.add(coding.id)
                found |= {(evidence.source.id, place) for place in touched}
                informants |= {who[0] for p in touched if (who := speaker_at(evidence, p))}
    if not seen:
        return None, set()
    numbers = {
        CountingUnit.CODINGS: float(len(ids)),
        CountingUnit.SOURCES: float(len({source for source, _place in found})),
        CountingUnit.INFORMANTS: float(len(informants)),
        CountingUnit.CHARACTERS: float(len(found)),
        CountingUnit.SHARE: len(found) / speech,
    }
    return numbers[unit], ids


def obvious_rows(sources: Sequence[SourceEvidence], cases: Sequence[Case]) -> list[str]:
    national = ["national"] if any(not e.source.cases for e in sources) else []
    return [*(case.id for case in cases), *national, "total"]
