"""A process that works on a study beside others, and says what it was told is safe.

``python -m tests.cli.teammate FOLDER CODER SECONDS`` prints one line after each commit: what was
done, and to what. It codes, notes, removes, marks and unmarks, and records codebooks.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rmecode.errors.store import UnknownSourceError
from rmecode.model import Coder, Coding, Memo, MemoAbout, Quote, Span
from rmecode.study import open_study

if TYPE_CHECKING:
    from rmecode.store import Store

AT = "2026-03-01T10:00:00+00:00"


class _Teammate:
    """One coder at work; every method is one write and the line that tells of it."""

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name = store, name
        self.chance = random.Random(name)  # noqa: S311  (nobody's secret)
        self.step = 0
        self.own: list[int] = []
        self.texts = {source: version.text for source, version in store.texts().items()}

    def code(self) -> None:
        source = self.chance.choice(sorted(self.texts))
        text = self.texts[source]
        start = self.chance.randrange(len(text) - 5)
        span = Span(start, start + self.chance.randint(1, 5))
        made = Coding(0, source, 1, span, Quote.at(text, span), f"K{self.step}", self.name)
        with self.store.changes(by=self.name, at=AT, action="code") as changes:
            (number,) = changes.add_codings([made]).ids
        self.own.append(number)
        say("coding", number, source)

    def remove(self) -> None:
        if self.own:
            number = self.own.pop(self.chance.randrange(len(self.own)))
            say("removing", number)
            with self.store.changes(by=self.name, at=AT, action="remove") as changes:
                if number in {each.id for each in changes.codings()}:
                    changes.remove_codings([number])
            say("removed", number)

    def note(self) -> None:
        memo = Memo(0, MemoAbout.STUDY, f"{self.name} {self.step}", author=self.name)
        with self.store.changes(by=self.name, at=AT, action="memo") as changes:
            number = changes.add_memo(memo)
        say("memo", number, memo.text.replace(" ", "_"))

    def mark(self) -> None:
        with self.store.changes(by=self.name, at=AT, action="done") as changes:
            if ("jefe", self.name) in {(mark.source, mark.coder) for mark in changes.done()}:
                changes.unmark_done("jefe", self.name)
                marked = False
            else:
                marked = changes.mark_done("jefe", self.name)
        say("done", int(marked))

    def record(self) -> None:
        text = f"codebook: {self.name} {self.step}\n"
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self.store.changes(by=self.name, at=AT, action="codebook") as changes:
            number = changes.record_codebook("mini", "1", text, digest)
        say("codebook", number, digest)

    def work(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.step += 1
            acts = (self.code, self.code, self.code, self.remove, self.note, self.mark, self.record)
            try:
                self.chance.choice(acts)()
            except UnknownSourceError as gone:
                del self.texts[gone.source]
                say("gone", gone.source)


def say(*facts: object) -> None:
    print(*facts, flush=True)  # noqa: T201  (the line is the acknowledgement)


def main(folder: str, name: str, seconds: str) -> None:
    with open_study(Path(folder)) as study:
        with study.store.changes(by=name, at=AT, action="coder") as changes:
            changes.add_coder(Coder(name))
        _Teammate(study.store, name).work(float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
