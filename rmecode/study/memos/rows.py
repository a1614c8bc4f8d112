"""Memos and notes as rows: for lists, JSON, the workbook, and files that go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.errors.memos import NoNoteError
from rmecode.errors.store import UnknownMemosError
from rmecode.errors.study import UnknownNameError
from rmecode.messages import _
from rmecode.model import MemoAbout, find_code, fold, normalise
from rmecode.study.filters.choices import stay_blind
from rmecode.study.listing import code_paths
from rmecode.study.memos.noting import kind_of, memo_ids
from rmecode.study.parts import known_case, known_source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rmecode.model import Coding, Memo, Span, Turn
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study

NOTE: Final = "note"
"""The kind of a row that is what a coder noted on a coding."""
NOTES: Final = (NOTE, "nota")
"""What people call it, folded."""
MEMO: Final = (
    *("id", "kind", "about", "case", "cases", "source", "turn", "start", "end", "quote", "code"),
    *("coding", "author", "text", "made_at", "changed_at"),
)
"""The fields of a row."""


@dataclass(frozen=True, slots=True)
class AskedMemos:
    """Which memos are meant, as people type it; what is empty takes all."""

    about: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: str = ""


def memo_rows(study: Study) -> list[Record]:
    """Return a row per memo, by id, then one per coding with a note, in the order of places.

    ``id`` is as people type it, ``m5`` or ``c12``. A memo on a coding has the coding's place and
    code. ``case`` is what a memo on a case or cell is on; ``cases`` those that it touches.
    """
    memos = study.store.memos()
    notes = [coding for coding in study.store.codings() if coding.memo]
    on = {memo.coding for memo in memos if memo.coding is not None}
    codings = {each.id: each for each in study.store.codings_by_id(on, include_removed=True)}
    told = {each.source for each in (*notes, *codings.values())}
    around = _Around(
        study,
        codings,
        study.store.turns_of(told | {memo.source for memo in memos if memo.span}),
        code_paths(study.codebook),
    )
    return [*(_of_memo(around, memo) for memo in memos), *(_of_note(around, c) for c in notes)]


@dataclass(frozen=True, slots=True)
class _Around:
    """What the rows of memos are told with: codings, turns and the paths of codes."""

    study: Study
    codings: Mapping[int, Coding]
    turns: Mapping[str, tuple[Turn, ...]]
    paths: Mapping[str, str]

    def place(self, source: str, span: Span | None, quote: str) -> Record:
        """Return where words stand: source, cases, turn and characters, as far as they have them."""
        here = (t.number for t in self.turns.get(source, ()) if span and t.span.overlaps(span))
        return {
            "cases": self.study.listing(source).cases if source else (),
            "source": source,
            "turn": next(here, None),
            "start": span.start if span else None,
            "end": span.end if span else None,
            "quote": quote,
        }


def _of_memo(around: _Around, memo: Memo) -> Record:
    coding = around.codings.get(memo.coding) if memo.coding is not None else None
    if coding is not None:
        place = around.place(coding.source, coding.span, coding.quote.exact)
    else:
        place = around.place(memo.source, memo.span, _words_of(around.study, memo))
    code = coding.code if coding else memo.code
    return _in_order(
        place
        | {
            "id": f"m{memo.id}",
            "kind": str(memo.kind),
            "about": str(memo.about),
            "case": memo.case,
            "cases": (memo.case,) if memo.case else place["cases"],
            "code": around.paths.get(code, code),
            "coding": memo.coding,
            "author": memo.author,
            "text": memo.text,
            "made_at": memo.made_at,
            "changed_at": memo.changed_at,
        }
    )


def _words_of(study: Study, memo: Memo) -> str:
    """Return the words that a memo on a passage is on."""
    if memo.span is None:
        return ""
    text = study.store.text_version(memo.source, memo.version).text
    return text[memo.span.start : memo.span.end]


def _of_note(around: _Around, coding: Coding) -> Record:
    return _in_order(
        around.place(coding.source, coding.span, coding.quote.exact)
        | {
            "id": f"c{coding.id}",
            "kind": NOTE,
            "about": str(MemoAbout.CODING),
            "case": "",
            "code": around.paths.get(coding.code, coding.code),
            "coding": coding.id,
            "author": coding.coder,
            "text": coding.memo,
            "made_at": coding.made_at,
            "changed_at": "",
        }
    )


def _in_order(row: Record) -> Record:
    return {name: row[name] for name in MEMO}


def asked_memos(study: Study, rows: Sequence[Record], asked: AskedMemos) -> list[Record]:
    """Return the rows that are meant.

    Raises:
        RmecodeError: a name that the study does not know.
        BlindError: another's memos are asked for in a blind study.
    """
    stay_blind(study, asked.authors)
    book = study.codebook
    paths = {below.path for code in asked.codes for below in book.subtree(find_code(book, code))}
    wanted: dict[str, Collection[str]] = {
        "about": asked.about,
        "cases": {known_case(study, case) for case in asked.cases},
        "source": {known_source(study, source) for source in asked.sources},
        "code": paths,
        "author": _authors(study, rows, asked.authors),
        "kind": {NOTE if fold(kind) in NOTES else str(kind_of(kind)) for kind in asked.kinds},
    }
    words = fold(normalise(asked.words)).split()
    return [row for row in rows if _fits(row, wanted) and _says(row, words)]


def _authors(study: Study, rows: Iterable[Record], typed: Iterable[str]) -> set[str]:
    """Return the people who were typed, as the study writes them.

    Raises:
        UnknownNameError: somebody who has neither coded nor written a memo.
    """
    coders = (coder.name for coder in study.store.coders())
    authors = (str(row["author"]) for row in rows)
    known = {study.viewer, *study.config.coders, *coders, *authors} - {""}
    named = {fold(name): name for name in sorted(known)}
    for name in typed:
        if fold(name) not in named:
            raise UnknownNameError(_("coder"), name, known)
    return {named[fold(name)] for name in typed}


def _fits(row: Record, wanted: Mapping[str, Collection[str]]) -> bool:
    for name, names in wanted.items():
        value = row[name]
        values = value if isinstance(value, tuple) else (value,)
        if names and not set(names).intersection(values):
            return False
    return True


def _says(row: Record, words: Iterable[str]) -> bool:
    """Tell whether all words stand in the memo or in the words that it is on, accents aside."""
    said = fold(f"{row['text']} {row['quote']}")
    return all(word in said for word in words)


def rows_of_ids(rows: Iterable[Record], written: Iterable[str]) -> list[Record]:
    """Return the rows of the memos and notes that were typed, in that order.

    Raises:
        RmecodeError: something else was typed, or there is no such memo or note.
    """
    ids, known = memo_ids(written), {str(row["id"]): row for row in rows}
    missing = [number for number in ids.memos if f"m{number}" not in known]
    if missing:
        raise UnknownMemosError(missing)
    unnoted = [number for number in ids.codings if f"c{number}" not in known]
    if unnoted:
        raise NoNoteError(unnoted)
    names = [*(f"m{number}" for number in ids.memos), *(f"c{number}" for number in ids.codings)]
    return [known[name] for name in names]
