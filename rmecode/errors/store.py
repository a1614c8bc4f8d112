"""What cannot be written to, or found in, a study's database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _, ngettext
from rmecode.messages.passages import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence


class StoreError(RmecodeError):
    """Anything about a study's database."""


class UnstorableTextError(StoreError):
    """A text holds code points that are no characters (halves of a surrogate pair)."""

    def __init__(self, text: str, place: int) -> None:
        self.place = place
        super().__init__(
            _(
                "«{text}»: the character at place {place} is broken and cannot be stored. Save the "
                "file again as UTF-8; nothing was changed."
            ).format(text=shortened(text), place=place + 1)
        )


class UnknownSourceError(StoreError):
    """No source of this id was taken in, or not in this text version."""

    def __init__(self, source: str, version: int | None = None) -> None:
        self.source, self.version = source, version
        known = (
            _("{source}: no source of this id was ingested. See `rmecode source list`.")
            if version is None
            else _("{source}: this source has no text version {version}. See `source show`.")
        )
        super().__init__(known.format(source=source, version=version))


class SourceTakenError(StoreError):
    """The id, the text or the file of a source was taken in before."""

    def __init__(self, source: str, existing: str) -> None:
        self.source, self.existing = source, existing
        super().__init__(
            _(
                "{source}: already ingested as {existing}. Give it another id if it is something "
                "else, or update that source."
            ).format(source=source, existing=existing)
        )


class SourceRemovedError(StoreError):
    """Somebody removed a source of this content; it does not come back by itself."""

    def __init__(self, source: str, removed: str, at: str) -> None:
        self.source, self.removed, self.at = source, removed, at
        super().__init__(
            _(
                "{source}: somebody removed this source (as {removed}, {at}), so it was not taken "
                "again. Take it back with `rmecode undo`, or ingest its file by name."
            ).format(source=source, removed=removed, at=at)
        )


class UnknownCoderError(StoreError):
    """Nobody of this name codes in the study."""

    def __init__(self, coder: str) -> None:
        self.coder = coder
        super().__init__(
            _("{coder}: no coder of this name. Add the coder to study.toml.").format(coder=coder)
        )


class UnknownMemosError(StoreError):
    """Some memos are not there."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = tuple(ids)
        named = ", ".join(f"m{number}" for number in ids[:10])
        super().__init__(
            _("There are no memos {ids}. See `rmecode memo list`. Nothing was changed.").format(
                ids=named if len(ids) <= 10 else f"{named}…"
            )
        )


class CoderKindError(StoreError):
    """A coder who has coded as a person was to become simulated, or the other way round."""

    def __init__(self, coder: str, kind: str) -> None:
        self.coder, self.kind = coder, kind
        super().__init__(
            _(
                "{coder}: this coder has codings as {kind}, so the kind cannot change. "
                "Use another name for the other kind."
            ).format(coder=coder, kind=kind)
        )


class UnknownCodebookVersionError(StoreError):
    """No codebook version of this number was recorded."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            _("No codebook version {number} was recorded. See `rmecode codebook log`.").format(
                number=number
            )
        )


class ExcerptMismatchError(StoreError):
    """The words at a coding's place are not its excerpt."""

    def __init__(self, source: str, span: tuple[int, int], quote: str, found: str) -> None:
        self.source, self.span = source, span
        super().__init__(
            _(
                "{source}, characters {start}-{end}: the text there is «{found}», not «{quote}». "
                "Nothing was stored."
            ).format(
                source=source,
                start=span[0],
                end=span[1],
                found=shortened(found),
                quote=shortened(quote),
            )
        )


class UnknownCodingsError(StoreError):
    """Codings that are not there, or were removed before."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = tuple(ids)
        super().__init__(
            ngettext(
                "There is no coding {ids}, or it was removed. Nothing was changed.",
                "There are no codings {ids}, or they were removed. Nothing was changed.",
                len(self.ids),
            ).format(ids=_listed(self.ids))
        )


class UnknownSuggestionsError(StoreError):
    """Suggestions that are not there, or not in the state that the task needs."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = tuple(ids)
        super().__init__(
            ngettext(
                "There is no suggestion {ids}; it may have been withdrawn. Nothing was changed.",
                "There are no suggestions {ids}; they may have been withdrawn. Nothing was changed.",
                len(self.ids),
            ).format(ids=_listed(self.ids))
        )


