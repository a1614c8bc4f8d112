"""Coded passages, retrieved: with their context, who speaks, who coded them, and what is doubtful."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rmecode.errors.study import UnknownNameError
from rmecode.exchange.colours import color_of, own_colors
from rmecode.exchange.excerpt_values import Excerpt, Excerpts, Group
from rmecode.messages import _
from rmecode.model import CoderKind
from rmecode.study.excerpts.surroundings import Surroundings
from rmecode.study.filters.choices import selected
from rmecode.study.filters.sifting import Sieve, sifted
from rmecode.study.listing import coding_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rmecode.exchange.names import Names
    from rmecode.model import Code, Coding, SourceEvidence, Turn, Voice
    from rmecode.study.listing import Record
    from rmecode.study.opening import Study

GROUPINGS: Final = ("code", "case", "source")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which excerpts are asked for, and how.

    ``filters`` are choices by name, ``where`` an expression, ``by`` what they are grouped by
    (``code``, ``case`` or ``source``), ``context`` how many characters stand on each side (None:
    the whole turns). ``identified`` leaves the names of sources and participants as they are.
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where: str = ""
    by: str = "code"
    context: int | None = 100
    identified: bool = False


def retrieved(study: Study, wanted: Wanted, *, at: str = "") -> Excerpts:
    """Return the coded passages that the filters leave.

    Args:
        study: the study; in a blind one only what the viewer coded is there.
        wanted: which, and how.
        at: when, ISO 8601, for outputs that say it.

    Raises:
        RmecodeError: an unknown name, or an expression that cannot be read.
    """
    if wanted.by not in GROUPINGS:
        raise UnknownNameError(_("grouping"), wanted.by, GROUPINGS)
    sources = study.evidence()
    rows = coding_rows(study)
    meant = {each.id for each in sifted(study, Sieve(wanted.where, wanted.filters)).codings}
    left = [row for row in rows if row["id"] in meant]
    retrieval = Retrieval(study, sources, rows, identified=wanted.identified)
    found = retrieval.excerpts(left, wanted.context)
    return Excerpts(
        study=study.config.title,
        groups=tuple(_grouped(study, retrieval, found, wanted.by)),
        notices=notices_of(study),
        asked=_asked(study, sources, wanted, retrieval.names),
        naming=naming(retrieval.names),
        at=at,
    )


def notices_of(study: Study) -> tuple[str, ...]:
    """Return what travels with every output: the study's notice, and that it is blind if it is."""
    return tuple(filter(None, (study.config.notice, study.blind_note)))


def naming(names: Names) -> str:
    """Return the sentence that says whether and how people are disguised."""
    if names.identified:
        return _("Identified: sources and participants have the ids that they have in the study.")
    return _(
        "Pseudonymised: participants have pseudonyms, sources neutral ids. The words of the "
        "excerpts stand as they were said and may themselves name people."
    )


