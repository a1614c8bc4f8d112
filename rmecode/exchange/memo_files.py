"""Memos as files: Markdown to read and print, CSV for other programs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rmecode.exchange.csv_files import csv_rows
from rmecode.exchange.markdown_words import inline, paragraph, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rmecode.exchange.names import Names

    Row = Mapping[str, object]
    Title = Callable[[Row], str]


def disguised_memos(rows: Sequence[Row], names: Names) -> list[Row]:
    """Return the rows with these names for sources; the words of people stay as they are."""
    return [
        {**row, "source": names.sources.get(str(row["source"]), "")} if row["source"] else row
        for row in rows
    ]


def memos_markdown(rows: Sequence[Row], head: str, about: Title, title: Title) -> str:
    """Return memos as Markdown.

    Args:
        rows: with id, text, quote, author and made_at.
        head: the heading of the whole.
        about: what a row is listed under; rows that follow each other under the same stand together.
        title: the line above a memo.
    """
    written = [f"# {inline(head)}", ""]
    for under, some in groupby(rows, key=about):
        written += [f"## {inline(under)}", ""]
        for row in some:
            written += _memo(row, title(row))
    return "\n".join(written).rstrip() + "\n"


def _memo(row: Row, title: str) -> Iterator[str]:
    yield f"**{inline(title)}**"
    yield ""
    if row["quote"]:
        yield quoted(str(row["quote"]))
        yield ""
    yield paragraph(str(row["text"]))
    yield ""


def memos_csv(rows: Sequence[Row], columns: Sequence[str], *, excel: bool = False) -> str:
    """Return memos as CSV with these columns."""
    return csv_rows(columns, ([row[name] for name in columns] for row in rows), excel=excel)
