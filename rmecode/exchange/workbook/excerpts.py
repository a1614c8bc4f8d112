"""The excerpts: one row per coding and case, every attribute a column, ready for a pivot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.analysis.frame import RULE_KIND
from rmecode.analysis.reasons import row_title
from rmecode.exchange.workbook.tables import HEAD_ROW, Column
from rmecode.messages import _
from rmecode.model import Anchor, CoderKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pandas as pd

    from rmecode.model import Attribute, Case


def excerpt_columns(frame: pd.DataFrame, cases: Sequence[Case], *, suggested: bool) -> list[Column]:
    """Return the columns of the excerpts, in the frame's order of rows."""
    return [
        *_where(frame),
        *_codes(frame),
        Column(_("Excerpt"), frame["quote"].tolist(), 65, long=True),
        *(_by_rules(frame) if suggested else _by_coders(frame)),
        *_place(frame),
        *attribute_columns(frame["case"].tolist(), cases),
    ]


def first_rows(frame: pd.DataFrame) -> Callable[[str, int], int]:
    """Return a function from row and coding to the sheet's row of its excerpt, 0 if it has none.

    A row that is no case (the total) leads to the coding's first excerpt.
    """
    rows: dict[tuple[str, int], int] = {}
    firsts: dict[int, int] = {}
    pairs = zip(frame["case"].tolist(), frame["coding"].tolist(), strict=True)
    for number, (case, coding) in enumerate(pairs, HEAD_ROW + 1):
        rows[case, coding] = number
        firsts.setdefault(coding, number)
    return lambda row, coding: rows.get((row, coding), firsts.get(coding, 0))


def attribute_columns(rows: Sequence[str], cases: Sequence[Case]) -> Iterator[Column]:
    """Yield a column per attribute of the cases, for rows that each name a case."""
    names = dict.fromkeys(name for case in cases for name in case.attributes)
    for name in names:
        values = {case.id: plain_value(case.attributes.get(name)) for case in cases}
        yield Column(name, [values.get(row) for row in rows], min(max(14, len(name) + 4), 30))


def plain_value(value: Attribute) -> str | float | None:
    """Return an attribute as a cell holds it: whole numbers whole, lists in one text."""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def kind_title(kind: str) -> str:
    """Return what kind of coder that is, in words."""
    titles = {
        str(CoderKind.PERSON): _("person"),
        str(CoderKind.SIMULATED): _("simulated"),
        RULE_KIND: _("rule"),
    }
    return titles.get(kind, kind)


def _where(frame: pd.DataFrame) -> Iterator[Column]:
    yield Column(_("Id"), frame["coding"].tolist(), 7)
    yield Column(_("Case"), [row_title(case) for case in frame["case"].tolist()], 11)
    yield Column(_("Source"), frame["source"].tolist(), 10)
    yield Column(_("Instrument"), frame["instrument"].tolist(), 18)
    yield Column(_("Stage"), frame["stage"].tolist(), 15)
    yield Column(_("Role"), ["; ".join(roles) for roles in frame["roles"]], 16)
    people = ["; ".join(filter(None, who)) for who in frame["participants"]]
    yield Column(_("Participant"), people, 16)
    yield Column(_("Turn"), [turn or None for turn in frame["turn"].tolist()], 7)


def _codes(frame: pd.DataFrame) -> Iterator[Column]:
    paths = [path.split("/") for path in frame["path"].tolist()]
    for level in range(max(map(len, paths), default=1)):
        names = [path[level] if level < len(path) else None for path in paths]
        yield Column(_("Code {level}").format(level=level + 1), names, 17)
    yield Column(_("Label"), frame["label"].tolist(), 24, long=True)


def _by_coders(frame: pd.DataFrame) -> Iterator[Column]:
    anchors = {
        Anchor.EXACT: _("exact"),
        Anchor.MOVED: _("moved"),
        Anchor.REVIEW: _("to be reviewed"),
    }
    yield Column(_("Memo"), frame["memo"].tolist(), 30, long=True)
    yield Column(_("Coder"), frame["coder"].tolist(), 12)
    yield Column(_("Kind of coder"), [kind_title(kind) for kind in frame["kind"].tolist()], 12)
    yield Column(_("Anchor"), [anchors[Anchor(anchor)] for anchor in frame["anchor"].tolist()], 12)
    yield Column(_("Coded at"), frame["made_at"].tolist(), 20)


def _by_rules(frame: pd.DataFrame) -> Iterator[Column]:
    yield Column(_("Matched words"), [" · ".join(words) for words in frame["matched"]], 24)
    yield Column(_("Rule"), frame["rule"].tolist(), 16)
    yield Column(_("Expression"), frame["reason"].tolist(), 40, long=True)
    yield Column(_("Engine"), frame["coder"].tolist(), 12)


def _place(frame: pd.DataFrame) -> Iterator[Column]:
    yes, no = _("yes"), _("no")
    yield Column(_("Date of the source"), frame["date"].tolist(), 12)
    yield Column(_("Start"), frame["start"].tolist(), 9)
    yield Column(_("End"), frame["end"].tolist(), 9)
    yield Column(_("Shared"), [yes if shared else no for shared in frame["shared"]], 9)
    yield Column(_("Counts once"), [int(once) for once in frame["once"]], 9)
