"""How the schema came to be, one revision per file in ``versions``; run by Alembic.

A released revision never changes. A revision that changes a table also rewrites that table's rows
in ``image`` (``before`` and ``after`` hold every column), so that older writes can still be undone.
"""
