"""Transcripts into the project: each once, wholly or not at all, with rows in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors import FileUnwritableError
from rmecode.errors.study import UnknownNameError
from rmecode.study import Study, open_study
from rmecode.study.ingesting import IngestReport, Said, ingest
from rmecode.study.manifest import Manifest
from tests.study.conftest import AT, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

NEW = "ENTREVISTADORA: ¿Y usted?\nSUPERVISOR: Yo acompaño la red de lejos.\n"


def _ingest(study: Study, *files: Path, said: Said | None = None) -> IngestReport:
    return ingest(study, files, by="ana", at=AT, said=said or Said())


def _ids(study: Study) -> list[str]:
    return sorted(each.id for each in study.store.sources())


def test_what_the_table_lists_is_taken_with_what_was_recognised(empty: Study) -> None:
    report = _ingest(empty)
    assert _ids(empty) == ["R1-director", "R1-sesion", "R2-director", "deprov"]
    first, *_others = report.taken
    assert (first.format, first.encoding, first.turns) == ("txt", "UTF-8", 4)
    assert first.labels == (("ENTREVISTADORA", 2), ("DIRECTORA", 2))
    assert first.words == sum(
        len(line.partition(": ")[2].split()) for line in TEXTS["R1-director.txt"].splitlines()
    )
    assert empty.text("R1-director") == TEXTS["R1-director.txt"]


def test_a_second_time_takes_nothing_and_writes_nothing(study: Study) -> None:
    before = {path: path.read_bytes() for path in study.root.glob("*.csv")}
    entries = len(study.store.history(100))
    for report in (_ingest(study), _ingest(study, study.root / "transcripts/deprov.txt")):
        assert (report.taken, report.problems) == ((), ())
        assert "deprov" in report.standing
    assert {path: path.read_bytes() for path in study.root.glob("*.csv")} == before
    assert len(study.store.history(100)) == entries


def test_without_its_cache_the_project_still_knows_the_content(study: Study) -> None:
    (study.config.paths["cache"] / "files.json").write_text("{broken", "utf-8")
    report = _ingest(study)
    assert report.taken == ()
    assert len(report.standing) == 4


def test_the_cache_says_nothing_of_files_that_are_gone(study: Study) -> None:
    manifest = Manifest.load(study.config.paths["cache"] / "files.json")
    path = study.root / "transcripts" / "deprov.txt"
    assert manifest.source_of(path) == "deprov"
    path.unlink()
    assert manifest.source_of(path) == ""
    assert manifest.source_of(study.root / "transcripts" / "otro.txt") == ""


def test_a_label_without_a_row_speaks_with_the_role_of_its_source(study: Study) -> None:
    (study.root / "speakers.csv").write_text("source,label\nR2-director,OTRA\n", "utf-8")
    study.forget_tables()
    turns = study.turns("R2-director")
    assert list(zip(turns["role"], turns["participant"], strict=True)) == [("director", "")] * 4


def test_progress_counts_files(empty: Study) -> None:
    steps: list[tuple[int, int]] = []
    ingest(empty, by="ana", at=AT, progress=lambda *step: steps.append(step))
    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_same_content_under_another_name_is_not_taken_twice(study: Study) -> None:
    copy = study.root / "transcripts" / "copia.txt"
    copy.write_text("\ufeff" + TEXTS["deprov.txt"].replace("\n", "\r\n"), "utf-8")
    report = _ingest(study, copy)
    assert (report.taken, report.standing, report.problems) == ((), ("deprov",), ())
    assert "copia" not in (study.root / "sources.csv").read_text("utf-8")


def test_a_listed_file_with_the_content_of_another_is_a_problem(study: Study) -> None:
    (study.root / "transcripts" / "copia.txt").write_text(TEXTS["deprov.txt"], "utf-8")
    with (study.root / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("copia,transcripts/copia.txt,entrevista,1,R1,,,\n")
    study.forget_tables()
    (problem,) = _ingest(study).problems
    assert problem.file == "transcripts/copia.txt"
    assert "already, as deprov, and is not taken again as copia" in problem.what


def test_a_renamed_file_is_followed_when_the_table_says_so(study: Study) -> None:
    (study.root / "transcripts/deprov.txt").rename(study.root / "transcripts/jefa.txt")
    table = study.root / "sources.csv"
    table.write_text(table.read_text("utf-8").replace("deprov.txt", "jefa.txt"), "utf-8")
    study.forget_tables()
    report = _ingest(study)
    assert (report.taken, report.problems) == ((), ())
    files = {each.id: each.file for each in study.store.sources()}
    assert files["deprov"] == "transcripts/jefa.txt"


def test_a_changed_file_is_told_and_the_text_stays(study: Study) -> None:
    (study.root / "transcripts/deprov.txt").write_text(NEW, "utf-8")
    for report in (_ingest(study), _ingest(study, study.root / "transcripts/deprov.txt")):
        (problem,) = report.problems
        assert problem.file == "transcripts/deprov.txt"
        assert "rmecode source remove deprov" in problem.what
    assert study.text("deprov") == TEXTS["deprov.txt"]


def test_a_new_file_gets_rows_in_the_tables_with_what_was_said_of_it(study: Study) -> None:
    path = study.root / "transcripts" / "R2-supervisor.txt"
    path.write_text(NEW, "utf-8")
    said = Said(("r2",), "Entrevista individual", "director", "segunda etapa")
    report = _ingest(study, path, said=said)
    assert [each.source for each in report.taken] == ["R2-supervisor"]
    assert (study.root / "sources.csv").read_text("utf-8").splitlines()[-1] == (
        "R2-supervisor,transcripts/R2-supervisor.txt,entrevista,2,R2,,director,"
    )
    assert (study.root / "speakers.csv").read_text("utf-8").splitlines()[-2:] == [
        "R2-supervisor,ENTREVISTADORA,,entrevistador",
        "R2-supervisor,SUPERVISOR,,director",
    ]
    voices = [turn["interviewer"] for _n, turn in study.turns("R2-supervisor").iterrows()]
    assert voices == [True, False]
    assert study.records.problems == ()


def test_a_file_from_elsewhere_is_copied_into_the_study(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "fuera" / "charla.txt"
    path.parent.mkdir()
    path.write_text(NEW, "utf-8")
    report = _ingest(study, path)
    assert report.taken[0].file == "transcripts/charla.txt"
    assert (study.root / "transcripts/charla.txt").read_bytes() == path.read_bytes()
    assert study.listed["charla"].file == "transcripts/charla.txt"
    path.unlink()
    assert _ingest(study).problems == ()


def test_a_file_reached_through_dots_is_in_the_study_or_not_by_where_it_lies(
    study: Study, tmp_path: Path
) -> None:
    (tmp_path / "charla.txt").write_text(NEW, "utf-8")
    report = _ingest(study, study.root / "transcripts" / ".." / ".." / "charla.txt")
    assert report.taken[0].file == "transcripts/charla.txt"


def test_a_copy_that_an_interrupted_run_left_is_no_obstacle(study: Study, tmp_path: Path) -> None:
    for path in (tmp_path / "charla.txt", study.root / "transcripts" / "charla.txt"):
        path.write_text(NEW, "utf-8")
    assert _ingest(study, tmp_path / "charla.txt").taken[0].source == "charla"


def test_another_file_of_the_same_name_is_refused_and_kept(study: Study, tmp_path: Path) -> None:
    (tmp_path / "charla.txt").write_text(NEW, "utf-8")
    other = study.root / "transcripts" / "charla.txt"
    other.write_text("otra cosa", "utf-8")
    (problem,) = _ingest(study, tmp_path / "charla.txt").problems
    assert "two files would have this id" in problem.what
    assert other.read_text("utf-8") == "otra cosa"
    assert "charla" not in _ids(study)


def test_a_file_whose_name_is_a_source_already_is_refused(study: Study, tmp_path: Path) -> None:
    (tmp_path / "deprov.md").write_text(NEW, "utf-8")
    (problem,) = _ingest(study, tmp_path / "deprov.md").problems
    assert "deprov: two files would have this id" in problem.what


def test_one_bad_file_does_not_stop_the_others_and_leaves_nothing_half(study: Study) -> None:
    folder = study.root / "transcripts"
    (folder / "vacio.txt").write_text(" \n", "utf-8")
    (folder / "roto.docx").write_bytes(b"PK\x03\x04 no")
    (folder / "bueno.txt").write_text(NEW, "utf-8")
    names = ("vacio.txt", "roto.docx", "no-hay.txt", ".", "bueno.txt", "foto.png")
    (folder / "foto.png").write_bytes(b"\x89PNG")
    report = _ingest(study, *(folder / name for name in names))
    assert [each.source for each in report.taken] == ["bueno"]
    assert [problem.file.rpartition("/")[2] for problem in report.problems] == [
        "vacio.txt",
        "roto.docx",
        "no-hay.txt",
        "transcripts",
        "foto.png",
    ]
    assert not any(str(study.root) in problem.what for problem in report.problems)
    assert set(_ids(study)) & {"vacio", "roto", "foto"} == set()
    assert "vacio.txt" not in (study.root / "sources.csv").read_text("utf-8")


def test_a_listed_file_that_is_missing_does_not_stop_the_others(empty: Study) -> None:
    (empty.root / "transcripts/R1-director.txt").unlink()
    report = _ingest(empty)
    assert [problem.file for problem in report.problems] == ["transcripts/R1-director.txt"]
    assert len(report.taken) == 3


def test_a_removed_source_is_not_revived_by_a_run_but_by_naming_its_file(study: Study) -> None:
    with study.store.changes(by="ana", at=AT, action="remove", subject="deprov") as changes:
        changes.remove_source("deprov")
    report = _ingest(study)
    assert (report.taken, report.problems) == ((), ())
    assert "deprov" not in _ids(study)
    named = _ingest(study, study.root / "transcripts" / "deprov.txt")
    assert [each.source for each in named.taken] == ["deprov"]
    assert "deprov" in _ids(study)


@pytest.mark.parametrize(
    "said",
    [Said(cases=("R7",)), Said(role="alcalde"), Said(instrument="carta"), Said(stage="3")],
)
def test_an_unknown_name_ends_it_before_any_file_is_taken(study: Study, said: Said) -> None:
    path = study.root / "transcripts" / "x.txt"
    path.write_text(NEW, "utf-8")
    with pytest.raises(UnknownNameError):
        _ingest(study, path, said=said)
    assert "x" not in _ids(study)


def test_rows_that_could_not_be_written_are_written_the_next_time(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rmecode.study import ingesting

    path = study.root / "transcripts" / "x.txt"
    path.write_text(NEW, "utf-8")
    with monkeypatch.context() as patch:

        def refuse(target: Path, *_rest: object) -> None:
            raise FileUnwritableError(target, "it is open in Excel")

        patch.setattr(ingesting, "append_rows", refuse)
        with pytest.raises(FileUnwritableError):
            _ingest(study, path)
    report = _ingest(study, path, said=Said(("R1",)))
    assert (report.taken, report.standing) == ((), ("x",))
    assert study.listed["x"].cases == ("R1",)
    assert {each.label for each in study.records.speakers if each.source == "x"} == {
        "ENTREVISTADORA",
        "SUPERVISOR",
    }
    assert _ingest(study, path).problems == ()
    assert (study.root / "sources.csv").read_text("utf-8").count("x.txt") == 1


def test_labels_of_the_text_that_the_table_lacks_are_added_once(folder: Path) -> None:
    speakers = folder / "speakers.csv"
    speakers.write_text("source,label,participant,role\ndeprov,jefa,J1,\n", "utf-8")
    with open_study(folder) as study:
        _ingest(study)
        _ingest(study)
    rows = speakers.read_text("utf-8").splitlines()[2:]
    assert rows == [
        "R1-director,ENTREVISTADORA,,entrevistador",
        "R1-director,DIRECTORA,,director",
        "R2-director,ENTREVISTADORA,,entrevistador",
        "R2-director,DIRECTOR,,director",
        "deprov,ENTREVISTADORA,,entrevistador",
    ]


def test_a_label_that_the_tables_learn_of_later_divides_the_text_anew(study: Study) -> None:
    text = "E: ¿Hay metas?\nRosa: Hay.\nE: ¿Seguro?\nRosa: Sí.\nLuis: Yo no creo.\nRosa: Bueno.\n"
    (study.root / "transcripts" / "nueva.txt").write_text(text, "utf-8")
    ingest(study, [study.root / "transcripts" / "nueva.txt"], by="ana", at=AT)
    before = study.store.text_version("nueva")
    assert "Luis" not in set(study.turns("nueva")["label"])
    with (study.root / "speakers.csv").open("a", encoding="utf-8") as table:
        table.write("nueva,Luis,,director\n")
    study.forget_tables()
    ingest(study, by="ana", at=AT)
    assert study.turns("nueva")["label"].tolist().count("Luis") == 1
    assert study.store.text_version("nueva") == before
    entries = len(study.store.history())
    study.forget_tables()
    ingest(study, by="ana", at=AT)
    assert len(study.store.history()) == entries


def test_an_interview_in_which_nobody_is_labelled_is_doubted(study: Study) -> None:
    path = study.root / "transcripts" / "suelta.txt"
    path.write_text("Contó que la red partió sola.\nY que siguió.\n", "utf-8")
    (taken,) = ingest(study, [path], by="ana", at=AT, said=Said(instrument="entrevista")).taken
    assert any("no speakers were recognised" in note.what for note in taken.notes)
    other = study.root / "transcripts" / "notas.txt"
    other.write_text("Se abre la sesión.\nSe cierra.\n", "utf-8")
    (taken,) = ingest(study, [other], by="ana", at=AT, said=Said(instrument="observacion")).taken
    assert taken.notes == ()
