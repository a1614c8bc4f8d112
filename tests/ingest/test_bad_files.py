"""Files that cannot be documents: each ends in one sentence that names it, within bounds."""

from __future__ import annotations

import os
import random
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rmecode.errors import FileUnreadableError, RmecodeError
from rmecode.errors.ingest import (
    DamagedDocumentError,
    DocumentError,
    EmptyDocumentError,
    EncryptedDocumentError,
    MissingDocumentError,
    NotAFileError,
    NotTextError,
    NotWordError,
    OldWordError,
    ShadowFileError,
    TooLargeError,
    UnknownFormatError,
    UnsafeDocumentError,
)
from rmecode.ingest import formats, is_shadow, packages, read_document, read_turns, word

if TYPE_CHECKING:
    from collections.abc import Callable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = f'<w:document xmlns:w="{W}"><w:body>'
TAIL = "</w:body></w:document>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refused(path: Path, error: type[DocumentError], words: str) -> None:
    """Check that reading ends in this error, in one sentence that names the file and says more."""
    with pytest.raises(error) as caught:
        read_document(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: ")
    assert words in sentence
    assert "\n" not in sentence
    assert caught.value.path == path
    assert caught.value.exit_code == 2


def test_names_that_lead_to_no_document(tmp_path: Path) -> None:
    refused(tmp_path / "no.txt", MissingDocumentError, "no such file")
    refused(tmp_path, NotAFileError, "is a folder")
    (tmp_path / "sub.docx").mkdir()
    refused(tmp_path / "sub.docx", NotAFileError, "is a folder")
    (tmp_path / "a.odt").write_text("x")
    refused(tmp_path / "a.odt", UnknownFormatError, ".txt, .md, .docx")
    (tmp_path / "a").write_text("x")
    refused(tmp_path / "a", UnknownFormatError, "no ending")
    (tmp_path / "A.TXT").write_text("hola")
    assert read_document(str(tmp_path / "A.TXT")).format == "txt"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    refused(tmp_path / "a.txt", NotAFileError, "no ordinary file")


def test_a_file_that_the_machine_does_not_give_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")

    def forbidden(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(FileUnreadableError, match="permission denied"):
        read_document(tmp_path / "a.txt")


def test_a_name_that_no_file_can_have_is_said(tmp_path: Path) -> None:
    with pytest.raises(RmecodeError):
        read_document(f"{tmp_path}/{'x' * 5000}.txt")
    with pytest.raises(RmecodeError):
        read_document(tmp_path / "a\0.txt")


@pytest.mark.parametrize("name", ["~$a.docx", "._a.docx", ".~lock.a.docx#", "~WRL0005.tmp"])
def test_shadow_files_are_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x05Usuaria")
    assert is_shadow(tmp_path / name)
    refused(tmp_path / name, ShadowFileError, "passed over")
    assert not is_shadow("a.docx")


def test_a_file_beyond_the_limit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = formats.Format("txt", (".txt",), formats.FORMATS[0].read, limit=1)
    monkeypatch.setattr(formats, "FORMATS", (small,))
    (tmp_path / "a.txt").write_bytes(b"a" * (2**20 + 1))
    refused(tmp_path / "a.txt", TooLargeError, "1 MB")
    (tmp_path / "a.txt").write_bytes(b"a" * 2**20)
    assert len(read_document(tmp_path / "a.txt").text) == 2**20


@pytest.mark.parametrize("name", ["a.doc", "a.docx"])
@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (OLE, OldWordError, "Save as"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedDocumentError, "password"),
        (OLE + "Workbook".encode("utf-16-le"), NotWordError, "old Office"),
        (b"{\\rtf1 hola}", NotWordError, "RTF"),
        (b"%PDF-1.7", NotWordError, "PDF"),
        (b"E: hola\nD: chao\n", NotWordError, "no Word document"),
        (b"PK\x03\x04 cut off", DamagedDocumentError, "damaged"),
        (b"", EmptyDocumentError, "no text"),
    ],
)
def test_files_that_are_no_word_document(
    tmp_path: Path, name: str, content: bytes, error: type[DocumentError], words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(tmp_path / name, error, words)


@pytest.mark.parametrize(
    ("parts", "error", "words"),
    [
        ({"xl/workbook.xml": "<x/>"}, NotWordError, "Excel"),
        ({"ppt/presentation.xml": "<x/>"}, NotWordError, "PowerPoint"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, NotWordError, "OpenDocument"),
        ({"a.txt": "hola"}, NotWordError, "zip archive"),
        ({"word/styles.xml": "<x/>"}, DamagedDocumentError, "word/document.xml"),
        ({"word/document.xml": "<w:document"}, DamagedDocumentError, "word/document.xml"),
        ({"word/document.xml": "hola"}, DamagedDocumentError, "word/document.xml"),
        ({"word/document.xml": "<a/>"}, DamagedDocumentError, "word/document.xml"),
        ({"word/document.xml": f"{HEAD}<w:p/>"}, DamagedDocumentError, "word/document.xml"),
        ({"word/document.xml": HEAD + TAIL}, EmptyDocumentError, "no text"),
        ({"word/document.xml": f"{HEAD}<w:p/>{TAIL}"}, EmptyDocumentError, "no text"),
        ({"word/document.xml": HEAD + "<w:sdt>" * 300 + "</w:sdt>" * 300 + TAIL}, DamagedDocumentError, "damaged"),
        ({"word/document.xml": f"{HEAD}<w:p/>{TAIL}", "word/styles.xml": "<"}, DamagedDocumentError, "styles"),
        ({"word/document.xml": f"{HEAD}<w:p/>{TAIL}", "word/styles.xml": "<w><v></w>"}, DamagedDocumentError, "styles"),
        ({"word/document.xml": f"{HEAD}<w:p/>{TAIL}", "word/styles.xml": "<!DOCTYPE w [<!ENTITY a 'b'>]><w/>"}, UnsafeDocumentError, "styles"),
        ({"word/document.xml": f"{HEAD}<w:p/>{TAIL}", "word/_rels/document.xml.rels": "<"}, DamagedDocumentError, "rels"),
        ({"word/document.xml": f"{HEAD}<w:p/>{TAIL}", "word/_rels/document.xml.rels": "<w><v></w>"}, DamagedDocumentError, "rels"),
    ],
)  # fmt: skip
def test_packages_that_hold_no_sound_word_document(
    tmp_path: Path,
    packed: Callable[..., bytes],
    parts: dict[str, str],
    error: type[DocumentError],
    words: str,
) -> None:
    (tmp_path / "a.docx").write_bytes(packed(parts))
    refused(tmp_path / "a.docx", error, words)


def test_entities_are_never_resolved(tmp_path: Path, packed: Callable[..., bytes]) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for doctype in (
        f'<!DOCTYPE w [<!ENTITY l0 "ja">{lol}]>',
        f'<!DOCTYPE w [<!ENTITY l11 SYSTEM "file://{secret}">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
    ):
        body = f"{doctype}{HEAD}<w:p><w:r><w:t>&l11;x</w:t></w:r></w:p>{TAIL}"
        (tmp_path / "a.docx").write_bytes(packed({"word/document.xml": body}))
        with pytest.raises((UnsafeDocumentError, DamagedDocumentError)):
            read_document(tmp_path / "a.docx")


def test_a_bomb_is_not_inflated(
    tmp_path: Path, packed: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = f"{HEAD}<w:p><w:r><w:t>{' ' * 2**20}hola</w:t></w:r></w:p>{TAIL}"
    (tmp_path / "a.docx").write_bytes(packed({"word/document.xml": body}))
    assert read_document(tmp_path / "a.docx").text.strip() == "hola"
    monkeypatch.setattr(packages, "SUSPICIOUS", 2**19)
    refused(tmp_path / "a.docx", UnsafeDocumentError, "swell")
    monkeypatch.setattr(packages, "TIGHTEST", 10**9)
    monkeypatch.setattr(packages, "LARGEST_PART", 2**19)
    refused(tmp_path / "a.docx", UnsafeDocumentError, "swell")


@pytest.mark.parametrize("nodes", ["<w:p/>" * 600, "<w:p/>" + '<w:x w:y="1" w:z="1"/>' * 200])
def test_more_xml_than_memory_should_hold_is_not_parsed(
    tmp_path: Path, packed: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch, nodes: str
) -> None:
    body = HEAD + "<w:p><w:r><w:t>hola</w:t></w:r></w:p>" + nodes + TAIL
    (tmp_path / "a.docx").write_bytes(packed({"word/document.xml": body}))
    assert read_document(tmp_path / "a.docx").text.strip() == "hola"
    monkeypatch.setattr(packages, "MOST_NODES", 500)
    refused(tmp_path / "a.docx", UnsafeDocumentError, "word/document.xml")


def test_a_bomb_that_lies_about_its_size_is_stopped(
    tmp_path: Path, packed: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = f"{HEAD}<w:p><w:r><w:t>{' ' * 2**20}hola</w:t></w:r></w:p>{TAIL}".encode()
    raw = packed({"word/document.xml": body})
    lying = raw.replace(len(body).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != raw
    monkeypatch.setattr(packages, "LARGEST_PART", 2**19)
    (tmp_path / "a.docx").write_bytes(lying)
    with pytest.raises((DamagedDocumentError, UnsafeDocumentError)):
        read_document(tmp_path / "a.docx")


def test_lines_without_end_are_stopped(
    tmp_path: Path, packed: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "MOST_LINES", 100)
    (tmp_path / "a.docx").write_bytes(packed({"word/document.xml": HEAD + "<w:p/>" * 200 + TAIL}))
    refused(tmp_path / "a.docx", UnsafeDocumentError, "swell")


def test_a_part_under_a_password_or_of_an_odd_method_is_refused(tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", HEAD + TAIL)
    (tmp_path / "a.docx").write_bytes(buffer.getvalue())
    refused(tmp_path / "a.docx", DamagedDocumentError, "word/document.xml")
    raw = bytearray(buffer.getvalue())
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.docx").write_bytes(raw)
    refused(tmp_path / "a.docx", EncryptedDocumentError, "password")


@pytest.mark.parametrize("count", [40, pytest.param(400, marks=pytest.mark.slow)])
def test_mutated_files_end_in_a_document_or_a_sentence(
    tmp_path: Path, packed: Callable[..., bytes], count: int
) -> None:
    chance = random.Random(20160907)  # noqa: S311 - a seed, not a secret
    body = HEAD + "<w:p><w:r><w:t>E: ¿cómo? ñandú</w:t></w:r></w:p>" * 40 + TAIL
    originals = {
        "a.docx": packed({"word/document.xml": body, "word/styles.xml": "<w/>"}),
        "a.txt": ("E: ¿cómo llegó?\nD: por un papel\n" * 40).encode("utf-16"),
        "a.md": ("---\ntitulo: uno\n---\n**E:** ¿cómo?\n" * 40).encode(),
    }
    outcomes: set[str] = set()
    for name, original in originals.items():
        for _round in range(count):
            (tmp_path / name).write_bytes(mutated(original, chance))
            outcomes.add(_outcome(tmp_path / name))
    assert {"document", "DamagedDocumentError"} <= outcomes
    assert all(name == "document" or name.endswith("Error") for name in outcomes)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some of them changed, cut out, doubled or cut off."""
    changed = bytearray(raw)
    for _change in range(chance.randint(1, 8)):
        place = chance.randrange(len(changed) or 1)
        kind = chance.randrange(4)
        if kind == 0 and changed:
            changed[place] = chance.randrange(256)
        elif kind == 1:
            del changed[place : place + chance.randint(1, 30)]
        elif kind == 2:
            changed[place:place] = changed[place : place + chance.randint(1, 200)]
        elif chance.random() < 0.2:
            del changed[place:]
    return bytes(changed)


def _outcome(path: Path) -> str:
    try:
        document = read_document(path)
    except DocumentError as error:
        return type(error).__name__ if str(error).startswith(f"{path}: ") else str(error)
    turns = read_turns(document).turns
    assert "".join(document.text[t.span.start : t.span.end] for t in turns) == document.text
    return "document"


def test_binary_under_a_markdown_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(bytes(range(256)) * 8)
    refused(tmp_path / "a.md", NotTextError, "binary")
