"""Memos from the command line: on anything, found again, exported, changed and taken away."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from rmecode.study import open_study
from tests.cli.miniature import TEXTS, rmecode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.miniature import Said

ANA = ("--coder", "ana")
NOTE = ("c1", "Lo dice riendo")


def add(study: Path, *options: object, **more: Any) -> Said:  # noqa: ANN401
    return rmecode("memo", "add", *options, *ANA, study=study, **more)


def memos(study: Path, *options: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rmecode("memo", "list", "--json", *options, study=study).json
    return rows


def texts(study: Path, *options: object) -> list[str]:
    return [row["text"] for row in memos(study, *options)]


@pytest.fixture
def noted(coded: Path) -> Path:
    """Return the study with a memo on each sort of thing, m1 to m7, and Ana's note c1."""
    for text, *options in (
        ("Todo el estudio",),
        ("Del caso", "--case", "norte", "--kind", "metodológico"),
        ("De la fuente", "--source", "sur-dir"),
        ("Del turno", "--source", "s1", "--turn", "2", "--kind", "teorico"),
        ("Del código", "--code", "participacion"),
        ("De la codificación", "--coding", "c3"),
        ("De la celda", "--cell", "sur", "contexto"),
    ):
        said = add(coded, text, *options)
        assert said.code == 0, said.err
    return coded


def test_a_memo_is_on_what_it_was_said_to_be_on(noted: Path) -> None:
    rows = memos(noted)
    assert [(row["id"], row["about"]) for row in rows] == [
        *zip(
            [f"m{number}" for number in range(1, 8)],
            ["study", "case", "source", "turn", "code", "coding", "cell"],
            strict=True,
        ),
        ("c1", "coding"),
    ]
    assert {row["author"] for row in rows} == {"ana"}
    study, case, source, turn, code, coding, cell, note = rows
    assert (study["source"], study["case"], study["cases"]) == ("", "", [])
    assert (case["case"], case["kind"], case["cases"]) == ("Norte", "methodological", ["Norte"])
    assert (source["source"], source["cases"]) == ("sur-dir", ["Sur"])
    assert (turn["source"], turn["turn"], turn["kind"]) == ("norte-dir", 2, "theoretical")
    assert TEXTS["norte-dir.txt"][turn["start"] : turn["end"]] == turn["quote"]
    assert turn["quote"].startswith("Al principio")
    assert code["code"] == "capital_social/participación"
    assert (coding["coding"], coding["source"], coding["code"]) == (3, "sur-dir", "contexto")
    assert coding["quote"] == "Son cuarenta kilómetros de ripio"
    assert (cell["case"], cell["code"]) == ("Sur", "contexto")
    assert (note["kind"], note["text"], note["coding"]) == ("note", NOTE[1], 1)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--about", "case"], ["m2"]),
        (["--about", "case", "--about", "code"], ["m2", "m5"]),
        (["--case", "Norte"], ["m2", "m4", "c1"]),
        (["--case", "sur"], ["m3", "m6", "m7"]),
        (["--source", "norte-dir.txt"], ["m4", "c1"]),
        (["--code", "capital_social"], ["m5", "c1"]),
        (["--code", "contexto"], ["m6", "m7"]),
        (["--coder", "ANA"], ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "c1"]),
        (["--coder", "bot"], []),
        (["--kind", "note"], ["c1"]),
        (["--kind", "Nota"], ["c1"]),
        (["--kind", "Teórico"], ["m4"]),
        (["--search", "CODIFICACION"], ["m6"]),
        (["--search", "código"], ["m5"]),
        (["--search", "kilometros"], ["m6"]),
        (["--search", "riendo"], ["c1"]),
        (["--search", "nada de esto"], []),
    ],
)
def test_memos_are_found_by_what_they_are_on_and_say(
    noted: Path, options: list[str], found: list[str]
) -> None:
    assert [row["id"] for row in memos(noted, *options)] == found


