"""Which codes, cases, sources, roles and coders a count looks at."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from rmecode.analysis.units import NATIONAL
from rmecode.errors.analysis import UnknownChoiceError
from rmecode.messages import _
from rmecode.model import find_code, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rmecode.model import Case, Codebook, SourceEvidence

NOTHING: Final[Mapping[str, Collection[str]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Selection:
    """What is counted; an empty field chooses all.

    ``codes`` are ids, each with its subtree. ``codings`` are the ids that a filter expression left
    (``None``: there was no filter); ``where`` is that expression, for the reader of the output.
    """

    codes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    codings: frozenset[int] | None = None
    where: str = ""

    def takes(self, evidence: SourceEvidence) -> bool:
        """Tell whether the source is of a chosen instrument and stage, and chosen itself."""
        source = evidence.source
        return (
            _among(source.id, self.sources)
            and _among(source.instrument, self.instruments)
            and _among(source.stage, self.stages)
        )

    def done(self, evidence: SourceEvidence) -> bool:
        """Tell whether any coder who counts has marked the source done."""
        return any(_among(coder, self.coders) for coder in evidence.done)


def select(
    codebook: Codebook,
    sources: Sequence[SourceEvidence],
    cases: Sequence[Case],
    wanted: Selection,
    *,
    declared: Mapping[str, Collection[str]] = NOTHING,
) -> Selection:
    """Return the selection with every typed name replaced by the name that the study uses.

    Capitals and accents do not matter; ``codes`` may be typed as paths, ends of paths or ids.
    ``declared`` are instruments, roles and stages that can be chosen though no source has them.

    Raises:
        UnknownCodeError: a code that the codebook does not have.
        AmbiguousCodeError: the end of several paths.
        UnknownChoiceError: any other name that the study does not have.
    """
    voices = [voice for evidence in sources for voice in evidence.voices if voice is not None]
    listed = [evidence.source for evidence in sources]
    had = {
        "instruments": [source.instrument for source in listed],
        "roles": [*(v.role for v in voices if not v.interviewer), *(s.role for s in listed)],
        "stages": [source.stage for source in listed],
    }
    there = {name: [*declared.get(name, ()), *names] for name, names in had.items()}
    coders = {coder for evidence in sources for coder in evidence.coders | evidence.done}
    return Selection(
        codes=tuple(find_code(codebook, typed).id for typed in wanted.codes),
        cases=_known(_("case"), wanted.cases, [*(case.id for case in cases), NATIONAL]),
        sources=_known(_("source"), wanted.sources, (s.id for s in listed)),
        instruments=_known(_("instrument"), wanted.instruments, there["instruments"]),
        roles=_known(_("role"), wanted.roles, there["roles"]),
        stages=_known(_("stage"), wanted.stages, there["stages"]),
        coders=_known(_("coder"), wanted.coders, coders),
        codings=wanted.codings,
        where=wanted.where,
    )


def described(selection: Selection, codebook: Codebook | None = None) -> tuple[str, ...]:
    """Return the filters in words, one phrase each; nothing if all is counted."""
    paths = codebook.by_id if codebook is not None else {}
    codes = tuple(paths[code].path if code in paths else code for code in selection.codes)
    filters = (
        (_("code"), codes),
        (_("case"), selection.cases),
        (_("source"), selection.sources),
        (_("instrument"), selection.instruments),
        (_("role"), selection.roles),
        (_("stage"), selection.stages),
        (_("coder"), selection.coders),
        (_("condition"), (selection.where,) if selection.where else ()),
    )
    return tuple(f"{name}: {', '.join(chosen)}" for name, chosen in filters if chosen)


def _known(kind: str, typed: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    names = {fold(name): name for name in known if name}
    found = []
    for name in typed:
        if fold(name) not in names:
            raise UnknownChoiceError(kind, name, names.values())
        found.append(names[fold(name)])
    return tuple(found)


def _among(name: str, chosen: tuple[str, ...]) -> bool:
    return not chosen or fold(name) in {fold(wanted) for wanted in chosen}
