"""Random transcripts in every convention: the turns tile the text, and what was put in comes out."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmecode.errors.ingest import EmptyDocumentError, NotTextError
from rmecode.ingest import Transcript, read_document, read_turns
from rmecode.ingest.characters import clean
from rmecode.model import TurnKind, normalise

CONVENTIONS = (
    "{label}: {words}",
    "{label}:{words}",
    "**{label}:** {words}",
    "**{label}**: {words}",
    "—{label}: {words}",
    "{label}:\n{words}",
    "[{time}] {label}: {words}",
    "{time} {label}: {words}",
    "({time}) {label}: {words}",
    "{label} ({time}): {words}",
    "{label}  {time}\n{words}",
    "[{time}]\n{label}: {words}",
    "#{time}-4# {label}: {words}",
)
PEOPLE = (
    ("E", "D"),
    ("E1", "E2", "S"),
    ("P", "R"),
    ("ENTREVISTADORA", "DIRECTOR"),
    ("Entrevistador", "Jefa UTP 1 (RME1)", "Director 2 (RME4)"),
    ("Moderadora", "UTP C", "Director A", "Ñusta"),
    ("María", "Juan Pérez"),
)
NASTY = (
    "sí", "ñandú", "dijo:", "Ojo:", "[risas]", "(silencio)", "10:15", "a las 10:15", "E.", "«D: no»",
    "¿cierto?", "👩🏽‍🏫", "𝔘", "cafe\u0301", "man\u0303ana", "http://a.cl", "—no—", "*eso*", "_así_", "#3",
    "http://", "1)", "…", "=2+3", "\t", "\u00a0", "{", "}", "%s", "Director", "E", "--", "00:01:02",
)  # fmt: skip
words = st.lists(st.sampled_from(NASTY), min_size=1, max_size=8).map(
    lambda parts: "Bueno, " + " ".join(parts) + " fin"
)


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """Compose a document; return its text and the label and words of each turn."""
    people, convention = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(CONVENTIONS))
    count = draw(st.integers(min_value=2 * len(people), max_value=12))
    said = [(people[n % len(people)], draw(words)) for n in range(count)]
    blank = draw(st.sampled_from(["\n", "\n\n"]))
    front = draw(st.sampled_from(["", "Entrevista en la escuela\n\n", "Fecha: 3 de mayo\n\n"]))
    body = blank.join(
        convention.format(label=label, words=spoken, time=f"00:{n // 60:02}:{n % 60:02}")
        for n, (label, spoken) in enumerate(said)
    )
    return front + body + draw(st.sampled_from(["", "\n", "\n\n"])), said


def check_tiling(text: str, transcript: Transcript) -> None:
    """Check that the turns cover the text end to end, and that words lie in their turns."""
    turns = transcript.turns
    assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
    assert "".join(text[turn.span.start : turn.span.end] for turn in turns) == text
    assert all(a.span.end == b.span.start for a, b in pairwise(turns))
    for turn in turns:
        assert turn.span.contains(turn.words)
        quoted = text[turn.words.start : turn.words.end]
        assert quoted == quoted.strip()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(transcripts(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(["\n", "\r\n", "\r"]))  # fmt: skip
def test_speakers_and_words_come_back(
    composed: tuple[str, list[tuple[str, str]]], encoding: str, line_end: str
) -> None:
    text, said = composed
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.replace("\n", line_end).encode(encoding))
        document = read_document(path)
    transcript = read_turns(document)
    assert document.text == unicodedata.normalize("NFC", text)
    check_tiling(document.text, transcript)
    found = [
        (turn.label, document.text[turn.words.start : turn.words.end])
        for turn in transcript.turns
        if turn.kind is TurnKind.SPEECH
    ]
    assert found == [(label, normalise(spoken)) for label, spoken in said]


lines = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "E: sí", "D: no", "# Uno", "10:15 llegan", "Fecha: hoy", "EVA", "Eva 0:13", "[0:10]", "**",
         "E:", "---", "[00:01] D:", "1. Lugar", "E: Director", "#00:00:01-1#", "x: #00:00:01-1#"]
    ),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(lines, max_size=25), st.booleans())
def test_whatever_the_text_the_turns_tile_it(pieces: list[str], notes: bool) -> None:  # noqa: FBT001 - hypothesis or pytest names it
    text = "\n".join(pieces)
    if not clean(text)[0].strip():
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
        try:
            document = read_document(path)
        except (NotTextError, EmptyDocumentError):
            return
    check_tiling(document.text, read_turns(document, notes=notes))


@given(st.text())
def test_clean_text_stays_as_it_is(text: str) -> None:
    once, _odd = clean(text)
    assert clean(once) == (once, 0)
    assert normalise(once) == once
    assert not any(
        unicodedata.category(letter) in {"Cc", "Cs"} for letter in once if letter not in "\n\t"
    )
