"""Codings from files of people's making: at their words, once, never revived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors.tables import MissingColumnsError
from rmecode.study.importing import CodingsReport, import_codings, import_folder
from tests.study.conftest import AT, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.study import Study

FILE = (
    "fuente;cita;código;codificador;nota\n"
    "R1-director;La confianza llegó después;confianza;robot;una nota\n"
    "R1-director;reuniones de los martes;CO-1;ana;\n"
    "deprov;metas claras;colaboracion/objetivos;ana;\n"
)


def _import(study: Study, text: str | bytes = FILE, *, revive: bool = False) -> CodingsReport:
    path = study.root / "codificación.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_codings(study, path, by="ana", at=AT, revive=revive)


def _coded(study: Study) -> list[tuple[str, str, str, str]]:
    return sorted(
        (each.source, each.quote.exact, each.code, each.coder) for each in study.store.codings()
    )


WHOLE = [
    ("R1-director", "La confianza llegó después", "CS-1", "robot"),
    ("R1-director", "reuniones de los martes", "CO-1", "ana"),
    ("deprov", "metas claras", "CO-2", "ana"),
]


def test_a_file_is_taken_at_its_words(study: Study) -> None:
    report = _import(study)
    assert (report.new, report.standing, report.removed, report.problems) == (3, 0, 0, ())
    assert _coded(study) == WHOLE
    memos = {each.code: each.memo for each in study.store.codings()}
    assert memos["CS-1"] == "una nota"
    assert {coder.name: str(coder.kind) for coder in study.store.coders()} == {
        "ana": "person",
        "robot": "simulated",
    }


def test_taking_it_twice_is_taking_it_once(study: Study) -> None:
    _import(study)
    entries = len(study.store.history(100))
    report = _import(study)
    assert (report.new, report.standing) == (0, 3)
    assert _coded(study) == WHOLE
    assert len(study.store.history(100)) == entries


def test_removed_codings_are_not_revived_unless_asked(study: Study) -> None:
    _import(study)
    (gone,) = (each.id for each in study.store.codings() if each.code == "CS-1")
    with study.store.changes(by="ana", at=AT, action="remove") as changes:
        changes.remove_codings([gone])
    report = _import(study)
    assert (report.new, report.standing, report.removed) == (0, 2, 1)
    assert _coded(study) == WHOLE[1:]
    assert _import(study, revive=True).new == 1
    assert _coded(study) == WHOLE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_any_encoding_gives_the_same_codings(study: Study, encoding: str) -> None:
    _import(study, FILE.replace("\n", "\r\n").encode(encoding))
    assert _coded(study) == WHOLE


def test_offsets_take_the_words_that_stand_there(study: Study) -> None:
    start = TEXTS["deprov.txt"].index("metas")
    _import(study, f"source,start,end,code,coder\ndeprov,{start},{start + 12},CO-2,ana\n")
    assert _coded(study) == [WHOLE[2]]


def test_a_quote_that_excel_escaped_is_found(study: Study) -> None:
    report = _import(study, "source,quote,code,coder,memo\nR1-director,'=2+3,CS,ana,'-ojo\n")
    assert report.problems == ()
    (coding,) = study.store.codings()
    assert (coding.quote.exact, coding.memo) == ("=2+3", "-ojo")


def test_bad_rows_are_told_by_row_and_stay_out(study: Study) -> None:
    report = _import(study, FILE + "deprov;no se dijo;CO-2;ana;\ndeprov;metas claras;zzz;ana;\n")
    assert report.new == 3
    assert [(each.file, each.place) for each in report.problems] == [
        ("codificación.csv", "row 5"),
        ("codificación.csv", "row 6"),
    ]


def test_a_file_of_bad_rows_writes_no_codings(study: Study) -> None:
    report = _import(study, "source,quote,code,coder\ndeprov,no se dijo,CO-2,ana\n")
    assert (report.new, len(report.problems)) == (0, 1)
    assert study.store.codings() == ()


def test_a_coder_that_study_toml_does_not_name_is_told(study: Study) -> None:
    report = _import(study, "source,quote,code,coder\ndeprov,metas claras,CO-2,eva\n")
    (notice,) = report.notices
    assert (report.new, notice.place) == (1, "coders.eva")


def test_the_coder_may_be_named_for_the_whole_file(study: Study) -> None:
    path = study.root / "c.csv"
    path.write_text("source,quote,code\ndeprov,metas claras,CO-2\n", "utf-8")
    import_codings(study, path, by="ana", at=AT, coder="robot")
    assert _coded(study) == [("deprov", "metas claras", "CO-2", "robot")]


@pytest.mark.parametrize("head", ["source,quote", "quote,code", "source,code", "source,code,start"])
def test_a_file_without_its_columns_is_refused(study: Study, head: str) -> None:
    with pytest.raises(MissingColumnsError):
        _import(study, f"{head}\n")


def test_a_folder_is_taken_by_name_and_one_bad_file_does_not_stop_it(study: Study) -> None:
    folder: Path = study.config.paths["codings"]
    assert import_folder(study, by="ana", at=AT) == []
    folder.mkdir()
    lines = FILE.splitlines()
    for name, number in (("b.csv", 1), ("c.TSV", 2)):
        (folder / name).write_text(f"{lines[0]}\n{lines[number]}\n", "utf-8")
    (folder / "a.csv").write_text("nada\n", "utf-8")
    for name in (".oculto.csv", "~$b.xlsx", "leame.md"):
        (folder / name).write_text("x\n", "utf-8")
    reports = import_folder(study, by="ana", at=AT)
    assert [(each.file, each.new, len(each.problems)) for each in reports] == [
        ("a.csv", 0, 1),
        ("b.csv", 1, 0),
        ("c.TSV", 1, 0),
    ]
    assert reports[0].problems[0].sentence.startswith("a.csv: the column source, code is missing")
    assert len(_coded(study)) == 2


def test_codings_say_which_state_of_the_codebook_they_were_made_with(study: Study) -> None:
    _import(study)
    assert {each.codebook_version for each in study.store.codings()} == {1}
    version = study.store.codebook_version()
    assert version is not None
    assert version.text == (study.root / "libro.yaml").read_text("utf-8")


def test_the_counts_add_up_to_the_rows_and_a_lost_memo_is_told(study: Study) -> None:
    _import(study)
    again = FILE.replace("una nota", "otra nota") + "deprov;metas claras;CO-2;ana;\nx;y;z;ana;\n"
    report = _import(study, again)
    rows = len(again.splitlines()) - 1
    assert report.new + report.standing + report.removed + len(report.problems) == rows
    told = [notice.what for notice in report.notices]
    assert any(what.startswith("1 row has another memo") for what in told)
    assert any(what.startswith("says the same as row 4") for what in told)


def test_a_coder_is_one_whatever_the_capitals(study: Study) -> None:
    _import(study)
    _import(
        study,
        "source,quote,code,coder\nR2-director,Siempre.,CS-2,ANA\nR2-director,nadie,CS-2,Robot\n",
    )
    assert {coder.name for coder in study.store.coders()} == {"ana", "robot"}
