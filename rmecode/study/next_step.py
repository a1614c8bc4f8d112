"""What is next in a study: one command to run, and why, over the whole life of a study."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING

from rmecode.messages import _, ngettext
from rmecode.study.progress import NextStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmecode.study.opening import Study
    from rmecode.study.progress import SourceStatus, Waiting


def next_step(
    study: Study, coder: str, sources: Sequence[SourceStatus], waiting: Waiting
) -> NextStep:
    """Return what is next for a coder, or for anybody: the first that there is cause for.

    What waits comes first, then what rules may find, then coding on; numbers come last.
    """
    if not sources and not waiting.untaken:
        return NextStep(f"rmecode ingest {_('FILE…')}", _("The study has no sources yet."))
    if study.config.blind and not coder and sources:
        reason = _("The study is blind: say who looks, and see what is yours.")
        return NextStep(f"rmecode status --coder {_('NAME')}", reason)
    return next(_steps(study, coder, sources, waiting))


def _steps(
    study: Study, coder: str, sources: Sequence[SourceStatus], waiting: Waiting
) -> Iterator[NextStep]:
    yield from steps_waiting(waiting, begun=bool(sources))
    yield from _rules(study, sources)
    yield from _to_code(coder, sources)
    yield _numbers(study)


def steps_waiting(waiting: Waiting, *, begun: bool = True) -> list[NextStep]:
    """Return what waits for somebody, and how to go about it: the most urgent first.

    Args:
        waiting: how much of what waits.
        begun: whether the project has any text; a run takes the first ones and goes on with them.
    """
    table = (
        (waiting.problems, "rmecode check", _problems),
        (waiting.untaken, "rmecode ingest" if begun else "rmecode run", _untaken),
        (waiting.codebook, "rmecode codebook update", _codebook),
        (waiting.unknown_codes, "rmecode check", _unknown_codes),
        (waiting.reread, "rmecode coding list --reread", _reread),
        (waiting.doubtful, "rmecode coding list --state review", _doubtful),
        (waiting.suggestions, "rmecode review --list", _suggestions),
    )
    return [NextStep(command, said(count)) for count, command, said in table if count]


def _problems(count: int) -> str:
    said = ngettext(
        "{count} problem in the tables or the codebook keeps them from being read.",
        "{count} problems in the tables or the codebook keep them from being read.",
        count,
    )
    return said.format(count=count)


def _untaken(count: int) -> str:
    said = ngettext(
        "{count} file of the sources table is not taken in yet.",
        "{count} files of the sources table are not taken in yet.",
        count,
    )
    return said.format(count=count)


def _codebook(count: int) -> str:
    said = ngettext(
        "{count} change of the codebook is not acknowledged yet.",
        "{count} changes of the codebook are not acknowledged yet.",
        count,
    )
    return said.format(count=count)


def _unknown_codes(count: int) -> str:
    said = ngettext(
        "{count} coding has a code that the codebook no longer has.",
        "{count} codings have a code that the codebook no longer has.",
        count,
    )
    return said.format(count=count)


def _reread(count: int) -> str:
    said = ngettext(
        "{count} coding is to be reread: its code was redefined.",
        "{count} codings are to be reread: their code was redefined.",
        count,
    )
    return said.format(count=count)


def _doubtful(count: int) -> str:
    said = ngettext(
        "{count} coding stands at a doubtful place since its text was corrected.",
        "{count} codings stand at a doubtful place since their text was corrected.",
        count,
    )
    return said.format(count=count)


def _suggestions(count: int) -> str:
    said = ngettext(
        "{count} suggestion waits for a decision.",
        "{count} suggestions wait for a decision.",
        count,
    )
    return said.format(count=count)


def _rules(study: Study, sources: Sequence[SourceStatus]) -> Iterator[NextStep]:
    """Yield the rules, where nothing is coded and they were never applied."""
    coded = any(source.codings for source in sources)
    rules = sum(len(code.rules) for code in study.codebook)
    if rules and not coded and not study.store.brought("rules"):
        said = ngettext(
            "Nothing is coded yet; {count} rule of the codebook can look for candidates.",
            "Nothing is coded yet; {count} rules of the codebook can look for candidates.",
            rules,
        )
        yield NextStep("rmecode apply", said.format(count=rules))


def _to_code(coder: str, sources: Sequence[SourceStatus]) -> Iterator[NextStep]:
    """Yield the least coded of the sources that the coder, or anybody, has not coded to the end."""
    left = [
        (codings, source)
        for source in sources
        for codings, done in [_own(source, coder)]
        if not done
    ]
    if not left:
        return
    codings, least = min(left, key=lambda each: (each[0], each[1].codings))
    said = (
        _(
            "Of the sources that {coder} has not marked as done ({count}), {source} has the fewest "
            "codings ({codings})."
        )
        if coder
        else _(
            "Of the sources that nobody has marked as done ({count}), {source} has the fewest "
            "codings ({codings})."
        )
    )
    reason = said.format(coder=coder, count=len(left), source=least.source, codings=codings)
    # An id that begins like an option is named by its number.
    name = least.short if least.source.startswith("-") else least.source
    yield NextStep(f"rmecode source show {shlex.quote(name)}", reason)


def _own(source: SourceStatus, coder: str) -> tuple[int, bool]:
    """Return the codings in a source, and whether it is done: of the coder, or of all for nobody."""
    if not coder:
        return source.codings, source.is_done
    own = next((each for each in source.coders if each.coder == coder), None)
    return (own.codings, own.is_done) if own else (0, False)


def _numbers(study: Study) -> NextStep:
    """Return the workbook, where it is not there or older than the last write; else the matrix."""
    book = study.config.paths["results"] / "rmecode.xlsx"
    last = study.store.history(1)
    if book.exists() and last and _moment(last[0].at) <= book.stat().st_mtime:
        return NextStep(
            "rmecode matrix", _("All sources are done, and the workbook is up to date.")
        )
    return NextStep("rmecode export xlsx", _("All sources are done: the numbers are complete."))


def _moment(at: str) -> float:
    return dt.datetime.fromisoformat(at).timestamp()
