"""Destroying a source for good.

``plan`` says what goes, ``erasing`` does it, ``remains`` looks for what is left.
"""
