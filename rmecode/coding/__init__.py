"""Spans and their words: where a quote stands, and rows of a file as codings."""

from rmecode.coding.anchors import Placement, place_now, places_of, settle
from rmecode.coding.rows import CodingRow, Known, Taken, read_rows

__all__ = [
    "CodingRow",
    "Known",
    "Placement",
    "Taken",
    "place_now",
    "places_of",
    "read_rows",
    "settle",
]
