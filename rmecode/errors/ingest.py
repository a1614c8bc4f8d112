"""Errors of taking in a file: each names the file, what is wrong with it and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable


class DocumentError(RmecodeError):
    """A file that cannot be taken as a document; ``path`` says which."""

    def __init__(self, path: Path | str, sentence: str) -> None:
        self.path = Path(path)
        super().__init__(sentence)


class MissingDocumentError(DocumentError):
    """No file of that name."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path,
            _("{path}: there is no such file. Check its name and folder.").format(path=path),
        )


class NotAFileError(DocumentError):
    """A folder, a device or a pipe where a file was expected."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path,
            _("{path}: is a folder, not a file. Name the files in it instead.").format(path=path)
            if Path(path).is_dir()
            else _("{path}: is no ordinary file. Name a document.").format(path=path),
        )


class ShadowFileError(DocumentError):
    """A file that Word or macOS leaves beside the real one."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path,
            _(
                "{path}: is a temporary or shadow file of another program and was passed over. "
                "Take the document itself, whose name does not begin like this."
            ).format(path=path),
        )


class UnknownFormatError(DocumentError):
    """A file whose extension no reader knows."""

    def __init__(self, path: Path | str, known: Iterable[str]) -> None:
        super().__init__(
            path,
            _("{path}: files ending in “{suffix}” cannot be read. Save it as one of: {known}.")
            .format(path=path, suffix=Path(path).suffix, known=", ".join(known))
            if Path(path).suffix
            else _("{path}: the name has no ending that says its format. Give it one of: {known}.")
            .format(path=path, known=", ".join(known)),
        )  # fmt: skip


class EmptyDocumentError(DocumentError):
    """A file without a single word."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path,
            _("{path}: has no text. Check that it was saved, or leave it out.").format(path=path),
        )


class TooLargeError(DocumentError):
    """A file beyond what any transcript needs; ``limit`` is in megabytes."""

    def __init__(self, path: Path | str, limit: int) -> None:
        super().__init__(
            path,
            _(
                "{path}: is larger than the {limit} MB that are read of such a file. "
                "Take out pictures and recordings, or split it."
            ).format(path=path, limit=limit),
        )


class NotTextError(DocumentError):
    """A file that says it is text and holds something else; ``kind`` is what, if known."""

    def __init__(self, path: Path | str, kind: str = "") -> None:
        super().__init__(
            path,
            _("{path}: is not text but {kind}. Open it in its program and save it as text.").format(
                path=path, kind=kind
            )
            if kind
            else _(
                "{path}: is not text but binary content. "
                "Open it in the program it was made with and save it as text."
            ).format(path=path),
        )


class OldWordError(DocumentError):
    """A document of Word 97-2003, whatever it is called."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path,
            _(
                "{path}: is a document of the old Word format (.doc). Open it in Word or "
                "LibreOffice, choose “Save as” and “Word document (.docx)”, and take that file."
            ).format(path=path),
        )


class EncryptedDocumentError(DocumentError):
    """A document that asks for a password."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path,
            _(
                "{path}: is protected by a password. Open it in Word, remove the password "
                "(File, Info, Protect document) and save it again."
            ).format(path=path),
        )


class NotWordError(DocumentError):
    """A ``.docx`` that is something else; ``kind`` is what, if known."""

    def __init__(self, path: Path | str, kind: str = "") -> None:
        super().__init__(
            path,
            _(
                "{path}: is no Word document but {kind}. Open it in its program and save it as "
                "Word document (.docx), or give it its true ending."
            ).format(path=path, kind=kind)
            if kind
            else _(
                "{path}: is no Word document, whatever its name. Open it in the program it was "
                "made with and save it as Word document (.docx)."
            ).format(path=path),
        )


class DamagedDocumentError(DocumentError):
    """A document whose inside is broken; ``part`` is the piece that cannot be read."""

    def __init__(self, path: Path | str, part: str = "") -> None:
        super().__init__(
            path,
            _(
                "{path}: is damaged or incomplete ({part} cannot be read). "
                "Copy it again from where it came, or open it in Word and save it anew."
            ).format(path=path, part=part)
            if part
            else _(
                "{path}: is damaged or incomplete. "
                "Copy it again from where it came, or open it in Word and save it anew."
            ).format(path=path),
        )


class UnsafeDocumentError(DocumentError):
    """A document made to harm: it inflates beyond all bounds, or defines XML entities."""

    def __init__(self, path: Path | str, part: str) -> None:
        super().__init__(
            path,
            _(
                "{path}: was not opened, because {part} inside it is built like an attack "
                "(it would swell beyond all bounds). Ask whoever sent it for a clean copy."
            ).format(path=path, part=part),
        )
