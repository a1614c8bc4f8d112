"""A source as a Word document, each coding and memo a comment, for people who code in Word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode.coding import place_now
from rmecode.messages import _, ngettext
from rmecode.model import CoderKind, MemoAbout, Span
from rmecode.study.listing import code_paths
from rmecode.study.outputs import output_file
from rmecode.study.parts import known_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rmecode.analysis.selection import Selection
    from rmecode.exchange.word.contents import Remark
    from rmecode.model import Coding, Memo, SourceEvidence, TextVersion
    from rmecode.study.opening import Study


@dataclass(frozen=True, slots=True)
class ExportedTranscript:
    """What was written: the file, how many codings and memos, and what to be told of it."""

    path: Path
    codings: int
    memos: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a text: remarks, and how many were left out since their place is lost."""

    remarks: tuple[Remark, ...]
    lost: int


def export_word(
    study: Study,
    source: str,
    path: Path | None = None,
    *,
    at: str,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    identified: bool = False,
) -> ExportedTranscript:
    """Write a source with its codings and the memos on its passages.

    The words and the labels of speakers are as they stand: no pseudonym is put in their place,
    because codings count their letters. Only the file's name and properties are neutral.

    Args:
        study: the study.
        source: the source, as people name it.
        path: the file; else one in the folder for results.
        at: when, ISO 8601.
        filters: ``coders`` and ``codes``; a filter on codes leaves memos out.
        identified: call the source by its id.

    Raises:
        RmecodeError: unknown names, a file that cannot be written.
    """
    from rmecode.exchange.names import names_for
    from rmecode.exchange.word.contents import CodedTranscript
    from rmecode.exchange.word.writing import write_transcript

    version = study.store.text_version(known_source(study, source))
    evidence = study.evidence()
    beside = _beside(study, version, evidence, filters or {})
    names = names_for(evidence, study.records.participants, identified=identified)
    name = names.sources[version.source]
    chosen = any((filters or {}).values())
    place = output_file(study, path, _file_name(name, chosen=chosen, identified=identified))
    here = next(each for each in evidence if each.source.id == version.source)
    codings = sum(1 for remark in beside.remarks if remark.code)
    coders = {remark.author: study.kind_of(remark.author) for remark in beside.remarks}
    transcript = CodedTranscript(
        text=version.text,
        hash=version.hash,
        remarks=beside.remarks,
        labels=tuple(Span(turn.span.start, turn.words.start) for turn in here.turns if turn.label),
        coders=coders,
        title=study.config.title,
        name=name,
        head=tuple(_head(study, name, coders)),
        warning=_identified() if identified else not_pseudonymised(),
        at=at,
        language=study.config.language,
    )
    write_transcript(place, transcript)
    memos = len(beside.remarks) - codings
    return ExportedTranscript(place, codings, memos, tuple(_warnings(beside.lost)))


def _beside(
    study: Study,
    version: TextVersion,
    evidence: Sequence[SourceEvidence],
    filters: Mapping[str, tuple[str, ...]],
) -> _Beside:
    from rmecode.study.filters.choices import selected

    asked = selected(study, evidence, filters) if any(filters.values()) else None
    codings = _codings(study, version.source, asked)
    memos = [] if asked and asked.codes else _memos(study, version.source, asked)
    found = [*_remarks(study, version, codings), *_notes(version, memos)]
    remarks = [remark for remark in found if remark is not None]
    remarks.sort(key=lambda each: (each.span.start, -each.span.end, not each.code))
    return _Beside(tuple(remarks), len(found) - len(remarks))


def _codings(study: Study, source: str, asked: Selection | None) -> Sequence[Coding]:
    codings = study.store.codings(source)
    if asked is None:
        return codings
    book = study.codebook
    codes = {below.id for code in asked.codes for below in book.subtree(book.by_id[code])}
    return [
        each
        for each in codings
        if (not codes or each.code in codes) and (not asked.coders or each.coder in asked.coders)
    ]


def _memos(study: Study, source: str, asked: Selection | None) -> list[Memo]:
    return [
        memo
        for memo in study.store.memos()
        if memo.about is MemoAbout.TURN
        and memo.source == source
        and (asked is None or memo.author in asked.coders)
    ]


def _remarks(
    study: Study, version: TextVersion, codings: Sequence[Coding]
) -> Iterator[Remark | None]:
    """Yield a remark for each coding, None for one whose place in the latest text is not certain."""
    from rmecode.exchange.word.colours import NEUTRAL, shades
    from rmecode.exchange.word.contents import Remark

    paths, colors = code_paths(study.codebook), shades(study.codebook)
    for each in codings:
        span = place_now(version, each)
        path, color = paths.get(each.code, each.code), colors.get(each.code, NEUTRAL)
        said = (each.coder, each.made_at, each.memo, each.code, path, color, each.id)
        yield None if span is None else Remark(span, *said)


def _notes(version: TextVersion, memos: Sequence[Memo]) -> Iterator[Remark | None]:
    from rmecode.exchange.word.contents import Remark

    for memo in memos:
        here = memo.span is not None and memo.version == version.number
        yield (
            Remark(memo.span, memo.author, memo.made_at, memo.text) if here and memo.span else None
        )


def _file_name(name: str, *, chosen: bool, identified: bool) -> str:
    parts = ["transcript", re.sub(r"[^\w.-]+", "_", name)]
    parts += ["selection"] if chosen else []
    parts += ["identified"] if identified else []
    return "-".join(parts) + ".docx"


def _head(study: Study, name: str, coders: Mapping[str, CoderKind]) -> Iterator[str]:
    """Yield what stands at the top of each page: what this is, and by whom."""
    yield f"{study.config.title} · {name}"
    if study.config.notice:
        yield study.config.notice
    people = [
        _("{name} (simulated)").format(name=each) if kind is CoderKind.SIMULATED else each
        for each, kind in sorted(coders.items())
    ]
    if people:
        said = _("Codings of {coders}. A comment holds the code on its first line, then the memo.")
        yield said.format(coders=", ".join(people))
    if study.blind_note:
        yield study.blind_note


def _identified() -> str:
    return _(
        "IDENTIFIED: the source goes by its id, words and labels of speakers stand as they do in "
        "the transcript. Pass it on to nobody who may not know."
    )


def not_pseudonymised() -> str:
    """Return the warning that words are not what a neutral name makes people think."""
    return _(
        "NOT PSEUDONYMISED: words and labels of speakers stand as they do in the transcript, and "
        "can tell who speaks. Pass it on to nobody who may not know."
    )


def _warnings(lost: int) -> Iterator[str]:
    yield not_pseudonymised()
    if lost:
        yield ngettext(
            "{count} coding or memo of an earlier text was left out: its place in the latest text "
            "is not certain.",
            "{count} codings or memos of earlier texts were left out: their places in the latest "
            "text are not certain.",
            lost,
        ).format(count=lost)
