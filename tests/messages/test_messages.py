"""The language of messages: by argument, by environment, or Spanish."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from rmecode import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLES = ("RMECODE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = messages.active()
    monkeypatch.setenv("LANGUAGE", os.environ.get("LANGUAGE", ""))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    yield
    messages.activate(before)


def test_spanish_is_the_language_where_nothing_names_one() -> None:
    assert messages.activate() == "es"
    assert messages.active() == "es"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"RMECODE_LANG": "en"}, "en"),
        ({"RMECODE_LANG": "es", "LANG": "en_US.UTF-8"}, "es"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "es_CL.UTF-8", "LANG": "en_US.UTF-8"}, "es"),
        ({"LC_MESSAGES": "EN", "LANG": "es_CL"}, "en"),
        ({"RMECODE_LANG": "fr", "LANG": "en_US"}, "en"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"RMECODE_LANG": "", "LANG": "en"}, "en"),
    ],
)
def test_the_environment_chooses(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert messages.activate() == language


def test_the_argument_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RMECODE_LANG", "en")
    assert messages.activate("es") == "es"
    assert messages.activate("xx") == "en"


def test_english_messages_are_those_of_the_code() -> None:
    messages.activate("en")
    assert messages._("is empty.") == "is empty."
    assert messages.ngettext("{n} code", "{n} codes", 1) == "{n} code"
    assert messages.ngettext("{n} code", "{n} codes", 2) == "{n} codes"


def test_the_first_message_chooses_a_language_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_state", {})
    monkeypatch.setattr(messages, "_language", [])
    monkeypatch.setenv("RMECODE_LANG", "en")
    assert messages._("is empty.") == "is empty."
    assert messages.active() == "en"
