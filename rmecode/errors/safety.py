"""What can be wrong with erasing, backing up and putting back."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class ReasonMissingError(RmecodeError):
    """An erasure without a reason."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "An erasure cannot be taken back, and its reason stays in the log: "
                'give one with --reason "…".'
            )
        )


class OtherSourceTypedError(RmecodeError):
    """The second question of an erasure was answered with something else than the source's id."""

    def __init__(self, typed: str, source: str) -> None:
        super().__init__(
            _("{typed}: this is not {source}. Nothing was changed.").format(
                typed=typed or "''", source=source
            )
        )


class ErasureUnfinishedError(RmecodeError):
    """An erasure that was begun and could not be ended."""

    exit_code = 1

    def __init__(self, source: str, error: Exception | str) -> None:
        self.source = source
        super().__init__(
            _(
                "{source}: the erasure was begun and is not finished: {reason} Close every other "
                "program that has the study open, and give the same command again."
            ).format(source=source, reason=str(error))
        )


class UnknownBackupError(RmecodeError):
    """No copy of this name lies in the folder of backups."""

    def __init__(self, typed: str, known: Iterable[str], folder: Path) -> None:
        names = sorted(known)
        near = difflib.get_close_matches(typed, names, n=3, cutoff=0.4) or names[-3:]
        hint = _("Known are, among others: {names}.").format(names=", ".join(near)) if near else ""
        super().__init__(
            _("{name}: there is no backup of this name in {folder}. {hint}")
            .format(name=typed or "''", folder=folder, hint=hint)
            .rstrip()
        )


class BadBackupNameError(RmecodeError):
    """A name that no file can have, or that automatic backups have."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            _(
                "{name}: a backup cannot be called so. Use letters, digits, spaces, '.', '-' and "
                "'_', at most 60 of them; 'auto' is what the automatic ones are called."
            ).format(name=typed or "''")
        )


class UnsoundBackupError(RmecodeError):
    """A copy that is damaged, or is none of a project."""

    exit_code = 1

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(
            _(
                "{path}: this backup cannot be put back ({reason}). Choose another one with "
                "'rmecode backup list'; nothing was changed."
            ).format(path=path, reason=reason)
        )
