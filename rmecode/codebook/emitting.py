"""New words as YAML: on one line where they fit, else folded; quoted only where they must be."""

from __future__ import annotations

import re
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Final

from yaml.reader import Reader

from rmecode.model import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruamel.yaml import YAML

    Value = str | tuple["Value", ...] | Mapping[str, "Value"]

WIDTH: Final = 100
"""The column that lines are folded before."""

_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SINGLE_SPACE: Final = re.compile(r"(?<=\S) (?=\S)")


def cleaned(value: str) -> str:
    """Return the words as a codebook file can hold them: no control characters, no loose ends."""
    text = normalise(_BREAKS.sub("\n", value)).replace("\ufeff", "")
    lines = Reader.NON_PRINTABLE.sub(" ", text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def one_line(value: str) -> str:
    """Return the words cleaned, on one line."""
    return " ".join(cleaned(value).split())


def inline(value: str, quote: str = "", *, flow: bool = False) -> str:
    """Return the words on one line, in these quotes, else plain where YAML lets them.

    Args:
        value: the words.
        quote: ``'`` or ``"``, as what stood there before was quoted.
        flow: whether they will stand within brackets or braces.
    """
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

    styles = {"'": SingleQuotedScalarString, '"': DoubleQuotedScalarString, "": str}
    if flow and value.startswith(("?", ":")):
        quote = quote or "'"  # ruamel.yaml leaves these plain, libyaml reads no plain words in them
    written = styles[quote if "\n" not in value else ""](value)
    row = CommentedSeq([written])
    if flow:
        row.fa.set_flow_style()
    stream = StringIO()
    _writer().dump(row, stream)
    line = stream.getvalue().rstrip("\n")
    return line[1:-1] if flow else line.removeprefix("- ")


@cache
def _writer() -> YAML:
    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = 2**31
    return writer


def in_flow(value: Value) -> str:
    """Return the value in one line of brackets and braces."""
    if isinstance(value, str):
        return inline(value, flow=True)
    if isinstance(value, tuple):
        return f"[{', '.join(in_flow(each) for each in value)}]"
    return f"{{{', '.join(f'{key}: {in_flow(each)}' for key, each in value.items())}}}"


def scalar(value: str, used: int, column: int, width: int = WIDTH) -> tuple[str, str]:
    """Return what stands behind the key or dash, and the lines below it if it has any.

    Args:
        value: the words.
        used: how many characters of the line are taken already.
        column: where lines below would begin.
        width: the column that lines are folded before.
    """
    line = inline(value)
    if not as_block(value) or ("\n" not in value and used + len(line) <= width):
        return line, ""
    return block(value, column, width)


def as_block(value: str) -> bool:
    """Return whether the words can stand as a block: no line begins with a tab."""
    return not re.search(r"^ *\t", value, re.MULTILINE)


def block(value: str, column: int, width: int = WIDTH, *, literal: bool = False) -> tuple[str, str]:
    """Return the head and the lines of a block: ``>-``, or ``|-`` if wished or a line is indented."""
    if literal or re.search(r"^ ", value, re.MULTILINE):
        head, lines = "|-", value.split("\n")
    else:
        paragraphs = re.sub(r"\n+", lambda ends: ends[0] + "\n", value).split("\n")
        head, lines = ">-", [each for one in paragraphs for each in _folded(one, width - column)]
    indent = " " * column
    return head, "".join(f"{indent}{line}".rstrip(" ") + "\n" for line in lines)


def _folded(paragraph: str, width: int) -> list[str]:
    """Break at single spaces only: YAML makes one space of a line end, and nothing else."""
    lines = [""]
    for chunk in _SINGLE_SPACE.split(paragraph):
        longer = f"{lines[-1]} {chunk}" if lines[-1] else chunk
        if lines[-1] and len(longer) > width:
            lines.append(chunk)
        else:
            lines[-1] = longer
    return lines


def in_block(value: Value, column: int, step: int, used: int) -> tuple[str, str]:
    """Return what stands behind the key or dash, and the lines below it.

    Args:
        value: the words, a list or a mapping, none empty.
        column: where the keys of a mapping, or lines of words, would begin.
        step: how far the dashes of a list are from the key above them.
        used: how many characters of the line are taken already.
    """
    if isinstance(value, str):
        return scalar(value, used, column)
    if isinstance(value, tuple):
        dash = column - 2 + step
        return "", "".join(item(each, dash, step) for each in value)
    return "", "".join(keyed(key, each, column, step) for key, each in value.items())


def item(value: Value, dash: int, step: int) -> str:
    """Return a list item as lines, its dash at this column."""
    head, below = in_block(value, dash + 2, step, dash + 2)
    if head:
        return f"{' ' * dash}- {head}\n{below}"
    return f"{' ' * dash}- {below.lstrip(' ')}"


def keyed(key: str, value: Value, column: int, step: int) -> str:
    """Return a key and its value as lines, the key at this column."""
    head, below = in_block(value, column + 2, step, column + len(key) + 2)
    return f"{' ' * column}{key}:{' ' * bool(head)}{head}\n{below}"
