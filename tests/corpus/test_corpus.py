"""The corpus is what its README and tables say: documents, lengths, speakers, codings."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rmecode.model import fold
from rmecode.study import open_study
from rmecode.study.checking import check_study
from rmecode.study.ingesting import ingest
from rmecode.study.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.study import Study

ROOT = Path(__file__).parents[2]
LENGTHS = {
    "entrevista_individual": (900, 1800),
    "entrevista_grupal": (1200, 2200),
    "observacion": (600, 1200),
    "grupo_focal": (2000, 4000),
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    place = tmp_path_factory.mktemp("corpus")
    made = shutil.ignore_patterns("project.sqlite*", "cache", "results", "backups")
    shutil.copytree(ROOT / "corpus", place / "corpus", ignore=made)
    shutil.copytree(ROOT / "codebooks", place / "codebooks")
    with open_study(place / "corpus") as opened:
        report = ingest(opened, by="", at="2026-01-01T00:00:00+00:00")
        assert report.problems == ()
        yield opened


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_the_folder_has_no_problems_and_nothing_to_look_at(study: Study) -> None:
    assert check_study(study) == ([], [])


def test_the_documents_are_those_of_the_plan_and_as_long(study: Study) -> None:
    sources = study.sources()
    assert Counter(sources["instrument"]) == {
        "entrevista_individual": 15,
        "entrevista_grupal": 3,
        "observacion": 3,
        "grupo_focal": 1,
    }
    for row in sources.to_dict("records"):
        least, most = LENGTHS[row["instrument"]]
        assert least <= len(words_of(study.text(row["source"]))) <= most, row["source"]


def test_every_document_says_that_it_is_fictional(study: Study) -> None:
    for source in study.sources()["source"]:
        head = study.text(source)[:600]
        assert re.search(r"\[(Transcripción ficticia|Registro ficticio), escrit[ao] por máquina\]", head)


def test_no_ten_words_stand_in_two_documents(study: Study) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for source in study.sources()["source"]:
        words = words_of(study.text(source))
        for start in range(len(words) - 9):
            run = tuple(words[start : start + 10])
            assert seen.setdefault(run, source) == source, " ".join(run)
    assert len(seen) > 30_000


def test_the_turns_have_the_speakers_and_roles_of_the_tables(study: Study) -> None:
    listed = {(each.source, fold(each.label)) for each in study.records.speakers}
    spoken = set()
    for row in study.sources().to_dict("records"):
        turns = study.turns(row["source"])
        speech = turns[turns["kind"] == "speech"]
        assert speech["role"].ne("").all(), row["source"]
        assert speech.loc[~speech["interviewer"], "participant"].ne("").all(), row["source"]
        spoken |= {(row["source"], fold(label)) for label in speech["label"]}
        assert speech.empty == (row["instrument"] == "observacion")
        asked = speech.loc[speech["interviewer"], "text"].map(len).sum()
        assert speech.empty or 0.05 < asked / speech["text"].map(len).sum() < 0.3, row["source"]
    assert spoken == listed


def test_every_quote_is_exactly_at_its_place(study: Study) -> None:
    rows = [row for name in "AB" for row in read_table(ROOT / "corpus" / "codings" / f"{name}.csv")]
    assert len(rows) == 459
    per_document: Counter[tuple[str, str]] = Counter()
    for row in rows:
        text = study.text(row["source"])
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
        per_document[row["source"], row["coder"]] += 1
    assert len(per_document) == 12
    assert all(15 <= count <= 40 for count in per_document.values())


def test_the_coders_are_declared_as_simulated(study: Study) -> None:
    assert {name: str(kind) for name, kind in study.config.coders.items()} == {
        "A": "simulated",
        "B": "simulated",
    }
