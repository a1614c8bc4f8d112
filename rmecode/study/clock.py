"""The time, for whoever starts a task: the rooms below take it as an argument."""

from __future__ import annotations

import datetime as dt
import os


def now() -> str:
    """Return the time as ISO 8601 in UTC, to the second; SOURCE_DATE_EPOCH fixes it."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdigit():
        moment = dt.datetime.fromtimestamp(int(fixed), dt.UTC)
    else:
        moment = dt.datetime.now(dt.UTC)
    return moment.isoformat(timespec="seconds")
