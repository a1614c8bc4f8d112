"""Transcripts to Word and comments back: nothing is lost, nothing doubled, nothing guessed."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn

from rmecode.errors.ingest import MissingDocumentError, NotAFileError
from rmecode.errors.store import UnknownSourceError
from rmecode.errors.study import UnknownNameError
from rmecode.errors.word import (
    NoCommentsError,
    OtherTranscriptError,
    SeveralTranscriptsError,
    UnknownTranscriptError,
)
from rmecode.ingest import read_document
from rmecode.model import (
    Anchor,
    Coder,
    CoderKind,
    Coding,
    Memo,
    MemoAbout,
    Quote,
    Span,
)
from rmecode.study import Study, open_study
from rmecode.study.ingesting import ingest
from rmecode.study.word.comments import WordChoices, WordReport, import_word
from rmecode.study.word.exporting import export_word
from tests.exchange.word.documents import edited, end, note, p, package, r, reference, start
from tests.study.conftest import AT, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LATER = "2026-04-01T08:00:00+00:00"
SOURCE = "R1-director"
TEXT = TEXTS["R1-director.txt"]
CODES = ["CS", "CS-1", "CS-2", "CO-1", "PR-1-1", "VA"]
CODERS = {"ana": CoderKind.PERSON, "robot": CoderKind.SIMULATED, "Eva Ñ. <&>": CoderKind.PERSON}
MEMOS = [
    "",
    "Lo dice riendo",
    "dos\nlíneas, á 😀 <b>&amp;",
    "confianza",
    "\n vacía arriba\t",
    "con\x0bcontrol\x01",
    "a\n\nb",
    "memo: no",
    "⟨U+0041⟩ _x0041_",
]


def code(study: Study, *codings: tuple[str, int, int, str, str, str]) -> None:
    """Code passages: source, start, end, code, coder, memo."""
    with study.store.changes(by="ana", at=AT, action="test", subject="") as changes:
        for name, kind in CODERS.items():
            changes.add_coder(Coder(name, kind))
        made = []
        for source, begin, stop, what, coder, memo in codings:
            version = changes.text_version(source)
            quote = Quote.at(version.text, Span(begin, stop))
            place = (0, source, version.number, Span(begin, stop), quote)
            made.append(Coding(*place, what, coder, memo))
        changes.add_codings(made)


def coded(study: Study) -> set[tuple[str, Span, str, str, str, str]]:
    return {
        (each.source, each.span, each.quote.exact, each.code, each.coder, each.memo)
        for each in study.store.codings()
    }


def memos(study: Study) -> set[tuple[Span | None, str, str]]:
    return {(memo.span, memo.author, memo.text) for memo in study.store.memos()}


def exported(study: Study, source: str = SOURCE, **options: object) -> Path:
    return export_word(study, source, at=AT, **options).path  # type: ignore[arg-type]


def taken(study: Study, path: Path, **choices: object) -> WordReport:
    return import_word(study, path, by="ana", at=LATER, choices=WordChoices(**choices))  # type: ignore[arg-type]


def counts(report: WordReport) -> tuple[int, int, int]:
    return report.new, report.standing, report.removed


@pytest.fixture
def fresh(study: Study, tmp_path: Path) -> Iterator[Study]:
    """Return a second study with the same sources and codebook, and nothing coded."""
    root = shutil.copytree(study.root, tmp_path / "otro")
    for left in root.glob("project.sqlite*"):
        left.unlink()
    with open_study(root) as other:
        ingest(other, by="ana", at=AT)
        yield other


@pytest.fixture
def commented(study: Study) -> Callable[..., Path]:
    """Return a maker of documents with the source's text and one comment on some of its words."""

    def make(words: str, *lines: str, author: str = "Ana García", text: str = TEXT) -> Path:
        begin = text.index(words)
        before, after = text[:begin], text[begin + len(words) :]
        marked = f"{before}\x01{words}\x02{after}"
        body = "".join(p(*_pieces(line)) for line in marked.split("\n"))
        path = study.root / "anotado.docx"
        path.write_bytes(package(body, note(0, *lines, author=author)))
        return path

    return make


