"""The study's texts ready for rules and filters: indexed words, and turns with their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.language import Transcript, dictionary
from rmecode.model import TurnKind
from rmecode.query import (
    Rows,
    TextIdentity,
    Texts,
    WordPlaces,
    kept_index,
    open_index,
    read_lists,
)
from rmecode.study.places import cases_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rmecode.model import Attribute, Case, Source, SourceEvidence, TextVersion, Turn
    from rmecode.query import Index
    from rmecode.store.narrow import SpokenText
    from rmecode.study.opening import Study


def study_texts(
    study: Study,
    evidence: Sequence[SourceEvidence],
    versions: Mapping[str, TextVersion],
    progress: Callable[[int, int], None] | None = None,
) -> Texts:
    """Return the indexed texts of the sources, each turn with its speaker and cases.

    Raises:
        ModelMissingError: study.toml names a spaCy pipeline that is not installed.
    """
    transcripts = [_transcript(versions[each.source.id], each.turns) for each in evidence]
    index = open_index(
        transcripts,
        cache=_cache(study),
        model=study.config.model,
        progress=_counting(progress, len(transcripts)),
    )
    return Texts(
        index,
        turn_rows(evidence, study.records.cases),
        lists=read_lists(study.codebook.lists),
        lemma=dictionary(_cache(study), study.config.model),
    )


def study_words(
    study: Study,
    spoken: Mapping[str, SpokenText],
    progress: Callable[[int, int], None] | None = None,
) -> WordPlaces:
    """Return where words are in all texts of the study; where they were read before, at once.

    Raises:
        ModelMissingError: study.toml names a spaCy pipeline that is not installed.
    """
    sources = study.in_order(spoken)
    texts = [TextIdentity(name, spoken[name].hash, spoken[name].spans) for name in sources]
    index = kept_index(texts, _cache(study), study.config.model) or _index(study, sources, progress)
    return WordPlaces(
        index, read_lists(study.codebook.lists), dictionary(_cache(study), study.config.model)
    )


def texts_heard(study: Study, words: WordPlaces, evidence: Sequence[SourceEvidence]) -> Texts:
    """Return the indexed texts with the turns of these sources only, for what is false in others."""
    lemma = dictionary(_cache(study), study.config.model)
    rows = turn_rows(evidence, study.records.cases)
    return Texts(words.index, rows, lists=words.lists, lemma=lemma)


def _index(
    study: Study, sources: Sequence[str], progress: Callable[[int, int], None] | None
) -> Index:
    versions, turns = study.store.texts(), study.store.turns_of(None)
    transcripts = [_transcript(versions[name], turns.get(name, ())) for name in sources]
    return open_index(
        transcripts,
        cache=_cache(study),
        model=study.config.model,
        progress=_counting(progress, len(transcripts)),
    )


def _transcript(version: TextVersion, turns: Sequence[Turn]) -> Transcript:
    said = tuple(t.words for t in turns if t.kind is not TurnKind.FRONT and len(t.words))
    return Transcript(version.source, version.hash, version.text, said)


def _cache(study: Study) -> Path:
    return study.config.paths["cache"] / "language"


def _counting(progress: Callable[[int, int], None] | None, total: int) -> Callable[[], None] | None:
    if progress is None:
        return None
    done = iter(range(1, total + 1))
    return lambda: progress(next(done, total), total)


def turn_rows(evidence: Sequence[SourceEvidence], cases: Sequence[Case]) -> Rows:
    """Return a row per turn that says something, with the fields that conditions ask for."""
    spoken = [
        (each, turn, voice)
        for each in evidence
        for turn, voice in zip(each.turns, each.voices, strict=True)
        if turn.kind is not TurnKind.FRONT and len(turn.words)
    ]
    of_turn = [cases_of(each, turn.words) for each, turn, _voice in spoken]
    fields: dict[str, list[Attribute]] = {
        **case_fields(of_turn, cases),
        **source_fields([each.source for each, _turn, _voice in spoken]),
        "role": [
            voice.role or None if voice else each.source.role or None
            for each, _turn, voice in spoken
        ],
        "participant": [voice.participant or None if voice else None for _e, _t, voice in spoken],
        "turn": [float(turn.number) for _each, turn, _voice in spoken],
    }
    return Rows.of(
        fields,
        sources=[each.source.id for each, _turn, _voice in spoken],
        spans=[turn.words for _each, turn, _voice in spoken],
        interviewer=[bool(voice and voice.interviewer) for _each, _turn, voice in spoken],
    )


def source_fields(sources: Sequence[Source]) -> dict[str, list[Attribute]]:
    """Return the fields that a row has from its source."""
    return {
        "source": [source.id for source in sources],
        "instrument": [source.instrument or None for source in sources],
        "stage": [source.stage or None for source in sources],
        "date": [source.date or None for source in sources],
    }


def case_fields(
    of_row: Sequence[tuple[str, ...]], cases: Sequence[Case]
) -> dict[str, list[Attribute]]:
    """Return the cases of each row and their attributes; several where there are several cases.

    The case comes last: it wins over an attribute of the same name (``red`` is a name for it).
    """
    known = {case.id: case.attributes for case in cases}
    names = dict.fromkeys(name for case in cases for name in case.attributes)
    fields: dict[str, list[Attribute]] = {}
    for name in names:
        value = {
            row: _together([known[case].get(name) for case in row if case in known])
            for row in set(of_row)
        }
        fields[name] = [value[row] for row in of_row]
    return fields | {"case": [row or None for row in of_row]}


def _together(values: Sequence[Attribute]) -> Attribute:
    """Return one value, or the distinct ones of several cases (numbers as text then)."""
    if len(values) == 1:
        return values[0]
    several: dict[str, None] = {}
    for value in values:
        several |= dict.fromkeys(value if isinstance(value, tuple) else [shown(value)])
    several.pop("", None)
    return tuple(several) or None


def shown(value: Attribute) -> str:
    """Return a value of an attribute as people write it."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return "; ".join(value) if isinstance(value, tuple) else value or ""
