"""Coded passages: their context, who speaks, what is said of them, and who is disguised."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from docx import Document

from rmecode.errors.exchange import UnknownEndingError
from rmecode.errors.study import UnknownNameError
from rmecode.exchange.excerpt_values import Said
from rmecode.model import Anchor, Coding, Quote, Source, SourceEvidence, Span, Turn, TurnKind
from rmecode.study import open_study
from rmecode.study.excerpts.files import excerpts_in, format_of, write_excerpts
from rmecode.study.excerpts.retrieving import Wanted, retrieved
from rmecode.study.excerpts.surroundings import Surroundings
from rmecode.study.importing import import_codings
from rmecode.study.listing import coding_rows
from tests.study.conftest import AT

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.exchange.excerpt_values import Excerpt, Excerpts
    from rmecode.model import Voice
    from rmecode.study import Study

CODINGS = (
    "source,quote,code,coder,memo\n"
    "R1-director,La confianza llegó después,confianza,ana,=ojo con esto\n"
    "R1-director,La confianza llegó después,estructura,ana,\n"
    "R1-director,La confianza llegó después,confianza,robot,\n"
    '"R1-director","=2+3, como quien dice.",vínculos,ana,\n'
    "R2-director,Aquí nadie confía en nadie.,confianza,robot,\n"
    "deprov,los vínculos son débiles,vínculos,ana,\n"
    "R1-sesion,Se acuerda una meta común,objetivos,ana,\n"
)


@pytest.fixture
def coded(study: Study, tmp_path: Path) -> Study:
    path = tmp_path / "codings.csv"
    path.write_text(CODINGS, "utf-8")
    report = import_codings(study, path, by="ana", at=AT)
    assert (report.new, report.problems) == (7, ())
    return study


def found(study: Study, **asked: object) -> list[Excerpt]:
    return list(retrieved(study, Wanted(**asked)).each)  # type: ignore[arg-type]  # as they are named


def one(study: Study, code: str, source: str, **asked: object) -> Excerpt:
    filters = {"codes": (code,), "sources": (source,), "coders": ("ana",)}
    (excerpt,) = found(study, filters=filters, **asked)
    return excerpt


def groups(excerpts: Excerpts) -> dict[str, int]:
    return {group.title.partition(" · ")[0]: len(group.excerpts) for group in excerpts.groups}


def test_context_is_whole_words_with_the_speakers_of_other_turns(coded: Study) -> None:
    passage = one(coded, "confianza", "R1-director", context=40, identified=True).passage
    assert passage.said == (Said("", "La confianza llegó después"),)
    # 40 characters before: ' los directores?\nDIRECTORA: Al principio no. ' begins within a word
    assert passage.before == (
        Said("ENTREVISTADORA", "directores?"),
        Said("", "Al principio no."),
    )
    assert passage.from_middle
    assert passage.after == (Said("", ", con las reuniones de los martes."),)
    assert not passage.to_middle


def test_without_context_there_is_none_and_with_turns_there_is_the_whole_turn(
    coded: Study,
) -> None:
    bare = one(coded, "confianza", "R1-director", context=0).passage
    assert (bare.before, bare.after, bare.from_middle, bare.to_middle) == ((), (), False, False)
    whole = one(coded, "confianza", "R1-director", context=None).passage
    assert whole.before == (Said("", "Al principio no."),)
    assert whole.after == (Said("", ", con las reuniones de los martes."),)
    assert (whole.from_middle, whole.to_middle) == (False, False)


def test_a_pseudonym_stands_for_the_speaker_unless_names_are_asked_for(coded: Study) -> None:
    (hidden,) = found(coded, filters={"sources": ("R2-director",)}, context=400)
    assert hidden.source == "F02"
    assert (hidden.participants, hidden.who) == (("Director B",), "Director B, Director")
    speakers = [said.speaker for said in (*hidden.passage.before, *hidden.passage.after)]
    assert speakers == ["Entrevistador", "", "Entrevistador", "Director B"]
    (named,) = found(coded, filters={"sources": ("R2-director",)}, context=400, identified=True)
    assert (named.source, named.participants) == ("R2-director", ("D2",))
    speakers = [said.speaker for said in (*named.passage.before, *named.passage.after)]
    assert speakers == ["ENTREVISTADORA", "", "ENTREVISTADORA", "DIRECTOR"]


def test_an_excerpt_over_several_turns_names_its_speakers_and_no_label(coded: Study) -> None:
    text = coded.text("R2-director")
    start = text.index("Las reuniones")
    coding = Coding(
        9, "R2-director", 1, Span(start, len(text) - 1), Quote(text[start:-1]), "CS-1", "ana"
    )
    evidence = next(each for each in coded.evidence() if each.source.id == "R2-director")
    reading = Surroundings(text, evidence, _number)
    assert reading.passage(coding, 0).said == (
        Said("T2", "Las reuniones se suspenden."),
        Said("T3", "¿Siempre?"),
        Said("T4", "Siempre. Las reuniones se suspenden."),
    )


def test_words_that_no_longer_stand_there_are_shown_as_they_were_kept(coded: Study) -> None:
    text = coded.text("R2-director")
    quote = Quote("palabras de antes", "lo previo ", " lo que sigue")
    coding = Coding(9, "R2-director", 1, Span(0, 5), quote, "CS-1", "ana", anchor=Anchor.REVIEW)
    evidence = next(each for each in coded.evidence() if each.source.id == "R2-director")
    reading = Surroundings(text, evidence, _number)
    passage = reading.passage(coding, 50)
    assert passage.said == (Said("", "palabras de antes"),)
    assert (passage.before, passage.after) == (
        (Said("", "lo previo"),),
        (Said("", "lo que sigue"),),
    )
    assert reading.passage(coding, 0).before == ()


def test_one_endless_word_is_cut_where_the_context_ends() -> None:
    evidence = _one_turn(100)
    text = "a" * 40 + " cita " + "b" * 54
    coding = Coding(1, "s", 1, Span(41, 45), Quote("cita"), "c", "ana")
    passage = Surroundings(text, evidence, _number).passage(coding, 11)
    assert passage.before == (Said("", "a" * 10),)
    assert passage.after == (Said("", "b" * 10),)


def test_front_matter_is_no_context(coded: Study, tmp_path: Path) -> None:
    from rmecode.study.ingesting import ingest

    place = coded.root / "transcripts" / "R2-director.txt"
    text = place.read_text("utf-8")
    other = text.replace("Siempre.", "Nunca.", 1)
    path = tmp_path / "portada.txt"
    path.write_text(f"Entrevista a Juan Pérez\nFecha: mayo\n\n{other}", "utf-8")
    ingest(coded, [path], by="ana", at=AT)
    table = tmp_path / "más.csv"
    table.write_text("source,quote,code,coder\nportada,Cómo es la red,confianza,ana\n", "utf-8")
    import_codings(coded, table, by="ana", at=AT)
    (excerpt,) = found(coded, filters={"sources": ("portada",)}, context=500)
    said = " ".join(map(str, (*excerpt.passage.before, *excerpt.passage.after)))
    assert "Juan" not in said
    assert "Aquí nadie confía" in said


def test_groups_follow_codebook_cases_and_sources_and_a_shared_passage_is_in_several(
    coded: Study,
) -> None:
    assert groups(retrieved(coded, Wanted())) == {
        "capital_social/confianza": 3,
        "capital_social/vínculos": 2,
        "colaboración/estructura": 1,
        "colaboración/objetivos": 1,
    }
    by_case = retrieved(coded, Wanted(by="case"))
    assert groups(by_case) == {"R1": 6, "R2": 2}
    assert len(by_case.each) == 7
    by_source = retrieved(coded, Wanted(by="source"))
    assert groups(by_source) == {"F01": 4, "F02": 1, "F03": 1, "F04": 1}
    with pytest.raises(UnknownNameError, match="role"):
        retrieved(coded, Wanted(by="role"))


def test_filters_are_those_of_every_list(coded: Study) -> None:
    assert len(found(coded, filters={"coders": ("ROBOT",)})) == 2
    assert len(found(coded, where="role:director and comunas > 8")) == 1
    assert [e.quote for e in found(coded, where="meta")] == ["Se acuerda una meta común"]
    asked = retrieved(coded, Wanted({"sources": ("R1-director",)}, "source:R1-director")).asked
    assert "R1-director" not in "".join(asked)
    assert "F01" in asked[0]


def test_an_excerpt_says_its_other_codes_its_coder_and_what_is_doubtful(coded: Study) -> None:
    excerpt = one(coded, "confianza", "R1-director")
    assert excerpt.also == ("colaboración/estructura",)
    assert (excerpt.coder, excerpt.kind, excerpt.memo) == ("ana", "person", "=ojo con esto")
    with coded.store.changes(by="ana", at=AT, action="codebook update") as changes:
        changes.mark_reread([excerpt.id], 1)
    text = excerpts_in(retrieved(coded, Wanted({"coders": ("robot",)})), "text")
    assert "robot (simulated) · exact" in text
    assert "to be reread" not in text
    own = retrieved(coded, Wanted({"codes": ("confianza",), "coders": ("ana",)}))
    said = " ".join(excerpts_in(own, "text").split())
    assert "to be reread: its code was redefined in version 1" in said
    states = {row["id"]: row["state"] for row in json.loads(excerpts_in(own, "json"))}
    assert states[excerpt.id] == "reread"
    assert states == {row["id"]: row["state"] for row in coding_rows(coded) if row["id"] in states}


def test_codes_that_the_codebook_lost_have_a_group_that_says_so(coded: Study) -> None:
    text = (coded.root / "libro.yaml").read_text("utf-8")
    gone = text[text.index("      - id: CS-2") : text.index("  - id: CO\n")]
    (coded.root / "libro.yaml").write_text(text.replace(gone, ""), "utf-8")
    coded.forget_codebook()
    last = retrieved(coded, Wanted()).groups[-1]
    assert (last.title, len(last.excerpts)) == ("CS-2", 2)
    assert "no longer" in last.note


def test_every_format_says_the_notice_and_the_words(coded: Study, tmp_path: Path) -> None:
    (coded.root / "study.toml").write_text(
        'notice = "Corpus *ficticio*."\n' + (coded.root / "study.toml").read_text("utf-8"), "utf-8"
    )
    with open_study(coded.root) as study:
        for form in ("text", "md", "csv", "docx", "json"):
            path = tmp_path / f"out.{form}"
            done = write_excerpts(study, Wanted(), path, form, at=AT)
            assert (done.path, done.codings) == (path, 7)
            words = _words(path, form)
            assert "Corpus *ficticio*." in words.replace("\\", "")
            assert "los vínculos son débiles" in words
            assert "R1-director" not in words
            assert "D1" not in words
            again = path.read_bytes()
            write_excerpts(study, Wanted(), path, form, at=AT)
            assert path.read_bytes() == again
            named = write_excerpts(study, Wanted(identified=True), path, form, at=AT)
            assert "R1-director" in _words(path, form)
            assert named.warnings == ()


def test_roles_of_one_person_are_warned_of_where_names_are_neutral(
    coded: Study, tmp_path: Path
) -> None:
    warnings = write_excerpts(coded, Wanted(), tmp_path / "x.md", "md", at=AT).warnings
    assert any("Director" in warning for warning in warnings)


def test_a_file_without_a_name_goes_to_the_results(coded: Study) -> None:
    done = write_excerpts(coded, Wanted(), None, "docx", at=AT)
    assert done.path == coded.config.paths["results"] / "excerpts.docx"
    named = write_excerpts(coded, Wanted(identified=True), None, "md", at=AT)
    assert named.path.name == "excerpts-identified.md"


def test_csv_is_exact_and_for_excel_escaped(coded: Study) -> None:
    asked = retrieved(coded, Wanted({"codes": ("vínculos",), "sources": ("R1-director",)}))
    (row,) = csv.DictReader(io.StringIO(excerpts_in(asked, "csv"), newline=""))
    assert (row["quote"], row["id"]) == ("=2+3, como quien dice.", "4")
    excel = csv.DictReader(
        io.StringIO(excerpts_in(asked, "csv", excel=True), newline=""), delimiter=";"
    )
    assert next(excel)["quote"] == "'=2+3, como quien dice."


def test_json_has_a_row_per_coding_with_keys_as_lists_have_them(coded: Study) -> None:
    rows = json.loads(excerpts_in(retrieved(coded, Wanted(by="case", identified=True)), "json"))
    assert len(rows) == 7
    row = next(row for row in rows if row["id"] == 1)
    text = coded.text(row["source"])
    assert text[row["start"] : row["end"]] == row["quote"]
    assert (row["short"], row["roles"], row["instrument"]) == ("c1", ["director"], "entrevista")


def test_nothing_found_is_said(coded: Study, tmp_path: Path) -> None:
    nothing = retrieved(coded, Wanted({"codes": ("transmisión",)}))
    assert "Nothing to list." in excerpts_in(nothing, "text")
    assert "Nothing to list." in excerpts_in(nothing, "md")
    assert excerpts_in(nothing, "csv").startswith("id,short,source")
    assert json.loads(excerpts_in(nothing, "json")) == []
    done = write_excerpts(
        coded, Wanted({"codes": ("transmisión",)}), tmp_path / "n.docx", "docx", at=AT
    )
    assert "Nothing to list." in _words(done.path, "docx")


def test_a_blind_study_shows_what_the_viewer_coded_and_says_so(coded: Study) -> None:
    toml = coded.root / "study.toml"
    toml.write_text("blind = true\n" + toml.read_text("utf-8"), "utf-8")
    with open_study(coded.root, coder="robot") as study:
        excerpts = retrieved(study, Wanted())
        assert {each.coder for each in excerpts.each} == {"robot"}
        assert all(each.also == () for each in excerpts.each)
        assert study.blind_note in excerpts_in(excerpts, "md").replace("\\", "")


def test_formats_are_known_by_the_name_of_the_file(tmp_path: Path) -> None:
    assert format_of(None) == "text"
    names = {"a.MD": "md", "a.csv": "csv", "a.docx": "docx", "a.json": "json", "a.txt": "text"}
    assert {name: format_of(tmp_path / name) for name in names} == names
    with pytest.raises(UnknownEndingError, match=r"a\.odt: .*\.docx"):
        format_of(tmp_path / "a.odt")


def test_control_characters_break_no_document(coded: Study, tmp_path: Path) -> None:
    excerpts = retrieved(coded, Wanted())
    first = excerpts.groups[0].excerpts[0]
    odd = replace(first, memo="a\x0bb\x1b[31m\ud800\uffff\x00\n\tfin")
    group = replace(excerpts.groups[0], excerpts=(odd,), title="título\x07")
    from rmecode.exchange.excerpt_docx import excerpts_docx

    path = tmp_path / "odd.docx"
    path.write_bytes(excerpts_docx(replace(excerpts, groups=(group,), at=AT)))
    words = _words(path, "docx")
    assert "a␋b␛[31m\\ud800\\uffff␀\n\tfin" in words
    assert "\x1b" not in excerpts_in(replace(excerpts, groups=(group,)), "text")


def _words(path: Path, form: str) -> str:
    if form != "docx":
        return path.read_text("utf-8")
    document = Document(str(path))
    feet = [p.text for p in document.sections[0].footer.paragraphs]
    return "\n".join([*(p.text for p in document.paragraphs), *feet])


def _number(turn: Turn, _voice: Voice | None) -> str:
    return f"T{turn.number}"


def _one_turn(length: int) -> SourceEvidence:
    turn = Turn(1, TurnKind.NOTE, Span(0, length), Span(0, length))
    return SourceEvidence(Source("s", "s.txt", "documento"), length, (turn,), (None,))
