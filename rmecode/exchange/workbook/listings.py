"""The registers: sources, cases and the codebook, each as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.analysis.regions import informant_turns
from rmecode.analysis.units import NATIONAL
from rmecode.exchange.colours import color_of, own_colors
from rmecode.exchange.workbook.excerpts import plain_value
from rmecode.exchange.workbook.tables import Column
from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from rmecode.exchange.names import Names
    from rmecode.model import Case, Code, Codebook, SourceEvidence


def source_columns(
    sources: Sequence[SourceEvidence], excerpts: pd.DataFrame, names: Names
) -> Iterator[Column]:
    """Yield the columns of the sources; files and titles only in identified outputs."""
    listed = [evidence.source for evidence in sources]
    once = excerpts[excerpts["once"]]
    codings = once["source"].astype(str).value_counts()
    yield Column(_("Source"), [names.sources[s.id] for s in listed], 14)
    if names.identified:
        yield Column(_("Title"), [s.title for s in listed], 30, long=True)
        yield Column(_("File"), [s.file for s in listed], 30, long=True)
    yield Column(_("Cases"), ["; ".join(s.cases) or _("national") for s in listed], 16)
    yield Column(_("Instrument"), [s.instrument for s in listed], 24)
    yield Column(_("Stage"), [s.stage for s in listed], 15)
    yield Column(_("Date"), [s.date for s in listed], 12)
    yield Column(_("Roles"), ["; ".join(_roles(e)) for e in sources], 30, long=True)
    yield Column(_("Informants"), [_informants(e) or None for e in sources], 11)
    yield Column(_("Turns"), [len(e.turns) for e in sources], 8)
    yield Column(_("Characters"), [e.length for e in sources], 11)
    yield Column(_("Speech in characters"), [_speech(e) or None for e in sources], 12)
    counts = [int(codings.get(names.sources[s.id], 0)) for s in listed]
    yield Column(_("Codings"), counts, 15)
    yield Column(_("Coders"), ["; ".join(sorted(e.coders)) for e in sources], 16)
    yield Column(_("Done by"), ["; ".join(sorted(e.done)) for e in sources], 16)


def case_columns(
    cases: Sequence[Case], sources: Sequence[SourceEvidence], excerpts: pd.DataFrame
) -> Iterator[Column]:
    """Yield the columns of the cases: what there is on each, and its attributes."""
    ids = [case.id for case in cases]
    codings = excerpts["case"].astype(str).value_counts()
    yield Column(_("Case"), ids, 14)
    yield Column(_("Sources"), [len(_on(case, sources)) for case in ids], 10)
    done = [sum(bool(e.done) for e in _on(case, sources)) for case in ids]
    yield Column(_("Sources done"), done, 10)
    for instrument in dict.fromkeys(e.source.instrument for e in sources):
        counts = [sum(e.source.instrument == instrument for e in _on(c, sources)) for c in ids]
        yield Column(instrument, counts, 14)
    yield Column(_("Codings"), [int(codings.get(case, 0)) for case in ids], 15)
    for name in dict.fromkeys(name for case in cases for name in case.attributes):
        yield Column(name, [plain_value(case.attributes.get(name)) for case in cases], 18)


def code_columns(codebook: Codebook, excerpts: pd.DataFrame) -> Iterator[Column]:
    """Yield the columns of the codebook, with how often and where each code is used."""
    once = excerpts[excerpts["once"]]
    codings = once["code"].astype(str).value_counts()
    on_cases = excerpts[excerpts["case"].astype(str) != NATIONAL]
    cases = on_cases[["code", "case"]].astype(str).drop_duplicates()["code"].value_counts()
    codes = list(codebook)
    colors = own_colors(codebook)
    yield Column("", [None] * len(codes), 3, fills=[color_of(code.path, colors) for code in codes])
    for level in range(max((code.depth for code in codes), default=1)):
        names = [_name(code, level) for code in codes]
        yield Column(_("Code {level}").format(level=level + 1), names, 20)
    yield Column(_("Label"), [code.label for code in codes], 26, long=True)
    yield Column(_("Definition"), [code.definition for code in codes], 50, long=True)
    yield Column(_("When to use it"), [code.use for code in codes], 45, long=True)
    yield Column(_("When not to"), [code.avoid for code in codes], 45, long=True)
    yield Column(_("Examples"), ["\n".join(code.examples) for code in codes], 50, long=True)
    yield Column(_("Dimension"), [code.dimension for code in codes], 20, long=True)
    yield Column(_("Source in the study"), [code.source for code in codes], 26, long=True)
    yield Column(_("Codings"), [int(codings.get(code.id, 0)) for code in codes], 15)
    yield Column(_("Cases"), [int(cases.get(code.id, 0)) for code in codes], 9)
    yield Column(_("Permanent id"), [code.id for code in codes], 14)


def _on(case: str, sources: Sequence[SourceEvidence]) -> list[SourceEvidence]:
    return [evidence for evidence in sources if case in evidence.source.cases]


def _roles(evidence: SourceEvidence) -> list[str]:
    spoken = dict.fromkeys(voice.role for _turn, voice in informant_turns(evidence))
    return [role for role in spoken or (evidence.source.role,) if role]


def _informants(evidence: SourceEvidence) -> int:
    return len({v.participant or turn.label for turn, v in informant_turns(evidence)})


def _speech(evidence: SourceEvidence) -> int:
    return sum(len(turn.words) for turn, _voice in informant_turns(evidence))


def _name(code: Code, level: int) -> str | None:
    names = code.path.split("/")
    return names[level] if level < len(names) else None
