"""Tests of every file that goes out."""
