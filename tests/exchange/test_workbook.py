"""The workbook, read back."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from lxml import etree

from rmecode.analysis.cases import case_matrix
from rmecode.analysis.selection import Selection
from rmecode.analysis.units import CountingUnit
from rmecode.errors import FileUnwritableError
from rmecode.errors.exchange import SheetTooLargeError
from rmecode.exchange.workbook import matrices, tables
from rmecode.exchange.workbook.writing import write_workbook
from rmecode.model import Case, Quote
from tests.analysis.miniature import CODINGS, coding
from tests.exchange.workbooks import as_excel_shows, mini_contents, read, records

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

HOSTILE = [
    "=2+3",
    "+56 9 1234 5678",
    "-no sé, la verdad",
    "@director",
    "'entre comillas'",
    "#N/A",
    '=HYPERLINK("http://x","y")',
    "_x000D_ y _x0041_ tal cual",
    "<b>&amp;</b> ]]> \"'",
    "  espacios  ",
    "dos\nlíneas\t y tabulador",
    "ñandú ¿qué? «así» 👩‍🏫 e\u0301",
    "TRUE",
    "0012",
    "1/2",
]


def cell_at(sheet: Worksheet, row: str, head: str) -> object:
    """Return the matrix cell of a row and a leaf's head."""
    rows = {sheet.cell(number, 1).value: number for number in range(1, 40)}
    columns = {
        sheet.cell(level, number).value: number
        for level in range(5, 8)
        for number in range(1, sheet.max_column + 1)
        if sheet.cell(level, number).value
    }
    return sheet.cell(rows[row], columns[head])


