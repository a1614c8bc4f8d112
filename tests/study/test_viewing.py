"""Who looks at a blind study, and what it says of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.model import Coder, Coding, Quote, Span
from rmecode.study import open_study
from tests.study.conftest import AT

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.study import Study


def code_as(study: Study, *coders: str) -> None:
    text = study.store.text_version("R1-director")
    span = Span(0, 9)
    with study.store.changes(by="", at=AT, action="import") as changes:
        for name in coders:
            changes.add_coder(Coder(name))
            quote = Quote.at(text.text, span)
            changes.add_codings([Coding(0, "R1-director", 1, span, quote, "C", name)])


@pytest.fixture
def blind(study: Study, folder: Path) -> Path:
    code_as(study, "ana", "Berta")
    study.close()
    file = folder / "study.toml"
    file.write_text("blind = true\n" + file.read_text("utf-8"), "utf-8")
    return folder


def coders_seen(study: Study) -> list[str]:
    return [coding.coder for coding in study.store.codings()]


def test_each_coder_sees_own_codings_however_the_name_is_typed(blind: Path) -> None:
    for typed in ("ana", "ANA"):
        with open_study(blind, coder=typed) as study:
            assert coders_seen(study) == ["ana"]
            assert "only what ana did" in study.blind_note


def test_who_looks_may_change_while_the_study_is_open(blind: Path) -> None:
    with open_study(blind, coder="ana") as study:
        assert coders_seen(study) == ["ana"]
        study.look_as("berta")
        assert coders_seen(study) == ["Berta"]


def test_nobody_sees_nothing_and_is_told_why(blind: Path) -> None:
    with open_study(blind) as study:
        assert coders_seen(study) == []
        assert "RMECODE_CODER" in study.blind_note


def test_the_environment_names_who_looks(blind: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RMECODE_CODER", "Berta")
    with open_study(blind) as study:
        assert (study.viewer, coders_seen(study)) == ("Berta", ["Berta"])


def test_a_study_that_is_not_blind_hides_nothing(study: Study) -> None:
    code_as(study, "ana", "Berta")
    study.look_as("ana")
    assert coders_seen(study) == ["Berta", "ana"]
    assert study.blind_note == ""
