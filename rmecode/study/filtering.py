"""``--where``: which codings or suggestions an expression keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.query import Rows, matches, read_lists
from rmecode.study.expressions import read_filter
from rmecode.study.texts import case_fields, source_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.model import Attribute
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study


def passing(study: Study, where: str, *, suggested: bool = False) -> frozenset[int]:
    """Return the ids of the codings (or suggestions) that a filter keeps.

    Raises:
        RmecodeError: the filter cannot be read, or asks for what is not there.
    """
    from rmecode.study.listing import coding_rows, suggestion_rows

    rows = suggestion_rows(study) if suggested else coding_rows(study)
    return frozenset(int(str(row["id"])) for row in kept(study, rows, where))


def chosen(
    study: Study, rows: list[Record], choices: Mapping[str, tuple[str, ...]]
) -> list[Record]:
    """Return the rows of the chosen codes, cases, sources, instruments, roles, stages and coders.

    Raises:
        RmecodeError: a name that the study does not know.
    """
    if not any(choices.values()):
        return rows
    from rmecode.analysis.units import NATIONAL
    from rmecode.study.choices import selected

    asked = selected(study, study.evidence(), choices)
    codes = {
        below.path
        for code in asked.codes
        for below in study.codebook.subtree(study.codebook.by_id[code])
    }
    wanted = {
        "code": codes,
        "cases": {"" if case == NATIONAL else case for case in asked.cases},
        "source": set(asked.sources),
        "instrument": set(asked.instruments),
        "roles": set(asked.roles),
        "stage": set(asked.stages),
        "coder": set(asked.coders),
    }
    return [
        row
        for row in rows
        if all(_among(row.get(name, ""), names) for name, names in wanted.items() if names)
    ]


def _among(value: object, names: set[str]) -> bool:
    """Tell whether a value is one of the names; no value at all is the empty name."""
    values = value if isinstance(value, tuple) else (str(value),)
    return bool(names.intersection(values or ("",)))


def kept(study: Study, rows: list[Record], where: str) -> list[Record]:
    """Return the rows of codings or suggestions that a filter keeps; all for an empty filter.

    Words are looked for in the excerpt.

    Raises:
        RmecodeError: the filter cannot be read, or asks for what is not there.
    """
    if not where:
        return rows
    expression = read_filter(study, where)
    asked = Rows.of(_fields(study, rows))
    excerpts = [str(row["quote"]) for row in rows]
    truth = matches(expression, asked, excerpts=excerpts, lists=read_lists(study.codebook.lists))
    return [row for row, holds in zip(rows, truth, strict=True) if holds]


def _fields(study: Study, rows: list[Record]) -> dict[str, list[Attribute]]:
    sources = [study.listing(str(row["source"])) for row in rows]
    of_row: list[tuple[str, ...]] = [row["cases"] for row in rows]  # type: ignore[misc]  # tuples
    plain = ("code", "coder", "memo", "state", "kind", "rule")
    fields: dict[str, list[Attribute]] = {
        **case_fields(of_row, study.records.cases),
        **source_fields(sources),
        "role": [row["roles"] or None for row in rows],  # type: ignore[misc]  # tuples
        "participant": [row["participants"] or None for row in rows],  # type: ignore[misc]
        "turn": [float(str(row["turn"])) for row in rows],
    }
    fields |= {name: [str(row[name]) if row.get(name) else None for row in rows] for name in plain}
    return fields | {"decision": fields["state"]}
