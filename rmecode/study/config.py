"""``study.toml``: what a study is called, where its parts lie, and the words it uses."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rmecode.errors import FileUnreadableError
from rmecode.errors.problems import ProblemsError
from rmecode.errors.study import StudyNotFoundError
from rmecode.messages import _
from rmecode.model import CoderKind, Problem, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILE: Final = "study.toml"
TABLES: Final = ("cases", "sources", "participants", "speakers", "assignments")
TEXTS: Final = ("paths", "tables", "roles", "stages", "coders", "attributes")
"""The parts of study.toml that have a text for each key."""
INTERVIEWER: Final = "entrevistador"
"""The key of the role whose words are nobody's evidence."""
ATTRIBUTE_TYPES: Final = ("text", "category", "number", "list")
KEYS: Final = {
    "title": str,
    "language": str,
    "notice": str,
    "codebook": str,
    "model": str,
    "coder": str,
    "blind": bool,
    "paths": dict,
    "tables": dict,
    "instruments": dict,
    "roles": dict,
    "stages": dict,
    "coders": dict,
    "attributes": dict,
}
PATHS: Final = {
    "transcripts": "transcripts",
    "codings": "codings",
    "results": "results",
    "cache": "cache",
    "backups": "backups",
    "database": "project.sqlite",
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """A way of collecting evidence; ``speech`` is false for observations and documents."""

    key: str
    label: str
    speech: bool = True


@dataclass(frozen=True, slots=True)
class Config:
    """A study.toml, checked; every path is absolute."""

    root: Path
    title: str
    language: str = "es"
    notice: str = ""
    codebook: Path = Path()
    model: str = ""
    coder: str = ""
    blind: bool = False
    paths: Mapping[str, Path] = field(default_factory=dict)
    tables: Mapping[str, Path] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    coders: Mapping[str, CoderKind] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)

    def name_of(self, path: Path) -> str:
        """Return what a file is called: by its path in the study's folder, else by its whole one."""
        inside = path.is_relative_to(self.root)
        return path.relative_to(self.root).as_posix() if inside else str(path)


def find_study(start: Path) -> Path:
    """Return the folder of the study that the path lies in.

    Raises:
        StudyNotFoundError: neither it nor any folder above has a study.toml.
    """
    place = start.resolve()
    place = place.parent if place.name == FILE else place
    if not place.exists():
        raise StudyNotFoundError(start)
    for folder in (place, *place.parents):
        if (folder / FILE).is_file():
            return folder
    raise StudyNotFoundError(start)


def read_config(root: Path) -> Config:
    """Read and check the study.toml of a folder.

    Raises:
        FileUnreadableError: it cannot be read.
        ProblemsError: with everything that is wrong with it.
    """
    raw = _read(root / FILE)
    problems = [*_unknown_keys(raw), *_wrong_kinds(raw), *_empty(raw), *_wrong_words(raw)]
    if problems:
        raise ProblemsError(problems)
    return _config(root, raw)


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    except UnicodeDecodeError as error:
        problem = Problem(FILE, "", _("is not UTF-8."), _("Save it as UTF-8."))
        raise ProblemsError([problem]) from error
    except tomllib.TOMLDecodeError as error:
        remedy = _('Text stands in quotes, one key a line: key = "value".')
        raise ProblemsError([Problem(FILE, "", f"{error}.", remedy)]) from error


def _unknown_keys(raw: Mapping[str, object]) -> Iterator[Problem]:
    for part, known in {"": tuple(KEYS), "paths": tuple(PATHS), "tables": TABLES}.items():
        for key in _items(raw, part):
            if key not in known:
                place = f"{part}.{key}".lstrip(".")
                yield Problem(FILE, place, _("is no key of study.toml."), _near(key, known))


