"""``check`` tells every problem of a folder at once, with its file, place and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.study import open_study
from rmecode.study.checking import check_codebook_file, check_study
from rmecode.study.ingesting import ingest
from tests.study.conftest import AT

if TYPE_CHECKING:
    from pathlib import Path


def sentences(folder: Path) -> tuple[list[str], list[str]]:
    with open_study(folder) as study:
        problems, notices = check_study(study)
    return [each.sentence for each in problems], [each.sentence for each in notices]


def test_a_good_folder_has_no_problems(folder: Path) -> None:
    assert sentences(folder) == ([], [])


def test_problems_of_every_kind_come_at_once(folder: Path) -> None:
    (folder / "cases.csv").write_text(
        "caso,comunas,dependencia,niveles\nR1,muchas,,\nR2,1,,\n", "utf-8"
    )
    (folder / "transcripts" / "deprov.txt").write_bytes(b"")
    book = folder / "libro.yaml"
    book.write_text(
        book.read_text("utf-8").replace("@metas", "@nadie").replace("id: CO-2", "id: CO-1"), "utf-8"
    )
    problems, _notices = sentences(folder)
    text = "\n".join(problems)
    assert "cases.csv, row 2" in text
    assert "deprov.txt" in text
    assert "CO-1" in text


def test_rules_that_can_never_match_and_examples_that_they_miss(folder: Path) -> None:
    book = folder / "libro.yaml"
    good = book.read_text("utf-8")
    book.write_text(good.replace('"informar y rol:director"', "informar y rol:obispo"), "utf-8")
    problems, _notices = sentences(folder)
    assert len(problems) == 1
    assert "obispo" in problems[0]
    assert "line" in problems[0]
    book.write_text(good.replace("Hay confianza entre nosotros", "Nos llevamos bien"), "utf-8")
    problems, _notices = sentences(folder)
    assert len(problems) == 1
    assert "Nos llevamos bien" in problems[0]


def test_codings_files_are_read_before_anything_is_ingested(folder: Path) -> None:
    (folder / "codings").mkdir()
    rows = "source,quote,code,coder\nR1-director,nadie dijo esto,confianza,ana\n"
    (folder / "codings" / "ana.csv").write_text(rows, "utf-8")
    problems, _notices = sentences(folder)
    assert len(problems) == 1
    assert "ana.csv, row 2" in problems[0]
    assert not (folder / "project.sqlite").exists()


def test_unlisted_files_and_labels_are_notices(folder: Path) -> None:
    (folder / "transcripts" / "suelta.txt").write_text("Algo.\n", "utf-8")
    with (folder / "speakers.csv").open("a", encoding="utf-8") as table:
        table.write("deprov,JEFE,J1,\n")
    problems, notices = sentences(folder)
    assert problems == []
    assert len(notices) == 2
    assert any("suelta.txt" in notice for notice in notices)
    assert any("JEFE" in notice for notice in notices)


def test_a_codebook_is_checked_without_a_study(tmp_path: Path) -> None:
    book = tmp_path / "libro.yaml"
    book.write_text(
        "codes:\n- {id: A, name: a, definition: d, rules: [red y rol:director]}\n", "utf-8"
    )
    read, problems = check_codebook_file(book, tmp_path)
    assert read is not None
    assert problems == []


def test_codings_are_checked_against_the_text_that_is_kept(folder: Path) -> None:
    with open_study(folder) as study:
        ingest(study, by="ana", at=AT)
    file = folder / "transcripts" / "R1-director.txt"
    file.write_text(file.read_text("utf-8").replace("La confianza llegó", "Llegó"), "utf-8")
    (folder / "codings").mkdir()
    rows = "source,quote,code,coder\nR1-director,La confianza llegó,confianza,ana\n"
    (folder / "codings" / "ana.csv").write_text(rows, "utf-8")
    assert sentences(folder)[0] == []
