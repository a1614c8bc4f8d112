"""One expression language for rules, filters and search, and the index that answers it."""

from rmecode.query.checks import Finding, Vocabulary, impossible, unknown
from rmecode.query.evaluation import Result, evaluate, only_words
from rmecode.query.filters import asks_for_words, matches
from rmecode.query.finding import UNITS, Found, Hit, Texts, find, search, sources_with, turns_of
from rmecode.query.index import Index
from rmecode.query.kept import TextIdentity, kept_index, open_index
from rmecode.query.lists import read_lists
from rmecode.query.parsing import parse
from rmecode.query.rows import Column, Rows, field_name
from rmecode.query.syntax import Expression, words_of
from rmecode.query.units import Units, units_of_rows
from rmecode.query.words import WordPlaces

__all__ = [
    "UNITS",
    "Column",
    "Expression",
    "Finding",
    "Found",
    "Hit",
    "Index",
    "Result",
    "Rows",
    "TextIdentity",
    "Texts",
    "Units",
    "Vocabulary",
    "WordPlaces",
    "asks_for_words",
    "evaluate",
    "field_name",
    "find",
    "impossible",
    "kept_index",
    "matches",
    "only_words",
    "open_index",
    "parse",
    "read_lists",
    "search",
    "sources_with",
    "turns_of",
    "units_of_rows",
    "unknown",
    "words_of",
]
