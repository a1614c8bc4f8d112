"""The handbook: everything that decides a code's use, printed and read back."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Inches, Mm
from markdown_it import MarkdownIt

from rmecode.exchange.excerpt_values import Excerpt, InContext, Said
from rmecode.exchange.handbook import Entry, Handbook, Use, sentence_of
from rmecode.exchange.handbook_docx import handbook_docx
from rmecode.exchange.handbook_markdown import handbook_markdown
from rmecode.exchange.handbook_tables import handbook_csv, handbook_xlsx
from rmecode.model import Code, Codebook, Rule

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Page

AT = "2026-03-01T10:00:00+00:00"
CODES = (
    Code(
        "CAP",
        "capital",
        "Capital social",
        "Lo que une.",
        kind="area",
        color="#7a4b9d",
    ),
    Code(
        "CAP-01",
        "capital/confianza",
        "Confianza *entre* pares",
        "Se fían\nunos de otros.",
        use="=2+3 se cita tal cual",
        avoid="- si es pago\n# no",
        examples=("Hay confianza.", "Nos fiamos,\nsiempre."),
        dimension="Relacional",
        source="Cuadro 2",
        published=False,
        rules=(Rule("CAP-01.a", 'confianza o "fiar"'),),
        former=("VIN", "vínculos"),
    ),
    Code("CTX", "contexto", "Contexto", "Lo dado.", kind="area", color="#F3F9BF"),
)
EXCERPT = Excerpt(
    id=12,
    source="F03",
    start=5,
    end=20,
    passage=InContext((Said("", "-no sé, «la verdad»\x0b"),)),
    code="capital/confianza",
    coder="robot",
    kind="simulated",
    anchor="exact",
    cases=("R1",),
    who="Elisa, Director",
    turn=4,
)
NOTICE = "Corpus ficticio."


def handbook(*, counted: bool = True, rules: bool = True) -> Handbook:
    uses = (
        Use(0, 0, 0, 0, below=7, done=0, sources_in_all=4),
        Use(7, 3, 2, 1, below=0, done=2, sources_in_all=4),
        Use(0, 0, 0, 0, below=0, done=4, sources_in_all=4),
    )
    entries = tuple(
        Entry(
            code,
            color,
            use if counted else None,
            (EXCERPT,) if counted and code.id == "CAP-01" else (),
        )
        for code, color, use in zip(CODES, ("7A4B9D", "7A4B9D", "F3F9BF"), uses, strict=True)
    )
    book = Codebook("mini", "1.2", CODES, title="Libro | del_equipo", description="Uno.\n\nDos.")
    return Handbook(
        book, entries, "Estudio", AT, (NOTICE,), "Elegidas así.", "Seudonimizado.", rules=rules
    )


def page_of(made: bytes) -> Page:
    return Document(io.BytesIO(made))


def texts(page: Page) -> list[str]:
    return [paragraph.text for paragraph in page.paragraphs]


@pytest.mark.parametrize(
    ("use", "sentence"),
    [
        (Use(0, 0, 0, 0, 0, 0, 4), "not yet coded · so far: 0 of 4 sources are done"),
        (Use(0, 0, 0, 0, 0, 1, 4), "0 codings · so far: 1 of 4 sources are done"),
        (Use(0, 0, 0, 0, 0, 4, 4), "0 codings · all sources are done"),
        (Use(0, 0, 0, 0, 0, 0, 0), "not yet coded · the study has no sources yet"),
        (
            Use(2, 1, 1, 1, 3, 4, 4),
            "2 codings · 1 source · 1 case · 1 coder · 3 in the codes below it · all sources are done",
        ),
    ],
)
def test_zero_is_said_only_where_somebody_has_coded(use: Use, sentence: str) -> None:
    assert sentence_of(use) == sentence


def test_the_document_holds_everything_that_decides_a_codes_use() -> None:
    page = page_of(handbook_docx(handbook()))
    said = "\n".join(texts(page))
    for words in (
        "Libro | del_equipo",
        "Version 1.2 · 2026-03-01",
        NOTICE,
        "Uno.\nDos.",
        "capital/confianza  [CAP-01]",
        "Se fían\nunos de otros.",
        "=2+3 se cita tal cual",
        "- si es pago\n# no",
        "Examples (invented)\t«Hay confianza.»",
        "Relacional",
        "Cuadro 2 (not in the table)",
        "VIN; vínculos",
        'CAP-01.a (sentence): confianza o "fiar"',
        "-no sé, «la verdad»␋",
        "c12 · F03 · R1 · turn 4 · Elisa, Director",
        "robot (simulated)",
        "not yet coded · 7 in the codes below it",
        "Elegidas así.",
        "Seudonimizado.",
    ):
        assert words in said, words


def test_headings_follow_the_tree_and_areas_begin_a_page() -> None:
    page = page_of(handbook_docx(handbook()))
    heads = [
        p for p in page.paragraphs if p.style is not None and p.style.name.startswith("Heading")
    ]
    assert [(p.text, p.style.name) for p in heads if p.style] == [
        ("Capital social", "Heading 1"),
        ("Confianza *entre* pares", "Heading 2"),
        ("Contexto", "Heading 1"),
    ]
    assert [bool(p.paragraph_format.page_break_before) for p in heads] == [True, False, True]
    fills = [p._p.pPr.find(qn("w:shd")).get(qn("w:fill")) for p in heads]  # type: ignore[union-attr]  # noqa: SLF001
    assert fills == ["7A4B9D", "7A4B9D", "F3F9BF"]
    assert all(page.styles[f"Heading {n}"].paragraph_format.keep_with_next for n in (1, 2))


def test_every_line_of_the_contents_leads_to_its_code() -> None:
    page = page_of(handbook_docx(handbook()))
    body = page.element.body
    named = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [(each.get(qn("w:anchor")), each.text) for each in body.iter(qn("w:hyperlink"))]
    assert [text for _to, text in links] == [
        "Capital social",
        "Confianza *entre* pares",
        "Contexto",
    ]
    assert {to for to, _text in links} == named
    numbers = [each.text for each in body.iter(qn("w:instrText")) if each.text]
    assert [number.split()[1] for number in numbers] == [to for to, _text in links]


def test_pages_are_numbered_and_headed_and_of_the_paper_asked_for() -> None:
    page = page_of(handbook_docx(handbook(), paper="letter"))
    section = page.sections[0]
    assert section.page_width == Inches(8.5)
    assert "Libro | del_equipo" in section.header.paragraphs[0].text
    for foot in (section.footer, section.first_page_footer):
        assert NOTICE in foot.paragraphs[0].text
        xml = foot._element.xml  # noqa: SLF001  # fields have no other name
        assert " PAGE " in xml
        assert " NUMPAGES " in xml
    assert page_of(handbook_docx(handbook())).sections[0].page_width == pytest.approx(
        Mm(210), rel=1e-3
    )


def test_without_being_asked_there_are_no_counts_rules_or_excerpts() -> None:
    page = page_of(handbook_docx(handbook(counted=False, rules=False)))
    said = "\n".join(texts(page))
    assert "CAP-01.a" not in said
    assert "not yet coded" not in said
    assert "F03" not in said
    plain = handbook_markdown(handbook(counted=False, rules=False))
    assert "CAP-01.a" not in plain
    assert "F03" not in plain


def test_equal_handbooks_are_equal_bytes() -> None:
    for write in (handbook_docx, handbook_xlsx, handbook_csv):
        assert write(handbook()) == write(handbook())


def test_markdown_is_what_it_says_and_nothing_in_it_turns_into_markup() -> None:
    written = handbook_markdown(handbook())
    tokens = MarkdownIt("commonmark").parse(written)
    heads = [
        (token.tag, tokens[number + 1].children)
        for number, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    said = [(tag, "".join(each.content for each in children or [])) for tag, children in heads]
    assert said == [
        ("h1", "Libro | del_equipo"),
        ("h2", "Contents"),
        ("h2", "Capital social"),
        ("h3", "Confianza *entre* pares"),
        ("h2", "Contexto"),
    ]
    links = [
        each.attrs["href"]
        for token in tokens
        for each in token.children or []
        if each.type == "link_open"
    ]
    assert links == ["#code-1", "#code-2", "#code-3"]
    assert all(f'<a id="{link[1:]}"></a>' in written for link in map(str, links))
    assert "\n```\nCAP-01.a" in written
    assert "**Corpus ficticio.**" in written


def test_the_csv_has_a_row_per_code_and_counts_that_are_blank_or_zero() -> None:
    rows = list(csv.DictReader(io.StringIO(handbook_csv(handbook()).decode(), newline="")))
    assert [row["id"] for row in rows] == ["CAP", "CAP-01", "CTX"]
    assert [row["codings"] for row in rows] == ["", "7", "0"]
    second = rows[1]
    assert (second["code"], second["parent"], second["name"]) == (
        *("capital/confianza", "capital", "confianza"),
    )
    assert second["use"] == "=2+3 se cita tal cual"
    assert second["examples"] == "Hay confianza.\nNos fiamos,\n  siempre."
    assert second["former"] == "VIN\nvínculos"
    excel = handbook_csv(handbook(counted=False), excel=True).decode("utf-8-sig")
    (_cap, conf, _ctx) = csv.DictReader(io.StringIO(excel, newline=""), delimiter=";")
    assert conf["use"] == "'=2+3 se cita tal cual"
    assert "codings" not in conf


def test_the_workbook_has_heads_in_its_first_row_and_says_what_it_is() -> None:
    book = openpyxl.load_workbook(io.BytesIO(handbook_xlsx(handbook())))
    codes, about = book.worksheets
    assert [cell.value for cell in codes[1]][:4] == ["Id", "Code", "Parent", "Name"]
    cell = codes["G3"]
    assert (cell.value, cell.data_type) == ("=2+3 se cita tal cual", "s")
    assert codes["K2"].fill.fgColor.rgb.endswith("7A4B9D")
    assert codes.freeze_panes == "C2"
    said = [row[0] for row in about.iter_rows(values_only=True)]
    assert {"Libro | del_equipo", NOTICE, "Estudio"} <= set(said)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_libreoffice_opens_it(kind: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / f"libro.{kind}"
    path.write_bytes(handbook_docx(handbook()) if kind == "docx" else handbook_xlsx(handbook()))
    home = (tmp_path / "home").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={home}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=110,
    )
    pdf = tmp_path / "libro.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_code_without_a_title_or_version_makes_a_book_all_the_same() -> None:
    plain = replace(handbook(), book=Codebook("mini", "", CODES), notices=(), version=3)
    assert plain.edition == "number 3 in the project · 2026-03-01"
    assert "mini" in texts(page_of(handbook_docx(plain)))
