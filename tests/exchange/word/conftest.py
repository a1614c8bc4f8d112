"""Messages in English, whoever runs the tests."""

from __future__ import annotations

import pytest

from rmecode.messages import activate


@pytest.fixture(autouse=True)
def english() -> None:
    activate("en")
