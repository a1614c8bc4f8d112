"""The tables as values, and everything that is wrong with them, by row and with a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.exchange.names import names_for
from rmecode.model import Case, Participant, Source, Speaker, fold
from rmecode.study.config import read_config
from rmecode.study.records import PartRow, Records, read_records

if TYPE_CHECKING:
    from pathlib import Path


def _records(folder: Path, name: str = "", text: str = "") -> Records:
    if name:
        (folder / name).write_text(text, "utf-8")
    return read_records(read_config(folder))


def _said(records: Records) -> list[tuple[str, str, str]]:
    return [(each.file, each.place, each.what) for each in records.problems]


def test_the_tables_are_read_as_values(folder: Path) -> None:
    records = _records(folder, "assignments.csv", "fuente;turnos;caso\nDEPROV;1-2;r1\n")
    assert records.problems == ()
    assert records.cases == (
        Case("R1", {"comunas": 5.0, "dependencia": "Municipal", "niveles": ("Básica", "Media")}),
        Case("R2", {"comunas": 12.0, "dependencia": "Particular", "niveles": ("Media",)}),
    )
    assert records.sources[2] == Source(
        "deprov", "transcripts/deprov.txt", "entrevista", "1", ("R1", "R2"), "", "jefe_deprov"
    )
    assert records.participants[2] == Participant("J1", "Jefa C", "jefe_deprov", ("R1", "R2"))
    assert records.speakers[:2] == (
        Speaker("R1-director", "ENTREVISTADORA", None, "entrevistador"),
        Speaker("R1-director", "DIRECTORA", "D1", None),
    )
    assert records.parts == (PartRow("deprov", "1-2", "R1"),)


def test_names_are_meant_however_they_are_written(folder: Path) -> None:
    records = _records(
        folder,
        "sources.csv",
        "Archivo;Instrumento;Etapa;Casos;Fecha;Rol;Terminada\n"
        "a/b.c/uno.txt;ENTREVISTA INDIVIDUAL;Primera etapa;r1|R2;2016-02;Jefe deprov;ana; \n"
        "dos;observacion;2;;;;ana|robot\n".replace("ana; ", "ana"),
    )
    speakers = [problem for problem in records.problems if problem.file != "speakers.csv"]
    assert speakers == []
    assert records.sources == (
        Source("uno", "a/b.c/uno.txt", "entrevista", "1", ("R1", "R2"), "2016-02", "jefe_deprov"),
        Source("dos", "dos", "observacion", "2"),
    )
    assert records.done == {"uno": ("ana",), "dos": ("ana", "robot")}


@pytest.mark.parametrize(
    ("name", "text", "place", "said"),
    [
        ("cases.csv", "caso,comunas,dependencia,niveles\n,5,,\n", "row 2", "cell case is empty"),
        (
            "cases.csv",
            "caso,comunas,dependencia,niveles\nR1,1,,\nR2,2,,\nr1,,,\n",
            "row 4",
            "r1 stands already in row 2",
        ),
        ("cases.csv", "caso,comunas,dependencia,niveles\nR1,pocas,,\n", "row 2", "is no number"),
        ("cases.csv", "caso,comunas,dependencia,niveles\nR1,nan,,\n", "row 2", "nan in column"),
        ("cases.csv", "red2,comunas\nR1,5\n", "", "the column case is missing"),
        (
            "sources.csv",
            "file,cases\na.txt,R3\n",
            "row 2",
            "case R3 is not known. Known are: R1, R2.",
        ),
        ("sources.csv", "file,cases\n,R1\n", "row 2", "The cell file is empty. Fill it in."),
        ("sources.csv", "file\na.txt\nb/a.docx\n", "row 3", "a stands already in row 2"),
        ("sources.csv", "source,file\nx,a.txt\ny,a.txt\n", "row 3", "a.txt stands already in"),
        ("sources.csv", "file,role\na.txt,alcalde\n", "row 2", "role alcalde is not known. Known"),
        ("sources.csv", "file,instrument\na,entrevita\n", "row 2", "Did you mean entrevista?"),
        ("sources.csv", "file,stage\na,9\n", "row 2", "stage 9 is not known. Known are: 1, 2."),
        ("sources.csv", "file,date\na,30/09/2016\n", "row 2", "30/09/2016 is no date. Write it"),
        ("sources.csv", "file,date\na,2016-13\n", "row 2", "2016-13 is no date."),
        ("sources.csv", "file,date\na,2016-02-30\n", "row 2", "2016-02-30 is no date."),
        ("sources.csv", "", "", "it is empty"),
        ("participants.csv", "participant,role\nD1,x\n", "row 2", "role x is not known."),
        ("participants.csv", "participant,role,cases\nD1,,R8\n", "row 2", "case R8 is not known."),
        ("participants.csv", "participant\nD1\n", "", "the column role is missing"),
        ("speakers.csv", "source,label\ndeprof,A\n", "row 2", "Did you mean deprov?"),
        ("speakers.csv", "source,label\ndeprov,\n", "row 2", "The cell label is empty."),
        (
            "speakers.csv",
            "source,label\ndeprov,A\ndeprov,Á\n",
            "row 3",
            "deprov / Á stands already",
        ),
        ("speakers.csv", "source,label,participant\ndeprov,A,D9\n", "row 2", "participant D9 is"),
        ("speakers.csv", "source,label,role\ndeprov,A,jefa\n", "row 2", "role jefa is not known"),
        ("assignments.csv", "source,turns,case\ndeprov,1,R8\n", "row 2", "case R8 is not known"),
        ("assignments.csv", "source,turns,case\nnadie,1,R1\n", "row 2", "source nadie is not"),
        ("assignments.csv", "source,turns,case\ndeprov,,R1\n", "row 2", "cell turns is empty"),
        (
            "assignments.csv",
            "source,turns,case\ndeprov,1,R1\nr1-director,1,R2\n",
            "row 3",
            "R1-director: is evidence on R1, not on R2. Give its turns to one of these",
        ),
        ("cases.csv", "case\nR1\ntotal\n", "row 3", "total: a case cannot have this name"),
        ("cases.csv", "case\nNational\n", "row 2", "National: a case cannot have this name"),
        (
            "cases.csv",
            "caso,comunas,dependencia,niveles\nR1,1.250,,\n",
            "row 2",
            "1.250 in column comunas may be thousands or decimals. Write 1250 for thousands;",
        ),
        (
            "cases.csv",
            "caso,comunas,dependencia,niveles\nR1,-1.250.000,,\n",
            "row 2",
            "Write -1250000 for thousands; write decimals with a comma.",
        ),
    ],
)
def test_each_problem_names_its_row_and_the_remedy(
    folder: Path, name: str, text: str, place: str, said: str
) -> None:
    records = _records(folder, name, text)
    mine = [each for each in records.problems if (each.file, each.place) == (name, place)]
    assert any(said in each.sentence for each in mine)
    assert all(each.remedy or ". " in each.what for each in mine)


def test_one_mistake_is_not_told_again_by_the_other_tables(folder: Path) -> None:
    text = (folder / "sources.csv").read_text("utf-8").replace("R1; R2", "R1; R22")
    records = _records(folder, "sources.csv", text)
    assert _said(records) == [("sources.csv", "row 4", "case R22 is not known.")]
    assert records.sources[2].cases == ("R1",)


def test_all_tables_are_told_at_once(folder: Path) -> None:
    for name in ("cases.csv", "participants.csv", "speakers.csv"):
        (folder / name).write_text("nada\nx\n", "utf-8")
    records = _records(folder)
    assert {each.file for each in records.problems} >= {
        "cases.csv",
        "participants.csv",
        "speakers.csv",
        "sources.csv",
    }


def test_an_attribute_without_a_column_is_told(folder: Path) -> None:
    records = _records(folder, "cases.csv", "case,comunas,dependencia\nR1,1,x\nR2,2,y\n")
    (problem,) = records.problems
    assert (problem.file, problem.place) == ("study.toml", "attributes.niveles")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5", 5.0),
        ("5,5", 5.5),
        ("-1.25", -1.25),
        ("1,250", 1.25),
        ("0.125", 0.125),
        ("1250.125", 1250.125),
        ("1 200", 1200.0),
        ("1\u00a0200", 1200.0),
    ],
)
def test_numbers_are_read_with_point_or_comma(folder: Path, written: str, number: float) -> None:
    text = f'case,comunas,dependencia,niveles\nR1,"{written}",,\nR2,,,\n'
    records = _records(folder, "cases.csv", text)
    assert records.problems == ()
    assert records.cases[0].attributes["comunas"] == number
    assert records.cases[1].attributes["comunas"] is None


def test_a_number_of_a_workbook_is_no_thousands(folder: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["caso", "comunas", "dependencia", "niveles"], ["R1", 1.125], ["R2", "1.250.000"]):
        book.worksheets[0].append(row)
    book.save(folder / "casos.xlsx")
    toml = (folder / "study.toml").read_text("utf-8")
    (folder / "study.toml").write_text(toml + '[tables]\ncases = "casos.xlsx"\n', "utf-8")
    records = _records(folder)
    assert records.cases[0].attributes["comunas"] == 1.125
    assert [each.place for each in records.problems] == ["row 3"]


def test_turns_of_a_source_without_cases_may_be_given_to_any(folder: Path) -> None:
    text = (folder / "sources.csv").read_text("utf-8").replace("R1; R2", "")
    (folder / "sources.csv").write_text(text, "utf-8")
    records = _records(folder, "assignments.csv", "source,turns,case\ndeprov,1,R2\n")
    assert records.problems == ()
    assert records.parts == (PartRow("deprov", "1", "R2"),)


def test_who_has_no_pseudonym_is_not_called_by_the_real_id(folder: Path) -> None:
    text = "participant,pseudonym,role\nJuana Pérez,,director\n"
    records = _records(folder, "participants.csv", text)
    assert records.participants == (Participant("Juana Pérez", "", "director"),)
    assert names_for((), records.participants).participants == {"Juana Pérez": "P01"}


def test_names_are_folded_once_and_not_again_for_each_row(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work grows with the rows, not with rows times names."""
    folded = 0

    def counting(text: str) -> str:
        nonlocal folded
        folded += 1
        return fold(text)

    monkeypatch.setattr("rmecode.study.records.fold", counting)
    count = 200
    rows = {
        "cases.csv": ["case,comunas,dependencia,niveles", *(f"K{n},,," for n in range(count))],
        "sources.csv": ["file,cases,role", *(f"s{n}.txt,K{n},director" for n in range(count))],
        "participants.csv": ["participant,role,cases", *(f"P{n},,K{n}" for n in range(count))],
        "speakers.csv": ["source,label,participant", *(f"s{n},A,P{n}" for n in range(count))],
    }
    for name, lines in rows.items():
        (folder / name).write_text("\n".join(lines), "utf-8")
    assert _records(folder).problems == ()
    assert folded < 20 * count


