"""Bring the Spanish catalogue up to date with the messages of the code, of the scripts and of click.

Run it in the set-up environment: ``.venv/bin/python scripts/messages.py``. What has no translation
yet is listed: translate it in the ``.po`` file and run this again. ``--check`` changes nothing.
"""

from __future__ import annotations

import ast
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from babel.messages.catalog import Message

    Msgid = str | tuple[str, ...]

ROOT: Final = Path(__file__).resolve().parent.parent
PO: Final = ROOT / "rmecode" / "messages" / "locale" / "es" / "LC_MESSAGES" / "rmecode.po"
MO: Final = PO.with_suffix(".mo")

SPEAKERS: Final = {
    "rmecode": ROOT / "rmecode",
    "scripts": ROOT / "scripts",
    "click": Path(click.__file__).parent,
}
"""The folders whose messages are translated, by the name that references give them."""

MARKS: Final = {"_": 1, "N_": 1, "ngettext": 2}
"""The functions that mark a message, and how many texts each takes."""

COMMENT: Final = (
    "# The Spanish of rmecode; scripts/messages.py adds what is new and drops what is gone."
)


class Spanish(Catalog):
    """A catalogue whose head has no dates and no versions, so that equal messages are equal files."""

    mime_headers = [  # noqa: RUF012 - it takes the place of a property
        ("Language", "es"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ]


def main(arguments: list[str]) -> int:
    """Write both files, or check that they are as they would be written; 1 if something is amiss."""
    catalogue = updated(kept())
    files = {PO: po_of(catalogue), MO: mo_of(catalogue)}
    stale = [path for path, content in files.items() if _content(path) != content]
    if "--check" not in arguments:
        _write(files)
        stale = []
    untranslated = list(missing(catalogue))
    _say(catalogue, stale, untranslated)
    return 1 if stale or untranslated else 0


def kept() -> Catalog:
    """Return the catalogue as it stands in the .po file; an empty one where there is none."""
    return read_po(BytesIO(_content(PO) or b""), locale="es")


def updated(old: Catalog) -> Catalog:
    """Return every message that is spoken now, with the translation it had, or none: no guesses."""
    new = Spanish(locale="es", header_comment=COMMENT, fuzzy=False)
    for place, msgid in spoken():
        new.add(msgid, locations=[(place, 0)])
    for message in _messages(new):
        before = old.get(message.id)
        if before is not None and before.id == message.id and not before.fuzzy:
            message.string = before.string
            message.user_comments = before.user_comments
        # A per cent sign before a word looks like one of the old formats: «{share} % of».
        message.flags &= {"python-brace-format"} if message.python_brace_format else message.flags
    return new


def spoken() -> Iterator[tuple[str, Msgid]]:
    """Yield the place and the English of every message; singular and plural where it has both."""
    for name, folder in SPEAKERS.items():
        for path in sorted(folder.rglob("*.py")):
            place = f"{name}/{path.relative_to(folder).as_posix()}"
            yield from ((place, msgid) for msgid in marked(path.read_text("utf-8")))


def marked(code: str) -> Iterator[Msgid]:
    """Yield the messages of a module, from its syntax tree.

    Babel reads tokens instead, and overlooks what stands inside an f-string before Python 3.12.
    """
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            number = MARKS.get(node.func.id, 0)
            texts = [arg.value for arg in node.args[:number] if isinstance(arg, ast.Constant)]
            if texts and len(texts) == number:
                yield str(texts[0]) if number == 1 else tuple(map(str, texts))


def missing(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages without a translation, or without one of its plural forms."""
    for message in _messages(catalogue):
        english, spanish = _forms(message.id), _forms(message.string)
        if len(spanish) != len(english) or not all(spanish):
            yield message


def po_of(catalogue: Catalog) -> bytes:
    """Return the .po file: sorted, lines not wrapped, references without line numbers."""
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_output=True, include_lineno=False)
    return file.getvalue().rstrip() + b"\n"


def mo_of(catalogue: Catalog) -> bytes:
    """Return the .mo file, which gettext reads."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _forms(text: object) -> tuple[str, ...]:
    """Return singular and plural, or the one form of a message that has no plural."""
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text or ""),)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _write(files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _say(catalogue: Catalog, stale: list[Path], untranslated: list[Message]) -> None:
    for path in stale:
        print(f"{path.relative_to(ROOT)}: not up to date. Run scripts/messages.py.")
    for message in untranslated:
        places = ", ".join(sorted({place for place, _line in message.locations}))
        print(f"{places}: no Spanish for: {_forms(message.id)[0]}")
    print(f"{len(catalogue)} messages, {len(untranslated)} without a translation.")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
