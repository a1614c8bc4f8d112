"""What can be wrong with a file that goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class SheetTooLargeError(RmecodeError):
    """More rows or columns than a sheet of Excel can have."""

    def __init__(self, sheet: str, rows: int, columns: int) -> None:
        self.sheet = sheet
        super().__init__(
            _(
                "{sheet}: {rows} rows × {columns} columns do not fit on a sheet of Excel. Choose "
                "fewer cases, codes or sources, or write CSV instead."
            ).format(sheet=sheet, rows=rows, columns=columns)
        )


class OutputFolderError(RmecodeError):
    """A folder, where the file to write was to be named."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(
            _("{path}: is a folder. Name the file in it, such as {example}.").format(
                path=path, example=path / name
            )
        )


class OwnFileError(RmecodeError):
    """A file that the study is made of, and that an output would replace."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{path}: is a file of the study itself, which an output never replaces. Give the "
                "output another name; nothing was written."
            ).format(path=path)
        )


class UnknownEndingError(RmecodeError):
    """A file whose ending says no format that can be written."""

    def __init__(self, path: Path, endings: Iterable[str]) -> None:
        super().__init__(
            _(
                "{path}: its ending says no format that can be written. Write one of: {names}."
            ).format(path=path, names=", ".join(dict.fromkeys(endings)))
        )
