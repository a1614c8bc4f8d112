"""Tests of the fictional corpus."""
