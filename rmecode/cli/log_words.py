"""What a line of the log did, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rmecode.cli.words import action_title
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rmecode.study.history import HistoryLine, Move

SILENT: Final = ("brought", "removed_source", "short_id")
"""The tables that hold nothing but what has been seen before: people see none of their rows."""


def table_title(table: str) -> str:
    """Return what the rows of a table of the project are called."""
    titles = {
        "source": _("sources"),
        "text_version": _("texts"),
        "turn": _("turns"),
        "assignment": _("turns of one case"),
        "coder": _("coders"),
        "done": _("done marks"),
        "codebook_version": _("versions of the codebook"),
        "coding": _("codings"),
        "suggestion": _("suggestions"),
        "memo": _("memos"),
    }
    return titles.get(table, table)


def touched(line: HistoryLine) -> str:
    """Return what a write touched, by kind: ``codings: 3 added, 1 changed``; and why, if said."""
    kinds = {"added": _("{count} added"), "changed": _("{count} changed")}
    kinds["removed"] = _("{count} removed")
    parts = []
    for table, counts in line.detail.items():
        if isinstance(counts, dict) and table not in SILENT:
            said = [kinds[kind].format(count=counts[kind]) for kind in kinds if kind in counts]
            parts.append(f"{table_title(table)}: {', '.join(said)}")
    if line.undoes or line.redoes:
        action = action_title(str(line.detail.get("action", "")))
        parts.append(
            _("no. {number}: {action}").format(number=line.undoes or line.redoes, action=action)
        )
    if line.reason:
        parts.append(_("reason: {reason}").format(reason=line.reason))
    return "; ".join(parts)


def moved(move: Move) -> str:
    """Return what a write did to codings, from code to code."""
    return " ".join(_move(move))


def _move(move: Move) -> Iterator[str]:
    if move.codings > 1:
        yield f"{move.codings} ×"
    if move.before == move.after:
        yield move.after
    else:
        yield f"{move.before or _('(none)')} → {move.after or _('(none)')}"
    if move.places:
        (start, end), (new_start, new_end) = move.places
        yield f"{start}-{end} → {new_start}-{new_end}"
    if move.marks:
        titles = mark_titles()
        yield "({})".format(", ".join(titles[mark] for mark in move.marks))


def mark_titles() -> Mapping[str, str]:
    """Return what else of a coding a write may change."""
    return {
        "memo": _("memo"),
        "anchor": _("state"),
        "reread": _("to be reread"),
        "origin": _("origin"),
    }
