"""``matrix``: what its cells say in the table, in CSV and in JSON, and the excerpts behind them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.cli.miniature import cell, rmecode

if TYPE_CHECKING:
    from pathlib import Path


def done(study: Path, *sources: str) -> None:
    for source in sources:
        assert rmecode("source", "done", source, "--coder", "ana", study=study).code == 0


def test_zero_out_of_scope_not_yet_coded_and_partial_are_told_apart_in_json(coded: Path) -> None:
    assert cell(coded, "Sur", "capital_social")["state"] == "not_yet_coded"
    done(coded, "sur-dir")
    partial = cell(coded, "Sur", "contexto")
    assert (partial["state"], partial["value"]) == ("partial", 1)
    done(coded, "jefe")
    zero = cell(coded, "Sur", "capital_social")
    assert (zero["state"], zero["value"]) == ("zero", 0)
    assert cell(coded, "Sur", "contexto")["state"] == "counted"
    outside = cell(coded, "Sur", "contexto", "--role", "supervisor")
    assert (outside["state"], outside["value"]) == ("out_of_scope", None)
    assert "Sur" in outside["reason"]


def test_zero_out_of_scope_not_yet_coded_and_partial_are_told_apart_in_the_table(
    coded: Path,
) -> None:
    done(coded, "sur-dir", "jefe")
    rows = {
        line.split()[0]: line.split()[1:]
        for line in rmecode("matrix", study=coded).out.splitlines()
        if line.startswith(("Norte", "Sur"))
    }
    assert rows == {"Norte": ["2*", "0*"], "Sur": ["0", "1"]}
    asked = rmecode("matrix", "--role", "supervisor", study=coded).out.splitlines()
    assert [line.split() for line in asked if line.startswith(("Norte", "Sur"))] == [
        ["Norte", "·", "·"],
        ["Sur"],
    ]
    assert "·: not yet coded" in asked
    assert any(line.startswith("blank: out of scope") for line in asked)


def test_zero_out_of_scope_not_yet_coded_and_partial_are_told_apart_in_csv(coded: Path) -> None:
    done(coded, "sur-dir", "jefe")

    def rows(*options: str) -> dict[str, tuple[str, ...]]:
        text = rmecode("matrix", "--csv", "--depth", 1, *options, study=coded).out
        head, *lines = csv.reader(io.StringIO(text))
        assert head == ["case", "sources", "done", "capital_social", "contexto"]
        return {line[0]: tuple(line[1:]) for line in lines}

    assert rows()["Norte"] == ("3", "1", "2", "0")
    assert rows()["Sur"] == ("2", "2", "0", "1")
    assert rows("--role", "supervisor")["Norte"] == ("1", "0", "", "")
    assert rows("--role", "supervisor")["Sur"] == ("0", "0", "", "")


def test_share_is_counted_over_informants_speech_and_silent_sources_are_told(coded: Path) -> None:
    done(coded, "norte-dir")
    found = cell(coded, "Norte", "capital_social", "--unit", "share", "--source", "norte-dir")
    coded_words = "Al principio no había confianza entre nosotras.Ahora confiamos bastante."
    said = (
        "Al principio no había confianza entre nosotras. Ahora confiamos bastante."
        "Participan siete escuelas, y las otras asisten cuando pueden."
    )
    assert found["value"] == pytest.approx(len(coded_words) / len(said), abs=0.02)
    head = rmecode("matrix", "--csv", "--unit", "share", study=coded).out.splitlines()[0]
    assert head.startswith("case,sources,done,silent,capital_social")


def test_the_evidence_of_a_cell_is_its_excerpts(coded: Path) -> None:
    listed = rmecode("matrix", "--evidence", "norte", "confianza", "--json", study=coded).json
    assert [row["quote"] for row in listed] == [
        "Al principio no había confianza entre nosotras.",
        "Ahora confiamos bastante.",
    ]
    told = rmecode("matrix", "--evidence", "norte", "confianza", study=coded).out
    assert told.startswith("Norte · capital_social/confianza · codings · 2*")
    total = rmecode("matrix", "--evidence", "total", "contexto", "--json", study=coded).json
    assert [row["source"] for row in total] == ["sur-dir"]
    suggested = ("matrix", "--suggestions", "--evidence", "sur", "contexto", "--json")
    assert [row["rule"] for row in rmecode(*suggested, study=coded).json] == ["CTX.lejos"] * 2
    none = rmecode("matrix", "--evidence", "sur", "confianza", study=coded)
    assert none.out.endswith("Nothing to list.\n")
    unknown = rmecode("matrix", "--evidence", "oeste", "confianza", study=coded)
    assert (unknown.code, unknown.err.count("\n")) == (2, 1)


def test_suggestions_are_counted_apart_and_say_so(coded: Path) -> None:
    assert cell(coded, "Sur", "contexto", "--suggestions")["value"] == 2
    told = rmecode("matrix", "--suggestions", study=coded).out
    assert told.startswith("Unreviewed suggestions of rules or searches, not what coders coded.")


def test_a_matrix_is_written_to_a_file_as_its_name_says(coded: Path, tmp_path: Path) -> None:
    said = rmecode("matrix", "--output", tmp_path / "m.csv", study=coded)
    assert str(tmp_path / "m.csv") in said.out
    assert (tmp_path / "m.csv").read_text("utf-8") == rmecode("matrix", "--csv", study=coded).out
    rmecode("matrix", "--output", tmp_path / "m.json", study=coded)
    assert (tmp_path / "m.json").read_text("utf-8") == rmecode("matrix", "--json", study=coded).out


def test_a_written_matrix_names_no_source_unless_it_is_asked_to(
    coded: Path, tmp_path: Path
) -> None:
    filters = ("--where", "fuente:norte-sup", "--unit", "share")
    speakers = coded / "speakers.csv"
    silent = speakers.read_text("utf-8").replace(
        "norte-sup,Supervisor,P2,", "norte-sup,Supervisor,,entrevistador"
    )
    speakers.write_text(silent, "utf-8")
    plain, named = tmp_path / "plain.json", tmp_path / "named.json"
    assert rmecode("matrix", *filters, "--output", plain, study=coded).code == 0
    asked = (*filters, "--output", named, "--identified")
    assert rmecode("matrix", *asked, study=coded).code == 0
    assert named.read_text("utf-8") == rmecode("matrix", *filters, "--json", study=coded).out
    assert "the sources in scope: norte-sup." in named.read_text("utf-8")
    assert "source: norte-sup; condition: fuente:norte-sup" in named.read_text("utf-8")
    assert "the sources in scope: F02." in plain.read_text("utf-8")
    assert "source: F02; condition: (it names" in plain.read_text("utf-8")
    assert "norte-sup" not in plain.read_text("utf-8")


def test_the_study_s_notice_stands_above_a_printed_matrix(coded: Path) -> None:
    settings = (coded / "study.toml").read_text("utf-8")
    (coded / "study.toml").write_text(
        settings.replace('notice = ""', 'notice = "Ficción."'), "utf-8"
    )
    assert rmecode("matrix", study=coded).out.startswith("Ficción.\n")
