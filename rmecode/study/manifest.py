"""Which files were taken as which sources, by size and time, so that a re-run reads none of them.

Only a shortcut: it lies in the cache, and without it files are read and known by their content.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rmecode.exchange.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Manifest:
    """Sources by file, each with the size and time the file had."""

    path: Path
    entries: dict[str, list[object]] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def load(cls, path: Path) -> Manifest:
        """Read the manifest; one that is missing or damaged is empty."""
        try:
            entries = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            entries = {}
        return cls(path, entries if isinstance(entries, dict) else {})

    def source_of(self, file: Path) -> str:
        """Return the source that this very file was taken as, or nothing."""
        entry = self.entries.get(str(file))
        if isinstance(entry, list) and len(entry) == 3 and entry[1:] == _stamp(file):
            return str(entry[0])
        return ""

    def remember(self, file: Path, source: str) -> None:
        """Note that the file, as it is now, is the source."""
        entry = [source, *_stamp(file)]
        self.changed |= self.entries.get(str(file)) != entry
        self.entries[str(file)] = entry

    def save(self) -> None:
        """Write the manifest, if there is news."""
        if self.changed:
            text = json.dumps(self.entries, ensure_ascii=False, indent=0, sort_keys=True)
            write_whole(self.path, text.encode())


def _stamp(file: Path) -> list[object]:
    try:
        found = file.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]
