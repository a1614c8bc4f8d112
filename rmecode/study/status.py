"""How far a study is: each source, coder and code; what waits for somebody; what is next."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rmecode.errors import RmecodeError
from rmecode.errors.problems import ProblemsError
from rmecode.model import SourceEvidence, fold
from rmecode.study.codebooks.versions import unseen_changes
from rmecode.study.next_step import next_step
from rmecode.study.places import cases_of
from rmecode.study.progress import (
    CoderProgress,
    CoderStatus,
    CodeStatus,
    Progress,
    SourceStatus,
    Status,
    Waiting,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rmecode.model import Assignment, Code, Codebook, Coding, Source, StoredSource
    from rmecode.study.opening import Study


@dataclass(frozen=True, slots=True)
class _Held:
    """What the project holds, counted."""

    stored: tuple[StoredSource, ...]
    codings: Mapping[tuple[str, str, str], int]
    done: frozenset[tuple[str, str]]
    open: Mapping[str, int]
    last: Mapping[str, str]


@dataclass(slots=True)
class _Use:
    """Where one code is used: how many codings, in which sources and cases, by whom."""

    codings: int = 0
    sources: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    coders: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Written:
    """What people wrote, as far as it can be read."""

    sources: Mapping[str, Source]
    codebook: Codebook | None
    problems: int


def status(study: Study) -> Status:
    """Return where the study stands, for whoever looks at it (``study.viewer``); writes nothing.

    Tables and a codebook that cannot be read do not stop it: they are what comes next then.

    Raises:
        RmecodeError: the database cannot be read.
    """
    written = _written(study)
    held = _held(study)
    waiting = _waiting(study, written, held)
    coders = _coders(study, held)
    sources = _sources(written, held, list(coders))
    return Status(
        title=study.config.title,
        notice=study.config.notice,
        blind=study.blind_note if held.stored else "",
        sources=sources,
        coders=tuple(_coder(name, kind, sources, held) for name, kind in coders.items()),
        codes=_codes(written.codebook, _uses(study, written, held)),
        waiting=waiting,
        next=next_step(study, _named(study.viewer, coders), sources, waiting),
    )


def _written(study: Study) -> _Written:
    problems = 0
    sources: dict[str, Source] = {}
    codebook = None
    try:
        sources = dict(study.listed)
    except RmecodeError as error:
        problems += _count(error)
    try:
        codebook = study.codebook
    except RmecodeError as error:
        problems += _count(error)
    return _Written(sources, codebook, problems)


def _count(error: RmecodeError) -> int:
    return len(error.problems) if isinstance(error, ProblemsError) else 1


def _held(study: Study) -> _Held:
    """Return what the project holds; nothing, and no database is made, where there is none."""
    if not study.config.paths["database"].exists():
        return _Held((), {}, frozenset(), {}, {})
    store = study.store
    return _Held(
        store.sources(),
        store.coding_counts(),
        frozenset((mark.source, mark.coder) for mark in store.done()),
        store.open_suggestions(),
        store.last_worked(),
    )


def _waiting(study: Study, written: _Written, held: _Held) -> Waiting:
    taken = {each.id for each in held.stored}
    untaken = sum(source not in taken for source in written.sources)
    if not held.stored:
        return Waiting(problems=written.problems, untaken=untaken)
    known = written.codebook.by_id if written.codebook is not None else None
    unknown = (n for (_s, code, _c), n in held.codings.items() if known and code not in known)
    doubts = study.store.doubts()
    return Waiting(
        problems=written.problems,
        untaken=untaken,
        codebook=_unseen(study, written, held),
        unknown_codes=sum(unknown),
        reread=doubts.meanings,
        doubtful=doubts.places,
        suggestions=sum(held.open.values()),
    )


def _unseen(study: Study, written: _Written, held: _Held) -> int:
    """Return how many changes of the codebook nobody has seen; none that nothing was made under."""
    if written.codebook is None or not (held.codings or held.open):
        return 0
    return len(unseen_changes(study.store, study.codebook_text, written.codebook))


def _coders(study: Study, held: _Held) -> dict[str, str]:
    """Return the kinds of the coders by name: those declared, then those who coded or decided."""
    if not study.config.paths["database"].exists():
        return {name: str(kind) for name, kind in study.config.coders.items()}
    kinds = {each.name: str(each.kind) for each in study.store.coders()}
    known = kinds | {name: str(kind) for name, kind in study.config.coders.items()}
    if study.config.blind:
        seen = study.store.seen_by or ""
        return {name: kind for name, kind in known.items() if name == seen}
    busy = {coder for _source, _code, coder in held.codings} | {coder for _s, coder in held.done}
    declared = {name: kind for name, kind in known.items() if name in study.config.coders}
    return declared | {name: kind for name, kind in sorted(known.items()) if name in busy}


def _named(typed: str, coders: Iterable[str]) -> str:
    """Return the coder as the study writes the name; one that it does not know stays as typed."""
    return next((name for name in coders if fold(name) == fold(typed)), typed)


def _sources(written: _Written, held: _Held, coders: Iterable[str]) -> tuple[SourceStatus, ...]:
    """Return the sources, those of the table first and in its order."""
    order = {name: place for place, name in enumerate(written.sources)}
    codings: Counter[tuple[str, str]] = Counter()
    for (source, _code, coder), count in held.codings.items():
        codings[source, coder] += count
    ordered = sorted(held.stored, key=lambda each: (order.get(each.id, len(order)), each.id))
    return tuple(
        _source(
            each,
            written.sources.get(each.id),
            [_progress(each.id, coder, codings, held) for coder in coders],
            held.open.get(each.id, 0),
        )
        for each in ordered
    )


def _source(
    stored: StoredSource, listed: Source | None, coders: Iterable[CoderProgress], waiting: int
) -> SourceStatus:
    by_coder = tuple(coders)
    stages = {each.progress for each in by_coder}
    return SourceStatus(
        source=stored.id,
        short=f"s{stored.short}",
        cases=listed.cases if listed else (),
        progress=next(
            (stage for stage in (Progress.DONE, Progress.BEGUN) if stage in stages),
            Progress.NOT_BEGUN,
        ),
        codings=sum(each.codings for each in by_coder),
        open=waiting,
        coders=by_coder,
    )


def _progress(
    source: str, coder: str, codings: Mapping[tuple[str, str], int], held: _Held
) -> CoderProgress:
    count = codings.get((source, coder), 0)
    begun = Progress.BEGUN if count else Progress.NOT_BEGUN
    return CoderProgress(coder, Progress.DONE if (source, coder) in held.done else begun, count)


def _coder(name: str, kind: str, sources: Iterable[SourceStatus], held: _Held) -> CoderStatus:
    own = [each for source in sources for each in source.coders if each.coder == name]
    stages = Counter(each.progress for each in own)
    return CoderStatus(
        coder=name,
        kind=kind,
        codings=sum(each.codings for each in own),
        done=stages[Progress.DONE],
        begun=stages[Progress.BEGUN],
        not_begun=stages[Progress.NOT_BEGUN],
        last=held.last.get(name, ""),
    )


def _uses(study: Study, written: _Written, held: _Held) -> defaultdict[str, _Use]:
    """Return where each code is used, by the code's id."""
    uses: defaultdict[str, _Use] = defaultdict(_Use)
    for (source, code, coder), count in held.codings.items():
        use = uses[code]
        use.codings += count
        use.sources.add(source)
        use.coders.add(coder)
    if held.stored:
        parts: defaultdict[str, list[Assignment]] = defaultdict(list)
        for part in study.store.assignments():
            parts[part.source].append(part)
        _add_cases(uses, study.store.codings, written.sources, parts)
    return uses


