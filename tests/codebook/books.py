"""Codebooks that the tests rewrite and compare: the study's own, and one in every style."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from rmecode.codebook import parse_codebook, shipped_codebook

if TYPE_CHECKING:
    from rmecode.model import Codebook

SHIPPED = shipped_codebook().read_text(encoding="utf-8")

BLOCK = """\
# A book that people wrote by hand.
codebook: mini
version: "1"
lists:
  meta: meta o objetivo   # what for
codes:
  # The first area.
  - id: A
    name: red   # the short one
    label: La red
    kind: area
    definition: >-
      Qué es la red, y qué no es, según quienes
      la forman.
    rules:
      - red o redes
      # with a comment
      - find: trama
        note: rara
    codes:
      - id: A-01
        name: confianza
        definition: 'Atreverse: mostrar.'
        examples:
          - "Uno: dos."
          # spoken in a group
          - Tres.
        rules: [confiar, {find: fiarse, unit: turn}]
      # about reciprocity
      # in two lines
      - name: reciprocidad
        id: A-02
        definition: |
          Dar y devolver.

          Dos párrafos.
        # still about A-02
      - id: A-03
        name: sostén
        definition: Lo que sostiene.
        codes:
          - id: A-31
            name: plata
            definition: Dinero.
            codes: []

  # A comment on its own.

  # The second area.
  - id: B
    name: procesos
    kind: family
    definition: Lo que ocurre.   # D8
    codes:
      - {id: B-01, name: informar, definition: "Contar, decir."}
      - {id: B-02, name: confianza, definition: Otra confianza., examples: [Así., "Ya, sí."]}

  - id: C
    name: emergente
    definition: >
      Lo demás.
# the end
"""

FLOW = (
    'codes: [{id: A, name: red, definition: "La, red", codes: [{id: A1, name: uno, definition: U},'
    " {id: A2, name: dos, definition: D, codes: [{id: A21, name: tres, definition: T}]}]},\n"
    "  {id: B, name: otro, definition: O, use: }]\n"
)


def book_of(text: str) -> Codebook:
    """Return the codebook of a text that has no problems."""
    book, problems = parse_codebook(text, "libro.yaml")
    assert not problems
    assert book is not None
    return book


def differing(old: str, new: str) -> list[str]:
    """Return the lines that differ, ``-`` before those that went and ``+`` before new ones."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in list(lines)[2:] if not line.startswith("@@")]
