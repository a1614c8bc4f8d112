"""Excerpts as rows, for CSV and for programs: one row per coding, whatever the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmecode.exchange.csv_files import csv_rows
from rmecode.exchange.excerpt_values import joined
from rmecode.exchange.excerpt_words import after, before
from rmecode.model import state_of

if TYPE_CHECKING:
    from rmecode.exchange.excerpt_values import Excerpt, Excerpts

Record = dict[str, Any]

COLUMNS = (
    *("id", "short", "source", "start", "end", "quote", "before", "after", "code", "also"),
    *("coder", "kind", "state", "reread", "memo", "codebook", "made_at", "cases", "roles"),
    *("participants", "turn", "instrument", "stage", "notice"),
)
"""The fields of a row, in their order."""


def excerpt_rows(excerpts: Excerpts) -> list[Record]:
    """Return a row per coding; each says the notice, because rows travel alone."""
    notice = " ".join(excerpts.notices)
    return [{**_row(one), "notice": notice} for one in excerpts.each]


def excerpts_csv(excerpts: Excerpts, *, excel: bool = False) -> str:
    """Return the rows as CSV: every word as it is, or with ``excel`` safe for a double click."""
    rows = ([row[name] for name in COLUMNS] for row in excerpt_rows(excerpts))
    return csv_rows(COLUMNS, rows, excel=excel)


def _row(one: Excerpt) -> Record:
    return {
        "id": one.id,
        "short": one.short,
        "source": one.source,
        "start": one.start,
        "end": one.end,
        "quote": joined(one.passage.said),
        "before": before(one),
        "after": after(one),
        "code": one.code,
        "also": one.also,
        "coder": one.coder,
        "kind": one.kind,
        "state": state_of(one.anchor, one.reread),
        "reread": one.reread,
        "memo": one.memo,
        "codebook": one.codebook,
        "made_at": one.made_at,
        "cases": one.cases,
        "roles": one.roles,
        "participants": one.participants,
        "turn": one.turn,
        "instrument": one.instrument,
        "stage": one.stage,
    }
