"""Values as readers see them: instruments, roles and stages by their labels in study.toml."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from rmecode.model import Participant, SourceEvidence, Voice
    from rmecode.study.config import Config
    from rmecode.study.opening import Study


def labelled_sources(
    sources: Iterable[SourceEvidence], config: Config
) -> tuple[SourceEvidence, ...]:
    """Return the sources with labels in place of keys."""
    return tuple(
        replace(
            each,
            source=replace(
                each.source,
                instrument=_instruments(config).get(each.source.instrument, each.source.instrument),
                stage=config.stages.get(each.source.stage, each.source.stage),
                role=config.roles.get(each.source.role, each.source.role),
            ),
            voices=tuple(_labelled_voice(voice, config.roles) for voice in each.voices),
        )
        for each in sources
    )


def labelled_people(people: Iterable[Participant], config: Config) -> tuple[Participant, ...]:
    """Return the participants with labels in place of keys."""
    return tuple(replace(each, role=config.roles.get(each.role, each.role)) for each in people)


def labelled_frame(frame: pd.DataFrame, config: Config) -> pd.DataFrame:
    """Return a frame of codings or suggestions with labels in place of keys."""
    import pandas as pd

    roles = [tuple(config.roles.get(role, role) for role in row) for row in frame["roles"]]
    shown = frame.assign(roles=pd.Series(roles, index=frame.index, dtype=object))
    for column, labels in (("instrument", _instruments(config)), ("stage", config.stages)):
        shown[column] = (
            shown[column].astype(object).map(lambda key, known=labels: known.get(key, key))
        )
        shown[column] = shown[column].astype("category")
    return shown


def recognisable(study: Study) -> tuple[str, ...]:
    """Return who can be recognised in an output, pseudonym or not: a sentence for each role."""
    from rmecode.exchange.exposure import exposure_warnings

    sources = labelled_sources(study.evidence(), study.config)
    return exposure_warnings(sources, labelled_people(study.records.participants, study.config))


def _labelled_voice(voice: Voice | None, roles: Mapping[str, str]) -> Voice | None:
    return voice and replace(voice, role=roles.get(voice.role, voice.role))


def _instruments(config: Config) -> dict[str, str]:
    return {key: each.label for key, each in config.instruments.items()}
