"""A workbook of the miniature study, and how to read a workbook back as a person would."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from rmecode.analysis.cases import case_matrix, searched
from rmecode.analysis.frame import coded_frame, suggested_frame
from rmecode.analysis.selection import Selection
from rmecode.analysis.units import CountingUnit
from rmecode.exchange.workbook.contents import Provenance, WorkbookContents
from rmecode.messages import activate
from rmecode.model import Coder, CoderKind, Participant, Quote, Span, Suggestion
from tests.analysis.miniature import ALL_DONE, CASES, CODEBOOK, CODINGS, mini_sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from rmecode.model import Coding

activate("en")

AT = datetime(2026, 11, 22, 19, 30)  # noqa: DTZ001 (a workbook has no time zone)

PARTICIPANTS = (
    Participant("S1", "Rosa", "supervisor", ("RME1",)),
    Participant("D1", "Luis", "director", ("RME1",)),
)


def mini_contents(
    codings: Sequence[Coding] = CODINGS,
    unit: CountingUnit = CountingUnit.CODINGS,
    selection: Selection | None = None,
    *,
    notice: str = "Fictional material.",
) -> WorkbookContents:
    sources = mini_sources({name: who for name, who in ALL_DONE.items() if name != "grp1"})
    coders = (Coder("A", CoderKind.SIMULATED), Coder("B"))
    frame = coded_frame(codings, sources, CODEBOOK, CASES, coders=coders)
    found = [
        Suggestion(
            7,
            "sup1",
            1,
            Span(12, 30),
            Quote("=hay confianza aquí"),
            "c2",
            "rules",
            "1",
            1,
            "c2.1",
            'cerca(a, "b", 8)',
            (Span(17, 26),),
        )
    ]
    suggestions = suggested_frame(found, sources, CODEBOOK, CASES)
    chosen = selection or Selection()
    return WorkbookContents(
        Provenance(
            "Mini", AT, notice, "rmecode 0", "ab" * 32, "cd" * 32, coders, (("Order", "x"),)
        ),
        CODEBOOK,
        sources,
        CASES,
        case_matrix(frame, sources, CODEBOOK, CASES, unit=unit, selection=chosen),
        frame,
        case_matrix(suggestions, searched(sources, "rules"), CODEBOOK, CASES),
        suggestions,
        PARTICIPANTS,
    )


def read(path: Path) -> Workbook:
    return load_workbook(path)


def as_excel_shows(text: object) -> str:
    """Undo Excel's own escape, as Excel does when it opens a file."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), str(text))


def records(sheet: Worksheet) -> list[dict[str, object]]:
    """Return the rows of the sheet's table by its heads."""
    area = next(iter(sheet.tables.values())).ref
    rows = [[cell.value for cell in row] for row in sheet[area]]
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]
