"""JSON that is equal byte for byte whenever what it says is equal."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from rmecode.analysis.matrix import Matrix

if TYPE_CHECKING:
    import pandas as pd

_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(shown: Matrix | pd.DataFrame) -> str:
    """Return a matrix with the state, reason and evidence of each cell, or a frame's rows."""
    content = _matrix(shown) if isinstance(shown, Matrix) else _rows(shown)
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    return _SURROGATE.sub(lambda lone: f"\\u{ord(lone[0]):04x}", text) + "\n"


def _matrix(matrix: Matrix) -> dict[str, Any]:
    return {
        "unit": str(matrix.unit),
        "rows": list(matrix.rows),
        "columns": list(matrix.columns),
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "value": _plain(cell.value),
                "state": str(cell.state),
                "reason": cell.reason,
                "evidence": list(cell.evidence),
            }
            for cell in matrix.cells()
        ],
        "notes": list(matrix.notes),
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    columns = [[_plain(value) for value in frame[name].tolist()] for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() else value
    return value
