"""Write the workbook: the same values give the same bytes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.workbook import Workbook
from openpyxl.writer.excel import ExcelWriter

from rmecode.analysis.cases import selected
from rmecode.analysis.units import TOTAL
from rmecode.exchange.files import replace_file
from rmecode.exchange.names import disguised, disguised_matrix, names_for
from rmecode.exchange.workbook.cover import Listed, cover_lines, write_cover
from rmecode.exchange.workbook.excerpts import excerpt_columns, first_rows
from rmecode.exchange.workbook.listings import case_columns, code_columns, source_columns
from rmecode.exchange.workbook.matrices import MatrixSheet, write_matrix
from rmecode.exchange.workbook.pen import Pen, place
from rmecode.exchange.workbook.tables import TableSheet, new_page, write_table
from rmecode.exchange.workbook.words import sheet_title
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    import pandas as pd

    from rmecode.analysis.matrix import Matrix
    from rmecode.exchange.names import Names
    from rmecode.exchange.workbook.contents import WorkbookContents

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file inside the workbook, the earliest that a ZIP can hold."""


def write_workbook(
    path: Path | str, contents: WorkbookContents, *, identified: bool = False
) -> None:
    """Write the workbook, with pseudonyms and neutral ids unless identified ones are asked for.

    Raises:
        FileUnwritableError: the file cannot be written; the old one is intact.
        SheetTooLargeError: more rows or columns than a sheet of Excel can have.
    """
    names = names_for(contents.sources, contents.participants, identified=identified)
    public = _disguised(_within(contents), names)
    replace_file(path, lambda file: _write(file, public, names))


def _write(file: IO[bytes], contents: WorkbookContents, names: Names) -> None:
    with _workbook() as book:
        _fill(book, contents, names)
        _save(book, file, contents.provenance.at)


@contextmanager
def _workbook() -> Iterator[Workbook]:
    """Give a workbook whose sheets are written row by row, and closed even if one fails."""
    book = Workbook(write_only=True)
    try:
        yield book
    finally:
        for sheet in book.worksheets:
            if not sheet.closed:
                sheet.close()


def _within(contents: WorkbookContents) -> WorkbookContents:
    """Return only what the matrix looks at: a workbook on one case holds no words of another."""
    scope = contents.coded.scopes[TOTAL]
    looked_at = {*scope.sources, *scope.silent}
    suggestions = contents.suggestions
    if suggestions is not None and contents.suggested is not None:
        suggestions = _selected(contents, suggestions, contents.suggested)
    return replace(
        contents,
        excerpts=_selected(contents, contents.excerpts, contents.coded),
        suggestions=suggestions,
        sources=[e for e in contents.sources if e.source.id in looked_at],
        cases=[case for case in contents.cases if case.id in contents.coded.rows],
    )


def _selected(contents: WorkbookContents, frame: pd.DataFrame, matrix: Matrix) -> pd.DataFrame:
    known = contents.sources, contents.codebook, contents.cases
    return selected(frame, *known, matrix.selection)


def _disguised(contents: WorkbookContents, names: Names) -> WorkbookContents:
    """Return the contents with public names wherever a frame or a matrix names anybody."""
    suggested, suggestions = contents.suggested, contents.suggestions
    return replace(
        contents,
        coded=disguised_matrix(contents.coded, names),
        excerpts=disguised(contents.excerpts, names),
        suggested=None if suggested is None else disguised_matrix(suggested, names),
        suggestions=None if suggestions is None else disguised(suggestions, names),
    )


def _fill(book: Workbook, contents: WorkbookContents, names: Names) -> None:
    pen = Pen(book)
    tabs = _tabs(contents)
    cover = place(tabs["cover"], 1)
    listed = [Listed(tabs[sheet], what) for sheet, what in _descriptions().items() if sheet in tabs]
    write_cover(new_page(book, tabs["cover"]), pen, cover_lines(contents, names, listed))
    for sheet in _matrices(contents, tabs):
        write_matrix(book, pen, sheet, contents.codebook, cover)
    for table in _excerpts(contents, tabs):
        write_table(book, pen, table, cover)
    for table in _registers(contents, names, tabs):
        write_table(book, pen, table, cover)


