"""What can be unclear about memos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class EmptyMemoError(RmecodeError):
    """A memo without words."""

    def __init__(self) -> None:
        super().__init__(_("A memo needs words. Take it away with 'rmecode memo remove'."))


class MemoTargetError(RmecodeError):
    """A memo that is to be on several things, or on a passage of no source."""

    def __init__(self, given: Sequence[str]) -> None:
        if len(given) > 1:
            what = _("A memo is on one thing, not on {count}: {given}.")
        else:
            what = _(
                "A memo is on one coding, or on one passage of a source: name it with --source."
            )
        super().__init__(what.format(count=len(given), given=", ".join(given)))


class UnknownMemoKindError(RmecodeError):
    """A kind of memo that there is not."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            _(
                "{typed}: not a kind of memo. Write analytic, methodological or theoretical "
                "(analítico, metodológico, teórico)."
            ).format(typed=typed or "''")
        )


class UnclearMemoIdsError(RmecodeError):
    """Ids of memos that cannot be understood."""

    def __init__(self, written: str) -> None:
        super().__init__(
            _(
                "{written}: not a memo. Write what 'rmecode memo list' shows, such as m5 or m5-m7; "
                "c12 is the note of coding 12."
            ).format(written=written or "''")
        )


class NoNoteError(RmecodeError):
    """Codings on which nothing is noted, or that are not there."""

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__(
            _("{ids}: nothing is noted there. See 'rmecode memo list'.").format(
                ids=", ".join(f"c{number}" for number in ids)
            )
        )


class SeveralMemosError(RmecodeError):
    """Several memos, where one is written anew."""

    def __init__(self, written: str) -> None:
        super().__init__(
            _("{written}: several memos, and one at a time is written anew.").format(
                written=written
            )
        )


class NoteKindError(RmecodeError):
    """A kind for the note of a coding, which has none."""

    def __init__(self, written: str) -> None:
        super().__init__(
            _("{written}: the note of a coding has no kind; only memos have one.").format(
                written=written
            )
        )
