"""The cover: what this is, where it comes from, and what stands on which sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rmecode.analysis.selection import described
from rmecode.analysis.units import unit_title
from rmecode.exchange.exposure import exposure_warnings
from rmecode.exchange.workbook.excerpts import kind_title
from rmecode.exchange.workbook.pen import LINK, Look, place
from rmecode.exchange.workbook.tables import ALARM, PLAIN, TITLE, row_height, set_up_page
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from rmecode.exchange.names import Names
    from rmecode.exchange.workbook.contents import WorkbookContents
    from rmecode.exchange.workbook.pen import Pen

WIDTH: Final = 105
"""How wide the values are, in letters."""

KEY: Final = Look(bold=True, ink="52606D")
VALUE: Final = Look(wrap=True)
TAB: Final = replace(PLAIN, ink=LINK, bold=True)
SECTION: Final = Look(bold=True, size=12, ink="334E68")
NOTICE: Final = replace(ALARM, wrap=True, middle=True, size=11)
WARNING: Final = Look(wrap=True, fill="FFF4E5")


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet in the list of contents, and what stands on it."""

    tab: str
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the cover: a key and a value, each with its look, and where the key leads."""

    key: str = ""
    value: str = ""
    key_look: Look = KEY
    value_look: Look = VALUE
    link: str = ""


def write_cover(page: Worksheet, pen: Pen, lines: Iterable[Line]) -> None:
    """Write the lines of the cover."""
    page.column_dimensions["A"].width = 30
    page.column_dimensions["B"].width = WIDTH
    set_up_page(page)
    for number, line in enumerate(lines, 1):
        height = row_height([(line.value, WIDTH)])
        page.row_dimensions[number].height = max(height, 2.0 * line.key_look.size)
        key = pen.cell(page, line.key, line.key_look, line.link)
        page.append([key, pen.cell(page, line.value, line.value_look)])


def cover_lines(
    contents: WorkbookContents, names: Names, listed: Sequence[Listed]
) -> Iterator[Line]:
    """Yield title, notice, the linked list of sheets, provenance, and remarks."""
    yield Line(contents.provenance.title, key_look=replace(TITLE, size=18))
    if contents.provenance.notice:
        yield Line(_("Mind"), contents.provenance.notice, NOTICE, NOTICE)
    yield Line()
    yield Line(_("On the sheets"), key_look=SECTION)
    for sheet in listed:
        yield Line(sheet.tab, sheet.what, TAB, link=place(sheet.tab, 1))
    yield Line()
    yield Line(_("Where the numbers come from"), key_look=SECTION)
    yield from (Line(key, value) for key, value in _facts(contents, names))
    yield Line()
    yield Line(_("To be read with the numbers"), key_look=SECTION)
    yield from _remarks(contents, names)


def _facts(contents: WorkbookContents, names: Names) -> Iterator[tuple[str, str]]:
    known = contents.provenance
    matrix, book = contents.coded, contents.codebook
    yield _("Date"), known.at.isoformat(sep=" ", timespec="minutes")
    yield _("Program"), known.program
    title = " ".join(filter(None, (book.title or book.name, book.version)))
    yield _("Codebook"), title
    yield _("Hash of the codebook"), known.codebook_hash
    yield _("Hash of the corpus"), known.corpus_hash
    once = int(contents.excerpts["once"].sum())
    held = _("{sources} sources, {cases} cases, {codes} codes, {codings} codings")
    yield (
        _("Extent"),
        held.format(
            sources=len(contents.sources),
            cases=len(contents.cases),
            codes=len(book.codes),
            codings=once,
        ),
    )
    yield _("Counting unit"), unit_title(matrix.unit)
    yield _("Filters"), "; ".join(described(matrix.selection, book)) or _("none: all is counted")
    coders = [f"{coder.name} ({kind_title(str(coder.kind))})" for coder in known.coders]
    yield _("Coders"), ", ".join(coders) or _("nobody has coded yet")
    yield _("Names"), _confidence(names)
    yield from known.facts


def _confidence(names: Names) -> str:
    if names.identified:
        return _(
            "Identified: ids of participants and sources are those of the study. Keep it safe."
        )
    return _(
        "Pseudonymised: participants have pseudonyms, sources neutral ids. The words of the "
        "excerpts stand as they were said and may themselves name people."
    )


def _remarks(contents: WorkbookContents, names: Names) -> Iterator[Line]:
    yield from (Line(_("Numbers"), sentence) for sentence in contents.coded.notes)
    yield Line(
        _("Pivot tables"),
        _(
            "An excerpt shared by several cases has a row for each; sum the column «{once}» to "
            "count every coding once."
        ).format(once=_("Counts once")),
    )
    yield Line(
        _("Text"),
        _(
            "Control characters, which Excel cannot hold, are shown as signs (␋). Text longer than "
            "a cell can hold goes on in the columns beside it, and a notice says so."
        ),
    )
    if not names.identified:
        for warning in exposure_warnings(contents.sources, contents.participants):
            yield Line(_("Confidentiality"), warning, value_look=WARNING)
