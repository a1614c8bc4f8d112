"""The study's database: one file that cannot lose work.

``open_store`` gives a ``Store``, which reads; ``store.changes(…)`` gives ``Changes``, which write.
What is named here is loaded when it is first asked for: a shell that completes a word looks into
the file without SQLAlchemy (``glance``).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rmecode.store.changes import Changes
    from rmecode.store.opening import create_store, open_store
    from rmecode.store.outcomes import AddedCodings, Recoded, ReplacedSuggestions
    from rmecode.store.store import Store

__all__ = [
    "AddedCodings",
    "Changes",
    "Recoded",
    "ReplacedSuggestions",
    "Store",
    "create_store",
    "open_store",
]

_HOMES: Final = {
    "AddedCodings": "outcomes",
    "Changes": "changes",
    "Recoded": "outcomes",
    "ReplacedSuggestions": "outcomes",
    "Store": "store",
    "create_store": "opening",
    "open_store": "opening",
}


def __getattr__(name: str) -> object:
    """Load what is named in ``__all__`` from the module where it lives."""
    if name not in _HOMES:
        message = f"module 'rmecode.store' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(f"rmecode.store.{_HOMES[name]}"), name)
