"""What the tests of the room share: documents from words, Word files, and expected outputs."""

from __future__ import annotations

import contextlib
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from rmecode.ingest import Document, Hint
from rmecode.messages import activate
from rmecode.model import normalise, text_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    with contextlib.suppress(ValueError):  # another room's tests may have it too
        parser.addoption("--update-expected", action="store_true", help="write expected outputs")


@pytest.fixture
def update_expected(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-expected", default=False))


@pytest.fixture(autouse=True)
def english() -> None:
    activate("en")


@pytest.fixture
def written() -> Callable[..., Document]:
    """Return a maker of documents from words, as a reader would give them."""

    def make(text: str, hints: Mapping[int, Hint] | None = None) -> Document:
        clean = normalise(text)
        return Document(
            "a.txt", clean, text_hash(clean), "0", "txt", "UTF-8", "txt 1", hints=hints or {}
        )

    return make


@pytest.fixture
def word_file(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of Word files from the XML of their body and of further parts."""

    def make(body: str, name: str = "a.docx", **parts: str) -> Path:
        path = tmp_path / name
        document = f'<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
        path.write_bytes(package({"word/document.xml": document} | _named(parts)))
        return path

    return make


def package(parts: Mapping[str, str | bytes], *, relations: str = RELATIONS) -> bytes:
    """Return a zip package with the parts, and the relations that name the main one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        if relations:
            archive.writestr("_rels/.rels", relations)
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def packed() -> Callable[..., bytes]:
    return package


def _named(parts: Mapping[str, str]) -> dict[str, str]:
    return {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'
        for name, content in parts.items()
    }
