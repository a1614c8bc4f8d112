"""What can be wrong with the naming of codes."""

from __future__ import annotations

import difflib
from itertools import islice
from typing import TYPE_CHECKING, Final

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rmecode.model import Code, Codebook


MOST: Final = 10
"""How many codes a sentence names."""


def _some(paths: Iterable[str]) -> str:
    """Return the first paths in a row, and a sign where there are more."""
    first = list(islice(paths, MOST + 1))
    return ", ".join([*first[:MOST], *(["…"] if len(first) > MOST else [])])


class UnknownCodeError(RmecodeError):
    """A code that the codebook does not have."""

    def __init__(self, typed: str, codebook: Codebook) -> None:
        self.typed = typed
        paths = [code.path for code in codebook]
        by_name = {code.name: code.path for code in codebook}
        near = difflib.get_close_matches(typed, paths, n=2, cutoff=0.6)
        near += [by_name[n] for n in difflib.get_close_matches(typed.rpartition("/")[2], by_name)]
        hint = ", ".join(dict.fromkeys(near)) or ", ".join(c.path for c in codebook if c.depth == 1)
        super().__init__(
            _("{typed}: there is no such code in {book}. Did you mean: {hint}?").format(
                typed=typed or "''", book=codebook.name, hint=hint
            )
        )


class AmbiguousCodeError(RmecodeError):
    """A name that several codes share."""

    def __init__(self, typed: str, codes: Sequence[Code]) -> None:
        super().__init__(
            _("{typed}: several codes have this name. Write one of: {paths}.").format(
                typed=typed, paths=_some(code.path for code in codes)
            )
        )


class UnseenChangesError(RmecodeError):
    """The file changed in ways that concern codings, and nobody has looked at that yet."""

    def __init__(self, version: int, codes: Sequence[str]) -> None:
        self.version, self.codes = version, tuple(codes)
        super().__init__(
            _(
                "The codebook changed since version {version} in ways that concern codings "
                "({codes}). Run 'rmecode codebook update' first; nothing was changed."
            ).format(version=version, codes=", ".join(codes))
        )


class CodebookEditedError(RmecodeError):
    """Somebody edited the codebook while a change of it was being prepared."""

    exit_code = 1

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "{path}: was edited while this was prepared. Look at it and repeat the command; "
                "nothing was changed."
            ).format(path=path)
        )


class CodebookEditedSinceError(RmecodeError):
    """The codebook is not as the change left it that is to be undone or done again."""

    def __init__(self, path: Path, version: int) -> None:
        self.path, self.version = path, version
        super().__init__(
            _(
                "{path}: was edited since, and putting it back would lose that. Look with 'rmecode "
                "codebook diff {version}'; make the file as version {version} was, with 'rmecode "
                "codebook show --text {version}', and try again. Nothing was changed."
            ).format(path=path, version=version)
        )


class UndecidedCodesError(RmecodeError):
    """Codes are gone that have codings, and nobody said what became of them."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            _(
                "Nobody said what became of {codes}, with codings, suggestions or memos. For each, "
                "give --same OLD=NEW, --merged OLD=NEW, --removed OLD=HEIR, or --removed OLD to "
                "leave them without a code. Nothing was changed."
            ).format(codes=", ".join(codes))
        )


class DecidedTwiceError(RmecodeError):
    """Two options say what became of one code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            _("{code}: more than one option says what became of it. Give one of them.").format(
                code=code
            )
        )


class NotGoneError(RmecodeError):
    """A code was said to have gone, and has not."""

    def __init__(self, typed: str, gone: Sequence[str]) -> None:
        self.typed = typed
        super().__init__(
            _("{typed}: no code of this name is gone. Gone are: {codes}.").format(
                typed=typed or "''", codes=", ".join(gone) or "-"
            )
        )


class UnclearOptionError(RmecodeError):
    """What an option says cannot be understood."""

    def __init__(self, written: str, option: str, form: str) -> None:
        super().__init__(
            _("{option} {written}: write {form}.").format(
                option=option, written=written or "''", form=form
            )
        )


class NotRedefinedError(RmecodeError):
    """Codings were to be reread for a code that was not redefined."""

    def __init__(self, typed: str, redefined: Sequence[str]) -> None:
        super().__init__(
            _("{typed}: was not redefined over any coding. Redefined are: {codes}.").format(
                typed=typed, codes=", ".join(redefined) or "-"
            )
        )