def _pieces(line: str) -> Iterator[str]:
    for part in re.split("([\x01\x02])", line):
        yield {"\x01": start(0), "\x02": end(0)}.get(part, r(part) if part else "")


@pytest.mark.parametrize("seed", range(8))
def test_what_goes_out_comes_back_and_is_not_taken_twice(
    study: Study, fresh: Study, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    codings = []
    for _number in range(25):
        begin = chance.randrange(len(TEXT) - 1)
        stop = min(len(TEXT), begin + chance.choice([1, 2, 8, 40, 120, 400]))
        who = chance.choice([*CODERS])
        codings.append((SOURCE, begin, stop, chance.choice(CODES), who, chance.choice(MEMOS)))
    code(study, *codings, (SOURCE, 0, len(TEXT), "CS", "ana", "todo"))
    whole = coded(study)
    path = exported(study)
    again = taken(study, path)
    assert counts(again) == (0, len(whole), 0)
    assert (again.problems, again.unknown, again.lacking) == ((), (), 0)
    assert coded(study) == whole
    report = taken(fresh, path)
    assert report.problems == ()
    assert coded(fresh) == whole
    assert {each.name: each.kind for each in fresh.store.coders()} == {
        each[4]: CODERS[each[4]] for each in whole
    }
    assert {each.made_at for each in fresh.store.codings()} == {AT}
    assert {each.origin for each in fresh.store.codings()} == {"import"}


def test_every_source_of_the_corpus_goes_out_and_comes_back_whole(
    study: Study, tmp_path: Path
) -> None:
    for source in ("R2-director", "deprov", "R1-sesion"):
        text = study.store.text_version(source).text
        code(study, (source, 3, 40, "CS-1", "ana", "x"), (source, 20, len(text), "VA", "robot", ""))
        path = exported(study, source, path=tmp_path / f"{source}.docx")
        assert read_document(path).text == text
        assert counts(taken(study, path)) == (0, 2, 0)


def test_one_import_is_one_line_of_the_log_and_is_undone_as_one(
    study: Study, commented: Callable[..., Path]
) -> None:
    code(study)
    path = commented("La confianza llegó después", "confianza", "una nota")
    before = len(study.store.history())
    assert counts(taken(study, path)) == (1, 0, 0)
    entries = study.store.history()[: len(study.store.history()) - before]
    assert [each.action for each in entries] == ["import word", "codebook"]
    assert entries[0].subject == "anotado.docx"
    assert counts(taken(study, path)) == (0, 1, 0)
    assert len(study.store.history()) == before + 2
    study.store.undo(by="ana", at=LATER)
    assert coded(study) == set()


def test_a_comment_is_a_coding_of_its_author_with_the_rest_as_memo(
    study: Study, commented: Callable[..., Path]
) -> None:
    path = commented("La confianza llegó después, ", "Confianza; vinculos", "ojo", "aquí")
    report = taken(study, path)
    begin = TEXT.index("La confianza")
    span = Span(begin, begin + len("La confianza llegó después,"))
    assert coded(study) == {
        (SOURCE, span, "La confianza llegó después,", "CS-1", "Ana García", "ojo\naquí"),
        (SOURCE, span, "La confianza llegó después,", "CS-2", "Ana García", "ojo\naquí"),
    }
    assert [notice.place for notice in report.notices] == ["coders.Ana García"]
    made = study.store.codings()[0]
    assert (made.made_at, made.anchor) == ("2026-04-05T09:30:00+00:00", Anchor.EXACT)


def test_an_author_is_the_coder_whom_the_study_writes_otherwise(
    study: Study, commented: Callable[..., Path]
) -> None:
    report = taken(study, commented("confianza", "confianza", author="A\u0301NA"))
    assert {each[4] for each in coded(study)} == {"ana"}
    assert report.notices == ()


def test_a_comment_of_nobody_is_whose_import_it_is(
    study: Study, commented: Callable[..., Path]
) -> None:
    path = commented("confianza", "confianza", author="Autor")
    report = import_word(study, path, by="", at=LATER)
    assert "--coder" in report.problems[0].sentence
    assert counts(taken(study, path)) == (1, 0, 0)
    assert {each[4] for each in coded(study)} == {"ana"}


def test_a_simulated_author_stays_one_and_none_becomes_a_person(
    study: Study, fresh: Study, commented: Callable[..., Path]
) -> None:
    taken(study, commented("confianza", "confianza", author="Gemela (simulado)"))
    assert {each.name: each.kind for each in study.store.coders()} == {
        "Gemela": CoderKind.SIMULATED
    }
    report = taken(fresh, commented("confianza", "confianza", author="ana (simulated)"))
    assert "ana is simulated" in report.problems[0].sentence
    assert coded(fresh) == set()


def test_what_somebody_removed_stays_removed(study: Study) -> None:
    code(study, (SOURCE, 5, 30, "CS-1", "ana", "x"), (SOURCE, 5, 30, "CS-2", "ana", ""))
    path = exported(study)
    gone = next(each.id for each in study.store.codings() if each.code == "CS-1")
    with study.store.changes(by="ana", at=LATER, action="remove", subject="1") as changes:
        changes.remove_codings([gone])
    assert counts(taken(study, path)) == (0, 1, 1)
    assert {each[3] for each in coded(study)} == {"CS-2"}


def test_what_the_file_lacks_is_counted_and_stays(study: Study) -> None:
    code(
        study,
        (SOURCE, 5, 30, "CS-1", "ana", ""),
        (SOURCE, 5, 30, "CS-2", "ana", ""),
        (SOURCE, 5, 30, "CS-2", "robot", ""),
        ("deprov", 5, 30, "CS-2", "ana", ""),
    )
    path = exported(study, filters={"codes": ("confianza",)})
    report = taken(study, path)
    assert (counts(report), report.lacking) == ((0, 1, 0), 1)
    assert len(coded(study)) == 4


def test_filters_choose_coders_and_codes_with_those_below(study: Study) -> None:
    code(
        study,
        (SOURCE, 5, 30, "CS-1", "ana", ""),
        (SOURCE, 5, 30, "VA", "ana", ""),
        (SOURCE, 5, 30, "CS-2", "robot", ""),
    )
    done = export_word(study, SOURCE, at=AT, filters={"coders": ("ANA",)})
    assert (done.codings, done.path.name) == (2, "transcript-F01-selection.docx")
    assert export_word(study, SOURCE, at=AT, filters={"codes": ("capital_social",)}).codings == 2
    with pytest.raises(UnknownNameError):
        export_word(study, SOURCE, at=AT, filters={"coders": ("nadie",)})
    with pytest.raises(UnknownNameError):
        export_word(study, "nada", at=AT)


def test_a_standing_coding_takes_the_memo_it_lacks_once_and_keeps_its_own(
    study: Study, commented: Callable[..., Path]
) -> None:
    begin = TEXT.index("confianza")
    code(study, (SOURCE, begin, begin + 9, "CS-1", "ana", ""))
    path = commented("confianza", "confianza", "nueva", author="ana")
    taken(study, path)
    assert {each[5] for each in coded(study)} == {"nueva"}
    (number,) = (each.id for each in study.store.codings())
    with study.store.changes(by="ana", at=LATER, action="memo", subject="") as changes:
        changes.set_coding_memos({number: "otra"})
    report = taken(study, path)
    assert {each[5] for each in coded(study)} == {"otra"}
    assert "another memo" in report.notices[0].sentence
    assert "coding note" in report.notices[0].sentence
    with study.store.changes(by="ana", at=LATER, action="memo", subject="") as changes:
        changes.set_coding_memos({number: ""})
    taken(study, path)
    assert {each[5] for each in coded(study)} == {""}


def test_a_free_comment_is_a_memo_on_its_words_taken_once_for_good(
    study: Study, commented: Callable[..., Path]
) -> None:
    path = commented("los martes", "Aquí baja la voz y mira hacia la puerta.")
    report = taken(study, path)
    begin = TEXT.index("los martes")
    said = (Span(begin, begin + 10), "Ana García", "Aquí baja la voz y mira hacia la puerta.")
    assert (counts(report), report.memos, memos(study)) == ((0, 0, 0), 1, {said})
    (memo,) = study.store.memos()
    assert (memo.about, memo.source, memo.version) == (MemoAbout.TURN, SOURCE, 1)
    again = taken(study, path)
    assert (again.memos, again.standing_memos) == (0, 1)
    with study.store.changes(by="ana", at=LATER, action="memo", subject="") as changes:
        changes.remove_memos([memo.id])
    assert (taken(study, path).removed, memos(study)) == (1, set())
    assert taken(study, path, memos=False).removed == 0


def test_memos_on_passages_go_out_and_come_back(study: Study, fresh: Study) -> None:
    with study.store.changes(by="ana", at=AT, action="memo", subject="") as changes:
        for text in ("confianza", "uno\ndos", "¿y esto?"):
            place = {"source": SOURCE, "version": 1, "span": Span(5, 30)}
            changes.add_memo(Memo(0, MemoAbout.TURN, text, author="ana", **place))  # type: ignore[arg-type]
        changes.add_memo(Memo(0, MemoAbout.SOURCE, "no sale", author="ana", source=SOURCE))
    done = export_word(study, SOURCE, at=AT)
    assert (done.codings, done.memos) == (0, 3)
    again = taken(study, done.path)
    assert (again.memos, again.standing_memos) == (0, 3)
    taken(fresh, done.path)
    assert memos(fresh) == {each for each in memos(study) if each[2] != "no sale"}
    assert export_word(study, SOURCE, at=AT, filters={"codes": ("confianza",)}).memos == 0


def test_an_answer_is_a_memo_of_its_author_and_a_resolved_comment_still_a_coding(
    study: Study,
) -> None:
    lines = TEXT.split("\n")
    body = "".join([p(start(0), r(lines[0]), end(0), reference(1)), *(p(r(x)) for x in lines[1:])])
    notes = note(0, "confianza", paragraph="AA") + note(
        1, "confianza", author="Eva", paragraph="BB"
    )
    path = study.root / "hilo.docx"
    path.write_bytes(package(body, notes, threads={"BB": "AA"}))
    report = taken(study, path)
    assert (counts(report), report.memos) == ((1, 0, 0), 1)
    assert memos(study) == {(Span(0, len(lines[0])), "Eva", "confianza")}


@pytest.mark.parametrize("choice", [{}, {"new_codes": "estructura"}])
def test_unknown_codes_are_told_and_taken_only_once_they_are_there(
    study: Study, commented: Callable[..., Path], choice: dict[str, str]
) -> None:
    path = commented("Al principio no", "confianza; Liderazgo directivo")
    report = taken(study, path, **choice)
    if not choice:
        assert counts(report) == (1, 0, 0)
        (unknown,) = report.unknown
        assert (unknown.name, unknown.count) == ("Liderazgo directivo", 1)
        assert (unknown.coders, unknown.words) == (("Ana García",), "Al principio no")
        return
    assert (counts(report), report.unknown) == ((2, 0, 0), ())
    (added,) = report.added_codes
    made = next(each for each in study.codebook if each.path == added)
    assert (made.parent, made.label) == ("colaboración/estructura", "Liderazgo directivo")
    # the codebook outlives a source that is erased
    assert "Al principio no" not in study.config.codebook.read_text("utf-8")
    assert {each[3] for each in coded(study)} == {"CS-1", made.id}


def test_a_dry_run_counts_and_writes_nothing(study: Study, commented: Callable[..., Path]) -> None:
    path = commented("Al principio no", "confianza; Liderazgo", "nota")
    history, book = study.store.history(), study.codebook_text
    report = taken(study, path, dry=True, new_codes="estructura")
    assert (counts(report), report.dry, len(report.unknown)) == ((1, 0, 0), True, 1)
    assert (study.store.history(), study.config.codebook.read_text("utf-8")) == (history, book)
    memo = taken(study, commented("los martes", "Una frase de memo, larga."), dry=True)
    assert (memo.memos, memo.standing_memos) == (1, 0)


def test_a_text_edited_in_word_still_places_what_is_certain(study: Study) -> None:
    first = TEXT.index("La confianza llegó después")
    code(
        study,
        (SOURCE, first, first + 26, "CS-1", "ana", ""),
        (SOURCE, TEXT.index("Nos informan"), TEXT.index(", y a veces"), "PR-1-1", "robot", ""),
    )
    raw = exported(study).read_bytes()
    path = study.root / "corregido.docx"
    changes = [
        ("word/document.xml", "Hay confianza", "Existe confianza"),
        ("word/document.xml", "La confianza llegó después", "La confiansa llegó después"),
    ]
    path.write_bytes(edited(raw, changes))
    report = taken(study, path)
    assert counts(report) == (0, 2, 0)
    assert report.problems == ()
    assert "edited" in report.notices[0].sentence


def test_a_word_corrected_at_the_end_of_a_passage_keeps_its_coding(study: Study) -> None:
    first = TEXT.index("La confianza llegó después")
    code(study, (SOURCE, first, first + 26, "CS-1", "ana", ""))
    path = study.root / "corregido.docx"
    change = ("word/document.xml", "La confianza llegó después", "La confianza llegó despuez")
    path.write_bytes(edited(exported(study).read_bytes(), [change]))
    report = taken(study, path)
    assert (counts(report), report.problems, report.lacking) == ((0, 1, 0), (), 0)
    assert "to be reviewed" in report.notices[0].sentence


def test_words_that_were_rewritten_are_reported_with_their_paragraph(
    study: Study, commented: Callable[..., Path]
) -> None:
    new = TEXT.replace("Al principio no.", "Palabras que nadie dijo nunca ahí.")
    path = commented("que nadie dijo nunca", "confianza", text=new)
    with pytest.raises(UnknownTranscriptError) as refused:
        taken(study, path)
    assert f"Like it are: {SOURCE}" in str(refused.value)
    report = taken(study, path, source="s1")
    assert (counts(report), report.source) == ((0, 0, 0), SOURCE)
    (problem,) = report.problems
    assert "paragraph 2" in problem.sentence
    assert "que nadie dijo nunca" in problem.sentence


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (reference(0), "on no words"),
        (start(0), "no beginning or no end"),
        ("", "nowhere in the text"),
        (start(0) + r("  ") + end(0), "holds no words"),
    ],
)
def test_a_comment_on_no_words_is_reported_and_the_rest_taken(
    study: Study, mark: str, said: str
) -> None:
    first, second, *rest = TEXT.split("\n")
    body = p(r(first), mark) + p(start(1), r(second), end(1)) + "".join(p(r(x)) for x in rest)
    path = study.root / "roto.docx"
    path.write_bytes(package(body, note(0, "confianza") + note(1, "CS-2")))
    report = taken(study, path, source=SOURCE)
    assert counts(report) == (1, 0, 0)
    assert [said in problem.sentence for problem in report.problems] == [True]


