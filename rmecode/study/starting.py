"""A new study folder: commented, with empty tables, and with everything private out of git."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rmecode.codebook import read_codebook, shipped_codebook
from rmecode.errors import FileUnwritableError
from rmecode.errors.study import StudyExistsError
from rmecode.study.config import FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES: Final = Path(__file__).parent / "templates"
HEADS: Final = {
    "cases.csv": "case",
    "sources.csv": "source,file,instrument,stage,cases,date,role,done",
    "participants.csv": "participant,pseudonym,role,cases",
    "speakers.csv": "source,label,participant,role",
    "assignments.csv": "source,turns,case",
}
FOLDERS: Final = ("transcripts", "codings")


def start_study(
    folder: Path, *, language: str, title: str = "", codebook: Path | None = None
) -> tuple[str, ...]:
    """Make a study folder and return the names of what was made, in order.

    Args:
        folder: where; it may exist, as long as nothing in it would be overwritten.
        language: of the comments in study.toml, ``es`` or ``en``.
        title: the study's title; the folder's name without one.
        codebook: a codebook file to copy; the fifteen-network study's own without one.

    Raises:
        StudyExistsError: there is a study, or one of the files, already.
        FileUnreadableError: the given codebook cannot be read; nothing was made.
        ProblemsError: the given codebook has problems; nothing was made.
        FileUnwritableError: the folder cannot be written.
    """
    chosen = codebook or shipped_codebook()
    read_codebook(chosen)
    name = title or folder.resolve().name
    template = (TEMPLATES / f"study.{language}.toml").read_text("utf-8")
    files = {
        FILE: template.format(title=json.dumps(name, ensure_ascii=False)[1:-1]).encode(),
        "codebook.yaml": chosen.read_bytes(),
        **{table: f"{head}\n".encode() for table, head in HEADS.items()},
        ".gitignore": (TEMPLATES / "gitignore").read_bytes(),
    }
    for each in files:
        if (folder / each).exists():
            raise StudyExistsError(folder / each)
    _write(folder, files)
    return (*files, *(f"{each}/" for each in FOLDERS))


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        for each in FOLDERS:
            (folder / each).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise FileUnwritableError(error.filename or folder, error) from error
