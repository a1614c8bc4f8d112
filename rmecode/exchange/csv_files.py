"""CSV: exact for machines, or safe for a double click in Excel, and back.

Plain CSV is UTF-8 with commas and holds every text as it is. For Excel it has a byte order mark,
semicolons and decimal commas, as Spanish settings expect, and text that Excel would take for a
formula gets an apostrophe in front; ``unescape`` takes it away again.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet would run, or whose apostrophe it would swallow."""


def escape(text: str) -> str:
    """Return the text so that a spreadsheet shows it instead of running it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unescape(text: str) -> str:
    """Return what was escaped; a text that nobody escaped stays as it is."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def csv_text(frame: pd.DataFrame, *, excel: bool = False) -> str:
    """Return a frame, without its index, as CSV."""
    columns = [frame[name].tolist() for name in frame.columns]
    return csv_rows([*frame.columns], zip(*columns, strict=True), excel=excel)


def csv_rows(heads: Sequence[str], rows: Iterable[Sequence[object]], *, excel: bool = False) -> str:
    r"""Return heads and rows as CSV; a head row alone where there are none.

    Python's own writer leaves a lone ``\r`` unquoted, and then reads two records for one.
    """
    end = "\r\n" if excel else "\n"
    return "".join(_record(row, excel=excel) + end for row in (tuple(heads), *rows))


def _record(values: Sequence[object], *, excel: bool) -> str:
    comma = ";" if excel else ","
    fields = [_quoted(_text(value, excel=excel), comma) for value in values]
    return comma.join(fields) or '""'


def _quoted(text: str, comma: str) -> str:
    if any(mark in text for mark in (comma, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def _text(value: object, *, excel: bool) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        number = str(int(value)) if value.is_integer() else repr(value)
        return number.replace(".", ",") if excel else number
    if isinstance(value, tuple | list):
        value = "; ".join(str(part) for part in value)
    return escape(value) if excel and isinstance(value, str) else str(value)