def test_sheets_stand_in_order_and_the_cover_leads_to_each(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents())
    book = read(path)
    assert book.sheetnames == [
        *("Cover", "Coded matrix", "Suggested matrix", "Excerpts", "Suggested excerpts"),
        *("Sources", "Cases", "Codebook"),
    ]
    links = [c.hyperlink.location for c in book["Cover"]["A"] if c.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_the_cover_says_what_was_counted_by_whom_and_what_is_fictional(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    contents = mini_contents(selection=Selection(roles=("supervisor",), sources=("sup1",)))
    write_workbook(path, contents)
    rows = {a.value: b.value for a, b in read(path)["Cover"].iter_rows(max_col=2)}
    assert rows["Mind"] == "Fictional material."
    assert read(path)["Coded matrix"]["A3"].value == "Fictional material."
    assert rows["Coders"] == "A (simulated), B (person)"
    assert rows["Counting unit"] == "number of codings"
    assert rows["Filters"] == "source: F01; role: supervisor"
    assert rows["Date"] == "2026-11-22 19:30"
    assert rows["Hash of the codebook"] == "ab" * 32
    assert rows["Extent"] == "1 sources, 3 cases, 7 codes, 3 codings"
    assert rows["Order"] == "x"
    assert str(rows["Names"]).startswith("Pseudonymised")
    assert "only one person" in str(rows["Confidentiality"])


def test_the_numbers_of_the_matrix_are_numbers_and_lead_to_the_first_excerpt(
    tmp_path: Path,
) -> None:
    path = tmp_path / "out.xlsx"
    contents = mini_contents()
    write_workbook(path, contents)
    book = read(path)
    sheet = book["Coded matrix"]
    ids = [record["Id"] for record in records(book["Excerpts"])]
    checked = 0
    for cell in contents.coded.cells():
        code = contents.codebook.by_path[cell.column.replace("ó", "o").replace("á", "a")]
        if cell.column in {"capital", "procesos", "procesos/informativos"} or not cell.evidence:
            continue
        row = {"total": "Total", "national": "National (no case)"}.get(cell.row, cell.row)
        written = cell_at(sheet, row, code.label)
        assert written.value == cell.value  # type: ignore[attr-defined]
        target = written.hyperlink.location  # type: ignore[attr-defined]
        assert ids[int(target.removeprefix("'Excerpts'!A")) - 5] == cell.evidence[0]
        checked += 1
    assert checked >= 10


def test_zero_out_of_scope_and_not_yet_coded_look_different(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    contents = mini_contents()
    waiting = mini_contents(selection=Selection(coders=("B",)))
    write_workbook(path, replace(contents, suggested=waiting.coded))
    book = read(path)
    zero = cell_at(book["Coded matrix"], "RME4", "Densidad")
    outside = cell_at(book["Coded matrix"], "RME6", "Densidad")
    partial = cell_at(book["Coded matrix"], "RME1", "Densidad")
    not_yet = cell_at(book["Suggested matrix"], "RME4", "Densidad")
    assert (zero.value, outside.value, partial.value, not_yet.value) == (0, None, 1, "·")  # type: ignore[attr-defined]
    assert zero.font.color.rgb.endswith("9AA5B1")  # type: ignore[attr-defined]
    assert outside.fill.patternType == "lightUp"  # type: ignore[attr-defined]
    assert partial.font.italic  # type: ignore[attr-defined]
    assert not zero.font.italic  # type: ignore[attr-defined]
    legend = [cell.value for cell in book["Coded matrix"]["B"]]
    assert "not yet coded" in legend
    notes = [cell.value for cell in book["Coded matrix"]["A"]]
    assert "RME6 has no sources." in notes


def test_heads_show_the_tree_of_codes_in_its_colours(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents())
    sheet = read(path)["Coded matrix"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"C5:E5", "F5:I5", "G6:I6", "D6:D7", "C6:C7"} <= merged
    assert [sheet[place].value for place in ("C5", "C6", "D6", "G6", "G7", "H7")] == [
        *("Capital social", "all", "Confianza", "Informativos", "all", "Transmisión"),
    ]
    assert sheet["C5"].fill.fgColor.rgb.endswith("7A4B9D")
    assert sheet["D6"].alignment.textRotation == 90
    assert sheet.freeze_panes == "C8"
    assert sheet.print_title_rows == "$5:$7"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.column_dimensions["D"].outlineLevel == 1


def test_shares_are_shown_as_percentages_and_what_is_undefined_as_a_dash(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    chosen = Selection(instruments=("observación",))
    write_workbook(path, mini_contents(unit=CountingUnit.SHARE))
    cell = cell_at(read(path)["Coded matrix"], "RME1", "Densidad")
    assert cell.value == pytest.approx(20 / 122)  # type: ignore[attr-defined]
    assert cell.number_format == "0.0%"  # type: ignore[attr-defined]
    write_workbook(path, mini_contents(unit=CountingUnit.SHARE, selection=chosen))
    sheet = read(path)["Coded matrix"]
    assert cell_at(sheet, "RME1", "Densidad").value == "–"  # type: ignore[attr-defined]
    below = " ".join(str(cell.value) for cell in sheet["A"])
    assert "No informants speak in the sources in scope: F03." in below


def test_a_sheet_of_suggestions_says_loudly_that_nobody_reviewed_it(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents())
    book = read(path)
    assert str(book["Suggested matrix"]["A3"].value).startswith("SUGGESTED BY RULES, REVIEWED BY")
    assert str(book["Suggested excerpts"]["A2"].value).startswith("SUGGESTED BY RULES")
    record = records(book["Suggested excerpts"])[0]
    assert record["Matched words"] == "confianza"
    assert record["Rule"] == "c2.1"
    assert "Coder" not in record


def test_without_suggestions_there_are_no_sheets_of_them(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, replace(mini_contents(), suggested=None, suggestions=None))
    assert "Suggested matrix" not in read(path).sheetnames


def test_excerpts_have_levels_of_code_and_every_attribute_of_the_case(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents())
    found = records(read(path)["Excerpts"])
    assert len(found) == 14
    shared = [record for record in found if record["Id"] == 6]
    assert [record["Case"] for record in shared] == ["RME1", "RME4"]
    assert [record["Counts once"] for record in shared] == [1, 0]
    assert sum(int(str(record["Counts once"])) for record in found) == len(CODINGS)
    assert [shared[0][f"Code {level}"] for level in (1, 2, 3)] == [
        *("procesos", "informativos", "transmisión"),
    ]
    assert (shared[0]["escuelas"], shared[1]["escuelas"]) == (8, None)
    assert found[0]["Participant"] == "Rosa"
    assert found[0]["Source"] == "F01"
    assert found[-1]["Case"] == "National (no case)"


def test_identified_outputs_name_sources_files_and_participants(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents(), identified=True)
    book = read(path)
    assert records(book["Excerpts"])[0]["Participant"] == "S1"
    assert [record["File"] for record in records(book["Sources"])][:2] == ["sup1.txt", "grp1.txt"]
    cover = {a.value: b.value for a, b in book["Cover"].iter_rows(max_col=2)}
    assert str(cover["Names"]).startswith("Identified")


def test_nothing_of_the_real_names_is_anywhere_in_a_pseudonymised_workbook(
    tmp_path: Path,
) -> None:
    path = tmp_path / "out.xlsx"
    quiet = [replace(c, quote=Quote("palabras")) for c in CODINGS]
    write_workbook(path, mini_contents(quiet, selection=Selection(sources=("sup1", "dep"))))
    with ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for name in (b"sup1", b"grp1", b"dep.txt", b">S1<", b">J1<"):
        assert name not in everything


def test_the_registers_count_what_there_is(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents())
    book = read(path)
    cases = {record["Case"]: record for record in records(book["Cases"])}
    assert cases["RME1"]["Sources"] == 4
    assert cases["RME1"]["Sources done"] == 3
    assert cases["RME4"]["Codings"] == 5
    sources = {record["Source"]: record for record in records(book["Sources"])}
    assert sources["F01"]["Codings"] == 4
    assert sources["F03"]["Informants"] is None
    codes = {record["Permanent id"]: record for record in records(book["Codebook"])}
    assert (codes["c6"]["Codings"], codes["c6"]["Cases"]) == (4, 2)
    assert (codes["c4"]["Codings"], codes["c4"]["Cases"]) == (1, 0)


def test_a_workbook_on_one_case_holds_no_words_of_another(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents(selection=Selection(cases=("RME4",))), identified=True)
    book = read(path)
    assert [record["Id"] for record in records(book["Excerpts"])] == [6, 7, 10, 8, 9]
    assert {record["Counts once"] for record in records(book["Excerpts"])} == {1}
    assert [record["Source"] for record in records(book["Sources"])] == ["dep", "grp4"]
    assert [record["Case"] for record in records(book["Cases"])] == ["RME4"]
    with ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"grp1" not in everything
    assert b"nat[" not in everything


# --- promise 10: what a spreadsheet shows is what was said -----------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_comes_back_word_for_word_as_text(tmp_path: Path, words: str) -> None:
    path = tmp_path / "out.xlsx"
    one = replace(coding(1, "sup1", (12, 32), "c2"), quote=Quote(words), memo=words)
    contents = mini_contents([one])
    cases = (Case("RME1", {words: words}), *contents.cases[1:])
    write_workbook(path, replace(contents, cases=cases))
    sheet = read(path)["Excerpts"]
    heads = {as_excel_shows(cell.value): cell.column or 0 for cell in sheet[4]}
    for head in ("Excerpt", "Memo", " ".join(words.split())):
        cell = sheet.cell(5, heads[head])
        assert as_excel_shows(cell.value) == words
        assert cell.data_type == "s"
        assert bool(cell.quotePrefix) is words.startswith(("=", "+", "-", "@", "'"))


def test_control_characters_and_lone_surrogates_are_shown_and_break_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "out.xlsx"
    one = coding(1, "sup1", (12, 32), "c2")
    write_workbook(path, mini_contents([replace(one, quote=Quote("a\x0bb\x00c\ud800d\uffff"))]))
    assert records(read(path)["Excerpts"])[0]["Excerpt"] == "a␋b␀c\\ud800d\\uffff"


def test_text_over_the_limit_of_a_cell_goes_on_beside_it_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    long = "=la red 👩 se junta _x000D_ " * 3000
    both = [
        replace(coding(1, "sup1", (12, 32), "c2"), quote=Quote(long)),
        coding(2, "sup1", (33, 40), "c2"),
    ]
    write_workbook(path, mini_contents(both))
    found = records(read(path)["Excerpts"])
    heads = [head for head in found[0] if head.startswith("Excerpt") and "notice" not in head]
    assert heads[:2] == ["Excerpt", "Excerpt, continued 2"]
    assert len(heads) >= 3
    joined = "".join(as_excel_shows(found[0][head]) for head in heads)
    assert joined == long
    assert found[0]["Excerpt: notice"] == "the text goes on in the columns to the right"
    assert found[1]["Excerpt: notice"] is None
    assert found[1]["Excerpt, continued 2"] is None


def test_the_heads_of_a_table_are_unique_even_if_an_attribute_is_called_like_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "out.xlsx"
    contents = mini_contents()
    cases = (
        Case("RME1", {"case": "x", "CASE": ("a", "b"), "Id": 2.5, "vacío": None}),
        *contents.cases[1:],
    )
    write_workbook(path, replace(contents, cases=cases))
    sheet = read(path)["Excerpts"]
    heads = [str(cell.value) for cell in sheet[4]]
    assert len({head.casefold() for head in heads}) == len(heads)
    assert heads[-4:] == ["case (2)", "CASE (3)", "Id (2)", "vacío"]
    table = sheet.tables["Excerpts"]
    assert [column.name for column in table.tableColumns] == heads
    assert records(sheet)[0]["CASE (3)"] == "a; b"
    assert records(sheet)[0]["Id (2)"] == 2.5


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_workbook(first, mini_contents())
    write_workbook(second, mini_contents())
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml")
    assert core.count(b"2026-11-22T19:30:00Z") == 2


def test_every_part_of_the_package_is_xml_and_every_link_leads_to_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents())
    with ZipFile(path) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    book = read(path)
    links = [c.hyperlink for sheet in book for row in sheet for c in row if c.hyperlink]
    assert len(links) > 20
    for link in links:
        sheet, _sep, place = str(link.location).rpartition("!")
        assert book[sheet.strip("'")][place].value is not None
    names = [name for sheet in book for name in sheet.tables]
    assert len(names) == len(set(names)) == 5


def test_a_study_without_codings_gives_a_workbook_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    contents = mini_contents([])
    provenance = replace(contents.provenance, coders=(), notice="")
    empty = contents.suggestions.iloc[:0] if contents.suggestions is not None else None
    write_workbook(path, replace(contents, provenance=provenance, suggestions=empty))
    book = read(path)
    assert records(book["Excerpts"])[0]["Id"] is None
    cover = {a.value: b.value for a, b in book["Cover"].iter_rows(max_col=2)}
    assert cover["Coders"] == "nobody has coded yet"


def test_a_matrix_without_columns_is_a_sheet_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    contents = mini_contents([])
    codebook = replace(contents.codebook, codes=())
    matrix = case_matrix(contents.excerpts, contents.sources, codebook, contents.cases)
    write_workbook(path, replace(contents, codebook=codebook, coded=matrix, suggested=None))
    assert read(path)["Coded matrix"]["A5"].value == "Case"


def test_a_codebook_with_one_chosen_leaf_has_heads_too(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents(selection=Selection(codes=("c6", "c3"))))
    sheet = read(path)["Coded matrix"]
    assert cell_at(sheet, "RME1", "Transmisión").value == 2  # type: ignore[attr-defined]
    assert cell_at(sheet, "RME1", "Densidad").value == 1  # type: ignore[attr-defined]


# --- limits and failures --------------------------------------------------------------------


def test_links_end_where_excel_takes_no_more_and_the_sheet_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrices, "LINKS", 3)
    path = tmp_path / "out.xlsx"
    write_workbook(path, mini_contents())
    sheet = read(path)["Coded matrix"]
    links = [cell for row in sheet.iter_rows(min_row=8) for cell in row if cell.hyperlink]
    assert len(links) == 3
    assert any("have no link" in str(cell.value) for cell in sheet["A"])


@pytest.mark.parametrize(
    ("module", "name", "limit"),
    [(tables, "LAST_ROW", 10), (tables, "LAST_COLUMN", 5), (matrices, "LAST_COLUMN", 5)],
)
def test_what_does_not_fit_a_sheet_is_refused_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, limit: int
) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(module, name, limit)
    with pytest.raises(SheetTooLargeError, match="do not fit on a sheet of Excel"):
        write_workbook(path, mini_contents())
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_folder_in_the_place_of_the_file_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    path.mkdir()
    with pytest.raises(FileUnwritableError, match=r"out\.xlsx: cannot be written"):
        write_workbook(path, mini_contents())
    assert path.is_dir()


def test_writing_warns_of_nothing(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_workbook(tmp_path / "out.xlsx", mini_contents())


@pytest.mark.slow
def test_libreoffice_opens_the_workbook_and_prints_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    path = tmp_path / "out.xlsx"
    texts = [replace(c, quote=Quote(w)) for c, w in zip(CODINGS, HOSTILE, strict=False)]
    write_workbook(path, mini_contents(texts))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    order = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*order, str(path)], check=True, timeout=180, capture_output=True)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "out.pdf").stat().st_size > 10_000
