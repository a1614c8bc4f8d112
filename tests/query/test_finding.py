"""What rules give their code to, in a small interview read by the language pass."""

from __future__ import annotations

import pytest

from rmecode.language import Transcript, read_tokens
from rmecode.model import Span
from rmecode.query import (
    Found,
    Hit,
    Index,
    Rows,
    Texts,
    find,
    parse,
    search,
    sources_with,
    turns_of,
)

TEXT = (
    "Entrevistadora: ¿Comparten materiales en la red?\n"
    "Director: Sí, compartimos, pero no mucho. La red nos sirve; nos juntamos y compartimos.\n"
    "Supervisora: No compartimos nada. Se juntan solos.\n"
    "Director: \n"
)
LABELS = ["Entrevistadora: ", "Director: ", "Supervisora: ", "Director: "]
OTHER = "Compartían la red."


def _turns() -> list[Span]:
    spans, start = [], 0
    for label, line in zip(LABELS, TEXT.splitlines(), strict=True):
        spans.append(Span(start + len(label), start + len(line)))
        start += len(line) + 1
    return spans


@pytest.fixture(scope="module")
def texts() -> Texts:
    turns = _turns()
    corpus = read_tokens(
        [Transcript("A", "a", TEXT, tuple(turns)), Transcript("B", "b", OTHER)], cache=None
    )
    rows = Rows.of(
        {"rol": ["", "director", "supervisor", "director", "director"]},
        sources=["A"] * 4 + ["B"],
        spans=[*turns, Span(0, len(OTHER))],
        interviewer=[True, False, False, False, False],
    )
    return Texts(Index.build(corpus), rows)


def _words(found: list[Found]) -> list[tuple[str, tuple[str, ...]]]:
    by_source = {"A": TEXT, "B": OTHER}

    def of(source: str, span: Span) -> str:
        return by_source[source][span.start : span.end]

    return [(of(f.source, f.span), tuple(of(f.source, m) for m in f.matched)) for f in found]


def test_a_sentence_is_found_once_with_all_its_words(texts: Texts) -> None:
    assert _words(find(texts, parse("compartir o red"))) == [
        ("Sí, compartimos, pero no mucho.", ("compartimos",)),
        ("La red nos sirve; nos juntamos y compartimos.", ("red", "compartimos")),
        ("No compartimos nada.", ("compartimos",)),
        ("Compartían la red.", ("Compartían", "red")),
    ]


def test_a_turn_is_asked_and_found_as_a_whole(texts: Texts) -> None:
    found = find(texts, parse("red y mucho"), "turn")
    assert _words(found) == [
        (
            "Sí, compartimos, pero no mucho. La red nos sirve; nos juntamos y compartimos.",
            ("mucho", "red"),
        )
    ]
    assert not find(texts, parse("red y mucho"), "sentence")


def test_a_clause_reaches_to_marks_and_conjunctions(texts: Texts) -> None:
    assert _words(find(texts, parse("juntar o mucho"), "clause")) == [
        ("pero no mucho", ("mucho",)),
        ("nos juntamos y compartimos", ("juntamos",)),
        ("Se juntan solos", ("juntan",)),
    ]


def test_matches_that_share_words_are_one(texts: Texts) -> None:
    assert _words(find(texts, parse("(nos juntar) o (juntar [1] compartir)"), "match")) == [
        ("nos juntamos y compartimos", ("nos juntamos", "juntamos y compartimos")),
    ]


def test_the_interviewer_is_heard_only_when_asked_for(texts: Texts) -> None:
    material = parse("material")
    for unit in ("sentence", "turn", "clause", "match"):
        assert not find(texts, material, unit)
        assert len(find(texts, material, unit, interviewer=True)) == 1


def test_conditions_are_asked_of_the_turn(texts: Texts) -> None:
    assert _words(find(texts, parse("rol:supervisor y compartir"))) == [
        ("No compartimos nada.", ("compartimos",))
    ]
    assert len(find(texts, parse("rol:supervisor"), "turn")) == 1
    assert not find(texts, parse("rol:supervisor"), "match")


def test_negation_windows_stay_in_their_sentence(texts: Texts) -> None:
    kept = _words(find(texts, parse('(juntar o compartir) sin(3) "no"')))
    assert "No compartimos nada." not in [sentence for sentence, _ in kept]
    assert "Se juntan solos." in [sentence for sentence, _ in kept]


def test_search_gives_each_place_with_its_turn(texts: Texts) -> None:
    hits = search(texts, parse("compartir"))
    assert [(hit.source, hit.turn) for hit in hits] == [("A", 1), ("A", 1), ("A", 2), ("B", 4)]
    assert [TEXT[hit.span.start : hit.span.end] for hit in hits[:3]] == ["compartimos"] * 3


def test_search_without_words_gives_the_unit(texts: Texts) -> None:
    assert search(texts, parse("rol:supervisor"), "turn") == [Hit("A", _turns()[2], 2)]


def test_an_unknown_unit_is_a_mistake_of_the_caller(texts: Texts) -> None:
    with pytest.raises(ValueError, match="paragraph"):
        find(texts, parse("red"), "paragraph")


def test_text_outside_of_all_turns_has_no_fields_but_is_found() -> None:
    corpus = read_tokens([Transcript("A", "a", OTHER)], cache=None)
    bare = Texts(Index.build(corpus), Rows.of({"rol": []}))
    assert [hit.turn for hit in search(bare, parse("red"))] == [None]
    assert not find(bare, parse("red y rol:director"))


def test_an_empty_corpus_has_nothing() -> None:
    empty = Texts(Index.build({}), Rows.of({"rol": []}))
    for unit in ("sentence", "turn", "clause", "match"):
        assert not find(empty, parse("red o no confi* o rol:x"), unit)


def test_a_word_no_text_has_is_asked_of_the_dictionary() -> None:
    corpus = read_tokens([Transcript("A", "a", OTHER)], cache=None)
    turns = Rows.of({})
    with_dictionary = Texts(Index.build(corpus), turns, lemma=lambda _: "compartir")
    assert len(find(with_dictionary, parse("compartimos"))) == 1
    assert not find(Texts(Index.build(corpus), turns), parse("compartimos"))


def test_exclusion_takes_hits_from_a_conjunction_too(texts: Texts) -> None:
    found = find(texts, parse('(compartir y nada) sin "nada"'))
    assert _words(found) == [("No compartimos nada.", ("compartimos",))]
    assert not find(texts, parse('(rol:supervisor y nada) sin "nada"'))


@pytest.mark.parametrize(
    ("expression", "sources"),
    [
        ("compartir", {"A", "B"}),
        ("juntar", {"A"}),
        ("juntar o red", {"A", "B"}),
        ("juntar y red", {"A"}),
        ("red y rol:director", {"A", "B"}),
        ("juntar y no compartir", {"A"}),
        ("jirafa", set()),
        ("rol:director", None),
        ("no juntar", None),
        ("juntar o rol:director", None),
    ],
)
def test_sources_without_a_needed_word_are_known_before_anything_is_asked(
    texts: Texts, expression: str, sources: set[str] | None
) -> None:
    assert sources_with(texts.words, parse(expression)) == sources


def test_the_turn_of_a_place_is_told_and_that_it_is_in_none(texts: Texts) -> None:
    director = _turns()[1]
    places = [director, Span(director.start + 4, director.start + 15), Span(0, len(TEXT))]
    assert turns_of(texts, ["A"] * 3, places) == [1, 1, None]
