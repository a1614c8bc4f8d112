"""Tests of rmecode.messages."""
