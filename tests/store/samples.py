"""A small study's store, and short ways to say what goes into it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from rmecode.model import (
    Coder,
    CoderKind,
    Coding,
    Quote,
    Span,
    Suggestion,
    TextVersion,
    Turn,
    TurnKind,
    text_hash,
)
from rmecode.store import Store, create_store

if TYPE_CHECKING:
    from pathlib import Path

AT = "2026-03-01T10:00:00+00:00"
LATER = "2026-03-02T11:30:00+00:00"
TEXTS = {
    "director": "E: ¿Cómo empezó la red?\nD: Compartíamos poco, casi nada.\nD: 😀 Después sí.\n",
    "jefa": "E: ¿Y usted?\nJ: La confianza llegó después, con los años.\n",
}


def version(source: str, text: str | None = None, number: int = 1) -> TextVersion:
    own = TEXTS.get(source, f"N: Nota de {source}.\n") if text is None else text
    file_hash = text_hash(f"file of {own}")
    return TextVersion(source, number, own, text_hash(own), file_hash, "txt", "utf-8", "1")


def turns(text: str) -> list[Turn]:
    found, start = [], 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        span, words = Span(start, start + len(line)), Span(start + 3, start + len(line) - 1)
        found.append(Turn(number, TurnKind.SPEECH, span, words, line[0], "Inicio", number * 1.5))
        start += len(line)
    return found


def coding(words: str, code: str = "confianza", coder: str = "Ana", **facts: object) -> Coding:
    source, span, quote = _found(words)
    return Coding(0, source, 1, span, quote, code, coder, **facts)  # type: ignore[arg-type]


def suggestion(words: str, code: str = "confianza", **facts: object) -> Suggestion:
    source, span, quote = _found(words)
    plain = Suggestion(
        0, source, 1, span, quote, code, "rules", "1", 0, "r1", "confianza", matched=(span,)
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


def filled(path: Path) -> Store:
    """Make a store with two sources and two coders."""
    store = create_store(path, at=AT)
    with store.changes(by="Ana", at=AT, action="ingest") as changes:
        for source, text in TEXTS.items():
            changes.add_source(source, f"{source}.txt", version(source), turns(text))
        changes.add_coder(Coder("Ana"))
        changes.add_coder(Coder("Bot", CoderKind.SIMULATED))
    return store


def everything_but_the_log(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables but the log's, read without the store."""
    with closing(sqlite3.connect(path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        kept = sorted(set(names) - {"entry", "image", "short_id", "sqlite_sequence"})
        return {name: sorted(raw.execute(f'SELECT * FROM "{name}"'), key=repr) for name in kept}  # noqa: S608


def _found(words: str) -> tuple[str, Span, Quote]:
    source = next(name for name, text in TEXTS.items() if words in text)
    start = TEXTS[source].index(words)
    span = Span(start, start + len(words))
    return source, span, Quote.at(TEXTS[source], span)
