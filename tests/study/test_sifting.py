"""What is sifted without reading everything is what comes of reading everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmecode.errors import RmecodeError
from rmecode.model import Coder, Coding, Quote, Span, TextVersion, Turn, TurnKind, text_hash
from rmecode.study.filters.bounds import possible_sources
from rmecode.study.filters.expressions import read_filter
from rmecode.study.filters.rows import chosen, kept
from rmecode.study.filters.sifting import Sieve, plain, sifted
from rmecode.study.importing import import_codings
from rmecode.study.listing import coding_records, coding_rows
from rmecode.study.parts import assign
from tests.study.conftest import AT

if TYPE_CHECKING:
    from rmecode.study import Study

CODINGS = """\
source,quote,code,coder,memo
R1-director,La confianza llegó después,confianza,ana,
R1-director,¿Y qué se informa ahí?,transmisión,ana,pregunta
R1-director,compartimos pruebas,cooperativos,robot,duda grave
R2-director,nadie confía en nadie,confianza,ana,
R2-director,Siempre.,valoración,robot,Sí
deprov,metas claras,objetivos,ana,
deprov,los vínculos son débiles,vínculos,robot,
R1-sesion,abre la reunión,estructura,ana,
R1-sesion,una meta común,objetivos,robot,Duda
"""
ATOMS = (
    *("rol:director", "rol:jefe_deprov", 'rol:"Jefe DEPROV"', "participante:D1", "participante:J1"),
    *("caso:R1", "caso = R1", "caso != R2", "comunas > 8", "comunas = 5", "niveles:básica"),
    *("dependencia:municipal", "fuente:deprov", "etapa:1", "instrumento:observacion"),
    *("código:capital_social", "codificador:robot", "memo:*duda*", "turno > 2", "version = 1"),
    *("state:exact", "kind:simulated", "reunión", "@metas", '"nadie"', "confia*", "date > 2016-09"),
    "cerca(nadie, confiar)",
)
CHOICES = (
    {"cases": ("R1",)},
    {"cases": ("r2",), "coders": ("ROBOT",)},
    {"roles": ("director",)},
    {"roles": ("jefe_deprov",), "cases": ("R2",)},
    {"sources": ("deprov", "R1-sesion")},
    {"instruments": ("Observación",)},
    {"stages": ("1",)},
    {"codes": ("capital_social",)},
    {"codes": ("procesos", "CO"), "roles": ("director",)},
    {"cases": ("national",)},
)


@pytest.fixture
def coded(study: Study) -> Study:
    path = study.root / "c.csv"
    path.write_text(CODINGS, "utf-8")
    assert not import_codings(study, path, by="ana", at=AT).problems
    assign(study, "deprov", "1-2", "R1", by="ana", at=AT)
    return study


def ids(rows: list[dict[str, object]]) -> list[object]:
    return [row["id"] for row in rows]


def expressions() -> st.SearchStrategy[str]:
    atoms = st.sampled_from(ATOMS)
    negated = atoms.map(lambda atom: f"no ({atom})")
    parts = st.one_of(atoms, negated)
    joined = st.tuples(parts, st.sampled_from(["y", "o"]), parts)
    pairs = joined.map(lambda three: f"({three[0]}) {three[1]} ({three[2]})")
    return st.one_of(
        parts, pairs, st.tuples(pairs, pairs).map(lambda two: f"({two[0]}) y ({two[1]})")
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(expressions())
def test_a_filter_leaves_the_same_whatever_is_read_for_it(coded: Study, where: str) -> None:
    everything = coding_rows(coded)
    wanted = ids(kept(coded, everything, where))
    found = sifted(coded, Sieve(where))
    assert [coding.id for coding in found.codings] == wanted
    rows = coding_records(coded, found.codings, found.places)
    assert rows == [row for row in everything if row["id"] in wanted]
    sources = {row["source"] for row in rows}
    listed = [coded.listing(source) for source in coded.store.source_ids()]
    assert sources <= set(possible_sources(coded, read_filter(coded, where), listed, {"deprov"}))


@pytest.mark.parametrize("choices", CHOICES)
def test_choices_leave_the_same_whatever_is_read_for_them(
    coded: Study, choices: dict[str, tuple[str, ...]]
) -> None:
    everything = coding_rows(coded)
    wanted = chosen(coded, everything, choices)
    assert [each.id for each in sifted(coded, Sieve(choices=choices)).codings] == ids(wanted)
    both = Sieve("no (rol:director y comunas > 8)", choices)
    assert [each.id for each in sifted(coded, both).codings] == ids(kept(coded, wanted, both.where))


def test_sources_in_which_a_filter_cannot_be_true_are_not_read(coded: Study) -> None:
    def possible(where: str) -> list[str]:
        listed = [coded.listing(source) for source in coded.store.source_ids()]
        return sorted(possible_sources(coded, read_filter(coded, where), listed, {"deprov"}))

    assert possible("rol:director y comunas > 8 y confianza") == ["R2-director", "deprov"]
    assert possible("participante:D1") == ["R1-director", "deprov"]
    assert possible("instrumento:observacion o fuente:R2-director") == [
        "R1-sesion",
        "R2-director",
        "deprov",
    ]
    everything = sorted(coded.store.source_ids())
    for where in ("confianza", "código:confianza", "no rol:director", "caso = R1", "turno > 900"):
        assert possible(where) == everything


def test_what_is_asked_by_name_and_is_unknown_is_refused(coded: Study) -> None:
    for sieve in (Sieve("rol:alcalde"), Sieve(choices={"cases": ("R9",)}), Sieve("(")):
        with pytest.raises(RmecodeError):
            sifted(coded, sieve)


def test_words_are_those_of_the_latest_text_and_front_matter_is_read_in_the_excerpt(
    study: Study,
) -> None:
    text = "Proyecto Fondecyt de confianza\nD: La reunión fue buena.\n"
    turns = [
        Turn(1, TurnKind.FRONT, Span(0, 31), Span(0, 30)),
        Turn(2, TurnKind.SPEECH, Span(31, len(text)), Span(34, len(text) - 1), "D"),
    ]
    corrected = text.replace("reunión", "sesión")
    with study.store.changes(by="ana", at=AT, action="ingest") as changes:
        changes.add_coder(Coder("ana"))
        for number, said in ((1, text), (2, corrected)):
            version = TextVersion(
                "nueva", number, said, text_hash(said), f"f{number}", "txt", "utf-8", "1"
            )
            if number == 1:
                changes.add_source("nueva", "n.txt", version, turns)
                old, front, label = Span(34, 44), Span(0, 30), Span(31, 36)
                changes.add_codings(
                    [
                        Coding(0, "nueva", 1, span, Quote.at(text, span), "CS-1", "ana")
                        for span in (old, front, label)
                    ]
                )
            else:
                shorter = [
                    turns[0],
                    Turn(2, TurnKind.SPEECH, Span(31, len(said)), Span(34, len(said) - 1), "D"),
                ]
                changes.add_text_version(version, shorter)
                span = Span(34, 43)
                changes.add_codings(
                    [Coding(0, "nueva", 2, span, Quote.at(said, span), "CS-1", "ana")]
                )

    def words(where: str) -> list[str]:
        return [each.quote.exact for each in sifted(study, Sieve(where)).codings]

    assert words("reunión") == ["La reunión"]
    assert words("sesión") == ["La sesión"]
    assert words("fondecyt y confianza") == [text[:30]]
    assert words("la y fuente:nueva") == ["D: La", "La reunión", "La sesión"]


def test_words_in_excerpt_or_note_are_found_without_accents(coded: Study) -> None:
    def found(words: str) -> list[str]:
        return [each.quote.exact for each in sifted(coded, Sieve(words=words)).codings]

    assert found("LLEGO despues") == ["La confianza llegó después"]
    assert found("grave") == ["compartimos pruebas"]
    assert found("nin\u0303o") == []
    assert len(found("")) == 9
    assert plain("ÁÉÑñüİ") == "aeññui̇"
