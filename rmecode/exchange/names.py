"""Pseudonyms and neutral ids in place of what could identify people.

A source's id is often its file's name, and people name files after people: outputs call sources
``F01``, ``F02`` … in the order of the sources table, and participants by their pseudonym, or ``P01``
… where they have none. The words of the transcripts themselves are not changed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rmecode.messages import _
from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from rmecode.analysis.matrix import Matrix
    from rmecode.model import Participant, SourceEvidence

NAMING: Final = re.compile(r"\b(?:fuente|source|participante|participant)\s*[:=!<>]")
"""A condition, folded, on a field that ids stand in."""


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
    import pandas as pd

    people = [tuple(names.participants.get(p, "") for p in who) for who in frame["participants"]]
    called = frame["source"].map(lambda source: names.sources[source])
    return frame.assign(
        source=called, participants=pd.Series(people, index=frame.index, dtype=object)
    )


def disguised_matrix(matrix: Matrix, names: Names) -> Matrix:
    """Return the matrix with these names for sources, wherever it speaks of them.

    A condition that names sources or participants is left out, and a sentence says so.
    """
    scopes = {
        row: replace(
            scope,
            sources=_called(scope.sources, names),
            done=_called(scope.done, names),
            silent=_called(scope.silent, names),
        )
        for row, scope in matrix.scopes.items()
    }
    selection = replace(
        matrix.selection,
        sources=_called(matrix.selection.sources, names),
        where=public(matrix.selection.where, names),
    )
    return replace(matrix, scopes=scopes, selection=selection)


def public(where: str, names: Names) -> str:
    """Return a condition, or a sentence instead of one that names sources or participants."""
    if names.identified or not NAMING.search(fold(where)):
        return where
    return _("(it names sources or participants, and was left out)")


def _called(sources: Sequence[str], names: Names) -> tuple[str, ...]:
    return tuple(names.sources[source] for source in sources)


def _people(
    sources: Sequence[SourceEvidence], participants: Sequence[Participant]
) -> Mapping[str, str]:
    """Return the pseudonym of each participant, empty for those that only speak."""
    speaking = (v.participant for e in sources for v in e.voices if v is not None and v.participant)
    return dict.fromkeys(speaking, "") | {p.id: p.pseudonym for p in participants}