def test_a_free_comment_on_a_point_is_a_memo_on_its_paragraph(study: Study) -> None:
    lines = TEXT.split("\n")
    body = p(r(lines[0][:10]), reference(0), r(lines[0][10:])) + "".join(
        p(r(line)) for line in lines[1:]
    )
    path = study.root / "punto.docx"
    path.write_bytes(package(body, note(0, "Aquí hay un silencio largo, de casi un minuto.")))
    assert taken(study, path).memos == 1
    assert {each[0] for each in memos(study)} == {Span(0, len(lines[0]))}


def test_an_empty_comment_is_passed_over(study: Study, commented: Callable[..., Path]) -> None:
    report = taken(study, commented("confianza", " "))
    assert counts(report) == (0, 0, 0)
    assert "empty" in report.notices[0].sentence


def test_a_comment_that_names_several_codes_is_reported(
    study: Study, commented: Callable[..., Path]
) -> None:
    book = study.config.codebook
    labelled = book.read_text("utf-8")
    for name in ("vínculos", "estructura"):
        labelled = labelled.replace(f"name: {name}", f"name: {name}\n        label: Lazos")
    book.write_text(labelled, "utf-8")
    study.forget_codebook()
    report = taken(study, commented("confianza", "Lazos"))
    assert counts(report) == (0, 0, 0)
    assert "capital_social/vínculos" in report.problems[0].sentence


