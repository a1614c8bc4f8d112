"""New codes of a table with what lies below them, each with a permanent id, ready to be written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from rmecode.codebook.draft import Draft
from rmecode.codebook.naming import names_taken, proposed_ids
from rmecode.codebook.reading import CODE_KEYS, label_of
from rmecode.model import Code, Codebook, fold
from rmecode.study.codebooks.words import new_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rmecode.codebook.emitting import Value
    from rmecode.codebook.rewriting import NewCode
    from rmecode.study.codebooks.rows import Meant


class Growth:
    """The new codes of a table; ``made`` are those that were asked for so far, as they will be read.

    Args:
        meant: what the rows of the table mean.
        placeholder: the definition of codes that have none.
        standing: the codes that there are.
        used: ids that cannot be used again.
    """

    def __init__(
        self,
        meant: Iterable[Meant],
        placeholder: str,
        standing: Sequence[Code] = (),
        used: Collection[str] = (),
    ) -> None:
        new = [each for each in meant if each.code is None]
        self.made: list[Code] = []
        self._placeholder = placeholder
        self._standing = tuple(standing)
        self._taken = names_taken(Codebook("", "", self._standing))
        self._taken |= {fold(each) for each in (*used, *(row.id for row in new))}
        self._below: dict[str, list[Meant]] = defaultdict(list)
        self._beside: dict[str, list[Code]] = defaultdict(list)
        for each in new:
            self._below[_above(each)].append(each)

    def below(self, above: Sequence[Code]) -> tuple[Value, ...]:
        """Return the new codes below the last of these codes, which lie below each other."""
        parent = fold(above[-1].path) if above else ""
        return tuple(self.value(each, above) for each in self._below[parent])

    def value(self, each: Meant, above: Sequence[Code]) -> Mapping[str, Value]:
        """Return a new code and all below it, as YAML nests them."""
        parent = above[-1] if above else None
        identity = each.id or self._next_id(each, above)
        new = new_code(each, self._placeholder, identity)
        code = _as_read(new, f"{parent.path}/{new.name}" if parent else new.name)
        self.made.append(code)
        self._beside[parent.path if parent else ""].append(code)
        self._taken |= {fold(code.id), fold(code.path)}
        fields: dict[str, Value] = {**asdict(new), "codes": self.below((*above, code))}
        return {key: fields[key] for key in CODE_KEYS if fields.get(key)}

    def _next_id(self, each: Meant, above: Sequence[Code]) -> str:
        parent = above[-1] if above else None
        beside = self._beside[parent.path if parent else ""]
        # the whole of a large book need not be looked through again for every code
        near = {code.id: code for code in (*self._standing, *above, *beside)}
        proposed = proposed_ids(
            Codebook("", "", tuple(near.values())), parent.id if parent else "", each.label
        )
        return next(found for found in proposed if fold(found) not in self._taken)


def grown(
    text: str,
    book: Codebook,
    meant: Sequence[Meant],
    placeholder: str,
    used: Collection[str],
) -> str:
    """Return the codebook's text with the new codes of a table, each after its neighbour there.

    Raises:
        RmecodeError: the text cannot be rewritten so.
    """
    growth = Growth(meant, placeholder, book.codes, used)
    draft = Draft(text)
    news = []
    last: dict[str, str] = {}
    for each in meant:
        above = _above(each)
        if each.code is not None:
            last[fold(each.code.parent)] = each.code.id
        elif not above or above in book.by_path:
            chain = _chain(book, above)
            parent = chain[-1].id if chain else ""
            news.append((growth.value(each, chain), parent, last.get(above, "")))
    draft.write_each(news)
    return draft.finished(replace(book, codes=(*book.codes, *growth.made)))


def _above(each: Meant) -> str:
    return fold("/".join(each.parts[:-1]))


def _chain(book: Codebook, path: str) -> tuple[Code, ...]:
    """Return the codes from the root down to a path."""
    names = path.split("/") if path else []
    return tuple(book.by_path["/".join(names[: place + 1])] for place in range(len(names)))


def _as_read(new: NewCode, path: str) -> Code:
    """Return a new code as the codebook will have it."""
    return Code(
        id=new.id,
        path=path,
        label=new.label or label_of(path),
        definition=new.definition,
        use=new.use,
        avoid=new.avoid,
        examples=new.examples,
        dimension=new.dimension,
        color=new.color,
        former=new.former,
    )
