"""What can be wrong with a table as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class NotATableError(RmecodeError):
    """A file that is neither CSV nor a workbook, or a broken one."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _(
                "{path}: cannot be read as a table ({reason}). Save it again as CSV (UTF-8) or as "
                ".xlsx."
            ).format(path=path, reason=reason)
        )


class MissingColumnsError(RmecodeError):
    """A table without columns that it cannot do without."""

    def __init__(self, path: Path | str, missing: Iterable[str], found: Iterable[str]) -> None:
        super().__init__(
            _(
                "{path}: the column {missing} is missing; the first row has: {found}. Add it, or "
                "correct its head."
            ).format(
                path=path, missing=", ".join(missing), found=", ".join(filter(None, found)) or "-"
            )
        )
