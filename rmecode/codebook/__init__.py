"""The codebook: read with every problem and its line, and shown."""

from rmecode.codebook.reading import parse_codebook, read_codebook
from rmecode.codebook.shipped import shipped_codebook

__all__ = ["parse_codebook", "read_codebook", "shipped_codebook"]
