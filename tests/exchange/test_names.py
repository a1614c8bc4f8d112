"""Pseudonyms, neutral ids, and where they hide nobody."""

from __future__ import annotations

from dataclasses import replace

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


def test_warnings_name_role_and_cases_in_one_sentence_per_role() -> None:
    warnings = exposure_warnings(mini_sources(), PARTICIPANTS)
    assert len(warnings) == 4
    sentence = "jefe DEPROV: only one person has this role in RME1, RME4."
    assert sum(warning.startswith(sentence) for warning in warnings) == 1
