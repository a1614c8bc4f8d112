"""What a handbook holds: the codebook as a team prints it and argues over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.messages import _, counts, ngettext

if TYPE_CHECKING:
    from rmecode.exchange.excerpt_values import Excerpt
    from rmecode.model import Code, Codebook


@dataclass(frozen=True, slots=True)
class Use:
    """How far a code is used: codings, and the sources, cases and coders that they are of.

    ``below`` are the codings of the codes below it, which the others do not count. ``done`` of
    ``sources_in_all`` sources are coded to the end: without any, no codings are no zero.
    """

    codings: int
    sources: int
    cases: int
    coders: int
    below: int
    done: int
    sources_in_all: int

    @property
    def coded(self) -> bool:
        """Tell whether the code's number says anything: there are codings, or finished sources."""
        return bool(self.codings or self.done)


@dataclass(frozen=True, slots=True)
class Entry:
    """One code with its colour (``RRGGBB``), its use where it is counted, and chosen excerpts."""

    code: Code
    color: str
    use: Use | None = None
    excerpts: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Handbook:
    """A codebook with everything that is to be printed of it.

    ``study`` is the study's title; ``notices`` travel with every output; ``at`` is the date, ISO
    8601. ``choice`` says in words how excerpts were chosen, empty where none are shown; ``naming``
    how their speakers are disguised; ``counted`` what the counts count. ``rules`` tells whether
    rules are printed.
    """

    book: Codebook
    entries: tuple[Entry, ...]
    study: str
    at: str
    notices: tuple[str, ...] = ()
    choice: str = ""
    naming: str = ""
    counted: str = ""
    version: int = 0
    rules: bool = False

    @property
    def title(self) -> str:
        """Return what the codebook is called."""
        return self.book.title or self.book.name

    @property
    def edition(self) -> str:
        """Return version and date in words."""
        parts = [
            _("Version {version}").format(version=self.book.version) if self.book.version else "",
            _("number {number} in the project").format(number=self.version) if self.version else "",
            self.at[:10],
        ]
        return " · ".join(filter(None, parts))


def extent(handbook: Handbook) -> str:
    """Return how many codes the book has, in words."""
    count = len(handbook.entries)
    said = ngettext("{count} code", "{count} codes", count).format(count=count)
    rules = sum(len(entry.code.rules) for entry in handbook.entries)
    ruled = ngettext("{count} rule", "{count} rules", rules).format(count=rules)
    return f"{said} · {ruled}" if rules else said


def introduction() -> str:
    """Return what a handbook is, in a sentence or two."""
    return _(
        "The codes of the study with what decides their use: definition, when to use them, when "
        "not, and examples. It is meant to be printed and argued over; what the team agrees on "
        "goes into the codebook's file, from which this is made."
    )


def sentence_of(use: Use) -> str:
    """Return how far a code is used; that nobody has coded yet is never called zero."""
    below = _("{count} in the codes below it").format(count=use.below) if use.below else ""
    return " · ".join(filter(None, (_codings(use), below, _progress(use))))


def _codings(use: Use) -> str:
    if not use.codings:
        return _("0 codings") if use.done else _("not yet coded")
    parts = [
        counts.codings(use.codings),
        counts.sources(use.sources),
        counts.cases(use.cases),
        counts.coders(use.coders),
    ]
    return " · ".join(parts)


def _progress(use: Use) -> str:
    if not use.sources_in_all:
        return _("the study has no sources yet")
    if use.done == use.sources_in_all:
        return _("all sources are done")
    return _("so far: {done} of {all} sources are done").format(
        done=use.done, all=use.sources_in_all
    )


def parts_of(code: Code) -> list[tuple[str, str]]:
    """Return name and text of each part that decides on a code's use, in their order."""
    parts = (
        (_("Definition"), code.definition),
        (_("When to use"), code.use),
        (_("When not to use"), code.avoid),
    )
    return [(name, text) for name, text in parts if text]


def facts_of(code: Code) -> list[tuple[str, str]]:
    """Return name and text of what else is known of a code."""
    unpublished = "" if code.published else _("(not in the table)")
    facts = (
        (_("Dimension"), code.dimension),
        (_("Source"), f"{code.source} {unpublished}".strip() if code.source else ""),
        (_("Formerly"), "; ".join(code.former)),
    )
    return [(name, text) for name, text in facts if text]


def examples_title() -> str:
    """Return how examples are headed: that they are invented is said with them."""
    return _("Examples (invented)")
