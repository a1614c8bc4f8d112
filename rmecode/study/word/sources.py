"""Which source a commented Word document is: by its text, else by what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnreadableError
from rmecode.errors.ingest import MissingDocumentError, NotAFileError, TooLargeError
from rmecode.errors.word import (
    OtherTranscriptError,
    SeveralTranscriptsError,
    UnknownTranscriptError,
)
from rmecode.exchange.word.letters import writable
from rmecode.exchange.word.reading import read_comments
from rmecode.ingest.formats import format_of
from rmecode.model import text_hash
from rmecode.study.parts import known_source

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.exchange.word.contents import CommentedText
    from rmecode.model import TextVersion
    from rmecode.study.opening import Study

ALIKE: Final = 0.2
"""The share of a document's lines that a source must have to be named as one like it."""
MOST_NAMED: Final = 3


def read_commented(path: Path) -> CommentedText:
    """Read a Word document with its comments.

    Raises:
        DocumentError: it is none, or missing, damaged, encrypted, unsafe or too large.
        FileUnreadableError: the machine does not let it be read.
    """
    form = format_of(".docx")
    limit = form.limit if form else 0
    try:
        if not path.exists():
            raise MissingDocumentError(path)
        if not path.is_file():
            raise NotAFileError(path)
        if path.stat().st_size > limit * 2**20:
            raise TooLargeError(path, limit)
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error if isinstance(error, OSError) else str(error)
        raise FileUnreadableError(path, reason) from error
    return read_comments(raw, path)


def source_of(study: Study, document: CommentedText, path: Path, typed: str = "") -> TextVersion:
    """Return the latest text of the source that a document is.

    The text says it, that of any version of a source; else people do; else the text but for its
    blanks, or what the document says of itself.

    Raises:
        UnknownNameError: there is no source as typed.
        OtherTranscriptError: it has the text of another one than was typed.
        UnknownTranscriptError: it is none of the sources.
        SeveralTranscriptsError: it is several.
    """
    said = known_source(study, typed) if typed else None
    known = study.store.known_texts()
    found = known.get(text_hash(document.text))
    if said and found and said != found:
        raise OtherTranscriptError(path, said, found)
    if said or found:
        return study.store.text_version(said or str(found))
    texts = study.store.texts()
    words = document.text.split()
    same = [name for name, each in texts.items() if writable(each.text).split() == words]
    if len(same) > 1:
        raise SeveralTranscriptsError(path, same)
    own = document.identity and known.get(document.identity.hash)
    if same or own:
        return texts[same[0] if same else str(own)]
    raise UnknownTranscriptError(path, _near(document.text, texts))


def _near(text: str, texts: dict[str, TextVersion]) -> list[str]:
    """Return the sources that share most lines with the text, the likest first."""
    lines = _lines(text)
    shared = {name: len(lines & _lines(each.text)) for name, each in texts.items()}
    near = [name for name, count in shared.items() if count and count >= ALIKE * len(lines)]
    return sorted(near, key=lambda name: (-shared[name], name))[:MOST_NAMED]


def _lines(text: str) -> set[str]:
    return {" ".join(line.split()) for line in text.split("\n") if line.strip()}
