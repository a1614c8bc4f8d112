"""One process at a time, where files that people edit are written."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnwritableError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE: Final = 20.0
"""Seconds to wait for another process; what it does under the lock takes far less than one."""

STALE: Final = 60.0
"""Age in seconds from which a lock is that of a process that was killed."""


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Hold a lock file while the block runs.

    Raises:
        FileUnwritableError: the folder cannot be written, or another process holds the lock on.
    """
    _take(lock)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _take(lock: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            if time.monotonic() > until:
                raise FileUnwritableError(lock, _("another process holds it")) from None
            _break_if_stale(lock)
            time.sleep(0.05)
        except OSError as error:
            raise FileUnwritableError(lock, error) from error
        else:
            return


def _break_if_stale(lock: Path) -> None:
    with suppress(OSError):
        if time.time() - lock.stat().st_mtime > STALE:
            lock.unlink()
