"""Word documents: everything that a page shows, in its order."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE

from rmecode.ingest import Hint, read_document, read_turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WordFile = Callable[..., Path]


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ["".join(f"<w:tc>{p(r(cell))}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(r("uno")) + p() + p(r("dos")), "uno\n\ndos"),
        (p(r("uno"), "<w:r><w:br/></w:r>", r("dos"), "<w:r><w:tab/></w:r>", r("x")), "uno\ndos\tx"),
        (p(r("uno"), '<w:r><w:br w:type="page"/></w:r>', r("dos")), "unodos"),
        (p("<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>"), "a\nb-"),
        (p('<w:hyperlink w:anchor="x">' + r("enlace") + "</w:hyperlink>"), "enlace"),
        (p("<w:fldSimple>" + r("campo") + "</w:fldSimple>"), "campo"),
        (p("<w:r><w:instrText>PAGE</w:instrText></w:r>", r("x")), "x"),
        (p("<w:smartTag>" + r("así") + "</w:smartTag>"), "así"),
        (p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("en línea") + "</w:sdtContent></w:sdt>"), "en línea"),
        ("<w:sdt><w:sdtContent>" + p(r("uno")) + p(r("dos")) + "</w:sdtContent></w:sdt>", "uno\ndos"),
        ("<w:customXml>" + p(r("uno")) + "</w:customXml>", "uno"),
        (p('<w:r><w:sym w:font="Arial" w:char="00BF"/><w:sym w:char="F04A"/><w:sym/></w:r>', r("x")), "¿x"),
        (p(r("de&#x301;ja")), "déja"),
        (p(r("uno&#x85;dos&#xFEFF;")), "uno\ndos"),
        ('<w:bookmarkStart w:id="0"/>' + p(r("x")), "x"),
    ],
)  # fmt: skip
def test_words_are_read_wherever_word_keeps_them(word_file: WordFile, body: str, text: str) -> None:
    assert read_document(word_file(body)).text == text


def test_tracked_changes_are_taken_as_accepted_and_counted(word_file: WordFile) -> None:
    body = (
        p(r("La "), "<w:ins>" + r("buena ") + "</w:ins>", "<w:del><w:r><w:delText>mala </w:delText></w:r></w:del>", r("red"))
        + p(r("uno "), properties="<w:rPr><w:del/></w:rPr>")
        + p(r("sigue"))
        + "<w:moveFrom>" + p(r("ido")) + "</w:moveFrom>"
        + "<w:moveTo>" + p(r("venido")) + "</w:moveTo>"
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p(r("fila")) + "</w:tc></w:tr></w:tbl>"
        + p(r("fin"), properties="<w:rPr><w:del/></w:rPr>")
    )  # fmt: skip
    document = read_document(word_file(body))
    assert document.text == "La buena red\nuno sigue\nvenido\nfin"
    notes = " ".join(note.what for note in document.notes)
    assert "2 tracked insertions were taken" in notes
    assert "3 tracked deletions were left out" in notes


def test_a_text_box_is_read_once_after_its_paragraph(word_file: WordFile) -> None:
    box = "<w:txbxContent>" + p(r("D: en la caja")) + "</w:txbxContent>"
    drawn = (
        '<w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:drawing>'
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = read_document(word_file(p(r("E: antes"), drawn, r(" y después")) + p(r("E: fin"))))
    assert document.text == "E: antes y después\nD: en la caja\nE: fin"
    assert ["1 text box" in note.what for note in document.notes] == [True]


def test_what_is_beside_the_text_is_counted_and_left_out(word_file: WordFile) -> None:
    body = p(
        r("uno"),
        '<w:r><w:commentReference w:id="0"/></w:r>',
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        '<w:r><w:endnoteReference w:id="2"/></w:r>',
    )
    path = word_file(
        body,
        header1=p(r("Confidencial")),
        footer1=p(),
        comments=p(r("¿código?")),
        footnotes=p(r("x")),
    )
    document = read_document(path)
    assert document.text == "uno"
    assert [note.what for note in document.notes] == [
        "1 comment was left out.",
        "2 footnotes and endnotes were left out.",
        "1 page header or footer was left out.",
    ]


def test_headings_are_known_by_style_name_base_and_outline(word_file: WordFile) -> None:
    styles = (
        '<w:style w:styleId="Ttulo2"><w:name w:val="heading 2"/><w:basedOn w:val="Mine"/></w:style>'
        '<w:style w:styleId="Mine"><w:name w:val="Mío"/><w:basedOn w:val="Title"/></w:style>'
        '<w:style w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Mine"/></w:style>'
        '<w:style w:styleId="Out"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = "".join(
        p(r(name), properties=f'<w:pStyle w:val="{name}"/>')
        for name in ("Ttulo2", "Mine", "Title", "Out", "Gone")
    ) + p(r("directo"), properties='<w:outlineLvl w:val="0"/>') + p(
        r("Ema:", '<w:rStyle w:val="Strong"/>'), r(" hola ", '<w:b w:val="0"/>'), r("sí", "<w:b/>")
    )  # fmt: skip
    document = read_document(word_file(body, styles=styles))
    assert document.hints == {
        0: Hint(heading=2),
        1: Hint(heading=1),
        2: Hint(heading=1),
        3: Hint(heading=3),
        5: Hint(heading=1),
        6: Hint(bold=4),
    }


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            [("Hora", "Hablante", "Texto"), ("00:00:08", "Entrevistadora", "¿Sí?"), ("[00:15]", "Director:", "No.")],
            "Hora\tHablante\tTexto\n[00:00:08] Entrevistadora: ¿Sí?\n[00:15] Director: No.",
        ),
        (
            [("Ema", "¿Cómo llegó?"), ("Luis", "Por un papel."), ("Ema", "¿Y antes?"), ("Luis", "Nada."), ("", "Nada más.")],
            "Ema: ¿Cómo llegó?\nLuis: Por un papel.\nEma: ¿Y antes?\nLuis: Nada.\nNada más.",
        ),
        (
            [("Entrevistadora", "¿Cómo llegó?", "0:05"), ("Director", "Por un papel.", "0:09")],
            "[0:05] Entrevistadora: ¿Cómo llegó?\n[0:09] Director: Por un papel.",
        ),
        (
            [("0:05", "Entrevistadora: ¿Cómo llegó?"), ("0:09", "Director: Por un papel.")],
            "[0:05] Entrevistadora: ¿Cómo llegó?\n[0:09] Director: Por un papel.",
        ),
        (
            [("Cargo", "Dueño"), ("Fecha", "3 de mayo"), ("Lugar", "Sala de clases")],
            "Cargo\tDueño\nFecha\t3 de mayo\nLugar\tSala de clases",
        ),
        ([("a", "b", "c", "d"), ("", "", "", ""), ("e", "f")], "a\tb\tc\td\ne\tf"),
        ([("E: uno",), ("D: dos",)], "E: uno\nD: dos"),
        ([("", "Una nota larga que no dice nadie"), ("", "Otra")], "\tUna nota larga que no dice nadie\n\tOtra"),
        ([("0:05", "Ema", "¿Sí?"), ("0:06", "", ""), ("", "", ""), ("0:09", "Luis", "No.")], "[0:05] Ema: ¿Sí?\n[0:06]\n[0:09] Luis: No."),
    ],
)  # fmt: skip
def test_a_table_becomes_lines(word_file: WordFile, rows: list[tuple[str, ...]], text: str) -> None:
    assert read_document(word_file(table(*rows))).text == text


def test_a_cell_of_several_paragraphs_is_one_turn(word_file: WordFile) -> None:
    body = (
        "<w:tbl>"
        f"<w:tr><w:tc>{p(r('Entrevistadora'))}</w:tc><w:tc>{p(r('¿Sí?'))}</w:tc></w:tr>"
        f"<w:tr><w:sdt><w:sdtContent><w:tc>{p(r('Director'))}</w:tc></w:sdtContent></w:sdt>"
        f"<w:tc>{p(r('Uno.'))}{p(r('Dos.'))}{table(('a', 'b'))}</w:tc></w:tr>"
        "</w:tbl>"
    )
    document = read_document(word_file(body))
    assert document.text == "Entrevistadora: ¿Sí?\nDirector: Uno.\nDos.\na\tb"
    turns = read_turns(document).turns
    assert [(turn.label, document.text[turn.words.start : turn.words.end]) for turn in turns] == [
        ("Entrevistadora", "¿Sí?"),
        ("Director", "Uno.\nDos.\na\tb"),
    ]


def test_a_file_made_by_python_docx_is_read_in_document_order(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Entrevista", level=1)
    made.add_paragraph().add_run("Entrevistadora:").bold = True
    made.paragraphs[-1].add_run(" ¿Cómo llegó?")
    rows = made.add_table(rows=2, cols=2)
    for row, (label, words) in enumerate(
        [("Director", "Por un papel."), ("Entrevistadora", "¿Y?")]
    ):
        rows.cell(row, 0).text, rows.cell(row, 1).text = label, words
    made.add_paragraph("Director: Nada más.")
    made.save(str(tmp_path / "a.docx"))
    document = read_document(tmp_path / "a.docx")
    assert document.text.split("\n") == [
        "Entrevista",
        "Entrevistadora: ¿Cómo llegó?",
        "Director: Por un papel.",
        "Entrevistadora: ¿Y?",
        "Director: Nada más.",
    ]
    assert read_turns(document).labels == {"Entrevistadora": 2, "Director": 2}
    assert document.hints[1] == Hint(bold=len("Entrevistadora:"))


def test_soft_breaks_part_turns_and_keep_bold_apart(word_file: WordFile) -> None:
    body = p(r("Ema:", "<w:b/>"), r(" ¿sí?"), "<w:r><w:br/></w:r>", r("Luis:", "<w:b/>"), r(" no"))
    document = read_document(word_file(body))
    assert document.text == "Ema: ¿sí?\nLuis: no"
    assert document.hints == {0: Hint(bold=4), 1: Hint(bold=5)}


def test_a_doc_that_is_a_docx_inside_is_read(word_file: WordFile) -> None:
    assert read_document(word_file(p(r("hola")), "a.doc")).text == "hola"


def test_both_dialects_and_other_part_names_are_read(
    tmp_path: Path, packed: Callable[..., bytes]
) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>hola</w:t></w:r></w:p></w:body></w:document>'
    relations = (
        '<R xmlns="urn:r"><Relationship Type="urn:x/other" Target="a"/>'
        '<Relationship Type="http://purl.oclc.org/ooxml/officeDocument" Target="/word/document2.xml"/></R>'
    )
    path = tmp_path / "a.docx"
    path.write_bytes(packed({"word/document2.xml": body}, relations=relations))
    assert read_document(path).text == "hola"
    path.write_bytes(packed({"word/document.xml": body}, relations=""))
    assert read_document(path).text == "hola"


def made_by_python_docx() -> bytes:
    """Return a Word file with a heading and a bold label."""
    made = docx.Document()
    made.add_heading("Entrevista", 2)
    made.add_paragraph().add_run("Ema:").bold = True
    made.paragraphs[-1].add_run(" ¿sí?")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def with_parts(raw: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """Return the package with some of its parts rewritten; all of those must be there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w") as new:
        assert set(changes) <= set(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, changes[name](content) if name in changes else content)
    return buffer.getvalue()


