"""A new study folder: commented, empty, private, and never over another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.codebook import shipped_codebook
from rmecode.errors import FileUnreadableError, FileUnwritableError
from rmecode.errors.problems import ProblemsError
from rmecode.errors.study import StudyExistsError
from rmecode.study import open_study
from rmecode.study.starting import start_study
from tests.study.conftest import CODEBOOK

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_new_study_opens_without_a_problem(tmp_path: Path, language: str) -> None:
    made = start_study(tmp_path / "mi estudio", language=language)
    assert {path.name for path in (tmp_path / "mi estudio").iterdir()} == {
        name.rstrip("/") for name in made
    }
    with open_study(tmp_path / "mi estudio") as study:
        assert study.config.title == "mi estudio"
        assert study.records.problems == ()
        assert study.records.cases == ()
        assert len(study.codebook.codes) > 50
        assert "entrevistador" in study.config.roles
    assert "#" in (tmp_path / "mi estudio" / "study.toml").read_text("utf-8")


@pytest.mark.parametrize("title", ['Las "redes"', "a\\b", "100 % {x}", "Ñandú 🎓"])
def test_any_title_is_kept(tmp_path: Path, title: str) -> None:
    start_study(tmp_path / "e", language="es", title=title)
    with open_study(tmp_path / "e") as study:
        assert study.config.title == title


def test_what_is_confidential_is_kept_out_of_git(tmp_path: Path) -> None:
    start_study(tmp_path, language="es")
    lines = (tmp_path / ".gitignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules == ["*", "!.gitignore", "!study.toml", "!codebook.yaml"]


@pytest.mark.parametrize("there", ["study.toml", "cases.csv", ".gitignore", "codebook.yaml"])
def test_nothing_is_ever_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mío", "utf-8")
    with pytest.raises(StudyExistsError, match=there):
        start_study(tmp_path, language="es")
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text("utf-8") == "mío"


def test_a_folder_with_other_files_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "notas.txt").write_text("mías", "utf-8")
    start_study(tmp_path, language="es")
    assert (tmp_path / "notas.txt").read_text("utf-8") == "mías"


def test_a_given_codebook_is_copied_byte_for_byte(tmp_path: Path) -> None:
    own = tmp_path / "propio.yaml"
    own.write_bytes(b"\xef\xbb\xbf" + CODEBOOK.encode())
    start_study(tmp_path / "e", language="es", codebook=own)
    start_study(tmp_path / "f", language="es")
    assert (tmp_path / "e" / "codebook.yaml").read_bytes() == own.read_bytes()
    assert (tmp_path / "f" / "codebook.yaml").read_bytes() == shipped_codebook().read_bytes()


def test_a_codebook_with_problems_makes_nothing(tmp_path: Path) -> None:
    own = tmp_path / "propio.yaml"
    own.write_text("codes: []\n", "utf-8")
    with pytest.raises(ProblemsError):
        start_study(tmp_path / "e", language="es", codebook=own)
    with pytest.raises(FileUnreadableError):
        start_study(tmp_path / "e", language="es", codebook=tmp_path / "no.yaml")
    assert not (tmp_path / "e").exists()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "e").write_text("x", "utf-8")
    with pytest.raises(FileUnwritableError):
        start_study(tmp_path / "e", language="es")