def _add_cases(
    uses: Mapping[str, _Use],
    codings: Callable[[str], Iterable[Coding]],
    sources: Mapping[str, Source],
    parts: Mapping[str, list[Assignment]],
) -> None:
    """Add the cases to where codes are used: those of a coding's source, or of its part of one.

    Only where parts of a source are given to one of its cases does it matter where a coding stands.
    """
    for use in uses.values():
        whole = (
            sources[source].cases for source in use.sources - parts.keys() if source in sources
        )
        use.cases.update(*whole)
    for source in parts.keys() & sources.keys():
        evidence = SourceEvidence(sources[source], 0, assignments=tuple(parts[source]))
        for coding in codings(source):
            uses[coding.code].cases.update(cases_of(evidence, coding.span))


def _codes(codebook: Codebook | None, uses: Mapping[str, _Use]) -> tuple[CodeStatus, ...]:
    if codebook is None:
        return ()
    return tuple(_code(code, codebook.subtree(code), uses) for code in codebook)


def _code(code: Code, subtree: Iterable[Code], uses: Mapping[str, _Use]) -> CodeStatus:
    below = [uses[each.id] for each in subtree if each.id in uses]
    return CodeStatus(
        code=code.path,
        id=code.id,
        own=uses[code.id].codings if code.id in uses else 0,
        codings=sum(use.codings for use in below),
        sources=len(set().union(*(use.sources for use in below))),
        cases=tuple(sorted(set().union(*(use.cases for use in below)))),
        coders=tuple(sorted(set().union(*(use.coders for use in below)))),
    )
