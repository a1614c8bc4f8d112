"""study.toml: found, read, and all of its problems at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors import FileUnreadableError
from rmecode.errors.problems import ProblemsError
from rmecode.errors.study import StudyNotFoundError
from rmecode.model import CoderKind
from rmecode.study.config import Config, find_study, key_of, read_config

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.model import Problem


def _read(folder: Path, text: str) -> Config:
    (folder / "study.toml").write_text(text, "utf-8")
    return read_config(folder)


def _problems(folder: Path, text: str) -> list[Problem]:
    with pytest.raises(ProblemsError) as error:
        _read(folder, text)
    return list(error.value.problems)  # type: ignore[arg-type]  # they are Problems


def test_a_study_is_found_from_any_place_in_it(folder: Path) -> None:
    places = (
        "",
        "study.toml",
        "transcripts",
        "transcripts/deprov.txt",
        "transcripts/../transcripts",
    )
    assert {find_study(folder / place) for place in places} == {folder.resolve()}


def test_where_there_is_no_study_the_sentence_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StudyNotFoundError, match="rmecode init"):
        find_study(tmp_path)


def test_a_title_is_enough(tmp_path: Path) -> None:
    config = _read(tmp_path, 'title = "Mío"')
    assert (config.title, config.language) == ("Mío", "es")
    assert config.codebook == (tmp_path / "codebook.yaml").resolve()
    assert config.tables["cases"] == tmp_path / "cases.csv"
    assert config.paths["database"] == tmp_path / "project.sqlite"


def test_everything_that_is_written_is_read(folder: Path) -> None:
    more = '[paths]\nresults = "salidas"\n[tables]\ncases = "casos.xlsx"\n'
    config = _read(folder, (folder / "study.toml").read_text("utf-8") + more)
    assert config.instruments["entrevista"].speech
    assert not config.instruments["observacion"].speech
    assert config.instruments["observacion"].label == "Observación"
    assert config.coders == {"ana": CoderKind.PERSON, "robot": CoderKind.SIMULATED}
    assert config.paths["results"] == folder / "salidas"
    assert config.tables["cases"] == folder / "casos.xlsx"
    assert config.attributes["niveles"] == "list"


def test_every_study_knows_the_interviewer(tmp_path: Path) -> None:
    assert _read(tmp_path, 'title = "x"').roles == {"entrevistador": "Interviewer"}
    named = 'title = "x"\n[roles]\nentrevistador = "Quien pregunta"'
    assert _read(tmp_path, named).roles == {"entrevistador": "Quien pregunta"}


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    found = _problems(
        tmp_path,
        """
titel = "x"
language = 3
stages = "una"
[paths]
result = "x"
cache = ""
[tables]
cases = 4
[roles]
director = true
[coders]
ana = "humana"
[attributes]
comunas = "numero"
[instruments]
a = 1
b = { speech = false }
c = { label = "C", speach = false }
d = { label = "D", speech = "no" }
""",
    )
    assert {problem.place for problem in found} == {
        "titel",
        "title",
        "language",
        "stages",
        "paths.result",
        "paths.cache",
        "tables.cases",
        "roles.director",
        "coders.ana",
        "attributes.comunas",
        "instruments.a",
        "instruments.b",
        "instruments.c",
        "instruments.d",
    }
    assert all(problem.file == "study.toml" and problem.remedy for problem in found)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('titel = "x"', "titel", "Did you mean title?"),
        ('title = "x"\nzzzz = 1', "zzzz", "Known are: title, language"),
        ("title = 3", "title", "It takes text in quotes."),
        ('title = ""', "title", "is missing."),
        ('title = "x"\nroles = "y"', "roles", "It takes [roles]."),
        ('title = "x"\n[coders]\na = "bot"', "coders.a", "Write one of: person, simulated."),
        ('title = "x"\n[attributes]\na = ""', "attributes.a", "Write one of: text, category"),
        ('title = "x"\n[instruments]\na = []', "instruments.a", '{ label = "…", speech = false }'),
        ("title = x", "", "at line 1, column 9"),
    ],
)
def test_a_problem_names_its_key_and_the_remedy(
    tmp_path: Path, text: str, place: str, said: str
) -> None:
    found = [problem for problem in _problems(tmp_path, text) if problem.place == place]
    assert any(said in problem.sentence for problem in found)


def test_another_encoding_is_a_problem_and_a_byte_order_mark_is_none(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_bytes('title = "Año"'.encode("utf-8-sig"))
    assert read_config(tmp_path).title == "Año"
    path.write_bytes('title = "Año"'.encode("cp1252"))
    with pytest.raises(ProblemsError, match="Save it as UTF-8"):
        read_config(tmp_path)


def test_a_study_toml_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "study.toml").mkdir()
    with pytest.raises(FileUnreadableError, match=r"study\.toml"):
        read_config(tmp_path)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("jefe_utp", "jefe_utp"),
        ("Jefe UTP", "jefe_utp"),
        (" técnico  ", "jefe_utp"),
        ("director", "director"),
        ("DIRECTÓR", "director"),
        ("alcalde", None),
    ],
)
def test_a_key_is_meant_by_key_or_label(written: str, key: str | None) -> None:
    assert key_of(written, {"jefe_utp": "Técnico", "director": "Directora"}) == key


def test_a_key_wins_over_the_label_of_another() -> None:
    assert key_of("b", {"a": "b", "b": "c"}) == "b"
    assert key_of("igual", {"a": "igual", "b": "igual"}) == "a"


def test_a_folder_that_is_not_there_is_not_the_study_around_it(folder: Path) -> None:
    with pytest.raises(StudyNotFoundError, match="nowhere"):
        find_study(folder / "nowhere")


def test_a_study_is_blind_only_where_it_says_so(folder: Path) -> None:
    assert read_config(folder).blind is False
    file = folder / "study.toml"
    file.write_text("blind = true\n" + file.read_text("utf-8"), "utf-8")
    assert read_config(folder).blind is True
    file.write_text(file.read_text("utf-8").replace("true", '"true"', 1), "utf-8")
    with pytest.raises(ProblemsError, match=r"blind: .* true or false, without quotes"):
        read_config(folder)
