"""Measure coding from the command line on a large synthetic study, in whole processes.

500 sources of about 7,000 words and 50,000 codings: a filter with text and attributes, one coding
more, 10,000 codings recoded and that undone. Every figure is the shortest of three processes, but
for those that write much. *Start-up* is the same command on a study without sources and codings.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rmecode.model import Coder, Coding, Quote, Span, TextVersion, Turn, TurnKind, text_hash
from rmecode.study import open_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rmecode.model import Codebook
    from rmecode.study import Study

AT: Final = "2026-01-01T00:00:00+00:00"
SAID: Final = (
    "la red trabaja con confianza entre escuelas y directores que participan poco en reuniones del "
    "territorio cuando el supervisor llega tarde o no hay tiempo"
)
ROLES: Final = ("director", "supervisor", "jefe_deprov", "jefe_utp")
TURNS: Final = 60
RECODED: Final = 10_000
FILTER: Final = "rol:director y establecimientos > 8 y confianza"

Row = tuple[str, float, str, str]
"""What was measured, the value, its unit, and the bound it has to keep."""


def coding(
    rmecode: Callable[..., None],
    timed: Callable[..., tuple[float, object]],
    *,
    sources: int,
    codings: int,
    seed: int,
) -> list[Row]:
    """Return the figures; ``rmecode`` runs a command, ``timed`` says how long a task took."""
    with tempfile.TemporaryDirectory() as place:
        empty, full = Path(place) / "empty", Path(place) / "full"
        for folder in (empty, full):
            rmecode("init", str(folder))
            _write_tables(folder, sources, seed)
        _fill(full, sources, codings, seed)
        rmecode("search", "confianza", "--limit", "1", "--study", str(full))  # the language pass

        def seconds(*arguments: str, study: Path = full, times: int = 3) -> float:
            return timed(lambda: rmecode(*arguments, "--study", str(study)), times)[0]

        helped, _nothing = timed(lambda: rmecode("--help"), 5)
        listing = ("coding", "list", "--where", FILTER, "--json")
        start_up = seconds("coding", "list", "--json", study=empty)
        filter_start_up = seconds(*listing, study=empty)
        filtered = seconds(*listing) - filter_start_up
        place_ = ("--span", "3-60", "--code", "confianza", "--coder", "Ana")
        added = seconds("coding", "add", "f001", *place_)
        again = ("coding", "recode", "--code", "contexto", "--to", "confianza", "--yes")
        recoded = seconds(*again, times=1) - start_up
        undone = seconds("undo", times=1) - start_up
    return [
        ("sources", sources, "", ""),
        ("codings", codings, "", ""),
        ("rmecode --help", helped, "s", "under 0.1"),
        ("start-up: coding list on an empty study", start_up, "s", ""),
        ("start-up: the same with the filter", filter_start_up, "s", ""),
        ("a filter with text and attributes beyond start-up", filtered, "s", "under 0.3"),
        ("coding add, in all", added, "s", "under 0.4"),
        (f"recoding {RECODED:,} beyond start-up", recoded, "s", "under 2"),
        ("undoing it beyond start-up", undone, "s", "under 2"),
    ]


def _write_tables(folder: Path, sources: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (a benchmark, not a secret)
    cases = [f"RME{number},{chance.randint(3, 20)}" for number in range(1, 16)]
    (folder / "cases.csv").write_text("\n".join(["case,establecimientos", *cases, ""]), "utf-8")
    rows = [
        f"{_name(n)},transcripts/{_name(n)}.txt,entrevista_individual,RME{n % 15 + 1},"
        f"{ROLES[n % len(ROLES)]}"
        for n in range(sources)
    ]
    heads = "source,file,instrument,cases,role"
    (folder / "sources.csv").write_text("\n".join([heads, *rows, ""]), "utf-8")


def _name(number: int) -> str:
    return f"f{number:03d}"


def _fill(folder: Path, sources: int, codings: int, seed: int) -> None:
    """Put texts and codings into the study's database, as ``ingest`` and coders would."""
    from rmecode.study.codebooks.recording import record_codebook

    chance = random.Random(seed)  # noqa: S311  (a benchmark, not a secret)
    with open_study(folder) as study:
        number = record_codebook(study, by="Ana", at=AT)
        with study.store.changes(by="Ana", at=AT, action="ingest") as changes:
            for name in ("Ana", "Berta"):
                changes.add_coder(Coder(name))
            for text, turns in (_text(n, chance) for n in range(sources)):
                changes.add_source(text.source, f"transcripts/{text.source}.txt", text, turns)
        made = list(_codings(study, codings, number, chance))
        with study.store.changes(by="Ana", at=AT, action="import") as changes:
            changes.add_codings(made)


def _text(number: int, chance: random.Random) -> tuple[TextVersion, list[Turn]]:
    words_said, lines, turns, start = SAID.split(), [], [], 0
    for turn in range(1, TURNS + 1):
        said = " ".join(chance.choices(words_said, k=20 if turn % 2 else 210))
        line = f"{'ED'[turn % 2 == 0]}: {said}.\n"
        span = Span(start, start + len(line))
        words = Span(start + 3, span.end - 1)
        turns.append(Turn(turn, TurnKind.SPEECH, span, words, line[0]))
        lines.append(line)
        start = span.end
    text, name = "".join(lines), _name(number)
    digest = text_hash(text)
    return TextVersion(name, 1, text, digest, digest, "txt", "utf-8", "1"), turns


def _codings(study: Study, count: int, number: int, chance: random.Random) -> Iterator[Coding]:
    """Yield distinct codings; so many of them as are to be recoded have one code."""
    texts = list(study.store.texts().values())
    first, others = _codes(study.codebook)
    taken: set[tuple[str, Span]] = set()
    while len(taken) < count:
        text = chance.choice(texts)
        start = chance.randrange(len(text.text) - 300)
        span = Span(start, start + chance.randint(20, 250))
        if (text.source, span) not in taken:
            taken.add((text.source, span))
            code = first if len(taken) <= RECODED else chance.choice(others)
            quote, coder = Quote.at(text.text, span), chance.choice(("Ana", "Berta"))
            yield Coding(0, text.source, 1, span, quote, code, coder, codebook_version=number)


def _codes(codebook: Codebook) -> tuple[str, list[str]]:
    """Return the code that is going to be recoded, and others of other areas."""
    first = next(code for code in codebook.leaves if code.area == "contexto")
    return first.id, [code.id for code in codebook.leaves if code.area != "contexto"]
