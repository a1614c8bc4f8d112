"""What can be wrong with what somebody wants counted."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST: Final = 8
"""How many of the names are listed where none comes near."""


class UnknownChoiceError(RmecodeError):
    """A case, source, instrument, role, stage, coder, row or column that is not there to choose.

    ``kind`` is the word for it in the reader's language.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        names = sorted(set(known))
        some = [*names[:MOST], *(["…"] if len(names) > MOST else [])]
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or some
        hint = _("Choose among: {names}.").format(names=", ".join(near)) if near else ""
        sentence = _("{name}: there is no such {kind}. {hint}")
        super().__init__(sentence.format(name=name or "''", kind=kind, hint=hint).rstrip())


class UnlistedSourceError(RmecodeError):
    """A coding of a source that is not among those given."""

    def __init__(self, source: str) -> None:
        self.source = source
        super().__init__(
            _(
                "{source}: there are codings of this source, but it is not listed. Add it to the "
                "sources table, or run 'rmecode check'."
            ).format(source=source)
        )


class ReservedCaseError(RmecodeError):
    """A case that has the name of a row which every matrix has."""

    def __init__(self, case: str) -> None:
        self.case = case
        super().__init__(
            _(
                "{case}: a case cannot have this name, because matrices have a row of this name. "
                "Rename it in the cases table."
            ).format(case=case)
        )
