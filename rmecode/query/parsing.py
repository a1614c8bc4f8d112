"""From what a researcher types to an expression, or to a sentence that says what is wrong where."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken, VisitError

from rmecode.errors.query import ExpressionError, condition_among_words
from rmecode.language import words_in
from rmecode.messages import _
from rmecode.model import fold
from rmecode.query.grammar import GRAMMAR, KEYWORDS
from rmecode.query.syntax import (
    NO_GAP,
    And,
    Expression,
    Field,
    Form,
    Gap,
    ListName,
    Near,
    Not,
    Or,
    Phrase,
    Wildcard,
    Window,
    Without,
    Word,
    parts_of,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR_BY_DEFAULT: Final = 8
"""Words between the two of ``cerca(a, b)`` where it does not say how many."""

DEEPEST: Final = 100
"""How deeply brackets may be nested."""

_CHAIN: Final = re.compile(r"(?:\b(?:no|not)\s+){50}", re.IGNORECASE)

Item = Expression | Token


class _MisplacedError(Exception):
    """What a token cannot mean, with the place of the token."""

    def __init__(self, token: Token | None, what: str) -> None:
        self.column = (token.start_pos or 0) + 1 if token else 1
        self.what = what
        super().__init__(what)


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Return the expression that the text stands for.

    Raises:
        ExpressionError: The text is no expression; it has the column and says what was expected.
    """
    text = unicodedata.normalize("NFC", text)
    _check_depth(text)
    try:
        tree = _parser().parse(text)
        found: Expression = _Builder().transform(tree)
    except UnexpectedToken as error:
        raise ExpressionError(text, _column(text, error), _unexpected(text, error)) from None
    except UnexpectedCharacters as error:
        raise ExpressionError(text, _stream(error) + 1, _strange(text, error)) from None
    except UnexpectedEOF:
        raise ExpressionError(text, len(text) + 1, _unfinished()) from None
    except VisitError as error:
        if isinstance(error.orig_exc, _MisplacedError):
            raise ExpressionError(text, error.orig_exc.column, error.orig_exc.what) from None
        raise
    return found


def _check_depth(text: str) -> None:
    """Refuse what is nested deeper than anybody writes, before it uses up the machine's stack."""
    depth = 0
    for column, letter in enumerate(text, 1):
        depth += (letter == "(") - (letter == ")")
        if depth > DEEPEST:
            raise ExpressionError(text, column, _("the brackets are nested too deeply."))
    chain = _CHAIN.search(text)
    if chain:
        raise ExpressionError(text, chain.start() + 1, _("there are too many in a row here."))


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="contextual", propagate_positions=False)


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    """Build the expression from the bottom up; alike operators side by side become one."""

    def name(self, token: Token) -> Expression:
        """Build a bare word, a wildcard, or a phrase where hyphens cut the word."""
        pieces = re.findall(r"[\w*?.'’&]*[\w*?]", token) if _is_wild(token) else words_in(token)
        if not pieces:
            raise _MisplacedError(
                token, _("«{word}» has no letter to look for.").format(word=token)
            )
        return _phrase_of([_word(token, piece) for piece in pieces])

    def quoted(self, token: Token) -> Expression:
        """Build the exact forms in quotes."""
        inside = _unquoted(token)
        words = words_in(inside)
        if not words:
            raise _MisplacedError(token, _("there is no word inside the quotes."))
        if "*" in inside:
            what = _("«*» stands for letters only outside of quotes; take the quotes away.")
            raise _MisplacedError(token, what)
        return _phrase_of([Form(word.lower(), token.startswith("=")) for word in words])

    def list_name(self, token: Token) -> Expression:
        """Build the name of a list."""
        return ListName(fold(token[1:]), (token.start_pos or 0) + 1)

    def near(self, opening: Token, left: Item, right: Item, distance: Token | None = None) -> Near:
        """Build ``cerca``."""
        for part in (left, right):
            _only_words(opening, part)
        if distance is not None and not distance.isdecimal():
            what = _("here «cerca» needs a number of words, as in cerca(a, b, 8).")
            raise _MisplacedError(distance, what)
        return Near(_built(left), _built(right), int(distance) if distance else NEAR_BY_DEFAULT)

    def value(self, token: Token) -> Token:
        """Keep a value with its place."""
        return token

    def values(self, *values: Token) -> tuple[str, ...]:
        """Collect the alternatives of a condition."""
        return tuple(_unquoted(value) if value.type == "QUOTED" else str(value) for value in values)

    def condition(self, name: Token, operator: Token, values: tuple[str, ...]) -> Field:
        """Build a condition."""
        if operator in {"<", "<=", ">", ">="} and len(values) > 1:
            what = _("«{operator}» compares with one value only.").format(operator=operator)
            raise _MisplacedError(operator, what)
        return Field(fold(name), str(operator), values, (name.start_pos or 0) + 1)

    def phrase(self, *items: Item) -> Expression:
        """Build a phrase from its parts and gaps."""
        if len(items) == 1:
            return _built(items[0])
        for item in items:
            if not isinstance(item, Token):
                _only_words(None, item)
        return _joined(items)

    def negation(self, _no: Token, part: Expression) -> Not:
        """Build ``no``."""
        return Not(part)

    def without(self, kept: Expression, sign: Token, dropped: Expression) -> Without:
        """Build ``sin``."""
        _only_words(sign, dropped)
        if isinstance(kept, Not | Field):
            what = _("«sin» needs words before it. Write: no (… sin …), or: … y no …")
            raise _MisplacedError(sign, what)
        numbers = [int(number) for number in re.findall(r"\d+", sign)]
        return Without(kept, dropped, Window(*numbers) if numbers else None)

    def both(self, *parts: Item) -> Expression:
        """Build ``y``."""
        flat = _flat(And, parts)
        return And(flat) if len(flat) > 1 else flat[0]

    def either(self, *parts: Item) -> Expression:
        """Build ``o``."""
        flat = _flat(Or, parts)
        return Or(flat) if len(flat) > 1 else flat[0]


