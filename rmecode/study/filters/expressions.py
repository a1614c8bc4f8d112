"""Expressions as a study understands them: its fields and their values, by key or by label."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from rmecode.errors.query import ExpressionError
from rmecode.query import Vocabulary, field_name, parse, unknown
from rmecode.query.syntax import And, Expression, Field, Not, Or, Without, walk
from rmecode.study.config import key_of
from rmecode.study.filters.choices import stay_blind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from rmecode.model import Attribute
    from rmecode.study.config import Config
    from rmecode.study.opening import Study
    from rmecode.study.records import Records

FREE = ("memo", "turn", "version", "date")
"""Fields that take any value."""


def fields_of(
    config: Config, records: Records, coders: Collection[str] = ()
) -> dict[str, Collection[Attribute] | None]:
    """Return what a condition may name, with the values that occur (``None``: any)."""
    names = {name for case in records.cases for name in case.attributes}
    attributes = {
        name: {case.attributes.get(name) for case in records.cases} - {None} for name in names
    }
    return {
        **{name: values if values else None for name, values in attributes.items()},
        **dict.fromkeys(FREE),
        "role": list(config.roles),
        "instrument": list(config.instruments),
        "stage": list(config.stages) or None,
        "case": [case.id for case in records.cases],
        "source": None,
        "participant": [person.id for person in records.participants] or None,
        "coder": [*config.coders, *coders] or None,
    }


def rule_fields(config: Config, records: Records) -> dict[str, Collection[Attribute] | None]:
    """Return what a rule may ask of the turns: no coder, code or memo."""
    fields = fields_of(config, records)
    return {name: known for name, known in fields.items() if name not in ("coder", "memo")}


def reader_of(config: Config) -> Callable[[str], Expression]:
    """Return what reads an expression, with labels of study.toml turned into their keys."""
    labels = _labels(config)
    return lambda text: _keyed(parse(text), labels)


def read_filter(study: Study, text: str) -> Expression:
    """Read a filter on codings or suggestions.

    Raises:
        ExpressionError: it is none, or asks for a field or value that nobody knows.
        BlindError: it asks for another coder's work in a blind study.
    """
    expression = reader_of(study.config)(text)
    stay_blind(study, _coders_in(expression))
    coders = [coder.name for coder in study.store.coders()]
    fields = fields_of(study.config, study.records, coders)
    fields["code"] = [code.path for code in study.codebook]
    fields |= dict.fromkeys(("decision", "rule", "state", "kind"))
    for finding in unknown(expression, Vocabulary.of(fields, study.codebook.lists)):
        raise ExpressionError(text, finding.column, finding.what)
    return expression


def _coders_in(expression: Expression) -> list[str]:
    fields = (part for part in walk(expression) if isinstance(part, Field))
    return [value for part in fields if field_name(part.name) == "coder" for value in part.values]


def _labels(config: Config) -> Mapping[str, Mapping[str, str]]:
    return {
        "role": config.roles,
        "instrument": {key: each.label for key, each in config.instruments.items()},
        "stage": config.stages,
    }


def _keyed(expression: Expression, labels: Mapping[str, Mapping[str, str]]) -> Expression:
    """Return the expression with values that are labels replaced by the keys that they name."""
    if isinstance(expression, Field):
        known = labels.get(field_name(expression.name), {})
        values = tuple(key_of(value, known) or value for value in expression.values)
        return dataclasses.replace(expression, values=values)
    match expression:
        case And() | Or():
            return type(expression)(tuple(_keyed(part, labels) for part in expression.parts))
        case Not():
            return Not(_keyed(expression.part, labels))
        case Without():
            return dataclasses.replace(expression, kept=_keyed(expression.kept, labels))
        case _:
            return expression
