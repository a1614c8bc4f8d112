"""``--where``: which codings or suggestions an expression keeps.

A coding of several cases is asked about each of them alone: ``no caso:R1`` keeps what also speaks
of R2, as a matrix counts it there. ``caso = R1`` alone wants R1 to be the only case of the coding.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rmecode.query import Rows, field_name, matches, read_lists
from rmecode.query.syntax import And, Field, Not, Or
from rmecode.study.expressions import read_filter
from rmecode.study.texts import case_fields, source_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmecode.model import Attribute
    from rmecode.query import Expression
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study

ALL_CASES: Final = "case="
"""The field with all cases of a coding; nobody can write this name in an expression."""


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

    A row of several cases is kept if it fits as a row of one of them. Words are looked for in the
    excerpt.

    Raises:
        RmecodeError: the filter cannot be read, or asks for what is not there.
    """
    if not where:
        return rows
    expression = _of_all_cases(read_filter(study, where))
    place, each = _case_by_case(rows)
    whole: list[tuple[str, ...]] = [rows[number]["cases"] for number in place]  # type: ignore[misc]  # tuples
    asked = Rows.of({**_fields(study, each), ALL_CASES: [cases or None for cases in whole]})
    excerpts = [str(row["quote"]) for row in each]
    truth = matches(expression, asked, excerpts=excerpts, lists=read_lists(study.codebook.lists))
    fitting = {number for number, holds in zip(place, truth, strict=True) if holds}
    return [row for number, row in enumerate(rows) if number in fitting]


def _case_by_case(rows: list[Record]) -> tuple[list[int], list[Record]]:
    """Return every row once per case, with the place of the row that it is of."""
    place, each = [], []
    for number, row in enumerate(rows):
        cases: tuple[str, ...] = row["cases"]  # type: ignore[assignment]  # a tuple
        alone = [{**row, "cases": (case,)} for case in cases] or [row]
        place += [number] * len(alone)
        each += alone
    return place, each


def _of_all_cases(expression: Expression) -> Expression:
    """Return the expression with ``caso = …`` and ``caso != …`` asked of all cases of the coding."""
    match expression:
        case Field(operator="=" | "!=") if field_name(expression.name) == "case":
            return replace(expression, name=ALL_CASES)
        case And() | Or():
            return type(expression)(tuple(_of_all_cases(part) for part in expression.parts))
        case Not():
            return Not(_of_all_cases(expression.part))
        case _:
            return expression


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
