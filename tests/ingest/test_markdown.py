"""Markdown: what is metadata, what is a mark, and what are words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.ingest import Document, Hint, read_document, read_turns

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, text: str) -> Document:
    path = folder / "a.md"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def test_front_matter_is_metadata_and_no_speech(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "---\nfecha: 2016-08-09\ncasos: [RME9, RME10]\nsi: yes\n---\n\n# Título\n\nE: ¿Sí?\n",
    )
    assert document.metadata == {"fecha": "2016-08-09", "casos": "RME9, RME10", "si": "yes"}
    assert document.text == "Título\n\nE: ¿Sí?\n"
    assert document.hints == {0: Hint(heading=1)}


def test_front_matter_with_a_colon_too_many_is_read_line_by_line(tmp_path: Path) -> None:
    document = read(tmp_path, '---\ntitulo: Red: dos años\nlugar: "sala"\n---\nE: ¿Sí?\nD: No.')
    assert document.metadata == {"titulo": "Red: dos años", "lugar": "sala"}
    assert document.text == "E: ¿Sí?\nD: No."
    assert ["not valid YAML" in note.what for note in document.notes] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nE: ¿Sí?\n\n---\nD: No.",
        "---\nE: ¿Sí?\nD: No.\nE: ¿No?\n---\nD: Sí.",
        "---\nE: ¿Sí?\nD: No.",
        "---\nHabía una vez.\n---\nE: ¿Sí?",
        "---\n- uno\n- dos\n---\nE: ¿Sí?",
        "---\n&a [*a, *a]\n---\nE: ¿Sí?",
    ],
)
def test_a_rule_that_opens_no_block_keeps_all_words(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text)
    assert document.metadata == {}
    assert "E: ¿Sí?" in document.text


def test_aliases_that_would_swell_do_not(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)
    )
    document = read(tmp_path, f"---\n{bomb}---\nE: ¿Sí?")
    assert document.metadata["a0"] == "x, x"
    assert document.metadata["a19"] == ""


def test_aliases_are_followed_as_far_as_a_block_may_reach(tmp_path: Path) -> None:
    document = read(tmp_path, "---\na: &x Red uno\nb: *x\nc: &y [*x, dos]\nd: *y\n---\nE: ¿Sí?")
    assert document.metadata == {
        "a": "Red uno",
        "b": "Red uno",
        "c": "Red uno, dos",
        "d": "Red uno, dos",
    }
    many = "a: &l [" + "x," * 9000 + "]\n" + "".join(f"k{n}: *l\n" for n in range(3500))
    document = read(tmp_path, f"---\n{many}---\nE: ¿Sí?")
    assert document.text == "E: ¿Sí?"
    assert document.metadata["k3499"] == "*l"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (r'"\uD800x\x00y"', "\ufffdxy"),
        (r'"\UFFFFFFFF"', r"\UFFFFFFFF"),
        ("!!python/name:os.x 3", "3"),
        ("[" * 5000, "[" * 5000),
        ("~", "~"),
        ("", ""),
    ],
)
def test_a_value_is_the_text_that_was_written(tmp_path: Path, value: str, kept: str) -> None:
    document = read(tmp_path, f"---\na: {value}\nfecha: 2016-08-09\n---\nE: ¿Sí?")
    assert document.metadata == {"a": kept, "fecha": "2016-08-09"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("**Supervisora:** Ay, *todavía* no.", "Supervisora: Ay, todavía no."),
        ("__Supervisora__: sí_no y _así_.", "Supervisora: sí_no y así."),
        ("***10:15*** llegan", "10:15 llegan"),
        ("2 * 3 ** 4 y 5*6", "2 * 3 ** 4 y 5*6"),
        (r"\*no\* \# 1\. [risas]", "*no* # 1. [risas]"),
        ("**sin cierre", "**sin cierre"),
        ("uno  ", "uno"),
        ("- **uno** dos", "- uno dos"),
        ("###### Sexto ##", "Sexto"),
        ("#hashtag", "#hashtag"),
        ("***", ""),
        ("- - -", ""),
        ("**a *b* c**", "a b c"),
    ],
)
def test_marks_are_taken_off_and_words_kept(tmp_path: Path, written: str, text: str) -> None:
    assert read(tmp_path, f"Uno.\n\n{written}\n\nDos.").text == f"Uno.\n\n{text}\n\nDos."


def test_bold_beginnings_are_known(tmp_path: Path) -> None:
    document = read(tmp_path, "**Ema:** hola **sí**\n\n  **Luis**\\!: no\n\nsí **no**")
    assert document.text == "Ema: hola sí\n\n  Luis!: no\n\nsí no"
    assert document.hints == {0: Hint(bold=4), 2: Hint(bold=6)}


def test_notes_keep_their_sections_and_clock_times(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "# Sesión\n\nFecha: hoy\n\n## Llegada\n\n**10:15** Llegan dos.\n\n(10:40) «Supervisora: pasen».\n\n"
        "Se quejan.\n\n## Café\n\n11:05 hrs. Salen.\n\n11:10-11:20 Vuelven.",
    )
    transcript = read_turns(document)
    noted = [
        (
            t.kind.value,
            t.section,
            t.start_time,
            t.end_time,
            document.text[t.words.start : t.words.end],
        )
        for t in transcript.turns
    ]
    assert noted == [
        ("front", "Sesión", None, None, "Sesión\n\nFecha: hoy"),
        ("front", "Llegada", None, None, "Llegada"),
        ("note", "Llegada", 36900.0, 38400.0, "Llegan dos."),
        ("note", "Llegada", 38400.0, None, "«Supervisora: pasen»."),
        ("note", "Llegada", None, None, "Se quejan."),
        ("front", "Café", None, None, "Café"),
        ("note", "Café", 39900.0, 40200.0, "Salen."),
        ("note", "Café", 40200.0, 40800.0, "Vuelven."),
    ]
    assert transcript.interviewers == ()
