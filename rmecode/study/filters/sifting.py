"""Which codings are meant, found in the cheapest order: sources first, then places, then words.

What a list of some hundred codings among 50,000 does not ask for is not read: turns and texts of
sources that no filter can be true in, and the words of codings that do not pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rmecode.model import Span, fold, normalise, state_of
from rmecode.study.filters.rows import among, kept, names_wanted, resolved
from rmecode.study.listing import code_paths, places_in, suggestion_rows
from rmecode.study.voices import heard_roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rmecode.model import Attribute, Coding, Source
    from rmecode.query import Expression
    from rmecode.store.narrow import CodingFact
    from rmecode.study.filters.columns import Columns
    from rmecode.study.opening import Study
    from rmecode.study.places import Place, Places

LATIN: Final = range(0xC0, 0x250)
PLAIN: Final = str.maketrans({chr(c): fold(chr(c)) for c in LATIN if fold(chr(c)) != chr(c)})
"""Letters with accents as ``fold`` leaves them; ñ stays."""

OF_SOURCES: Final = ("source", "instrument", "stage", "cases", "roles")
"""The fields of rows by which whole sources can be left aside."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """What codings are asked for; what is empty takes all.

    ``where`` is an expression, ``choices`` are names as people type them (codes, cases, sources,
    instruments, roles, stages, coders), ``words`` have to stand in excerpt or note, accents aside.
    """

    where: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    reread: bool = False
    words: str = ""
    ids: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Sifted:
    """The codings that are meant, in the order of their places; the places that had to be read."""

    codings: tuple[Coding, ...]
    places: Mapping[str, Places] | None = None


def sifted(study: Study, sieve: Sieve) -> Sifted:
    """Return the codings that pass.

    Raises:
        RmecodeError: a filter that cannot be read, or a name that the study does not know.
    """
    if sieve == Sieve():
        return Sifted(study.store.codings())
    expression = _read(study, sieve.where)
    wanted = _wanted(study, sieve)
    possible = _possible(study, expression, wanted)
    facts = _by_themselves(study, study.store.coding_facts(possible), sieve, wanted)
    facts = list(_saying(facts, sieve.words))
    places = None
    if expression is not None or wanted.get("cases") or wanted.get("roles"):
        places = places_in(study, {fact.source for fact in facts})
        facts = _placed(study, facts, places, expression, wanted)
    return Sifted(tuple(fact.whole for fact in sorted(facts, key=_order)), places)


def passing(study: Study, where: str, *, suggested: bool = False) -> frozenset[int]:
    """Return the ids of the codings (or suggestions) that an expression keeps.

    Raises:
        RmecodeError: the filter cannot be read, or asks for what is not there.
    """
    if suggested:
        rows = kept(study, suggestion_rows(study), where)
        return frozenset(int(str(row["id"])) for row in rows)
    return frozenset(coding.id for coding in sifted(study, Sieve(where)).codings)


def _read(study: Study, where: str) -> Expression | None:
    if not where:
        return None
    from rmecode.study.filters.expressions import read_filter

    return read_filter(study, where)


def _wanted(study: Study, sieve: Sieve) -> dict[str, Collection[str]]:
    """Return the names that were chosen, by the field of a row; only where any were."""
    if not any(sieve.choices.values()):
        return {}
    names = names_wanted(study, resolved(study, sieve.choices))
    return {name: values for name, values in names.items() if values}


def _possible(
    study: Study, expression: Expression | None, wanted: Mapping[str, Collection[str]]
) -> Collection[str] | None:
    """Return the sources in which a coding can pass; None for all of them."""
    of_sources = {name: wanted.get(name, ()) for name in OF_SOURCES}
    if expression is None and not any(of_sources.values()):
        return None
    divided, roles = {part.source for part in study.store.assignments()}, heard_roles(study.records)
    sources = [
        source
        for source in map(study.listing, study.store.source_ids())
        if _takes(source, of_sources, divided)
        and _hears({source.role, *roles.get(source.id, ())}, of_sources["roles"])
    ]
    if expression is None:
        return [source.id for source in sources]
    from rmecode.study.filters.bounds import possible_sources

    return possible_sources(study, expression, sources, divided)


def _takes(source: Source, wanted: Mapping[str, Collection[str]], divided: Collection[str]) -> bool:
    """Tell whether a source can have codings of the chosen sources, instruments, stages, cases."""
    own = {"source": source.id, "instrument": source.instrument, "stage": source.stage}
    if not all(among(own[name], wanted[name]) for name in own if wanted[name]):
        return False
    return source.id in divided or not wanted["cases"] or among(source.cases, wanted["cases"])


def _hears(roles: Collection[str], wanted: Collection[str]) -> bool:
    """Tell whether somebody of the chosen roles may speak, among the roles of a source."""
    return not wanted or any(role in wanted for role in roles)


def _by_themselves(
    study: Study,
    facts: Iterable[CodingFact],
    sieve: Sieve,
    wanted: Mapping[str, Collection[str]],
) -> list[CodingFact]:
    """Return the codings that pass by what they are without their place and words."""
    paths = code_paths(study.codebook)
    ids = None if sieve.ids is None else set(sieve.ids)
    codes, coders = wanted.get("code", ()), wanted.get("coder", ())
    return [
        fact
        for fact in facts
        if (ids is None or fact.id in ids)
        and (not codes or paths.get(fact.code, fact.code) in codes)
        and (not coders or fact.coder in coders)
        and (not sieve.reread or fact.reread)
        and (not sieve.states or state_of(fact.anchor, fact.reread) in sieve.states)
    ]


def _placed(
    study: Study,
    facts: Sequence[CodingFact],
    places: Mapping[str, Places],
    expression: Expression | None,
    wanted: Mapping[str, Collection[str]],
) -> list[CodingFact]:
    """Return the codings that pass by their cases and roles, and the expression."""
    cases, roles = wanted.get("cases", ()), wanted.get("roles", ())
    pairs = [(fact, places[fact.source].of(Span(fact.start, fact.end))) for fact in facts]
    some = [
        (fact, place)
        for fact, place in pairs
        if (not cases or among(place.cases, cases)) and (not roles or among(place.roles, roles))
    ]
    if expression is None:
        return [fact for fact, _place in some]
    from rmecode.study.filters.columns import fitting

    return [some[n][0] for n in fitting(study, expression, _columns(study, some))]


def _columns(study: Study, pairs: Sequence[tuple[CodingFact, Place]]) -> Columns:
    """Return what an expression asks of codings, under the names that rows have too."""
    from rmecode.study.filters.columns import Columns

    paths = code_paths(study.codebook)
    kinds = {coder.name: str(coder.kind) for coder in study.store.coders()}
    states: list[Attribute] = [state_of(fact.anchor, fact.reread) for fact, _place in pairs]
    fields: dict[str, list[Attribute]] = {
        "code": [paths.get(fact.code, fact.code) for fact, _place in pairs],
        "coder": [fact.coder for fact, _place in pairs],
        "memo": [fact.memo or None for fact, _place in pairs],
        "kind": [kinds.get(fact.coder) for fact, _place in pairs],
        "state": states,
        "decision": states,
        "rule": [None] * len(pairs),
        "role": [place.roles or None for _fact, place in pairs],
        "participant": [place.participants or None for _fact, place in pairs],
        "turn": [float(place.turn) for _fact, place in pairs],
        "version": [float(fact.version) for fact, _place in pairs],
    }

    return Columns(
        sources=[fact.source for fact, _place in pairs],
        versions=[fact.version for fact, _place in pairs],
        spans=[Span(fact.start, fact.end) for fact, _place in pairs],
        cases=[place.cases for _fact, place in pairs],
        fields=fields,
        quotes=lambda numbers: [pairs[number][0].exact for number in numbers],
    )


def _saying(facts: Iterable[CodingFact], words: str) -> Iterable[CodingFact]:
    """Yield the codings that have all the words in excerpt or note, case and accents aside."""
    sought = plain(normalise(words)).split()
    for fact in facts:
        said = plain(f"{fact.exact}\n{fact.memo}") if sought else ""
        if all(word in said for word in sought):
            yield fact


def plain(text: str) -> str:
    """Return a normalised text as ``fold`` does, quickly enough for thousands of excerpts."""
    return text.casefold().translate(PLAIN)


def _order(fact: CodingFact) -> tuple[object, ...]:
    return (fact.source, fact.version, fact.start, fact.end, fact.code, fact.coder)
