"""Sources, turns, codings and suggestions as plain rows, for lists, JSON and frames."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from rmecode.model import TurnKind
from rmecode.study.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rmecode.model import Codebook, Coding, Suggestion, Turn
    from rmecode.study.opening import Study

Record = dict[str, object]
Passage = TypeVar("Passage", "Coding", "Suggestion")


PLACE = ("cases", "roles", "participants", "turn", "instrument", "stage")
WORDS = ("id", "source", "start", "end", "quote", "code")
SOURCE = (
    *("source", "file", "format", "encoding", "instrument", "stage", "cases", "date", "role"),
    *("turns", "words", "characters", "codings", "coders", "done"),
)
TURN = (
    *("turn", "kind", "label", "participant", "role", "interviewer", "start", "end"),
    *("start_time", "end_time", "section", "text"),
)
CODING = (*WORDS, "coder", "kind", "state", "memo", "codebook", "origin", "made_at", *PLACE)
SUGGESTION = (
    *(*WORDS, "state", "rule", "reason", "matched", "engine", "engine_version", "codebook"),
    *("score", "decided_by", "decided_at", "coding", *PLACE),
)
"""The fields of each kind of row, in their order: a list without rows has them too."""


def source_rows(study: Study) -> list[Record]:
    """Return a row per ingested source, in the order of the sources table."""
    stored = {each.id: each for each in study.store.sources()}
    codings = Counter(coding.source for coding in study.store.codings())
    texts = study.store.texts()
    return [
        {
            "source": evidence.source.id,
            "file": stored[evidence.source.id].file,
            "format": stored[evidence.source.id].format,
            "encoding": stored[evidence.source.id].encoding,
            "instrument": evidence.source.instrument,
            "stage": evidence.source.stage,
            "cases": evidence.source.cases,
            "date": evidence.source.date,
            "role": evidence.source.role,
            "turns": sum(1 for turn in evidence.turns if turn.kind is not TurnKind.FRONT),
            "words": words_said(texts[evidence.source.id].text, evidence.turns),
            "characters": evidence.length,
            "codings": codings[evidence.source.id],
            "coders": tuple(sorted(evidence.coders)),
            "done": tuple(sorted(evidence.done)),
        }
        for evidence in study.evidence()
    ]


def words_said(text: str, turns: Iterable[Turn]) -> int:
    """Count the words said or noted, labels, times and front matter aside."""
    return sum(
        len(text[turn.words.start : turn.words.end].split())
        for turn in turns
        if turn.kind is not TurnKind.FRONT
    )


def turn_rows(study: Study, source: str) -> list[Record]:
    """Return a row per turn of a source."""
    text = study.store.text_version(source).text
    evidence = next(each for each in study.evidence() if each.source.id == source)
    return [
        {
            "turn": turn.number,
            "kind": str(turn.kind),
            "label": turn.label,
            "participant": voice.participant if voice else "",
            "role": voice.role if voice else "",
            "interviewer": bool(voice and voice.interviewer),
            "start": turn.span.start,
            "end": turn.span.end,
            "start_time": turn.start_time,
            "end_time": turn.end_time,
            "section": turn.section,
            "text": text[turn.words.start : turn.words.end],
        }
        for turn, voice in zip(evidence.turns, evidence.voices, strict=True)
    ]


def coding_rows(study: Study, *, include_removed: bool = False) -> list[Record]:
    """Return a row per coding, with everything that filters and pivots ask for."""
    codings = study.store.codings(include_removed=include_removed)
    kinds = {coder.name: str(coder.kind) for coder in study.store.coders()}

    def row(coding: Coding) -> Record:
        return {
            "coder": coding.coder,
            "kind": kinds.get(coding.coder, ""),
            "state": str(coding.anchor),
            "memo": coding.memo,
            "codebook": coding.codebook_version,
            "origin": coding.origin,
            "made_at": coding.made_at,
        }

    return _placed(study, codings, row)


def suggestion_rows(study: Study) -> list[Record]:
    """Return a row per suggestion, with the words that made its rule fire."""

    def row(suggestion: Suggestion) -> Record:
        before = suggestion.span.start
        words = [
            suggestion.quote.exact[m.start - before : m.end - before] for m in suggestion.matched
        ]
        return {
            "state": str(suggestion.decision),
            "rule": suggestion.rule,
            "reason": suggestion.reason,
            "matched": tuple(words),
            "engine": suggestion.engine,
            "engine_version": suggestion.engine_version,
            "codebook": suggestion.codebook_version,
            "score": suggestion.score,
            "decided_by": suggestion.decided_by,
            "decided_at": suggestion.decided_at,
            "coding": suggestion.coding,
        }

    return _placed(study, study.store.suggestions(), row)


def _placed(
    study: Study, passages: Iterable[Passage], more: Callable[[Passage], Record]
) -> list[Record]:
    places = {each.source.id: Places(each) for each in study.evidence()}
    paths = code_paths(study.codebook)
    rows = []
    for passage in passages:
        source = places[passage.source].evidence.source
        place = places[passage.source].of(passage.span)
        rows.append(
            {
                "id": passage.id,
                "source": passage.source,
                "start": passage.span.start,
                "end": passage.span.end,
                "quote": passage.quote.exact,
                "code": paths.get(passage.code, passage.code),
                **more(passage),
                "cases": place.cases,
                "roles": place.roles,
                "participants": place.participants,
                "turn": place.turn,
                "instrument": source.instrument,
                "stage": source.stage,
            }
        )
    return rows


def code_paths(codebook: Codebook) -> dict[str, str]:
    """Return the path of each code by its id."""
    return {code.id: code.path for code in codebook}
