"""The first schema.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "brought",
        sa.Column("kind", sa.Text(), nullable=False, comment="what it is: done, part, rules"),
        sa.Column("row", sa.Text(), nullable=False, comment="the row's own words, as one text"),
        sa.Column("at", sa.Text(), nullable=False, comment="when it was first brought in"),
        sa.PrimaryKeyConstraint("kind", "row", name=op.f("pk_brought")),
        comment="what was acted on (rows of people's tables, rules), so that nothing is done twice",
    )
    op.create_table(
        "codebook_version",
        sa.Column(
            "number", sa.Integer(), autoincrement=False, nullable=False, comment="counts from 1"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="the codebook's name"),
        sa.Column(
            "version", sa.Text(), nullable=False, comment="the version that its authors give it"
        ),
        sa.Column("hash", sa.Text(), nullable=False, comment="hash of the text"),
        sa.Column("text", sa.Text(), nullable=False, comment="the YAML, whole"),
        sa.Column("at", sa.Text(), nullable=False, comment="when the study first used it"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_codebook_version")),
        comment="each state of the codebook that codings were made under",
    )
    op.create_table(
        "coder",
        sa.Column("name", sa.Text(), nullable=False, comment="how the coder signs"),
        sa.Column("kind", sa.Text(), nullable=False, comment="person, or simulated"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_coder")),
        comment="who codes",
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False, comment="in the order of the writes"),
        sa.Column("at", sa.Text(), nullable=False, comment="when"),
        sa.Column("by", sa.Text(), nullable=False, comment="who"),
        sa.Column("action", sa.Text(), nullable=False, comment="what was done"),
        sa.Column(
            "subject", sa.Text(), nullable=False, comment="to what: a source, a file, a code"
        ),
        sa.Column(
            "detail",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="how many rows of which tables",
        ),
        sa.Column(
            "undoes", sa.Integer(), nullable=True, comment="the entry that this one took back"
        ),
        sa.Column("redoes", sa.Integer(), nullable=True, comment="the entry it did once more"),
        sa.ForeignKeyConstraint(["redoes"], ["entry.id"], name=op.f("fk_entry_redoes")),
        sa.ForeignKeyConstraint(["undoes"], ["entry.id"], name=op.f("fk_entry_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        comment="the log: one line per write, in the same transaction; it only grows",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_entry_redoes"), "entry", ["redoes"], unique=False)
    op.create_index(op.f("ix_entry_undoes"), "entry", ["undoes"], unique=False)
    op.create_table(
        "removed_source",
        sa.Column("hash", sa.Text(), nullable=False, comment="hash of a text version it had"),
        sa.Column(
            "file_hash", sa.Text(), nullable=False, comment="hash of the file of that version"
        ),
        sa.Column("id", sa.Text(), nullable=False, comment="the id it had"),
        sa.Column("at", sa.Text(), nullable=False, comment="when it was removed"),
        sa.PrimaryKeyConstraint("hash", "file_hash", name=op.f("pk_removed_source")),
        comment="what somebody removed, so that no import revives it",
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False, comment="the id in the table of sources"),
        sa.Column(
            "file",
            sa.Text(),
            nullable=False,
            comment="the file it came from, as the table names it",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        comment="a transcript or document that was taken in",
    )
    op.create_table(
        "done",
        sa.Column("source", sa.Text(), nullable=False, comment="the source"),
        sa.Column("coder", sa.Text(), nullable=False, comment="who finished it"),
        sa.Column("at", sa.Text(), nullable=False, comment="when"),
        sa.ForeignKeyConstraint(["coder"], ["coder.name"], name=op.f("fk_done_coder")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_done_source")),
        sa.PrimaryKeyConstraint("source", "coder", name=op.f("pk_done")),
        comment="a coder has coded the whole source: an empty cell now means none, not unknown",
    )
    op.create_table(
        "image",
        sa.Column("entry", sa.Integer(), nullable=False, comment="which write"),
        sa.Column("seq", sa.Integer(), nullable=False, comment="order in the write, from 1"),
        sa.Column("table_name", sa.Text(), nullable=False, comment="the table of the row"),
        sa.Column(
            "key",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="the row's primary key, as a list",
        ),
        sa.Column(
            "before",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="the whole row before the write; empty if it is new",
        ),
        sa.Column(
            "after",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="the whole row after it; empty if it went",
        ),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_image_entry")),
        sa.PrimaryKeyConstraint("entry", "seq", name=op.f("pk_image")),
        comment="each row that a write touched, so that it can be undone and redone exactly",
    )
    op.create_table(
        "text_version",
        sa.Column("source", sa.Text(), nullable=False, comment="whose text it is"),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="1 for the first, 2 for its correction…"
        ),
        sa.Column(
            "text",
            sa.Text(),
            nullable=False,
            comment="the normalised text that all offsets count in",
        ),
        sa.Column(
            "characters", sa.Integer(), nullable=False, comment="how long it is, in code points"
        ),
        sa.Column("hash", sa.Text(), nullable=False, comment="hash of the text: its identity"),
        sa.Column(
            "file_hash", sa.Text(), nullable=False, comment="hash of the original file's bytes"
        ),
        sa.Column("format", sa.Text(), nullable=False, comment="what the file was read as"),
        sa.Column("encoding", sa.Text(), nullable=False, comment="the encoding it was read in"),
        sa.Column(
            "reader", sa.Text(), nullable=False, comment="version of the reader that made the text"
        ),
        sa.Column("made_at", sa.Text(), nullable=False, comment="when the text was taken"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_text_version_source")),
        sa.PrimaryKeyConstraint("source", "number", name=op.f("pk_text_version")),
        comment="one text of a source; never changed, only followed by a next one",
    )
    op.create_index(op.f("ix_text_version_file_hash"), "text_version", ["file_hash"], unique=False)
    op.create_index(op.f("ix_text_version_hash"), "text_version", ["hash"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("source", sa.Text(), nullable=False, comment="a source of several cases"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="the text version offsets count in"
        ),
        sa.Column("start", sa.Integer(), nullable=False, comment="first code point"),
        sa.Column("end", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column(
            "case_id", sa.Text(), nullable=False, comment="the one case that this part speaks of"
        ),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_assignment_span")),
        sa.ForeignKeyConstraint(
            ["source", "version"],
            ["text_version.source", "text_version.number"],
            name=op.f("fk_assignment_source_version"),
        ),
        sa.PrimaryKeyConstraint("source", "version", "start", "end", name=op.f("pk_assignment")),
        comment="a part of a source that is evidence on one of its cases only",
    )
    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False, comment="never used twice"),
        sa.Column("source", sa.Text(), nullable=False, comment="the source"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="the text version offsets count in"
        ),
        sa.Column("start", sa.Integer(), nullable=False, comment="first code point"),
        sa.Column("end", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column("exact", sa.Text(), nullable=False, comment="the excerpt: the words at the span"),
        sa.Column("before", sa.Text(), nullable=False, comment="up to 32 characters before it"),
        sa.Column("after", sa.Text(), nullable=False, comment="up to 32 characters after it"),
        sa.Column("code", sa.Text(), nullable=False, comment="the code's permanent id"),
        sa.Column("coder", sa.Text(), nullable=False, comment="who coded"),
        sa.Column("memo", sa.Text(), nullable=False, comment="what the coder noted on it"),
        sa.Column(
            "codebook_version",
            sa.Integer(),
            nullable=True,
            comment="the codebook it was made under; empty if none was recorded",
        ),
        sa.Column("origin", sa.Text(), nullable=False, comment="manual, import or suggestion"),
        sa.Column("anchor", sa.Text(), nullable=False, comment="exact, moved or review"),
        sa.Column("made_at", sa.Text(), nullable=False, comment="when"),
        sa.Column(
            "removed",
            sa.Boolean(),
            nullable=False,
            comment="taken away; kept so no import revives it",
        ),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_coding_span")),
        sa.ForeignKeyConstraint(
            ["codebook_version"],
            ["codebook_version.number"],
            name=op.f("fk_coding_codebook_version"),
        ),
        sa.ForeignKeyConstraint(["coder"], ["coder.name"], name=op.f("fk_coding_coder")),
        sa.ForeignKeyConstraint(
            ["source", "version"],
            ["text_version.source", "text_version.number"],
            name=op.f("fk_coding_source_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint(
            "source",
            "version",
            "start",
            "end",
            "code",
            "coder",
            name=op.f("uq_coding_source_version_start_end_code_coder"),
        ),
        comment="one span given one code by one coder",
        sqlite_autoincrement=True,
    )
    op.create_table(
        "turn",
        sa.Column("source", sa.Text(), nullable=False, comment="the source"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="the text version offsets count in"
        ),
        sa.Column("number", sa.Integer(), nullable=False, comment="place in the text, from 1"),
        sa.Column("kind", sa.Text(), nullable=False, comment="speech, note or front"),
        sa.Column(
            "start",
            sa.Integer(),
            nullable=False,
            comment="first code point, label and time included",
        ),
        sa.Column("end", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column(
            "words_start", sa.Integer(), nullable=False, comment="first code point of what was said"
        ),
        sa.Column(
            "words_end", sa.Integer(), nullable=False, comment="code point after what was said"
        ),
        sa.Column(
            "label",
            sa.Text(),
            nullable=False,
            comment="the speaker's label as it stands in the text",
        ),
        sa.Column("section", sa.Text(), nullable=False, comment="the heading above"),
        sa.Column(
            "start_time",
            sa.Float(),
            nullable=True,
            comment="seconds from the recording's start, where the file says",
        ),
        sa.Column(
            "end_time",
            sa.Float(),
            nullable=True,
            comment="seconds from the recording's start, where the file says",
        ),
        sa.ForeignKeyConstraint(
            ["source", "version"],
            ["text_version.source", "text_version.number"],
            name=op.f("fk_turn_source_version"),
        ),
        sa.PrimaryKeyConstraint("source", "version", "number", name=op.f("pk_turn")),
        comment="a stretch of a text: somebody's turn, a note, front matter",
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False, comment="never used twice"),
        sa.Column("source", sa.Text(), nullable=False, comment="the source"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="the text version offsets count in"
        ),
        sa.Column("start", sa.Integer(), nullable=False, comment="first code point"),
        sa.Column("end", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column("exact", sa.Text(), nullable=False, comment="the excerpt: the words at the span"),
        sa.Column("before", sa.Text(), nullable=False, comment="up to 32 characters before it"),
        sa.Column("after", sa.Text(), nullable=False, comment="up to 32 characters after it"),
        sa.Column("code", sa.Text(), nullable=False, comment="the code's permanent id"),
        sa.Column("engine", sa.Text(), nullable=False, comment="what found it"),
        sa.Column("engine_version", sa.Text(), nullable=False, comment="and in which version"),
        sa.Column(
            "codebook_version",
            sa.Integer(),
            nullable=True,
            comment="the codebook it was found under; empty if none was recorded",
        ),
        sa.Column("rule", sa.Text(), nullable=False, comment="the rule's id"),
        sa.Column("reason", sa.Text(), nullable=False, comment="the rule's expression"),
        sa.Column(
            "matched",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="[[start, end], …] of the words that fired",
        ),
        sa.Column("score", sa.Float(), nullable=True, comment="0 to 1, where the engine gives one"),
        sa.Column("decision", sa.Text(), nullable=False, comment="open, accepted or rejected"),
        sa.Column("decided_by", sa.Text(), nullable=False, comment="who decided; empty while open"),
        sa.Column("decided_at", sa.Text(), nullable=False, comment="when; empty while open"),
        sa.Column("coding", sa.Integer(), nullable=True, comment="what accepting it made or met"),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_suggestion_span")),
        sa.ForeignKeyConstraint(
            ["codebook_version"],
            ["codebook_version.number"],
            name=op.f("fk_suggestion_codebook_version"),
        ),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name=op.f("fk_suggestion_coding")),
        sa.ForeignKeyConstraint(
            ["source", "version"],
            ["text_version.source", "text_version.number"],
            name=op.f("fk_suggestion_source_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint(
            "source",
            "version",
            "start",
            "end",
            "code",
            "engine",
            name=op.f("uq_suggestion_source_version_start_end_code_engine"),
        ),
        comment="a machine's candidate, and what a person decided on it",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_suggestion_coding"), "suggestion", ["coding"], unique=False)
