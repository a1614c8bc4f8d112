"""The codebook's YAML file as a Codebook, or everything that is wrong with it, by line and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from rmecode.codebook.nodes import Reading, place, place_in
from rmecode.errors import FileUnreadableError
from rmecode.errors.problems import ProblemsError
from rmecode.messages import _
from rmecode.model import Code, Codebook, Problem, Rule, normalise

if TYPE_CHECKING:
    from pathlib import Path

    Keys = dict[str, yaml.Node]

BOOK_KEYS: Final = ("codebook", "version", "title", "language", "description", "lists", "codes")
CODE_KEYS: Final = (
    "id",
    "name",
    "label",
    "kind",
    "definition",
    "use",
    "avoid",
    "examples",
    "dimension",
    "color",
    "source",
    "published",
    "former",
    "rules",
    "codes",
)
RULE_KEYS: Final = ("id", "find", "unit", "interviewer", "note")
UNITS: Final = ("sentence", "turn", "clause", "match")
KINDS: Final = ("area", "family")
NAME: Final = re.compile(r"[^\W_][\w-]*")
COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def read_codebook(path: Path) -> Codebook:
    """Read a codebook file.

    Raises:
        FileUnreadableError: it cannot be read.
        ProblemsError: with every problem of the file.
    """
    text, problems = read_text(path)
    codebook = None
    if not problems:
        codebook, problems = parse_codebook(text, path.name)
    if codebook is None or problems:
        raise ProblemsError(problems)
    return codebook


def read_text(path: Path) -> tuple[str, list[Problem]]:
    """Return the text of the file, or the problem that it is not UTF-8, with its line.

    Raises:
        FileUnreadableError: it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        where = place_in(before, len(before))
        return "", [Problem(path.name, where, _("is not UTF-8."), _("Save it as UTF-8."))]


def parse_codebook(text: str, name: str) -> tuple[Codebook | None, list[Problem]]:
    """Return the codebook and every problem of the text; no codebook where it is no YAML at all."""
    reading = Reading(name)
    root = reading.compose(normalise(text))
    if root is None:
        return None, reading.problems
    keys = reading.mapping(root, BOOK_KEYS)
    tree = _Tree(reading)
    tree.read(keys.get("codes"), "")
    if not tree.codes and not reading.problems:
        reading.note(root, _("has no codes."), _("List them under 'codes:'."))
    lists = reading.mapping(keys.get("lists"), ())
    names: set[str] = set()
    for each, node in lists.items():
        reading.once(node, _("the list"), each, names)
    book = Codebook(
        name=reading.text(keys.get("codebook")) or name,
        version=reading.text(keys.get("version")),
        codes=tuple(tree.codes),
        lists={each: _list(reading, node) for each, node in lists.items()},
        title=reading.text(keys.get("title")),
        description=reading.text(keys.get("description")),
        language=reading.text(keys.get("language")) or "es",
        list_places={each: place(node.start_mark) for each, node in lists.items()},
    )
    return book, reading.problems