class AlreadyDecidedError(StoreError):
    """Suggestions that somebody has decided already."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = tuple(ids)
        super().__init__(
            ngettext(
                "Suggestion {ids} was decided already. Reopen it first; nothing was changed.",
                "Suggestions {ids} were decided already. Reopen them first; nothing was changed.",
                len(self.ids),
            ).format(ids=_listed(self.ids))
        )


class NotDecidedError(StoreError):
    """Suggestions to be reopened that are open."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = tuple(ids)
        super().__init__(
            ngettext(
                "Suggestion {ids} is open: nobody has decided on it. Nothing was changed.",
                "Suggestions {ids} are open: nobody has decided on them. Nothing was changed.",
                len(self.ids),
            ).format(ids=_listed(self.ids))
        )


class BadSpanError(StoreError):
    """A span that is empty, backwards or outside the text."""

    def __init__(self, source: str, span: tuple[int, int], characters: int) -> None:
        self.source, self.span = source, span
        super().__init__(
            _(
                "{source}, characters {start}-{end}: this span is empty or outside the text of "
                "{characters} characters. Nothing was stored."
            ).format(source=source, start=span[0], end=span[1], characters=characters)
        )


class AssignedElsewhereError(StoreError):
    """A part of a source was to be given to a case, but belongs to another one."""

    def __init__(self, source: str, span: tuple[int, int], case: str) -> None:
        self.source, self.span, self.case = source, span, case
        super().__init__(
            _(
                "{source}, characters {start}-{end}: this part is assigned to {case}. Take that "
                "assignment away first; nothing was changed."
            ).format(source=source, start=span[0], end=span[1], case=case)
        )


class NotAssignedError(StoreError):
    """A part of a source that was not assigned."""

    def __init__(self, source: str, span: tuple[int, int]) -> None:
        self.source, self.span = source, span
        super().__init__(
            _("{source}, characters {start}-{end}: this part is not assigned to a case.").format(
                source=source, start=span[0], end=span[1]
            )
        )


class NotDoneError(StoreError):
    """A coder had not marked a source as done."""

    def __init__(self, source: str, coder: str) -> None:
        self.source, self.coder = source, coder
        super().__init__(
            _("{source}: {coder} has not marked this source as done.").format(
                source=source, coder=coder
            )
        )


class NothingToUndoError(StoreError):
    """More was to be undone than there is."""

    def __init__(self, asked: int, possible: int) -> None:
        self.asked, self.possible = asked, possible
        super().__init__(
            ngettext(
                "{asked} cannot be undone: {possible} change can. Nothing was changed.",
                "{asked} cannot be undone: {possible} changes can. Nothing was changed.",
                possible,
            ).format(asked=asked, possible=possible)
        )


class NothingToRedoError(StoreError):
    """More was to be redone than there is."""

    def __init__(self, asked: int, possible: int) -> None:
        self.asked, self.possible = asked, possible
        super().__init__(
            ngettext(
                "{asked} cannot be redone: {possible} change can. Nothing was changed.",
                "{asked} cannot be redone: {possible} changes can. Nothing was changed.",
                possible,
            ).format(asked=asked, possible=possible)
        )


class RowChangedError(StoreError):
    """A row is not as the task left it, so that writing over it would lose somebody's work."""

    exit_code = 1

    def __init__(self, table: str, key: Sequence[object] = ()) -> None:
        self.table, self.key = table, tuple(key)
        super().__init__(
            _(
                "{row}: changed by something else since, or other work was built on it. See "
                "`rmecode history`; nothing was changed."
            ).format(row=f"{table} {_listed(self.key)}".rstrip())
        )


def _listed(ids: Sequence[object], limit: int = 10) -> str:
    shown = ", ".join(str(each) for each in ids[:limit])
    return f"{shown}…" if len(ids) > limit else shown
