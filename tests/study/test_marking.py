"""Parts of a source that belong to one case, and marks of who has coded it to the end."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from rmecode.errors.store import AssignedElsewhereError, NotAssignedError, NotDoneError
from rmecode.errors.study import (
    AmbiguousFilesError,
    CaseNotOfSourceError,
    TurnsUnclearError,
    UnknownNameError,
)
from rmecode.model import CoderKind, Span
from rmecode.study.ingesting import ingest
from rmecode.study.marking import bring_marks, mark_done, unmark_done
from rmecode.study.parts import assign, known_case, known_source, spans_of_turns, unassign
from rmecode.study.places import Places, cases_of
from tests.study.conftest import AT, TEXTS

if TYPE_CHECKING:
    from rmecode.study import Study

TEXT = TEXTS["deprov.txt"]


def _write(study: Study, name: str, text: str) -> None:
    (study.root / name).write_text(text, "utf-8")
    study.forget_tables()


def _done(study: Study) -> set[tuple[str, str]]:
    return {(mark.source, mark.coder) for mark in study.store.done()}


def _parts(study: Study) -> list[tuple[str, str]]:
    text = study.text("deprov")
    return [
        (text[part.span.start : part.span.end].partition(":")[0], part.case)
        for part in study.store.assignments()
    ]


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("1", [(1, 1)]),
        ("2-3", [(2, 3)]),
        ("2 – 3", [(2, 3)]),
        ("1, 3-4", [(1, 1), (3, 4)]),
        ("1;4", [(1, 1), (4, 4)]),
    ],
)
def test_ranges_of_turns_are_spans(
    study: Study, written: str, spans: list[tuple[int, int]]
) -> None:
    turns = study.store.turns("deprov")
    by_number = {turn.number: turn.span for turn in turns}
    expected = [Span(by_number[first].start, by_number[last].end) for first, last in spans]
    assert spans_of_turns(written, "deprov", turns) == expected


@pytest.mark.parametrize("written", ["", "0", "5", "1-9", "3-2", "1-", "uno", "1,", "1-2-3", "-1"])
def test_what_is_no_range_of_the_source_is_refused(study: Study, written: str) -> None:
    with pytest.raises(TurnsUnclearError, match="turns 1 to 4"):
        spans_of_turns(written, "deprov", study.store.turns("deprov"))


def test_turns_given_to_a_case_are_evidence_on_that_case_only(study: Study) -> None:
    assert assign(study, "deprov", "1-2", "r1", by="ana", at=AT) == 1
    assert assign(study, "deprov", "1-2", "R1", by="ana", at=AT) == 0
    evidence = next(each for each in study.evidence() if each.source.id == "deprov")
    second = study.store.turns("deprov")[1].words
    fourth = study.store.turns("deprov")[3].words
    assert cases_of(evidence, second) == ("R1",)
    assert cases_of(evidence, fourth) == ("R1", "R2")
    assert cases_of(evidence, Span(second.start, fourth.end)) == ("R1", "R2")
    unassign(study, "deprov", "1-2", by="ana", at=AT)
    assert study.store.assignments() == ()
    with pytest.raises(NotAssignedError):
        unassign(study, "deprov", "1-2", by="ana", at=AT)


def test_parts_that_overlap_are_not_counted_twice(study: Study) -> None:
    assign(study, "deprov", "1-2, 2", "R1", by="ana", at=AT)
    evidence = next(each for each in study.evidence() if each.source.id == "deprov")
    turns = study.store.turns("deprov")
    assert cases_of(evidence, Span(turns[1].span.start, turns[2].span.end)) == ("R1", "R2")


def test_a_range_that_touches_another_case_is_refused_whole(study: Study) -> None:
    assign(study, "deprov", "4", "R2", by="ana", at=AT)
    with pytest.raises(AssignedElsewhereError):
        assign(study, "deprov", "1, 3-4", "R1", by="ana", at=AT)
    assert _parts(study) == [("JEFA", "R2")]


def test_names_are_known_however_they_are_typed(study: Study) -> None:
    assert known_case(study, "r2") == "R2"
    assert known_source(study, "R1-DIRECTOR") == "R1-director"
    assert known_source(study, "deprov.TXT") == "deprov"
    with pytest.raises(UnknownNameError, match="there is no case"):
        known_case(study, "R")
    with pytest.raises(UnknownNameError, match="deprov"):
        known_source(study, "deprob")


def test_turns_are_not_given_to_a_case_of_which_the_source_does_not_speak(study: Study) -> None:
    with pytest.raises(CaseNotOfSourceError, match="R1-director: is evidence on R1, not on R2"):
        assign(study, "R1-director", "1", "R2", by="ana", at=AT)
    assert study.store.assignments() == ()


def test_names_are_known_whichever_form_their_accents_have(empty: Study) -> None:
    _write(empty, "cases.csv", "caso,comunas,dependencia,niveles\nÑuñoa,1,,\nR1,,,\nR2,,,\n")
    assert known_case(empty, unicodedata.normalize("NFD", "ñuñoa")) == "Ñuñoa"
    with pytest.raises(UnknownNameError):
        known_case(empty, "nunoa")


def test_a_file_name_that_several_sources_have_is_not_enough(empty: Study) -> None:
    for number in "12":
        (empty.root / number).mkdir()
        (empty.root / number / "é.txt").write_text(f"JEFA: Dijo {number}.\n", "utf-8")
    _write(empty, "sources.csv", "source,file\nuno,1/é.txt\ndos,2/é.txt\n")
    _write(empty, "speakers.csv", "source,label,participant,role\n")
    _write(empty, "participants.csv", "participant,role\n")
    ingest(empty, by="ana", at=AT)
    assert [each.id for each in empty.store.sources()] == ["dos", "uno"]
    with pytest.raises(AmbiguousFilesError, match=r"dos: 2/é\.txt, uno: 1/é\.txt"):
        known_source(empty, "é.txt")
    assert known_source(empty, unicodedata.normalize("NFD", "2/É.txt")) == "dos"
    assert known_source(empty, "UNO") == "uno"


def test_a_done_mark_is_news_once_and_can_be_taken_back(study: Study) -> None:
    assert mark_done(study, "deprov", "robot", at=AT)
    assert not mark_done(study, "deprov", "robot", at=AT)
    assert _done(study) == {("deprov", "robot")}
    assert study.kind_of("robot") is CoderKind.SIMULATED
    assert study.kind_of("nadie") is CoderKind.PERSON
    unmark_done(study, "deprov", "robot", at=AT)
    with pytest.raises(NotDoneError):
        unmark_done(study, "deprov", "robot", at=AT)


def test_marks_of_the_tables_are_brought_once_and_for_good(study: Study) -> None:
    table = (study.root / "sources.csv").read_text("utf-8")
    _write(
        study, "sources.csv", table.replace("2016-09-30,director,", "2016-09-30,director,ana; bea")
    )
    _write(study, "assignments.csv", "source,turns,case\ndeprov,1-2,R1\ndeprov,3-4,R2\n")
    assert bring_marks(study, by="ana", at=AT) == (4, [])
    assert _done(study) == {("R1-director", "ana"), ("R1-director", "bea")}
    assert _parts(study) == [("ENTREVISTADORA", "R1"), ("ENTREVISTADORA", "R2")]
    unmark_done(study, "R1-director", "bea", at=AT)
    unassign(study, "deprov", "1-2", by="ana", at=AT)
    entries = len(study.store.history(100))
    assert bring_marks(study, by="ana", at=AT) == (0, [])
    assert _done(study) == {("R1-director", "ana")}
    assert _parts(study) == [("ENTREVISTADORA", "R2")]
    assert len(study.store.history(100)) == entries


def test_a_part_that_cannot_be_taken_is_told_leaves_nothing_half_and_is_tried_again(
    study: Study,
) -> None:
    assign(study, "deprov", "4", "R2", by="ana", at=AT)
    _write(
        study, "assignments.csv", 'source,turns,case\ndeprov,"2,4",R1\ndeprov,9,R1\ndeprov,1,R1\n'
    )
    news, problems = bring_marks(study, by="ana", at=AT)
    assert news == 1
    assert [(problem.file, problem.place) for problem in problems] == [
        ("assignments.csv", "deprov"),
        ("assignments.csv", "deprov"),
    ]
    assert _parts(study) == [("ENTREVISTADORA", "R1"), ("JEFA", "R2")]
    unassign(study, "deprov", "4", by="ana", at=AT)
    news, problems = bring_marks(study, by="ana", at=AT)
    assert (news, len(problems)) == (2, 1)


def test_marks_on_sources_that_are_not_taken_yet_wait(empty: Study) -> None:
    table = (empty.root / "sources.csv").read_text("utf-8")
    _write(empty, "sources.csv", table.replace("2016-09-30,director,", "2016-09-30,director,ana"))
    _write(empty, "assignments.csv", "source,turns,case\ndeprov,1,R1\n")
    assert bring_marks(empty, by="ana", at=AT) == (0, [])
    ingest(empty, by="ana", at=AT)
    assert bring_marks(empty, by="ana", at=AT) == (2, [])


def test_a_span_knows_its_turn_its_informants_and_its_cases(study: Study) -> None:
    evidence = {each.source.id: each for each in study.evidence()}
    places = Places(evidence["R1-director"])
    turns = study.store.turns("R1-director")
    asked, answered = places.of(turns[0].words), places.of(turns[1].words)
    assert (asked.turn, asked.roles, asked.participants) == (1, (), ())
    assert (answered.turn, answered.roles, answered.participants) == (2, ("director",), ("D1",))
    assert answered.cases == ("R1",)
    whole = places.of(Span(0, turns[-1].span.end))
    assert (whole.turn, whole.roles) == (1, ("director",))


def test_notes_have_no_informants(study: Study) -> None:
    evidence = next(each for each in study.evidence() if each.source.id == "R1-sesion")
    place = Places(evidence).of(evidence.turns[1].words)
    assert (place.turn, place.roles, place.participants, place.cases) == (2, (), (), ("R1",))
