"""Choices by name, as people type them: keys or labels of study.toml, capitals and accents aside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rmecode.errors.study import BlindError, UnknownNameError
from rmecode.messages import _
from rmecode.model import fold
from rmecode.study.config import key_of
from rmecode.study.parts import known_source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rmecode.analysis.selection import Selection
    from rmecode.model import Coder, SourceEvidence
    from rmecode.study.opening import Study

NAMES: Final = ("codes", "cases", "sources", "instruments", "roles", "stages")
"""What can be chosen, besides coders."""


def selected(
    study: Study,
    sources: Sequence[SourceEvidence],
    filters: Mapping[str, tuple[str, ...]],
    where: str = "",
) -> Selection:
    """Return the choices with every name as the study writes it.

    What study.toml declares can be chosen though nobody has it yet: all is out of scope then.

    Raises:
        RmecodeError: a filter, or a name, that the study does not know.
    """
    from rmecode.analysis.selection import Selection, select

    _check(filters)
    config = study.config
    labels: dict[str, Mapping[str, str]] = {
        "instruments": {key: each.label for key, each in config.instruments.items()},
        "roles": config.roles,
        "stages": config.stages,
    }
    chosen: dict[str, tuple[str, ...]] = {
        name: tuple(key_of(value, labels.get(name, {})) or value for value in filters.get(name, ()))
        for name in NAMES
    }
    wanted = Selection(
        codes=chosen["codes"],
        cases=chosen["cases"],
        sources=_sources(study, chosen["sources"]),
        instruments=chosen["instruments"],
        roles=chosen["roles"],
        stages=chosen["stages"],
        where=where,
    )
    known = select(study.codebook, sources, study.records.cases, wanted, declared=labels)
    return replace(known, coders=_coders(study, filters.get("coders", ())))


def _check(filters: Collection[str]) -> None:
    known = (*NAMES, "coders")
    for name in filters:
        if name not in known:
            raise UnknownNameError(_("filter"), name, known)


def _sources(study: Study, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of sources in place of what else they are called; other names as they are."""
    return tuple(_source(study, name) for name in typed)


def _source(study: Study, typed: str) -> str:
    try:
        return known_source(study, typed)
    except UnknownNameError:
        return typed


def _coders(study: Study, typed: Iterable[str]) -> tuple[str, ...]:
    """Return the coders, those too who are declared and have coded nothing yet."""
    typed = tuple(typed)
    stay_blind(study, typed)
    declared = [*study.config.coders, *(coder.name for coder in study.store.coders())]
    names = {fold(name): name for name in declared}
    for name in typed:
        if fold(name) not in names:
            raise UnknownNameError(_("coder"), name, names.values())
    return tuple(names[fold(name)] for name in typed)


def coders_seen(study: Study) -> tuple[Coder, ...]:
    """Return the coders whose work whoever looks may see; all but in a blind study."""
    seen = study.store.seen_by
    return tuple(coder for coder in study.store.coders() if seen in (None, coder.name))


def stay_blind(study: Study, coders: Iterable[str]) -> None:
    """Refuse to show the work of coders to somebody else, where the study is blind.

    Raises:
        BlindError: one of them is another than who looks.
    """
    for name in coders if study.config.blind else ():
        if fold(name) != fold(study.viewer):
            raise BlindError(name, study.viewer)


def look_as(study: Study, coder: str) -> None:
    """Look at the study as a coder, for a command that only shows things.

    Raises:
        BlindError: the study is blind, and who looks is known to be another.
    """
    if study.viewer:
        stay_blind(study, [coder])
    study.look_as(coder)
