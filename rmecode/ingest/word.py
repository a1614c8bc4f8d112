"""Word documents: paragraphs and tables in the order of the page, tracked changes as accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.errors.ingest import (
    EncryptedDocumentError,
    NotWordError,
    OldWordError,
    UnsafeDocumentError,
)
from rmecode.ingest.characters import odd_note
from rmecode.ingest.packages import open_package
from rmecode.ingest.readings import Line, Reading, join
from rmecode.ingest.signatures import OLE, is_encrypted_office, kind_of
from rmecode.messages import ngettext

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_LINES: Final = 300_000
"""Lines after which a document is no transcript."""

_SPREADSHEET_STREAM: Final = "Workbook".encode("utf-16-le")


def read(raw: bytes, path: Path) -> Reading:
    """Read a ``.docx`` (or a ``.doc`` that is one); raise a ``DocumentError`` for anything else."""
    # python-docx, which all three are built on, takes too long to import for those who need it not
    from rmecode.ingest.word_package import headers_with_words, open_word
    from rmecode.ingest.word_styles import read_styles
    from rmecode.ingest.word_text import Script, body_lines

    _refuse_other_files(raw, path)
    with open_package(raw, path) as package:
        document = open_word(package, path)
        script = Script(read_styles(document))
        text, hints = join(_bounded(body_lines(document, script), path))
        script.tally["headers"] = headers_with_words(package, path)
    return Reading(text, "UTF-8", hints, notes=tuple(_notes(script.tally)))


def _refuse_other_files(raw: bytes, path: Path) -> None:
    if is_encrypted_office(raw):
        raise EncryptedDocumentError(path)
    if raw.startswith(OLE) and _SPREADSHEET_STREAM not in raw:
        raise OldWordError(path)
    if not raw.startswith(b"PK"):
        raise NotWordError(path, kind_of(raw))


def _bounded(lines: Iterable[Line], path: Path) -> Iterator[Line]:
    for count, line in enumerate(lines):
        if count == MOST_LINES:
            raise UnsafeDocumentError(path, "word/document.xml")
        yield line


def _notes(tally: Counter[str]) -> Iterator[str]:
    """Yield a sentence on everything that was taken or left out without standing in the text."""
    sentences = {
        "insertions": ngettext(
            "{count} tracked insertion was taken as accepted.",
            "{count} tracked insertions were taken as accepted.",
            tally["insertions"],
        ),
        "deletions": ngettext(
            "{count} tracked deletion was left out.",
            "{count} tracked deletions were left out.",
            tally["deletions"],
        ),
        "comments": ngettext(
            "{count} comment was left out.",
            "{count} comments were left out.",
            tally["comments"],
        ),
        "footnotes": ngettext(
            "{count} footnote or endnote was left out.",
            "{count} footnotes and endnotes were left out.",
            tally["footnotes"],
        ),
        "headers": ngettext(
            "{count} page header or footer was left out.",
            "{count} page headers and footers were left out.",
            tally["headers"],
        ),
        "boxes": ngettext(
            "{count} text box was taken, after the paragraph that holds it.",
            "{count} text boxes were taken, after the paragraphs that hold them.",
            tally["boxes"],
        ),
    }
    for key, sentence in sentences.items():
        if tally[key]:
            yield sentence.format(count=tally[key])
    if tally["odd"]:
        yield odd_note(tally["odd"])