def after(found: bytes, added: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(found, found + added)


RELS = "word/_rels/document.xml.rels"
NOWHERE = (
    b'<Relationship Id="rId77" Target="NULL" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"[Content_Types].xml": lambda part: part.replace(CONTENT_TYPE.WML_DOCUMENT_MAIN.encode(), b"application/vnd.ms-word.document.macroEnabled.main+xml")},
        {"[Content_Types].xml": lambda part: part.replace(b"document.main+xml", b"template.main+xml")},
        {"[Content_Types].xml": lambda _part: b"no XML"},
        {RELS: lambda part: part.replace(b"</Relationships>", NOWHERE + b"</Relationships>")},
        {"docProps/core.xml": lambda _part: b"<broken"},
        {"word/styles.xml": lambda part: re.sub(rb' w:type="\w+"', b"", part)},
        {"word/styles.xml": lambda part: part.replace(b'w:type="character"', b'w:type="odd"')},
        {"word/document.xml": after(b"Ema", b"<!-- a comment -->")},
        {"word/document.xml": after(b"<w:body>", b"<?proof x?><!-- a comment -->")},
        {"word/document.xml": lambda part: part.decode().replace("'UTF-8'", "'UTF-16'").encode("utf-16")},
        {
            name: lambda part: part.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            for name in ("word/document.xml", "word/styles.xml")
        },
    ],
)  # fmt: skip
def test_what_word_forgives_costs_no_document(
    tmp_path: Path, changes: dict[str, Callable[[bytes], bytes]]
) -> None:
    path = tmp_path / "a.docm"
    path.write_bytes(with_parts(made_by_python_docx(), changes))
    document = read_document(path)
    assert document.text == "Entrevista\nEma: ¿sí?"
    assert document.hints == {0: Hint(heading=2), 1: Hint(bold=4)}


