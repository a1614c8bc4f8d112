"""A study small enough to count on one's fingers.

Texts are drawn, not written: each turn's label takes two characters and its words the rest.

====== ============== ========================== =========================================
source cases          instrument, role           turns (words at; who)
====== ============== ========================== =========================================
sup1   RME1           entrevista, supervisor     0-10 E (2-10) · 10-60 S1 (12-60)
grp1   RME1           grupo                      0-20 D1 (2-20) · 20-40 U1 (22-40)
obs1   RME1           observación                0-50 note
dep    RME1, RME4     entrevista, jefe DEPROV    0-10 E · 10-110 J1 (12-110); 50-110 → RME4
grp4   RME4           grupo                      0-30 D4 (2-30) · 30-60 label X (32-60), no one
nat    none           grupo focal, MINEDUC       0-100 M1 (2-100)
====== ============== ========================== =========================================

RME6 has no source at all.
"""

from __future__ import annotations

from rmecode.model import (
    Assignment,
    Case,
    Code,
    Codebook,
    Coding,
    Quote,
    Source,
    SourceEvidence,
    Span,
    Turn,
    TurnKind,
    Voice,
)

CASES = (Case("RME1", {"escuelas": 8.0}), Case("RME4"), Case("RME6"))

CODEBOOK = Codebook(
    "mini",
    "1",
    (
        Code("c1", "capital", "Capital social", kind="area", color="#7a4b9d"),
        Code("c2", "capital/confianza", "Confianza"),
        Code("c3", "capital/densidad", "Densidad"),
        Code("c4", "procesos", "Procesos", kind="family", color="#1f6f5c"),
        Code("c5", "procesos/informativos", "Informativos"),
        Code("c6", "procesos/informativos/transmisión", "Transmisión"),
        Code("c7", "procesos/informativos/formación", "Formación"),
    ),
)

INTERVIEWER = Voice("", "entrevistadora", interviewer=True)


def speech(number: int, start: int, end: int, label: str) -> Turn:
    return Turn(number, TurnKind.SPEECH, Span(start, end), Span(start + 2, end), label)


def note(number: int, start: int, end: int) -> Turn:
    return Turn(number, TurnKind.NOTE, Span(start, end), Span(start, end))


def coding(number: int, source: str, span: tuple[int, int], code: str, coder: str = "A") -> Coding:
    words = f"{source}[{span[0]}:{span[1]}]"
    return Coding(number, source, 1, Span(*span), Quote(words), code, coder)


def mini_sources(done: dict[str, frozenset[str]] | None = None) -> tuple[SourceEvidence, ...]:
    """Return the six sources; ``done`` says who has finished which (nobody by default)."""
    marks = done or {}
    sources = (
        SourceEvidence(
            Source("sup1", "sup1.txt", "entrevista", "1", ("RME1",), role="supervisor"),
            60,
            (speech(1, 0, 10, "E"), speech(2, 10, 60, "S")),
            (INTERVIEWER, Voice("S1", "supervisor")),
        ),
        SourceEvidence(
            Source("grp1", "grp1.txt", "grupo", "2", ("RME1",)),
            40,
            (speech(1, 0, 20, "D"), speech(2, 20, 40, "U")),
            (Voice("D1", "director"), Voice("U1", "jefe UTP")),
        ),
        SourceEvidence(
            Source("obs1", "obs1.txt", "observación", "2", ("RME1",)),
            50,
            (note(1, 0, 50),),
            (None,),
        ),
        SourceEvidence(
            Source("dep", "dep.txt", "entrevista", "1", ("RME1", "RME4"), role="jefe DEPROV"),
            110,
            (speech(1, 0, 10, "E"), speech(2, 10, 110, "J")),
            (INTERVIEWER, Voice("J1", "jefe DEPROV")),
            (Assignment("dep", Span(50, 110), "RME4"),),
        ),
        SourceEvidence(
            Source("grp4", "grp4.txt", "grupo", "2", ("RME4",)),
            60,
            (speech(1, 0, 30, "D"), speech(2, 30, 60, "X")),
            (Voice("D4", "director"), Voice("", "director")),
        ),
        SourceEvidence(
            Source("nat", "nat.txt", "grupo focal", "2", (), role="MINEDUC"),
            100,
            (speech(1, 0, 100, "M"),),
            (Voice("M1", "profesional MINEDUC"),),
        ),
    )
    return tuple(
        SourceEvidence(
            e.source,
            e.length,
            e.turns,
            e.voices,
            e.assignments,
            marks.get(e.source.id, frozenset()),
            frozenset({"A", "B"}),
        )
        for e in sources
    )


ALL_DONE = {name: frozenset({"A"}) for name in ("sup1", "grp1", "obs1", "dep", "grp4", "nat")}

CODINGS = (
    coding(1, "sup1", (12, 32), "c2"),  # S1, 20 characters of speech
    coding(2, "sup1", (22, 42), "c3"),  # S1, overlaps 1 by 10
    coding(3, "sup1", (12, 32), "c2", "B"),  # the same passage by another coder
    coding(4, "grp1", (10, 30), "c2"),  # D1 and U1, and the label of U1 (2 characters)
    coding(5, "obs1", (0, 25), "c2"),  # nobody speaks
    coding(6, "dep", (20, 40), "c6"),  # both cases: shared
    coding(7, "dep", (60, 80), "c6"),  # RME4 only
    coding(8, "dep", (40, 70), "c7"),  # over the edge: 10 characters shared, 20 of RME4 only
    coding(9, "grp4", (2, 12), "c7"),  # D4
    coding(10, "grp4", (40, 50), "c6"),  # the unknown X
    coding(11, "nat", (10, 60), "c4"),  # on the family itself
    coding(12, "sup1", (3, 9), "c6"),  # the interviewer's words only
)
