"""Cases and the people who speak in their sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Attribute = str | float | tuple[str, ...] | None
"""A typed attribute of a case: text or category, number, list of categories, or not known."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the study (a school network), with its typed attributes by name."""

    id: str
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who speaks in one source or several, under a pseudonym."""

    id: str
    pseudonym: str
    role: str
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who stands behind a label of a source: a participant, or a role where no one is known."""

    source: str
    label: str
    participant: str | None = None
    role: str | None = None
