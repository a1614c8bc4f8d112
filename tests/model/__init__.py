"""Tests of rmecode.model."""
