"""Memos, numbers for sources, codings to be reread, and the codebook that an entry was written under.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    """Add them; what was logged before learns of the new column, so that it can be undone."""
    op.create_table(
        "memo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("coding", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["coding.id"], name=op.f("fk_memo_coding")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_memo_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_memo_coding"), "memo", ["coding"], unique=False)
    op.create_table(
        "short_id",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_short_id")),
        sa.UniqueConstraint("source", name=op.f("uq_short_id_source")),
        sqlite_autoincrement=True,
    )
    op.add_column("coding", sa.Column("reread", sa.Integer(), nullable=True))
    op.add_column("entry", sa.Column("codebook", sa.Integer(), nullable=True))
    op.execute(
        "INSERT INTO short_id (source) SELECT source FROM text_version WHERE number = 1 "
        "ORDER BY made_at, source"
    )
    op.execute(
        "INSERT INTO short_id (source) SELECT DISTINCT id FROM removed_source "
        "WHERE id NOT IN (SELECT source FROM short_id) ORDER BY id"
    )
    for side in ("before", "after"):
        op.execute(
            f"UPDATE image SET {side} = json_set({side}, '$.reread', NULL) "  # noqa: S608  (own names)
            f"WHERE table_name = 'coding' AND {side} IS NOT NULL"
        )
    op.execute(
        "UPDATE entry SET codebook = (SELECT max(json_extract(image.key, '$[0]')) FROM image "
        "WHERE image.table_name = 'codebook_version' AND image.entry <= entry.id)"
    )
