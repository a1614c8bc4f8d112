"""The words by which transcripts name people, and those that only look like names of people."""

from __future__ import annotations

import re
from typing import Final

from rmecode.model import fold

_ENTREVISTADOR: Final = (
    r"entrevistador(a|es|as)?( a)?|ent(rev)?|mod|moderador(a|es|as)?( a)?|investigador(a|es|as)?( a)?"
    r"|interviewer|moderator|pregunta|e ?\d*$"
)
_SOSTENEDOR: Final = (
    r"(representante( (de|del|de la))? )?sostenedor(a|es|as)?( a)?|dueñ[oa]|daem|corporacion"
    r"|representante legal"
    r"|(jef[ea]|director(a)?|coordinador(a)?|encargad[oa])\b.*\b(daem|dem|educacion|corporacion)"
)
_UTP: Final = (
    r"(jef[ea]( a)?|jefatura|encargad[oa]|coordinador(a)?)( (de|de la|del))?"
    r" (utp|tecnic[oa]|unidad tecnic[oa])|utp|jutp"
)
ROLES: Final = (
    ("entrevistador", _ENTREVISTADOR),
    (
        "jefe_deprov",
        r"(jef[ea]( a)?|jefatura|director(a)?)\b.*\b(deprov|provincial|provincia)|deprov",
    ),
    ("sostenedor", _SOSTENEDOR),
    ("jefe_utp", _UTP),
    ("supervisor", r"supervisor(a|es|as)?( a)?|asesor(a)? (tecnic[oa]|ministerial)|atp"),
    ("director", r"director(a|es|as)?( a)?|rector(a)?|dir"),
    ("profesional_mineduc", r"profesional(es)?|mineduc|nivel central"),
)
"""Roles with how labels name them, without accents, capitals and punctuation; the first row wins."""

_ROLES: Final = tuple((role, re.compile(rf"(?:{names})(?![a-zñ])")) for role, names in ROLES)

PEOPLE: Final = re.compile(
    r"(?:entrevistad[oa]|informante|participante|sujeto|hablante|speaker|persona|facilitador(a)?"
    r"|asistente|observador(a)?|profesor(a)?|profe|docente|educador(a)?|inspector(a)?|orientador(a)?"
    r"|psicolog[oa]|secretari[oa]|alumn[oa]|estudiante|apoderad[oa]|auxiliar|encargad[oa]"
    r"|coordinador(a)?|subdirector(a)?|jef[ea]|alcalde(sa)?|concejal(a)?|respuesta|tod[oa]s|vari[oa]s"
    r"|voz|voces|hombre|mujer|grupo|don|doña|señor(a)?|sr|sra|srta|tecnic[oa])(s)?( a)?(?![a-zñ])"
)
"""How labels name people whose role they do not tell."""

_INSTITUTIONS: Final = frozenset({"deprov", "mineduc", "daem", "corporacion", "nivel central"})

_FACTS: Final = """
    abreviaturas antiguedad archivo asisten asistentes asunto audio ausentes cargo caso ciudad
    codigo colegio comentario comentarios comuna consigna contexto correo date dependencia
    direccion duracion duration duro edad entrevista escuela establecimiento estudio etapa
    experiencia fecha folio formacion genero grabacion hora horario informantes instancia
    institucion instrumento leyenda liceo lugar matricula modalidad name nombre nota notas note
    notes observacion observaciones organizacion participan participantes participants place
    presentes profesion provincia proyecto red region registro sesion sexo simbologia telefono
    tema time title titulo transcripcion transcriptor transcriptora version
"""
FACTS: Final = frozenset(_FACTS.split())
"""First words of lines that state a fact about the document: ``Fecha: …``, ``Duración: …``."""

_HEADINGS: Final = """
    actividad actividades acuerdo acuerdos ademas ahora anexo antes area asi atencion ayer bueno
    capitulo claro como conclusion conclusiones cuando cuarto decir definicion despues digo dije
    dijo dimension donde dos ejemplo ejemplos entonces es eso esto evidencia evidencias fase
    finalmente fuente hoy http https igual importante indicador indicadores listo luego meta metas
    mira mire moraleja nunca o objetivo objetivos obvio oiga ojo osea otra otro parte paso pd
    perfecto pero pienso plazo plazos porque pregunto primero problema producto productos
    proposito propositos ps pues punto puntos recurso recursos respondo responsable responsables
    resultado resultados resumen sea seccion segun segundo siempre tabla tarea tareas tercero
    total tres uno url verificador verificadores y
"""
HEADINGS: Final = frozenset(_HEADINGS.split())
"""Words that open a line with a colon and are no person: parts of documents, turns of phrase."""

_CONNECTORS: Final = """
    & - / a/ de del e el en i la las los n no. n° nº y –
"""
CONNECTORS: Final = frozenset(_CONNECTORS.split())
"""Small words that may stand inside a label."""

_QUALIFIERS: Final = """
    academica academico basica comunal coordinador coordinadora daem departamento deprov director
    directora docente educacion encargada encargado entrevistador entrevistadora escuela especial
    focal general grupo hombre jefa jefe legal liceo media mineduc mujer municipal particular
    parvularia pedagogica pedagogico profesional provincial red representante rural sostenedor
    sostenedora subvencionado supervisor supervisora tecnica tecnico tecnico-pedagogica
    tecnico-pedagogico unidad utp
"""
QUALIFIERS: Final = frozenset(_QUALIFIERS.split())
"""Words that a label may have in lower case."""

_ARTICLE: Final = re.compile(r"^(?:el|la|los|las|don|doña|sr|sra|srta|señor|señora) ")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


def normal_label(label: str) -> str:
    """Return a label in lower case, without accents and punctuation: what labels are matched by."""
    return _NOT_LETTERS.sub(" ", fold(label)).strip()


def guess_role(label: str) -> str:
    """Return the role that a label names (``director``), or nothing where it names none.

    A bare letter tells nothing outside its document, except the ``E`` of interviewers.
    """
    name = normal_label(label)
    short = _ARTICLE.sub("", name, count=1)
    return next((role for role, names in _ROLES if names.match(short)), "")


def is_speaker(label: str) -> bool:
    """Tell whether a label names a person by office or part in the interview."""
    name = normal_label(label)
    if name in _INSTITUTIONS:
        return False
    return bool(guess_role(label)) or PEOPLE.match(name) is not None


def is_fact(label: str) -> bool:
    """Tell whether what stands before a colon announces a fact or a part of a document."""
    words = normal_label(label).split()
    return not words or words[0] in FACTS or words[0] in HEADINGS
