"""Memos that go out: in Markdown or CSV, with neutral ids for sources unless asked otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.exchange.memo_files import disguised_memos, memos_csv, memos_markdown
from rmecode.messages import _
from rmecode.study.memo_rows import MEMO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rmecode.study.opening import Study

    Row = Mapping[str, object]
    Title = Callable[[Row], str]


def format_of(path: Path | None) -> str:
    """Return the format that a file's name asks for: csv, else Markdown."""
    return "csv" if path is not None and path.suffix.lower() in (".csv", ".tsv") else "md"


def memos_in(
    study: Study, rows: Sequence[Row], form: str, title: Title, *, excel: bool = False
) -> str:
    """Return rows of memos as ``md`` or ``csv``; ``title`` says what one is on, for people."""
    if form == "csv":
        return memos_csv(rows, MEMO, excel=excel)
    head = _("Memos: {study}").format(study=study.config.title)
    return memos_markdown(rows, head, title, _byline)


def _byline(row: Mapping[str, object]) -> str:
    return ", ".join(filter(None, (str(row["id"]), str(row["author"]), str(row["made_at"])[:10])))


def write_memos(
    study: Study, rows: Sequence[Row], path: Path, form: str, title: Title, *, identified: bool
) -> None:
    """Write rows of memos to a file.

    Raises:
        FileUnwritableError: the file cannot be written; the old one is intact.
    """
    from rmecode.exchange.files import write_whole
    from rmecode.exchange.names import names_for

    names = names_for(study.evidence(), study.records.participants, identified=identified)
    text = memos_in(study, disguised_memos(rows, names), form, title)
    write_whole(path, text.encode("utf-8", "surrogatepass"))
