"""Studies to run commands on; all messages in English, nothing from anybody's settings."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from rmecode.messages import activate
from tests.cli.miniature import make_study, put_codings, rmecode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("RMECODE_LANG", "RMECODE_CODER", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    activate("en")
    yield
    activate()


@pytest.fixture(scope="session")
def _first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a study as made, and one with everything taken in and coded, to copy from."""
    activate("en")
    folder = tmp_path_factory.mktemp("studies")
    made = make_study(folder / "made")
    coded = shutil.copytree(made, folder / "coded")
    assert rmecode("ingest", study=coded).code == 0
    assert rmecode("coding", "import", put_codings(coded), study=coded).code == 0
    assert rmecode("apply", study=coded).code == 0
    return {"made": made, "coded": coded}


@pytest.fixture
def study(_first: dict[str, Path], tmp_path: Path) -> Path:
    """Return a study that nothing is taken into yet."""
    return shutil.copytree(_first["made"], tmp_path / "study")


@pytest.fixture
def coded(_first: dict[str, Path], tmp_path: Path) -> Path:
    """Return a study with four sources, three codings by Ana, and the rules' suggestions."""
    return shutil.copytree(_first["coded"], tmp_path / "coded")
