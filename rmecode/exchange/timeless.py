"""Office packages without the time of their making: equal content is equal bytes."""

from __future__ import annotations

import io
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can name."""


def timeless(package: bytes) -> bytes:
    """Return the zip package with the same files in the same order, and no times."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as source, ZipFile(made, "w") as target:
        for entry in source.infolist():
            plain = ZipInfo(entry.filename, EPOCH)
            plain.compress_type = ZIP_DEFLATED
            plain.create_system = 0
            target.writestr(plain, source.read(entry))
    return made.getvalue()
