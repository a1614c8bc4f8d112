"""The sentences that every list of excerpts says, whatever file it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rmecode.messages.counts as in_words
from rmecode.messages import _
from rmecode.model import Anchor, CoderKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmecode.exchange.excerpt_values import Excerpt, Excerpts, Group, Said


def counts(excerpts: Sequence[Excerpt]) -> str:
    """Return how many codings, sources and cases there are, in words."""
    sources = {one.source for one in excerpts}
    cases = {case for one in excerpts for case in one.cases}
    parts = (
        in_words.codings(len(excerpts)),
        in_words.sources(len(sources)),
        in_words.cases(len(cases)),
    )
    return " · ".join(parts)


def heading(group: Group) -> str:
    """Return the head of a group with its counts."""
    return f"{group.title} ({counts(group.excerpts)})"


def place(one: Excerpt) -> str:
    """Return where the words stand and who says them."""
    turn = _("turn {number}").format(number=one.turn) if one.turn else ""
    cases = ", ".join(one.cases) or _("national")
    return " · ".join(filter(None, (one.source, cases, turn, one.who)))


def coded(one: Excerpt) -> str:
    """Return who coded the words as what, and what is doubtful about it."""
    return f"{one.code} · {judged(one)}"


def judged(one: Excerpt) -> str:
    """Return who coded the words, what is doubtful about it, and what else they were coded as."""
    by = f"{one.coder} ({_('simulated')})" if one.kind == CoderKind.SIMULATED else one.coder
    also = _("also: {codes}").format(codes=", ".join(one.also)) if one.also else ""
    reread = _("to be reread: its code was redefined in version {number}")
    again = reread.format(number=one.reread) if one.reread else ""
    return " · ".join(filter(None, (by, anchor_title(one.anchor), again, also)))


def anchor_title(anchor: str) -> str:
    """Return how sure the place of an excerpt is, in words."""
    titles = {
        str(Anchor.EXACT): _("exact"),
        str(Anchor.MOVED): _("moved"),
        str(Anchor.REVIEW): _("to be reviewed"),
    }
    return titles[anchor]


def memo(one: Excerpt) -> str:
    """Return the memo with its name before it; empty without one."""
    return f"{_('Memo')}: {one.memo}" if one.memo else ""


def context(said: Sequence[Said], *, from_middle: bool = False, to_middle: bool = False) -> str:
    """Return the words around an excerpt, with dots where they begin or end within a turn."""
    text = "\n".join(map(str, said))
    return f"{'… ' if from_middle else ''}{text}{' …' if to_middle else ''}" if text else ""


def before(one: Excerpt) -> str:
    """Return the words before the excerpt."""
    return context(one.passage.before, from_middle=one.passage.from_middle)


def after(one: Excerpt) -> str:
    """Return the words after the excerpt."""
    return context(one.passage.after, to_middle=one.passage.to_middle)


def remarks(excerpts: Excerpts) -> list[str]:
    """Return what has to be said of the whole list, a sentence each."""
    asked = "; ".join(excerpts.asked)
    chosen = _("Chosen: {filters}").format(filters=asked) if asked else ""
    made = _("Written on {date}.").format(date=excerpts.at[:10]) if excerpts.at else ""
    return [text for text in (*excerpts.notices, excerpts.naming, chosen, made) if text]
