"""Memos on anything of a study: noted and changed, as rows, and as files."""
