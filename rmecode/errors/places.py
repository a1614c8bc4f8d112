"""What can be unclear about where people say that words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rmecode.errors import RmecodeError
from rmecode.messages import _, ngettext
from rmecode.messages.passages import at_place, in_context, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 20
"""How many places of a quote are listed."""

LONGEST: Final = 80
"""How many characters of a quote are said again."""


class FoundPlace(NamedTuple):
    """One of the places of a quote: its number in the list, turn, span and the words around."""

    number: int
    turn: int
    start: int
    end: int
    before: str
    quote: str
    after: str


class PlaceUnclearError(RmecodeError):
    """Nobody said where, or in more than one way."""

    def __init__(self, given: Sequence[str]) -> None:
        ways = "--quote, --turn, --paragraph, --span"
        what = (
            _("Say where in one way only, not in {count}: {ways}.")
            if given
            else _("Say where, by one of: {ways}.")
        )
        super().__init__(what.format(count=len(given), ways=", ".join(given) or ways))


class QuoteAloneError(RmecodeError):
    """An option that chooses among the places of a quote, without a quote."""

    def __init__(self, option: str) -> None:
        super().__init__(
            _("{option} chooses among the places of a quote: give --quote too.").format(
                option=option
            )
        )


class QuoteAmbiguousError(RmecodeError):
    """Words that stand at several places; ``places`` are all of them."""

    def __init__(self, words: str, source: str, places: Sequence[FoundPlace]) -> None:
        self.places = tuple(places)
        head = ngettext(
            "«{words}» stands at {count} place of {source}. Choose with --at NUMBER:",
            "«{words}» stands at {count} places of {source}. Choose with --at NUMBER, --in-turn, "
            "--before and --after, or --span:",
            len(places),
        )
        lines = [head.format(words=shortened(words, LONGEST), count=len(places), source=source)]
        lines += [_line(place) for place in places[:MOST]]
        if len(places) > MOST:
            lines.append(_("… and {count} more.").format(count=len(places) - MOST))
        super().__init__("\n".join(lines))


class NoSuchPlaceError(RmecodeError):
    """``--at`` names a place that the list of places does not have."""

    def __init__(self, number: int, words: str, source: str, count: int) -> None:
        super().__init__(
            ngettext(
                "There is no place {number}: «{words}» stands at {count} place of {source}.",
                "There is no place {number}: «{words}» stands at {count} places of {source}.",
                count,
            ).format(number=number, words=shortened(words, LONGEST), count=count, source=source)
        )


class QuoteNotFoundError(RmecodeError):
    """Words that do not stand in the text; ``near`` is what comes near, if anything does."""

    def __init__(self, words: str, source: str, near: FoundPlace | None = None) -> None:
        self.near = near
        what = _("«{words}» does not stand in {source}.").format(
            words=shortened(words, LONGEST), source=source
        )
        hint = _("Copy the words as 'rmecode source show {source}' prints them.").format(
            source=source
        )
        if near is not None:
            hint = _("The nearest is turn {turn}, {start}-{end}: «{quote}».").format(
                turn=near.turn, start=near.start, end=near.end, quote=shortened(near.quote, 200)
            )
        super().__init__(f"{what} {hint}")


class QuoteElsewhereError(RmecodeError):
    """Words that stand in the text, but not where they were said to."""

    def __init__(self, words: str, source: str, places: Sequence[FoundPlace]) -> None:
        self.places = tuple(places)
        head = _("«{words}» stands in {source}, but not there. It stands here:").format(
            words=shortened(words, LONGEST), source=source
        )
        super().__init__("\n".join([head, *(_line(place) for place in places[:MOST])]))


class EmptyQuoteError(RmecodeError):
    """A quote without words."""

    def __init__(self) -> None:
        super().__init__(_("The quote has no words. Copy them from the transcript."))


class NoWordsThereError(RmecodeError):
    """A turn, paragraph or span that holds no words."""

    def __init__(self, source: str, place: str) -> None:
        super().__init__(
            _("{source}, {place}: there are no words to code.").format(source=source, place=place)
        )


class SpanUnclearError(RmecodeError):
    """Something that is no span of characters of the text."""

    def __init__(self, given: str, source: str, characters: int) -> None:
        super().__init__(
            _(
                "{given}: not a span of {source}, whose characters are 0 to {characters}. Write "
                "START-END, such as 120-180, the end after the start."
            ).format(given=given or "''", source=source, characters=characters)
        )


class ParagraphsUnclearError(RmecodeError):
    """Paragraphs that cannot be understood or that the source does not have."""

    def __init__(self, given: str, source: str, last: int) -> None:
        super().__init__(
            _(
                "{given}: not a paragraph of {source}, which has paragraphs 1 to {last}. "
                "'rmecode source show {source} --paragraphs' numbers them."
            ).format(given=given or "''", source=source, last=last)
        )


class OnePassageError(RmecodeError):
    """Several passages, where there can be one only."""

    def __init__(self, count: int) -> None:
        super().__init__(
            _("These are {count} passages, and it takes one. Write a range such as 3-5.").format(
                count=count
            )
        )


def _line(place: FoundPlace) -> str:
    where = at_place(place.turn, place.start, place.end)
    words = in_context(place.before, shortened(place.quote, LONGEST), place.after)
    return f"{place.number:>3}  {where}: {words}"
