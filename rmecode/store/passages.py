"""The store's own guard: a coding or suggestion that is not its words is not stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rmecode.errors.store import (
    BadSpanError,
    ExcerptMismatchError,
    UnknownCodebookVersionError,
    UnknownSourceError,
)
from rmecode.store.journal import chunks
from rmecode.store.schema import codebook_version, text_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from rmecode.model import Coding, Span, Suggestion

    Passage = Coding | Suggestion


def check_passages(connection: Connection, passages: Sequence[Passage]) -> None:
    """Make sure that every passage's quote stands at its span, under a known codebook version.

    Raises:
        UnknownSourceError: its source or text version is not in the store.
        BadSpanError: its span is empty or outside the text.
        ExcerptMismatchError: other words stand there.
        UnknownCodebookVersionError: its codebook version was never recorded.
    """
    texts = _texts(connection, {passage.source for passage in passages})
    for passage in passages:
        text = _text(texts, passage.source, passage.version)
        check_span(passage.source, passage.span, len(text))
        found = text[passage.span.start : passage.span.end]
        if found != passage.quote.exact:
            span = (passage.span.start, passage.span.end)
            raise ExcerptMismatchError(passage.source, span, passage.quote.exact, found)
    check_codebooks(connection, {passage.codebook_version for passage in passages})


def check_span(source: str, span: Span, characters: int) -> None:
    """Make sure that a span has words and lies in a text of so many characters.

    Raises:
        BadSpanError: it has none, or does not.
    """
    if not 0 <= span.start < span.end <= characters:
        raise BadSpanError(source, (span.start, span.end), characters)


def _texts(connection: Connection, sources: set[str]) -> dict[str, dict[int, str]]:
    columns = text_version.c
    texts: dict[str, dict[int, str]] = {}
    for some in chunks(sorted(sources)):
        query = select(columns.source, columns.number, columns.text).where(columns.source.in_(some))
        for source, number, text in connection.execute(query):
            texts.setdefault(source, {})[number] = text
    return texts


def _text(texts: dict[str, dict[int, str]], source: str, version: int) -> str:
    if source not in texts:
        raise UnknownSourceError(source)
    if version not in texts[source]:
        raise UnknownSourceError(source, version)
    return texts[source][version]


def check_codebooks(connection: Connection, numbers: Iterable[int]) -> None:
    """Make sure that codebook versions were recorded; 0 stands for none.

    Raises:
        UnknownCodebookVersionError: one was not.
    """
    known = {0, *connection.scalars(select(codebook_version.c.number))}
    for number in sorted(set(numbers) - known):
        raise UnknownCodebookVersionError(number)
