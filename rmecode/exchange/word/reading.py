"""Read a document's comments: who, when, what, on which words, in answer to which other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from rmecode.exchange.word.contents import Comment, CommentedText, Trouble
from rmecode.exchange.word.identity import read_identity
from rmecode.exchange.word.marks import marked_places
from rmecode.ingest.packages import open_package, parse, read_part
from rmecode.ingest.word import read as read_words
from rmecode.ingest.word_package import open_word
from rmecode.model import Span

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element

    from rmecode.exchange.word.marks import Edge, Places

TYPES: Final = "[Content_Types].xml"
_TEXTS: Final = {"t": "", "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
"""What stands for letters in a run of a comment."""
_GONE: Final = frozenset({"del", "moveFrom"})


def read_comments(raw: bytes, path: Path) -> CommentedText:
    """Read the text of a ``.docx`` with its comments.

    Raises:
        DocumentError: it is no Word document, damaged, encrypted or unsafe.
    """
    text = read_words(raw, path).text
    with open_package(raw, path) as package:
        placed, places = marked_places(open_word(package, path))
        elements = [each for each in _parts(package, "comments", path) if _is(each, "comment")]
        answers = _answers(elements, package, path)
        identity = read_identity(package, path)
    comments = [_comment(each, places, answers) for each in elements]
    far = len(placed) + 1
    comments.sort(key=lambda each: (each.span.start, each.span.end) if each.span else (far, far))
    return CommentedText(text, placed, tuple(comments), identity)


def _parts(package: zipfile.ZipFile, kind: str, path: Path) -> Iterator[_Element]:
    """Yield what the parts of a kind hold, found by their type, or else by their usual name."""
    names = package.namelist()
    usual = f"word/{kind}.xml"
    found = {usual} if usual in names else set()
    if TYPES in names:
        types = parse(read_part(package, TYPES, path), TYPES, path)
        found |= {
            override.get("PartName", "").lstrip("/")
            for override in types.iter("{*}Override")
            if override.get("ContentType", "").endswith(f"wordprocessingml.{kind}+xml")
        }
    for name in sorted(found.intersection(names)):
        yield from parse(read_part(package, name, path), name, path)


def _answers(comments: Iterable[_Element], package: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """Return the comment that each answer answers, by their ids."""
    by_paragraph = {
        _attribute(paragraph, "paraId"): _attribute(comment, "id")
        for comment in comments
        for paragraph in comment.iter("{*}p")
    }
    by_paragraph.pop("", None)
    pairs = (
        (by_paragraph.get(_attribute(each, "paraId")), _attribute(each, "paraIdParent"))
        for each in _parts(package, "commentsExtended", path)
    )
    return {own: by_paragraph[of] for own, of in pairs if own and of in by_paragraph}


def _comment(element: _Element, places: Places, answers: Mapping[str, str]) -> Comment:
    number = _attribute(element, "id")
    span, trouble = _place(places.get(number, {}))
    return Comment(
        number,
        _attribute(element, "author"),
        _moment(_attribute(element, "date")),
        "\n".join(_line(each) for each in element.iter("{*}p")),
        span,
        trouble,
        answers.get(number, ""),
    )


def _place(places: Mapping[Edge, list[int]]) -> tuple[Span | None, Trouble | None]:
    """Return where a comment stands; where that is on no words, what troubles it."""
    starts, ends = places.get("start", []), places.get("end", [])
    if len(starts) == len(ends) == 1 and starts[0] < ends[0]:
        return Span(starts[0], ends[0]), None
    if len(starts) > 1 or len(ends) > 1 or len(starts) != len(ends) or starts > ends:
        return None, Trouble.OPEN
    points = [*starts, *places.get("reference", [])]
    return (Span(points[0], points[0]), Trouble.POINT) if points else (None, Trouble.LOOSE)


def _line(paragraph: _Element) -> str:
    return "".join(_letters(paragraph))


def _letters(element: _Element) -> Iterator[str]:
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name in _TEXTS and _is(element, "r"):  # in other places a tab is one that is set
            yield child.text or "" if name == "t" else _TEXTS[name]
        elif name not in _GONE and not _is(child, "p"):
            yield from _letters(child)


def _moment(written: str) -> str:
    """Return a date as ISO 8601, empty where there is none; Word calls local time UTC."""
    try:
        at = dt.datetime.fromisoformat(written)
    except ValueError:
        return ""
    return at.replace(tzinfo=at.tzinfo or dt.UTC).astimezone(dt.UTC).isoformat(timespec="seconds")


def _is(element: _Element, name: str) -> bool:
    return str(element.tag).rpartition("}")[2] == name


def _attribute(element: _Element, name: str) -> str:
    """Return an attribute, whatever its namespace: that of each version of Word is another."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