def test_columns_that_study_toml_does_not_name_are_texts(folder: Path) -> None:
    text = "caso,red,comunas,dependencia,niveles\nR1,Norte,5,,\nR2,Sur,6,,\n"
    records = _records(folder, "cases.csv", text)
    assert [case.attributes["red"] for case in records.cases] == ["Norte", "Sur"]


def test_tables_that_are_not_there_are_empty_unless_study_toml_names_them(folder: Path) -> None:
    (folder / "participants.csv").unlink()
    (folder / "speakers.csv").unlink()
    assert _records(folder).problems == ()
    toml = (folder / "study.toml").read_text("utf-8")
    (folder / "study.toml").write_text(toml + '[tables]\nspeakers = "voces.csv"\n', "utf-8")
    assert _said(_records(folder)) == [("voces.csv", "", "is not there, and study.toml names it.")]


def test_a_table_may_be_a_workbook(folder: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["caso", "comunas", "dependencia", "niveles"], ["R1", 5, "M", "a;b"], ["R2", 6]):
        book.worksheets[0].append(row)
    book.save(folder / "casos.xlsx")
    toml = (folder / "study.toml").read_text("utf-8")
    (folder / "study.toml").write_text(toml + '[tables]\ncases = "casos.xlsx"\n', "utf-8")
    records = _records(folder)
    assert records.problems == ()
    assert records.cases[0].attributes["comunas"] == 5.0
    assert records.cases[1].attributes["niveles"] is None


def test_ids_with_line_breaks_lists_with_commas_and_a_missing_table_are_told(folder: Path) -> None:
    sources = (
        'source,file,cases\n"a\nb",transcripts/deprov.txt,\nc,transcripts/R1-sesion.md,"R1, R2"\n'
    )
    (folder / "sources.csv").write_text(sources, "utf-8")
    (folder / "speakers.csv").unlink()
    told = [problem.sentence for problem in read_records(read_config(folder)).problems]
    assert any("line break" in sentence for sentence in told)
    assert any("parted by a semicolon" in sentence for sentence in told)
    (folder / "cases.csv").unlink()
    told = [problem.sentence for problem in read_records(read_config(folder)).problems]
    assert any("missing or empty" in sentence for sentence in told)
