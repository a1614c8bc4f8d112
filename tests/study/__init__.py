"""Tests of rmecode.study."""
