"""A transcript written as Word: its text letter for letter, its comments on their words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmecode.exchange.colours import legible
from rmecode.exchange.word.colours import NEUTRAL, shades
from rmecode.exchange.word.contents import Remark
from rmecode.exchange.word.letters import escaped, unescaped
from rmecode.exchange.word.writing import transcript_bytes, write_transcript
from rmecode.ingest import read_document
from rmecode.ingest.characters import clean
from rmecode.ingest.word import read
from rmecode.model import Code, Codebook, CoderKind, Span, normalise
from tests.exchange.word.documents import AT, W, coded, transcript, written_and_read

if TYPE_CHECKING:
    from docx.oxml.text.run import CT_R

CORPUS = sorted((Path(__file__).parents[3] / "corpus" / "transcripts").iterdir())
LETTERS = st.sampled_from(
    " \t\n aábñ«»¿=+-@_;:/<>&\"'1\u00a0\u2003\u200b\u0301\ufeff\u2028\x00\x07\x0b\x0c\x85\x9f\ufffe"
    "\U0001f600\U000f0000x\u202e\u00ad"
)
TEXTS = st.lists(LETTERS, max_size=60).map(lambda letters: normalise("".join(letters)))
NOTES = st.text(LETTERS, max_size=25)


def documents_text(raw: bytes) -> str:
    return read(raw, Path("a.docx")).text


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_a_text_comes_back_letter_for_letter(text: str) -> None:
    back = documents_text(transcript_bytes(transcript(text)))
    assert len(back) == len(text)
    if clean(text)[0] == text and "\ufffe" not in text:
        assert back == text
    same = [(one, other) for one, other in zip(text, back, strict=True) if one != other]
    assert all(other == "\ufffd" for _one, other in same)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_transcript_of_the_corpus_comes_back(path: Path) -> None:
    document = read_document(path)
    half = len(document.text) // 2
    made = transcript(document.text, coded(0, len(document.text)), coded(half, half + 90, "C2"))
    assert documents_text(transcript_bytes(made)) == document.text


@st.composite
def remarked(draw: st.DrawFn) -> tuple[str, list[Remark]]:
    """Return a text that has words, and passages in it that hold some."""
    text = draw(TEXTS.filter(lambda text: clean(text)[0] == text and text.strip()))
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    found = draw(st.lists(places, max_size=8))
    spans = [Span(a, b) for a, b in found if a < b and text[a:b].strip()]
    coders = st.sampled_from(["ana", "Beto Ñ", "<A&B>", "robot"])
    codes = st.sampled_from(["C1", "C2"])
    remarks = [
        coded(each.start, each.end, draw(codes), draw(coders), draw(NOTES)) for each in spans
    ]
    return text, remarks


@given(remarked())
@settings(max_examples=30, deadline=None)
def test_each_comment_stands_on_its_words_and_says_its_code_and_memo(
    made: tuple[str, list[Remark]],
) -> None:
    text, remarks = made
    back = written_and_read(transcript(text, *remarks))
    assert back.placed == back.text
    by_id = {comment.id: comment for comment in back.comments}
    assert len(by_id) == len(remarks)
    for number, remark in enumerate(remarks):
        comment = by_id[str(number)]
        words = text[remark.span.start : remark.span.end]
        assert comment.span is not None
        # all of the words; only line ends around them may be left to the paragraphs
        assert text[comment.span.start : comment.span.end].strip("\n") == words.strip("\n")
        assert remark.span.contains(comment.span)
        assert (unescaped(comment.author), comment.date) == (remark.author, AT)
        path, *memo = comment.text.split("\n")
        assert path == remark.path
        assert unescaped("\n".join(memo)) == remark.memo


@given(NOTES)
def test_a_memo_comes_back_whole_from_its_escapes(note: str) -> None:
    written = escaped(note)
    assert written == written.strip()
    assert unescaped(written) == note


def test_a_name_that_somebody_wrote_is_no_name() -> None:
    assert escaped("\x0b⟨U+0041⟩") == "⟨U+000B⟩⟨U+27E8⟩U+0041⟩"
    assert unescaped(escaped("⟨U+0041⟩")) == "⟨U+0041⟩"


def test_equal_values_are_equal_bytes_and_two_writings_the_same_file(tmp_path: Path) -> None:
    made = transcript("Ana: hola\nEva: sí", coded(5, 9), coded(5, 14, "C2"), head=("Uno", "Dos"))
    assert transcript_bytes(made) == transcript_bytes(made)
    write_transcript(tmp_path / "new" / "a.docx", made)
    assert (tmp_path / "new" / "a.docx").read_bytes() == transcript_bytes(made)


def test_heads_and_page_numbers_are_no_part_of_the_text() -> None:
    raw = transcript_bytes(
        transcript("Ana: hola", head=("Estudio · F01",), warning="No pasar \x07 a nadie")
    )
    assert documents_text(raw) == "Ana: hola"
    section = docx.Document(io.BytesIO(raw)).sections[0]
    said = [paragraph.text for paragraph in section.header.paragraphs]
    assert said == ["Estudio · F01", "No pasar \ufffd a nadie"]
    page = section.footer._element  # noqa: SLF001  # fields are not offered otherwise
    fields = [each.get(f"{{{W}}}instr") for each in page.iter(f"{{{W}}}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_properties_name_the_program_and_nobody_else() -> None:
    raw = transcript_bytes(transcript("Ana: hola"))
    properties = docx.Document(io.BytesIO(raw)).core_properties
    assert (properties.author, properties.last_modified_by) == ("rmecode", "rmecode")
    assert properties.title == "Estudio · F01"
    assert properties.created is not None
    assert properties.created.isoformat().startswith("2026-03-01T10:00:00")


def test_the_shorter_passage_lies_on_top_and_labels_are_bold() -> None:
    long, short = coded(0, 20), Remark(Span(5, 9), "ana", AT, "", "C2", "area/C2", "80B3FD")
    made = transcript("Ana: hola, sí, claro", long, short, labels=(Span(0, 5),))
    runs = docx.Document(io.BytesIO(transcript_bytes(made))).paragraphs[0].runs
    looks = [(run.text, run.bold, _fill(run._element)) for run in runs if run.text]  # noqa: SLF001
    assert looks == [
        ("Ana: ", True, "FCBF4A"),
        ("hola", None, "80B3FD"),
        (", sí, claro", None, "FCBF4A"),
    ]


def _fill(run: CT_R) -> str | None:
    shade = run.find(f"{{{W}}}rPr/{{{W}}}shd")
    return None if shade is None else shade.get(f"{{{W}}}fill")


def test_a_simulated_coder_is_said_so_in_the_studys_language() -> None:
    made = transcript("hola", coded(0, 4, coder="robot"), coders={"robot": CoderKind.SIMULATED})
    assert written_and_read(made).comments[0].author == "robot (simulado)"


def test_a_comment_without_a_readable_time_has_none() -> None:
    made = transcript("hola", Remark(Span(0, 4), "ana", "ayer", "", "C1", "area/C1", "FCBF4A"))
    assert written_and_read(made).comments[0].date == ""


def test_a_code_takes_its_areas_colour_or_grey_and_never_a_dark_one() -> None:
    book = Codebook(
        "b",
        "1",
        (
            Code("A", "a", "A", color="#FCB52C"),
            Code("A1", "a/uno", "Uno"),
            Code("A11", "a/uno/dos", "Dos", color="#000080"),
            Code("B", "b", "B"),
        ),
    )
    found = shades(book)
    assert (found["A"], found["A1"], found["B"]) == ("FCB52C", "FCB52C", NEUTRAL)
    assert _contrast_with_black(found["A11"]) >= 7
    assert legible("FFFFFF") == "FFFFFF"


def _contrast_with_black(color: str) -> float:
    """Return the contrast by the sRGB formula of WCAG, written out anew."""
    shares = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    light = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return (light + 0.05) / 0.05


def test_the_identity_says_which_comment_is_which_coding() -> None:
    made = transcript("Ana: hola", coded(5, 9, coder="Beto"), coders={"Beto": CoderKind.PERSON})
    raw = transcript_bytes(made)
    identity = written_and_read(made).identity
    assert identity is not None
    assert identity.hash == made.hash
    assert [(c.start, c.end, c.code, c.coder) for c in identity.codings] == [(5, 9, "C1", "Beto")]
    assert identity.coders == {"Beto": CoderKind.PERSON}
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert 'comment="0" id="7"' in parts.read("customXml/item2.xml").decode()
