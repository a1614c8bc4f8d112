"""How far a study is, as values: its sources, coders and codes, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Progress(StrEnum):
    """How far a source is coded: ``done`` is what its coder says of it, whatever was coded."""

    NOT_BEGUN = "not begun"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """How far one coder is with one source."""

    coder: str
    progress: Progress
    codings: int

    @property
    def is_done(self) -> bool:
        """Tell whether the coder has said so."""
        return self.progress is Progress.DONE


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How far a source is: by all coders together, and by each; ``open`` suggestions wait in it.

    It is done as soon as one coder has coded it to the end.
    """

    source: str
    short: str
    cases: tuple[str, ...]
    progress: Progress
    codings: int
    open: int
    coders: tuple[CoderProgress, ...]

    @property
    def is_done(self) -> bool:
        """Tell whether some coder has said so."""
        return self.progress is Progress.DONE


@dataclass(frozen=True, slots=True)
class CoderStatus:
    """How far a coder is; ``last`` is when the coder worked last, empty for never."""

    coder: str
    kind: str
    codings: int
    done: int
    begun: int
    not_begun: int
    last: str


@dataclass(frozen=True, slots=True)
class CodeStatus:
    """How much a code is used, the codes below it included; ``own`` are codings of it alone."""

    code: str
    id: str
    own: int
    codings: int
    sources: int
    cases: tuple[str, ...]
    coders: tuple[str, ...]

    @property
    def used(self) -> bool:
        """Tell whether anybody has used it, or a code below it."""
        return self.codings > 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody to look at it.

    ``problems`` keep tables or codebook from being read; ``untaken`` files are listed and not taken
    in; ``codebook`` are changes of the codebook that nobody has acknowledged; ``unknown_codes`` are
    codings whose code the codebook lacks.
    """

    problems: int = 0
    untaken: int = 0
    codebook: int = 0
    unknown_codes: int = 0
    reread: int = 0
    doubtful: int = 0
    suggestions: int = 0


@dataclass(frozen=True, slots=True)
class NextStep:
    """A command to run, and what there is to do with it."""

    command: str
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where a study stands; the sources in the order of their table, the codes of the codebook."""

    title: str
    notice: str
    blind: str
    sources: tuple[SourceStatus, ...]
    coders: tuple[CoderStatus, ...]
    codes: tuple[CodeStatus, ...]
    waiting: Waiting
    next: NextStep

    @property
    def codings(self) -> int:
        """Return how many codings there are."""
        return sum(each.codings for each in self.sources)

    @property
    def busy_coders(self) -> int:
        """Return how many coders have coded."""
        return sum(each.codings > 0 for each in self.coders)

    @property
    def done(self) -> int:
        """Return how many sources some coder has coded to the end."""
        return self._at(Progress.DONE)

    @property
    def begun(self) -> int:
        """Return how many sources are begun, and done by nobody."""
        return self._at(Progress.BEGUN)

    @property
    def not_begun(self) -> int:
        """Return how many sources nobody has begun."""
        return self._at(Progress.NOT_BEGUN)

    def _at(self, progress: Progress) -> int:
        return sum(each.progress is progress for each in self.sources)
