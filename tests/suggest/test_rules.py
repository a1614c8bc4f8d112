"""The rules of a codebook as suggestions: who suggests what, where, and for which words."""

from __future__ import annotations

import pytest

from rmecode.errors.query import ExpressionError
from rmecode.language import Transcript, dictionary, read_tokens
from rmecode.model import (
    Code,
    Codebook,
    Decision,
    Quote,
    Rule,
    Span,
    Suggestion,
    TextVersion,
    text_hash,
)
from rmecode.query import Index, Rows, Texts
from rmecode.suggest.rules import ENGINE, VERSION, suggest

TEXTS = {
    "B": "La reunión sirve. Nadie confía en la reunión.",
    "A": "Hay confianza en las reuniones.",
}
VERSIONS = {
    name: TextVersion(name, 2, text, text_hash(text), "", "txt", "utf-8", "txt 1")
    for name, text in TEXTS.items()
}


@pytest.fixture(scope="module")
def texts() -> Texts:
    read = read_tokens([Transcript(n, n, text) for n, text in TEXTS.items()], cache=None)
    return Texts(Index.build(read), Rows.of({}), lemma=dictionary(None))


def _book(*codes: tuple[str, str]) -> Codebook:
    """Return a codebook of codes with the rules of each, parted by bars."""
    return Codebook(
        "libro",
        "1",
        tuple(
            Code(
                name,
                name,
                name,
                rules=tuple(
                    Rule(f"{name}.{n}", find) for n, find in enumerate(rules.split("|"), 1) if find
                ),
            )
            for name, rules in codes
        ),
    )


def _suggested(texts: Texts, *codes: tuple[str, str]) -> list[Suggestion]:
    return suggest(_book(*codes), 4, texts, VERSIONS)


def test_a_suggestion_says_by_what_rule_version_and_words_it_was_made(texts: Texts) -> None:
    (found, _other) = _suggested(texts, ("trato", "confianza o confiar"))
    assert found == Suggestion(
        id=0,
        source="A",
        version=2,
        span=Span(0, 31),
        quote=Quote("Hay confianza en las reuniones."),
        code="trato",
        engine=ENGINE,
        engine_version=VERSION,
        codebook_version=4,
        rule="trato.1",
        reason="confianza o confiar",
        matched=(Span(4, 13),),
    )
    assert (found.decision, found.score) == (Decision.OPEN, None)


def test_suggestions_come_by_code_source_and_place(texts: Texts) -> None:
    found = _suggested(texts, ("z", "reunión"), ("a", "reunión"))
    assert [(each.code, each.source, each.span.start) for each in found] == [
        ("z", "A", 0),
        ("z", "B", 0),
        ("z", "B", 18),
        ("a", "A", 0),
        ("a", "B", 0),
        ("a", "B", 18),
    ]


def test_two_rules_of_a_code_on_one_span_are_one_suggestion_with_all_words(texts: Texts) -> None:
    found = _suggested(texts, ("trato", "reunión|confiar"))
    second = found[2]
    assert len(found) == 3
    assert (second.rule, second.reason) == ("trato.1", "reunión")
    assert [TEXTS["B"][m.start : m.end] for m in second.matched] == ["confía", "reunión"]


def test_without_rules_nothing_is_suggested_and_nothing_reported(texts: Texts) -> None:
    steps: list[tuple[int, int]] = []
    none = suggest(_book(("a", "")), 1, texts, VERSIONS, progress=lambda *step: steps.append(step))
    assert (none, steps) == ([], [])


def test_progress_counts_the_rules_from_none_to_all(texts: Texts) -> None:
    steps: list[tuple[int, int]] = []
    found = suggest(
        _book(("a", "reunión|sirve"), ("b", "nadie")),
        1,
        texts,
        VERSIONS,
        progress=lambda *step: steps.append(step),
    )
    assert found
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_same_input_same_output(texts: Texts) -> None:
    first = _suggested(texts, ("a", "reunión|hay"), ("b", "en"))
    assert first
    assert first == _suggested(texts, ("a", "reunión|hay"), ("b", "en"))


def test_a_rule_that_cannot_be_read_ends_it_with_a_sentence(texts: Texts) -> None:
    with pytest.raises(ExpressionError, match="reunión y"):
        _suggested(texts, ("a", "reunión y"))
