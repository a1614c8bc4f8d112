"""Stores for tests: one small study, made once and copied."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from rmecode.store import Store, open_store
from tests.store.samples import AT, filled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "project.db"
    filled(path).close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "project.db"
    shutil.copy(template, copy)
    return copy


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path, at=AT) as opened:
        yield opened