def _word(token: Token, piece: str) -> Expression:
    word = piece.lower()
    if _is_wild(word):
        if not word.strip("*?.'’&"):
            what = _("«{word}» stands for every word; give it at least one letter.")
            raise _MisplacedError(token, what.format(word=piece))
        return Wildcard(word)
    return Form(word) if word in KEYWORDS else Word(word)


def _is_wild(word: str) -> bool:
    return "*" in word or "?" in word


def _unquoted(token: str) -> str:
    return token.removeprefix("=")[1:-1]


def _built(item: Item) -> Expression:
    assert not isinstance(item, Token)  # noqa: S101 - the grammar keeps tokens out of here
    return item


def _phrase_of(parts: Sequence[Expression]) -> Expression:
    """Return the parts side by side, or the one part itself."""
    if len(parts) == 1:
        return parts[0]
    return Phrase(tuple(parts), (NO_GAP,) * (len(parts) - 1))


def _joined(items: Sequence[Item]) -> Phrase:
    """Return the phrase of parts and gaps; phrases inside it become part of it."""
    parts: list[Expression] = []
    gaps: list[Gap] = []
    gap = NO_GAP
    for item in items:
        if isinstance(item, Token):
            gap = _gap(item)
            continue
        inner = item if isinstance(item, Phrase) else Phrase((item,), ())
        gaps += [gap] * bool(parts) + list(inner.gaps)
        parts += inner.parts
        gap = NO_GAP
    return Phrase(tuple(parts), tuple(gaps))


def _gap(token: Token) -> Gap:
    numbers = [int(number) for number in re.findall(r"\d+", token)]
    if "…" in token or "..." in token:
        return Gap(numbers[0] if numbers else 0, None)
    if numbers[0] > numbers[-1]:
        what = _("in «{gap}» the first number is larger than the second.").format(gap=token)
        raise _MisplacedError(token, what)
    return Gap(numbers[0], numbers[-1])


def _flat(kind: type[And | Or], parts: Sequence[Item]) -> tuple[Expression, ...]:
    """Return the operands without the operators between them, those of the same kind opened up."""
    operands = [part for part in parts if not isinstance(part, Token)]
    opened = (part.parts if isinstance(part, kind) else (part,) for part in operands)
    return tuple(operand for inner in opened for operand in inner)


def _only_words(place: Token | None, expression: Item) -> None:
    """Refuse conditions, ``y`` and ``no`` where places of words are joined."""
    for inner in walk(_built(expression)):
        if isinstance(inner, And | Not | Field):
            raise _MisplacedError(_place(inner) or place, condition_among_words(str(inner)))


def _place(expression: Expression) -> Token | None:
    """Return a token at the place of the first condition inside, if one is known."""
    if isinstance(expression, Field):
        return Token("FIELD", expression.name, start_pos=expression.column - 1)
    found = (_place(part) for part in parts_of(expression))
    return next((place for place in found if place), None)


def _column(text: str, error: UnexpectedToken) -> int:
    ended = error.token.type == "$END"
    return len(text) + 1 if ended else (error.token.start_pos or 0) + 1


def _unexpected(text: str, error: UnexpectedToken) -> str:
    token = error.token
    if token.type == "$END":
        return _unfinished() if text.strip() else _("it is empty; write at least one word.")
    if token.type == "NOT":
        return _(
            "«{word}» must follow «y» here («… y no …»); the word itself goes in quotes."
        ).format(word=token)
    if token.type in {"AND", "OR", "WITHOUT"}:
        return _("«{word}» needs something before it; the word itself goes in quotes.").format(
            word=token
        )
    if token.type == "GAP":
        return _("a gap such as «{word}» must stand between two words.").format(word=token)
    return _("«{word}» cannot stand here; expected {expected}.").format(
        word=token, expected=_expected(error)
    )


def _strange(text: str, error: UnexpectedCharacters) -> str:
    sign = text[_stream(error)]
    if sign in '"“”«»':
        return _("a quotation mark is opened here and not closed.")
    if sign == "[":
        return _("a gap is written [2], [0-3] or [...].")
    keyword = re.match(r"\w+", text[_stream(error) :])
    if keyword and keyword[0].lower() in KEYWORDS:
        return _(
            "«{word}» is an operator and needs words on both sides, or quotes around it."
        ).format(word=keyword[0])
    return _("«{sign}» has no meaning here; words with signs go in quotes.").format(sign=sign)


def _stream(error: UnexpectedCharacters) -> int:
    return error.pos_in_stream or 0


def _unfinished() -> str:
    return _("it ends too early: a word, a value or a closing bracket is missing.")


def _expected(error: UnexpectedToken) -> str:
    accepted = error.accepts or error.expected
    if "OPERATOR" in accepted:
        return _("a comparison (: = != < <= > >=)")
    if "NAME" in accepted and "AND" not in accepted:
        return _("a word")
    if "RPAR" in accepted:
        return _("«y», «o», «sin» or a closing bracket")
    if "COMMA" in accepted:
        return _("a comma")
    return _("«y», «o», «sin» or the end")
