"""The tables in which people keep a codebook: which column is what, whatever it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.errors.tables import MissingColumnsError, NotATableError
from rmecode.exchange.csv_files import unescape
from rmecode.messages import _
from rmecode.model import fold
from rmecode.study.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "identificador", "permanent_id", "id_permanente", "code_id", "id_codigo"),
    "path": ("path", "ruta", "code_path", "ruta_del_codigo", "jerarquia", "hierarchy"),
    "code": ("code", "codigo"),
    "parent": (
        *("parent", "padre", "codigo_padre", "parent_code", "superior", "pertenece_a"),
        *("categoria", "category", "area", "familia", "family", "tema", "theme"),
    ),
    "name": ("name", "nombre", "nombre_del_codigo", "code_name"),
    "label": ("label", "etiqueta", "rotulo", "titulo", "title"),
    "definition": ("definition", "definicion", "descripcion", "description"),
    "use": (
        *("use", "when_to_use", "when_to_use_it", "usar", "uso", "cuando_usar", "cuando_se_usa"),
        *("cuando_usarlo", "incluye", "incluir", "inclusion", "criterios_de_inclusion"),
        *("criterio_de_inclusion", "includes", "include", "inclusion_criteria"),
    ),
    "avoid": (
        *("avoid", "when_not_to", "when_not_to_use", "cuando_no", "cuando_no_usar", "evitar"),
        *("cuando_no_se_usa", "cuando_no_usarlo", "no_usar", "excluye", "excluir", "exclusion"),
        *("criterios_de_exclusion", "criterio_de_exclusion", "excludes", "exclude"),
        "exclusion_criteria",
    ),
    "examples": ("examples", "example", "ejemplos", "ejemplo", "cita_de_ejemplo", "citas"),
    "dimension": ("dimension",),
    "color": ("color", "colour"),
    "former": ("former", "formerly", "antes", "nombres_anteriores", "ids_anteriores"),
}
"""The columns of a codebook's table, and the heads under which people write them, folded."""

NUMBERED: Final = re.compile(r"(.+?)_(?:(\d+)|\((\d+)\))")
"""A further column of the same kind: ``Ejemplo 2`` is another one, ``Definición (2)`` goes on."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One row: its number as a spreadsheet shows it, and its cells by column; empty ones are none.

    ``raw`` are the cells as they stand; ``cells`` are without the apostrophe that keeps Excel from
    running a text.
    """

    number: int
    cells: Mapping[str, str]
    raw: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The rows of a file, the columns that it has, and the heads of those that mean nothing here."""

    name: str
    columns: frozenset[str]
    rows: tuple[CodeRow, ...]
    unknown: tuple[str, ...] = ()


def read_code_table(path: Path) -> CodeTable:
    """Read a table of codes from CSV or XLSX; columns may come in any order.

    Raises:
        FileUnreadableError: it cannot be read.
        NotATableError: it is no table, or two of its columns are the same.
        MissingColumnsError: no column says which code a row is.
    """
    table = read_table(path, (), merged=True)
    meant = {head: _column(head) for head in table.columns if head}
    firsts = [column for column, number, _goes_on in meant.values() if column and number == 1]
    twice = next((column for column in firsts if firsts.count(column) > 1), "")
    if twice:
        heads = [head for head, found in meant.items() if found[:2] == (twice, 1)]
        what = _("the columns {heads} are of the same kind").format(heads=", ".join(heads))
        raise NotATableError(path, what)
    columns = frozenset(column for column, _number, _goes_on in meant.values() if column)
    if not columns & {"id", "path", "code", "name", "label"}:
        raise MissingColumnsError(path, ["code"], table.columns)
    rows = tuple(_row(row.number, row.cells, meant) for row in table)
    unknown = tuple(head for head, found in meant.items() if not found[0])
    return CodeTable(path.name, columns, rows, unknown)


def _column(head: str) -> tuple[str, int, bool]:
    """Return the column of a head, the how manieth of its kind it is, and whether it goes on."""
    folded = re.sub(r"[\s_-]+", "_", fold(head.strip(" \n¿?¡!:.")))
    kinds = {alias: column for column, aliases in HEADS.items() for alias in aliases}
    if folded in kinds:
        return kinds[folded], 1, False
    further = NUMBERED.fullmatch(folded)
    if further is None or further[1] not in kinds:
        return "", 0, False
    column = kinds[further[1]]
    if further[2] and column != "examples":
        return "", 0, False
    return column, int(further[2] or further[3]) + (0 if further[3] else 1), bool(further[3])


def _row(
    number: int, written: Mapping[str, str], meant: Mapping[str, tuple[str, int, bool]]
) -> CodeRow:
    """Return the row with columns of one kind put together, in the order of their numbers."""
    raw: dict[str, str] = {}
    ordered = sorted(meant.items(), key=lambda each: each[1][1])
    for head, (column, _number, goes_on) in ordered:
        cell = written.get(head, "")
        if column and cell:
            before = raw.get(column, "")
            raw[column] = f"{before}{'' if goes_on or not before else chr(10)}{cell}"
    return CodeRow(number, {column: unescape(cell) for column, cell in raw.items()}, raw)
