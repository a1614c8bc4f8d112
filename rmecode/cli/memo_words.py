"""Memos in words for people; JSON keeps the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.cli.words import readable_time
from rmecode.messages import _
from rmecode.messages.passages import at_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def memo_kind_title(kind: str) -> str:
    """Return what a kind of memo is called."""
    titles = {
        "analytic": _("analytic"),
        "methodological": _("methodological"),
        "theoretical": _("theoretical"),
        "note": _("note"),
    }
    return titles.get(kind, kind)


def about_title(about: str) -> str:
    """Return what the sort of thing that a memo is on is called."""
    titles = {
        "study": _("the study"),
        "case": _("case"),
        "source": _("source"),
        "turn": _("turn"),
        "code": _("code"),
        "coding": _("coding"),
        "cell": _("cell"),
    }
    return titles.get(about, about)


def on_what(row: Mapping[str, object]) -> str:
    """Return what a memo is on."""
    sort = about_title(str(row["about"]))
    where = at_place(row["turn"], row["start"], row["end"])
    named = {
        "case": f"{sort} {row['case']}",
        "source": f"{sort} {row['source']}",
        "turn": f"{row['source']}, {where}",
        "code": f"{sort} {row['code']}",
        "coding": f"{sort} c{row['coding']}: {row['source']}, {row['code']}",
        "cell": f"{row['case']} × {row['code']}",
    }
    return named.get(str(row["about"]), sort)


def whole(row: Mapping[str, object]) -> Iterator[str]:
    """Yield a memo as lines: what it is, what it is on, the words there, the text."""
    kind = memo_kind_title(str(row["kind"]))
    yield f"{row['id']}  {kind}, {on_what(row)}"
    when = readable_time(str(row["made_at"]))
    if row["changed_at"]:
        changed = readable_time(str(row["changed_at"]))
        when = _("{made}, changed {changed}").format(made=when, changed=changed)
    yield f"{row['author'] or '-'}, {when}"
    if row["quote"]:
        yield f"«{' '.join(str(row['quote']).split())}»"
    yield str(row["text"])
