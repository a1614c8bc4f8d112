"""A coding's whole life as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.cli.words import action_title, readable_time, state_title
from rmecode.messages import _
from rmecode.messages.passages import at_place, in_context, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.study.listing import Record
    from rmecode.study.lives import Life, Step


def said(life: Life) -> Iterator[str]:
    """Yield what is known of a coding, the most important first."""
    row = life.row
    state = _("removed") if life.removed else state_title(str(row["state"]))
    yield f"c{row['id']}  {row['code']}  ({row['coder']}, {state})"
    where = at_place(row["turn"], row["start"], row["end"])
    speakers = ", ".join([life.label, *map(str, row["participants"])])  # type: ignore[call-overload]  # a tuple
    yield f"{row['source']}, {where}  {speakers}".rstrip(" ,")
    yield f"  {in_context(life.before, str(row['quote']), life.after)}"
    if life.definition:
        number = row["codebook"] or "-"
        yield _("Definition in codebook version {number}: {definition}").format(
            number=number, definition=" ".join(life.definition.split())
        )
    if row["memo"]:
        yield _("Note: {text}").format(text=row["memo"])
    for memo in life.memos:
        yield f"m{memo.id} ({memo.author or '-'}, {readable_time(memo.made_at)}): {memo.text}"
    yield _("What became of it:")
    yield from (f"  {_step(step)}" for step in life.steps)


def _step(step: Step) -> str:
    what = [readable_time(step.at), step.by or "-", action_title(step.action)]
    if step.codebook:
        what.append(_("(codebook version {number})").format(number=step.codebook))
    what += [_difference(step.before, step.after)] if step.before and step.after else []
    what += [_("(taken back)")] if step.undone else []
    return "  ".join(filter(None, what))


def _difference(before: Record, after: Record) -> str:
    """Return what changed, the code and the note in words, the place by its characters."""
    parts = []
    if "code" in after:
        parts.append(f"{before['code']} → {after['code']}")
    if "start" in after or "end" in after:
        parts.append(
            f"«{shortened(str(before.get('quote', '')))}» → «{shortened(str(after.get('quote', '')))}»"
        )
    if "memo" in after:
        parts.append(f"«{shortened(str(before['memo']))}» → «{shortened(str(after['memo']))}»")
    if "removed" in after:
        parts.append(_("removed") if after["removed"] else _("back again"))
    return "; ".join(parts)
