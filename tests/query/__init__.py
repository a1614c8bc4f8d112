"""Tests of the expressions, the index and what they find."""
