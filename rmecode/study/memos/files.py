"""Memos that go out: in Markdown or CSV, with neutral ids for sources unless asked otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.exchange.memo_files import disguised_memos, memos_csv, memos_markdown
from rmecode.messages import _
from rmecode.study.memos.rows import MEMO
from rmecode.study.outputs import format_asked, output_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rmecode.study.opening import Study

    Row = Mapping[str, object]
    Title = Callable[[Row], str]

ENDINGS: Final = {"md": ".md", "csv": ".csv"}
"""How files of each format end."""


def format_of(path: Path | None) -> str:
    """Return the format that a file's name asks for; Markdown for no file.

    Raises:
        UnknownEndingError: it ends otherwise.
    """
    return format_asked(path, ENDINGS, "md")


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
        RmecodeError: the file cannot be written, or is one of the study; the old one is intact.
    """
    from rmecode.exchange.files import write_whole
    from rmecode.exchange.names import names_for

    place = output_file(study, path, f"memos{ENDINGS[form]}")
    names = names_for(study.evidence(), study.records.participants, identified=identified)
    text = memos_in(study, disguised_memos(rows, names), form, title)
    write_whole(place, text.encode("utf-8", "surrogatepass"))
