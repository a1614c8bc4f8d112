"""Sources, turns, codings and suggestions as plain rows, for lists, JSON and frames."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from rmecode.model import TurnKind, state_of
from rmecode.study.places import Places
from rmecode.study.voices import heard_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from rmecode.model import Codebook, Coding, Suggestion, Turn
    from rmecode.study.opening import Study

Record = dict[str, object]
Passage = TypeVar("Passage", "Coding", "Suggestion")


PLACE = ("cases", "roles", "participants", "turn", "instrument", "stage")
WORDS = ("id", "source", "start", "end", "quote", "code")
SOURCE = (
    *(
        "short",
        "source",
        "file",
        "format",
        "encoding",
        "instrument",
        "stage",
        "cases",
        "date",
        "role",
    ),
    *("turns", "words", "characters", "codings", "coders", "done"),
)
TURN = (
    *("turn", "kind", "label", "participant", "role", "interviewer", "start", "end"),
    *("start_time", "end_time", "section", "text"),
)
CODING = (
    *(*WORDS, "coder", "kind", "state", "memo", "codebook", "origin", "made_at", "reread"),
    *("version", *PLACE),
)
SUGGESTION = (
    *(*WORDS, "state", "rule", "reason", "matched", "engine", "engine_version", "codebook"),
    *("score", "decided_by", "decided_at", "coding", "version", *PLACE),
)
"""The fields of each kind of row, in their order: a list without rows has them too."""


def source_rows(study: Study) -> list[Record]:
    """Return a row per ingested source, in the order of the sources table."""
    stored = {each.id: each for each in study.store.sources()}
    codings = Counter(coding.source for coding in study.store.codings())
    texts = study.store.texts()
    return [
        {
            "short": f"s{stored[evidence.source.id].short}",
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
    evidence = places_in(study, [source])[source].evidence
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


def paragraph_rows(study: Study, source: str) -> list[Record]:
    """Return a row per paragraph of a source: its lines that are not empty."""
    from rmecode.study.placing import page_of, paragraphs_of

    page = page_of(study.store, source)
    return [
        {
            "paragraph": each.number,
            "turn": each.turn,
            "start": each.span.start,
            "end": each.span.end,
            "text": page.text[each.span.start : each.span.end],
        }
        for each in paragraphs_of(page)
    ]


def coding_rows(study: Study, *, include_removed: bool = False) -> list[Record]:
    """Return a row per coding, with everything that filters and pivots ask for."""
    return coding_records(study, study.store.codings(include_removed=include_removed))


def coding_records(
    study: Study, codings: Sequence[Coding], places: Mapping[str, Places] | None = None
) -> list[Record]:
    """Return the rows of these codings, in their order; ``places`` of their sources, if known."""
    kinds = {coder.name: str(coder.kind) for coder in study.store.coders()}

    def row(coding: Coding) -> Record:
        return {
            "coder": coding.coder,
            "kind": kinds.get(coding.coder, ""),
            "state": state_of(coding.anchor, coding.reread),
            "memo": coding.memo,
            "codebook": coding.codebook_version,
            "origin": coding.origin,
            "made_at": coding.made_at,
            "reread": coding.reread,
        }

    return _placed(study, codings, row, places)


def suggestion_rows(study: Study) -> list[Record]:
    """Return a row per suggestion, with the words that made its rule fire."""
    return suggestion_records(study, study.store.suggestions())


def suggestion_records(study: Study, suggestions: Sequence[Suggestion]) -> list[Record]:
    """Return the rows of these suggestions, in their order."""

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

    return _placed(study, suggestions, row)


def _placed(
    study: Study,
    passages: Sequence[Passage],
    more: Callable[[Passage], Record],
    known: Mapping[str, Places] | None = None,
) -> list[Record]:
    places = known or places_in(study, {passage.source for passage in passages})
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
                "version": passage.version,
                "cases": place.cases,
                "roles": place.roles,
                "participants": place.participants,
                "turn": place.turn,
                "instrument": source.instrument,
                "stage": source.stage,
            }
        )
    return rows


def places_in(study: Study, sources: Collection[str]) -> Mapping[str, Places]:
    """Return the places of these sources by id; no other source is read."""
    listed = [study.listing(source) for source in sorted(sources)]
    heard = heard_in(listed, study.store, study.records)
    return {each.source.id: Places(each) for each in heard}


def code_paths(codebook: Codebook) -> dict[str, str]:
    """Return the path of each code by its id."""
    return {code.id: code.path for code in codebook}
