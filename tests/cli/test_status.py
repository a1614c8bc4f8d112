"""``rmecode status``: how far everything is, what waits, and what is next over a study's life."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.miniature import CODEBOOK, contents, put_codings, rmecode

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = ("norte-dir", "norte-sup", "sur-dir", "jefe")


def status(study: Path, *options: str) -> Any:  # noqa: ANN401  # JSON
    said = rmecode("status", "--json", *options, study=study)
    assert said.code == 0, said.err
    return said.json


def following(study: Path, *options: str) -> str:
    """Return what is next: the last line of what a person sees, and the same in JSON."""
    said = rmecode("status", *options, study=study).out.splitlines()[-1].removeprefix("Next: ")
    assert status(study, *options)["next"]["command"] == said
    return said


def test_the_next_step_follows_a_study_from_its_first_text_to_its_numbers(study: Path) -> None:
    steps = [following(study)]
    assert rmecode("ingest", study=study).code == 0
    steps.append(following(study))
    assert rmecode("apply", study=study).code == 0
    steps.append(following(study))
    assert rmecode("review", "1-7", "--reject", "--coder", "ana", study=study).code == 0
    steps.append(following(study))
    rmecode("coding", "import", put_codings(study), study=study)
    steps.append(following(study, "--coder", "ana"))
    rmecode("source", "done", "norte-sup", "--coder", "ana", study=study)
    steps.append(following(study, "--coder", "ANA"))
    for source in ("norte-dir", "jefe", "sur-dir"):
        rmecode("source", "done", source, "--coder", "ana", study=study)
    steps.append(following(study, "--coder", "ana"))
    steps.append(following(study, "--coder", "bot"))
    assert rmecode("export", "xlsx", study=study).code == 0
    steps.append(following(study))
    assert steps == [
        "rmecode run",
        "rmecode apply",
        "rmecode review --list",
        "rmecode source show norte-dir",
        "rmecode source show norte-sup",
        "rmecode source show jefe",
        "rmecode export xlsx",
        "rmecode source show norte-sup",
        "rmecode matrix",
    ]


def test_the_workbook_is_next_again_after_more_work(coded: Path) -> None:
    rmecode("review", "1-7", "--reject", "--coder", "ana", study=coded)
    for source in SOURCES:
        rmecode("source", "done", source, "--coder", "ana", study=coded)
    rmecode("export", "xlsx", study=coded)
    os.utime(coded / "results" / "rmecode.xlsx", (1, 1))
    assert following(coded) == "rmecode export xlsx"


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("dos palabras", "rmecode source show 'dos palabras'"),
        ("-v", "rmecode source show s5"),
        ("el director's", """rmecode source show 'el director'"'"'s'"""),
    ],
)
def test_the_next_step_can_be_typed_as_it_stands(coded: Path, name: str, command: str) -> None:
    rmecode("review", "1-7", "--reject", "--coder", "ana", study=coded)
    for source in SOURCES:
        rmecode("source", "done", source, "--coder", "ana", study=coded)
    (coded / "transcripts" / "otra.txt").write_text("Directora: Es otra.\n", "utf-8")
    with (coded / "sources.csv").open("a", encoding="utf-8") as table:
        table.write(f"{name},transcripts/otra.txt,entrevista_individual,1,Sur,,director,\n")
    assert rmecode("ingest", study=coded).code == 0
    assert following(coded, "--coder", "ana") == command
    assert "Es otra." in rmecode(*shlex.split(command)[1:], study=coded).out


def test_without_a_listed_file_the_next_step_is_to_take_one(study: Path) -> None:
    (study / "sources.csv").write_text("source,file\n", "utf-8")
    (study / "speakers.csv").unlink()
    assert following(study).startswith("rmecode ingest ")


def test_a_file_listed_later_is_to_be_taken_before_all_else(coded: Path) -> None:
    with (coded / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("nueva,transcripts/nueva.txt,entrevista_individual,1,Sur,,director,\n")
    found = status(coded)
    assert found["waiting"]["untaken"] == 1
    assert found["next"]["command"] == "rmecode ingest"


def test_what_cannot_be_read_is_next_and_does_not_stop_the_rest(coded: Path) -> None:
    with (coded / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("x,transcripts/no.txt,carta,9,Oeste,ayer,rey,\n")
    (coded / "codebook.yaml").write_text("codebook: x\ncodes: 7\n", "utf-8")
    said = rmecode("status", "--sources", "--codes", study=coded)
    assert (said.code, said.out.splitlines()[-1]) == (0, "Next: rmecode check")
    found = status(coded)
    assert found["waiting"]["problems"] > 2
    assert [each["source"] for each in found["sources"]] == sorted(SOURCES)
    assert found["codes"] == []


def test_changes_of_the_codebook_are_next_until_somebody_has_seen_them(coded: Path) -> None:
    book = coded / "codebook.yaml"
    book.write_text(
        CODEBOOK.replace("definition: Quién viene y quién habla.", "definition: Quién decide."),
        "utf-8",
    )
    found = status(coded)
    assert found["waiting"]["codebook"] == 1
    assert found["next"]["command"] == "rmecode codebook update"


def test_codings_whose_code_is_gone_are_said(coded: Path) -> None:
    rmecode("review", "1-7", "--reject", "--coder", "ana", study=coded)
    book = coded / "codebook.yaml"
    book.write_text(CODEBOOK.partition("  - id: CTX")[0], "utf-8")
    assert status(coded)["waiting"]["unknown_codes"] == 1


@pytest.fixture
def doubted(coded: Path) -> Path:
    """Return the study with one coding to be reread, and one at a doubtful place."""
    from rmecode.store import schema as s
    from rmecode.study import open_study

    with open_study(coded) as study:
        at = "2026-05-01T10:00:00+00:00"
        with study.store.changes(by="", at=at, action="keep") as changes:
            changes.mark_reread([1], 1)
        with study.store._writing("", at) as journal:  # noqa: SLF001  # what a corrected text leaves
            journal.connection.execute(
                s.coding.update().where(s.coding.c.id == 2).values(anchor="review")
            )
    return coded


def test_rereading_and_doubtful_places_come_before_suggestions(doubted: Path) -> None:
    found = status(doubted)
    assert (found["waiting"]["reread"], found["waiting"]["doubtful"]) == (1, 1)
    assert found["next"]["command"] == "rmecode coding list --reread"
    lines = rmecode("status", study=doubted).out.splitlines()
    commands = [line.strip() for line in lines if line.startswith("  rmecode")]
    assert commands == [
        "rmecode coding list --reread",
        "rmecode coding list --state review",
        "rmecode review --list",
    ]
    for command in commands:
        said = rmecode(*command.split()[1:], "--json", study=doubted)
        assert (said.code, bool(said.json)) == (0, True), command
    ids = {rows["id"] for rows in rmecode(*commands[1].split()[1:], "--json", study=doubted).json}
    assert ids == {2}


def test_every_source_says_how_far_each_coder_is(coded: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text(
        "source,quote,code,coder\njefe,En el sur cuesta asistir.,contexto,bot\n", "utf-8"
    )
    rmecode("coding", "import", more, study=coded)
    rmecode("source", "done", "sur-dir", "--coder", "ana", study=coded)
    rmecode("source", "done", "norte-sup", "--coder", "bot", study=coded)
    found = {each["source"]: each for each in status(coded)["sources"]}
    far = {
        source: [
            (each["coder"], each["progress"], each["codings"]) for each in found[source]["coders"]
        ]
        for source in SOURCES
    }
    assert far == {
        "norte-dir": [("ana", "begun", 2), ("bot", "not begun", 0)],
        "norte-sup": [("ana", "not begun", 0), ("bot", "done", 0)],
        "sur-dir": [("ana", "done", 1), ("bot", "not begun", 0)],
        "jefe": [("ana", "not begun", 0), ("bot", "begun", 1)],
    }
    assert [found[source]["progress"] for source in SOURCES] == ["begun", "done", "done", "begun"]
    assert [found[source]["open"] for source in SOURCES] == [3, 0, 2, 2]
    table = rmecode("status", "--sources", study=coded).out
    assert [line.split() for line in table.splitlines() if line.startswith("s")] == [
        ["s1", "norte-dir", "3", "2", "-"],
        ["s2", "norte-sup", "-", "-", "done", "0"],
        ["s3", "sur-dir", "2", "done", "1", "-"],
        ["s4", "jefe", "2", "-", "1"],
    ]
    assert "Sources  4: 2 done, 2 begun, 0 not begun" in table


def test_every_coder_says_what_was_coded_and_when(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")
    rmecode("source", "done", "jefe", "--coder", "ana", study=coded)
    ana, bot = status(coded)["coders"]
    assert ana == {
        "coder": "ana",
        "kind": "person",
        "codings": 3,
        "done": 1,
        "begun": 2,
        "not_begun": 1,
        "last": "2100-01-01T00:00:00+00:00",
    }
    assert (bot["kind"], bot["codings"], bot["not_begun"], bot["last"]) == ("simulated", 0, 4, "")


def test_every_code_counts_with_those_below_it_and_unused_ones_say_so(
    coded: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.csv"
    more.write_text(
        "source,quote,code,coder\njefe,En el sur cuesta asistir.,capital_social,bot\n", "utf-8"
    )
    rmecode("coding", "import", more, study=coded)
    found = {each["code"]: each for each in status(coded)["codes"]}
    assert found["capital_social"] == {
        "code": "capital_social",
        "id": "CAP",
        "own": 1,
        "codings": 3,
        "sources": 2,
        "cases": ["Norte", "Sur"],
        "coders": ["ana", "bot"],
    }
    assert found["capital_social/confianza"]["cases"] == ["Norte"]
    assert found["capital_social/participación"]["codings"] == 0
    text = rmecode("status", "--codes", study=coded).out
    assert "capital_social/participación  not used" in text
    assert "0 of 4 sources are done" in text


def test_a_code_counts_in_the_case_that_its_turns_were_given_to(
    coded: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.csv"
    more.write_text(
        "source,quote,code,coder\njefe,En el sur cuesta asistir.,contexto,bot\n", "utf-8"
    )
    rmecode("coding", "import", more, study=coded)
    rmecode("source", "assign", "jefe", "--turns", "2", "--case", "Sur", study=coded)
    cases = {each["code"]: each["cases"] for each in status(coded)["codes"]}
    assert cases["contexto"] == ["Sur"]
    rmecode("source", "assign", "jefe", "--turns", "2", "--remove", study=coded)
    cases = {each["code"]: each["cases"] for each in status(coded)["codes"]}
    assert cases["contexto"] == ["Norte", "Sur"]


def test_looking_writes_nothing(study: Path, coded: Path) -> None:
    before = contents(study)
    assert rmecode("status", "--sources", "--coders", "--codes", study=study).code == 0
    assert contents(study) == before
    entries = rmecode("history", "--json", study=coded).json
    status(coded)
    assert rmecode("history", "--json", study=coded).json == entries


def test_ninety_sources_stay_a_summary_unless_all_are_asked_for(coded: Path) -> None:
    with (coded / "study.toml").open("r+", encoding="utf-8") as file:
        text = file.read()
        names = "".join(f'"codificadora número {n}" = "person"\n' for n in range(12))
        file.seek(0)
        file.write(text.replace("[coders]\n", f"[coders]\n{names}"))
    long = "una-fuente-con-un-nombre-muy-largo-que-no-cabe-en-ninguna-parte-de-la-tabla"
    with (coded / "sources.csv").open("a", encoding="utf-8") as table:
        for number in range(86):
            name = f"{long}-{number}"
            (coded / "transcripts" / f"{name}.txt").write_text(
                f"Directora: Es la {number}.\n", "utf-8"
            )
            table.write(f"{name},transcripts/{name}.txt,entrevista_individual,1,Sur,,director,\n")
    assert rmecode("ingest", study=coded).code == 0
    plain = rmecode("status", study=coded).out
    assert "90: 0 done, 2 begun, 88 not begun" in plain
    assert len(plain.splitlines()) < 20
    whole = rmecode("status", "--sources", "--coders", "--codes", study=coded).out
    assert max(map(len, whole.splitlines())) <= 80
    assert {f"s{n}" for n in range(1, 91)} <= {line.split(" ")[0] for line in whole.splitlines()}
    assert "codificadora número 11" in whole


def test_rmecode_alone_says_the_same_in_few_lines(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(coded)
    said = rmecode().out.splitlines()
    assert said == [
        "Dos redes",
        "4 sources, 0 done; 3 codings by 1 coders; 7 suggestions to review.",
        "7 suggestions wait for a decision.",
        "Next: rmecode review --list",
    ]
