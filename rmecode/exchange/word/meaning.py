"""What a comment says: the codes in its first lines, and what is noted below them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.errors.codebook import AmbiguousCodeError, UnknownCodeError
from rmecode.exchange.word.letters import unescaped
from rmecode.model import find_code, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmecode.model import Code, Codebook

LONGEST: Final = 5
"""Words that the name of a new code has at most, on each level of its path."""
_LEVELS: Final = re.compile(r"\s*[/>]\s*")
_SAYS_CODE: Final = re.compile(r"\s*(?:c[oó]digos?|codes?)\s*:(.*)", re.IGNORECASE | re.DOTALL)
_SAYS_MEMO: Final = re.compile(r"\s*(?:memo|nota|note)\s*:(.*)", re.IGNORECASE | re.DOTALL)
_WRAPPING: Final = " \t.,;:#*•-[]()«»\"“”'"
_ENDS: Final = (".", "?", "!", "…", ":", ",")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a comment says.

    ``codes`` are the ids of the codes it names, ``unknown`` what looks like the name of a code that
    the codebook has not, ``memo`` the rest; ``doubt`` why nothing of it can be taken.
    """

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    memo: str = ""
    doubt: str = ""


class CodeNames:
    """The codes of a codebook by everything that people call them: path, name, label, id."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._labels: dict[str, list[Code]] = {}
        for code in codebook:
            self._labels.setdefault(_plain(code.label), []).append(code)

    def find(self, typed: str) -> Code | None:
        """Return the code that the words name, None if they name none.

        Raises:
            AmbiguousCodeError: they name several.
        """
        for words in dict.fromkeys((typed.strip(), typed.strip(_WRAPPING))):
            if not words:
                continue
            try:
                return find_code(self.codebook, words)
            except UnknownCodeError:
                labelled = self._labels.get(_plain(words), [])
            if len(labelled) > 1:
                raise AmbiguousCodeError(words, labelled)
            if labelled:
                return labelled[0]
        return None

    def knows(self, typed: str) -> bool:
        """Tell whether the words name a code, or several."""
        try:
            return self.find(typed) is not None
        except AmbiguousCodeError:
            return True


def _plain(label: str) -> str:
    return " ".join(fold(label).split())


def meaning_of(text: str, names: CodeNames) -> Meaning:
    """Return what a comment says.

    Its first lines are codes, one or several on a line with ``;`` between them (``,`` too, where
    all are known), as long as every word of the line belongs to one; then comes the memo.
    ``código:`` before the first line says that it is one, ``memo:`` that the whole is a memo.
    """
    if said := _SAYS_MEMO.fullmatch(text):
        return Meaning(memo=unescaped(said[1]))
    said = _SAYS_CODE.fullmatch(text)
    lines = (said[1] if said else text).strip().split("\n")
    try:
        codes, unknown, rest = _first(lines, names, named=said is not None)
    except AmbiguousCodeError as error:
        return Meaning(doubt=str(error))
    if not codes and not unknown:
        return Meaning(memo=unescaped(text))
    more = _more(lines[1:], names) if not rest else []
    memo = [*rest, *lines[1 + len(more) :]]
    ids = dict.fromkeys([*codes, *(code for line in more for code in line)])
    return Meaning(tuple(ids), tuple(dict.fromkeys(unknown)), unescaped("\n".join(memo)))


def _first(
    lines: list[str], names: CodeNames, *, named: bool
) -> tuple[list[str], list[str], list[str]]:
    """Return the known codes of the first line, what looks like unknown ones, and what is left."""
    whole = names.find(lines[0])
    if whole is not None:
        return [whole.id], [], []
    if listed := _listed(lines[0], names):
        return listed, [], []
    parts = _parts(lines[0], ";")
    found = [names.find(part) for part in parts]
    codes = [code.id for code in found if code is not None]
    strange = [part for part, code in zip(parts, found, strict=True) if code is None]
    if strange and not codes and (before := _before_colon(lines[0], names)):
        return [before[0].id], [], [before[1]]
    alone = len(lines) == 1 or not lines[1].strip() or all(map(_is_name, strange))
    if named or (all(_looks_like_code(part) for part in strange) and (codes or alone)):
        return codes, strange, []
    return codes, [], strange if codes else []


def _listed(line: str, names: CodeNames) -> list[str]:
    """Return the codes of a line that holds nothing else, with ``;`` or ``,`` between them.

    Raises:
        AmbiguousCodeError: one of them can be several.
    """
    for mark in ";,":
        parts = _parts(line, mark)
        if all(map(names.knows, parts)):
            return [code.id for code in map(names.find, parts) if code is not None]
    return []


def _parts(line: str, mark: str) -> list[str]:
    return [part.strip() for part in line.split(mark) if part.strip()]


def _before_colon(line: str, names: CodeNames) -> tuple[Code, str] | None:
    """Return the code before a colon and what is noted behind it, on the same line."""
    before, colon, after = line.partition(":")
    code = names.find(before) if colon and after.strip() else None
    return (code, after.strip()) if code else None


def _more(lines: Iterable[str], names: CodeNames) -> list[list[str]]:
    """Return the codes of each further line, up to the first that is anything else."""
    more = []
    for line in lines:
        found = _listed(line, names)
        if not found:
            break
        more.append(found)
    return more


def _looks_like_code(words: str) -> bool:
    """Tell whether it could be a code's name or path: short on each level, and no sentence."""
    levels = _LEVELS.split(words.strip())
    return max(len(level.split()) for level in levels) <= LONGEST and not words.endswith(_ENDS)


def _is_name(words: str) -> bool:
    """Tell whether it is written as codes are: as a path, or in one word."""
    return len(words.split()) == 1 or len(_LEVELS.split(words.strip())) > 1
