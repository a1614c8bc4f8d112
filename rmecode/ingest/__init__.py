"""Transcripts in: a file becomes a document, a document becomes turns."""

from rmecode.ingest.documents import Document, is_shadow, read_document
from rmecode.ingest.formats import FORMATS, Format, format_of, known_endings
from rmecode.ingest.interviewers import Guess
from rmecode.ingest.readings import Hint
from rmecode.ingest.turns import Transcript, read_turns
from rmecode.ingest.vocabulary import guess_role

__all__ = [
    "FORMATS",
    "Document",
    "Format",
    "Guess",
    "Hint",
    "Transcript",
    "format_of",
    "guess_role",
    "is_shadow",
    "known_endings",
    "read_document",
    "read_turns",
]
