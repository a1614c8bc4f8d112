"""What can be wrong with a study folder and what it holds."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class StudyNotFoundError(RmecodeError):
    """No study.toml in the folder nor in any above it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "{folder}: there is no study here nor in any folder above (no study.toml). Go into "
                "the study's folder, name it with --study, or make one with 'rmecode init FOLDER'."
            ).format(folder=folder)
        )


class StudyExistsError(RmecodeError):
    """``init`` was asked for a folder that holds a study, or other files."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path}: already there, and init overwrites nothing. Name a new folder.").format(
                path=path
            )
        )


class UnknownNameError(RmecodeError):
    """A source, case, coder or other name that the study does not know."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names[:6]
        hint = _("Known are, among others: {names}.").format(names=", ".join(near)) if near else ""
        super().__init__(
            _("{name}: there is no {kind} of this name in the study. {hint}")
            .format(name=name or "''", kind=kind, hint=hint)
            .rstrip()
        )


class NoSourcesError(RmecodeError):
    """A task that needs texts, in a study that has none yet."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The study has no sources yet. Put transcripts into it and run "
                "'rmecode ingest FILE…', or list them in the sources table and run 'rmecode run'."
            )
        )


class TurnsUnclearError(RmecodeError):
    """A range of turns that cannot be understood or does not exist in the source."""

    def __init__(self, given: str, source: str, last: int) -> None:
        super().__init__(
            _(
                "{given}: not a range of turns of {source}, which has turns 1 to {last}. "
                "Write for instance 12 or 12-18; 'rmecode source show {source}' numbers them."
            ).format(given=given or "''", source=source, last=last)
        )


class AmbiguousFilesError(RmecodeError):
    """Two files that would become one source."""

    def __init__(self, source: str, files: Iterable[str]) -> None:
        super().__init__(
            _(
                "{source}: two files would have this id ({files}). Give one of them an id of its "
                "own in the sources table."
            ).format(source=source, files=", ".join(sorted(files)))
        )


class FileChangedError(RmecodeError):
    """A file whose text is another than when it was taken."""

    def __init__(self, path: Path, source: str) -> None:
        super().__init__(
            _(
                "{path}: its text is no longer the one that was taken as {source}. The project keeps "
                "the old text, because codings hang on it. To take the new one in its place: "
                "'rmecode source remove {source}', then ingest it."
            ).format(path=path, source=source)
        )


class SameContentError(RmecodeError):
    """A row of the sources table whose file has the text of another source."""

    def __init__(self, path: Path, wanted: str, source: str) -> None:
        super().__init__(
            _(
                "{path}: its text is in the project already, as {source}, and is not taken again as "
                "{wanted}. Give its row of the sources table the id {source}, or remove the row."
            ).format(path=path, source=source, wanted=wanted)
        )


class NoCoderError(RmecodeError):
    """A decision or mark that needs to know whose it is."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Who is coding? Say it with --coder NAME, with the variable RMECODE_CODER, or as "
                "'coder' in study.toml."
            )
        )


class UnclearIdsError(RmecodeError):
    """Ids of codings or suggestions that cannot be understood."""

    def __init__(self, written: str) -> None:
        super().__init__(
            _(
                "{written}: not an id. Write the numbers that the list shows, such as 12, 15-18."
            ).format(written=written or "''")
        )


class NothingFitsError(RmecodeError):
    """A filter that leaves no case or no source at all."""

    def __init__(self, where: str) -> None:
        super().__init__(
            _("{where}: no case or no source of the study fits this. Widen the filter.").format(
                where=where
            )
        )


class CaseNotOfSourceError(RmecodeError):
    """A part of a source that is to speak of a case on which the source is no evidence."""

    def __init__(self, source: str, case: str, own: Iterable[str]) -> None:
        super().__init__(
            _(
                "{source}: is evidence on {own}, not on {case}. Give its turns to one of these, or "
                "add {case} to its cases in the sources table."
            ).format(source=source, own=", ".join(own), case=case)
        )


class UnknownDateError(RmecodeError):
    """A time that is none."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            _("{typed}: not a date. Write it as 2026-11-22, 2026-11, or 2026-11-22 10:30.").format(
                typed=typed or "''"
            )
        )


class HiddenWriteError(RmecodeError):
    """In a blind study, the write to undo or to do again is one that whoever looks may not see."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This study is blind, and the write that comes next is not yours: whoever made it "
                "can take it back. Nothing was changed."
            )
        )


class BlindError(RmecodeError):
    """In a blind study, what somebody else did was asked for; ``viewer`` is who looks, if known."""

    def __init__(self, coder: str, viewer: str = "") -> None:
        said = (
            _("{coder}: this study is blind, and only what {viewer} did is shown.")
            if viewer
            else _(
                "{coder}: this study is blind, and nobody is named as who looks. Say it with the "
                "variable RMECODE_CODER, or as 'coder' in study.toml."
            )
        )
        super().__init__(said.format(coder=coder, viewer=viewer))
