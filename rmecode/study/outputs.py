"""Files that go out: where they are written, in which format, and what they never replace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.errors.exchange import OutputFolderError, OwnFileError, UnknownEndingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rmecode.study.opening import Study

KEPT: Final = ("transcripts", "codings", "backups")
"""The folders in which no output replaces a file, whatever it is."""


def output_file(study: Study, given: Path | None, name: str) -> Path:
    """Return the file to write: the given one, else one of this name in the folder for results.

    Raises:
        OutputFolderError: what was given is a folder.
        OwnFileError: it is a file that the study is made of, which nothing else may replace.
    """
    if given is None:
        return study.config.paths["results"] / name
    if given.is_dir():
        raise OutputFolderError(given, name)
    if given.exists() and _is_own(study, given.resolve()):
        raise OwnFileError(given)
    return given


def format_asked(given: Path | None, endings: Mapping[str, str], usual: str) -> str:
    """Return the format that a file's name asks for by its ending; the usual one for no file.

    Args:
        given: the file, if one was named.
        endings: the ending of each format, with its dot.
        usual: the format where nobody asks for one.

    Raises:
        UnknownEndingError: the file ends otherwise.
    """
    if given is None or given.is_dir():
        return usual
    for form, ending in endings.items():
        if given.suffix.lower() == ending:
            return form
    raise UnknownEndingError(given, endings.values())


def _is_own(study: Study, file: Path) -> bool:
    """Tell whether a file is one that people or the tool keep the study in."""
    paths = {name: path.resolve() for name, path in study.config.paths.items()}
    database = paths["database"]
    if file.parent == database.parent and file.name.startswith(database.name):
        return True
    kept = {paths[name] for name in KEPT} - {study.root.resolve()}
    return file in set(_own_files(study)) or not kept.isdisjoint(file.parents)


def _own_files(study: Study) -> Iterator[Path]:
    """Yield what lies in none of the folders that are kept; no database is made for it."""
    yield from (study.root.resolve() / name for name in ("study.toml", ".gitignore"))
    yield study.config.codebook.resolve()
    yield from (table.resolve() for table in study.config.tables.values())
    for source in study.store.sources() if study.config.paths["database"].exists() else ():
        yield (study.root / source.file.replace("\\", "/")).resolve()
