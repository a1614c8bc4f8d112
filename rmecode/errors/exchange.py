"""What can be wrong with a file that goes out."""

from __future__ import annotations

from rmecode.errors import RmecodeError
from rmecode.messages import _


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
