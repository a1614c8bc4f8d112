"""The codebook's rules over the study: what they find becomes suggestions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmecode import __version__
from rmecode.errors.problems import ProblemsError
from rmecode.errors.study import NoSourcesError
from rmecode.study.codebooks.recording import codebook_hash, record_codebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmecode.model import Problem, SourceEvidence
    from rmecode.store import ReplacedSuggestions
    from rmecode.study.opening import Study

    Progress = Callable[[str], Callable[[int, int], None]]


@dataclass(frozen=True, slots=True)
class Applied:
    """What the rules came to: suggestions added, kept, withdrawn, and decided on before."""

    rules: int
    outcome: ReplacedSuggestions
    missed: tuple[Problem, ...] = ()


def apply_rules(study: Study, *, by: str, at: str, progress: Progress | None = None) -> Applied:
    """Run all rules over all texts and store what they find.

    Raises:
        NoSourcesError: there is no text yet.
        ProblemsError: rules that cannot be read or can never match; nothing was changed.
    """
    from rmecode.suggest.rules import ENGINE, suggest

    evidence = study.evidence()
    if not evidence:
        raise NoSourcesError
    missed = checked_rules(study)
    number = record_codebook(study, by=by, at=at)
    from rmecode.study.filters.expressions import reader_of
    from rmecode.study.texts import study_texts

    versions = study.store.texts()
    steps = progress or (lambda _step: lambda _done, _total: None)
    texts = study_texts(study, evidence, versions, steps("language"))
    found = suggest(
        study.codebook,
        number,
        texts,
        versions,
        read=reader_of(study.config),
        progress=steps("rules"),
    )
    with study.store.changes(by=by, at=at, action="apply", subject=study.codebook.name) as changes:
        outcome = changes.replace_suggestions(ENGINE, list(versions), found)
        changes.remember("rules", rules_fingerprint(study, evidence))
    return Applied(sum(len(code.rules) for code in study.codebook), outcome, missed)


def checked_rules(study: Study) -> tuple[Problem, ...]:
    """Return the examples that the rules miss.

    Raises:
        ProblemsError: rules that cannot be read or can never match.
    """
    from rmecode.codebook.rules import check_rules
    from rmecode.study.filters.expressions import reader_of, rule_fields

    checked = check_rules(
        study.codebook,
        rule_fields(study.config, study.records),
        study.config.codebook.name,
        reader_of(study.config),
    )
    if checked.problems:
        raise ProblemsError(checked.problems)
    return checked.missed


def rules_fingerprint(study: Study, evidence: Sequence[SourceEvidence]) -> str:
    """Return what the suggestions depend on, hashed: texts, turns, tables, codebook, engine."""
    from rmecode.suggest.rules import VERSION

    hashes = [(each.id, each.hash) for each in study.store.sources()]
    voices = [(each.source, each.voices, each.assignments) for each in evidence]
    cases = [(case.id, sorted(case.attributes.items())) for case in study.records.cases]
    parts = (codebook_hash(study), hashes, voices, cases, VERSION, __version__, study.config.model)
    return hashlib.sha256(repr(parts).encode()).hexdigest()
