"""Files that are replaced whole, or stay as they were."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from rmecode.errors import FileUnwritableError

if TYPE_CHECKING:
    from collections.abc import Callable


def replace_file(path: Path | str, write: Callable[[IO[bytes]], None]) -> None:
    """Let ``write`` fill a new file beside the path, then put it in the path's place.

    The folder is made if it is not there. Until the very end the old file is untouched; the new one
    has its permissions.

    Raises:
        FileUnwritableError: read-only folder, full disk, file open in Excel.
    """
    target = Path(path)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            fresh.chmod(target.stat().st_mode & 0o777)
        fresh.replace(target)
    except OSError as error:
        raise FileUnwritableError(target, error) from error
    finally:
        with suppress(OSError):
            fresh.unlink()


def write_whole(path: Path | str, content: bytes) -> None:
    """Put the content in the path's place, wholly or not at all.

    Raises:
        FileUnwritableError: read-only folder, full disk, file open in Excel.
    """

    def write(file: IO[bytes]) -> None:
        file.write(content)

    replace_file(path, write)
