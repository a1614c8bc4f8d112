"""Filters on codings and suggestions, by what is coded, where, by whom, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.errors import RmecodeError
from rmecode.errors.query import ExpressionError
from rmecode.study.applying import apply_rules
from rmecode.study.filters.rows import kept
from rmecode.study.filters.sifting import passing
from rmecode.study.importing import import_codings
from rmecode.study.listing import coding_rows, suggestion_rows
from rmecode.study.parts import assign
from rmecode.study.texts import shown
from tests.study.conftest import AT

if TYPE_CHECKING:
    from rmecode.study import Study

CODINGS = """\
source,quote,code,coder,memo
R1-director,La confianza llegó después,confianza,ana,
R1-director,compartimos pruebas,cooperativos,robot,duda grave
R2-director,nadie confía en nadie,confianza,ana,
deprov,metas claras,objetivos,ana,
deprov,los vínculos son débiles,vínculos,robot,
R1-sesion,abre la reunión,estructura,ana,
"""
NAMES = ("confía1", "compartir", "confía2", "metas", "vínculos", "sesión")


@pytest.fixture
def coded(study: Study) -> Study:
    path = study.root / "c.csv"
    path.write_text(CODINGS, "utf-8")
    assert import_codings(study, path, by="ana", at=AT).new == len(NAMES)
    assign(study, "deprov", "1-2", "R1", by="ana", at=AT)
    return study


def _kept(study: Study, where: str) -> set[str]:
    names = {row["id"]: name for row, name in zip(_by_file(study), NAMES, strict=True)}
    return {names[row["id"]] for row in kept(study, coding_rows(study), where)}


def _by_file(study: Study) -> list[dict[str, object]]:
    quotes = [line.split(",")[1] for line in CODINGS.splitlines()[1:]]
    return sorted(coding_rows(study), key=lambda row: quotes.index(str(row["quote"])))


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("rol:director", {"confía1", "compartir", "confía2"}),
        ('rol:"Jefe DEPROV"', {"metas", "vínculos"}),
        ("instrumento:Observación", {"sesión"}),
        ('etapa:"primera etapa"', {"metas", "vínculos"}),
        ("caso:R1", {"confía1", "compartir", "metas", "vínculos", "sesión"}),
        ("caso = R1", {"confía1", "compartir", "metas", "sesión"}),
        ("no caso:R1", {"confía2", "vínculos"}),
        ("no caso:R1 y no caso:R2", set()),
        ("no caso = R1", {"confía2", "vínculos"}),
        ("no (caso = R1 o caso = R2)", {"vínculos"}),
        ("caso != R1", {"confía2", "vínculos"}),
        ("no comunas > 8", {"confía1", "compartir", "metas", "vínculos", "sesión"}),
        ("comunas > 8", {"confía2", "vínculos"}),
        ("comunas = 5", {"confía1", "compartir", "metas", "vínculos", "sesión"}),
        ("dependencia:municipal", {"confía1", "compartir", "metas", "vínculos", "sesión"}),
        ("niveles:básica", {"confía1", "compartir", "metas", "vínculos", "sesión"}),
        ("fuente:R2-director", {"confía2"}),
        ("participante:D1", {"confía1", "compartir"}),
        ("código:capital_social", {"confía1", "confía2", "vínculos"}),
        ("código:confianza", {"confía1", "confía2"}),
        ("código:procesos/cooperativos", {"compartir"}),
        ("codificador:robot", {"compartir", "vínculos"}),
        ("memo:*grave*", {"compartir"}),
        ("confiar", {"confía2"}),
        ("nadie o @metas", {"confía2", "metas"}),
        ("confiar y caso:R1", set()),
        ("reunión y no rol:director", {"sesión"}),
        ("date >= 2016-10", {"confía2"}),
        ("turno > 2", {"compartir", "vínculos"}),
        ("", set(NAMES)),
    ],
)
def test_a_filter_keeps_what_it_says(coded: Study, where: str, names: set[str]) -> None:
    assert _kept(coded, where) == names


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("rol:alcalde", "«alcalde»"),
        ("caso:R9", "«R9»"),
        ("comuna:3", "«comuna»"),
        ("codificador:eva", "«eva»"),
        ("código:zzz", "«zzz»"),
        ("@nada", "@nada"),
        ("rol:", "Column"),
    ],
)
def test_a_filter_that_names_what_is_not_there_is_refused(
    coded: Study, where: str, said: str
) -> None:
    with pytest.raises(ExpressionError, match=said):
        kept(coded, coding_rows(coded), where)


def test_the_ids_that_pass_are_those_of_the_rows(coded: Study) -> None:
    rows = kept(coded, coding_rows(coded), "codificador:robot")
    assert len(rows) == 2
    assert passing(coded, "codificador:robot") == {row["id"] for row in rows}


def test_suggestions_are_filtered_by_rule_decision_and_words(study: Study) -> None:
    applied = apply_rules(study, by="ana", at=AT)
    rows = suggestion_rows(study)
    assert applied.outcome.added == len(rows) > 8
    assert {row["rule"] for row in kept(study, rows, "regla:informa")} == {"informa"}
    assert kept(study, rows, "decisión:open") == rows
    assert kept(study, rows, "decisión:accepted") == []
    assert passing(study, "rol:director y reunión", suggested=True)


def test_rules_leave_the_interviewers_words_and_respect_roles(study: Study) -> None:
    apply_rules(study, by="ana", at=AT)
    found = {(str(row["source"]), row["turn"], str(row["code"])) for row in suggestion_rows(study)}
    assert ("R1-director", 2, "capital_social/confianza") in found
    assert ("R1-director", 4, "procesos/informativos/transmisión") in found
    assert not {turn for source, turn, _code in found if source == "R1-director"} & {1, 3}


def test_applying_the_rules_twice_changes_nothing(study: Study) -> None:
    first = apply_rules(study, by="ana", at=AT)
    rows = suggestion_rows(study)
    second = apply_rules(study, by="ana", at=AT)
    assert (second.outcome.added, second.outcome.kept) == (0, first.outcome.added)
    assert suggestion_rows(study) == rows
    assert first.rules == 6


def test_a_rule_may_name_a_role_by_its_label(study: Study) -> None:
    book = study.root / "libro.yaml"
    text = book.read_text("utf-8").replace("rol:director", "rol:Director")
    book.write_text(text, "utf-8")
    apply_rules(study, by="ana", at=AT)
    assert any(row["rule"] == "informa" for row in suggestion_rows(study))


def test_rules_that_cannot_be_applied_change_nothing(study: Study) -> None:
    book = study.root / "libro.yaml"
    book.write_text(book.read_text("utf-8").replace("rol:director", "rol:alcalde"), "utf-8")
    with pytest.raises(RmecodeError, match="«alcalde»"):
        apply_rules(study, by="ana", at=AT)
    assert study.store.codebook_version() is None
    assert suggestion_rows(study) == []


def test_without_texts_there_is_nothing_to_apply_rules_to(empty: Study) -> None:
    with pytest.raises(RmecodeError, match="The study has no sources yet"):
        apply_rules(empty, by="ana", at=AT)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5"),
        (2.5, "2.5"),
        (1234567.0, "1234567"),
        (("a", "b"), "a; b"),
        ("x", "x"),
        (None, ""),
    ],
)
def test_an_attribute_is_shown_as_people_write_it(
    value: float | str | tuple[str, ...] | None, text: str
) -> None:
    assert shown(value) == text


def test_an_attribute_named_like_a_field_hides_no_field(coded: Study) -> None:
    (coded.root / "cases.csv").write_text(
        "caso,red,stage,comunas,dependencia,niveles\nR1,Norte,x,5,,\nR2,Sur,y,12,,\n", "utf-8"
    )
    coded.forget_tables()
    assert _kept(coded, "caso:R2") == {"confía2", "vínculos"}
    assert _kept(coded, "etapa:1") == {"metas", "vínculos"}


def test_labels_count_inside_every_kind_of_expression(coded: Study) -> None:
    where = 'reunión o (rol:"Jefe DEPROV" y (no etapa:"segunda etapa" y metas sin vínculo))'
    assert _kept(coded, where) == {"metas", "sesión"}


def test_rows_for_notebooks_say_everything(coded: Study) -> None:
    first = coded.sources().set_index("source").loc["R1-director"]
    assert (first["codings"], first["coders"], first["cases"], first["turns"]) == (
        2,
        ("ana", "robot"),
        ("R1",),
        4,
    )
    turns = coded.turns("R1-director")
    assert list(turns["role"]) == ["entrevistador", "director"] * 2
    assert list(turns["interviewer"]) == [True, False] * 2
    assert turns["text"][1].startswith("Al principio no.")
    codings = coded.codings().set_index("quote")
    row = codings.loc["metas claras"]
    assert (row["code"], row["cases"], row["roles"], row["turn"], row["kind"]) == (
        "colaboración/objetivos",
        ("R1",),
        ("jefe_deprov",),
        2,
        "person",
    )