def _near(written: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(written, known, n=1)
    if near:
        return _("Did you mean {name}?").format(name=near[0])
    return _("Known are: {names}.").format(names=", ".join(known))


def _wrong_kinds(raw: Mapping[str, object]) -> Iterator[Problem]:
    for key, kind in KEYS.items():
        if key in raw and not isinstance(raw[key], kind):
            yield _wrong_kind(key, _said_kind(key, kind))
    for part in TEXTS:
        for key, value in _items(raw, part).items():
            if not isinstance(value, str):
                yield _wrong_kind(f"{part}.{key}", _("text in quotes"))


def _said_kind(key: str, kind: type) -> str:
    if kind is bool:
        return _("true or false, without quotes")
    return _("text in quotes") if kind is str else f"[{key}]"


def _wrong_kind(place: str, kind: str) -> Problem:
    remedy = _("It takes {kind}.").format(kind=kind)
    return Problem(FILE, place, _("has a value of another kind."), remedy)


def _empty(raw: Mapping[str, object]) -> Iterator[Problem]:
    if raw.get("title", "") == "":
        yield Problem(FILE, "title", _("is missing."), _('Write title = "…".'))
    for part in ("paths", "tables"):
        for key, value in _items(raw, part).items():
            if value == "":
                remedy = _("Write a name in quotes, or remove the line.")
                yield Problem(FILE, f"{part}.{key}", _("is empty."), remedy)


def _wrong_words(raw: Mapping[str, object]) -> Iterator[Problem]:
    for part, allowed in (("coders", tuple(CoderKind)), ("attributes", ATTRIBUTE_TYPES)):
        for key, value in _items(raw, part).items():
            if isinstance(value, str) and value not in allowed:
                remedy = _("Write one of: {names}.").format(names=", ".join(allowed))
                what = _("is {value}.").format(value=value or "-")
                yield Problem(FILE, f"{part}.{key}", what, remedy)
    for key, value in _items(raw, "instruments").items():
        if not _is_instrument(value):
            remedy = _("Write a name in quotes, or {example}.").format(
                example='{ label = "…", speech = false }'
            )
            yield Problem(FILE, f"instruments.{key}", _("is not understood."), remedy)


def _is_instrument(value: object) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    return (
        value.keys() <= {"label", "speech"}
        and isinstance(value.get("label"), str)
        and isinstance(value.get("speech", True), bool)
    )


def _config(root: Path, raw: Mapping[str, object]) -> Config:
    def text(key: str, default: str = "") -> str:
        return str(raw.get(key) or default)

    def texts(part: str) -> dict[str, str]:
        return {key: str(value) for key, value in _items(raw, part).items()}

    paths = PATHS | texts("paths")
    tables = {name: f"{name}.csv" for name in TABLES} | texts("tables")
    return Config(
        root=root,
        title=text("title"),
        language=text("language", "es"),
        notice=text("notice"),
        codebook=(root / text("codebook", "codebook.yaml")).resolve(),
        model=text("model"),
        coder=text("coder"),
        blind=bool(raw.get("blind", False)),
        paths={name: root / place for name, place in paths.items()},
        tables={name: root / place for name, place in tables.items()},
        instruments={
            key: _instrument(key, value) for key, value in _items(raw, "instruments").items()
        },
        roles=texts("roles") | _interviewer(texts("roles")),
        stages=texts("stages"),
        coders={name: CoderKind(kind) for name, kind in texts("coders").items()},
        attributes=texts("attributes"),
    )


def _interviewer(roles: Mapping[str, str]) -> dict[str, str]:
    """Return the interviewer's role, which every study has: named there, or by default."""
    return {INTERVIEWER: roles.get(INTERVIEWER, _("Interviewer"))}


def _items(raw: Mapping[str, object], part: str) -> Mapping[str, object]:
    """Return a part of the file; the whole file for no name, nothing where it is no table."""
    inner = raw.get(part) if part else raw
    return inner if isinstance(inner, dict) else {}


def _instrument(key: str, value: object) -> Instrument:
    if isinstance(value, dict):
        return Instrument(key, str(value["label"]), bool(value.get("speech", True)))
    return Instrument(key, str(value))


def key_of(written: str, labels: Mapping[str, str]) -> str | None:
    """Return the key that a person meant by its key or its label, however accented or cased.

    A key wins over another key's label.
    """
    wanted = fold(written.replace("_", " ").strip())
    by_label = {fold(label): key for key, label in reversed([*labels.items()])}
    by_key = {fold(key.replace("_", " ")): key for key in labels}
    return (by_label | by_key).get(wanted)
