"""A study of two cases and four invented texts, and ways to run rmecode on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from rmecode.cli import speak

if TYPE_CHECKING:
    from pathlib import Path

CODEBOOK = """\
codebook: mini
version: "1"
title: Miniatura
codes:
  - id: CAP
    name: capital_social
    label: Capital social
    kind: area
    definition: Lo que une a los integrantes.
    codes:
      - id: CAP-01
        name: confianza
        label: Confianza
        definition: Se fían unos de otros.
        rules:
          - id: CAP-01.palabra
            find: confianza o confiar
      - id: CAP-02
        name: participación
        label: Participación
        definition: Quién viene y quién habla.
        rules:
          - id: CAP-02.palabra
            find: participar o asistir
  - id: CTX
    name: contexto
    label: Contexto
    kind: area
    definition: Lo que la red no eligió.
    rules:
      - id: CTX.lejos
        find: distancia o kilómetro
"""
TABLES = {
    "cases.csv": "case,establecimientos\nNorte,12\nSur,5\n",
    "sources.csv": (
        "source,file,instrument,stage,cases,date,role,done\n"
        "norte-dir,transcripts/norte-dir.txt,entrevista_individual,2,Norte,2016-05,director,\n"
        "norte-sup,transcripts/norte-sup.txt,entrevista_individual,1,Norte,2016-04,supervisor,\n"
        "sur-dir,transcripts/sur-dir.txt,entrevista_individual,2,Sur,2016-06,director,\n"
        "jefe,transcripts/jefe.txt,entrevista_individual,1,Norte; Sur,2016-03,jefe_deprov,\n"
    ),
    "participants.csv": (
        "participant,pseudonym,role,cases\n"
        "P1,Elisa,director,Norte\nP2,Omar,supervisor,Norte\n"
        "P3,Rosa,director,Sur\nP4,Iván,jefe_deprov,Norte; Sur\n"
    ),
    "speakers.csv": (
        "source,label,participant,role\n"
        "norte-dir,Directora,P1,\nnorte-dir,Entrevistadora,,entrevistador\n"
        "norte-sup,Supervisor,P2,\nnorte-sup,Entrevistadora,,entrevistador\n"
        "sur-dir,Directora,P3,\nsur-dir,Entrevistadora,,entrevistador\n"
        "jefe,Jefe,P4,\njefe,Entrevistadora,,entrevistador\n"
    ),
}
TEXTS = {
    "norte-dir.txt": (
        "Entrevistadora: ¿Hay confianza en la red?\n"
        "Directora: Al principio no había confianza entre nosotras. Ahora confiamos bastante.\n"
        "Entrevistadora: ¿Y quiénes participan?\n"
        "Directora: Participan siete escuelas, y las otras asisten cuando pueden.\n"
    ),
    "norte-sup.txt": (
        "Entrevistadora: ¿Cómo ve la red?\n"
        "Supervisor: La veo viva. El clima es bueno y se trabaja harto.\n"
    ),
    "sur-dir.txt": (
        "Entrevistadora: ¿Qué les cuesta más?\n"
        "Directora: La distancia. Son cuarenta kilómetros de ripio hasta la reunión.\n"
    ),
    "jefe.txt": (
        "Entrevistadora: ¿Y las dos redes?\n"
        "Jefe: En el norte la confianza vino primero. En el sur cuesta asistir.\n"
    ),
}
CODINGS = (
    "source,quote,code,coder,memo\n"
    "norte-dir,Al principio no había confianza entre nosotras.,confianza,ana,Lo dice riendo\n"
    "norte-dir,Ahora confiamos bastante.,confianza,ana,\n"
    "sur-dir,Son cuarenta kilómetros de ripio,contexto,ana,\n"
)
"""What Ana coded; she is a person of the study."""


@dataclass(frozen=True)
class Said:
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  # whatever the command promised
        """Return what was printed as JSON."""
        return json.loads(self.out)


def rmecode(*arguments: object, study: Path | None = None, answer: str = "") -> Said:
    """Run a command in this process, as ``main`` does after it has chosen the language."""
    from rmecode.cli.commands import rmecode as command

    placed = [*map(str, arguments), *(["--study", str(study)] if study else [])]
    with CliRunner().isolation(input=answer) as (out, err, _mixed):
        code = speak(command, placed)
    return Said(code, out.getvalue().decode(), err.getvalue().decode())


def spawn(*arguments: object, cwd: Path, **variables: str) -> Said:
    """Run a command as a process of its own and wait for it."""
    done = subprocess.run(
        command_line(*arguments),
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def command_line(*arguments: object) -> list[str]:
    """Return the command as an operating system takes it."""
    return [sys.executable, "-m", "rmecode", *map(str, arguments)]


def environment(**variables: str) -> dict[str, str]:
    """Return an environment in English that nobody's settings get into."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RMECODE", "LANG", "LC_"))}
    return {**kept, "RMECODE_LANG": "en", "PYTHONPATH": os.pathsep.join(sys.path), **variables}


def make_study(folder: Path) -> Path:
    """Make the study with its tables, codebook and texts; nothing is taken in yet."""
    book = folder.parent / f"{folder.name}.yaml"
    book.write_text(CODEBOOK, "utf-8")
    made = rmecode("init", folder, "--codebook", book, "--title", "Dos redes")
    assert made.code == 0, made.err
    settings = (folder / "study.toml").read_text("utf-8")
    settings = settings.replace("[coders]\n", '[coders]\nana = "person"\nbot = "simulated"\n')
    settings = settings.replace("[attributes]\n", '[attributes]\nestablecimientos = "number"\n')
    (folder / "study.toml").write_text(settings, "utf-8")
    for name, text in TABLES.items():
        (folder / name).write_text(text, "utf-8")
    for name, text in TEXTS.items():
        (folder / "transcripts" / name).write_text(text, "utf-8")
    return folder


def put_codings(study: Path, text: str = CODINGS, name: str = "ana.csv") -> Path:
    """Write a file of codings beside the study, where a run does not look, and return it."""
    path = study.parent / name
    path.write_text(text, "utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder but those of the cache, by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "cache" not in path.relative_to(folder).parts
    }


def cell(study: Path, row: str, column: str, *options: str) -> dict[str, Any]:
    """Return a cell of the matrix of cases, with its state, reason and evidence."""
    counted = rmecode("matrix", "--json", *options, study=study).json
    found: dict[str, Any] = next(
        each for each in counted["cells"] if (each["row"], each["column"]) == (row, column)
    )
    return found
