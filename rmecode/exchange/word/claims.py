"""What the comments of a document claim: which passage, which code, whose, and what is noted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rmecode.coding import Placement
from rmecode.exchange.word.alignment import Alignment
from rmecode.exchange.word.letters import writable
from rmecode.exchange.word.stretches import trimmed
from rmecode.model import Anchor, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rmecode.exchange.word.contents import Comment, CommentedText, Written


@dataclass(frozen=True, slots=True)
class Claim:
    """A code (empty: none) that a coder's comment gives a passage of the source, and the memo."""

    comment: Comment
    span: Span
    coder: str
    code: str = ""
    memo: str = ""
    anchor: Anchor = Anchor.EXACT


class Places:
    """Where the passages of a document stand in the source's text."""

    def __init__(self, document: CommentedText, text: str) -> None:
        self._document = document
        self.text = writable(text)
        self.same = document.placed == self.text
        self._alignment = None if self.same else Alignment(document.placed, self.text)

    def of(self, span: Span) -> Placement:
        """Return where the passage stands, without blanks at its ends, if that is certain."""
        words = trimmed(span, self._document.placed)
        if self._alignment is None:
            return Placement(words, Anchor.EXACT)
        return self._alignment.place(words)

    def words(self, span: Span) -> str:
        """Return the words that a passage has in the document."""
        return self._document.placed[span.start : span.end]

    def paragraph(self, span: Span) -> int:
        """Return the number of the paragraph that a passage begins in."""
        return self._document.placed.count("\n", 0, span.start) + 1


def with_own_blanks(
    claims: Iterable[Claim], known: Collection[Written], text: str
) -> tuple[Claim, ...]:
    """Return the claims with the spans of codings that are known, where only blanks differ.

    Blanks at the ends of a passage do not survive every program; codings that have them are known,
    by the document's own account or by the project, so that they are met and not doubled.
    """
    spans: dict[tuple[Span, str, str], list[Span]] = defaultdict(list)
    for each in sorted(known):
        if each.end <= len(text):
            span = Span(each.start, each.end)
            spans[trimmed(span, text), each.code, each.coder].append(span)
    alike: dict[tuple[Span, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        alike[trimmed(claim.span, text), claim.code, claim.coder].append(claim)
    return tuple(
        replace(claim, span=span)
        for key, group in alike.items()
        for claim, span in zip(group, _spans(key[0], len(group), spans[key]), strict=True)
    )


def _spans(words: Span, count: int, known: list[Span]) -> list[Span]:
    """Return a span for each of some claims on the same words."""
    if len(known) == count:
        return known
    return [known[0] if known and words not in known else words] * count


def one_each(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return one claim for each passage, code and coder, with all that was noted on it."""
    found: dict[tuple[Span, str, str], Claim] = {}
    for claim in claims:
        key = (claim.span, claim.code, claim.coder)
        first = found.setdefault(key, claim)
        if claim.memo and claim.memo != first.memo:
            notes = "\n\n".join(filter(None, (first.memo, claim.memo)))
            found[key] = replace(first, memo=notes)
    return tuple(found.values())
