"""A study, opened: the one object that a notebook and the command line work with."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rmecode.codebook.reading import read_codebook, read_text
from rmecode.errors.problems import ProblemsError
from rmecode.model import CoderKind, Source, fold
from rmecode.study.clock import now
from rmecode.study.config import find_study, read_config
from rmecode.study.records import read_records
from rmecode.study.voices import all_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from rmecode.analysis.matrix import Matrix
    from rmecode.model import Codebook, SourceEvidence
    from rmecode.store import Store
    from rmecode.study.config import Config
    from rmecode.study.records import Records


def open_study(folder: Path | str = ".") -> Study:
    """Open the study that a folder lies in.

    Raises:
        StudyNotFoundError: there is none.
        ProblemsError: its study.toml is wrong, with every problem of it.
    """
    return Study(read_config(find_study(Path(folder))))


class Study:
    """A study folder: its texts, codings and matrices as pandas frames and strings.

    What it reads from the tables and the codebook is read once; open it anew after editing them.
    Use it in a ``with`` block, or ``close()`` it.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self._store: Store | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the project database."""
        if self._store is not None:
            self._store.close()
            self._store = None

    @property
    def root(self) -> Path:
        """Return the study's folder."""
        return self.config.root

    @cached_property
    def records(self) -> Records:
        """Return the tables; raise ProblemsError with everything that is wrong with them."""
        records = read_records(self.config)
        if records.problems:
            raise ProblemsError(records.problems)
        return records

    def forget_tables(self) -> None:
        """Read the tables anew when they are next asked for: a task has added to them."""
        for name in ("records", "listed"):
            self.__dict__.pop(name, None)

    @cached_property
    def codebook(self) -> Codebook:
        """Return the codebook; raise ProblemsError with everything that is wrong with it."""
        return read_codebook(self.config.codebook)

    @cached_property
    def codebook_text(self) -> str:
        """Return the codebook's YAML as people wrote it."""
        text, problems = read_text(self.config.codebook)
        if problems:
            raise ProblemsError(problems)
        return text

    @property
    def store(self) -> Store:
        """Return the project database, made at first use."""
        if self._store is None:
            from rmecode.store import create_store, open_store

            path = self.config.paths["database"]
            at = now()
            self._store = open_store(path, at=at) if path.exists() else create_store(path, at=at)
        return self._store

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is doubtful about where the database lies; nothing before it was used."""
        return self._store.warnings if self._store is not None else ()

    @cached_property
    def listed(self) -> Mapping[str, Source]:
        """Return what the sources table says, by source id."""
        return {source.id: source for source in self.records.sources}

    def listing(self, source: str, file: str = "") -> Source:
        """Return what the table says of a source; a source that it has not is bare."""
        return self.listed.get(source) or Source(source, file, "")

    def evidence(self) -> tuple[SourceEvidence, ...]:
        """Return every ingested source as the numbers see it, in the order of the table."""
        order = {name: place for place, name in enumerate(self.listed)}
        stored = sorted(
            self.store.sources(), key=lambda each: (order.get(each.id, len(order)), each.id)
        )
        sources = [self.listing(each.id, each.file) for each in stored]
        return all_evidence(sources, self.store, self.records)

    def coder_named(self, typed: str) -> str:
        """Return the coder as the study writes the name; a new one stays as typed."""
        known = [*self.config.coders, *(coder.name for coder in self.store.coders())]
        if typed in known:
            return typed
        return next((name for name in known if fold(name) == fold(typed)), typed)

    def kind_of(self, coder: str) -> CoderKind:
        """Return whether a coder is a person or simulated."""
        kinds = {each.name: each.kind for each in self.store.coders()} | dict(self.config.coders)
        return kinds.get(coder, CoderKind.PERSON)

    def sources(self) -> pd.DataFrame:
        """Return a frame with a row per ingested source.

        Columns: source, file, format, encoding, instrument, stage, cases, date, role, turns, words,
        characters, codings, coders, done (tuples of names where there can be several).
        """
        import pandas as pd

        from rmecode.study.listing import SOURCE, source_rows

        return pd.DataFrame(source_rows(self), columns=SOURCE)

    def turns(self, source: str) -> pd.DataFrame:
        """Return a frame with a row per turn of a source.

        Columns: turn, kind, label, participant, role, interviewer, start, end, start_time,
        end_time (seconds), section, text (the words without label and time).

        Raises:
            UnknownSourceError: there is no such source.
        """
        import pandas as pd

        from rmecode.study.listing import TURN, turn_rows

        return pd.DataFrame(turn_rows(self, source), columns=TURN)

    def text(self, source: str) -> str:
        """Return the latest text of a source, as all offsets count it.

        Raises:
            UnknownSourceError: there is no such source.
        """
        return self.store.text_version(source).text

    def codings(self) -> pd.DataFrame:
        """Return a frame with a row per coding.

        Columns: id, source, start, end, quote, code, coder, kind, state, memo, cases, role,
        participant, turn, instrument, stage, codebook, origin, made_at.
        """
        import pandas as pd

        from rmecode.study.listing import CODING, coding_rows

        return pd.DataFrame(coding_rows(self), columns=CODING)

    def suggestions(self) -> pd.DataFrame:
        """Return a frame with a row per suggestion, decided or open."""
        import pandas as pd

        from rmecode.study.listing import SUGGESTION, suggestion_rows

        return pd.DataFrame(suggestion_rows(self), columns=SUGGESTION)

    def matrix(
        self,
        unit: str = "codings",
        *,
        depth: int | None = None,
        suggested: bool = False,
        where: str = "",
        **filters: str | tuple[str, ...],
    ) -> Matrix:
        """Return cases × codes; ``.frame`` is the pandas frame, ``.evidence(row, column)`` the ids.

        Args:
            unit: codings, sources, informants, characters or share.
            depth: levels of codes that have columns; all without it.
            suggested: count what rules suggest, unreviewed, instead of what coders coded.
            where: a filter in the expression language.
            filters: codes, cases, instruments, roles, stages, coders.

        Raises:
            RmecodeError: an unknown name, or an expression that cannot be read.
        """
        from rmecode.study.counting import Asked, counted

        chosen = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in filters.items()}
        return counted(self, Asked(unit, depth, where, chosen), suggested=suggested).matrix
