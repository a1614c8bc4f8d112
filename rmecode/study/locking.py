"""One process at a time, where files that people edit are written."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnwritableError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE: Final = 20.0
"""Seconds to wait for another process; what it does under the lock takes far less than one."""


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Hold the system's lock on a file while the block runs.

    The system lets go of it when a process ends, however it ends. The file itself stays: were it
    removed, one process could lock the removed file and another a new one of the same name.

    Raises:
        FileUnwritableError: the folder cannot be written, or another process holds the lock on.
    """
    descriptor = _opened(lock)
    try:
        _wait_for(descriptor, lock)
        try:
            yield
        finally:
            _let_go(descriptor)
    finally:
        os.close(descriptor)


def _opened(lock: Path) -> int:
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        return os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise FileUnwritableError(lock, error) from error


def _wait_for(descriptor: int, lock: Path) -> None:
    until = time.monotonic() + PATIENCE
    try:
        while not _taken(descriptor):
            if time.monotonic() > until:
                raise FileUnwritableError(lock, _("another process holds it"))
            time.sleep(0.05)
    except OSError as error:  # a file system without locks
        raise FileUnwritableError(lock, error) from error


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _taken(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _let_go(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
