"""A revision of a later day, for the test of migrations: it adds a column.

Revision ID: later
Revises: 0002
"""

from __future__ import annotations

import os

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("coder", recreate="always") as table:
        table.add_column(sa.Column("since", sa.Text(), server_default="", nullable=False))
    sabotage = os.environ.get("RMECODE_TEST_SABOTAGE")
    if sabotage == "fail":
        raise RuntimeError(sabotage)
    if sabotage:
        op.execute(sabotage)
