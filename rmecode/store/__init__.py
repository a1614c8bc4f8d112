"""The study's database: one file that cannot lose work.

``open_store`` gives a ``Store``, which reads; ``store.changes(…)`` gives ``Changes``, which write.
"""

from rmecode.store.changes import Changes
from rmecode.store.opening import create_store, open_store
from rmecode.store.outcomes import AddedCodings, ReplacedSuggestions
from rmecode.store.store import Store

__all__ = [
    "AddedCodings",
    "Changes",
    "ReplacedSuggestions",
    "Store",
    "create_store",
    "open_store",
]
