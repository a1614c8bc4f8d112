r"""Words as Markdown shows them: nothing that was said turns into markup.

The rules, for CommonMark, GitHub's dialect and pandoc's:

1. Control characters become visible signs (``visible``).
2. A backslash stands before each of ``\ ` * _ { } [ ] < > & | ~ ^ $ @ #`` wherever it is, before a
   ``:`` that two slashes follow, and before the dot of ``www.``: so there is no emphasis, code, link,
   image, HTML, entity, table cell, mathematics, mention, nor address that links itself.
3. At the beginning of a line, a backslash also stands before ``+ - = : ! % ( )`` and before the
   ``.`` or ``)`` of a number: no list, heading, rule, definition nor title block.
4. Blanks at either end of a line are written by their numbers, as ``&#32;``: no code block and no
   line break that nobody made. An empty line inside a text becomes a line with one blank.
5. A line end inside a text is a backslash at the end of the line.
"""

from __future__ import annotations

import re
from typing import Final

from rmecode.exchange.visible import visible

ANYWHERE: Final = re.compile(r"[\\`*_{}\[\]<>&|~^$@#]|:(?=//)|(?<=www)\.", re.IGNORECASE)
STARTS: Final = re.compile(r"^([ \t]*)(?:([-+=:!%()])|(\d+)([.)]))")
BLANK: Final = "&#32;"


def inline(text: str) -> str:
    """Return the text for one line: line ends become blanks."""
    return _line(" ".join(visible(text).split()))


def lines(text: str) -> list[str]:
    """Return the lines of a paragraph that shows the text, each end of line a real one."""
    written = [_line(line) or BLANK for line in visible(text).split("\n")]
    return [*(f"{line}\\" for line in written[:-1]), written[-1]]


def paragraph(text: str) -> str:
    """Return a paragraph that shows the text."""
    return "\n".join(lines(text))


def quoted(text: str) -> str:
    """Return a block quote that shows the text."""
    return "\n".join(f"> {line}" for line in lines(text))


def _line(text: str) -> str:
    # the marks that count only at the start of a line are found before any backslash is put in
    start = STARTS.match(text)
    place = start.end() - 1 if start else -1
    escaped = ANYWHERE.sub(r"\\\g<0>", text if start is None else text[place + 1 :])
    if start is not None:
        escaped = f"{text[:place]}\\{text[place]}{escaped}"
    return _with_blanks(escaped)


def _with_blanks(line: str) -> str:
    """Return the line with the blanks at its ends written out."""
    inner = line.strip()
    begin = line.index(inner) if inner else len(line)
    before, after = line[:begin], line[begin + len(inner) :]
    return f"{_written(before)}{inner}{_written(after)}"


def _written(blanks: str) -> str:
    return "".join(f"&#{ord(blank)};" for blank in blanks)


def fenced(text: str) -> str:
    """Return the text as a block of code, as it is; its fence is longer than any in it."""
    inside = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, inside + 1)
    return f"{fence}\n{visible(text)}\n{fence}"
