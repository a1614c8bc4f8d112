"""The tables of a study's database, and what every column of them means.

The database holds what people made with the tool, and the texts it took. Cases, participants,
speakers and the sources' metadata stay in the tables that people edit, and are not repeated here.
Offsets count Unicode code points of a normalised text; times are ISO 8601; hashes are SHA-256 in
hexadecimal. Nothing cascades: every row that goes is removed by name, so that the log has it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

REVISIONS: Final = ("0001", "0002")
"""The revisions of this schema, oldest first; each is a file in ``migrations/versions``."""

APPLICATION_ID: Final = 0x524D_4543
"""``RMEC``: the mark in the file's header that says whose database it is."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _json() -> JSON:
    return JSON(none_as_null=True)


def _spans() -> tuple[Column[int], Column[int], CheckConstraint]:
    return (
        Column("start", Integer, nullable=False, comment="first code point"),
        Column("end", Integer, nullable=False, comment="code point after the last"),
        CheckConstraint('0 <= start AND start < "end"', name="span"),
    )


def _quote() -> tuple[Column[str], Column[str], Column[str]]:
    return (
        Column("exact", Text, nullable=False, comment="the excerpt: the words at the span"),
        Column("before", Text, nullable=False, comment="up to 32 characters before it"),
        Column("after", Text, nullable=False, comment="up to 32 characters after it"),
    )


def _of_text() -> tuple[Column[str], Column[int], ForeignKeyConstraint]:
    return (
        Column("source", Text, nullable=False, comment="the source"),
        Column("version", Integer, nullable=False, comment="the text version offsets count in"),
        ForeignKeyConstraint(["source", "version"], ["text_version.source", "text_version.number"]),
    )


source = Table(
    "source",
    metadata,
    Column("id", Text, primary_key=True, comment="the id in the table of sources"),
    Column("file", Text, nullable=False, comment="the file it came from, as the table names it"),
    comment="a transcript or document that was taken in",
)

text_version = Table(
    "text_version",
    metadata,
    Column("source", Text, ForeignKey("source.id"), primary_key=True, comment="whose text it is"),
    Column("number", Integer, primary_key=True, comment="1 for the first, 2 for its correction…"),
    Column("text", Text, nullable=False, comment="the normalised text that all offsets count in"),
    Column("characters", Integer, nullable=False, comment="how long it is, in code points"),
    Column("hash", Text, nullable=False, comment="hash of the text: its identity"),
    Column("file_hash", Text, nullable=False, comment="hash of the original file's bytes"),
    Column("format", Text, nullable=False, comment="what the file was read as"),
    Column("encoding", Text, nullable=False, comment="the encoding it was read in"),
    Column("reader", Text, nullable=False, comment="version of the reader that made the text"),
    Column("made_at", Text, nullable=False, comment="when the text was taken"),
    Index(None, "hash"),
    Index(None, "file_hash"),
    comment="one text of a source; never changed, only followed by a next one",
)

turn = Table(
    "turn",
    metadata,
    Column("source", Text, primary_key=True, comment="the source"),
    Column("version", Integer, primary_key=True, comment="the text version offsets count in"),
    Column("number", Integer, primary_key=True, comment="place in the text, from 1"),
    Column("kind", Text, nullable=False, comment="speech, note or front"),
    Column("start", Integer, nullable=False, comment="first code point, label and time included"),
    Column("end", Integer, nullable=False, comment="code point after the last"),
    Column("words_start", Integer, nullable=False, comment="first code point of what was said"),
    Column("words_end", Integer, nullable=False, comment="code point after what was said"),
    Column("label", Text, nullable=False, comment="the speaker's label as it stands in the text"),
    Column("section", Text, nullable=False, comment="the heading above"),
    Column("start_time", Float, comment="seconds from the recording's start, where the file says"),
    Column("end_time", Float, comment="seconds from the recording's start, where the file says"),
    ForeignKeyConstraint(["source", "version"], ["text_version.source", "text_version.number"]),
    comment="a stretch of a text: somebody's turn, a note, front matter",
)