def test_a_part_that_stands_twice_counts_as_last_written(tmp_path: Path) -> None:
    buffer = io.BytesIO(made_by_python_docx())
    with zipfile.ZipFile(buffer, "a") as archive:
        body = archive.read("word/document.xml").replace(b"Ema", b"Eva")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("word/document.xml", body)
    (tmp_path / "a.docx").write_bytes(buffer.getvalue())
    assert read_document(tmp_path / "a.docx").text == "Entrevista\nEva: ¿sí?"


def test_a_broken_header_is_counted_and_costs_no_document(word_file: WordFile) -> None:
    path = word_file(p(r("uno")))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/header3.xml", "<w:hdr><w:t>sin fin</w:t>")
    document = read_document(path)
    assert document.text == "uno"
    assert [note.what for note in document.notes] == ["1 page header or footer was left out."]


def test_styles_are_found_by_relation_or_beside_the_words(
    tmp_path: Path, packed: Callable[..., bytes]
) -> None:
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = p(r("uno"), properties='<w:pStyle w:val="X"/>')
    style = '<w:style w:styleId="X"><w:name w:val="heading {level}"/></w:style>'
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{names}"><w:body>{body}</w:body></w:document>',
        RELS: '<R><Relationship Type="urn:x/theme" Target="theme.xml"/>'
        '<Relationship Type="urn:x/styles" Target="../word/styles2.xml"/></R>',
        "word/styles2.xml": f'<w:styles xmlns:w="{names}">{style.format(level=4)}</w:styles>',
        "word/styles.xml": f'<w:styles xmlns:w="{names}">{style.format(level=5)}</w:styles>',
    }
    path = tmp_path / "a.docx"
    for left_out, level in (("", 4), ("word/styles2.xml", 5), (RELS, 5)):
        path.write_bytes(packed({name: xml for name, xml in parts.items() if name != left_out}))
        assert read_document(path).hints == {0: Hint(heading=level)}
    path.write_bytes(packed(parts | {RELS: '<R><Relationship Type="urn:x/theme" Target="t"/></R>'}))
    assert read_document(path).hints == {0: Hint(heading=5)}
    path.write_bytes(packed({"word/document.xml": parts["word/document.xml"]}))
    assert read_document(path).hints == {}


