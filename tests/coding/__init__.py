"""Tests of rmecode.coding."""
