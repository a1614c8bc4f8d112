"""A study, opened: the one object that a notebook and the command line work with."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rmecode.codebook.reading import read_text
from rmecode.errors.problems import ProblemsError
from rmecode.messages import _
from rmecode.model import CoderKind, Source, fold, normalise
from rmecode.study.clock import now
from rmecode.study.codebooks.kept import codebook_of
from rmecode.study.config import find_study, read_config
from rmecode.study.records import read_records
from rmecode.study.voices import all_evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from rmecode.analysis.matrix import Matrix
    from rmecode.model import Codebook, SourceEvidence
    from rmecode.store import Store
    from rmecode.study.config import Config
    from rmecode.study.records import Records


def open_study(folder: Path | str = ".", coder: str = "") -> Study:
    """Open the study that a folder lies in.

    Args:
        folder: the study's folder, or one inside it.
        coder: who looks, for a blind study; else RMECODE_CODER, else the coder in study.toml.

    Raises:
        StudyNotFoundError: there is none.
        ProblemsError: its study.toml is wrong, with every problem of it.
    """
    study = Study(read_config(find_study(Path(folder))))
    if coder:
        study.look_as(coder)
    return study


class Study:
    """A study folder: its texts, codings and matrices as pandas frames and strings.

    What it reads from the tables and the codebook is read once; open it anew after editing them.
    Use it in a ``with`` block, or ``close()`` it.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self._store: Store | None = None
        self._viewer = _tidy(os.environ.get("RMECODE_CODER", "")) or _tidy(config.coder)

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
    def viewer(self) -> str:
        """Return who looks at the study; empty where nobody is named."""
        return self._viewer

    def look_as(self, coder: str) -> None:
        """Look at the study as a coder; where it is blind, only the coder's own work is there."""
        self._viewer = _tidy(coder)
        if self._store is not None:
            self._be_blind(self._store)

    def _be_blind(self, store: Store) -> None:
        """Let the store hide what others did, if the study is blind."""
        if self.config.blind:
            store.seen_by = None
            store.seen_by = self.coder_named(self._viewer) if self._viewer else ""

    @property
    def blind_note(self) -> str:
        """Return what a blind study says with all it shows; nothing where it is not blind."""
        if not self.config.blind:
            return ""
        if not self._viewer:
            return _(
                "This study is blind, and nobody is named as coder: no codings are shown. "
                "Set RMECODE_CODER, or 'coder' in study.toml."
            )
        return _("This study is blind: only what {coder} did is shown.").format(
            coder=self.coder_named(self._viewer)
        )

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
        name, cache = self.config.codebook.name, self.config.paths["cache"]
        return codebook_of(self.codebook_text, name, cache)

    def forget_codebook(self) -> None:
        """Read the codebook anew when it is next asked for: a task has rewritten it."""
        for name in ("codebook", "codebook_text"):
            self.__dict__.pop(name, None)

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
            self._be_blind(self._store)
        return self._store

    @property
    def has_looked(self) -> bool:
        """Tell whether the database was used."""
        return self._store is not None

    @property
    def has_written(self) -> bool:
        """Tell whether anything was written to the database since the study was opened."""
        return self._store is not None and self._store.written

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
        stored = {each.id: each for each in self.store.sources()}
        sources = [self.listing(name, stored[name].file) for name in self.in_order(stored)]
        return all_evidence(sources, self.store, self.records)

    def in_order(self, sources: Iterable[str]) -> list[str]:
        """Return sources in the order of the table; those that it has not come last, by id."""
        order = {name: place for place, name in enumerate(self.listed)}
        return sorted(sources, key=lambda name: (order.get(name, len(order)), name))

    def coder_named(self, typed: str) -> str:
        """Return the coder as the study writes the name; a new one is only tidied."""
        return self._as_written(typed, [coder.name for coder in self.store.coders()])

    def author_named(self, typed: str) -> str:
        """Return the coder as ``coder_named`` does, where the database may be damaged or missing."""
        if self._store is not None:
            return self.coder_named(typed)
        from rmecode.store.glance import known_names

        return self._as_written(typed, known_names(self.config.paths["database"], "coder", "name"))

    def _as_written(self, typed: str, stored: Iterable[str]) -> str:
        known, tidy = [*self.config.coders, *stored], _tidy(typed)
        if typed in known:
            return typed
        return next((name for name in known if fold(name) == fold(tidy)), tidy)

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


def _tidy(name: str) -> str:
    """Return a name in the one form that texts have, with single spaces."""
    return " ".join(normalise(name).split())
