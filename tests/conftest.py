"""What holds for all tests: English messages, and the same random examples every time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from rmecode.messages import activate

if TYPE_CHECKING:
    from collections.abc import Iterator

os.environ["RMECODE_LANG"] = "en"
activate("en")
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """Leave the messages in English, whatever a test chose."""
    yield
    activate("en")
