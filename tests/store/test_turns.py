"""Those who wait to write try often, and not for ever."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from rmecode.store.database import patiently

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = "BEGIN IMMEDIATE"


def opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=3, isolation_level=None, check_same_thread=False)


def test_who_waits_gets_the_turn_soon_after_it_is_free(path: Path) -> None:
    with closing(opened(path)) as busy, closing(opened(path)) as waiting:
        busy.execute(BEGIN)
        threading.Timer(0.5, lambda: busy.execute("COMMIT")).start()
        began = time.monotonic()
        patiently(waiting, BEGIN, 10)
        assert 0.4 < time.monotonic() - began < 5
        assert waiting.in_transaction


def test_patience_ends_and_the_connection_is_as_it_was(path: Path) -> None:
    with closing(opened(path)) as busy, closing(opened(path)) as waiting:
        busy.execute(BEGIN)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            patiently(waiting, BEGIN, 0.05)
        assert waiting.execute("PRAGMA busy_timeout").fetchone() == (3000,)


def test_what_waiting_does_not_mend_is_told_at_once(path: Path) -> None:
    with closing(opened(path)) as raw:
        began = time.monotonic()
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            patiently(raw, "DELETE FROM nowhere", 10)
        assert time.monotonic() - began < 5
