"""Which code each row of a table is: one of the codebook's, or a new one; or what is wrong with it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rmecode.codebook.reading import NAME
from rmecode.codebook.rewriting import name_of
from rmecode.errors.codebook import UnusableNameError
from rmecode.messages import _
from rmecode.model import Problem, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmecode.model import Code, Codebook
    from rmecode.study.codebooks.columns import CodeRow, CodeTable

    Parts = tuple[str, ...]

SEPARATORS: Final = re.compile(r"\s*[/>]\s*")
ID_LIKE: Final = re.compile(r"[^\W\d_a-zà-ÿ]+|\S*\d\S*")
"""How ids look where a column of codes stands beside one of names: ``CAP``, ``CAP-01``, ``1.2``."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A row and the code that it is: ``code`` of the codebook, or a new one at ``parts``.

    ``parts`` are the names from the root; ``label`` is what people call it in this table where that
    is no usable name; ``id`` what the row gives as its id, empty if nothing.
    """

    row: CodeRow
    parts: Parts
    label: str = ""
    id: str = ""
    code: Code | None = None

    @property
    def path(self) -> str:
        """Return the path of the code."""
        return "/".join(self.parts)


@dataclass(frozen=True, slots=True)
class _Named:
    """How a row names its code, before it is known where that stands."""

    id: str
    name: str
    label: str
    path: Parts


class Reading:
    """The rows of a table being understood, and the problems found so far."""

    def __init__(self, table: CodeTable, book: Codebook | None) -> None:
        self.table = table
        codes = book.codes if book else ()
        self._by_id = {fold(code.id): code for code in codes}
        self._by_path = {fold(code.path): code for code in codes}
        self._former = {fold(name): code for code in codes for name in code.former}
        self._problems: list[tuple[int, Problem]] = []
        self._bad: set[int] = set()
        in_code = any(SEPARATORS.search(row["code"]) for row in table.rows)
        self._placed = in_code or bool(table.columns & {"path", "parent"})
        self._named = {row.number: self._names_of(row) for row in table.rows}
        self._known = self._index(codes)

    @property
    def problems(self) -> list[Problem]:
        """Return the problems in the order of the rows."""
        return [problem for _number, problem in sorted(self._problems, key=lambda each: each[0])]

    def note(self, row: CodeRow, what: str, remedy: str = "") -> None:
        """Note a problem of a row."""
        where = _("row {number}").format(number=row.number)
        problem = (row.number, Problem(self.table.name, where, what, remedy))
        if problem not in self._problems:
            self._problems.append(problem)
        self._bad.add(row.number)

    def meant(self) -> list[Meant]:
        """Return what the rows mean; those with a problem are left out."""
        found = [each for each in map(self._meant, self.table.rows) if each is not None]
        self._check_parents(found)
        self._check_once(found)
        return [each for each in found if each.row.number not in self._bad]

    def _names_of(self, row: CodeRow) -> _Named:
        """Return what the cells of a row say of its name, whichever of them are filled in."""
        identity, path, code, name = (row[column] for column in ("id", "path", "code", "name"))
        if not path and SEPARATORS.search(code):
            path, code = code, ""
        if code and not identity and self._is_id(row, code):
            identity, code = code, ""
        if path:
            parts = tuple(part for part in SEPARATORS.split(path) if part)
            last = parts[-1] if parts else ""
            told = name if name and not NAME.fullmatch(name) else ""
            return _Named(identity, last, row["label"] or told or last, parts)
        called = code or name or row["label"]
        return _Named(identity, called, row["label"] or name or code, ())

    def _is_id(self, row: CodeRow, code: str) -> bool:
        beside = row["name"] or row["label"] or row["path"]
        return fold(code) in self._by_id or bool(beside and ID_LIKE.fullmatch(code))

    def _index(self, codes: Iterable[Code]) -> dict[str, list[CodeRow | Code]]:
        """Return what can be named as a parent, by every name that it has."""
        known: dict[str, list[CodeRow | Code]] = defaultdict(list)
        for code in codes:
            for name in {code.id, code.path, code.name, code.label}:
                known[fold(name)].append(code)
        for row in self.table.rows:
            named = self._named[row.number]
            cells = {named.id, named.name, named.label, row["name"], "/".join(named.path)}
            for name in {fold(cell) for cell in cells if cell}:
                known[name].append(row)
        return known

    def _meant(self, row: CodeRow) -> Meant | None:
        named = self._named[row.number]
        code = self._by_id.get(fold(named.id)) if named.id else None
        if code is not None and not named.name:
            return Meant(row, tuple(code.path.split("/")), id=named.id, code=code)
        parts = self._parts(row, frozenset(), code)
        if parts is None:
            return None
        standing = self._standing(parts)
        if code is not None and standing is not code:
            what = _("has the id of {path}, and is called {other}.")
            remedy = _(
                "Correct it; to rename or move a code there is 'rmecode codebook rename' and "
                "'rmecode codebook move'."
            )
            self.note(row, what.format(path=code.path, other="/".join(parts)), remedy)
            return None
        if code is None and standing is not None and named.id:
            what = _("{path} has the id {id}, not {other}.")
            said = what.format(path=standing.path, id=standing.id, other=named.id)
            self.note(row, said, _("Ids are permanent: correct the cell, or empty it."))
            return None
        if not self._consistent(row, parts):
            return None
        label = named.label if named.label != parts[-1] else ""
        return Meant(row, parts, label, named.id, standing)

    def _standing(self, parts: Parts) -> Code | None:
        path = fold("/".join(parts))
        return self._by_path.get(path) or self._former.get(path)

    def _parts(self, row: CodeRow, above: frozenset[int], code: Code | None = None) -> Parts | None:
        """Return the names of a row's code from the root; None with a problem."""
        named = self._named[row.number]
        if not named.name:
            what = _("names no code.")
            self.note(row, what, _("Fill in its name, path or id, or remove the row."))
            return None
        try:
            if named.path:
                usable = (_usable(part, exact=bool(row["label"])) for part in named.path)
                return self._canonical(tuple(usable))
            name = _usable(named.name, exact=bool(row["label"]))
        except UnusableNameError as error:
            self.note(row, str(error))
            return None
        if row["parent"]:
            upper = self._parent(row, above | {row.number})
            return None if upper is None else (*upper, name)
        return (name,) if self._placed else self._by_name(row, name, code)

    def _canonical(self, parts: Parts) -> Parts:
        """Return the names with what stands in the codebook as it is written, or called, there."""
        for length in range(len(parts), 0, -1):
            code = self._standing(parts[:length])
            if code is not None:
                return (*code.path.split("/"), *parts[length:])
        return parts

    def _by_name(self, row: CodeRow, name: str, code: Code | None) -> Parts | None:
        """Return where a name stands that comes without a place: where the codebook has it."""
        if code is not None and fold(code.name) == fold(name):
            return tuple(code.path.split("/"))
        there = [each for each in self._by_id.values() if fold(each.name) == fold(name)]
        if len(there) > 1:
            what = _("several codes are called {name}: {paths}.")
            paths = ", ".join(each.path for each in there)
            self.note(row, what.format(name=name, paths=paths), _("Write the path of the code."))
            return None
        return tuple(there[0].path.split("/")) if there else (name,)

    def _parent(self, row: CodeRow, above: frozenset[int]) -> Parts | None:
        """Return the names of the code above a row; None with a problem."""
        typed = row["parent"]
        found = self._parents_called(typed, above)
        if not found and SEPARATORS.search(typed):
            parts = tuple(part for part in SEPARATORS.split(typed) if part)
            found = {self._canonical(tuple(_usable_or_same(part) for part in parts))}
        if not found:
            found = self._parents_called(_usable_or_same(typed), above)
        if len(found) == 1:
            return found.pop()
        if found:
            what = _("several codes could be its parent {name}: {paths}.")
            paths = ", ".join(sorted("/".join(parts) for parts in found))
            self.note(row, what.format(name=typed, paths=paths), _("Write the path of the code."))
        else:
            self._note_parentless(row, typed, above)
        return None

    def _note_parentless(self, row: CodeRow, typed: str, above: frozenset[int]) -> None:
        """Note why there is no parent, unless it has a row that is wrong itself."""
        rows = list(self._rows_called(typed))
        if any(each.number in above for each in rows):
            what = _("its parent {name} is the code itself, or lies below it.")
            self.note(row, what.format(name=typed), _("Correct it."))
        elif not rows:
            what = _("its parent {name} is neither in the codebook nor in the table.")
            self.note(row, what.format(name=typed), _("Correct it, or add a row for it."))

    def _parents_called(self, typed: str, above: frozenset[int]) -> set[Parts]:
        """Return the places of all codes and rows that go by a name; those of a whole path win."""
        found: set[Parts] = set()
        exact = self._by_path.get(fold(typed)) or self._by_id.get(fold(typed))
        for each in [exact] if exact else self._known.get(fold(typed), []):
            if hasattr(each, "path"):
                found.add(tuple(each.path.split("/")))
            elif each.number not in above:
                parts = self._parts(each, above)
                found |= {parts} if parts else set()
        return {self._canonical(parts) for parts in found}

    def _rows_called(self, typed: str) -> Iterator[CodeRow]:
        """Yield the rows that go by a name, as it is written or as it can be used."""
        for name in {fold(typed), fold(_usable_or_same(typed))}:
            yield from (each for each in self._known.get(name, []) if not hasattr(each, "path"))

    def _consistent(self, row: CodeRow, parts: Parts) -> bool:
        """Note where the cells of a row contradict each other on its parent or its name."""
        parent, name = row["parent"], row["name"]
        if parent and self._named[row.number].path:
            upper = self._parent(row, frozenset({row.number}))
            if upper is None:
                return False
            if _folded(upper) != _folded(parts[:-1]):
                what = _("its path says {path}, its parent says {parent}.")
                self.note(row, what.format(path="/".join(parts), parent=parent), _("Correct one."))
                return False
        called = self._named[row.number].name
        if row["label"] and NAME.fullmatch(name) and fold(name) != fold(_usable_or_same(called)):
            what = _("its path says {path}, its name says {name}.")
            self.note(row, what.format(path="/".join(parts), name=name), _("Correct one."))
            return False
        return True

    def _check_parents(self, found: Iterable[Meant]) -> None:
        there = {_folded(each.parts) for each in found} | {
            _folded(path.split("/")) for path in self._by_path
        }
        for each in found:
            above = each.parts[:-1]
            if each.code is None and above and _folded(above) not in there:
                what = _("its parent {name} is neither in the codebook nor in the table.")
                said = what.format(name="/".join(above))
                self.note(each.row, said, _("Correct it, or add a row for it."))

    def _check_once(self, found: Iterable[Meant]) -> None:
        first: dict[tuple[str, ...], int] = {}
        for each in found:
            key = _folded(each.parts)
            if key in first:
                what = _("{name} stands already in row {first}.")
                self.note(each.row, what.format(name=each.path, first=first[key]))
            first.setdefault(key, each.row.number)


def _folded(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(fold, parts))


def _usable(written: str, *, exact: bool) -> str:
    """Return a usable name; beside a label of its own, a name that is usable is meant exactly."""
    return written if exact and NAME.fullmatch(written) else name_of(written)


def _usable_or_same(written: str) -> str:
    try:
        return _usable(written, exact=True)
    except UnusableNameError:
        return written
