"""What goes into a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pandas as pd

    from rmecode.analysis.matrix import Matrix
    from rmecode.model import Case, Codebook, Coder, Participant, SourceEvidence


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the numbers come from: what a reader needs to trust or repeat them.

    ``notice`` says in words that material is fictional or simulated, where it is. ``at`` is when
    the workbook was asked for. Hashes are hexadecimal; ``facts`` are further lines for the cover.
    """

    title: str
    at: datetime
    notice: str = ""
    program: str = ""
    codebook_hash: str = ""
    corpus_hash: str = ""
    coders: Sequence[Coder] = ()
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, eq=False)
class WorkbookContents:
    """The values of a workbook.

    ``excerpts`` is what ``coded_frame`` made, and ``suggestions`` what ``suggested_frame`` made;
    the matrices are made from these frames. Without ``suggested`` there are no sheets of it.
    """

    provenance: Provenance
    codebook: Codebook
    sources: Sequence[SourceEvidence]
    cases: Sequence[Case]
    coded: Matrix
    excerpts: pd.DataFrame
    suggested: Matrix | None = None
    suggestions: pd.DataFrame | None = None
    participants: Sequence[Participant] = field(default=())
