"""rmecode: qualitative coding of interview transcripts, and matrices across cases.

The floor plan. A room may use the rooms below it, never one above; rooms on one line do not know
each other. ``import-linter`` holds the code to it (``pyproject.toml``).

::

    cli            click lives only here; one file per command group
    study          find and open a study; its tables; the notebook API; tasks that join rooms
    exchange       every file that goes out, and Word that comes back, from values
    suggest        values -> suggestions
    ingest  codebook  coding  analysis
                   transcripts in | the YAML codebook | anchoring spans | numbers from values
    query          one expression language and its index: rules, filters, search
    store  language
                   the database lives only in store | spaCy and simplemma only in language
    model          frozen values, standard library only
    errors         one tree; an error takes facts and writes its own sentence
    messages       gettext; how messages show passages, counts and columns
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmecode.study import open_study

__all__ = ["__version__", "open_study"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load the notebook API only when somebody asks for it."""
    if name == "open_study":
        from rmecode.study import open_study

        return open_study
    message = f"module 'rmecode' has no attribute {name!r}"
    raise AttributeError(message)
