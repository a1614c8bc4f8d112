"""A process that writes to a store until it is killed, and says what it was told is safe.

``python -m tests.store.writer FILE CODER [COUNT]`` prints one line after each commit: ``+`` and the
ids of codings that are now there, or ``x`` and those that are gone; ``-`` comes before they go.
"""

from __future__ import annotations

import random
import sys
from itertools import count
from pathlib import Path

from rmecode.model import Coding, Quote, Span, Suggestion
from rmecode.store import Store, open_store
from tests.store.samples import AT, TEXTS


def write_one(store: Store, coder: str, code: str, words: int) -> tuple[int, ...]:
    text = TEXTS["jefa"]
    spans = [Span(start, start + 4) for start in range(words)]
    with store.changes(by=coder, at=AT, action="code") as changes:
        found = [Coding(0, "jefa", 1, span, Quote.at(text, span), code, coder) for span in spans]
        return changes.add_codings(found).new


def suggest(store: Store, coder: str, rule: str) -> None:
    text = TEXTS["jefa"]
    found = [
        Suggestion(0, "jefa", 1, s, Quote.at(text, s), "c", coder, "1", 0, rule, rule)
        for s in (Span(start, start + 3) for start in range(40))
    ]
    with store.changes(by=coder, at=AT, action="apply") as changes:
        changes.replace_suggestions(coder, ["jefa"], found)


def say(sign: str, ids: tuple[int, ...]) -> None:
    print(sign, *ids, flush=True)  # noqa: T201  (the line is the acknowledgement)


def main(path: str, coder: str, limit: int | None = None) -> None:
    with open_store(Path(path), at=AT) as store:
        start = store.counts().entries
        chance = random.Random(start)  # noqa: S311  (nobody's secret)
        for step in count() if limit is None else range(limit):
            ids = write_one(store, coder, f"{coder} {start} {step}", chance.randint(1, 30))
            say("+", ids)
            if limit is None and step % 3 == 0:
                say("-", ids)
                store.undo(by=coder, at=AT)
                say("x", ids)
            elif limit is None and step % 3 == 1:
                suggest(store, coder, f"r{start}-{step}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