class CodeInUseError(RmecodeError):
    """A code was to go that still has codings."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            _(
                "{code}: has codings. Say where they go with --recode-to CODE, or remove them "
                "first with 'rmecode coding remove'. Nothing was changed."
            ).format(code=path)
        )


class NothingToEditError(RmecodeError):
    """The codebook is already as it was to become."""

    def __init__(self, path: str) -> None:
        super().__init__(_("{code}: is so already. Nothing was changed.").format(code=path))


class NotThisCodeError(RmecodeError):
    """A code was named that has no part in what is asked."""

    def __init__(self, typed: str, option: str, codes: Sequence[str]) -> None:
        super().__init__(
            _("{option} {typed}: not one of {codes}. Nothing was changed.").format(
                option=option, typed=typed, codes=", ".join(codes)
            )
        )


class CodeWithinError(RmecodeError):
    """A code was to go below itself, or to hand over to a code that goes with it."""

    def __init__(self, path: str, other: str) -> None:
        sentence = _("{code}: {other} lies below it, so this cannot be. Nothing was changed.")
        if other == path:
            sentence = _("{code}: this is the code itself; name another one. Nothing was changed.")
        super().__init__(sentence.format(code=path, other=other))


class NoDefinitionError(RmecodeError):
    """A new code says nothing of what it means."""

    def __init__(self, path: str) -> None:
        super().__init__(
            _("{code}: a code needs a definition. Write one; nothing was changed.").format(
                code=path
            )
        )


class CodesBelowError(RmecodeError):
    """A code was to go that has codes below it."""

    def __init__(self, path: str, below: Sequence[str]) -> None:
        super().__init__(
            _(
                "{code}: has codes below it ({below}). Move them first, or give --with-children. "
                "Nothing was changed."
            ).format(code=path, below=", ".join(below))
        )


class UnusableNameError(RmecodeError):
    """A name that no code can have."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{name}: no code can be called so. Use letters, digits and _ (accents are "
                "welcome), without spaces or /."
            ).format(name=name or "''")
        )


class NameTakenError(RmecodeError):
    """A name that another code among its siblings has, accents and capitals aside."""

    def __init__(self, path: str, other: str) -> None:
        super().__init__(
            _(
                "{path}: this name is taken there by {other}. Choose another, or merge the two."
            ).format(path=path, other=other)
        )


class IdTakenError(RmecodeError):
    """A permanent id that a code has or had."""

    def __init__(self, code: str, other: str) -> None:
        super().__init__(
            _("{id}: {other} has or had this id. Ids are permanent: choose another.").format(
                id=code, other=other
            )
        )


class NotBesideError(RmecodeError):
    """A place in the order that is named by a code which is not among the siblings."""

    def __init__(self, path: str, parent: str) -> None:
        super().__init__(
            _("{path} does not stand in {parent}: name one of the codes there.").format(
                path=path, parent=parent or _("the top level")
            )
        )


class SharedTextError(RmecodeError):
    """A part of the file that is written once and used in several places (``&`` and ``*``)."""

    def __init__(self, line: int) -> None:
        super().__init__(
            _(
                "line {line} of the codebook uses an anchor or alias (& or *) in what would be "
                "rewritten. Write the text out in each place, and try again; nothing was changed."
            ).format(line=line)
        )


class CommentsInBracesError(RmecodeError):
    """A code with comments that would have to be written in braces, where they would be lost."""

    def __init__(self, line: int) -> None:
        super().__init__(
            _(
                "line {line} of the codebook has comments, which would be lost in the braces that it "
                "is to go into. Write the other code with one key a line, and try again; nothing "
                "was changed."
            ).format(line=line)
        )


class NotRewrittenError(RmecodeError):
    """A change of the file that did not come out as meant, and was dropped."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _(
                "the codebook cannot be rewritten so: {what} Change the file by hand; nothing was "
                "changed."
            ).format(what=what)
        )


class HistoryMovedError(RmecodeError):
    """Something was written between looking at what would be undone and undoing it."""

    exit_code = 1

    def __init__(self) -> None:
        super().__init__(
            _(
                "Something else was written meanwhile. See 'rmecode history' and try again; "
                "nothing was changed."
            )
        )
