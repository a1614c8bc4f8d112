"""Each reader on an example file; what it makes of it lies beside, in ``*.expected.json``.

``pytest tests/ingest --update-expected`` writes the outputs anew; read the difference.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import pytest

from rmecode.ingest import FORMATS, read_document, read_turns

EXAMPLES: Final = Path(__file__).parent / "examples"
FILES: Final = sorted(path for path in EXAMPLES.iterdir() if path.suffix != ".json")


def understood(path: Path) -> dict[str, object]:
    """Return everything that reading a file tells, as JSON can hold it."""
    document = read_document(path)
    transcript = read_turns(document)
    return {
        "document": asdict(document) | {"notes": [note.sentence for note in document.notes]},
        "turns": [
            asdict(turn) | {"words": document.text[turn.words.start : turn.words.end]}
            for turn in transcript.turns
        ],
        "labels": transcript.labels,
        "interviewers": [asdict(guess) for guess in transcript.interviewers],
        "legend": transcript.legend,
        "roles": transcript.roles,
        "doubts": [doubt.sentence for doubt in transcript.doubts],
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_example_is_understood_as_before(path: Path, *, update_expected: bool) -> None:
    expected = path.with_name(f"{path.name}.expected.json")
    found = json.dumps(understood(path), ensure_ascii=False, indent=1) + "\n"
    if update_expected:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_format_has_an_example() -> None:
    assert {path.suffix for path in FILES} >= {row.endings[0] for row in FORMATS}
