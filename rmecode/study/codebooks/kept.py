"""The codebook as it was read last, in the cache: most commands read it, and YAML takes long."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rmecode import __version__
from rmecode.codebook.reading import parse_codebook
from rmecode.errors import RmecodeError
from rmecode.errors.problems import ProblemsError
from rmecode.model import Code, Codebook, Rule

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "codebook.json"
LAYOUT: Final = "1"
"""Changes when a codebook is read otherwise, or its values have other fields."""


def codebook_of(text: str, name: str, cache: Path) -> Codebook:
    """Return the codebook of a text: the one in the cache, else as it is read now.

    Args:
        text: the YAML.
        name: the file, for people.
        cache: the folder; nothing is kept where there is none.

    Raises:
        ProblemsError: with every problem of the text.
    """
    identity = f"{LAYOUT}\n{__version__}\n{name}\n{text}"
    digest = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()
    kept = _kept(cache / FILE, digest)
    if kept is not None:
        return kept
    book, problems = parse_codebook(text, name)
    if book is None or problems:
        raise ProblemsError(problems)
    if cache.is_dir():
        _keep(cache / FILE, digest, book)
    return book


def _kept(path: Path, digest: str) -> Codebook | None:
    """Return what the file holds if it is of the same text; nothing where it is damaged."""
    try:
        found = json.loads(path.read_bytes())
        return _book(found["book"]) if found["of"] == digest else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _book(found: dict[str, Any]) -> Codebook:
    codes = tuple(_code(each) for each in found.pop("codes"))
    return Codebook(codes=codes, **found)


def _code(found: dict[str, Any]) -> Code:
    rules = tuple(Rule(**each) for each in found.pop("rules"))
    examples, former = tuple(found.pop("examples")), tuple(found.pop("former"))
    return Code(rules=rules, examples=examples, former=former, **found)


def _keep(path: Path, digest: str, book: Codebook) -> None:
    """Write the codebook; what cannot be kept is read again the next time."""
    from rmecode.exchange.files import write_whole

    with suppress(RmecodeError, UnicodeEncodeError):
        content = {"of": digest, "book": asdict(book)}
        write_whole(path, json.dumps(content, ensure_ascii=False).encode())
