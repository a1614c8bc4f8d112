"""The study's Excel workbook: what coders coded, what rules suggest, every number with its excerpts."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rmecode import __version__
from rmecode.messages import _
from rmecode.study.codebooks.recording import codebook_hash
from rmecode.study.counting import Asked, counted
from rmecode.study.filters.choices import coders_seen
from rmecode.study.labels import labelled_frame, labelled_people, labelled_sources
from rmecode.study.outputs import output_file

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.analysis.matrix import Matrix
    from rmecode.exchange.workbook.contents import Provenance
    from rmecode.study.opening import Study


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file, how many excerpts of each kind, who can be recognised."""

    path: Path
    codings: int
    suggestions: int
    warnings: tuple[str, ...]


def export_workbook(
    study: Study,
    path: Path | None = None,
    *,
    at: str,
    asked: Asked | None = None,
    identified: bool = False,
) -> Exported:
    """Write the workbook, pseudonymised unless identified names are asked for.

    Args:
        study: the study.
        path: the file; else one in the folder for results: ``rmecode.xlsx``, or under another name
            where it is filtered or identified, so that nobody takes one for the other.
        at: when, ISO 8601.
        asked: unit, depth and filters of the matrices.
        identified: use the ids of sources and participants as they are.

    Raises:
        RmecodeError: unknown names, an unreadable filter, a file that cannot be written.
    """
    from rmecode.exchange.exposure import exposure_warnings
    from rmecode.exchange.workbook.contents import WorkbookContents
    from rmecode.exchange.workbook.writing import write_workbook

    asked = asked or Asked()
    place = output_file(study, path, _file_name(asked, identified=identified))
    coded = counted(study, asked)
    by_anybody = {name: names for name, names in asked.filters.items() if name != "coders"}
    suggested = counted(study, replace(asked, filters=by_anybody), suggested=True)
    sources = labelled_sources(coded.sources, study.config)
    people = labelled_people(study.records.participants, study.config)
    contents = WorkbookContents(
        _provenance(study, at),
        study.codebook,
        sources,
        study.records.cases,
        coded.matrix,
        labelled_frame(coded.frame, study.config),
        suggested.matrix,
        labelled_frame(suggested.frame, study.config),
        people,
    )
    write_workbook(place, contents, identified=identified)
    warnings = exposure_warnings(sources, people)
    return Exported(place, _counted(coded.matrix), _counted(suggested.matrix), warnings)


def _file_name(asked: Asked, *, identified: bool) -> str:
    chosen = asked.where or any(asked.filters.values())
    parts = ["rmecode", *(["selection"] if chosen else []), *(["identified"] if identified else [])]
    return "-".join(parts) + ".xlsx"


def _counted(matrix: Matrix) -> int:
    """Return how many distinct codings or suggestions stand behind the matrix."""
    return len({each for ids in matrix.codings.values() for each in ids})


def _provenance(study: Study, at: str) -> Provenance:
    from rmecode.exchange.workbook.contents import Provenance

    stored = study.store.sources()
    hashes = "\n".join(sorted(each.hash for each in stored))
    version = study.store.codebook_version()
    facts = [
        (_("Sources"), str(len(stored))),
        (_("Codebook version in the project"), str(version.number if version else "-")),
        (_("Rules"), str(sum(len(code.rules) for code in study.codebook))),
    ]
    return Provenance(
        title=study.config.title,
        at=dt.datetime.fromisoformat(at),
        notice=study.config.notice,
        program=f"rmecode {__version__}",
        codebook_hash=codebook_hash(study),
        corpus_hash=hashlib.sha256(hashes.encode()).hexdigest(),
        coders=coders_seen(study),
        facts=facts,
    )