assignment = Table(
    "assignment",
    metadata,
    Column("source", Text, primary_key=True, comment="a source of several cases"),
    Column("version", Integer, primary_key=True, comment="the text version offsets count in"),
    Column("start", Integer, primary_key=True, comment="first code point"),
    Column("end", Integer, primary_key=True, comment="code point after the last"),
    Column("case_id", Text, nullable=False, comment="the one case that this part speaks of"),
    CheckConstraint('0 <= start AND start < "end"', name="span"),
    ForeignKeyConstraint(["source", "version"], ["text_version.source", "text_version.number"]),
    comment="a part of a source that is evidence on one of its cases only",
)

coder = Table(
    "coder",
    metadata,
    Column("name", Text, primary_key=True, comment="how the coder signs"),
    Column("kind", Text, nullable=False, comment="person, or simulated"),
    comment="who codes",
)

done = Table(
    "done",
    metadata,
    Column("source", Text, ForeignKey("source.id"), primary_key=True, comment="the source"),
    Column("coder", Text, ForeignKey("coder.name"), primary_key=True, comment="who finished it"),
    Column("at", Text, nullable=False, comment="when"),
    comment="a coder has coded the whole source: an empty cell now means none, not unknown",
)

codebook_version = Table(
    "codebook_version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="counts from 1"),
    Column("name", Text, nullable=False, comment="the codebook's name"),
    Column("version", Text, nullable=False, comment="the version that its authors give it"),
    Column("hash", Text, nullable=False, comment="hash of the text"),
    Column("text", Text, nullable=False, comment="the YAML, whole"),
    Column("at", Text, nullable=False, comment="when the study first used it"),
    comment="each state of the codebook that codings were made under",
)

coding = Table(
    "coding",
    metadata,
    Column("id", Integer, primary_key=True, comment="never used twice"),
    *_of_text(),
    *_spans(),
    *_quote(),
    Column("code", Text, nullable=False, comment="the code's permanent id"),
    Column("coder", Text, ForeignKey("coder.name"), nullable=False, comment="who coded"),
    Column("memo", Text, nullable=False, comment="what the coder noted on it"),
    Column(
        "codebook_version",
        Integer,
        ForeignKey("codebook_version.number"),
        comment="the codebook it was made under; empty if none was recorded",
    ),
    Column("origin", Text, nullable=False, comment="manual, import or suggestion"),
    Column("anchor", Text, nullable=False, comment="exact, moved or review"),
    Column("made_at", Text, nullable=False, comment="when"),
    Column("removed", Boolean, nullable=False, comment="taken away; kept so no import revives it"),
    Column("reread", Integer, comment="codebook version that asks to reread it; empty if none"),
    UniqueConstraint("source", "version", "start", "end", "code", "coder"),
    sqlite_autoincrement=True,
    comment="one span given one code by one coder",
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Integer, primary_key=True, comment="never used twice"),
    *_of_text(),
    *_spans(),
    *_quote(),
    Column("code", Text, nullable=False, comment="the code's permanent id"),
    Column("engine", Text, nullable=False, comment="what found it"),
    Column("engine_version", Text, nullable=False, comment="and in which version"),
    Column(
        "codebook_version",
        Integer,
        ForeignKey("codebook_version.number"),
        comment="the codebook it was found under; empty if none was recorded",
    ),
    Column("rule", Text, nullable=False, comment="the rule's id"),
    Column("reason", Text, nullable=False, comment="the rule's expression"),
    Column("matched", _json(), nullable=False, comment="[[start, end], …] of the words that fired"),
    Column("score", Float, comment="0 to 1, where the engine gives one"),
    Column("decision", Text, nullable=False, comment="open, accepted or rejected"),
    Column("decided_by", Text, nullable=False, comment="who decided; empty while open"),
    Column("decided_at", Text, nullable=False, comment="when; empty while open"),
    Column("coding", Integer, ForeignKey("coding.id"), comment="what accepting it made or met"),
    UniqueConstraint("source", "version", "start", "end", "code", "engine"),
    Index(None, "coding"),
    sqlite_autoincrement=True,
    comment="a machine's candidate, and what a person decided on it",
)

