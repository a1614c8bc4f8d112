"""Reads of a few columns or of a few rows, for tasks that must not wait for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import and_, func, select

from rmecode.model import Anchor, Coding, Quote, Span, Turn, TurnKind
from rmecode.store import schema as s
from rmecode.store.journal import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select

    Conditions = Sequence[ColumnElement[bool]]

KINDS: Final = {kind.value: kind for kind in TurnKind}
ANCHORS: Final = {anchor.value: anchor for anchor in Anchor}
"""Members by their names: faster than asking the enumerations, for thousands of rows."""


class CodingFact(NamedTuple):
    """A coding as its table has it, before anybody asks for the whole of it."""

    id: int
    source: str
    version: int
    start: int
    end: int
    exact: str
    before: str
    after: str
    code: str
    coder: str
    memo: str
    codebook_version: int | None
    origin: str
    anchor: str
    made_at: str
    removed: bool
    reread: int | None

    @property
    def whole(self) -> Coding:
        """Return the coding."""
        return Coding(
            self.id,
            self.source,
            self.version,
            Span(self.start, self.end),
            Quote(self.exact, self.before, self.after),
            self.code,
            self.coder,
            self.memo,
            self.codebook_version or 0,
            self.origin,
            ANCHORS[self.anchor],
            self.made_at,
            self.removed,
            self.reread or 0,
        )


class SpokenText(NamedTuple):
    """What tells a source's latest text from any other.

    ``spans`` are the stretches that were said or noted, as ``start-end`` joined by commas;
    ``front`` is where the front matter ends, 0 where there is none.
    """

    version: int
    hash: str
    spans: str
    front: int


FACTS: Final = tuple(s.coding.c[name] for name in CodingFact._fields)


def source_ids(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the sources, in order."""
    return tuple(connection.scalars(select(s.source.c.id).order_by(s.source.c.id)))


def coding_facts(
    connection: Connection, sources: Collection[str] | None, seen: Conditions
) -> list[CodingFact]:
    """Return the codings of these sources, or of all, as their table has them, in no order."""
    query = select(*FACTS).where(~s.coding.c.removed, *seen)
    rows = _of_sources(connection, query, s.coding.c.source, sources)
    return [CodingFact._make(row) for row in rows]


def codings_by_id(
    connection: Connection, ids: Collection[int], conditions: Conditions
) -> tuple[Coding, ...]:
    """Return the codings of these ids, by id; unknown ids are left out."""
    query = select(*FACTS).where(*conditions)
    some = (query.where(s.coding.c.id.in_(part)) for part in chunks(sorted(set(ids))))
    return tuple(
        CodingFact._make(row).whole for part in some for row in connection.execute(part).all()
    )


def turns_of(
    connection: Connection, sources: Collection[str] | None
) -> dict[str, tuple[Turn, ...]]:
    """Return the turns of the latest texts of these sources, or of all, by source."""
    rows = _of_sources(connection, _turns(*s.turn.c), s.turn.c.source, sources)
    turns: dict[str, list[Turn]] = {}
    for row in rows:
        source, _version, number, kind, start, end, opens, closes, *more = tuple(row)
        turn = Turn(number, KINDS[kind], Span(start, end), Span(opens, closes), *more)
        turns.setdefault(source, []).append(turn)
    return {source: tuple(each) for source, each in turns.items()}


def spoken_texts(connection: Connection) -> dict[str, SpokenText]:
    """Return what tells each source's latest text from any other, without reading it."""
    columns, texts = s.turn.c, s.text_version.c
    stretch = columns.words_start.concat("-").concat(columns.words_end)
    is_front = columns.kind == TurnKind.FRONT.value
    said = _by_text(
        connection, func.group_concat(stretch), ~is_front, columns.words_end > columns.words_start
    )
    front = _by_text(connection, func.max(columns.end), is_front)
    known = select(texts.source, texts.number, texts.hash).order_by(texts.source, texts.number)
    return {
        source: SpokenText(
            number, digest, said.get((source, number), ""), front.get((source, number), 0)
        )
        for source, number, digest in connection.execute(known)
    }


def _by_text(
    connection: Connection, value: ColumnElement[Any], *conditions: ColumnElement[bool]
) -> dict[tuple[str, int], Any]:
    """Return a value made from the turns of each text version that fit the conditions."""
    text = (s.turn.c.source, s.turn.c.version)
    query = select(*text, value).where(*conditions).group_by(*text)
    return {(source, version): found for source, version, found in connection.execute(query)}


def who_coded(connection: Connection, seen: Conditions) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a source and a coder who has codings in it, in order."""
    query = select(s.coding.c.source, s.coding.c.coder).where(~s.coding.c.removed, *seen)
    return tuple(sorted(map(tuple, connection.execute(query.distinct()).all())))


def _turns(*columns: ColumnElement[Any]) -> Select[Any]:
    """Select columns of the turns of latest texts, by source and number."""
    last = (
        select(s.text_version.c.source, func.max(s.text_version.c.number).label("number"))
        .group_by(s.text_version.c.source)
        .subquery()
    )
    same = and_(s.turn.c.source == last.c.source, s.turn.c.version == last.c.number)
    return select(*columns).join(last, same).order_by(s.turn.c.source, s.turn.c.number)


def _of_sources(
    connection: Connection,
    query: Select[Any],
    column: ColumnElement[str],
    sources: Collection[str] | None,
) -> Iterable[Row[Any]]:
    if sources is None:
        yield from connection.execute(query).all()
        return
    for some in chunks(sorted(set(sources))):
        yield from connection.execute(query.where(column.in_(some))).all()
