"""The codebook's YAML text with one thing changed, and every other line as people wrote it.

Each function returns another text; codes are named by their permanent ids. What comes out is read
again and compared with what was meant, code by code, before anybody gets it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from rmecode.codebook import restating as state
from rmecode.codebook.draft import Draft
from rmecode.codebook.emitting import cleaned, one_line
from rmecode.codebook.naming import mentions, name_of, next_id, parent_id
from rmecode.codebook.reading import CODE_KEYS, label_of
from rmecode.errors.codebook import CodesBelowError, CodeWithinError
from rmecode.model import Code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "NewCode",
    "added",
    "all_changed",
    "changed",
    "mentions",
    "merged",
    "moved",
    "name_of",
    "next_id",
    "removed",
    "renamed",
]

TEXTS: Final = ("definition", "use", "avoid")
"""The fields that may have several paragraphs."""
LISTS: Final = ("examples", "former")
"""The fields that are lists."""
CHANGEABLE: Final = frozenset({"label", "color", "dimension", *TEXTS, *LISTS})


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to be written into the codebook; what is empty is not written."""

    id: str
    name: str
    label: str = ""
    definition: str = ""
    use: str = ""
    avoid: str = ""
    examples: tuple[str, ...] = ()
    color: str = ""
    dimension: str = ""
    former: tuple[str, ...] = ()


def renamed(text: str, code: str, name: str, label: str | None = None) -> str:
    """Return the text with another name for the code, its old path in ``former``.

    Codes below it are found under their old paths through that of their parent.

    Raises:
        RmecodeError: an unknown code, a name that is unusable or taken, or a text that cannot be
            rewritten so.
    """
    draft = Draft(text)
    old = state.known(draft.book, code)
    path = state.free_path(draft.book, old.parent, name, old)
    new = state.at_path(draft.book, old, path)
    new = replace(new, label=one_line(label or "") or _kept_label(draft, new))
    if path != old.path:
        draft.put(code, "name", new.name)
    if label and new.label != old.label:
        draft.put(code, "label", new.label)
    draft.append(code, "former", new.former[len(old.former) :])
    return draft.finished(state.restated(draft.book, state.repathed(draft.book, old, new)))


def moved(text: str, code: str, parent: str = "", before: str = "", after: str = "") -> str:
    """Return the text with the code, and all below it, below the parent (empty: at the top).

    It comes to stand before or after one of the codes there, else at their end. Its old path goes
    into ``former``; below a parent it is an area or family no more.

    Raises:
        RmecodeError: an unknown code, a place below itself, a name that is taken there, or a text
            that cannot be rewritten so.
    """
    draft = Draft(text)
    book, old = draft.book, state.known(draft.book, code)
    above = state.known(book, parent).path if parent else ""
    if parent and book.by_id[parent] in book.subtree(old):
        raise CodeWithinError(old.path, above)
    beside = state.sibling(book, parent, before or after)
    path = state.free_path(book, above, old.name, old)
    if path == old.path and beside in {None, old}:
        return text
    new = replace(state.at_path(book, old, path), kind="" if parent else old.kind)
    piece = draft.cut(code)
    at = draft.place_of(beside.id) + (not before) if beside else None
    draft.paste(piece, parent, at)
    if new.kind != old.kind:
        draft.put(code, "kind", "")
    draft.append(code, "former", new.former[len(old.former) :])
    return draft.finished(state.restated(book, state.repathed(book, old, new)))


def merged(text: str, codes: Sequence[str], into: str) -> str:
    """Return the text with ``into`` in the place of all the codes.

    Their ids, paths and former names go into its ``former``; their examples and rules, but for
    those that it has, behind its own; the codes below them, below it. Rules keep their ids.

    Raises:
        RmecodeError: an unknown code, one that ``into`` lies below, codes below them of one name,
            or a text that cannot be rewritten so.
    """
    draft = Draft(text)
    book, heir = draft.book, state.known(draft.book, into)
    wanted = {state.known(book, code).id for code in codes} - {into}
    gone = [code for code in book if code.id in wanted]
    for code in gone:
        if heir in book.subtree(code):
            raise CodeWithinError(code.path, heir.path)
    orphans = [code for code in book if parent_id(book, code) in wanted and code.id not in wanted]
    state.check_names(book, heir, orphans, wanted)
    new = heir
    for each in gone:
        _hand_over(draft, each, new)
        new = state.joined(book, new, each)
    for each in orphans:
        draft.paste(draft.cut(each.id), into)
    for each in reversed(gone):
        draft.cut(each.id)
    draft.append(into, "former", new.former[len(heir.former) :])
    meant = {
        code.id: state.left_to(book, code, wanted, new) for code in book if code.id not in wanted
    }
    return draft.finished(state.restated(book, meant | {into: new}, wanted))


