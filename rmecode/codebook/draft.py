"""A codebook file while it is being rewritten: step by step, and read again at the end.

Nobody gets a text that says anything else than what was meant: whatever else happened to it, it is
dropped with one sentence.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

import yaml

from rmecode.codebook import placing
from rmecode.codebook.extents import check_own, own_only
from rmecode.codebook.reading import CODE_KEYS, RULE_KEYS, parse_codebook
from rmecode.codebook.written import newline_of, read_written
from rmecode.errors.codebook import NotRewrittenError
from rmecode.errors.problems import ProblemsError
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rmecode.codebook.emitting import Value
    from rmecode.codebook.placing import Piece, Splice
    from rmecode.codebook.written import Written
    from rmecode.model import Codebook, Rule

    Step = Callable[[Written], Splice]

_NAME = "codebook"
"""What problems of the text call the file: its own name is not known here."""


class Draft:
    """The text, with byte order mark and missing last line end laid aside; codes go by their ids.

    Raises:
        ProblemsError: with every problem of the text.
    """

    def __init__(self, text: str) -> None:
        self.book = _without_problems(text)
        self._given = text
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        body = text.removeprefix("\ufeff")
        self._old_ends = "\r" in body and "\n" not in body
        if self._old_ends:
            body = body.replace("\r", "\n")
        self._last_end = "" if body.endswith("\n") else newline_of(body)
        self._set(body + self._last_end)

    def _set(self, text: str) -> None:
        try:
            self._written = read_written(text)
        except yaml.MarkedYAMLError as error:
            raise NotRewrittenError(str(error.problem)) from error

    def finished(self, meant: Codebook) -> str:
        """Return the text, if it says what is meant and nothing else.

        Raises:
            NotRewrittenError: it has problems, or says something else.
        """
        text = self._written.text.removesuffix(self._last_end)
        if self._old_ends:
            text = text.replace("\n", "\r")
        text = self._mark + text
        try:
            book = _without_problems(text)
        except ProblemsError as error:
            raise NotRewrittenError(error.problems[0].sentence) from error
        said = {code.id: code for code in book}
        for code in meant:
            if said.pop(code.id, None) != code:
                what = _("{path} would not come out as meant.").format(path=code.path)
                raise NotRewrittenError(what)
        if said or replace(book, codes=()) != replace(meant, codes=()):
            raise NotRewrittenError(_("More than that would change."))
        return text

    def has(self, code: str, key: str) -> bool:
        """Return whether something is written under this key of the code."""
        value = self._written.codes[code].part.get(key)
        return value is not None and not value.empty

    def _splice(self, splices: Iterable[Splice]) -> None:
        self._set(placing.spliced(self._written.text, splices))

    def put(self, code: str, key: str, value: str) -> None:
        """Write these words under a key of the code; without words, the key goes."""
        self.put_each({code: {key: value}})

    def put_each(self, said: Mapping[str, Mapping[str, str | Sequence[str]]]) -> None:
        """Write words, or lists of them, under the keys of codes; without words, a key goes.

        The text is read again as often as one code has changes, however many codes there are.
        """
        steps = {code: list(self._steps(code, keys)) for code, keys in said.items()}
        for at_once in zip_longest(*steps.values()):
            self._splice(step(self._written) for step in at_once if step)
        for code, keys in said.items():
            for key in keys:
                self._drop_if_empty(code, key)

    def _steps(self, code: str, keys: Mapping[str, str | Sequence[str]]) -> Iterator[Step]:
        """Yield what each change of a code is in the text that it has by then."""
        for key, value in keys.items():
            if not isinstance(value, str):
                yield from self._list_steps(code, key, value)
            elif value:
                yield partial(_value_put, code, key, value)
            elif self._written.codes[code].part.get(key) is not None:
                yield partial(_key_out, code, key)

    def _list_steps(self, code: str, key: str, values: Sequence[str]) -> Iterator[Step]:
        """Yield the changes of a list of words; items that stay are not touched."""
        listed = self._written.codes[code].part.get(key)
        if listed is not None:
            check_own(self._written, listed)
        old = [item.said for item in listed.items] if listed else []
        steps = SequenceMatcher(None, old, list(values), autojunk=False).get_opcodes()
        for tag, start, end, first, last in reversed(steps):
            if tag != "equal":
                yield from (partial(_item_out, code, key, n) for n in reversed(range(start, end)))
                news = reversed(values[first:last])
                yield from (partial(_item_in, code, key, value, start) for value in news)

    def _put_in(self, code: str, key: str, values: Iterable[Value], at: int | None = None) -> None:
        """Put new items into a list of a code, or of the whole file (empty), each at this place."""
        for value in values:
            self._splice([_item_in(code, key, value, at, self._written)])

    def _drop_if_empty(self, code: str, key: str) -> None:
        """Take a list away that has nothing left, unless a comment stands beside its key."""
        listed = self._written.codes[code].part.get(key)
        if listed is not None and listed.empty:
            end = self._written.line_end(listed.end)
            if not self._written.text[listed.end : end].lstrip().startswith("#"):
                self.put(code, key, "")

    def append(self, code: str, key: str, values: Iterable[str]) -> None:
        """Write more words at the end of a list of the code."""
        self._put_in(code, key, values)

    def _place(self, code: str, key: str, piece: Piece, at: int | None = None) -> None:
        """Put an item into a list of a code, or of the whole file (empty)."""
        holder = self._written.below(code)
        self._splice([placing.with_item(self._written, holder, key, piece, CODE_KEYS, at)])

    def said(self, code: str, key: str) -> Iterator[tuple[int, str]]:
        """Yield the number of each item of a list of the code, with its words.

        Raises:
            SharedTextError: an item is an alias, or an alias elsewhere refers to it.
        """
        listed = self._written.codes[code].part.get(key)
        for number, item in enumerate(listed.items if listed else ()):
            own_only(self._written, item)
            yield number, item.said

    def copy(self, code: str, key: str, number: int, into: str) -> None:
        """Write an item of a list of one code, as it stands, at the end of that of another."""
        part = self._written.codes[code].part
        self._place(into, key, placing.piece_of(self._written, part, key, number))

    def name_rules(self, code: str, rules: Sequence[Rule]) -> None:
        """Write out the ids of rules that are numbered by their place."""
        for number, rule in enumerate(rules):
            listed = self._written.codes[code].part.get("rules")
            if listed is not None:
                rule_part = listed.items[number]
                self._splice([placing.with_rule_id(self._written, rule_part, rule.id, RULE_KEYS)])

    def cut(self, code: str) -> Piece:
        """Take a code out, with all below it."""
        where = self._written.codes[code]
        piece = placing.piece_of(self._written, where.holder, "codes", where.number)
        self._splice([placing.without_item(self._written, where.holder, "codes", where.number)])
        if where.parent:
            self._drop_if_empty(where.parent, "codes")
        return piece

    def paste(self, piece: Piece, parent: str, at: int | None = None) -> None:
        """Put a code that was cut below another (empty: at the top), before that number."""
        self._place(parent, "codes", piece, at)

    def write(self, value: Value, parent: str, at: int | None = None) -> None:
        """Write a new code below another (empty: at the top), before that number."""
        self._put_in(parent, "codes", [value], at)

    def write_each(self, news: Sequence[tuple[Value, str, str]]) -> None:
        """Write new codes: what each says, the code above it, and the sibling that it follows.

        Without a code above it stands at the top, without a sibling at the end. The text is read
        again twice, however many they are.
        """
        deepest = sorted(news, key=lambda new: self._depth(new[1]), reverse=True)
        numbers = {parent: n for n, (_value, parent, _after) in reversed([*enumerate(deepest)])}
        firsts = {n for parent, n in numbers.items() if not self._listed(parent)}
        for some in (firsts, set(range(len(news))) - firsts):
            self._splice([self._new(*deepest[number]) for number in sorted(some)])

    def _depth(self, code: str) -> int:
        return len(self.book.by_id[code].path.split("/")) if code else 0

    def _listed(self, parent: str) -> bool:
        listed = self._written.below(parent).get("codes")
        return listed is not None and not listed.empty

    def _new(self, value: Value, parent: str, after: str) -> Splice:
        at = self.place_of(after) + 1 if after else None
        return _item_in(parent, "codes", value, at, self._written)

    def place_of(self, code: str) -> int:
        """Return the number of a code among its siblings as they stand now."""
        return self._written.codes[code].number


def _value_put(code: str, key: str, value: str, w: Written) -> Splice:
    return placing.with_value(w, w.codes[code].part, key, value, CODE_KEYS)


def _key_out(code: str, key: str, w: Written) -> Splice:
    return placing.without_key(w, w.codes[code].part, key)


def _item_out(code: str, key: str, number: int, w: Written) -> Splice:
    return placing.without_item(w, w.codes[code].part, key, number)


def _item_in(code: str, key: str, value: Value, at: int | None, w: Written) -> Splice:
    holder = w.below(code)
    piece = placing.new_piece(w, holder, key, value)
    return placing.with_item(w, holder, key, piece, CODE_KEYS, at)


def _without_problems(text: str) -> Codebook:
    book, problems = parse_codebook(text, _NAME)
    if book is None or problems:
        raise ProblemsError(problems)
    return book
