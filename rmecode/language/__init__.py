"""The language pass: tokens, sentences, clauses and lemmas of each text, made once and kept.

Needs numpy only; spaCy and simplemma are loaded when a text has not been read before.
"""

from rmecode.language.dictionary import dictionary
from rmecode.language.kept import forget_others
from rmecode.language.reading import edition, pass_key, read_tokens
from rmecode.language.tokens import Tokens, Transcript, bare, words_in

__all__ = [
    "Tokens",
    "Transcript",
    "bare",
    "dictionary",
    "edition",
    "forget_others",
    "pass_key",
    "read_tokens",
    "words_in",
]