def removed(text: str, code: str, heir: str = "", *, children: bool = False) -> str:
    """Return the text without the code, and with ``children`` without all below it.

    The heir, if there is one, takes their ids, paths and former names into its ``former``.

    Raises:
        RmecodeError: an unknown code, codes below it, an heir that goes with it, or a text that
            cannot be rewritten so.
    """
    draft = Draft(text)
    book = draft.book
    gone = book.subtree(state.known(book, code))
    if len(gone) > 1 and not children:
        raise CodesBelowError(gone[0].path, [each.path for each in gone[1:]])
    meant = {}
    if heir:
        old = state.known(book, heir)
        if old in gone:
            raise CodeWithinError(gone[0].path, old.path)
        names = [name for each in gone for name in state.all_names(book, each)]
        meant[heir] = replace(old, former=state.more_former(old, old.path, names))
        draft.append(heir, "former", meant[heir].former[len(old.former) :])
    draft.cut(code)
    return draft.finished(state.restated(book, meant, {each.id for each in gone}))


def added(text: str, new: NewCode, parent: str = "", after: str = "") -> str:
    """Return the text with a new code below the parent (empty: at the top), last or after another.

    Raises:
        RmecodeError: an unknown parent, an id or name that is taken or unusable, no definition, or
            a text that cannot be rewritten so.
    """
    draft = Draft(text)
    book = draft.book
    above = state.known(book, parent).path if parent else ""
    beside = state.sibling(book, parent, after)
    identity = one_line(new.id)
    state.check_id(book, identity)
    path = state.free_path(book, above, new.name)
    said: dict[str, Any] = {key: _cleaned(key, value) for key, value in asdict(new).items()}
    filled = {key: said[key] for key in CODE_KEYS if said.get(key)}
    others = {key: value for key, value in filled.items() if key not in {"id", "name", "label"}}
    code = replace(Code(identity, path, one_line(new.label) or label_of(path)), **others)
    draft.write(filled, parent, draft.place_of(beside.id) + 1 if beside else None)
    return draft.finished(state.restated(book, {identity: code}))


def changed(text: str, code: str, **fields: str | Sequence[str]) -> str:
    """Return the text with other words in some fields of the code; without words, a field goes.

    Fields are label, definition, use, avoid, color, dimension, and the lists examples and former.

    Raises:
        RmecodeError: an unknown code, no definition, no colour, or a text that cannot be rewritten
            so.
        TypeError: no such field.
    """
    return all_changed(text, {code: fields})


def all_changed(text: str, codes: Mapping[str, Mapping[str, str | Sequence[str]]]) -> str:
    """Return the text with other words in some fields of many codes, by id; see ``changed``.

    Raises:
        RmecodeError: as for one.
        TypeError: no such field.
    """
    unknown = {field for fields in codes.values() for field in fields} - CHANGEABLE
    if unknown:
        raise TypeError(unknown)
    draft = Draft(text)
    news = {code: _news(state.known(draft.book, code), fields) for code, fields in codes.items()}
    draft.put_each(news)
    meant = {code: _with(draft.book.by_id[code], said) for code, said in news.items()}
    return draft.finished(state.restated(draft.book, meant))


def _news(code: Code, fields: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    """Return what a code does not say already, as the file can hold it."""
    said = {key: _cleaned(key, value) for key, value in fields.items()}
    return {key: value for key, value in said.items() if value != getattr(code, key)}


def _with(code: Code, news: Mapping[str, Any]) -> Code:
    meant = replace(code, **news)
    return replace(meant, label=meant.label or label_of(code.path))


def _cleaned(key: str, value: str | Sequence[str]) -> str | tuple[str, ...]:
    """Return the words as the file can hold them, empty ones of a list left out."""
    if key in LISTS:
        texts = [value] if isinstance(value, str) else value
        return tuple(filter(None, map(one_line if key == "former" else cleaned, texts)))
    if not isinstance(value, str):
        raise TypeError(value)
    return cleaned(value) if key in TEXTS else one_line(value)


def _kept_label(draft: Draft, code: Code) -> str:
    """Return the label that a code keeps under another name: its own, or that of the name."""
    return code.label if draft.has(code.id, "label") else label_of(code.path)


def _hand_over(draft: Draft, code: Code, heir: Code) -> None:
    """Copy the examples and rules that the heir has not from a code, as they stand."""
    for number, words in list(draft.said(code.id, "examples")):
        if words and not state.has_example(heir, words):
            draft.copy(code.id, "examples", number, heir.id)
    draft.name_rules(code.id, code.rules)
    for number, rule in enumerate(code.rules):
        if not state.has_rule(heir, rule):
            draft.copy(code.id, "rules", number, heir.id)