def _tabs(contents: WorkbookContents) -> dict[str, str]:
    """Return the title of each sheet's tab, in the order of the sheets."""
    wanted = {
        "cover": _("Cover"),
        "coded": _("Coded matrix"),
        "suggested": _("Suggested matrix"),
        "excerpts": _("Excerpts"),
        "suggestions": _("Suggested excerpts"),
        "sources": _("Sources"),
        "cases": _("Cases"),
        "codebook": _("Codebook"),
    }
    if contents.suggested is None or contents.suggestions is None:
        del wanted["suggested"], wanted["suggestions"]
    tabs: dict[str, str] = {}
    for sheet, title in wanted.items():
        tabs[sheet] = sheet_title(title, tabs.values())
    return tabs


def _descriptions() -> dict[str, str]:
    return {
        "coded": _("Cases × codes: what coders coded."),
        "suggested": _("Cases × codes: what rules suggest. Nobody has reviewed it."),
        "excerpts": _("Every coded excerpt, by case and code, with all attributes."),
        "suggestions": _("Every excerpt that a rule suggests. Nobody has reviewed it."),
        "sources": _("The sources: instrument, roles, extent, who has coded them."),
        "cases": _("The cases and their attributes."),
        "codebook": _("The codes: definition, when to use them, when not, examples."),
    }


def _matrices(contents: WorkbookContents, tabs: dict[str, str]) -> list[MatrixSheet]:
    coded = MatrixSheet(
        tabs["coded"],
        _("Cases × codes: what coders coded"),
        contents.coded,
        _links(contents.excerpts, tabs["excerpts"]),
        contents.provenance.notice,
    )
    if contents.suggested is None or contents.suggestions is None:
        return [coded]
    suggested = MatrixSheet(
        tabs["suggested"],
        _("Cases × codes: what rules suggest"),
        contents.suggested,
        _links(contents.suggestions, tabs["suggestions"]),
        f"{_unreviewed()} {contents.provenance.notice}".rstrip(),
    )
    return [coded, suggested]


def _links(frame: pd.DataFrame, tab: str) -> Callable[[str, int], str]:
    rows = first_rows(frame)

    def link(row: str, coding: int) -> str:
        number = rows(row, coding)
        return place(tab, number) if number else ""

    return link


def _excerpts(contents: WorkbookContents, tabs: dict[str, str]) -> list[TableSheet]:
    coded = TableSheet(
        tabs["excerpts"],
        "Excerpts",
        _("Excerpts that coders coded"),
        contents.provenance.notice or _("One row per coding and case, by case and code."),
        excerpt_columns(contents.excerpts, contents.cases, suggested=False),
        fixed=3,
    )
    if contents.suggestions is None or "suggestions" not in tabs:
        return [coded]
    suggested = TableSheet(
        tabs["suggestions"],
        "SuggestedExcerpts",
        _("Excerpts that rules suggest"),
        _unreviewed(),
        excerpt_columns(contents.suggestions, contents.cases, suggested=True),
        alarm=True,
        fixed=3,
    )
    return [coded, suggested]


def _registers(contents: WorkbookContents, names: Names, tabs: dict[str, str]) -> list[TableSheet]:
    notice, excerpts = contents.provenance.notice, contents.excerpts
    sources = list(source_columns(contents.sources, excerpts, names))
    cases = list(case_columns(contents.cases, contents.sources, excerpts))
    codes = list(code_columns(contents.codebook, excerpts))
    book = contents.codebook
    about = " ".join(filter(None, (book.title or book.name, book.version)))
    return [
        TableSheet(tabs["sources"], "Sources", _("Sources"), notice, sources),
        TableSheet(tabs["cases"], "Cases", _("Cases"), notice, cases),
        TableSheet(tabs["codebook"], "Codebook", _("Codebook"), about, codes, fixed=3),
    ]


def _unreviewed() -> str:
    return _("SUGGESTED BY RULES, REVIEWED BY NOBODY: candidates, not findings.")


def _save(book: Workbook, file: IO[bytes], at: datetime) -> None:
    book.properties.creator = "rmecode"
    book.properties.created = book.properties.modified = at.replace(tzinfo=None, microsecond=0)
    with TemporaryFile() as loose:
        ExcelWriter(book, ZipFile(loose, "w")).save()
        with ZipFile(loose) as made, ZipFile(file, "w") as archive:
            for entry in made.infolist():
                _copy(made, archive, entry)


def _copy(made: ZipFile, archive: ZipFile, entry: ZipInfo) -> None:
    """Copy a file without its time, so that equal content is equal bytes."""
    timeless = ZipInfo(entry.filename, EPOCH)
    timeless.compress_type = ZIP_DEFLATED
    timeless.file_size = entry.file_size
    timeless.create_system = 0
    with made.open(entry) as source, archive.open(timeless, "w") as target:
        copyfileobj(source, target)
