"""What the comments of a Word document come to, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rmecode.coding import place_now
from rmecode.errors.word import NoCommentsError
from rmecode.exchange.word.authors import coder_of
from rmecode.exchange.word.claims import Claim, Places, one_each, with_own_blanks
from rmecode.exchange.word.contents import Trouble, Written
from rmecode.exchange.word.letters import unescaped
from rmecode.exchange.word.meaning import CodeNames, Meaning, meaning_of
from rmecode.messages import _, ngettext
from rmecode.messages.passages import shortened
from rmecode.model import Anchor, CoderKind, Problem, Span, fold, normalise
from rmecode.study.word.sources import read_commented, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rmecode.coding import Placement
    from rmecode.exchange.word.contents import Comment, CommentedText
    from rmecode.model import TextVersion
    from rmecode.study.opening import Study


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """What comments name as a code and the codebook has not: how often, by whom, on which words."""

    name: str
    count: int
    coders: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class WordPlan:
    """What the comments of a document come to.

    ``codings`` and ``memos`` can be taken; ``kinds`` are the kinds of their coders by name;
    ``known`` are the codings of the source, each with whether somebody removed it.
    """

    file: str
    version: TextVersion
    comments: int
    codings: tuple[Claim, ...]
    memos: tuple[Claim, ...]
    kinds: Mapping[str, CoderKind]
    known: Mapping[Written, bool]
    unknown: tuple[UnknownCode, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]

    @property
    def lacking(self) -> int:
        """Return how many standing codings of these coders no comment of the document is for."""
        found = {written(claim) for claim in self.codings}
        coders = {claim.coder for claim in self.codings}
        return sum(
            1
            for each, removed in self.known.items()
            if not removed and each.coder in coders and each not in found
        )


@dataclass(slots=True)
class _Reading:
    """A document on the table, and what has been read of its comments so far."""

    study: Study
    file: str
    document: CommentedText
    places: Places
    names: CodeNames
    coder: str
    kinds: dict[str, CoderKind] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    unknown: dict[str, list[tuple[str, Claim]]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


class _CommentError(Exception):
    """A comment that cannot be taken: what is wrong, and the remedy."""


def written(claim: Claim) -> Written:
    """Return a claim as a coding is known by."""
    return Written(claim.span.start, claim.span.end, claim.code, claim.coder)


def plan_word(study: Study, path: Path, *, source: str = "", coder: str = "") -> WordPlan:
    """Read a document's comments and say what they come to.

    Args:
        study: the study.
        path: the document.
        source: which source it is, where its text does not say so.
        coder: whose are comments without an author.

    Raises:
        RmecodeError: it cannot be read, has no comments, or is of no source or of several.
    """
    document = read_commented(path)
    if not document.comments:
        raise NoCommentsError(path)
    version = source_of(study, document, path, source)
    places, names = Places(document, version.text), CodeNames(study.codebook)
    reading = _Reading(study, path.name, document, places, names, coder)
    for comment in document.comments:
        try:
            _read(comment, reading)
        except _CommentError as error:
            place = _where(comment, reading)
            reading.problems.append(Problem(path.name, place, *error.args))
    return _planned(reading, version)


def _planned(reading: _Reading, version: TextVersion) -> WordPlan:
    known = _known(reading.study, version)
    identity = reading.document.identity
    own = identity.codings if identity and identity.hash == version.hash else frozenset()
    met = {*known, *own}
    claims = with_own_blanks(
        (claim for claim in reading.claims if claim.code), met, reading.places.text
    )
    blank = [
        claim
        for claim in claims
        if written(claim) not in met and not _words(claim.span, version).strip()
    ]
    reading.problems += [
        Problem(
            reading.file,
            _where(claim.comment, reading),
            *no_words(),
        )
        for claim in blank
    ]
    return WordPlan(
        reading.file,
        version,
        len(reading.document.comments),
        one_each(claim for claim in claims if claim not in blank),
        tuple(dict.fromkeys(claim for claim in reading.claims if not claim.code)),
        reading.kinds,
        known,
        tuple(_unknown(reading, version)),
        tuple(reading.problems),
        tuple(reading.notices),
    )


def _known(study: Study, version: TextVersion) -> dict[Written, bool]:
    """Return the codings of a source at their places in its latest text; True for removed ones."""
    known = {}
    for each in study.store.codings(version.source, include_removed=True):
        span = place_now(version, each)
        if span is not None:
            known[Written(span.start, span.end, each.code, each.coder)] = each.removed
    return known


def _unknown(reading: _Reading, version: TextVersion) -> Iterator[UnknownCode]:
    for uses in reading.unknown.values():
        coders = tuple(dict.fromkeys(claim.coder for _name, claim in uses))
        first, claim = uses[0]
        yield UnknownCode(first, len(uses), coders, _words(claim.span, version))


def _words(span: Span, version: TextVersion) -> str:
    return version.text[span.start : span.end]


def _read(comment: Comment, reading: _Reading) -> None:
    """Read one comment; what it claims, or names and is not known, is kept for the plan."""
    if not comment.text.strip():
        what = _("the comment is empty, and was passed over.")
        reading.notices.append(Problem(reading.file, _where(comment, reading), what))
        return
    coder = _coder(comment, reading)
    meaning = _meaning(comment, reading)
    if meaning.doubt:
        raise _CommentError(meaning.doubt)
    placed, span = _placed(comment, meaning, reading)
    if placed.anchor is not Anchor.EXACT:
        what = _moved() if placed.anchor is Anchor.MOVED else _edited()
        reading.notices.append(Problem(reading.file, _where(comment, reading), what))
    codes = meaning.codes or (() if meaning.unknown else ("",))
    reading.claims += [
        Claim(comment, span, coder, code, meaning.memo, placed.anchor) for code in codes
    ]
    for name in meaning.unknown:
        claim = Claim(comment, span, coder, "", meaning.memo, placed.anchor)
        reading.unknown[fold(name)].append((name, claim))


def _moved() -> str:
    return _(
        "its surroundings were edited; its words stand in the source at one place, taken there."
    )


def _edited() -> str:
    return _(
        "its words were edited; taken at the words between its two ends, as they stand in the "
        "source, to be reviewed."
    )


def _meaning(comment: Comment, reading: _Reading) -> Meaning:
    """Return what a comment says; an answer to another is a memo, whatever it begins with."""
    if comment.parent:
        return Meaning(memo=unescaped(comment.text))
    return meaning_of(comment.text, reading.names)


def _coder(comment: Comment, reading: _Reading) -> str:
    """Return the coder whose comment it is, and note whether that is a person or simulated."""
    name, said = coder_of(comment.author)
    if not name and not reading.coder:
        raise _CommentError(_("nobody is named as its author."), _("Say whose it is with --coder."))
    study, identity = reading.study, reading.document.identity
    coder = study.coder_named(normalise(name) or reading.coder)
    said = said or (identity.coders.get(name) if identity else None)
    kind = study.kind_of(coder) if _is_known(study, coder) else said or CoderKind.PERSON
    if said is CoderKind.SIMULATED and kind is CoderKind.PERSON:
        raise _CommentError(
            _("{coder} is simulated in the document and a person in the project.").format(
                coder=coder
            ),
            _("Give one of them another name."),
        )
    reading.kinds[coder] = kind
    return coder


def _is_known(study: Study, coder: str) -> bool:
    return coder in study.config.coders or any(each.name == coder for each in study.store.coders())


def _placed(comment: Comment, meaning: Meaning, reading: _Reading) -> tuple[Placement, Span]:
    """Return where the words of a comment stand in the source."""
    span = _span(comment, meaning, reading)
    placed = reading.places.of(span)
    if placed.span is None:
        raise _CommentError(*_lost(reading.places.words(span), placed.candidates))
    return placed, placed.span


def _span(comment: Comment, meaning: Meaning, reading: _Reading) -> Span:
    """Return the words of a comment in the document: for an answer, those of what it answers."""
    by_id = {each.id: each for each in reading.document.comments}
    seen: set[str] = set()
    while (comment.span is None or comment.trouble) and comment.parent not in {"", *seen}:
        seen.add(comment.parent)
        comment = by_id[comment.parent]
    if comment.span is None:
        loose = comment.trouble is Trouble.LOOSE
        raise _CommentError(
            _("it stands nowhere in the text; its words were deleted, perhaps.")
            if loose
            else _("its range has no beginning or no end, or either twice."),
            _("Comment on the words anew."),
        )
    if comment.trouble is None:
        return comment.span
    line = _line(comment.span.start, reading.document.placed)
    if meaning.codes or meaning.unknown or not reading.places.words(line).strip():
        raise _CommentError(
            _("it stands between two letters and on no words."),
            _("Select words, and comment on them."),
        )
    return line


def _line(place: int, text: str) -> Span:
    end = text.find("\n", place)
    return Span(text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text))


def _lost(words: str, candidates: Iterable[Span]) -> tuple[str, str]:
    if not words.strip():
        return no_words()
    count = len(tuple(candidates))
    remedy = _("Code it with 'rmecode coding add', or undo the edits of the text in Word.")
    if not count:
        return _("«{words}» does not stand in the source.").format(words=shortened(words)), remedy
    what = ngettext(
        "«{words}» stands in the source at {count} place, and which one is meant is not certain.",
        "«{words}» stands in the source at {count} places, and which one is meant is not certain.",
        count,
    )
    return what.format(words=shortened(words), count=count), remedy


def no_words() -> tuple[str, str]:
    """Return what is wrong with a passage of blanks, and the remedy."""
    return _("the span holds no words."), _("Select words, and comment on them.")


def _where(comment: Comment, reading: _Reading) -> str:
    """Return where people find a comment: whose, in which paragraph, on which words or saying what."""
    said = shortened(comment.text, 40)
    author = comment.author or "-"
    if comment.span is None:
        return _("comment «{said}» of {author}").format(said=said, author=author)
    words = shortened(reading.places.words(comment.span) or said, 40)
    number = reading.places.paragraph(comment.span)
    return _("paragraph {number}, comment of {author} on «{words}»").format(
        number=number, author=author, words=words
    )
