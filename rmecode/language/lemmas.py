"""Dictionary forms of Spanish words, mended for how people talk in Chile.

simplemma's dictionary gives most of it (``compartíamos`` and ``compartiéndolo`` → ``compartir``).
Added here, each as a small rule that a reader can foresee:

- pronouns keep their own form, so that *se* or *ella* never stands for the article *el*;
- reflexive infinitives lose their pronoun (``apoyarse`` → ``apoyar``), and so do short ones that
  the dictionary leaves alone (``vernos`` → ``ver``);
- an enclitic betrays a verb where its stem is also a noun (``cuéntame`` → ``contar``);
- voseo goes to its infinitive (``hablai``, ``tenís`` → ``hablar``, ``tener``);
- ``verb`` gives the verb that a noun could also be (``apoyo``, ``cuenta``), for the place where
  its neighbours say so.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

INFINITIVE: Final = ("ar", "er", "ir", "ír")

MENDED: Final = {
    **{
        word: word
        for word in [
            "yo",
            "tú",
            "vos",
            "él",
            "ella",
            "ello",
            "ellos",
            "ellas",
            "me",
            "te",
            "se",
            "nos",
            "os",
            "le",
            "les",
        ]
    },
    **{
        word: word
        for word in ["mí", "ti", "sí", "conmigo", "contigo", "consigo", "usted", "ustedes"]
    },
    **dict.fromkeys(("vengo", "venga", "vengan", "vengamos", "vino"), "venir"),
    **dict.fromkeys(("salgo", "sale"), "salir"),
    **dict.fromkeys(("elijo", "elige", "eligen", "elija", "elijan"), "elegir"),
    **dict.fromkeys(("erís", "soi"), "ser"),
    "compartes": "compartir",
    "empiece": "empezar",
    "hai": "haber",
    "supe": "saber",
    "uds": "ustedes",
    "ud": "usted",
    "vai": "ir",
    "visto": "ver",
}
"""Forms that the dictionary gets wrong or that have to keep themselves."""

CLITICS: Final = ("nos", "les", "las", "los", "me", "te", "se", "le", "la", "lo", "os")

VOSEO: Final = (
    ("abais", ("ar",)),
    ("abai", ("ar",)),
    ("íais", ("er", "ir")),
    ("íai", ("er", "ir")),
    ("áis", ("ar",)),
    ("ais", ("ar",)),
    ("ái", ("ar",)),
    ("ai", ("ar",)),
    ("ís", ("er", "ir")),
    ("is", ("er", "ir")),
)
"""Endings of the second person in Chile, and the infinitives they may belong to."""

PARTICIPLES: Final = {
    "abierto": "abrir",
    "dicho": "decir",
    "escrito": "escribir",
    "hecho": "hacer",
    "puesto": "poner",
    "propuesto": "proponer",
    "resuelto": "resolver",
    "visto": "ver",
    "vuelto": "volver",
}


@cache
def lemma(word: str) -> str:
    """Return the dictionary form of a word in lower case; the word itself where none is known."""
    if word in MENDED:
        return MENDED[word]
    found = _dictionary_form(word)
    if _is_infinitive(found):
        return found
    if found.endswith(("arse", "erse", "irse", "írse")):
        return found.removesuffix("se")
    if not _known(word):
        return _of_unknown(word, found)
    return found


@cache
def verb(word: str) -> str:
    """Return the infinitive that a word may belong to though it is also a noun, or nothing.

    The dictionary holds one reading of ``cuenta``, but only one of ``cuentan``.
    """
    if word in PARTICIPLES:
        return PARTICIPLES[word]
    if word.endswith(("ado", "ido")):
        return _first_infinitive(word[:-3] + ending for ending in ("ar", "er", "ir"))
    if word.endswith("o"):
        return _first_infinitive(lemma(many) for many in _known_of(word[:-1], ("an", "en")))
    if word.endswith(("a", "e")):
        return _first_infinitive(lemma(many) for many in _known_of(word, ("n",)))
    return ""


def _known_of(stem: str, endings: Sequence[str]) -> Iterator[str]:
    """Yield the forms that are in the dictionary; guessing at others takes long."""
    return (stem + ending for ending in endings if _known(stem + ending))


def _of_unknown(word: str, found: str) -> str:
    """Return the lemma of a word that is not in the dictionary, as ``found`` by its guesses."""
    stem = next((word.removesuffix(c) for c in CLITICS if word.endswith(c)), "")
    if stem and _is_infinitive(stem):
        return stem
    if stem and found != word:
        return verb(found) or found
    return (_voseo(word) if found == word else "") or found


def _voseo(word: str) -> str:
    """Return the infinitive of a second person such as *hablai* or *tenís*, or nothing."""
    return _first_infinitive(
        word.removesuffix(ending) + infinitive
        for ending, infinitives in VOSEO
        if word.endswith(ending)
        for infinitive in infinitives
    )


def _first_infinitive(candidates: Iterable[str]) -> str:
    return next((word for word in candidates if _is_infinitive(word)), "")


@cache
def _is_infinitive(word: str) -> bool:
    return word.endswith(INFINITIVE) and _known(word) and _dictionary_form(word) == word


def _known(word: str) -> bool:
    import simplemma

    return simplemma.is_known(word, "es")


def _dictionary_form(word: str) -> str:
    import simplemma

    return simplemma.lemmatize(word, "es")
