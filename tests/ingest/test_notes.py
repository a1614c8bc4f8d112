"""Notes and documents: nobody speaks in them, whatever their lines look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.ingest import Document, Hint, read_turns
from rmecode.model import TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    Written = Callable[..., Document]

LONG = "La supervisora reparte las carpetas y nadie las abre."


def noted(document: Document) -> list[tuple[str, str, str]]:
    """Return kind, section and words of each turn."""
    return [
        (turn.kind.value, turn.section, document.text[turn.words.start : turn.words.end])
        for turn in read_turns(document).turns
    ]


def test_plain_headings_make_sections(written: Written) -> None:
    document = written(
        f"Notas de observación, sesión de agosto\n[Registro ficticio]\nFecha: hoy\n\n1. Llegada\n{LONG}\n"
        f"2.1 Café\n{LONG}\nACUERDOS\n{LONG}\n# Cierre\n{LONG}\nIV. Final\n{LONG}"
    )
    assert noted(document) == [
        ("front", "", "Notas de observación, sesión de agosto\n[Registro ficticio]\nFecha: hoy"),
        ("front", "1. Llegada", "1. Llegada"),
        ("note", "1. Llegada", LONG),
        ("front", "2.1 Café", "2.1 Café"),
        ("note", "2.1 Café", LONG),
        ("front", "ACUERDOS", "ACUERDOS"),
        ("note", "ACUERDOS", LONG),
        ("front", "Cierre", "# Cierre"),
        ("note", "Cierre", LONG),
        ("front", "IV. Final", "IV. Final"),
        ("note", "IV. Final", LONG),
    ]  # fmt: skip


def test_a_bold_line_is_a_heading(written: Written) -> None:
    document = written(f"{LONG}\nEl café\n{LONG}", {1: Hint(bold=7)})
    assert noted(document)[1] == ("front", "El café", "El café")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("9:38 Empieza.", 34680.0),
        ("(9:38) Empieza.", 34680.0),
        ("[09:38] Empieza.", 34680.0),
        ("**9:38** Empieza.", 34680.0),
        ("9:38 - Empieza.", 34680.0),
        ("9:38: Empieza.", 34680.0),
        ("9:38 hrs. Empieza.", 34680.0),
        ("- 9:38 h Empieza.", 34680.0),
        ("9:38:20 Empieza.", 34700.0),
        ("9:20 a 9:38 Empieza.", 33600.0),
    ],
)
def test_a_clock_time_begins_a_note(written: Written, line: str, seconds: float) -> None:
    document = written(f"Sesión\n{line}\n{LONG}")
    turn = read_turns(document).turns[1]
    assert (turn.kind, turn.start_time) == (TurnKind.NOTE, seconds)
    assert document.text[turn.words.start : turn.words.end] == "Empieza."


@pytest.mark.parametrize(
    "line", ["9:75 Empieza.", "25:10 Empieza.", "A las 9:38 empieza.", "9.38 x."]
)
def test_what_is_no_clock_time_is_none(written: Written, line: str) -> None:
    assert read_turns(written(f"{LONG}\n{line}")).turns[1].start_time is None


def test_lines_that_begin_like_labels_are_still_notes(written: Written) -> None:
    text = "\n".join(
        f"10:{n:02} Llegan más personas a la sala de reuniones.\nSupervisora: saluda."
        for n in range(9)
    ).replace("saluda.", "saluda.\n10:59 Siguen llegando personas a la sala.")
    assert {kind for kind, _section, _words in noted(written(text))} == {"note"}


def test_roles_explained_in_a_document_are_no_speakers(written: Written) -> None:
    text = "\n".join([LONG] * 12 + ["Director: convoca.", "Supervisor: acompaña."] + [LONG] * 12)
    assert {kind for kind, _section, _words in noted(written(text))} == {"note"}


def test_a_person_can_say_that_nobody_speaks(written: Written) -> None:
    document = written("E: ¿Sí?\nD: No.\nE: ¿No?\nD: Sí.")
    assert {turn.kind for turn in read_turns(document).turns} == {TurnKind.SPEECH}
    assert {turn.kind for turn in read_turns(document, notes=True).turns} == {TurnKind.NOTE}


def test_a_wrapped_line_continues_its_paragraph(written: Written) -> None:
    document = written(
        "Llegan todos a la hora que dice la carta\ny se sientan lejos.\n\nOtra cosa."
    )
    assert [words for _kind, _section, words in noted(document)] == [
        "Llegan todos a la hora que dice la carta\ny se sientan lejos.",
        "Otra cosa.",
    ]


def test_blank_lines_at_the_top_belong_to_the_front(written: Written) -> None:
    assert noted(written(f"\n\n{LONG}"))[0] == ("front", "", "")


def test_a_document_of_headings_alone_is_all_front(written: Written) -> None:
    assert {kind for kind, _section, _words in noted(written("# Uno\n# Dos"))} == {"front"}


def test_a_short_list_without_heading_is_notes(written: Written) -> None:
    assert {kind for kind, _section, _words in noted(written("pan\nLeche\nHuevos"))} == {"note"}
