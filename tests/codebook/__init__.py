"""Tests of rmecode.codebook."""
