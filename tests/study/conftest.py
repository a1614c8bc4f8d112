"""A miniature study of two cases and four sources; everything in it is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rmecode.messages import activate, active
from rmecode.study import Study, open_study
from rmecode.study.ingesting import ingest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = "2026-03-01T10:00:00+00:00"

STUDY = """
title = "Estudio en miniatura"
codebook = "libro.yaml"

[instruments]
entrevista = "Entrevista individual"
observacion = { label = "Observación", speech = false }

[roles]
entrevistador = "Entrevistador"
director = "Director"
jefe_deprov = "Jefe DEPROV"

[stages]
1 = "Primera etapa"
2 = "Segunda etapa"

[coders]
ana = "person"
robot = "simulated"

[attributes]
comunas = "number"
dependencia = "category"
niveles = "list"
"""

TABLES = {
    "cases.csv": (
        "caso,comunas,dependencia,niveles\nR1,5,Municipal,Básica; Media\nR2,12,Particular,Media\n"
    ),
    "sources.csv": (
        "source,file,instrument,stage,cases,date,role,done\n"
        "R1-director,transcripts/R1-director.txt,entrevista,2,R1,2016-09-30,director,\n"
        "R2-director,transcripts/R2-director.txt,entrevista,2,R2,2016-10,director,\n"
        "deprov,transcripts/deprov.txt,entrevista,1,R1; R2,,jefe_deprov,\n"
        "R1-sesion,transcripts/R1-sesion.md,observacion,2,R1,,,\n"
    ),
    "participants.csv": (
        "participant,pseudonym,role,cases\n"
        "D1,Directora A,director,R1\nD2,Director B,director,R2\nJ1,Jefa C,jefe_deprov,R1; R2\n"
    ),
    "speakers.csv": (
        "source,label,participant,role\n"
        "R1-director,ENTREVISTADORA,,entrevistador\nR1-director,DIRECTORA,D1,\n"
        "R2-director,ENTREVISTADORA,,entrevistador\nR2-director,DIRECTOR,D2,\n"
        "deprov,ENTREVISTADORA,,entrevistador\ndeprov,JEFA,J1,\n"
    ),
}

TEXTS = {
    "R1-director.txt": (
        "ENTREVISTADORA: ¿Hay confianza entre los directores?\n"
        "DIRECTORA: Al principio no. La confianza llegó después, con las reuniones de los martes.\n"
        "ENTREVISTADORA: ¿Y qué se informa ahí?\n"
        "DIRECTORA: Nos informan las fechas, y a veces compartimos pruebas. =2+3, como quien dice.\n"
    ),
    "R2-director.txt": (
        "ENTREVISTADORA: ¿Cómo es la red?\n"
        "DIRECTOR: Aquí nadie confía en nadie. Las reuniones se suspenden.\n"
        "ENTREVISTADORA: ¿Siempre?\n"
        "DIRECTOR: Siempre. Las reuniones se suspenden.\n"
    ),
    "deprov.txt": (
        "ENTREVISTADORA: Cuénteme de las dos redes.\n"
        "JEFA: En la primera hay metas claras.\n"
        "ENTREVISTADORA: ¿Y en la otra?\n"
        "JEFA: En la otra, los vínculos son débiles y cuesta llegar a la reunión.\n"
    ),
    "R1-sesion.md": (
        "# Sesión de abril\n\nLa supervisora abre la reunión y proyecta una lámina.\n\n"
        "## Cierre\n\nSe acuerda una meta común y se despiden.\n"
    ),
}

CODEBOOK = """\
codebook: miniatura
version: "1.0"
lists:
  metas: [meta, objetivo]
codes:
  - id: CS
    name: capital_social
    kind: area
    definition: Lo que une a las personas.
    codes:
      - id: CS-1
        name: confianza
        definition: Confiar en otros.
        examples: ["Hay confianza entre nosotros."]
        rules: [confianza o confiar]
      - id: CS-2
        name: vínculos
        definition: Lazos que duran.
        rules: [{find: vínculo, unit: match}]
  - id: CO
    name: colaboración
    kind: area
    definition: Cómo se trabaja en común.
    codes:
      - id: CO-1
        name: estructura
        definition: Reuniones, sedes y horas.
        rules: [{find: reunión, unit: turn}]
      - id: CO-2
        name: objetivos
        definition: Para qué se trabaja.
        rules: ["@metas"]
  - id: PR
    name: procesos
    kind: family
    definition: Qué ocurre.
    codes:
      - id: PR-1
        name: informativos
        definition: Información que circula.
        codes:
          - id: PR-1-1
            name: transmisión
            definition: Alguien informa a los demás.
            rules: [{id: informa, find: "informar y rol:director"}]
      - id: PR-2
        name: cooperativos
        definition: Algo se hace entre varios.
        rules: [{find: compartir, unit: clause}]
  - id: VA
    name: valoración
    kind: family
    definition: Qué juicio se emite.
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = active()
    activate("en")
    yield
    activate(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a study folder with its tables, texts and codebook, and nothing ingested."""
    root = tmp_path / "estudio"
    (root / "transcripts").mkdir(parents=True)
    (root / "study.toml").write_text(STUDY, "utf-8")
    (root / "libro.yaml").write_text(CODEBOOK, "utf-8")
    for name, text in TABLES.items():
        (root / name).write_text(text, "utf-8")
    for name, text in TEXTS.items():
        (root / "transcripts" / name).write_text(text, "utf-8")
    return root


@pytest.fixture
def empty(folder: Path) -> Iterator[Study]:
    """Return the study, opened, with nothing ingested."""
    with open_study(folder) as study:
        yield study


@pytest.fixture
def study(empty: Study) -> Study:
    """Return the study with its four sources ingested."""
    report = ingest(empty, by="ana", at=AT)
    assert [each.source for each in report.taken] == [
        "R1-director",
        "R2-director",
        "deprov",
        "R1-sesion",
    ]
    assert not report.problems
    return empty
