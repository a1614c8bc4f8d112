"""Lists of excerpts as files, or as what a terminal shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.study.excerpts.retrieving import retrieved
from rmecode.study.outputs import format_asked, output_file

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.exchange.excerpt_values import Excerpts
    from rmecode.study.excerpts.retrieving import Wanted
    from rmecode.study.opening import Study

ENDINGS: Final = {"text": ".txt", "md": ".md", "csv": ".csv", "docx": ".docx", "json": ".json"}
"""How files of each format end."""


@dataclass(frozen=True, slots=True)
class WrittenExcerpts:
    """What was written: the file, how many excerpts, and who can be recognised all the same."""

    path: Path
    codings: int
    warnings: tuple[str, ...]


def format_of(path: Path | None) -> str:
    """Return the format that a file's name asks for; text for no file.

    Raises:
        UnknownEndingError: it ends otherwise.
    """
    return format_asked(path, ENDINGS, "text")


def excerpts_in(excerpts: Excerpts, form: str, *, excel: bool = False) -> str:
    """Return the list in a format of letters: text, md, csv or json."""
    if form == "csv":
        from rmecode.exchange.excerpt_tables import excerpts_csv

        return excerpts_csv(excerpts, excel=excel)
    if form == "json":
        from rmecode.exchange.excerpt_tables import excerpt_rows

        return json.dumps(excerpt_rows(excerpts), ensure_ascii=False, indent=1) + "\n"
    if form == "md":
        from rmecode.exchange.excerpt_markdown import excerpts_markdown

        return excerpts_markdown(excerpts)
    from rmecode.exchange.excerpt_text import excerpts_text

    return excerpts_text(excerpts)


def write_excerpts(
    study: Study, wanted: Wanted, path: Path | None, form: str, *, at: str, excel: bool = False
) -> WrittenExcerpts:
    """Write the excerpts to a file, pseudonymised unless identified names are asked for.

    Args:
        study: the study.
        wanted: which excerpts, and how.
        path: the file; else one in the folder for results.
        form: text, md, csv, json or docx.
        at: when, ISO 8601.
        excel: CSV for a double click.

    Raises:
        RmecodeError: unknown names, an unreadable filter, a file that cannot be written.
    """
    from rmecode.exchange.files import write_whole
    from rmecode.study.labels import recognisable

    place = output_file(study, path, _file_name(form, identified=wanted.identified))
    excerpts = retrieved(study, wanted, at=at)
    write_whole(place, _content(study, excerpts, form, excel=excel))
    warnings = () if wanted.identified else recognisable(study)
    return WrittenExcerpts(place, len(excerpts.each), warnings)


def _content(study: Study, excerpts: Excerpts, form: str, *, excel: bool) -> bytes:
    if form == "docx":
        from rmecode.exchange.excerpt_docx import excerpts_docx

        return excerpts_docx(excerpts, language=study.config.language)
    text = excerpts_in(excerpts, form, excel=excel)
    return text.encode("utf-8-sig" if excel else "utf-8", "surrogatepass")


def _file_name(form: str, *, identified: bool) -> str:
    return f"excerpts{'-identified' if identified else ''}{ENDINGS[form]}"
