"""Two states of a codebook compared by permanent ids: what was added, renamed, redefined."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rmecode.messages import _
from rmecode.model import Rule, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rmecode.model import Code, Codebook


class ChangeKind(StrEnum):
    """What can happen to a code between two states of its codebook."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    REDEFINED = "redefined"
    DETAILS = "details"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a code; ``fields`` are those that changed."""

    kind: ChangeKind
    id: str
    old: Code | None
    new: Code | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookChange:
    """One thing that happened to the codebook itself: its title, a list that rules share.

    ``field`` is ``lists.<name>`` for a list, and ``order`` where codes stand in another order
    among the same siblings; ``old`` and ``new`` are then their ids.
    """

    field: str
    old: str
    new: str


DEFINING: Final = ("definition", "use", "avoid", "examples")
"""The fields that decide whether a passage is coded: a change asks for another look at codings."""
DETAILS: Final = ("label", "color", "dimension", "kind", "source", "published", "former")
HEAD: Final = ("name", "version", "title", "language", "description")

_KEPT_WORDS: Final = 4
"""How many unchanged words are shown on each side of a change."""


def compare(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """Return what happened to each code, as the new file goes, removed ones where they stood.

    A code may have several changes. It was moved if the code above it has another permanent id:
    the codes below a renamed one stay where they are.
    """
    gone = _gone(old, new)
    changes = [*gone.get("", ())]
    for code in new:
        if code.id in old.by_id:
            changes += _changes(old, new, old.by_id[code.id], code)
            changes += gone.get(code.id, ())
        else:
            changes.append(Change(ChangeKind.ADDED, code.id, None, code))
    return tuple(changes)


def _gone(old: Codebook, new: Codebook) -> dict[str, list[Change]]:
    """Return the removals by the id of the code that stood before and stays (empty: none did)."""
    gone: dict[str, list[Change]] = {}
    before = ""
    for code in old:
        if code.id in new.by_id:
            before = code.id
        else:
            gone.setdefault(before, []).append(Change(ChangeKind.REMOVED, code.id, code, None))
    return gone


def _changes(old_book: Codebook, new_book: Codebook, old: Code, new: Code) -> Iterator[Change]:
    differing = {
        ChangeKind.RENAMED: ("name",) if old.name != new.name else (),
        ChangeKind.MOVED: ("parent",) if _above(old_book, old) != _above(new_book, new) else (),
        ChangeKind.REDEFINED: _differing(old, new, DEFINING),
        ChangeKind.DETAILS: _differing(old, new, DETAILS),
        ChangeKind.RULES: _differing(old, new, ("rules",)),
    }
    for kind, fields in differing.items():
        if fields:
            yield Change(kind, new.id, old, new, fields)


def _above(book: Codebook, code: Code) -> str:
    return book.by_path[fold(code.parent)].id if code.parent else ""


def _differing(old: Code | Codebook, new: Code | Codebook, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(n for n in names if _compared(getattr(old, n)) != _compared(getattr(new, n)))


def _compared(value: object) -> object:
    """Return what decides whether a field changed: words, however lines are broken; rules by id."""
    if isinstance(value, str):
        return value.split()
    if isinstance(value, tuple):
        rules = {each.id: each for each in value if isinstance(each, Rule)}
        return rules or [_compared(each) for each in value]
    return value


def compare_heads(old: Codebook, new: Codebook) -> tuple[BookChange, ...]:
    """Return what happened to the codebook beside its codes: head, shared lists, order."""
    changes = [
        BookChange(name, getattr(old, name), getattr(new, name))
        for name in _differing(old, new, HEAD)
    ]
    for name in dict.fromkeys([*new.lists, *old.lists]):
        before, after = old.lists.get(name, ""), new.lists.get(name, "")
        if before != after:
            changes.append(BookChange(f"lists.{name}", before, after))
    return (*changes, *_reordered(old, new))


def _reordered(old: Codebook, new: Codebook) -> Iterator[BookChange]:
    """Yield the siblings of both books that stand in another order, a change for each parent."""
    before, after = _families(old), _families(new)
    for parent, now in after.items():
        then = before.get(parent, [])
        kept = [code for code in now if code in then]
        stood = [code for code in then if code in now]
        if kept != stood:
            yield BookChange("order", " ".join(stood), " ".join(kept))


def _families(book: Codebook) -> Mapping[str, list[str]]:
    families: dict[str, list[str]] = {}
    for code in book:
        families.setdefault(_above(book, code), []).append(code.id)
    return families


def describe(change: Change | BookChange) -> Iterator[str]:
    """Yield the change for people: a line that says it, then what was taken away and put in.

    Words that went stand in ``[-…-]``, words that came in ``{+…+}``.
    """
    if isinstance(change, BookChange):
        yield from _described_head(change)
        return
    yield _headline(change)
    if change.old and change.new and change.kind not in {ChangeKind.RENAMED, ChangeKind.MOVED}:
        for name in change.fields:
            yield from (f"  {line}" for line in _SHOWN[name](name, change.old, change.new))


def _headline(change: Change) -> str:
    sentences = {
        ChangeKind.ADDED: _("{path} [{id}]: new."),
        ChangeKind.REMOVED: _("{path} [{id}]: gone."),
        ChangeKind.RENAMED: _("{old} [{id}]: is now called {name}."),
        ChangeKind.MOVED: _("{old} [{id}]: moved, is now {path}."),
        ChangeKind.REDEFINED: _("{path} [{id}]: redefined."),
        ChangeKind.DETAILS: _("{path} [{id}]: details changed."),
        ChangeKind.RULES: _("{path} [{id}]: rules changed."),
    }
    code = change.new or change.old
    old = change.old or change.new
    return sentences[change.kind].format(
        id=change.id,
        path=code.path if code else "",
        name=code.name if code else "",
        old=old.path if old else "",
    )


def _described_head(change: BookChange) -> Iterator[str]:
    kind, _dot, name = change.field.partition(".")
    if kind == "order":
        yield _("The order of codes changed: {ids}.").format(ids=", ".join(change.new.split()))
        return
    titles = {
        "lists": _("List {name}").format(name=name),
        "name": _("Codebook"),
        "version": _("Version"),
        "title": _("Title"),
        "language": _("Language"),
        "description": _("Description"),
    }
    yield f"{titles[kind]}: {words_changed(change.old, change.new)}"


def field_title(name: str) -> str:
    """Return what people call a field of a code."""
    return {
        "definition": _("Definition"),
        "use": _("When to use"),
        "avoid": _("When not to use"),
        "examples": _("Example"),
        "label": _("Label"),
        "color": _("Colour"),
        "dimension": _("Dimension"),
        "kind": _("Kind"),
        "source": _("Source"),
        "published": _("Published"),
        "former": _("Formerly"),
        "rules": _("Rule"),
    }[name]


def _text_lines(name: str, old: Code, new: Code) -> Iterator[str]:
    before, after = getattr(old, name), getattr(new, name)
    yield f"{field_title(name)}: {words_changed(before, after)}"


def _list_lines(name: str, old: Code, new: Code) -> Iterator[str]:
    title, before, after = field_title(name), getattr(old, name), getattr(new, name)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, start, end, first, last in steps:
        if tag == "replace" and end - start == last - first:
            pairs = zip(before[start:end], after[first:last], strict=True)
            yield from (f"{title}: {words_changed(one, other)}" for one, other in pairs)
        elif tag != "equal":
            yield from (f"{title}: [-{each}-]" for each in before[start:end])
            yield from (f"{title}: {{+{each}+}}" for each in after[first:last])


def _truth_lines(name: str, old: Code, new: Code) -> Iterator[str]:
    words = {True: _("yes"), False: _("no")}
    before, after = words[getattr(old, name)], words[getattr(new, name)]
    yield f"{field_title(name)}: [-{before}-] {{+{after}+}}"


def _rule_lines(name: str, old: Code, new: Code) -> Iterator[str]:
    before, after = ({rule.id: rule for rule in code.rules} for code in (old, new))
    for identity in dict.fromkeys([*after, *before]):
        one, other = before.get(identity), after.get(identity)
        if one != other:
            yield f"{field_title(name)} {identity}: {words_changed(_spoken(one), _spoken(other))}"


def _spoken(rule: Rule | None) -> str:
    if rule is None:
        return ""
    also = _("also the interviewer") if rule.interviewer else ""
    return " · ".join(filter(None, (rule.find, rule.unit, also, rule.note)))


_SHOWN: Final = {
    **dict.fromkeys(("definition", "use", "avoid"), _text_lines),
    **dict.fromkeys(("label", "color", "dimension", "kind", "source"), _text_lines),
    "examples": _list_lines,
    "former": _list_lines,
    "published": _truth_lines,
    "rules": _rule_lines,
}


def words_changed(old: str, new: str) -> str:
    """Return two texts as one: words that went in ``[-…-]``, that came in ``{+…+}``.

    Of a long stretch that stayed, only the words beside a change are kept.
    """
    before, after = old.split(), new.split()
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    parts = []
    for tag, start, end, first, last in steps:
        if tag == "equal":
            parts.append(_shortened(before[start:end], left=start > 0, right=end < len(before)))
            continue
        parts.append(f"[-{' '.join(before[start:end])}-]" if end > start else "")
        parts.append(f"{{+{' '.join(after[first:last])}+}}" if last > first else "")
    return " ".join(filter(None, parts))


def _shortened(words: Sequence[str], *, left: bool, right: bool) -> str:
    """Return a stretch that stayed: the words beside a change on its left and right."""
    begin = words[:_KEPT_WORDS] if left else []
    end = words[-_KEPT_WORDS:] if right else []
    if len(words) <= len(begin) + len(end) + 1:
        return " ".join(words)
    return " ".join([*begin, "…", *end])