class Retrieval:
    """The codings of a study, ready to become excerpts under the names that an output may use."""

    def __init__(
        self,
        study: Study,
        sources: Sequence[SourceEvidence],
        rows: Iterable[Record],
        *,
        identified: bool,
    ) -> None:
        from rmecode.exchange.names import names_for

        people = study.records.participants
        self.names = names_for(sources, people, identified=identified)
        self.order = {evidence.source.id: number for number, evidence in enumerate(sources)}
        self._study = study
        self._evidence = {evidence.source.id: evidence for evidence in sources}
        self._codings = {coding.id: coding for coding in study.store.codings()}
        self._codes_at: dict[tuple[object, ...], dict[str, None]] = defaultdict(dict)
        for row in rows:
            self._codes_at[_place(row)][str(row["code"])] = None

    def excerpts(self, rows: Iterable[Record], context: int | None) -> list[Excerpt]:
        """Return an excerpt per row, by source, place and id; each source's text is read once."""
        ordered = sorted(rows, key=self._order)
        found = []
        reading: Surroundings | None = None
        source = ""
        for row in ordered:
            coding = self._codings[int(str(row["id"]))]
            if reading is None or coding.source != source:
                source = coding.source
                text = self._study.store.text_version(source).text
                reading = Surroundings(text, self._evidence[source], self._speaker)
            found.append(self._excerpt(row, coding, reading, context))
        return found

    def _order(self, row: Record) -> tuple[int, int, int, int]:
        start, end, number = (int(str(row[name])) for name in ("start", "end", "id"))
        return self.order[str(row["source"])], start, end, number

    def _excerpt(
        self, row: Record, coding: Coding, reading: Surroundings, context: int | None
    ) -> Excerpt:
        code = str(row["code"])
        roles, people = _texts(row["roles"]), _texts(row["participants"])
        called = tuple(self.names.participants.get(person, "") for person in people)
        titles = self._study.config.roles
        return Excerpt(
            id=coding.id,
            source=self.names.sources[coding.source],
            start=coding.span.start,
            end=coding.span.end,
            passage=reading.passage(coding, context),
            code=code,
            coder=coding.coder,
            kind=str(row["kind"] or CoderKind.PERSON),
            anchor=str(coding.anchor),
            memo=coding.memo,
            also=tuple(path for path in self._codes_at[_place(row)] if path != code),
            reread=coding.reread,
            codebook=coding.codebook_version,
            made_at=coding.made_at,
            cases=_texts(row["cases"]),
            roles=roles,
            participants=called,
            who=", ".join([*called, *(titles.get(role, role) for role in roles)]),
            turn=int(str(row["turn"])),
            instrument=str(row["instrument"]),
            stage=str(row["stage"]),
        )

    def _speaker(self, turn: Turn, voice: Voice | None) -> str:
        """Return how a speaker is named: by the label in the text only where that is asked for."""
        if self.names.identified or voice is None:
            return turn.label if self.names.identified else ""
        known = self.names.participants.get(voice.participant, "")
        return known or self._study.config.roles.get(voice.role, voice.role) or _("somebody")


def _place(row: Record) -> tuple[object, ...]:
    return row["source"], row["start"], row["end"]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _grouped(
    study: Study, retrieval: Retrieval, found: Sequence[Excerpt], by: str
) -> Iterator[Group]:
    """Yield the groups that have excerpts, in the order of codebook, cases table or sources table."""
    if by == "code":
        yield from _by_code(study, found)
        return
    if by == "source":
        keys = [(name, name) for name in retrieval.names.sources.values()]
    else:
        keys = [(case.id, case.id) for case in study.records.cases]
        keys.append(("", _("National (no case)")))
    members: dict[str, list[Excerpt]] = defaultdict(list)
    for one in found:
        for key in (one.source,) if by == "source" else one.cases or ("",):
            members[key].append(one)
    titles = dict(keys)
    for key in dict.fromkeys([*titles, *members]):
        if key in members:
            yield Group(titles.get(key, key), tuple(members[key]))


def _by_code(study: Study, found: Sequence[Excerpt]) -> Iterator[Group]:
    members: dict[str, list[Excerpt]] = defaultdict(list)
    for one in found:
        members[one.code].append(one)
    colors = own_colors(study.codebook)
    for code in study.codebook:
        if code.path in members:
            excerpts = tuple(members.pop(code.path))
            color = color_of(code.path, colors)
            yield Group(_titled(code), excerpts, code.definition, color)
    for gone, excerpts_left in members.items():
        note = _("The codebook no longer has this code.")
        yield Group(gone, tuple(excerpts_left), note)


def _titled(code: Code) -> str:
    return f"{code.path} · {code.label}"


def _asked(
    study: Study, sources: Sequence[SourceEvidence], wanted: Wanted, names: Names
) -> tuple[str, ...]:
    """Return the filters in words, naming no source that the output disguises."""
    from dataclasses import replace

    from rmecode.analysis.selection import described
    from rmecode.exchange.names import public

    selection = selected(study, sources, wanted.filters, wanted.where)
    called = tuple(names.sources[source] for source in selection.sources)
    shown = replace(selection, sources=called, where=public(wanted.where, names))
    return described(shown, study.codebook)
