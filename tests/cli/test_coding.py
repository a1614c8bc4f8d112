"""Coding by hand from the command line: adding, recoding, moving, keeping, noting, removing."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from rmecode.study import open_study
from tests.cli.miniature import TEXTS, rmecode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.miniature import Said

ANA = ("--coder", "ana")
TEXT = TEXTS["norte-dir.txt"]
FIELDS = ("source", "start", "end", "quote", "code", "coder", "state")


def codings(study: Path, *options: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rmecode("coding", "list", "--json", *options, study=study).json
    return rows


def add(study: Path, *options: object, code: str = "participación", **more: Any) -> Said:  # noqa: ANN401
    return rmecode(
        "coding", "add", "norte-dir", "--code", code, *options, *ANA, study=study, **more
    )


def words_at(start: int, end: int) -> str:
    return TEXT[start:end]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--quote", "no había confianza"], "no había confianza"),
        (["--quote", "  no había\n confianza "], "no había confianza"),
        (["--quote", unicodedata.normalize("NFD", "no había confianza")], "no había confianza"),
        (["--quote", "confianza", "--in-turn", "2"], "confianza"),
        (["--quote", "confianza", "--at", "2"], "confianza"),
        (["--quote", "confianza", "--before", "no había"], "confianza"),
        (["--quote", "confianza", "--after", "entre"], "confianza"),
        (["--turn", "4"], "Participan siete escuelas, y las otras asisten cuando pueden."),
        (["--turn", "2-4"], TEXT[TEXT.index("Al principio") :].rstrip()),
        (
            ["--paragraph", "2"],
            "Al principio no había confianza entre nosotras. Ahora confiamos bastante.",
        ),
        (["--span", "11-15"], TEXT[11:15]),
        (["--span", "11 – 15"], TEXT[11:15]),
    ],
)
def test_words_are_coded_where_they_were_said_to_stand(
    coded: Path, options: list[str], words: str
) -> None:
    said = rmecode(
        *("coding", "add", "s1", "--code", "participacion", "--json", *options, *ANA), study=coded
    )
    assert said.code == 0, said.err
    (row,) = said.json
    assert set(FIELDS) <= set(row)
    assert (row["quote"], words_at(row["start"], row["end"])) == (words, words)
    assert (row["code"], row["outcome"]) == ("capital_social/participación", "new")
    assert next(r for r in codings(coded) if r["id"] == row["id"])["origin"] == "manual"
    rmecode("undo", study=coded)
    assert row["id"] not in [r["id"] for r in codings(coded)]


def test_the_quote_can_come_from_the_input(coded: Path) -> None:
    said = add(coded, "--quote", "-", "--json", answer="no había\r\nconfianza\n")
    assert said.json[0]["quote"] == "no había confianza"


def test_several_codes_are_one_entry_in_the_log(coded: Path) -> None:
    before = len(rmecode("history", "--json", study=coded).json)
    said = add(coded, "--code", "contexto", "--quote", "siete escuelas", "--memo", "¿Siete?")
    assert said.out.count("siete escuelas") == 2
    assert len(rmecode("history", "--json", study=coded).json) == before + 1
    new = [row for row in codings(coded) if row["quote"] == "siete escuelas"]
    assert {row["code"] for row in new} == {"capital_social/participación", "contexto"}
    assert {row["memo"] for row in new} == {"¿Siete?"}
    rmecode("undo", study=coded)
    assert not [row for row in codings(coded) if row["quote"] == "siete escuelas"]


def test_ranges_of_turns_are_a_passage_each(coded: Path) -> None:
    rows = add(coded, "--turn", "2, 4", "--json").json
    assert [row["turn"] for row in rows] == [2, 4]


def test_what_stands_already_is_said_and_what_was_removed_comes_back(coded: Path) -> None:
    first = codings(coded)[0]
    span = f"{first['start']}-{first['end']}"
    again = add(coded, "--span", span, code="confianza")
    assert (again.code, "was there already" in again.out) == (0, True)
    rmecode("coding", "remove", first["id"], *ANA, study=coded)
    back = add(coded, "--span", span, code="confianza")
    assert (back.code, "is back" in back.out) == (0, True)
    assert first["id"] in [row["id"] for row in codings(coded)]


def test_a_note_is_written_where_there_is_none_and_never_over_another(coded: Path) -> None:
    noted, plain, _other = codings(coded)
    said = add(coded, "--span", f"{noted['start']}-{noted['end']}", "--memo", "Otra", code="CAP-01")
    assert f"c{noted['id']}" in said.err
    assert codings(coded)[0]["memo"] == noted["memo"]
    said = add(coded, "--span", f"{plain['start']}-{plain['end']}", "--memo", "Otra", code="CAP-01")
    assert said.err == ""
    assert codings(coded)[1]["memo"] == "Otra"


def test_an_ambiguous_quote_lists_its_places(coded: Path) -> None:
    said = add(coded, "--quote", "confianza")
    assert said.code == 2
    assert "2 places" in said.err
    for number, place in enumerate((TEXT.index("confianza"), TEXT.rindex("confianza")), 1):
        line = said.err.splitlines()[number]
        assert f"{number}  turn {number}, {place}-{place + 9}" in line
        assert TEXT[place + 9 : place + 20].replace("\n", " ") in line
    said = add(coded, "--quote", "confianza", "--json")
    places = said.json["places"]
    assert [place["turn"] for place in places] == [1, 2]
    assert [words_at(p["start"], p["end"]) for p in places] == ["confianza", "confianza"]
    assert len(codings(coded)) == 3


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Say where, by one of"),
        (["--quote", "x", "--turn", "1"], "one way only"),
        (["--turn", "1", "--in-turn", "1"], "--in-turn"),
        (["--span", "1-2", "--at", "1"], "--at"),
        (["--quote", ""], "no words"),
        (["--quote", " \n"], "no words"),
        (["--quote", "nada de esto se dijo"], "does not stand"),
        (["--quote", "no avía confiansa entre"], "«no había confianza entre»"),
        (["--quote", "confianza", "--in-turn", "4"], "not there"),
        (["--quote", "confianza", "--at", "3"], "no place 3"),
        (["--quote", "siete escuelas", "--at", "2"], "no place 2"),
        (["--turn", "9"], "turns 1 to 4"),
        (["--turn", "3-2"], "turns 1 to 4"),
        (["--turn", "-1"], "turns 1 to 4"),
        (["--turn", ""], "turns 1 to 4"),
        (["--paragraph", "5"], "paragraphs 1 to 4"),
        (["--paragraph", "dos"], "paragraphs 1 to 4"),
        (["--span", "5-5"], "not a span"),
        (["--span", "9-5"], "not a span"),
        (["--span", "0-99999"], "not a span"),
        (["--span", "-3-5"], "not a span"),
        (["--span", "a-b"], "not a span"),
        (["--span", f"{len(TEXT) - 1}-{len(TEXT)}"], "no words"),
    ],
)
def test_what_is_unclear_is_said_in_one_message_and_nothing_is_coded(
    coded: Path, options: list[str], sentence: str
) -> None:
    before = len(rmecode("history", "--json", study=coded).json)
    said = add(coded, *options)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert len(rmecode("history", "--json", study=coded).json) == before


def test_unknown_codes_sources_and_coders_are_told_of(coded: Path) -> None:
    assert "confianza" in add(coded, "--turn", "2", code="confiansa").err
    assert add(coded, "--turn", "2", code="nada").code == 2
    said = rmecode("coding", "add", "nadie", "--code", "CTX", "--turn", "1", *ANA, study=coded)
    assert (said.code, "nadie" in said.err) == (2, True)
    said = rmecode("coding", "add", "s1", "--code", "CTX", "--turn", "1", study=coded)
    assert (said.code, "--coder" in said.err) == (2, True)
    assert rmecode("coding", "add", "s1", "--turn", "1", *ANA, study=coded).code == 2


def test_words_of_the_interviewer_alone_are_noticed(coded: Path) -> None:
    assert "only the interviewer" in add(coded, "--turn", "1").err
    assert add(coded, "--turn", "2").err == ""
    assert add(coded, "--turn", "1-2", code="CTX").err == ""


def test_a_table_with_a_mistake_does_not_keep_anybody_from_coding(coded: Path) -> None:
    (coded / "cases.csv").write_text("case,establecimientos\nNorte,doce\n", "utf-8")
    assert add(coded, "--turn", "2").code == 0


def test_paragraphs_are_numbered_as_they_are_coded(coded: Path) -> None:
    rows = rmecode("source", "show", "norte-dir", "--paragraphs", "--json", study=coded).json
    assert [(row["paragraph"], row["turn"]) for row in rows] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    for row in rows:
        assert words_at(row["start"], row["end"]) == row["text"]
        assert row["text"] == TEXT.splitlines()[row["paragraph"] - 1].partition(": ")[2]
    listed = rmecode("source", "show", "norte-dir", "--paragraphs", study=coded)
    assert "Paragraph" in listed.out


def test_lists_are_narrowed_by_state_words_and_number(coded: Path) -> None:
    add(coded, "--turn", "4", "--memo", "Asistencia y Participación")
    new = codings(coded, "--last", "1")
    assert [row["turn"] for row in new] == [4]
    assert len(codings(coded, "--limit", "2")) == 2
    assert codings(coded, "--search", "PARTICIPACION asisten") == new
    assert codings(coded, "--search", "confianza principio")[0]["memo"] == "Lo dice riendo"
    assert codings(coded, "--search", "nada") == []
    assert codings(coded, "--state", "exact") == codings(coded)
    assert codings(coded, "--state", "review", "--state", "moved") == []
    assert codings(coded, "--reread") == []
    assert rmecode("coding", "list", "--last", "0", study=coded).code == 2


def test_a_redefinition_asks_to_reread_until_somebody_keeps_the_coding(coded: Path) -> None:
    first = codings(coded)[0]["id"]
    with (
        open_study(coded) as opened,
        opened.store.changes(by="ana", at="2026-01-01", action="codebook update") as changes,
    ):
        changes.mark_reread([first], 1)
    (row,) = codings(coded, "--reread")
    assert (row["id"], row["state"], row["reread"]) == (first, "reread", 1)
    assert codings(coded, "--state", "reread") == [row]
    assert codings(coded, "--where", "state:reread") == [row]
    assert "to be reread" in rmecode("coding", "list", study=coded).out
    kept = rmecode("coding", "keep", "--reread", "--yes", *ANA, study=coded)
    assert kept.out == "1 coding was in doubt, and stays.\n"
    assert codings(coded, "--reread") == []
    again = rmecode("coding", "keep", f"c{first}", *ANA, study=coded)
    assert again.out == "None of them was in doubt.\n"
    rmecode("undo", study=coded)
    assert codings(coded, "--reread") == [row]


def test_codings_get_another_code_by_ids_and_by_filters(coded: Path) -> None:
    first, second, third = codings(coded)
    said = rmecode("coding", "recode", f"c{first['id']}", "--to", "contexto", *ANA, study=coded)
    assert said.out == "1 coding → contexto\n"
    assert [row["code"] for row in codings(coded) if row["id"] == first["id"]] == ["contexto"]
    rmecode("undo", study=coded)
    assert codings(coded) == [first, second, third]
    options = ("--where", "confiar o confianza", "--to", "participación")
    refused = rmecode("coding", "recode", *options, *ANA, study=coded, answer="n\n")
    assert (refused.code, "2 codings" in refused.out) == (130, True)
    done = rmecode("coding", "recode", *options, "--yes", "--json", *ANA, study=coded)
    recoded = {row["id"]: (row["quote"], row["code"], row["outcome"]) for row in done.json}
    assert recoded == {
        row["id"]: (row["quote"], "capital_social/participación", "changed")
        for row in (first, second)
    }
    assert {row["code"] for row in codings(coded)} == {"capital_social/participación", "contexto"}
    none = rmecode(
        *("coding", "recode", "--case", "Sur", "--where", "confianza", "--to", "CTX"),
        *("--json", "--yes", *ANA),
        study=coded,
    )
    assert none.json == []


def test_what_had_the_code_already_or_becomes_one_is_said(coded: Path) -> None:
    first = codings(coded)[0]
    add(coded, "--span", f"{first['start']}-{first['end']}", "--memo", "Y otra", code="contexto")
    new = codings(coded, "--last", "1")[0]
    said = rmecode("coding", "recode", new["id"], "--to", "CTX", *ANA, study=coded)
    assert said.out == "1 coding was so already.\n"
    said = rmecode("coding", "recode", new["id"], "--to", "CAP-01", *ANA, study=coded)
    assert f"c{new['id']}: became one with c{first['id']}" in said.out
    stays = next(row for row in codings(coded) if row["id"] == first["id"])
    assert {"Lo dice riendo", "Y otra"} <= set(stays["memo"].split("\n"))
    assert len(codings(coded)) == 3


def test_a_coding_moves_to_other_words_of_its_source(coded: Path) -> None:
    first = codings(coded)[0]
    said = rmecode("coding", "move", f"c{first['id']}", "--turn", "4", *ANA, study=coded)
    assert said.code == 0
    moved = next(row for row in codings(coded) if row["id"] == first["id"])
    assert moved["quote"] == words_at(moved["start"], moved["end"])
    assert moved["quote"].startswith("Participan siete")
    stays = rmecode("coding", "move", first["id"], "--turn", "4", *ANA, study=coded)
    assert stays.out == "1 coding was so already.\n"
    rmecode("undo", study=coded)
    assert codings(coded)[0] == first
    for wrong in (["--turn", "2,4"], ["--quote", "nunca dicho"], [], ["--span", "0-0"]):
        assert rmecode("coding", "move", first["id"], *wrong, *ANA, study=coded).code == 2
    assert rmecode("coding", "move", "1-2", "--turn", "4", *ANA, study=coded).code == 2
    assert codings(coded)[0] == first


def test_notes_are_written_anew_and_cleared(coded: Path) -> None:
    ids = [row["id"] for row in codings(coded)]
    said = rmecode("coding", "note", f"c{ids[0]},{ids[1]}", "- ¿Sí? \n", *ANA, study=coded)
    assert said.out == "2 notes written.\n"
    assert [row["memo"] for row in codings(coded)] == ["- ¿Sí?", "- ¿Sí?", ""]
    rmecode("coding", "note", ids[0], "", *ANA, study=coded)
    assert codings(coded)[0]["memo"] == ""
    rmecode("undo", study=coded)
    assert codings(coded)[0]["memo"] == "- ¿Sí?"
    mistyped = rmecode("coding", "note", ids[0], "--codr=ana", study=coded)
    assert (mistyped.code, "--codr" in mistyped.err) == (2, True)


def test_codings_are_removed_by_ids_ranges_and_filters(coded: Path) -> None:
    first, second, third = (row["id"] for row in codings(coded))
    assert rmecode("coding", "remove", f"c{first}-c{second}", *ANA, study=coded).code == 0
    assert [row["id"] for row in codings(coded)] == [third]
    rmecode("undo", study=coded)
    gone = rmecode("coding", "remove", "--source", "norte-dir", "--yes", *ANA, study=coded)
    assert gone.out == "2 codings removed.\n"
    rmecode("undo", study=coded)
    both = rmecode(
        "coding", "remove", f"{first}-{third}", "--case", "Sur", "--yes", *ANA, study=coded
    )
    assert both.out == "1 coding removed.\n"
    none = rmecode("coding", "remove", "--case", "Sur", "--yes", *ANA, study=coded)
    assert (none.code, none.out) == (0, "No coding fits.\n")


@pytest.mark.parametrize("command", ["remove", "keep", "recode"])
def test_without_ids_and_filters_nothing_is_done(coded: Path, command: str) -> None:
    more = ("--to", "CTX") if command == "recode" else ()
    said = rmecode("coding", command, *more, *ANA, study=coded)
    assert (said.code, "Say which" in said.err) == (2, True)
    unclear = rmecode("coding", command, "doce", *more, *ANA, study=coded)
    assert (unclear.code, "doce" in unclear.err) == (2, True)
    unknown = rmecode("coding", command, "999", *more, *ANA, study=coded)
    assert (unknown.code, "999" in unknown.err) == (2, True)
    assert len(codings(coded)) == 3


def test_a_coding_is_shown_with_its_whole_life(coded: Path) -> None:
    first = codings(coded)[0]["id"]
    rmecode("coding", "recode", first, "--to", "contexto", *ANA, study=coded)
    rmecode("undo", study=coded)
    rmecode("coding", "note", first, "Otra", *ANA, study=coded)
    rmecode("memo", "add", "Un memo", "--coding", f"c{first}", *ANA, study=coded)
    rmecode("coding", "remove", first, *ANA, study=coded)
    (life,) = rmecode("coding", "show", f"c{first}", "--json", study=coded).json
    assert (life["id"], life["removed"], life["label"]) == (first, True, "Directora")
    start, end = life["start"], life["end"]
    assert TEXT[:start].endswith(life["before"])
    assert TEXT[end:].startswith(life["after"])
    assert life["definition"] == "Se fían unos de otros."
    assert [memo["text"] for memo in life["memos"]] == ["Un memo"]
    steps = [(s["action"], s["by"], s["undone"]) for s in life["steps"]]
    assert steps == [
        ("import", "", False),
        ("recode", "ana", True),
        ("note", "ana", False),
        ("remove", "ana", False),
    ]
    assert life["steps"][1]["before"]["code"] == "capital_social/confianza"
    assert life["steps"][1]["after"]["code"] == "contexto"
    assert {step["codebook"] for step in life["steps"]} == {1}
    said = rmecode("coding", "show", first, study=coded).out
    for part in ("confianza → contexto", "(taken back)", "«Lo dice riendo» → «Otra»", "Un memo"):
        assert part in said
    assert rmecode("coding", "show", "999", study=coded).code == 2


def test_the_definition_shown_is_that_under_which_it_was_coded(coded: Path) -> None:
    book = next(coded.glob("*.yaml"))
    text = book.read_text("utf-8").replace("Se fían unos de otros.", "Otra cosa ahora.")
    book.write_text(text, "utf-8")
    add(coded, "--turn", "4", code="confianza")
    old, new = codings(coded)[0]["id"], codings(coded, "--last", "1")[0]["id"]
    lives = rmecode("coding", "show", old, new, "--json", study=coded).json
    assert [life["definition"] for life in lives] == ["Se fían unos de otros.", "Otra cosa ahora."]
    rmecode("coding", "recode", old, "--to", "contexto", study=coded)
    rmecode("coding", "recode", old, "--to", "confianza", study=coded)
    (life,) = rmecode("coding", "show", old, "--json", study=coded).json
    assert (life["codebook"], life["definition"]) == (2, "Otra cosa ahora.")


@pytest.mark.parametrize("typed", ["transcripts/norte-dir.txt", "NORTE-DIR.txt", "S1", "norte-DIR"])
def test_filters_know_a_source_by_all_its_names(coded: Path, typed: str) -> None:
    rows = codings(coded, "--source", typed)
    assert rows
    assert rows == codings(coded, "--source", "norte-dir")
    assert rmecode("excerpts", "--json", "--source", typed, study=coded).json


@pytest.mark.parametrize("typed", ["ANA", " ana ", "ána"])
def test_a_coder_is_one_person_however_the_name_is_typed(coded: Path, typed: str) -> None:
    settings = coded / "study.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("blind = false", "blind = true"), "utf-8"
    )
    said = rmecode("coding", "recode", "1", "--to", "CTX", "--coder", typed, study=coded)
    assert said.code == 0
    with open_study(coded, coder="ana") as opened:
        assert opened.store.history(1)[0].by == "ana"
    assert rmecode("undo", "--yes", "--coder", "ana", study=coded).code == 0


def test_a_new_coder_s_name_is_kept_tidy(coded: Path) -> None:
    words = ("coding", "add", "norte-dir", "--turn", "2", "--code", "CTX")
    said = rmecode(*words, "--coder", " Jose\u0301\n  Luis ", study=coded)
    assert said.code == 0
    assert codings(coded, "--last", "1")[0]["coder"] == "José Luis"
    nobody = rmecode(*words, "--coder", " ", study=coded)
    assert (nobody.code, "--coder NAME" in nobody.err) == (2, True)


def test_what_others_coded_in_a_blind_study_is_not_touched(coded: Path) -> None:
    settings = coded / "study.toml"
    plain = settings.read_text("utf-8")
    settings.write_text(plain.replace("blind = false", "blind = true"), "utf-8")
    assert settings.read_text("utf-8") != plain
    said = rmecode("coding", "remove", "1", "--coder", "bot", study=coded)
    assert (said.code, "no coding 1" in said.err) == (2, True)
    assert rmecode("coding", "show", "1", study=coded).code == 2
    with open_study(coded, coder="ana") as opened:
        assert len(opened.store.codings()) == 3


def test_a_quote_read_from_the_input_may_be_long(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("palabra " * 5_000))
    said = add(coded, "--quote", "palabra " * 5_000)
    assert (said.code, said.err.count("\n")) == (2, 1)


def test_what_changes_codings_tells_programs_of_each_with_its_row(coded: Path) -> None:
    first, second, third = codings(coded)

    def told(command: str, *arguments: object) -> list[tuple[object, ...]]:
        done = rmecode("coding", command, *arguments, "--json", "--yes", *ANA, study=coded)
        assert done.code == 0, done.err
        keys = {"source", "start", "end", "quote", "code", "coder", "state"}
        assert all(keys <= row.keys() for row in done.json)
        return [(row["id"], row["quote"], row["outcome"]) for row in done.json]

    assert told("keep", first["id"]) == [(first["id"], first["quote"], "kept")]
    assert told("remove", "--case", "Sur") == [(third["id"], third["quote"], "removed")]
    place = f"{first['start']}-{first['end']}"
    done = rmecode("coding", "move", second["id"], "--span", place, "--json", *ANA, study=coded)
    (joined,) = done.json
    assert (joined["outcome"], joined["into"], joined["quote"]) == (
        "joined",
        first["id"],
        second["quote"],
    )
    noted = rmecode("coding", "note", first["id"], "Sí", "--json", *ANA, study=coded).json
    assert [(row["memo"], row["outcome"]) for row in noted] == [("Sí", "noted")]


def test_one_coding_that_filters_leave_is_moved_or_shown(coded: Path) -> None:
    first, _second, third = codings(coded)
    shown = rmecode("coding", "show", "--case", "Sur", "--json", study=coded).json
    assert [(row["id"], row["quote"]) for row in shown] == [(third["id"], third["quote"])]
    assert (
        rmecode("coding", "show", "--role", "jefe_deprov", study=coded).out == "No coding fits.\n"
    )
    moved = rmecode("coding", "move", "--case", "Sur", "--turn", "2", "--json", *ANA, study=coded)
    assert [row["outcome"] for row in moved.json] == ["changed"]
    assert rmecode("coding", "move", "--case", "Norte", "--turn", "2", *ANA, study=coded).code == 2
    assert codings(coded)[0] == first
