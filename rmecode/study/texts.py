"""The study's texts ready for rules and filters: indexed words, and turns with their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.language import Transcript, dictionary
from rmecode.model import TurnKind
from rmecode.query import Rows, Texts, open_index, read_lists
from rmecode.study.places import cases_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rmecode.model import Attribute, Case, Source, SourceEvidence, TextVersion
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
    cache = study.config.paths["cache"] / "language"
    transcripts = [
        Transcript(
            each.source.id,
            versions[each.source.id].hash,
            versions[each.source.id].text,
            tuple(t.words for t in each.turns if t.kind is not TurnKind.FRONT and len(t.words)),
        )
        for each in evidence
    ]
    index = open_index(
        transcripts,
        cache=cache,
        model=study.config.model,
        progress=_counting(progress, len(transcripts)),
    )
    return Texts(
        index,
        turn_rows(evidence, study.records.cases),
        lists=read_lists(study.codebook.lists),
        lemma=dictionary(cache, study.config.model),
    )


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
    fields: dict[str, list[Attribute]] = {
        name: [
            _together([known[case].get(name) for case in row if case in known]) for row in of_row
        ]
        for name in names
    }
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
