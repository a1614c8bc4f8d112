"""Transcripts to write, and Word documents as Word itself would have written them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rmecode.exchange.word.contents import CodedTranscript, Remark
from rmecode.exchange.word.reading import read_comments
from rmecode.exchange.word.writing import transcript_bytes
from rmecode.model import Span, text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rmecode.exchange.word.contents import CommentedText

AT: Final = "2026-03-01T10:00:00+00:00"
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
_NAMES: Final = f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}"'
_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def transcript(text: str, *remarks: Remark, **more: object) -> CodedTranscript:
    """Return a transcript of the text."""
    made = CodedTranscript(text, text_hash(text), remarks, title="Estudio", name="F01", at=AT)
    return replace(made, **more)  # type: ignore[arg-type]  # its own fields


def coded(start: int, end: int, code: str = "C1", coder: str = "ana", memo: str = "") -> Remark:
    """Return a remark with a code."""
    return Remark(Span(start, end), coder, AT, memo, code, f"area/{code}", "FCBF4A", 7)


def written_and_read(made: CodedTranscript) -> CommentedText:
    """Write a transcript and read it back."""
    return read_comments(transcript_bytes(made), Path("a.docx"))


def p(*parts: str, properties: str = "") -> str:
    """Return a paragraph."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(parts)}</w:p>"


def r(text: str) -> str:
    """Return a run."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def start(number: int) -> str:
    """Return where a comment's range begins."""
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int) -> str:
    """Return where a comment's range ends, and the reference that follows it."""
    return f'<w:commentRangeEnd w:id="{number}"/>{reference(number)}'


def reference(number: int) -> str:
    """Return a reference to a comment."""
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def note(number: int, *lines: str, author: str = "ana", paragraph: str = "") -> str:
    """Return a comment of these lines; the id of its last paragraph ties it to its answers."""
    inner = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines[:-1])
    last = f'<w:p w14:paraId="{paragraph}"><w:r><w:t>{lines[-1]}</w:t></w:r></w:p>'
    date = "2026-04-05T09:30:00Z"
    return (
        f'<w:comment w:id="{number}" w:author="{author}" w:date="{date}">{inner}{last}</w:comment>'
    )


def package(body: str, comments: str = "", threads: Mapping[str, str] | None = None) -> bytes:
    """Return a document; ``threads`` are the answered paragraphs by the answering ones."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/comments.xml": f"<w:comments {_NAMES}>{comments}</w:comments>",
    }
    if threads is not None:
        pairs = "".join(
            f'<w15:commentEx w15:paraId="{own}" w15:paraIdParent="{of}" w15:done="1"/>'
            for own, of in threads.items()
        )
        parts["word/commentsExtended.xml"] = f"<w15:commentsEx {_NAMES}>{pairs}</w15:commentsEx>"
    return zipped(parts)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def edited(raw: bytes, changes: Iterable[tuple[str, str, str]]) -> bytes:
    """Return a package with texts replaced: part, what stands there, what shall stand there."""
    with zipfile.ZipFile(io.BytesIO(raw)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, old, new in changes:
        assert old.encode() in parts[name], (name, old)
        parts[name] = parts[name].replace(old.encode(), new.encode())
    return zipped(parts)
