"""Search: every place with its words around it, who says it, and how hits become suggestions."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from rmecode.errors.analysis import UnknownChoiceError
from rmecode.errors.codebook import UnknownCodeError
from rmecode.errors.query import ExpressionError
from rmecode.errors.study import NoSourcesError
from rmecode.model import Coder, Decision, Span
from rmecode.study.applying import apply_rules
from rmecode.study.parts import assign
from rmecode.study.searching import HIT, Asked, Hit, Searched, hit_rows, search_texts
from rmecode.study.suggesting import ENGINE, Suggested, codes_named, suggest_hits
from tests.study.conftest import AT

if TYPE_CHECKING:
    from rmecode.study import Study


def found(study: Study, expression: str, **asked: object) -> Searched:
    return search_texts(study, Asked(expression, **asked))  # type: ignore[arg-type]  # by name


def places(study: Study, expression: str, **asked: object) -> list[tuple[str, int, str]]:
    return [(h.source, h.turn, h.words) for h in found(study, expression, **asked).hits]


def suggested(study: Study, expression: str, *codes: str, unit: str = "sentence") -> Suggested:
    hits = found(study, expression, unit=unit).hits
    named = codes_named(study, codes)
    return suggest_hits(study, hits, named, reason=expression, by="ana", at=AT)


def test_every_place_is_a_hit_in_the_order_of_the_table(study: Study) -> None:
    searched = found(study, "reunión")
    assert [(h.source, h.turn, h.words) for h in searched.hits] == [
        ("R1-director", 2, "reuniones"),
        ("R2-director", 2, "reuniones"),
        ("R2-director", 4, "reuniones"),
        ("deprov", 4, "reunión"),
        ("R1-sesion", 2, "reunión"),
    ]
    assert (searched.total, searched.left_out) == (5, 0)
    assert (searched.sources, searched.cases) == (4, 2)
    assert searched.notes == ()


def test_a_hit_says_where_it_is_and_who_speaks_of_which_cases(study: Study) -> None:
    (hit,) = found(study, '"vínculos"').hits
    text = study.text("deprov")
    start = text.index("vínculos")
    assert (hit.span, hit.version) == (Span(start, start + 8), 1)
    assert hit.matched == (hit.span,)
    assert (hit.role, hit.participant, hit.cases) == ("jefe_deprov", "J1", ("R1", "R2"))
    assert (hit.before, hit.after) == (
        "En la otra, los ",
        " son débiles y cuesta llegar a la reunión.",
    )
    note = found(study, "lámina").hits[0]
    assert (note.role, note.participant, note.cases) == ("", "", ("R1",))


def test_context_is_as_wide_as_asked_and_never_leaves_the_turn(study: Study) -> None:
    narrow = found(study, '"vínculos"', width=4).hits[0]
    assert (narrow.before, narrow.after) == ("los ", " son")
    nothing = found(study, '"vínculos"', width=0).hits[0]
    assert (nothing.before, nothing.after) == ("", "")
    for hit in found(study, "a* o e* o s*", width=10_000, interviewer=True).hits:
        around = f"{hit.before}{hit.words}{hit.after}"
        said = next(t for t in study.store.turns(hit.source) if t.number == hit.turn).words
        assert around == study.text(hit.source)[said.start : said.end]


def test_the_interviewer_s_words_are_searched_only_if_asked(study: Study) -> None:
    assert places(study, "confianza") == [("R1-director", 2, "confianza")]
    assert places(study, "confianza", interviewer=True) == [
        ("R1-director", 1, "confianza"),
        ("R1-director", 2, "confianza"),
    ]
    assert places(study, "confianza", interviewer=True)[0] not in places(study, "confianza")
    hit = found(study, "confianza", interviewer=True).hits[0]
    assert (hit.role, hit.before) == ("entrevistador", "¿Hay ")


@pytest.mark.parametrize(
    ("choices", "sources"),
    [
        ({"sources": ("DEPROV",)}, {"deprov"}),
        ({"sources": ("s2",)}, {"R2-director"}),
        ({"cases": ("r2",)}, {"R2-director", "deprov"}),
        ({"instruments": ("Observación",)}, {"R1-sesion"}),
        ({"roles": ("director",)}, {"R1-director", "R2-director"}),
        ({"roles": ("director", "Jefe DEPROV")}, {"R1-director", "R2-director", "deprov"}),
        ({"stages": ("1",)}, {"deprov"}),
        ({"cases": ("R1",), "stages": ("2",)}, {"R1-director", "R1-sesion"}),
        ({"roles": ("entrevistador",)}, set()),
        ({"cases": ("national",)}, set()),
        ({"roles": ()}, {"R1-director", "R2-director", "deprov", "R1-sesion"}),
    ],
)
def test_choices_keep_what_they_name(
    study: Study, choices: dict[str, tuple[str, ...]], sources: set[str]
) -> None:
    assert {hit.source for hit in found(study, "reunión", choices=choices).hits} == sources


def test_a_choice_that_nobody_knows_is_refused(study: Study) -> None:
    with pytest.raises(UnknownChoiceError):
        found(study, "reunión", choices={"cases": ("R9",)})


def test_conditions_work_as_in_rules(study: Study) -> None:
    assert places(study, "rol:jefe_deprov y reunión") == [("deprov", 4, "reunión")]
    assert places(study, 'rol:"Jefe DEPROV" y reunión') == [("deprov", 4, "reunión")]
    assert places(study, "dependencia:Particular y no rol:director y reunión") == [
        ("deprov", 4, "reunión")
    ]
    assert places(study, "@metas") == [("deprov", 2, "metas"), ("R1-sesion", 4, "meta")]


def test_a_sentence_that_is_true_without_a_word_of_it_is_a_hit_whole(study: Study) -> None:
    assert places(study, "fuente:deprov") == [
        ("deprov", 2, "En la primera hay metas claras."),
        ("deprov", 4, "En la otra, los vínculos son débiles y cuesta llegar a la reunión."),
    ]
    mixed = places(study, "fuente:deprov o confianza")
    assert [source for source, _turn, _words in mixed] == ["R1-director", "deprov", "deprov"]
    assert places(study, "fuente:deprov", unit="clause") == places(study, "fuente:deprov")


def test_units_are_those_of_rules(study: Study) -> None:
    expression = "reunión y martes"
    words = found(study, expression)
    assert [hit.words for hit in words.hits] == ["reuniones", "martes"]
    (sentence,) = found(study, expression, unit="sentence").hits
    assert sentence.quote.exact == "La confianza llegó después, con las reuniones de los martes."
    assert sentence.words == "reuniones"
    assert len(sentence.matched) == 2
    (turn,) = found(study, expression, unit="turn").hits
    assert turn.quote.exact.startswith("Al principio no. La confianza")
    (clause,) = found(study, "martes", unit="clause").hits
    assert clause.quote.exact.strip() == "con las reuniones de los martes"
    assert found(study, "principio y martes").hits == ()
    assert len(found(study, "principio y martes", unit="turn").hits) == 1
    with pytest.raises(ValueError, match="paragraph"):
        found(study, "red", unit="paragraph")


def test_words_between_gaps_are_one_hit(study: Study) -> None:
    (hit,) = found(study, "reunión [0-3] martes").hits
    assert hit.words == "reuniones de los martes"
    assert hit.quote.exact == hit.words


def test_a_limit_cuts_off_and_says_so(study: Study) -> None:
    searched = found(study, "reunión", limit=2)
    assert [hit.source for hit in searched.hits] == ["R1-director", "R2-director"]
    assert (searched.total, searched.left_out) == (5, 3)
    assert (searched.sources, searched.cases) == (4, 2)


def test_both_forms_of_an_accented_letter_find_the_same(study: Study) -> None:
    for typed in ("reunión", "REUNION", "vínculo"):
        apart = unicodedata.normalize("NFD", typed)
        assert places(study, apart) == places(study, typed) != []


def test_words_that_no_text_has_are_noted_with_what_was_perhaps_meant(study: Study) -> None:
    searched = found(study, "vinculso o reunión")
    assert len(searched.hits) == 5
    assert searched.notes == ("«vinculso» is in none of the texts. Perhaps «vínculos»?",)
    assert found(study, "zzz*").notes == ("«zzz*» is in none of the texts.",)
    assert found(study, '"reunión" o "xilófono"').notes == ("«xilófono» is in none of the texts.",)


def test_an_expression_that_can_never_match_is_noted(study: Study) -> None:
    contradiction = found(study, "reunión y no reunión")
    assert (contradiction.total, len(contradiction.notes)) == (0, 1)
    assert "contradicts itself" in contradiction.notes[0]
    assert found(study, "rol:director").notes == ()


@pytest.mark.parametrize(
    ("expression", "column"), [("red y", 6), ("rol:rey y red", 1), ("(red", 5), ("red y @no", 7)]
)
def test_an_expression_that_is_none_says_the_column(
    study: Study, expression: str, column: int
) -> None:
    with pytest.raises(ExpressionError) as refused:
        found(study, expression)
    assert refused.value.column == column


@pytest.mark.parametrize("expression", ["código:confianza", "codificador:ana", "memo:*"])
def test_a_search_asks_nothing_of_codings(study: Study, expression: str) -> None:
    with pytest.raises(ExpressionError):
        found(study, expression)


def test_a_study_without_texts_says_so(empty: Study) -> None:
    with pytest.raises(NoSourcesError):
        found(empty, "reunión")


def test_a_part_that_is_of_one_case_alone_is_found_in_that_case_only(study: Study) -> None:
    assign(study, "deprov", "4", "R2", by="ana", at=AT)
    assert places(study, "vínculo", choices={"cases": ("R1",)}) == []
    (hit,) = found(study, "vínculo", choices={"cases": ("R2",)}).hits
    assert hit.cases == ("R2",)


def test_rows_have_all_fields_in_their_order(study: Study) -> None:
    hits = found(study, "reunión y martes", unit="sentence").hits
    (row,) = hit_rows(study, hits)
    assert tuple(row) == HIT
    assert (row["number"], row["instrument"], row["stage"]) == (1, "entrevista", "2")
    assert row["matched"] == ("reuniones", "martes")
    text = study.text("R1-director")
    assert text[int(str(row["start"])) : int(str(row["end"]))] == row["quote"]


def test_the_same_search_gives_the_same_hits(study: Study) -> None:
    first = found(study, "a* o reunión")
    assert isinstance(first.hits[0], Hit)
    assert found(study, "a* o reunión") == first


def test_hits_become_suggestions_of_every_code_in_one_entry(study: Study) -> None:
    apply_rules(study, by="ana", at=AT)
    entries = len(study.store.history())
    made = suggested(study, "reunión", "estructura", "CS-1")
    assert len(made.new) == 10
    assert made.there == 0
    entry = study.store.history(1)[0]
    assert len(study.store.history()) == entries + 1
    assert (entry.action, entry.by) == ("search", "ana")
    assert entry.subject == "reunión → colaboración/estructura, capital_social/confianza"
    made_of = study.store.suggestions(engine=ENGINE)
    assert {each.id for each in made_of} == set(made.new)
    assert {each.code for each in made_of} == {"CO-1", "CS-1"}
    for each in made_of:
        assert (each.rule, each.reason, each.score) == ("", "reunión", None)
        assert each.decision is Decision.OPEN
        text = study.text(each.source)
        assert text[each.span.start : each.span.end] == each.quote.exact
        assert [text[m.start : m.end].lower()[:5] for m in each.matched] == ["reuni"]


def test_undo_takes_all_of_them_back_and_redo_brings_them(study: Study) -> None:
    apply_rules(study, by="ana", at=AT)
    before = study.store.suggestions()
    suggested(study, "reunión", "estructura")
    after = study.store.suggestions()
    assert len(after) == len(before) + 5
    study.store.undo(by="ana", at=AT)
    assert study.store.suggestions() == before
    study.store.redo(by="ana", at=AT)
    assert study.store.suggestions() == after


def test_what_is_there_open_or_decided_is_not_suggested_again(study: Study) -> None:
    first = suggested(study, "reunión", "estructura")
    with study.store.changes(by="ana", at=AT, action="reject") as changes:
        changes.add_coder(Coder("ana"))
        changes.decide(first.new[:2], Decision.REJECTED, "ana")
    entries = len(study.store.history())
    assert suggested(study, "reunión", "estructura") == Suggested((), 5)
    assert len(study.store.history()) == entries
    wider = suggested(study, "reunión o confianza", "estructura")
    assert (len(wider.new), wider.there) == (0, 5)
    assert suggested(study, "meta", "estructura").there == 0


def test_applying_the_rules_withdraws_nothing_of_a_search(study: Study) -> None:
    made = suggested(study, "reunión", "confianza")
    apply_rules(study, by="ana", at=AT)
    (study.root / "libro.yaml").write_text(
        (study.root / "libro.yaml").read_text("utf-8").replace("confianza o confiar", "xilófono"),
        "utf-8",
    )
    study.forget_codebook()
    apply_rules(study, by="ana", at=AT)
    left = study.store.suggestions(engine=ENGINE)
    assert {each.id for each in left} == set(made.new)


def test_an_accepted_suggestion_of_a_search_is_a_coding_of_its_unit(study: Study) -> None:
    (number,) = suggested(study, "vínculo", "vínculos", unit="match").new
    with study.store.changes(by="ana", at=AT, action="accept") as changes:
        changes.add_coder(Coder("ana"))
        changes.decide([number], Decision.ACCEPTED, "ana")
    (coding,) = study.store.codings()
    assert (coding.quote.exact, coding.code, coding.origin) == ("vínculos", "CS-2", "suggestion")


def test_nothing_found_writes_nothing_at_all(study: Study) -> None:
    entries = study.store.history()
    assert suggested(study, "xilófono", "confianza") == Suggested((), 0)
    assert study.store.history() == entries


def test_a_code_that_nobody_knows_is_refused_and_one_named_twice_counts_once(study: Study) -> None:
    with pytest.raises(UnknownCodeError):
        codes_named(study, ["amistad"])
    assert [code.id for code in codes_named(study, ["Confianza", "CS-1"])] == ["CS-1"]


@pytest.mark.parametrize("unit", ["match", "clause", "sentence", "turn"])
@pytest.mark.parametrize(
    "expression",
    [
        "reunión",
        "reunión y martes",
        "reunión y no martes",
        "rol:director y confianza",
        "rol:director o vínculo",
        "no reunión",
        "@metas y no fuente:deprov",
        "(meta o vínculo) sin claro",
        "cerca(confianza, reunión) y caso:R1",
        "xilófono y reunión",
    ],
)
def test_sources_that_cannot_have_hits_are_not_read_and_nothing_is_lost(
    study: Study, expression: str, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = found(study, expression, unit=unit)
    monkeypatch.setattr("rmecode.study.searching.sources_with", lambda _words, _expression: None)
    assert found(study, expression, unit=unit) == narrow
