"""Roles told by labels, and who interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.ingest import Document, guess_role, read_turns
from rmecode.ingest.clocks import seconds
from rmecode.ingest.vocabulary import is_speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    Written = Callable[..., Document]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Entrevistadora", "entrevistador"),
        ("ENTREVISTADOR", "entrevistador"),
        ("Entrevistador/a", "entrevistador"),
        ("Moderadora", "entrevistador"),
        ("Investigador 2", "entrevistador"),
        ("E", "entrevistador"),
        ("E2", "entrevistador"),
        ("Entrevistado", ""),
        ("Entrevistada 2", ""),
        ("Jefe DEPROV", "jefe_deprov"),
        ("Jefa de DEPROV", "jefe_deprov"),
        ("Jefa Provincial", "jefe_deprov"),
        ("JEFE PROVINCIAL", "jefe_deprov"),
        ("Director Provincial de Educación", "jefe_deprov"),
        ("Jefe técnico-pedagógico DEPROV", "jefe_deprov"),
        ("Supervisora", "supervisor"),
        ("Supervisor DEPROV", "supervisor"),
        ("La supervisora", "supervisor"),
        ("ATP", "supervisor"),
        ("Sostenedora", "sostenedor"),
        ("Representante del sostenedor", "sostenedor"),
        ("Jefe DAEM", "sostenedor"),
        ("Director de Educación Municipal", "sostenedor"),
        ("Dueño", "sostenedor"),
        ("Director", "director"),
        ("Directora 2", "director"),
        ("Director 2 (RME4)", "director"),
        ("Director A", "director"),
        ("Jefe UTP", "jefe_utp"),
        ("Jefa UTP 1 (RME1)", "jefe_utp"),
        ("Jefa de UTP", "jefe_utp"),
        ("UTP C", "jefe_utp"),
        ("Jefe técnico", "jefe_utp"),
        ("JEFA TÉCNICA", "jefe_utp"),
        ("Coordinadora UTP", "jefe_utp"),
        ("Profesional 3", "profesional_mineduc"),
        ("Profesional MINEDUC", "profesional_mineduc"),
        ("Directorio", ""),
        ("Asistente", ""),
        ("Profesora", ""),
        ("María", ""),
        ("D", ""),
        ("", ""),
        ("¿?", ""),
    ],
)
def test_a_role_is_told_by_its_label(label: str, role: str) -> None:
    assert guess_role(label) == role


def said(*turns: str) -> str:
    return "\n".join(turns * 3)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (said("P: ¿Cómo?", "R: Así."), ["P"]),
        (said("E1: ¿Cómo?", "S: Así.", "E2: ¿Y antes?"), ["E1", "E2"]),
        (said("I: ¿Cómo?", "D: Así."), ["I"]),
        (said("M: ¿Cómo?", "A: Así.", "B: No."), ["M"]),
        (said("Moderadora: Ya.", "E1: Sí.", "E2: No.", "E3: Quizás."), ["Moderadora"]),
        (
            said("Moderador: Ya.", "Asistente: ¿Café?", "Profesional 1: Sí.", "Profesional 2: No."),
            ["Moderador", "Asistente"],
        ),
        (said("Facilitadora: Ya.", "A: Sí.", "B: No.", "C: Nada."), ["Facilitadora"]),
        (said("Facilitadora: Así se hace, punto por punto.", "Ema: ¿Y cómo?"), ["Ema"]),
        (said("Pregunta: ¿Cómo?", "Respuesta: Así."), ["Pregunta"]),
        (said("Ema: ¿Cómo?", "Luis: Así, con una carta larga."), ["Ema"]),
        (said("E: Así, con una carta.", "A: ¿Y cómo?", "E: Otra carta."), ["A"]),
    ],
)
def test_who_interviews_is_told_with_a_reason(written: Written, text: str, who: list[str]) -> None:
    transcript = read_turns(written(text))
    assert [guess.label for guess in transcript.interviewers] == who
    assert all(guess.reason for guess in transcript.interviewers)
    assert [transcript.roles[label] for label in who] == ["entrevistador"] * len(who)
    assert not transcript.doubts


@pytest.mark.parametrize(
    "text",
    [
        said("Ema: Sí.", "Luis: No."),
        said("Director: ¿Cómo?", "Supervisor: Así."),
        said("Ema: ¿Cómo fue eso de la carta larga?", "Luis: Así."),
        said("Ema: ¿Sí?", "Luis: ¿No?"),
        said("Ema: Estuve sola."),
    ],
)
def test_where_nobody_clearly_asks_that_is_a_doubt(written: Written, text: str) -> None:
    transcript = read_turns(written(text))
    assert transcript.interviewers == ()
    assert transcript.labels
    assert ["nobody looks like the interviewer" in d.what for d in transcript.doubts] == [True]


def test_an_institution_alone_is_nobody_who_speaks() -> None:
    assert guess_role("MINEDUC") == "profesional_mineduc"
    assert not is_speaker("MINEDUC")
    assert is_speaker("Profesional MINEDUC")


@pytest.mark.parametrize(
    ("clock", "of_day", "expected"),
    [
        ("00:13", False, 13.0),
        ("75:20", False, 4520.0),
        ("1:02:03,5", False, 3723.5),
        ("00:01:23-4", False, 83.4),
        ("10:15", True, 36900.0),
        ("12:75", False, None),
        ("25:10", True, None),
        ("10", False, None),
    ],
)
def test_a_clock_is_seconds(clock: str, of_day: bool, expected: float | None) -> None:  # noqa: FBT001 - hypothesis or pytest names it
    assert seconds(clock, of_day=of_day) == expected