memo = Table(
    "memo",
    metadata,
    Column("id", Integer, primary_key=True, comment="never used twice"),
    Column("about", Text, nullable=False, comment="study, case, source, turn, code, coding, cell"),
    Column("kind", Text, nullable=False, comment="analytic, methodological or theoretical"),
    Column("text", Text, nullable=False, comment="what was thought"),
    Column("author", Text, nullable=False, comment="who thought it; empty where nobody is named"),
    Column("case_id", Text, nullable=False, comment="the case, of a case or cell; else empty"),
    Column("source", Text, ForeignKey("source.id"), comment="of a source, turn or coding"),
    Column("version", Integer, comment="the text version that a turn's offsets count in"),
    Column("start", Integer, comment="first code point of a turn's passage"),
    Column("end", Integer, comment="code point after its last"),
    Column("code", Text, nullable=False, comment="the code's id, of a code or cell; else empty"),
    Column("coding", Integer, ForeignKey("coding.id"), comment="the coding, where it is on one"),
    Column("made_at", Text, nullable=False, comment="when"),
    Column("changed_at", Text, nullable=False, comment="when last changed; empty if never"),
    Index(None, "coding"),
    sqlite_autoincrement=True,
    comment="what people think and note while they code",
)

removed_source = Table(
    "removed_source",
    metadata,
    Column("hash", Text, primary_key=True, comment="hash of a text version it had"),
    Column("file_hash", Text, primary_key=True, comment="hash of the file of that version"),
    Column("id", Text, nullable=False, comment="the id it had"),
    Column("at", Text, nullable=False, comment="when it was removed"),
    comment="what somebody removed, so that no import revives it",
)

brought = Table(
    "brought",
    metadata,
    Column("kind", Text, primary_key=True, comment="what it is: done, part, rules"),
    Column("row", Text, primary_key=True, comment="the row's own words, as one text"),
    Column("at", Text, nullable=False, comment="when it was first brought in"),
    comment="what was acted on (rows of people's tables, rules), so that nothing is done twice",
)

entry = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True, comment="in the order of the writes"),
    Column("at", Text, nullable=False, comment="when"),
    Column("by", Text, nullable=False, comment="who"),
    Column("action", Text, nullable=False, comment="what was done"),
    Column("subject", Text, nullable=False, comment="to what: a source, a file, a code"),
    Column("detail", _json(), nullable=False, comment="how many rows of which tables"),
    Column("undoes", Integer, ForeignKey("entry.id"), comment="the entry that this one took back"),
    Column("redoes", Integer, ForeignKey("entry.id"), comment="the entry it did once more"),
    Column("codebook", Integer, comment="the latest codebook version after it; empty if none"),
    Index(None, "undoes"),
    Index(None, "redoes"),
    sqlite_autoincrement=True,
    comment="the log: one line per write, in the same transaction; it only grows",
)

image = Table(
    "image",
    metadata,
    Column("entry", Integer, ForeignKey("entry.id"), primary_key=True, comment="which write"),
    Column("seq", Integer, primary_key=True, comment="order in the write, from 1"),
    Column("table_name", Text, nullable=False, comment="the table of the row"),
    Column("key", _json(), nullable=False, comment="the row's primary key, as a list"),
    Column("before", _json(), comment="the whole row before the write; empty if it is new"),
    Column("after", _json(), comment="the whole row after it; empty if it went"),
    comment="each row that a write touched, so that it can be undone and redone exactly",
)

short_id = Table(
    "short_id",
    metadata,
    Column("number", Integer, primary_key=True, comment="what people type, as s7"),
    Column("source", Text, nullable=False, unique=True, comment="the source's id"),
    sqlite_autoincrement=True,
    comment="a number for each source that there ever was, given once",
)

LOG: Final = (entry, image, short_id)
"""The tables that only grow and are never undone."""

revision = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", Text(), primary_key=True, comment="the revision of this schema"),
)
"""Alembic's own table, read without Alembic."""
