"""What a row of a table says of its code, in the words that the codebook's file can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.codebook.emitting import cleaned, one_line
from rmecode.codebook.reading import label_of
from rmecode.codebook.rewriting import NewCode
from rmecode.exchange.handbook_tables import code_cells, examples_in

if TYPE_CHECKING:
    from rmecode.model import Code
    from rmecode.study.codebooks.columns import CodeRow
    from rmecode.study.codebooks.rows import Meant

LISTS: Final = ("examples", "former")
LINES: Final = ("label", "dimension", "color")
TEXTS: Final = ("definition", "use", "avoid")


def news(row: CodeRow, code: Code) -> dict[str, str | tuple[str, ...]]:
    """Return the fields in which a row says something else than the code; empty cells say nothing.

    A cell that is as the tool itself would write it says the same, whatever it looks like.
    """
    written = code_cells(code)
    found: dict[str, str | tuple[str, ...]] = {}
    for name in (*LINES, *TEXTS, *LISTS):
        cell = row[name]
        if cell and written[name] not in (cell, row.raw[name]):
            value = _list(cell) if name in LISTS else _text(name, cell)
            if value and value != getattr(code, name):
                found[name] = value
    return found


def new_code(each: Meant, placeholder: str, identity: str) -> NewCode:
    """Return the code that a row makes, with the placeholder where it has no definition."""
    row = each.row
    label = _text("label", row["label"] or each.label)
    return NewCode(
        id=identity,
        name=each.parts[-1],
        label="" if label == label_of(each.path) else label,
        definition=_text("definition", row["definition"]) or placeholder,
        use=_text("use", row["use"]),
        avoid=_text("avoid", row["avoid"]),
        examples=_list(row["examples"]),
        color=_text("color", row["color"]),
        dimension=_text("dimension", row["dimension"]),
        former=_list(row["former"]),
    )


def _text(name: str, cell: str) -> str:
    return one_line(cell) if name in LINES else cleaned(cell)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(cleaned, examples_in(cell))))
