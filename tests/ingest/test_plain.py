"""Plain text in whatever encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors.ingest import EmptyDocumentError, NotTextError
from rmecode.ingest import read_document

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "E: ¿Cómo llegó usted, señora Muñoz?\nD: «Así», pues… en el año ’98 – a pie.\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("utf-16", "UTF-16LE"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32", "UTF-32LE"),
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_encoding_is_found_and_said(
    tmp_path: Path, codec: str, name: str, line_end: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(WORDS.replace("\n", line_end).encode(codec))
    document = read_document(path)
    assert (document.text, document.encoding, document.notes) == (WORDS, name, ())


@pytest.mark.parametrize(
    ("codec", "words", "name"),
    [
        ("latin-1", "¿Qué pasó, señora? Ahí está.", "Windows-1252"),
        ("cp850", "¿Qué pasó, señora? Ahí está el niño.", "IBM850"),
        ("ascii", "no hubo plata", "UTF-8"),
    ],
)
def test_other_one_byte_encodings_are_told_by_plausible_spanish(
    tmp_path: Path, codec: str, words: str, name: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(words.encode(codec))
    assert (read_document(path).text, read_document(path).encoding) == (words, name)


def test_text_in_both_unicode_forms_is_the_same_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("la niña habló", encoding="utf-8")
    (tmp_path / "b.txt").write_text("la nin\u0303a hablo\u0301", encoding="utf-16")
    one, other = read_document(tmp_path / "a.txt"), read_document(tmp_path / "b.txt")
    assert one.hash == other.hash
    assert one.file_hash != other.file_hash


def test_a_few_foreign_bytes_in_utf8_are_mended_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("año, señora, camión ".encode() + "pasó".encode("cp1252"))
    document = read_document(path)
    assert document.text == "año, señora, camión pasó"
    assert ["1 byte " in note.what for note in document.notes] == [True]
    assert document.notes[0].sentence.startswith("a.txt: ")


def test_text_encoded_twice_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("pasó, así, qué, día".encode().decode("cp1252").encode())
    assert ["encoded twice" in note.what for note in read_document(path).notes] == [True]


def test_characters_lost_before_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("pas\ufffd", encoding="utf-8")
    assert ["1 character was already lost" in n.what for n in read_document(path).notes] == [True]


def test_control_characters_are_taken_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"E: uno\0 dos\x0btres\x07\tcuatro\xe2\x80\xa8cinco" + b" palabras" * 50)
    document = read_document(path)
    assert document.text.startswith("E: uno dos\ntres\tcuatro\ncinco palabras")
    assert ["4 control characters" in note.what for note in document.notes] == [True]


def test_a_mark_inside_the_text_is_no_character_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("uno\ufeffdos", encoding="utf-8-sig")
    assert read_document(path).text == "unodos"


def test_utf16_cut_in_the_middle_of_a_character_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("hola a todos".encode("utf-16")[:-1])
    document = read_document(path)
    assert document.text == "hola a todo\ufffd"
    assert len(document.notes) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4 ...", "a PDF"),
        (b"PK\x03\x04abc", "a zip archive"),
        (b"{\\rtf1 hola}", "RTF"),
        (b"\x89PNG\r\n", "a picture"),
        (bytes(range(1, 256)) * 4, "binary content"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(NotTextError, match=words):
        read_document(path)


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\0" * 90, b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_document_without_words_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(EmptyDocumentError, match=r"a\.txt: has no text"):
        read_document(path)
