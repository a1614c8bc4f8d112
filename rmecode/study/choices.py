"""Choices by name, as people type them: with labels of study.toml turned into their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.study.config import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.analysis.selection import Selection
    from rmecode.study.opening import Study


def selection_of(
    study: Study, filters: Mapping[str, tuple[str, ...]], where: str = ""
) -> Selection:
    """Return the filters as typed, with labels of study.toml turned into their keys."""
    from rmecode.analysis.selection import Selection

    config = study.config
    labels = {
        "instruments": {key: each.label for key, each in config.instruments.items()},
        "roles": config.roles,
        "stages": config.stages,
    }
    chosen = {
        name: tuple(key_of(value, labels.get(name, {})) or value for value in values)
        for name, values in filters.items()
    }
    none: tuple[str, ...] = ()
    return Selection(
        codes=chosen.get("codes", none),
        cases=chosen.get("cases", none),
        sources=chosen.get("sources", none),
        instruments=chosen.get("instruments", none),
        roles=chosen.get("roles", none),
        stages=chosen.get("stages", none),
        coders=chosen.get("coders", none),
        where=where,
    )
