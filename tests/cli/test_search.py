"""``rmecode search``: lines with the words in the middle, rows for programs, hits to suggestions."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.cli.kwic import kwic
from rmecode.model import Quote, Span
from rmecode.study.searching import Hit
from tests.cli.miniature import environment, rmecode

if TYPE_CHECKING:
    from pathlib import Path


def hits(study: Path, *arguments: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rmecode("search", "--json", *arguments, study=study).json
    return rows


def suggestions(study: Path, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rmecode("review", "--json", *options, study=study).json
    return rows


def lines_of(study: Path, *arguments: str) -> list[str]:
    return rmecode("search", *arguments, study=study).out.splitlines()


def test_hits_are_lines_with_the_words_in_one_column(coded: Path) -> None:
    head, *lines = lines_of(coded, "confianza o asistir")
    assert head == "4 hits in 2 sources, 2 cases."
    assert [line.split()[:3] for line in lines] == [
        ["1", "norte-dir", "2"],
        ["2", "norte-dir", "4"],
        ["3", "jefe", "2"],
        ["4", "jefe", "2"],
    ]
    words = ("confianza", "asisten", "confianza", "asistir")
    middles = {line.index(f"  {word}") for line, word in zip(lines, words, strict=True)}
    assert len(middles) == 1
    assert lines[0].endswith("había  confianza  entre nosotras. Ahora confiamos bastante.")


def test_the_words_may_be_typed_without_quotes_of_the_shell(coded: Path) -> None:
    assert hits(coded, "cuarenta", "kilómetros") == hits(coded, "cuarenta kilómetros")
    assert [hit["words"] for hit in hits(coded, "cuarenta", "kilómetros")] == [
        "cuarenta kilómetros"
    ]


def test_rows_for_programs_lead_back_to_the_text(coded: Path) -> None:
    (row,) = hits(coded, "kilómetro")
    text = rmecode("source", "show", "sur-dir", "--text", study=coded).out
    assert text[row["start"] : row["end"]] == row["quote"] == row["words"] == "kilómetros"
    assert text[: row["start"]].endswith(row["before"])
    assert text[row["end"] :].startswith(row["after"])
    assert (row["turn"], row["role"], row["participant"]) == (2, "director", "P3")
    assert (row["cases"], row["stage"], row["matched"]) == (["Sur"], "2", ["kilómetros"])
    assert hits(coded, "kilómetro", "--width", "3")[0]["before"] == "ta "


def test_csv_has_the_same_rows_and_excel_runs_none_of_them(coded: Path) -> None:
    said = rmecode("search", "confianza o asistir", "--csv", study=coded)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert [row["words"] for row in rows] == [
        h["words"] for h in hits(coded, "confianza o asistir")
    ]
    assert rows[2]["cases"] == "Norte; Sur"
    (coded / "transcripts" / "norte-sup.txt").write_text("Supervisor: x", "utf-8")
    new = coded / "transcripts" / "cuenta.txt"
    new.write_text("Entrevistadora: ¿Y?\nDirectora: =2+3 y la confianza.\n", "utf-8")
    assert rmecode("ingest", new, "--case", "sur", "--role", "director", study=coded).code == 0
    excel = rmecode("search", "confianza", "--source", "cuenta", "--excel", study=coded).out
    assert "'=2+3 y la" in excel
    assert excel.startswith("number;source;")


def test_nothing_found_is_said_and_no_error(coded: Path) -> None:
    said = rmecode("search", "jirafa", study=coded)
    assert (said.code, said.out) == (0, "No hits.\n")
    assert said.err == "«jirafa» is in none of the texts.\n"
    assert hits(coded, "jirafa") == []
    table = rmecode("search", "jirafa", "--csv", study=coded).out
    assert table.splitlines() == [table.strip()]
    assert table.startswith("number,source,version,start,end,quote,")


def test_what_a_limit_cuts_off_is_said_beside_the_result(coded: Path) -> None:
    for form in ("--json", "--csv", "--interviewer"):
        said = rmecode("search", "confianza o asistir", "--limit", "2", form, study=coded)
        assert "Only the first 2 of" in said.err
    assert "Only the first of" in rmecode("search", "confianza", "--limit", "1", study=coded).err
    assert len(hits(coded, "confianza o asistir", "--limit", "2")) == 2
    assert rmecode("search", "confianza", "--limit", "2", study=coded).err == ""


def test_an_unreadable_expression_is_one_message_with_its_column(coded: Path) -> None:
    said = rmecode("search", "red y", study=coded)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Column 6 of the expression: ")
    assert "Traceback" not in said.err
    assert rmecode("search", "", study=coded).code == 2
    assert rmecode("search", study=coded).code == 2


def test_an_expression_that_looks_like_an_option_goes_after_two_hyphens(coded: Path) -> None:
    said = rmecode("search", "--study", coded, "--", "--cuarenta")
    assert (said.code, "Column 1 of the expression" in said.err) == (2, True)
    refused = rmecode("search", "--cuarenta", study=coded)
    assert (refused.code, "Column 1" in refused.err) == (2, False)
    found = rmecode("search", "--json", "--study", coded, "--", "cuarenta")
    assert [hit["words"] for hit in found.json] == ["cuarenta"]


def test_the_interviewer_is_heard_only_if_asked(coded: Path) -> None:
    assert [hit["turn"] for hit in hits(coded, "participar")] == [4]
    assert [hit["turn"] for hit in hits(coded, "participar", "--interviewer")] == [3, 4]


@pytest.mark.parametrize(
    ("options", "sources"),
    [
        (["--source", "jefe"], ["jefe"]),
        (["--source", "jefe", "--source", "norte-dir"], ["norte-dir", "jefe"]),
        (["--case", "sur"], ["jefe"]),
        (["--role", "director"], ["norte-dir"]),
        (["--stage", "1"], ["jefe"]),
        (["--instrument", "Individual interview"], ["norte-dir", "jefe"]),
    ],
)
def test_filters_leave_what_they_name(coded: Path, options: list[str], sources: list[str]) -> None:
    assert [hit["source"] for hit in hits(coded, "confianza", *options)] == sources


def test_hits_become_suggestions_after_a_question(coded: Path) -> None:
    before = suggestions(coded)
    asked = rmecode("search", "clima", "--suggest", "contexto", study=coded, answer="n\n")
    assert asked.code == 130
    assert "1 hit in 1 source, 1 case." in asked.out
    assert "1 suggestion of contexto. Go on?" in asked.out
    assert suggestions(coded) == before
    agreed = rmecode("search", "clima", "--suggest", "contexto", study=coded, answer="y\n")
    assert agreed.code == 0
    assert "contexto: 1 new suggestion, 0 were there already" in agreed.out
    (new,) = [row for row in suggestions(coded) if row not in before]
    assert new["quote"] == "El clima es bueno y se trabaja harto."
    assert (new["code"], new["engine"], new["rule"]) == ("contexto", "search", "")
    assert (new["reason"], new["matched"], new["score"]) == ("clima", ["clima"], None)


def test_suggesting_again_finds_them_there_and_undo_takes_them_back(coded: Path) -> None:
    before = suggestions(coded)
    arguments = ("search", "clima o ripio", "--suggest", "contexto", "--suggest", "participacion")
    first = rmecode(*arguments, "--yes", "--json", "--coder", "ana", study=coded).json
    assert (len(first["new"]), first["there"]) == (4, 0)
    again = rmecode(*arguments, "--yes", study=coded)
    assert "0 new suggestions, 4 were there already, open or decided" in again.out
    entry = rmecode("history", "--last", "1", "--json", study=coded).json[0]
    assert (entry["action"], entry["by"]) == ("search", "ana")
    assert rmecode("apply", study=coded).code == 0
    assert len(suggestions(coded)) == len(before) + 4
    assert rmecode("undo", study=coded).code == 0
    assert suggestions(coded) == before


def test_the_unit_of_a_suggestion_is_chosen(coded: Path) -> None:
    for unit, quote in (
        ("match", "clima"),
        ("turn", "La veo viva. El clima es bueno y se trabaja harto."),
    ):
        said = rmecode(
            *("search", "clima", "--suggest", "contexto", "--unit", unit, "--yes", "--json"),
            study=coded,
        ).json
        (row,) = [row for row in suggestions(coded) if row["id"] in said["new"]]
        assert row["quote"] == quote


def test_the_list_of_suggestions_says_what_found_each(coded: Path) -> None:
    rmecode("search", "clima y bueno", "--suggest", "contexto", "--yes", study=coded)
    listed = rmecode("review", "--list", study=coded).out.splitlines()
    assert "Found by" in listed[0]
    assert sum("clima y bueno" in line for line in listed) == 1
    assert any("CAP-01.palabra" in line for line in listed)


def test_suggesting_needs_a_code_of_the_codebook_and_no_table(coded: Path) -> None:
    unknown = rmecode("search", "clima", "--suggest", "amistad", "--yes", study=coded)
    assert (unknown.code, unknown.err.count("\n")) == (2, 1)
    table = rmecode("search", "clima", "--suggest", "contexto", "--csv", study=coded)
    assert table.code == 2
    nothing = rmecode("search", "jirafa", "--suggest", "contexto", study=coded)
    assert nothing.code == 0
    assert "contexto: 0 new suggestions" in nothing.out


@pytest.mark.parametrize("forms", [["--json", "--csv"], ["--excel", "--json"]])
def test_hits_are_printed_in_one_form(coded: Path, forms: list[str]) -> None:
    said = rmecode("search", "clima", *forms, study=coded)
    assert (said.code, said.out) == (2, "")
    assert all(form in said.err for form in forms)


@pytest.mark.parametrize("words", ["memo:x", "clima y codificador:ana", "código:confianza"])
def test_what_only_codings_have_is_asked_of_the_codings(coded: Path, words: str) -> None:
    said = rmecode("search", words, study=coded)
    assert said.code == 2
    assert "'rmecode coding list --where'" in said.err


def test_a_blind_study_hides_codings_and_no_text(coded: Path) -> None:
    before = hits(coded, "confianza")
    settings = (coded / "study.toml").read_text("utf-8")
    lines = [line for line in settings.splitlines(keepends=True) if not line.startswith("blind")]
    (coded / "study.toml").write_text(f"blind = true\n{''.join(lines)}", "utf-8")
    assert hits(coded, "confianza") == before


def test_a_search_in_an_index_that_is_kept_loads_no_language_and_no_frames(coded: Path) -> None:
    assert len(hits(coded, "confianza")) == 2
    program = (
        "import sys\nfrom rmecode.cli import main\n"
        f"sys.argv = ['rmecode', 'search', 'confianza', '--study', {str(coded)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([n for n in ('pandas', 'spacy', 'simplemma', 'openpyxl') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, check=True
    )
    said = done.stdout.decode().splitlines()
    assert (said[0], said[-1]) == ("2 hits in 2 sources, 2 cases.", "[]")


PIECES = st.text(st.sampled_from("aé ñ.,\n\t\x1b…"), max_size=90)


def hit(before: str, words: str, after: str, source: str) -> Hit:
    span = Span(0, max(len(words), 1))
    return Hit(source, 1, span, Quote(words), 7, "", "", (), before, words, after, (span,))


@given(
    st.lists(st.tuples(PIECES, PIECES.map("x{}".format), PIECES), min_size=1, max_size=4),
    st.integers(60, 200),
    st.sampled_from(["a", "entrevista-director-con-un-nombre-larguísimo"]),
)
def test_lines_fit_and_the_words_begin_in_one_column(
    parts: list[tuple[str, str, str]], columns: int, source: str
) -> None:
    found = [hit(*part, source) for part in parts]
    lines = [*kwic(found, {source: "s12"}, columns=columns)]
    plain = [line.replace("\x1b[1m", "\0").replace("\x1b[0m", "") for line in lines]
    assert len(plain) == len(parts)
    assert all(len(line) - 1 <= columns for line in plain)
    assert len({line.index("\0") for line in plain}) == 1
    assert not any(set(line) & set("\n\t\x1b") for line in plain)
    if len(source) > 20:
        assert all("s12 entrevista" in line for line in plain)


def test_a_width_is_the_context_on_each_side_however_wide_the_terminal() -> None:
    (line,) = kwic([hit("uno dos ", "tres", " cuatro", "s")], {}, columns=10, side=8)
    assert line == "1  s  7   uno dos  \x1b[1mtres\x1b[0m  cuatro"
    (bare,) = kwic([hit("uno dos ", "tres", " cuatro", "s")], {}, columns=10, side=0)
    assert bare == "1  s  7    \x1b[1mtres\x1b[0m"
    assert [*kwic([], {}, columns=80)] == []


def test_a_mark_after_the_words_stays_with_them() -> None:
    (line,) = kwic([hit("Hubo ", "confianza", ", dijo.", "s")], {}, columns=80)
    assert line.endswith("  Hubo  \x1b[1mconfianza\x1b[0m, dijo.")
