"""Comments read from documents as Word writes them, wherever in the text they are anchored."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from rmecode.errors.ingest import (
    DamagedDocumentError,
    EncryptedDocumentError,
    NotWordError,
    UnsafeDocumentError,
)
from rmecode.exchange.word.contents import CommentedText, Trouble
from rmecode.exchange.word.reading import read_comments
from rmecode.exchange.word.writing import transcript_bytes
from rmecode.model import Span
from tests.exchange.word.documents import (
    coded,
    edited,
    end,
    note,
    p,
    package,
    r,
    reference,
    start,
    transcript,
    zipped,
)

PATH = Path("a.docx")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(body: str, comments: str = "", **more: dict[str, str]) -> CommentedText:
    return read_comments(package(body, comments, **more), PATH)


def only(body: str) -> tuple[str, str, Trouble | None]:
    """Return the text, the words of its one comment, and what troubles it."""
    found = read(body, note(0, "x"))
    assert found.placed == found.text
    (comment,) = found.comments
    words = "" if comment.span is None else found.text[comment.span.start : comment.span.end]
    return found.text, words, comment.trouble


@pytest.mark.parametrize(
    ("body", "text", "words"),
    [
        (p(r("uno "), start(0), r("dos"), end(0), r(" tres")), "uno dos tres", "dos"),
        (p(r("uno"), start(0)) + p(r("dos"), end(0)), "uno\ndos", "\ndos"),
        (start(0) + p(r("uno")) + p(r("dos")) + end(0), "uno\ndos", "uno\ndos"),
        (p(r("a"), properties="<w:jc/>") + start(0) + p(r("uno"), properties="<w:jc/>") + end(0), "a\nuno", "uno"),
        (p("<w:ins>", start(0), r("uno"), "</w:ins>", end(0), r("dos")), "unodos", "uno"),
        (p("<w:del>", start(0), r("no"), "</w:del>", r("sí"), end(0)), "sí", "sí"),
        (p("<w:hyperlink>", start(0), r("uno"), end(0), "</w:hyperlink>"), "uno", "uno"),
        ("<w:sdt><w:sdtContent>" + start(0) + p(r("uno")) + end(0) + "</w:sdtContent></w:sdt>", "uno", "uno"),
        (p(start(0), "<w:r><w:tab/><w:t>a</w:t><w:br/></w:r>", end(0), r("b")), "\ta\nb", "\ta\n"),
        (p(start(0), r("\U000f0000a"), end(0)), "\U000f0000a", "\U000f0000a"),
    ],
)  # fmt: skip
def test_a_range_is_read_wherever_it_stands(body: str, text: str, words: str) -> None:
    assert only(body) == (text, words, None)


def table(*rows: tuple[str, str]) -> str:
    cells = "".join(
        f"<w:tr><w:tc>{p(who)}</w:tc><w:tc>{p(said)}</w:tc></w:tr>" for who, said in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def test_a_range_in_a_table_counts_in_the_text_that_the_table_becomes() -> None:
    said = r("Uno ") + start(0) + r("dos y tres") + end(0)
    text, words, trouble = only(
        table((r("Directora"), said), (r("Entrevistadora"), r("¿Y ahora?")))
    )
    assert (words, trouble) == ("dos y tres", None)
    assert text == "Directora: Uno dos y tres\nEntrevistadora: ¿Y ahora?"


def test_a_mark_on_a_speakers_cell_may_change_how_a_table_is_read_and_is_told() -> None:
    label = start(0) + r("Directora") + end(0)
    body = table((label, r("Uno dos y tres")), (r("Entrevistadora"), r("¿Y ahora?")))
    found = read(body, note(0, "x"))
    assert found.text == "Directora: Uno dos y tres\nEntrevistadora: ¿Y ahora?"
    span = found.comments[0].span
    assert span is not None
    assert found.placed[span.start : span.end] == "Directora"


def test_nested_and_overlapping_ranges_each_have_their_words() -> None:
    body = p(
        start(0),
        r("uno "),
        start(1),
        r("dos"),
        end(1),
        start(2),
        r(" tres"),
        end(0),
        r("!"),
        end(2),
    )
    found = read(body, note(0, "a") + note(1, "b") + note(2, "c"))
    assert {c.id: c.span and found.text[c.span.start : c.span.end] for c in found.comments} == {
        "0": "uno dos tres",
        "1": "dos",
        "2": " tres!",
    }
    assert [c.id for c in found.comments] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("body", "trouble", "span"),
    [
        (p(r("uno"), reference(0), r("dos")), Trouble.POINT, Span(3, 3)),
        (p(r("uno"), start(0), end(0), r("dos")), Trouble.POINT, Span(3, 3)),
        (p(r("uno"), "<w:del>", start(0), r("x"), end(0), "</w:del>"), Trouble.POINT, Span(3, 3)),
        (p(start(0), r("uno")), Trouble.OPEN, None),
        (p(r("uno"), end(0)), Trouble.OPEN, None),
        (p(end(0), r("uno"), start(0)), Trouble.OPEN, None),
        (p(start(0), r("uno"), end(0), start(0), r("dos"), end(0)), Trouble.OPEN, None),
        (p(r("uno")), Trouble.LOOSE, None),
        (start(0) + p(r("uno"), end(7)), Trouble.OPEN, None),
    ],
)
def test_what_stands_on_no_words_says_so(body: str, trouble: Trouble, span: Span | None) -> None:
    (comment,) = read(body, note(0, "x")).comments
    assert (comment.trouble, comment.span) == (trouble, span)


def test_a_comment_without_a_paragraph_near_it_is_loose() -> None:
    body = "<w:tbl/>" + start(0) + end(0).replace("<w:r>", "").replace("</w:r>", "")
    found = read(p(r("uno")) + body.replace("<w:tbl/>", ""), note(0, "x"))
    assert found.comments[0].trouble in {Trouble.OPEN, Trouble.POINT}


def test_answers_know_what_they_answer_and_resolved_comments_stay() -> None:
    body = p(start(0), start(1), r("uno"), end(0), end(1))
    notes = note(0, "confianza", paragraph="AA") + note(
        1, "Sí", "claro", author="Eva", paragraph="BB"
    )
    found = read(body, notes, threads={"BB": "AA", "AA": "", "XX": "AA"})
    first, answer = found.comments
    assert (first.parent, answer.parent) == ("", "0")
    assert (answer.author, answer.text, answer.date) == (
        "Eva",
        "Sí\nclaro",
        "2026-04-05T09:30:00+00:00",
    )


def test_the_words_of_a_comment_are_those_that_word_shows() -> None:
    inner = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/>'
        "<w:t>b</w:t><w:br/><w:t>c</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>d</w:t></w:r></w:ins></w:p>"
        f"<w:tbl><w:tr><w:tc>{p(r('celda'))}</w:tc></w:tr></w:tbl>"
    )
    found = read(p(reference(0)), f'<w:comment w:id="0" w:date="nunca">{inner}</w:comment>')
    assert (found.comments[0].text, found.comments[0].date) == ("a\tb\ncd\ncelda", "")
    assert found.comments[0].author == ""


def test_a_local_time_without_zone_is_taken_as_it_stands() -> None:
    made = note(0, "x").replace("09:30:00Z", "09:30:00")
    assert read(p(r("uno")), made).comments[0].date == "2026-04-05T09:30:00+00:00"


def test_the_comments_are_found_by_their_type_where_their_part_has_another_name() -> None:
    raw = package(p(start(0), r("uno"), end(0)), note(0, "x"))
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/word/notas.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.comments+xml"/></Types>'
    )
    moved = edited(raw, [("[Content_Types].xml", "<Types/>", types)])
    with zipfile.ZipFile(io.BytesIO(moved)) as parts:
        files = {
            name.replace("comments.xml", "notas.xml"): parts.read(name) for name in parts.namelist()
        }
    assert len(read_comments(zipped(files), PATH).comments) == 1


def test_a_document_without_comments_has_none() -> None:
    assert read(p(r("uno"))).comments == ()


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"hola", NotWordError),
        (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedDocumentError),
        (b"PK\x03\x04 roto", DamagedDocumentError),
        (zipped({"xl/workbook.xml": "<x/>"}), NotWordError),
        (edited(package(p(r("uno"))), [("word/comments.xml", "</w:comments>", "")]), DamagedDocumentError),
        (
            edited(
                package(p(r("uno"))),
                [("word/comments.xml", "<w:comments", '<!DOCTYPE a [<!ENTITY b "c">]><w:comments')],
            ),
            UnsafeDocumentError,
        ),
        (zipped({"word/document.xml": b"<w:d>" + b" " * (80 * 2**20)}), UnsafeDocumentError),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused(raw: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_comments(raw, PATH)


def test_a_broken_or_foreign_identity_is_none() -> None:
    raw = transcript_bytes(transcript("hola", coded(0, 4)))
    broken = edited(raw, [("customXml/item2.xml", "</transcript>", "")])
    found = read_comments(broken, PATH).identity
    assert found is not None  # the document's properties still say it
    assert (found.hash, found.codings) == (transcript("hola").hash, frozenset())
    foreign = edited(broken, [("docProps/core.xml", "rmecode:", "otro:")])
    assert read_comments(foreign, PATH).identity is None
    other = edited(foreign, [("customXml/item2.xml", 'text="', 'text="no')])
    assert read_comments(other, PATH).identity is None


def test_what_an_identity_cannot_mean_is_left_out() -> None:
    raw = transcript_bytes(transcript("hola", coded(0, 4), coded(1, 3)))
    odd = edited(raw, [("customXml/item2.xml", 'start="0"', 'start="-1"')])
    found = read_comments(odd, PATH).identity
    assert found is not None
    assert [each.start for each in found.codings] == [1]
