"""One tree of errors: an error takes facts and writes its own sentence.

A sentence names the file and the place, says what is wrong and what to do. ``cli`` prints it and
ends with ``exit_code``: 2 for what the person gave, 1 for what the machine met.
"""

from __future__ import annotations

import errno
from pathlib import Path

from rmecode.messages import _


class RmecodeError(Exception):
    """Anything that ends a task with one sentence instead of a traceback."""

    exit_code = 2


class FileUnreadableError(RmecodeError):
    """A file that cannot be opened: missing, a folder, forbidden."""

    def __init__(self, path: Path | str, error: OSError | str) -> None:
        self.path = Path(path)
        super().__init__(
            _("{path}: cannot be read ({reason}). Check the name and the permissions.").format(
                path=path, reason=reason_of(error)
            )
        )


class FileUnwritableError(RmecodeError):
    """A file or folder that cannot be written: read-only, full disk, open in Excel."""

    exit_code = 1

    def __init__(self, path: Path | str, error: OSError | str) -> None:
        self.path = Path(path)
        super().__init__(
            _(
                "{path}: cannot be written ({reason}). Close it in other programs, check the "
                "permissions and the free space, and try again; nothing was changed."
            ).format(path=path, reason=reason_of(error))
        )


def reason_of(error: OSError | str) -> str:
    """Return what the system says, in the reader's language where it is a usual thing."""
    if not isinstance(error, OSError):
        return error
    usual = {
        errno.ENOENT: _("there is no such file"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("what stands above it is no folder"),
        errno.EACCES: _("permission denied"),
        errno.EPERM: _("permission denied"),
        errno.EROFS: _("the disk is read-only"),
        errno.ENOSPC: _("the disk is full"),
        errno.ENAMETOOLONG: _("its name is too long"),
    }
    return usual.get(error.errno or 0) or error.strerror or error.__class__.__name__
