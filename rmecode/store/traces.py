"""Where a database keeps what came from one source: under which ids, in which rows and images."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rmecode.model import fold
from rmecode.store.echoes import echoes, runs_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    Hash = tuple[str, str]
    Text = tuple[str, str, str, int]
    """A text that a source had: its id, the hashes of text and file, the log entry (0: it has)."""

FILE: Final = re.compile(r"\.[A-Za-z]\w{1,4}$")
"""What the name of a file ends with."""

_TELLING: Final = 16
"""How many digits of a hash are nobody else's."""

_EVER: Final = 1 << 62
"""After the last entry of any log."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What a source left.

    ``dead`` are its id, and ids that its text was removed under and nothing else stands under.
    ``images`` and ``brought`` are numbers of rows. ``names`` are what it was called otherwise.
    """

    source: str
    dead: tuple[str, ...]
    hashes: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    texts: tuple[str, ...]
    images: tuple[int, ...]
    brought: tuple[int, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return, folded, the other ids and the names of its files, with and without ending."""
        plain = {re.split(r"[\\/]", file)[-1] for file in self.files}
        stems = {name.rpartition(".")[0] for name in plain}
        return frozenset(map(fold, {*self.dead, *self.files, *plain, *stems} - {self.source, ""}))


def traces_of(
    raw: sqlite3.Connection, source: str, hashes: Iterable[Hash] = (), files: Iterable[str] = ()
) -> Traces:
    """Return what a source left in a database.

    Args:
        raw: the database, of any schema so far.
        source: the source's id.
        hashes: what else is known of its texts and files from elsewhere.
        files: what its file is called elsewhere.
    """
    known = {mark for pair in hashes for mark in pair if mark}
    lives = _lives(_texts(raw), source, known, _alive(raw))
    dead = tuple(name for name, until in lives.items() if until == _EVER)
    images = _images(raw, lives, known)
    return Traces(
        source,
        dead,
        tuple(dict.fromkeys([*hashes, *_hashes(raw, dead)])),
        tuple(dict.fromkeys([*files, *_files(raw, dead)])),
        _words(raw, dead),
        tuple(images),
        tuple(_brought(raw, dead, known)),
    )


def columns_of(raw: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Return the columns of each table that there is."""
    names = raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE ?", ("sqlite_%",)
    )
    return {
        name: frozenset(row[1] for row in raw.execute(f'PRAGMA table_info("{name}")'))
        for (name,) in names.fetchall()
    }


def log_lines_to_blank(
    raw: sqlite3.Connection, traces: Traces, emptied: Collection[int]
) -> list[int]:
    """Return the log entries that say another name of the source's, or its words.

    The name of a file is one, if it has the source's id in it, or if the entry was ``emptied``: it
    was about nothing else.
    """
    runs = runs_of(traces.texts)
    names = [_word(name) for name in sorted(traces.names)]
    own = _word(fold(traces.source))

    def says(said: str, *, about_it: bool) -> bool:
        folded = fold(said)
        is_file = FILE.search(said) and (about_it or own.search(folded))
        named = any(name.search(folded) for name in names)
        return bool(is_file) or named or echoes(said, runs)

    return [
        number
        for number, on, subject, detail in raw.execute(
            "SELECT id, coalesce(undoes, redoes, id), subject, detail FROM entry "
            "WHERE NOT (action = 'erase' AND subject = ?)",
            (traces.source,),
        )
        if any(says(said, about_it=on in emptied) for said in (subject, _said(detail)))
    ]


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _said(detail: str) -> str:
    """Return the text that an entry's detail holds; counts of rows are none."""
    reason = json.loads(detail).get("reason", "")
    return reason if isinstance(reason, str) else ""


def _alive(raw: sqlite3.Connection) -> set[str]:
    return {name for (name,) in raw.execute("SELECT id FROM source")}


def _texts(raw: sqlite3.Connection) -> list[Text]:
    """Return every text that any source has, or had according to the log."""
    now = raw.execute("SELECT source, hash, file_hash, 0 FROM text_version")
    found: list[Text] = now.fetchall()
    for side in ("before", "after"):
        then = raw.execute(
            f"SELECT json_extract({side}, '$.source'), json_extract({side}, '$.hash'), "  # noqa: S608
            f"json_extract({side}, '$.file_hash'), entry FROM image "
            f"WHERE table_name = 'text_version' AND {side} IS NOT NULL"
        )
        found += then.fetchall()
    return found