def test_values_outside_the_schema_count_as_not_given(word_file: WordFile) -> None:
    styles = (
        '<w:style><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="H"><w:name/><w:basedOn/><w:rPr><w:b w:val="odd"/></w:rPr>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    body = p(
        r("uno", '<w:b w:val="odd"/>'),
        r("dos", '<w:rStyle/><w:b w:val="odd"/>'),
        properties='<w:pStyle/><w:outlineLvl w:val="99"/>',
    ) + p(r("tres"), properties='<w:pStyle w:val="H"/>')
    document = read_document(word_file(body, styles=styles))
    assert document.text == "unodos\ntres"
    assert document.hints == {1: Hint(heading=2)}


def test_rows_and_alternatives_are_read_once_wherever_they_are(word_file: WordFile) -> None:
    row = "<w:tr>" + "".join(f"<w:tc>{p(r(cell))}</w:tc>" for cell in ("Ema", "¿sí?")) + "</w:tr>"
    body = (
        f"<w:tbl><w:sdt><w:sdtPr/><w:sdtContent>{row}</w:sdtContent></w:sdt>{row}</w:tbl>"
        f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{p(r("nuevo"))}</mc:Choice>'
        f"<mc:Fallback>{p(r('viejo'))}</mc:Fallback></mc:AlternateContent>"
        '<w:p><m:oMath xmlns:m="urn:m"><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>'
    )
    text = read_document(word_file(body)).text
    assert text == "Ema: ¿sí?\nEma: ¿sí?\nnuevo\na+b"


def test_word_and_yaml_are_loaded_only_for_files_that_need_them() -> None:
    code = "import sys, rmecode.ingest; print({'docx', 'lxml', 'yaml'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
