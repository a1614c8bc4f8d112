"""The codebook as a handbook or a table: with counts and excerpts of the study where wished."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rmecode.exchange.colours import color_of, own_colors
from rmecode.messages import _
from rmecode.study.excerpts.choosing import choice, varied
from rmecode.study.excerpts.retrieving import Retrieval, naming, notices_of
from rmecode.study.filters.choices import selected
from rmecode.study.listing import coding_rows
from rmecode.study.outputs import format_asked, output_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from rmecode.exchange.excerpt_values import Excerpt
    from rmecode.exchange.handbook import Handbook, Use
    from rmecode.model import SourceEvidence
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study

ENDINGS: Final = {"docx": ".docx", "md": ".md", "xlsx": ".xlsx", "csv": ".csv"}
"""How files of each format end."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What of the study goes into a handbook beside the codebook itself.

    ``excerpts`` is how many of each code at most; ``coders`` whose codings count and are shown
    (empty: everybody's). ``identified`` leaves the names of sources and participants as they are.
    """

    excerpts: int = 0
    counts: bool = False
    rules: bool = False
    coders: tuple[str, ...] = ()
    identified: bool = False
    paper: str = "a4"

    @property
    def asks(self) -> bool:
        """Tell whether codings are asked for at all."""
        return self.counts or self.excerpts > 0


@dataclass(frozen=True, slots=True)
class WrittenHandbook:
    """What was written: the file, how many codes, and who can be recognised all the same."""

    path: Path
    codes: int
    warnings: tuple[str, ...] = ()


def format_of(path: Path | None) -> str:
    """Return the format that a file's name asks for; docx for no file.

    Raises:
        UnknownEndingError: it ends otherwise.
    """
    return format_asked(path, ENDINGS, "docx")


def handbook(study: Study, printed: Printed, *, at: str) -> Handbook:
    """Return the handbook's values.

    Args:
        study: the study; its database is opened only where codings are asked for.
        printed: what goes in beside the codebook.
        at: when, ISO 8601.

    Raises:
        RmecodeError: the codebook has problems, or a coder is unknown.
    """
    from rmecode.exchange.handbook import Entry, Handbook

    used = _used(study, printed) if printed.asks else _Used()
    colors = own_colors(study.codebook)
    entries = tuple(
        Entry(
            code,
            color_of(code.path, colors),
            used.uses.get(code.path),
            used.excerpts.get(code.path, ()),
        )
        for code in study.codebook
    )
    return Handbook(
        book=study.codebook,
        entries=entries,
        study=study.config.title,
        at=at,
        notices=notices_of(study) if printed.asks else tuple(filter(None, (study.config.notice,))),
        choice=choice(printed.excerpts) if printed.excerpts else "",
        naming=used.naming if printed.excerpts else "",
        counted=used.counted,
        version=used.version,
        rules=printed.rules,
    )


@dataclass(frozen=True, slots=True)
class _Used:
    """What the study's codings add to a handbook, by the paths of the codes."""

    uses: Mapping[str, Use] = field(default_factory=dict)
    excerpts: Mapping[str, tuple[Excerpt, ...]] = field(default_factory=dict)
    naming: str = ""
    counted: str = ""
    version: int = 0


def _used(study: Study, printed: Printed) -> _Used:
    sources = study.evidence()
    coders = selected(study, sources, {"coders": printed.coders}).coders
    rows = [row for row in coding_rows(study) if not coders or row["coder"] in coders]
    retrieval = Retrieval(study, sources, rows, identified=printed.identified)
    version = study.store.codebook_version()
    return _Used(
        _uses(study, sources, rows, coders) if printed.counts else {},
        _shown(retrieval, rows, printed.excerpts) if printed.excerpts else {},
        naming(retrieval.names),
        _counted(coders) if printed.counts else "",
        version.number if version else 0,
    )


def _shown(
    retrieval: Retrieval, rows: Iterable[Record], most: int
) -> dict[str, tuple[Excerpt, ...]]:
    by_code: dict[str, list[Excerpt]] = defaultdict(list)
    for one in retrieval.excerpts(rows, context=0):
        by_code[one.code].append(one)
    return {path: varied(found, most) for path, found in by_code.items()}


def _uses(
    study: Study,
    sources: Sequence[SourceEvidence],
    rows: Iterable[Record],
    coders: Collection[str],
) -> dict[str, Use]:
    from rmecode.exchange.handbook import Use

    of_code: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        of_code[str(row["code"])].append(row)
    done = sum(1 for each in sources if each.done & set(coders) or (each.done and not coders))
    uses = {}
    for code in study.codebook:
        own = of_code[code.path]
        below = sum(len(of_code[lower.path]) for lower in study.codebook.subtree(code))
        uses[code.path] = Use(
            codings=len(own),
            sources=len({row["source"] for row in own}),
            cases=len({case for row in own for case in _cases(row)}),
            coders=len({row["coder"] for row in own}),
            below=below - len(own),
            done=done,
            sources_in_all=len(sources),
        )
    return uses


def _cases(row: Record) -> tuple[str, ...]:
    return row["cases"]  # type: ignore[return-value]  # a tuple of names


def _counted(coders: Collection[str]) -> str:
    if coders:
        whose = _("Codings are those of {coders}.").format(coders=", ".join(coders))
    else:
        whose = _("Codings are those of all coders.")
    rest = _("Those of the codes below a code are counted apart.")
    return f"{whose} {rest}"


def export_handbook(
    study: Study, printed: Printed, path: Path | None, form: str, *, at: str, excel: bool = False
) -> WrittenHandbook:
    """Write the handbook (docx, md) or the table of codes (xlsx, csv) to a file.

    Args:
        study: the study.
        printed: what goes in beside the codebook.
        path: the file; else one in the folder for results.
        form: docx, md, xlsx or csv.
        at: when, ISO 8601.
        excel: CSV for a double click.

    Raises:
        RmecodeError: the codebook has problems, a coder is unknown, the file cannot be written.
    """
    from rmecode.exchange.files import write_whole

    made = handbook(study, printed, at=at)
    name = f"codebook{'-identified' if printed.identified else ''}{ENDINGS[form]}"
    place = output_file(study, path, name)
    write_whole(place, _content(made, form, printed.paper, excel=excel))
    return WrittenHandbook(place, len(made.entries), _warnings(study, printed))


def _content(made: Handbook, form: str, paper: str, *, excel: bool) -> bytes:
    if form == "docx":
        from rmecode.exchange.handbook_docx import handbook_docx

        return handbook_docx(made, paper=paper)
    if form == "md":
        from rmecode.exchange.handbook_markdown import handbook_markdown

        return handbook_markdown(made).encode("utf-8", "surrogatepass")
    from rmecode.exchange.handbook_tables import handbook_csv, handbook_xlsx

    return handbook_xlsx(made) if form == "xlsx" else handbook_csv(made, excel=excel)


def _warnings(study: Study, printed: Printed) -> tuple[str, ...]:
    """Return who can be recognised in excerpts all the same; nothing where none are shown."""
    if printed.identified or not printed.excerpts:
        return ()
    from rmecode.study.labels import recognisable

    return recognisable(study)
