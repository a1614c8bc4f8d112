"""Pseudonyms, neutral ids, and where they hide nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rmecode.analysis.selection import Selection
from rmecode.exchange.exposure import OnePerson, exposure_warnings, one_person
from rmecode.exchange.names import disguised, disguised_matrix, names_for
from rmecode.model import Participant
from tests.analysis.miniature import mini_sources
from tests.exchange.workbooks import PARTICIPANTS, mini_contents


def test_sources_get_neutral_ids_and_participants_their_pseudonyms() -> None:
    names = names_for(mini_sources(), PARTICIPANTS)
    assert list(names.sources.values()) == ["F01", "F02", "F03", "F04", "F05", "F06"]
    assert names.sources["dep"] == "F04"
    assert (names.participants["S1"], names.participants["D1"]) == ("Rosa", "Luis")
    assert names.participants["U1"] == "P03"


def test_identified_names_are_those_of_the_study() -> None:
    names = names_for(mini_sources(), PARTICIPANTS, identified=True)
    assert names.sources["dep"] == "dep"
    assert names.participants["U1"] == "U1"


def test_frames_and_matrices_speak_of_sources_by_their_public_names() -> None:
    contents = mini_contents(selection=Selection(sources=("dep",)))
    names = names_for(contents.sources, PARTICIPANTS)
    frame = disguised(contents.excerpts, names)
    assert set(frame["source"]) == {"F01", "F02", "F03", "F04", "F05", "F06"}
    assert frame["participants"].iloc[0] == ("Rosa",)
    matrix = disguised_matrix(contents.coded, names)
    assert matrix.selection.sources == ("F04",)
    assert matrix.scopes["RME1"].sources == matrix.scopes["RME1"].done == ("F04",)


def test_a_role_that_one_person_has_in_a_case_is_found() -> None:
    found = one_person(mini_sources(), PARTICIPANTS)
    assert OnePerson("supervisor", "RME1", "S1") in found
    assert OnePerson("jefe DEPROV", "RME4", "J1") in found
    assert OnePerson("director", "RME4", "D4") in found  # the unknown X may be D4
    assert "" not in {one.case for one in found}


def test_two_known_or_two_unknown_people_are_not_one() -> None:
    more = (*PARTICIPANTS, Participant("S2", "Eva", "supervisor", ("RME1",)))
    assert "supervisor" not in {one.role for one in one_person(mini_sources(), more)}
    sources = mini_sources()
    group = sources[4]
    unknown = tuple(replace(v, participant="") if v else None for v in group.voices)
    both = [replace(group, voices=unknown)]
    assert one_person(both, ()) == ()
    alone = [replace(group, voices=(unknown[0], None))]
    assert one_person(alone, ()) == (OnePerson("director", "RME4", ""),)


def test_unknown_speakers_of_other_sources_never_make_a_role_look_safer() -> None:
    group = mini_sources()[4]
    nobody = tuple(replace(v, participant="") if v else None for v in group.voices)
    alone = replace(group, voices=(nobody[0], None))
    twice = [replace(alone, source=replace(alone.source, id=name)) for name in ("a", "b")]
    assert one_person(twice, ()) == (OnePerson("director", "RME4", ""),)
    known = (Participant("D4", "Eva", "director", ("RME4",)),)
    assert one_person(twice, known) == (OnePerson("director", "RME4", "D4"),)
    two = (*known, Participant("D5", "Ana", "director", ("RME4",)))
    assert one_person(twice, two) == ()


@pytest.mark.parametrize(
    "where",
    ["fuente:dep", "confianza y SOURCE = dep", "no participante:D1", "participant : D1"],
)
def test_a_condition_that_names_sources_or_people_is_left_out(where: str) -> None:
    contents = mini_contents(selection=Selection(sources=("dep",), where=where))
    public = disguised_matrix(contents.coded, names_for(contents.sources, PARTICIPANTS))
    assert public.selection.where == "(it names sources or participants, and was left out)"
    assert not any("dep" in cell.reason or "D1" in cell.reason for cell in public.cells())
    identified = names_for(contents.sources, PARTICIPANTS, identified=True)
    assert disguised_matrix(contents.coded, identified).selection.where == where


def test_other_conditions_stand_as_they_were_written() -> None:
    contents = mini_contents(selection=Selection(where="fuente y rol:director"))
    public = disguised_matrix(contents.coded, names_for(contents.sources, PARTICIPANTS))
    assert public.selection.where == "fuente y rol:director"


def test_warnings_name_role_and_cases_in_one_sentence_per_role() -> None:
    warnings = exposure_warnings(mini_sources(), PARTICIPANTS)
    assert len(warnings) == 4
    sentence = "jefe DEPROV: only one person has this role in RME1, RME4."
    assert sum(warning.startswith(sentence) for warning in warnings) == 1