def test_the_text_can_begin_with_a_hyphen_or_come_from_a_file(coded: Path, tmp_path: Path) -> None:
    file = tmp_path / "memo.md"
    file.write_bytes("\ufeffPrimera línea\r\n\r\n- Segunda\n".encode())
    add(coded, "- Una lista")
    add(coded, "--file", file)
    add(coded, "--file", "-", answer="De la entrada\n")
    add(coded, "-", answer="Del guion\n")
    assert texts(coded, "--about", "study") == [
        "- Una lista",
        "Primera línea\n\n- Segunda",
        "De la entrada",
        "Del guion",
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "--file"),
        (["Texto", "--file", "-"], "--file"),
        ([" \n "], "needs words"),
        (["Texto", "--kind", "poético"], "poético"),
        (["Texto", "--case", "Este"], "Este"),
        (["Texto", "--case", ""], "'': there is no case"),
        (["Texto", "--source", ""], "'': there is no source"),
        (["Texto", "--code", ""], "'': there is no such code"),
        (["Texto", "--coding", ""], "'': not an id"),
        (["Texto", "--code", "nada"], "nada"),
        (["Texto", "--coding", "c99"], "99"),
        (["Texto", "--coding", "c1-c3"], "one coding"),
        (["Texto", "--case", "Norte", "--code", "CTX"], "--case, --code"),
        (["Texto", "--turn", "2"], "--source"),
        (["Texto", "--source", "s1", "--turn", "2,4"], "2 passages"),
        (["Texto", "--source", "s1", "--quote", "confianza"], "2 places"),
        (["Texto", "--cell", "Norte", "nada"], "nada"),
        (["--kaso=Norte"], "--kaso"),
        (["Texto", "--file", "no-hay.txt"], "--file"),
        (["--file", "no-hay.txt"], "no-hay.txt"),
    ],
)
def test_what_is_unclear_is_said_and_nothing_is_written(
    coded: Path, options: list[str], sentence: str
) -> None:
    said = add(coded, *options)
    assert (said.code, sentence in said.err) == (2, True), said.err
    assert "Traceback" not in said.err
    assert [row["id"] for row in memos(coded)] == ["c1"]


def test_a_file_that_is_not_utf8_is_refused(coded: Path, tmp_path: Path) -> None:
    file = tmp_path / "memo.txt"
    file.write_bytes("código".encode("latin-1"))
    said = add(coded, "--file", file)
    assert (said.code, "UTF-8" in said.err) == (2, True)


def test_somebody_has_to_write_it(coded: Path) -> None:
    said = rmecode("memo", "add", "Texto", study=coded)
    assert (said.code, "--coder" in said.err) == (2, True)


def test_memos_are_shown_whole(noted: Path) -> None:
    said = rmecode("memo", "show", "m4", "5", "c1", study=noted)
    assert said.code == 0
    for part in ("theoretical, norte-dir, turn 2", "Del turno", "«Al principio", "Del código"):
        assert part in said.out
    assert NOTE[1] in said.out
    rows = rmecode("memo", "show", "m5-m7", "--json", study=noted).json
    assert [row["id"] for row in rows] == ["m5", "m6", "m7"]
    for wrong in ("m99", "c2", "x5", "m5-c7", ""):
        said = rmecode("memo", "show", wrong, study=noted)
        assert (said.code, said.out) == (2, ""), wrong


def test_memos_and_notes_are_written_anew_and_that_is_undone(noted: Path) -> None:
    before = memos(noted)
    assert rmecode("memo", "edit", "m1", "Otro texto", *ANA, study=noted).code == 0
    assert rmecode("memo", "edit", "m1", "--kind", "theoretical", *ANA, study=noted).code == 0
    assert rmecode("memo", "edit", "c1", "- Otra nota", *ANA, study=noted).code == 0
    again = rmecode("memo", "edit", "c1", "- Otra nota", *ANA, study=noted)
    assert "was so already" in again.out
    first, *_others, note = memos(noted)
    assert (first["text"], first["kind"], bool(first["changed_at"])) == (
        "Otro texto",
        "theoretical",
        True,
    )
    assert note["text"] == "- Otra nota"
    rmecode("undo", "3", study=noted)
    assert memos(noted) == before
    several, kind = ["m1-m2", "x"], ["c1", "--kind", "theoretical"]
    for wrong in (["m99", "x"], ["m1", ""], ["m1"], ["x", "y"], ["c99", "x"], several, kind):
        assert rmecode("memo", "edit", *wrong, *ANA, study=noted).code == 2
    assert memos(noted) == before


def test_memos_of_nobody_and_notes_that_are_not_there_are_told_of(noted: Path) -> None:
    before = memos(noted)
    said = rmecode("memo", "list", "--coder", "Nadie", study=noted)
    assert (said.code, "Nadie: there is no coder" in said.err) == (2, True)
    said = rmecode("memo", "remove", "m1", "c2", *ANA, study=noted)
    assert (said.code, "c2: nothing is noted there" in said.err) == (2, True)
    assert memos(noted) == before


