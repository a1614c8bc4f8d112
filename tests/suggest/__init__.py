"""Tests of rmecode.suggest."""
