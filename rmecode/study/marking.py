"""Done marks: who has coded which source to the end; and the marks and parts that tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.model import Coder, Problem
from rmecode.study.parts import spans_of_turns

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmecode.study.opening import Study
    from rmecode.study.records import PartRow


def mark_done(study: Study, source: str, coder: str, *, at: str) -> bool:
    """Say that a coder has coded the source to the end; tell whether that was news."""
    with study.store.changes(by=coder, at=at, action="done", subject=source) as changes:
        changes.add_coder(Coder(coder, study.kind_of(coder)))
        return changes.mark_done(source, coder)


def unmark_done(study: Study, source: str, coder: str, *, at: str) -> None:
    """Take back that a coder has coded the source to the end.

    Raises:
        NotDoneError: the coder had not said so.
    """
    with study.store.changes(by=coder, at=at, action="not done", subject=source) as changes:
        changes.unmark_done(source, coder)


def bring_marks(study: Study, *, by: str, at: str) -> tuple[int, list[Problem]]:
    """Take the done marks and assigned parts of the tables, each once and for good.

    A mark that was brought in and taken back by a person is not brought in again; one that could
    not be taken is tried again the next time.

    Returns:
        How many were news, and what could not be taken.
    """
    stored = {each.id for each in study.store.sources()}
    news, problems = _bring_done(study, stored, by=by, at=at), []
    for part in study.records.parts:
        try:
            if part.source in stored:
                news += _bring_part(study, part, by=by, at=at)
        except RmecodeError as error:
            file = study.config.tables["assignments"].name
            problems.append(Problem(file, part.source, str(error)))
    return news, problems


def _bring_done(study: Study, stored: Collection[str], *, by: str, at: str) -> int:
    marks = [(s, coder) for s, coders in study.records.done.items() for coder in coders]
    news = 0
    with study.store.changes(by=by, at=at, action="done", subject="sources") as changes:
        for source, coder in marks:
            if source in stored and changes.bring("done", f"{source}|{coder}"):
                changes.add_coder(Coder(coder, study.kind_of(coder)))
                news += changes.mark_done(source, coder)
    return news


def _bring_part(study: Study, part: PartRow, *, by: str, at: str) -> int:
    """Take one row, wholly or not at all: a part of it may belong to another case."""
    subject = f"{part.source} {part.turns}: {part.case}"
    with study.store.changes(by=by, at=at, action="assign", subject=subject) as changes:
        spans = spans_of_turns(part.turns, part.source, changes.turns(part.source))
        if not changes.bring("part", f"{part.source}|{part.turns}|{part.case}"):
            return 0
        return sum(changes.assign(part.source, span, part.case) for span in spans)
