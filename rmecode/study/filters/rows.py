"""``--where`` and choices by name: which rows of codings or suggestions they keep.

A coding of several cases is asked about each of them alone: ``no caso:R1`` keeps what also speaks
of R2, as a matrix counts it there. ``caso = R1`` alone wants R1 to be the only case of the coding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.model import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rmecode.analysis.selection import Selection
    from rmecode.model import Attribute
    from rmecode.study.filters.columns import Columns
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study

PLAIN = ("code", "coder", "memo", "state", "kind", "rule")
"""The fields that a row has by itself, under the same name."""


def chosen(
    study: Study, rows: list[Record], choices: Mapping[str, tuple[str, ...]]
) -> list[Record]:
    """Return the rows of the chosen codes, cases, sources, instruments, roles, stages and coders.

    Raises:
        RmecodeError: a name that the study does not know.
    """
    if not any(choices.values()):
        return rows
    wanted = names_wanted(study, resolved(study, choices))
    return [
        row
        for row in rows
        if all(among(row.get(name, ""), names) for name, names in wanted.items() if names)
    ]


def resolved(study: Study, choices: Mapping[str, tuple[str, ...]]) -> Selection:
    """Return the choices with every name as the study writes it.

    Raises:
        RmecodeError: a name that the study does not know.
    """
    from rmecode.model import SourceEvidence
    from rmecode.study.filters.choices import selected

    sources = [study.listing(name) for name in study.in_order(study.store.source_ids())]
    return selected(study, [SourceEvidence(source, 0) for source in sources], choices)


def names_wanted(study: Study, asked: Selection) -> dict[str, Collection[str]]:
    """Return what each field of a row may be, for the fields that were chosen by."""
    from rmecode.analysis.units import NATIONAL

    codes = {
        below.path
        for code in asked.codes
        for below in study.codebook.subtree(study.codebook.by_id[code])
    }
    return {
        "code": codes,
        "cases": {"" if case == NATIONAL else case for case in asked.cases},
        "source": set(asked.sources),
        "instrument": set(asked.instruments),
        "roles": set(asked.roles),
        "stage": set(asked.stages),
        "coder": set(asked.coders),
    }


def among(value: object, names: Collection[str]) -> bool:
    """Tell whether a value is one of the names; no value at all is the empty name."""
    values = value if isinstance(value, tuple) else (str(value),)
    return any(each in names for each in values or ("",))


def kept(study: Study, rows: list[Record], where: str) -> list[Record]:
    """Return the rows of codings or suggestions that a filter keeps; all for an empty filter.

    Raises:
        RmecodeError: the filter cannot be read, or asks for what is not there.
    """
    if not where:
        return rows
    from rmecode.study.filters.columns import fitting
    from rmecode.study.filters.expressions import read_filter

    return [rows[n] for n in fitting(study, read_filter(study, where), _columns(rows))]


def _columns(rows: list[Record]) -> Columns:
    from rmecode.study.filters.columns import Columns

    own: dict[str, list[Attribute]] = {
        name: [str(row[name]) if row.get(name) else None for row in rows] for name in PLAIN
    }
    return Columns(
        sources=[str(row["source"]) for row in rows],
        versions=[int(str(row["version"])) for row in rows],
        spans=[Span(int(str(row["start"])), int(str(row["end"]))) for row in rows],
        cases=[row["cases"] for row in rows],  # type: ignore[misc]  # tuples
        fields={
            **own,
            "decision": own["state"],
            "role": [row["roles"] or None for row in rows],  # type: ignore[misc]  # tuples
            "participant": [row["participants"] or None for row in rows],  # type: ignore[misc]
            "turn": [float(str(row["turn"])) for row in rows],
            "version": [float(str(row["version"])) for row in rows],
        },
        quotes=lambda numbers: [str(rows[number]["quote"]) for number in numbers],
    )
