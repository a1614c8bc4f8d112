"""Pseudonyms and neutral ids in place of what could identify people.

A source's id is often its file's name, and people name files after people: outputs call sources
``F01``, ``F02`` … in the order of the sources table, and participants by their pseudonym, or ``P01``
… where they have none. The words of the transcripts themselves are not changed here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmecode.analysis.matrix import Matrix
    from rmecode.model import Participant, SourceEvidence


@dataclass(frozen=True, slots=True)
class Names:
    """How an output calls sources and participants, by their ids in the study."""

    sources: Mapping[str, str]
    participants: Mapping[str, str]
    identified: bool = False


def names_for(
    sources: Sequence[SourceEvidence],
    participants: Sequence[Participant],
    *,
    identified: bool = False,
) -> Names:
    """Return the names that an output may use: neutral ones unless identified ones are asked for."""
    ids = [evidence.source.id for evidence in sources]
    people = _people(sources, participants)
    if identified:
        return Names({s: s for s in ids}, {p: p for p in people}, identified=True)
    width = max(2, len(str(len(ids))), len(str(len(people))))
    called = {
        person: pseudonym or f"P{number:0{width}}"
        for number, (person, pseudonym) in enumerate(people.items(), 1)
    }
    return Names({s: f"F{number:0{width}}" for number, s in enumerate(ids, 1)}, called)


def disguised(frame: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Return a frame of codings or suggestions with these names for sources and participants."""
    people = [tuple(names.participants.get(p, "") for p in who) for who in frame["participants"]]
    called = frame["source"].map(lambda source: names.sources[source])
    return frame.assign(
        source=called, participants=pd.Series(people, index=frame.index, dtype=object)
    )


def disguised_matrix(matrix: Matrix, names: Names) -> Matrix:
    """Return the matrix with these names for sources, wherever it speaks of them."""
    scopes = {
        row: replace(
            scope,
            sources=_called(scope.sources, names),
            done=_called(scope.done, names),
            silent=_called(scope.silent, names),
        )
        for row, scope in matrix.scopes.items()
    }
    selection = replace(matrix.selection, sources=_called(matrix.selection.sources, names))
    return replace(matrix, scopes=scopes, selection=selection)


def _called(sources: Sequence[str], names: Names) -> tuple[str, ...]:
    return tuple(names.sources[source] for source in sources)


def _people(
    sources: Sequence[SourceEvidence], participants: Sequence[Participant]
) -> Mapping[str, str]:
    """Return the pseudonym of each participant, empty for those that only speak."""
    speaking = (v.participant for e in sources for v in e.voices if v is not None and v.participant)
    return dict.fromkeys(speaking, "") | {p.id: p.pseudonym for p in participants}