class _Tree:
    """The codes read so far, parents before their children, and the ids that they have taken."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.codes: list[Code] = []
        self._ids: set[str] = set()
        self._rule_ids: set[str] = set()

    def read(self, siblings: yaml.Node | None, parent: str) -> None:
        """Read a list of codes, and the codes below each."""
        names: set[str] = set()
        for node in self.reading.sequence(siblings):
            keys = self.reading.mapping(node, CODE_KEYS)
            name = _name(self.reading, node, keys)
            self.reading.once(keys.get("name", node), _("the name"), name, names)
            path = f"{parent}/{name}" if parent else name
            self.codes.append(self._code(node, keys, path))
            self.read(keys.get("codes"), path)

    def _code(self, node: yaml.Node, keys: Keys, path: str) -> Code:
        text, identity = self.reading.text, self._id(node, keys, path)
        return Code(
            id=identity,
            path=path,
            label=text(keys.get("label")) or label_of(path),
            definition=_definition(self.reading, node, keys, path),
            use=text(keys.get("use")),
            avoid=text(keys.get("avoid")),
            examples=_texts(self.reading, keys.get("examples")),
            dimension=text(keys.get("dimension")),
            color=_color(self.reading, keys.get("color")),
            source=text(keys.get("source")),
            published=self.reading.truth(keys.get("published"), default=True),
            kind=_choice(self.reading, keys.get("kind"), KINDS),
            rules=self._rules(keys.get("rules"), identity),
            former=_texts(self.reading, keys.get("former")),
            place=place(node.start_mark),
        )

    def _id(self, node: yaml.Node, keys: Keys, path: str) -> str:
        identity = self.reading.text(keys.get("id"))
        if not identity:
            what = _("{path} has no id.").format(path=path or "-")
            self.reading.note(node, what, _("Give it a permanent one."))
        self.reading.once(keys.get("id", node), _("the id"), identity, self._ids)
        return identity

    def _rules(self, node: yaml.Node | None, code: str) -> tuple[Rule, ...]:
        rules = []
        for number, each in enumerate(self.reading.sequence(node), 1):
            keys = {"find": each}
            if isinstance(each, yaml.MappingNode):
                keys = self.reading.mapping(each, RULE_KEYS)
            automatic = f"{code}.{number}" if code else ""
            rule = _rule(self.reading, each, keys, automatic)
            self.reading.once(keys.get("id", each), _("the rule"), rule.id, self._rule_ids)
            rules.append(rule)
        return tuple(rules)


def _name(reading: Reading, node: yaml.Node, keys: Keys) -> str:
    name = reading.text(keys.get("name"))
    if not NAME.fullmatch(name):
        reading.note(
            keys.get("name", node),
            _("the name of the code is missing or not usable: {name}.").format(name=name or "-"),
            _("Use letters, digits and _ (accents are welcome), without spaces or /."),
        )
    return name


def label_of(path: str) -> str:
    """Return the label of a code that says none: ``capital_social`` is ``Capital social``."""
    name = path.rpartition("/")[2].replace("_", " ")
    return name[:1].upper() + name[1:]


def _definition(reading: Reading, node: yaml.Node, keys: Keys, path: str) -> str:
    definition = reading.text(keys.get("definition"))
    if not definition:
        what = _("{path} has no definition.").format(path=path or "-")
        reading.note(keys.get("definition", node), what, _("Write one."))
    return definition


def _texts(reading: Reading, node: yaml.Node | None) -> tuple[str, ...]:
    return tuple(filter(None, map(reading.text, reading.sequence(node))))


def _color(reading: Reading, node: yaml.Node | None) -> str:
    color = reading.text(node)
    if node is not None and color and not COLOR.fullmatch(color):
        reading.note(node, _("{color} is no colour.").format(color=color), _('Write "#RRGGBB".'))
        return ""
    return color


def _choice(reading: Reading, node: yaml.Node | None, allowed: tuple[str, ...]) -> str:
    """Return one of the words that can stand here; another one is noted and dropped."""
    chosen = reading.text(node)
    if node is not None and chosen and chosen not in allowed:
        reading.note(
            node,
            _("{word} cannot stand here.").format(word=chosen),
            _("Write one of: {names}.").format(names=", ".join(allowed)),
        )
        return ""
    return chosen


def _rule(reading: Reading, node: yaml.Node, keys: Keys, automatic: str) -> Rule:
    """Read one rule: an expression, or a mapping with ``find`` and more."""
    find = reading.text(keys.get("find"))
    if not find:
        reading.note(
            keys.get("find", node), _("the rule has no 'find'."), _("Write what it finds.")
        )
    return Rule(
        id=reading.text(keys.get("id")) or automatic,
        find=find,
        unit=_choice(reading, keys.get("unit"), UNITS) or UNITS[0],
        interviewer=reading.truth(keys.get("interviewer"), default=False),
        note=reading.text(keys.get("note")),
        place=place(keys.get("find", node).start_mark),
    )


def _list(reading: Reading, node: yaml.Node) -> str:
    """Read a shared list: an expression, or several of which any may match."""
    items = [node]
    if isinstance(node, yaml.SequenceNode):
        items = reading.sequence(node)
    texts = [reading.text(each) for each in items]
    for each, text in zip(items, texts, strict=True):
        if not text and (isinstance(each, yaml.ScalarNode)):
            reading.note(each, _("the list has an empty entry."), _("Write it, or remove it."))
    if not texts:
        reading.note(node, _("the list is empty."), _("Write what stands in it, or remove it."))
    return " o ".join(f"({text})" if len(texts) > 1 and " " in text else text for text in texts)
