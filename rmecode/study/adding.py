"""Coding by hand: words of a source given codes by a coder, one log entry for all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from rmecode.messages import _
from rmecode.model import Coder, Coding, Quote, TurnKind, find_code, fold, normalise
from rmecode.study.codebooks.recording import record_codebook
from rmecode.study.placing import page_of, spans_of
from rmecode.study.records import interviewer_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmecode.model import Span
    from rmecode.store import AddedCodings, Changes
    from rmecode.study.opening import Study
    from rmecode.study.placing import Page, Passage


@dataclass(frozen=True, slots=True)
class AddedCoding:
    """What became of one code on one passage: ``new``, ``standing`` or ``revived``."""

    id: int
    source: str
    turn: int
    start: int
    end: int
    quote: str
    code: str
    coder: str
    state: str
    memo: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Added:
    """The codings that were asked for, and what is odd about them."""

    codings: tuple[AddedCoding, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be coded: a passage of a source, codes as people type them, and a note."""

    source: str
    passage: Passage
    codes: tuple[str, ...]
    memo: str = ""


def add_codings(study: Study, asked: Asked, *, coder: str, at: str) -> Added:
    """Give the words of a passage one code or several; what somebody had removed comes back.

    A coding that stands already keeps its own note, if it has one.

    Raises:
        RmecodeError: an unknown code or source, or a passage that is unclear.
    """
    book = study.codebook
    ids = tuple(dict.fromkeys(find_code(book, code).id for code in asked.codes))
    page = page_of(study.store, asked.source)
    spans = spans_of(page, asked.passage)
    number = record_codebook(study, by=coder, at=at)
    note = normalise(asked.memo).strip()
    plain = [_coding(page, span, code, coder) for span, code in product(spans, ids)]
    wanted = [replace(each, memo=note, codebook_version=number) for each in plain]
    subject = f"{asked.source}: {', '.join(book.by_id[code].path for code in ids)}"
    with study.store.changes(by=coder, at=at, action="code", subject=subject) as changes:
        changes.add_coder(Coder(coder, study.kind_of(coder)))
        added = changes.add_codings(wanted, revive=True)
        kept = _note(changes, added, wanted)
    outcomes = _outcomes(added)
    return Added(
        tuple(
            _added(page, coding, id_, book.by_id[coding.code].path, outcomes[id_])
            for id_, coding in zip(added.ids, wanted, strict=True)
        ),
        (*_other_notes(kept), *_nobody_but_interviewer(study, page, spans)),
    )


def _coding(page: Page, span: Span, code: str, coder: str) -> Coding:
    return Coding(
        id=0,
        source=page.source,
        version=page.version.number,
        span=span,
        quote=Quote.at(page.text, span),
        code=code,
        coder=coder,
    )


def _note(changes: Changes, added: AddedCodings, wanted: Sequence[Coding]) -> list[int]:
    """Set the note of codings that stand without one; return those that stand with another."""
    noted = {id_: each.memo for id_, each in zip(added.ids, wanted, strict=True) if each.memo}
    standing = changes.codings_by_id([id_ for id_ in added.standing if id_ in noted])
    changes.set_coding_memos({each.id: noted[each.id] for each in standing if not each.memo})
    return [each.id for each in standing if each.memo and each.memo != noted[each.id]]


def _outcomes(added: AddedCodings) -> dict[int, str]:
    return {
        **dict.fromkeys(added.new, "new"),
        **dict.fromkeys(added.standing, "standing"),
        **dict.fromkeys(added.revived, "revived"),
    }


def _added(page: Page, coding: Coding, id_: int, path: str, outcome: str) -> AddedCoding:
    return AddedCoding(
        id=id_,
        source=coding.source,
        turn=page.turn_at(coding.span.start),
        start=coding.span.start,
        end=coding.span.end,
        quote=coding.quote.exact,
        code=path,
        coder=coding.coder,
        state=str(coding.anchor),
        memo=coding.memo,
        outcome=outcome,
    )


def _other_notes(ids: Iterable[int]) -> Iterable[str]:
    for id_ in ids:
        said = _(
            "c{id}: has another note, which stays. Change it with 'rmecode coding note c{id}'."
        )
        yield said.format(id=id_)


def _nobody_but_interviewer(study: Study, page: Page, spans: Iterable[Span]) -> Iterable[str]:
    """Yield a notice for each passage in which only the interviewer speaks."""
    labels = interviewer_labels(study.config, page.source)
    for span in spans:
        heard = [
            turn.kind is TurnKind.SPEECH and fold(turn.label) in labels
            for turn in page.turns
            if turn.kind is not TurnKind.FRONT and turn.words.overlaps(span)
        ]
        if heard and all(heard):
            said = _("{start}-{end}: only the interviewer speaks here.")
            yield said.format(start=span.start, end=span.end)