def test_two_comments_that_code_the_same_are_one_coding_with_both_memos(study: Study) -> None:
    first, *rest = TEXT.split("\n")
    body = p(start(0), start(1), r(first), end(0), end(1)) + "".join(p(r(x)) for x in rest)
    path = study.root / "dos.docx"
    path.write_bytes(package(body, note(0, "confianza", "uno") + note(1, "CS-1", "dos")))
    assert counts(taken(study, path)) == (1, 0, 0)
    assert {each[5] for each in coded(study)} == {"uno\n\ndos"}


def test_words_that_stand_at_several_places_are_not_guessed_at(study: Study) -> None:
    text = TEXTS["R2-director.txt"]
    alone = "Otro comienzo.\nLas reuniones se suspenden.\nOtro final."
    before, words, after = alone.partition("Las reuniones se suspenden.")
    body = p(r(before.strip())) + p(start(0), r(words), end(0)) + p(r(after.strip()))
    path = study.root / "corte.docx"
    path.write_bytes(package(body, note(0, "confianza")))
    report = taken(study, path, source="R2-director")
    assert text.count(words) == 2
    assert counts(report) == (0, 0, 0)
    assert "at 2 places" in report.problems[0].sentence


def test_documents_that_are_no_source_or_say_nothing_are_refused(
    study: Study, commented: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(NoCommentsError):
        taken(study, exported(study))
    foreign = tmp_path / "otro.docx"
    foreign.write_bytes(package(p(start(0), r("Nada que ver"), end(0)), note(0, "confianza")))
    with pytest.raises(UnknownTranscriptError, match="Ingest it first"):
        taken(study, foreign)
    with pytest.raises(MissingDocumentError):
        taken(study, tmp_path / "no.docx")
    with pytest.raises(NotAFileError):
        taken(study, tmp_path)
    with pytest.raises((UnknownNameError, UnknownSourceError)):
        taken(study, commented("confianza", "confianza"), source="nada")


def test_a_text_is_not_another_sources_whatever_people_say(
    study: Study, commented: Callable[..., Path]
) -> None:
    path = commented("confianza", "confianza")
    with pytest.raises(OtherTranscriptError, match=SOURCE):
        taken(study, path, source="deprov")
    assert counts(taken(study, path, source="s1")) == (1, 0, 0)


def test_a_text_of_two_sources_but_for_blanks_asks_which(study: Study, tmp_path: Path) -> None:
    twin = study.root / "transcripts" / "gemelo.txt"
    twin.write_text(TEXT.replace("\n", " \n"), "utf-8")
    rows = study.root / "sources.csv"
    rows.write_text(
        rows.read_text("utf-8") + "gemelo,transcripts/gemelo.txt,entrevista,2,R1,,director,\n",
        "utf-8",
    )
    study.forget_tables()
    ingest(study, by="ana", at=AT)
    body = "".join(p(r(line.replace(" ", "  "))) for line in TEXT.split("\n")[1:])
    body = p(start(0), r(TEXT.split("\n")[0]), end(0)) + body
    path = tmp_path / "cual.docx"
    path.write_bytes(package(body, note(0, "confianza")))
    with pytest.raises(SeveralTranscriptsError, match="gemelo"):
        taken(study, path)
    assert counts(taken(study, path, source="gemelo")) == (1, 0, 0)


def test_the_head_says_loudly_that_words_are_as_they_stand(study: Study) -> None:
    code(study, (SOURCE, 0, 5, "CS-1", "robot", ""))
    done = export_word(study, SOURCE, at=AT)
    assert done.path.name == "transcript-F01.docx"
    head = [each.text for each in docx.Document(str(done.path)).sections[0].header.paragraphs]
    assert head[0] == "Estudio en miniatura · F01"
    assert any("robot (simulated)" in line for line in head)
    assert head[-1].startswith("NOT PSEUDONYMISED")
    assert done.warnings[0].startswith("NOT PSEUDONYMISED")
    named = export_word(study, SOURCE, at=AT, identified=True)
    assert named.path.name == f"transcript-{SOURCE}-identified.docx"
    assert SOURCE in docx.Document(str(named.path)).core_properties.title


def test_codes_that_the_codebook_has_no_more_go_out_by_their_ids(study: Study) -> None:
    code(study, (SOURCE, 0, 5, "ZZ-9", "ana", "nota"))
    report = taken(study, exported(study))
    assert [each.name for each in report.unknown] == ["ZZ-9"]
    assert counts(report) == (0, 0, 0)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_saves_the_document_anew_and_nothing_is_lost(
    study: Study, fresh: Study, tmp_path: Path
) -> None:
    text = study.store.text_version(SOURCE).text
    words = [match.span() for match in re.finditer(r"\S+(?: \S+){3}", text)]
    for number, (begin, stop) in enumerate(words):
        who = ["ana", "robot"][number % 2]
        code(study, (SOURCE, begin, stop, CODES[number % 6], who, MEMOS[number % len(MEMOS)]))
    code(study, (SOURCE, 16, 150, "VA", "ana", "varios párrafos"))
    whole = coded(study)
    path = exported(study)
    saved = _converted(path, "docx", tmp_path)
    assert read_document(saved).text == text
    assert counts(taken(study, saved)) == (0, len(whole), 0)
    assert counts(taken(fresh, saved)) == (len(whole), 0, 0)
    assert coded(fresh) == whole


@pytest.mark.slow
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice or poppler is not installed",
)
def test_libreoffice_opens_the_document_and_prints_its_words(study: Study, tmp_path: Path) -> None:
    code(study, (SOURCE, 0, 40, "CS-1", "ana", "nota"))
    printed = _converted(exported(study), "pdf", tmp_path)
    said = subprocess.run(
        [str(shutil.which("pdftotext")), "-layout", printed, "-"],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.decode()
    flat = " ".join(said.split())
    assert "La confianza llegó después, con las reuniones de los martes." in flat
    assert "NOT PSEUDONYMISED" in flat


def _converted(path: Path, form: str, folder: Path) -> Path:
    done = subprocess.run(
        [
            str(shutil.which("soffice")),
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            form,
            "--outdir",
            str(folder / "converted"),
            str(path),
        ],
        capture_output=True,
        check=True,
        timeout=180,
    )
    assert b"Error" not in done.stderr
    return folder / "converted" / f"{path.stem}.{form}"


def test_paragraph_marks_are_as_word_writes_them(study: Study) -> None:
    body = docx.Document(str(exported(study))).element.body
    assert len(body.findall(qn("w:p"))) == TEXT.count("\n") + 1
