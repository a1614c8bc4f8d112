"""Every convention of labels and times that a transcript may follow, and what only looks like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.ingest import Document, Hint, Transcript, read_turns
from rmecode.model import TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    Written = Callable[..., Document]

ASKED = "¿Cómo llegó usted a la red?"
TOLD = "Por oficio: llegó un papel. A las 10:15 nos juntamos [risas] en la sede."
AGAIN = "¿Y antes?"
ANSWER = "Antes no había nada, ni siquiera un correo."


def spoken(document: Document, transcript: Transcript) -> list[tuple[str, str, float | None]]:
    """Return label, words and time of each speech turn."""
    return [
        (turn.label, document.text[turn.words.start : turn.words.end], turn.start_time)
        for turn in transcript.turns
        if turn.kind is TurnKind.SPEECH
    ]


@pytest.mark.parametrize(
    ("pattern", "first", "second"),
    [
        ("{label}: {words}", "E", "D"),
        ("{label}:{words}", "E", "J"),
        ("{label} : {words}", "P", "R"),
        ("{label}: {words}", "e", "d"),
        ("{label}.- {words}", "E", "D"),
        ("[{label}]: {words}", "Entrevistadora", "Director (RME4)"),
        ("({label}): {words}", "E", "D"),
        ("{label}: {words}", "Ent.", "Dir."),
        ("{label}.— {words}", "ENTREVISTADORA", "DIRECTOR"),
        ("{label}: {words}", "E1", "S"),
        ("{label}: {words}", "ENTREVISTADORA", "JEFE PROVINCIAL"),
        ("{label}: {words}", "Entrevistadora", "Director 2 (RME4)"),
        ("{label}: {words}", "Entrevistador/a", "Director(a)"),
        ("{label}: {words}", "Moderadora", "Jefa UTP 1 (RME1)"),
        ("{label}: {words}", "Moderadora", "UTP C"),
        ("{label}: {words}", "María", "Juan Pérez"),
        ("{label}: {words}", "Ñusta", "Íñigo"),
        ("**{label}:** {words}", "Entrevistadora", "Supervisora"),
        ("**{label}**: {words}", "Entrevistadora", "Supervisora"),
        ("__{label}:__ {words}", "Entrevistadora", "Supervisora"),
        ("—{label}: {words}", "Entrevistadora", "Director"),
        ("- {label}: {words}", "Entrevistadora", "Director"),
        ("   {label}:\t{words}", "Entrevistadora", "Director"),
        ("{label}:\n{words}", "Entrevistadora", "Director"),
        ("{label}\n{words}", "ENTREVISTADORA", "DIRECTOR"),
        ("{label}\n{words}\n", "Entrevistadora", "Jefa UTP"),
        ("{label}\n\n{words}\n", "MARÍA SOTO", "JUAN PÉREZ"),
    ],
)
def test_a_label_is_found_however_it_is_written(
    written: Written, pattern: str, first: str, second: str
) -> None:
    said = [(first, ASKED), (second, TOLD), (first, AGAIN), (second, ANSWER)] * 2
    document = written("\n".join(pattern.format(label=a, words=b) for a, b in said))
    transcript = read_turns(document)
    assert spoken(document, transcript) == [(a, b, None) for a, b in said]
    assert transcript.labels == {first: 4, second: 4}
    assert [guess.label for guess in transcript.interviewers] == [first]


@pytest.mark.parametrize(
    "pattern",
    [
        "[{time}] {label}: {words}",
        "({time}) {label}: {words}",
        "{time} {label}: {words}",
        "{time} - {label}: {words}",
        "#{time}-0# {label}: {words}",
        "{label} ({time}): {words}",
        "{label} [{time}]: {words}",
        "{label}: [{time}] {words}",
        "**{label}** ({time}): {words}",
        "{label}  {time}\n{words}",
        "{label} - {time}\n{words}",
        "**{label}** {time}\n{words}",
        "[{time}]\n{label}: {words}",
        "{time}\n{label}\n{words}",
        "<{time}> {label}: {words}",
    ],
)
def test_a_time_is_found_wherever_it_stands(written: Written, pattern: str) -> None:
    said = [("Entrevistadora", ASKED), ("Supervisora", TOLD)] * 2
    times = ["00:00:08", "00:00:15", "00:12:31", "01:03:15"]
    document = written(
        "\n".join(
            pattern.format(time=t, label=a, words=b) for t, (a, b) in zip(times, said, strict=True)
        )
    )
    transcript = read_turns(document)
    seconds = [8.0, 15.0, 751.0, 3795.0]
    assert spoken(document, transcript) == [
        (a, b, t) for t, (a, b) in zip(seconds, said, strict=True)
    ]
    assert [turn.end_time for turn in transcript.turns] == [15.0, 751.0, 3795.0, None]


def test_two_numbers_are_minutes_and_seconds_in_speech(written: Written) -> None:
    document = written("Ema  00:13\nHola, ¿qué tal?\n\nLuis  75:20\nBien.\n")
    assert spoken(document, read_turns(document)) == [
        ("Ema", "Hola, ¿qué tal?", 13.0),
        ("Luis", "Bien.", 4520.0),
    ]


def test_a_range_of_times_gives_start_and_end(written: Written) -> None:
    document = written("[00:01 - 00:05] E: ¿Sí?\n[00:06 --> 00:09,5] D: No.")
    times = [(turn.start_time, turn.end_time) for turn in read_turns(document).turns]
    assert times == [(1.0, 5.0), (6.0, 9.5)]


def test_f4_marks_at_the_end_close_a_turn_and_open_the_next(written: Written) -> None:
    document = written("E: ¿Sí? #00:00:05-1#\nD: No. #00:00:09-0#\n")
    turns = read_turns(document).turns
    assert [(turn.start_time, turn.end_time) for turn in turns] == [(None, 5.1), (5.1, 9.0)]
    assert spoken(document, read_turns(document))[0][1] == "¿Sí?"


@pytest.mark.parametrize(
    "line",
    [
        "Ojo: eso fue así.",
        "Mire: yo no estaba.",
        "Y él me dijo: anda tú.",
        "Me dijo: anda tú.",
        "dijo: anda tú.",
        "https://www.mineduc.cl/redes",
        "http://redes.cl: ahí está",
        "10:15 nos juntamos todos.",
        "A las 10:15 nos juntamos.",
        "Nota: faltó uno.",
        "La directora me dijo: no.",
        "«Director: no venga», así decía.",
        "[risas]",
        "(silencio)",
        "[inaudible: 3 segundos]",
        "Dos cosas: la primera es que no hubo plata.",
        "NO.",
        "PME",
        "Primero: la sala. Segundo: la llave.",
        "¿Sabe qué?: nada.",
    ],
)
def test_what_only_looks_like_a_label_stays_in_the_turn(written: Written, line: str) -> None:
    text = f"E: {ASKED}\nD: {TOLD}\n{line}\nE: {AGAIN}\nD: {ANSWER}"
    document = written(text)
    assert [words for _label, words, _time in spoken(document, read_turns(document))] == [
        ASKED,
        f"{TOLD}\n{line}",
        AGAIN,
        ANSWER,
    ]


@pytest.mark.parametrize(
    "top",
    [
        "Fecha: 14 de septiembre\nLugar: sala de profesores\nDuración: 50 minutos",
        "Entrevista a director\nCargo: Dueño\nFecha de la entrevista: martes 3",
        "Entrevistadora: María Soto\nDirector: Juan Pérez\nFecha: 3 de mayo de 2016",
        "Participantes: seis profesionales\nEntrevistadora: María Soto",
        "E: Entrevistadora\nD: Director",
        "E: Entrevistadora. D: Director",
        "(E: Entrevistadora, D: Director)",
        "E = Entrevistadora / D = Director",
        "Sostenedor municipal: director de educación, Corporación. 4 de agosto de 2016.",
        "Nota: transcripción literal\nhttp://redes.cl",
        "Audio: 00:18:20",
    ],
)
def test_the_top_is_no_speech(written: Written, top: str) -> None:
    document = written(f"{top}\n\nE: {ASKED}\nD: {TOLD}\nE: {AGAIN}\nD: {ANSWER}")
    transcript = read_turns(document)
    assert transcript.turns[0].kind is TurnKind.FRONT
    assert document.text[transcript.turns[0].words.start : transcript.turns[0].words.end] == top
    assert transcript.labels == {"E": 2, "D": 2}


def test_a_label_of_the_top_that_speaks_later_is_still_a_speaker(written: Written) -> None:
    top = "Entrevistadora: María Soto\nDirector: Juan Pérez\nFecha: 3 de mayo"
    document = written(
        f"{top}\n\nEntrevistadora: {ASKED}\nDirector: {TOLD}\nEntrevistadora: {AGAIN}\nDirector: Sí."
    )
    assert read_turns(document).labels == {"Entrevistadora": 2, "Director": 2}


def test_a_legend_gives_labels_their_meaning(written: Written) -> None:
    document = written(
        f"M: Directora\nS: Entrevistadora\n\nS: {ASKED}\nM: {TOLD}\nS: {AGAIN}\nM: {ANSWER}"
    )
    transcript = read_turns(document)
    assert transcript.legend == {"M": "Directora", "S": "Entrevistadora"}
    assert transcript.roles == {"S": "entrevistador", "M": "director"}
    assert [guess.label for guess in transcript.interviewers] == ["S"]
    assert "Entrevistadora" in transcript.interviewers[0].reason


def test_a_paragraph_without_label_continues_the_turn(written: Written) -> None:
    document = written(f"E: {ASKED}\n\nD: {TOLD}\n\n{ANSWER}\n\nE: {AGAIN}\n\nD: No.")
    assert spoken(document, read_turns(document))[1][1] == f"{TOLD}\n\n{ANSWER}"


def test_a_misspelt_label_is_a_doubt_and_not_merged(written: Written) -> None:
    text = f"Entrevistadora: {ASKED}\nDirector: {TOLD}\n" * 4
    document = written(f"{text}Entrevistadra: {AGAIN}\nDirector: {ANSWER}")
    transcript = read_turns(document)
    assert transcript.labels == {"Entrevistadora": 4, "Director": 5, "Entrevistadra": 1}
    assert [(doubt.place, "Entrevistadora" in doubt.what) for doubt in transcript.doubts] == [
        ("line 9", True)
    ]


def test_people_told_apart_by_a_number_or_letter_are_no_misspelling(written: Written) -> None:
    turns = ["Moderadora: ¿Sí?", "Director A: Sí.", "Directora 12 (RME1): No."] * 3
    once = ["Director B: Yo también.", "Directora 21 (RME1): Y yo.", "Directora 12 (RME2): Y yo."]
    transcript = read_turns(written("\n".join(turns + once)))
    assert len(transcript.labels) == 6
    assert [d.what for d in transcript.doubts if "same speaker" in d.what] == []


def test_somebody_who_comes_in_once_is_taken_with_a_doubt(written: Written) -> None:
    text = f"E: {ASKED}\nD: {TOLD} Gracias, Karen, pase.\n" * 4
    transcript = read_turns(written(f"{text}Karen: Permiso, don Luis.\nD: {ANSWER}"))
    assert transcript.labels["Karen"] == 1
    assert [doubt.place for doubt in transcript.doubts] == ["line 9"]


def test_an_unknown_word_with_colon_stays_words_with_a_doubt(written: Written) -> None:
    text = f"E: {ASKED}\nD: {TOLD}\n" * 4
    transcript = read_turns(written(f"{text}Lección: nadie fue.\nE: {AGAIN}"))
    assert set(transcript.labels) == {"E", "D"}
    assert ["Lección" in doubt.what for doubt in transcript.doubts] == [True]


def test_what_a_person_says_is_a_label_is_one(written: Written) -> None:
    text = f"E: {ASKED}\nD: {TOLD}\n" * 4 + f"Lección: {ANSWER}\nE: {AGAIN}"
    assert read_turns(written(text), speakers=["lección"]).labels["Lección"] == 1


def test_a_time_that_runs_backwards_is_a_doubt(written: Written) -> None:
    document = written("[00:10] E: ¿Sí?\n[00:20] D: No.\n[00:02] E: ¿No?\n[00:09] D: Sí.")
    transcript = read_turns(document)
    assert [doubt.place for doubt in transcript.doubts] == ["line 3"]
    assert [turn.end_time for turn in transcript.turns] == [20.0, None, 9.0, None]


def test_headings_within_a_conversation_are_its_sections(written: Written) -> None:
    text = f"# Uno\nE: {ASKED}\nD: {TOLD}\n# Dos\nE: {AGAIN}\nD: {ANSWER}"
    transcript = read_turns(written(text))
    assert [(turn.kind.value, turn.section) for turn in transcript.turns] == [
        ("front", "Uno"),
        ("speech", "Uno"),
        ("speech", "Uno"),
        ("front", "Dos"),
        ("speech", "Dos"),
        ("speech", "Dos"),
    ]


def test_a_line_from_a_table_is_labelled_whatever_its_label(written: Written) -> None:
    hints = {0: Hint(labelled=True), 1: Hint(labelled=True)}
    document = written("la que pregunta: ¿Sí?\nfecha: No.", hints)
    assert read_turns(document).labels == {"la que pregunta": 1, "fecha": 1}


def test_an_empty_text_has_no_turns(written: Written) -> None:
    assert read_turns(written("")).turns == ()


def test_a_common_word_before_a_colon_is_no_speaker_though_it_comes_back(written: Written) -> None:
    text = (
        f"E: {ASKED}\nD: {TOLD}\n" * 12 + "Plata: no hubo.\nE: ¿Y?\nD: Falta plata.\nPlata: nunca."
    )
    assert set(read_turns(written(text)).labels) == {"E", "D"}


def test_people_numbered_alike_need_no_doubt(written: Written) -> None:
    document = written("M: ¿Sí?\nP1: Sí.\nM: ¿No?\nP1: No.\nP2: Yo tampoco.\nM: ¿Ya?\nP3: Ya.")
    transcript = read_turns(document)
    assert transcript.labels == {"M": 3, "P1": 2, "P2": 1, "P3": 1}
    assert transcript.doubts == ()


def test_a_table_of_names_at_the_top_is_no_speech(written: Written) -> None:
    names = "Entrevistadora: María Soto\nDirector: Juan Pérez"
    hints = {0: Hint(labelled=True), 1: Hint(labelled=True)}
    document = written(f"{names}\n\nE: {ASKED}\nD: {TOLD}\nE: {AGAIN}\nD: {ANSWER}", hints)
    assert read_turns(document).labels == {"E": 2, "D": 2}


def test_a_time_or_a_person_s_word_makes_a_lone_label_above_the_others_speech(
    written: Written,
) -> None:
    body = f"\nE: {ASKED}\nD: {TOLD}\nE: {AGAIN}\nD: {ANSWER}"
    assert "Supervisora" not in read_turns(written(f"Supervisora: buenas.{body}")).labels
    assert "Supervisora" in read_turns(written(f"[0:01] Supervisora: buenas.{body}")).labels
    document = written(f"Supervisora: buenas.{body}")
    assert "Supervisora" in read_turns(document, speakers=["Supervisora"]).labels
