"""Tests of the language pass."""