def _lives(
    texts: Iterable[Text], source: str, known: set[str], alive: Collection[str]
) -> dict[str, int]:
    """Return the ids that the source's texts stood under, each with the last entry it did in.

    ``known`` grows by the hashes that are found. An id that another text has now was the source's
    until some entry only.
    """
    lives: dict[str, int] = {}
    new = {source: _EVER}
    while new:
        lives |= new
        whole = {name for name, until in lives.items() if until == _EVER}
        known |= {mark for name, *marks, _ in texts if name in whole for mark in _marks(marks)}
        again = [
            (name, entry)
            for name, *marks, entry in texts
            if name not in lives and known.intersection(_marks(marks))
        ]
        new = {
            name: max(at for other, at in again if other == name) if name in alive else _EVER
            for name, _ in again
        }
    return lives


def _marks(hashes: Iterable[Any]) -> list[str]:
    return [str(mark) for mark in hashes if mark]


def _images(raw: sqlite3.Connection, lives: dict[str, int], known: set[str]) -> list[int]:
    """Return the images of rows of the source, and of what was remembered of it."""
    fields = ("source", "id", "hash", "file_hash", "row")
    columns = ", ".join(
        f"json_extract({side}, '$.{name}')" for name in fields for side in ("before", "after")
    )
    rows = raw.execute(f"SELECT rowid, entry, table_name, {columns} FROM image")  # noqa: S608

    def goes(entry: int, table: str, values: tuple[Any, ...]) -> bool:
        named = values[:4] if table in ("source", "removed_source") else values[:2]
        if any(entry <= lives.get(str(name), -1) for name in named if name):
            return True
        if table == "removed_source":
            return bool(known.intersection(_marks(values[4:8])))
        return table == "brought" and any(
            _names_one(row, lives, known) for row in values[8:] if row
        )

    return [number for number, entry, table, *values in rows if goes(entry, table, tuple(values))]


def _brought(raw: sqlite3.Connection, dead: Collection[str], known: set[str]) -> list[int]:
    rows = raw.execute('SELECT rowid, "row" FROM brought').fetchall()
    return [number for number, row in rows if _names_one(row, dead, known)]


def _names_one(row: str, ids: Collection[str], known: set[str]) -> bool:
    """Tell whether what is remembered of people's files is on one of the sources.

    It begins with the source's id, or with enough of the hash of its text.
    """
    first, bar, _rest = row.partition("|")
    by_hash = len(first) >= _TELLING and any(mark.startswith(first) for mark in known)
    return bool(bar) and (by_hash or any(row.startswith(f"{source}|") for source in ids))


def _hashes(raw: sqlite3.Connection, dead: Collection[str]) -> list[Hash]:
    rows = [*_rows(raw, "text_version", "source", dead), *_rows(raw, "removed_source", "id", dead)]
    return [(row["hash"], row["file_hash"]) for row in rows]


def _files(raw: sqlite3.Connection, dead: Collection[str]) -> list[str]:
    return [row["file"] for row in _rows(raw, "source", "id", dead)]


def _words(raw: sqlite3.Connection, dead: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r["text"] for r in _rows(raw, "text_version", "source", dead)))


def _rows(
    raw: sqlite3.Connection, table: str, column: str, ids: Collection[str]
) -> list[dict[str, Any]]:
    """Return the rows of these ids, and those that the log remembers, in order."""
    cursor = raw.execute(
        f'SELECT * FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?))',  # noqa: S608
        (json.dumps(list(ids)),),
    )
    heads = [each[0] for each in cursor.description]
    now = [dict(zip(heads, row, strict=True)) for row in cursor]
    then = raw.execute(
        "SELECT before, after FROM image WHERE table_name = ? ORDER BY entry, seq", (table,)
    )
    past = (json.loads(side) for sides in then for side in sides if side)
    return now + [row for row in past if row[column] in ids]
