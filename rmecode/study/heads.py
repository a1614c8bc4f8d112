"""How columns may be headed: the name that the code uses, and the heads that people write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rmecode.model import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

HEADS: Final = {
    "source": ("fuente", "source_id", "id_fuente", "documento"),
    "file": ("archivo", "fichero", "filename"),
    "instrument": ("instrumento",),
    "stage": ("etapa",),
    "case": ("caso", "case_id", "id_caso", "red"),
    "cases": ("casos", "redes"),
    "date": ("fecha",),
    "role": ("rol",),
    "title": ("titulo",),
    "done": ("terminada", "terminadas", "listo"),
    "participant": ("participante", "participant_id", "id_participante"),
    "pseudonym": ("seudonimo", "pseudonimo", "alias"),
    "label": ("etiqueta", "hablante", "speaker"),
    "turns": ("turnos", "turno", "turn"),
    "start": ("inicio", "desde"),
    "end": ("fin", "hasta"),
    "quote": ("cita", "texto", "excerpt", "text"),
    "before": ("antes", "contexto_antes"),
    "after": ("despues", "contexto_despues"),
    "code": ("codigo", "code_path"),
    "coder": ("codificador", "codificadora"),
    "memo": ("nota", "comentario", "comment"),
}


def named(written: Sequence[str], names: Collection[str] = tuple(HEADS)) -> tuple[str, ...]:
    """Return the names of a row of heads; heads that mean none of the names stay as written.

    Where several heads mean one name, it goes to the one that comes first in ``HEADS``: of
    ``cita`` and ``texto``, the first is the quote.
    """
    folded = [re.sub(r"[\s_-]+", "_", fold(each.strip())) for each in written]
    heads = [each.strip() for each in written]
    for name in names:
        meant = next((alias for alias in (name, *HEADS[name]) if alias in folded), None)
        heads = [
            name if alias == meant else head for alias, head in zip(folded, heads, strict=True)
        ]
    return tuple(heads)