def test_a_list_of_memos_is_printed_in_one_form(noted: Path, tmp_path: Path) -> None:
    file = tmp_path / "memos.docx"
    for options in (("--json", "--csv"), ("--json", "--output", file), ("--output", file)):
        said = rmecode("memo", "list", *options, study=noted)
        assert (said.code, said.out) == (2, "")
    assert not file.exists()


def test_memos_are_removed_and_notes_cleared_in_one_entry(noted: Path) -> None:
    before = memos(noted)
    said = rmecode("memo", "remove", "m2-m7", "c1", *ANA, study=noted)
    assert said.out == "7 memos removed.\n"
    assert [row["id"] for row in memos(noted)] == ["m1"]
    rmecode("undo", study=noted)
    assert memos(noted) == before
    assert rmecode("memo", "remove", "m1", "m99", *ANA, study=noted).code == 2
    assert memos(noted) == before


def test_memos_stay_with_a_coding_that_is_recoded_moved_or_removed(noted: Path) -> None:
    rmecode("coding", "recode", "c3", "--to", "confianza", *ANA, study=noted)
    rmecode("coding", "move", "c3", "--turn", "2", *ANA, study=noted)
    (row,) = memos(noted, "--search", "codificación")
    assert (row["code"], row["quote"][:12]) == ("capital_social/confianza", "La distancia")
    rmecode("coding", "remove", "c3", *ANA, study=noted)
    assert memos(noted, "--search", "codificación") == [row]


def test_memos_of_a_source_go_and_come_back_with_it(noted: Path) -> None:
    before = memos(noted)
    rmecode("source", "remove", "norte-dir", "--yes", study=noted)
    assert [row["id"] for row in memos(noted)] == ["m1", "m2", "m3", "m5", "m6", "m7"]
    rmecode("undo", study=noted)
    assert memos(noted) == before


def test_memos_go_out_with_neutral_ids_unless_asked_otherwise(noted: Path, tmp_path: Path) -> None:
    target = tmp_path / "memos.csv"
    said = rmecode("memo", "list", "--output", target, study=noted)
    assert "neutral ids" in said.err
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8"))))
    assert [row["id"] for row in rows] == [row["id"] for row in memos(noted)]
    assert {row["source"] for row in rows} == {"", "F01", "F03"}
    markdown = tmp_path / "memos.md"
    rmecode("memo", "list", "--output", markdown, study=noted)
    assert "norte-dir" not in markdown.read_text("utf-8")
    assert "## F01, turn 2" in markdown.read_text("utf-8")
    said = rmecode("memo", "list", "--output", markdown, "--identified", study=noted)
    assert "do not pass it on" in said.err
    assert "## norte-dir, turn 2" in markdown.read_text("utf-8")
    said = rmecode("memo", "list", "--output", tmp_path, study=noted)
    assert (said.code, "Traceback" in said.err) == (2, False)


def test_memos_are_printed_as_markdown_and_csv(noted: Path) -> None:
    add(noted, "# Título\n* punto\n=2+3")
    text = rmecode("memo", "list", "--md", study=noted).out
    assert "\\# Título" in text
    assert text.startswith("# Memos: Dos redes\n")
    rows = list(csv.DictReader(io.StringIO(rmecode("memo", "list", "--csv", study=noted).out)))
    assert rows[7]["text"] == "# Título\n* punto\n=2+3"
    assert rmecode("memo", "list", "--about", "cell", "--md", study=noted).out.count("##") == 1
    none = rmecode("memo", "list", "--search", "zzz", study=noted)
    assert none.out == "Nothing to list.\n"


def test_a_blind_coder_neither_sees_nor_changes_the_memos_of_others(noted: Path) -> None:
    settings = noted / "study.toml"
    plain = settings.read_text("utf-8")
    settings.write_text(plain.replace("blind = false", "blind = true"), "utf-8")
    with open_study(noted, coder="bot") as opened:
        assert opened.store.memos() == ()
    said = rmecode("memo", "edit", "m1", "Ajeno", "--coder", "bot", study=noted)
    assert said.code == 2
    said = rmecode("memo", "remove", "m1", "c1", "--coder", "bot", study=noted)
    assert said.code == 2
    with open_study(noted, coder="ana") as opened:
        assert len(opened.store.memos()) == 7
