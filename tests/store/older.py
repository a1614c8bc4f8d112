"""A project as the first schema had it: one source, one coding, and the log of both."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from rmecode.model import text_hash
from rmecode.store.database import engine_for, writing
from rmecode.store.migration import upgrade
from rmecode.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    from pathlib import Path

AT = "2026-01-05T08:00:00+00:00"
TEXT = "E: ¿Y la confianza?\nD: Llegó tarde, con los años y las reuniones.\n"
QUOTE = "Llegó tarde, con los años"

ROWS: dict[str, dict[str, Any]] = {
    "coder": {"name": "Ana", "kind": "person"},
    "source": {"id": "vieja", "file": "transcripts/vieja.txt"},
    "text_version": {
        "source": "vieja",
        "number": 1,
        "text": TEXT,
        "characters": len(TEXT),
        "hash": text_hash(TEXT),
        "file_hash": text_hash("file"),
        "format": "txt",
        "encoding": "utf-8",
        "reader": "1",
        "made_at": AT,
    },
    "coding": {
        "id": 1,
        "source": "vieja",
        "version": 1,
        "start": TEXT.index(QUOTE),
        "end": TEXT.index(QUOTE) + len(QUOTE),
        "exact": QUOTE,
        "before": TEXT[: TEXT.index(QUOTE)][-32:],
        "after": " y las reuniones.\n",
        "code": "K",
        "coder": "Ana",
        "memo": "",
        "codebook_version": None,
        "origin": "manual",
        "anchor": "exact",
        "made_at": AT,
        "removed": False,
    },
}


def first_schema(path: Path) -> Path:
    """Make the project at a path and return it."""
    engine = engine_for(path)
    with writing(engine) as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(connection, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as raw, raw:
        _insert(
            raw,
            "entry",
            {
                "id": 1,
                "at": AT,
                "by": "Ana",
                "action": "ingest",
                "subject": "vieja",
                "detail": "{}",
            },
        )
        for seq, (table, row) in enumerate(ROWS.items(), 1):
            _insert(raw, table, row)
            key = json.dumps([next(iter(row.values()))])
            image = {
                "entry": 1,
                "seq": seq,
                "table_name": table,
                "key": key,
                "after": json.dumps(row),
            }
            _insert(raw, "image", image)
    return path


def _insert(raw: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    heads = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" for _ in row)
    raw.execute(f'INSERT INTO "{table}" ({heads}) VALUES ({marks})', tuple(row.values()))  # noqa: S608
