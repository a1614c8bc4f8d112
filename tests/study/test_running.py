"""``run`` does what changed and no more, and leaves nobody's work behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors.problems import ProblemsError
from rmecode.errors.study import NoSourcesError
from rmecode.model import Decision
from rmecode.study import open_study
from rmecode.study.ids import ids_of
from rmecode.study.marking import unmark_done
from rmecode.study.reviewing import decide
from rmecode.study.running import RunSummary, run
from rmecode.study.workbook import export_workbook
from tests.study.conftest import AT

if TYPE_CHECKING:
    from pathlib import Path

CODINGS = "source,quote,code,coder\nR1-director,La confianza llegó después,confianza,ana\n"


def run_once(folder: Path) -> RunSummary:
    with open_study(folder) as study:
        return run(study, by="ana", at=AT)


@pytest.fixture
def ran(folder: Path) -> Path:
    (folder / "codings").mkdir()
    (folder / "codings" / "ana.csv").write_text(CODINGS, "utf-8")
    summary = run_once(folder)
    assert (summary.new_sources, summary.new_codings, summary.problems) == (4, 1, [])
    assert summary.suggestions == summary.new_suggestions > 5
    assert not summary.unchanged
    return folder


def test_a_second_run_does_nothing(ran: Path) -> None:
    workbook = ran / "results" / "rmecode.xlsx"
    written = workbook.stat().st_mtime_ns
    summary = run_once(ran)
    assert summary.unchanged
    assert summary.sources == 4
    assert workbook.stat().st_mtime_ns == written


def test_a_lost_workbook_is_written_again(ran: Path) -> None:
    (ran / "results" / "rmecode.xlsx").unlink()
    summary = run_once(ran)
    assert (summary.new_sources, summary.new_codings, summary.new_suggestions) == (0, 0, 0)
    assert (ran / "results" / "rmecode.xlsx").exists()


def test_a_new_transcript_is_all_that_is_taken(ran: Path) -> None:
    words = "ENTREVISTADOR: ¿Y?\nDIRECTOR: Confío en ellos.\nENTREVISTADOR: ¿Sí?\nDIRECTOR: Sí.\n"
    (ran / "transcripts" / "nueva.txt").write_text(words, "utf-8")
    with (ran / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("nueva,transcripts/nueva.txt,entrevista,2,R2,,director,\n")
    summary = run_once(ran)
    assert (summary.new_sources, summary.new_codings, summary.sources) == (1, 0, 5)
    assert summary.new_suggestions == 1


def test_a_changed_rule_changes_the_suggestions_only(ran: Path) -> None:
    book = ran / "libro.yaml"
    book.write_text(book.read_text("utf-8").replace("confianza o confiar", "confianza"), "utf-8")
    before = run_once(ran)
    assert (before.new_sources, before.new_codings, before.new_suggestions) == (0, 0, 0)
    with open_study(ran) as study:
        found = [s.quote.exact for s in study.store.suggestions(Decision.OPEN) if s.code == "CS-1"]
    assert len(found) == 1
    assert "La confianza llegó" in found[0]


def test_a_coding_that_somebody_removed_is_not_brought_back(ran: Path) -> None:
    with open_study(ran) as study, study.store.changes(by="ana", at=AT, action="remove") as changes:
        changes.remove_codings([study.store.codings()[0].id])
    (ran / "codings" / "ana.csv").write_text(CODINGS + "\n", "utf-8")
    assert run_once(ran).codings == 0


def test_a_done_mark_of_the_table_that_somebody_took_back_stays_away(ran: Path) -> None:
    table = ran / "sources.csv"
    table.write_text(table.read_text("utf-8").replace("director,\n", "director,ana\n"), "utf-8")
    assert run_once(ran).done == 2
    with open_study(ran) as study:
        unmark_done(study, "R1-director", "ana", at=AT)
    (ran / "results" / "rmecode.xlsx").unlink()
    assert run_once(ran).done == 1


def test_a_rejected_suggestion_is_not_made_again(ran: Path) -> None:
    with open_study(ran) as study:
        first = study.store.suggestions(Decision.OPEN)[0]
        decide(study, [first.id], Decision.REJECTED, coder="ana", at=AT)
    (ran / "cache" / "run.json").unlink()
    summary = run_once(ran)
    assert summary.new_suggestions == 0
    with open_study(ran) as study:
        open_ones = study.store.suggestions(Decision.OPEN)
    assert (first.source, first.span, first.code) not in {
        (s.source, s.span, s.code) for s in open_ones
    }


def test_one_bad_file_is_reported_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "transcripts" / "deprov.txt").unlink()
    summary = run_once(folder)
    assert summary.sources == 3
    assert len(summary.problems) == 1
    assert "deprov.txt" in summary.problems[0]
    assert not run_once(folder).unchanged


def test_a_rule_that_cannot_be_read_stops_everything_before_anything_is_done(folder: Path) -> None:
    book = folder / "libro.yaml"
    book.write_text(
        book.read_text("utf-8").replace("confianza o confiar", '"confianza o ("'), "utf-8"
    )
    with pytest.raises(ProblemsError, match=r"libro\.yaml, line 15"):
        run_once(folder)
    assert not (folder / "results").exists()


def test_a_study_without_texts_says_so(folder: Path) -> None:
    (folder / "sources.csv").write_text("source,file\n", "utf-8")
    (folder / "speakers.csv").unlink()
    with pytest.raises(NoSourcesError):
        run_once(folder)


def test_a_damaged_memory_of_the_last_run_costs_nothing_but_time(ran: Path) -> None:
    (ran / "cache" / "run.json").write_text("{", "utf-8")
    summary = run_once(ran)
    assert (summary.new_sources, summary.new_codings, summary.new_suggestions) == (0, 0, 0)
    assert run_once(ran).unchanged


def test_ids_are_numbers_ranges_and_lists() -> None:
    assert ids_of(["3", "7-9,12"]) == [3, 7, 8, 9, 12]


def test_a_lost_database_gets_its_suggestions_again(ran: Path) -> None:
    for file in ran.glob("project.sqlite*"):
        file.unlink()
    summary = run_once(ran)
    assert summary.new_sources == 4
    assert summary.suggestions == summary.new_suggestions > 5


def test_rules_whose_application_was_undone_are_applied_again(ran: Path) -> None:
    with open_study(ran) as study:
        (undone,) = study.store.undo(by="ana", at=AT)
        assert undone.action == "apply"
    summary = run_once(ran)
    assert summary.suggestions == summary.new_suggestions > 5
    assert run_once(ran).unchanged


def test_what_changes_while_a_run_is_at_work_is_seen_by_the_next(
    ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = export_workbook

    def interrupted(*arguments: object, **options: object) -> object:
        book = ran / "libro.yaml"
        book.write_text(
            book.read_text("utf-8").replace("confianza o confiar", "confianza"), "utf-8"
        )
        return whole(*arguments, **options)  # type: ignore[arg-type]  # handed through

    (ran / "results" / "rmecode.xlsx").unlink()
    monkeypatch.setattr("rmecode.study.running.export_workbook", interrupted)
    run_once(ran)
    monkeypatch.undo()
    again = run_once(ran)
    assert not again.unchanged
    with open_study(ran) as study:
        found = [s for s in study.store.suggestions(Decision.OPEN) if s.code == "CS-1"]
    assert len(found) == 1


def test_a_source_whose_row_is_gone_and_a_code_that_is_gone_are_told(ran: Path) -> None:
    table = ran / "sources.csv"
    rows = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(row for row in rows if not row.startswith("R1-sesion")), "utf-8")
    book = ran / "libro.yaml"
    book.write_text(book.read_text("utf-8").replace("id: CS-1", "id: CS-9"), "utf-8")
    (ran / "codings" / "ana.csv").unlink()
    told = "\n".join(run_once(ran).notices)
    assert "R1-sesion is in the project and in no row" in told
    assert "1 coding has the code CS-1" in told
