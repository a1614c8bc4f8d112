"""What can be wrong with a file whose codings, comments or codes are to be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class NoCommentsError(RmecodeError):
    """A Word document that nobody commented."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{path}: there are no comments in it. Select words in Word, insert a comment whose "
                "first line is a code, and save."
            ).format(path=path)
        )


class UnknownTranscriptError(RmecodeError):
    """A Word document whose text is that of no source; ``near`` are sources that share lines."""

    def __init__(self, path: Path, near: Iterable[str]) -> None:
        names = ", ".join(near)
        what = _("{path}: its text is that of no source in the project.").format(path=path)
        remedy = (
            _("Like it are: {names}. If it is one of them, edited, say so with --source.").format(
                names=names
            )
            if names
            else _("Ingest it first, or say with --source which source it is.")
        )
        super().__init__(f"{what} {remedy}")


class OtherTranscriptError(RmecodeError):
    """A Word document that is said to be one source and has the text of another."""

    def __init__(self, path: Path, said: str, source: str) -> None:
        super().__init__(
            _("{path}: its text is that of {source}, not of {said}. Leave --source out.").format(
                path=path, source=source, said=said
            )
        )


class SeveralTranscriptsError(RmecodeError):
    """A Word document whose text is that of several sources."""

    def __init__(self, path: Path, sources: Iterable[str]) -> None:
        super().__init__(
            _(
                "{path}: its text is that of several sources ({names}). Say with --source which "
                "one it is."
            ).format(path=path, names=", ".join(sources))
        )


class NotTakenBackError(RmecodeError):
    """A file that holds nothing that ``import`` takes."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{path}: is nothing that import takes. It takes a transcript in Word (.docx) with "
                "comments, a table of codings (.csv, .xlsx) with the columns source and code, or a "
                "table of codes with a column for their names or paths."
            ).format(path=path)
        )
