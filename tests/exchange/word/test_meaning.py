"""What comments say: codes, memos, and what looks like a code that the codebook has not."""

from __future__ import annotations

import pytest

from rmecode.exchange.word.meaning import CodeNames, meaning_of
from rmecode.model import Code, Codebook

BOOK = Codebook(
    "b",
    "1",
    (
        Code("CS", "capital_social", "Capital social"),
        Code("CS-1", "capital_social/confianza", "Confianza mutua"),
        Code("CS-2", "capital_social/participación", "Quién viene: y quién habla"),
        Code("CO", "contexto", "Contexto"),
        Code("CO-1", "contexto/distancia", "Lejanía"),
        Code("X-1", "contexto/otro", "Repetida", former=("viejo/nombre",)),
        Code("X-2", "capital_social/otro", "Repetida"),
    ),
)
NAMES = CodeNames(BOOK)


@pytest.mark.parametrize(
    ("text", "codes", "memo"),
    [
        ("capital_social/confianza", ["CS-1"], ""),
        ("Confianza", ["CS-1"], ""),
        ("  participacion  ", ["CS-2"], ""),
        ("PARTICIPACIO\u0301N", ["CS-2"], ""),
        ("confianza mutua", ["CS-1"], ""),
        ("Quién viene: y quién habla", ["CS-2"], ""),
        ("CS-1", ["CS-1"], ""),
        ("Capital social > Confianza", ["CS-1"], ""),
        ("viejo/nombre", ["X-1"], ""),
        ("#confianza", ["CS-1"], ""),
        ("«confianza».", ["CS-1"], ""),
        ("confianza; contexto", ["CS-1", "CO"], ""),
        ("confianza, contexto", ["CS-1", "CO"], ""),
        ("Confianza mutua, capital social > participación,\ncontexto, lejanía\nSe ríe.", ["CS-1", "CS-2", "CO", "CO-1"], "Se ríe."),
        ("Repetida, dijo, y calló.", [], "Repetida, dijo, y calló."),
        ("confianza\ncontexto", ["CS-1", "CO"], ""),
        ("confianza; confianza;", ["CS-1"], ""),
        ("confianza\nLo dice riendo.", ["CS-1"], "Lo dice riendo."),
        ("confianza\n\ncontexto", ["CS-1"], "contexto"),
        ("confianza\ncontexto\n\nuno\n\ndos\n", ["CS-1", "CO"], "uno\n\ndos"),
        ("confianza: lo dice riendo", ["CS-1"], "lo dice riendo"),
        ("confianza: lo dice riendo\ny mira", ["CS-1"], "lo dice riendo\ny mira"),
        ("Código: confianza", ["CS-1"], ""),
        ("codigos: confianza; contexto\nalgo", ["CS-1", "CO"], "algo"),
        ("code:\nconfianza", ["CS-1"], ""),
        ("confianza; esto es una frase bastante más larga", ["CS-1"], "esto es una frase bastante más larga"),
        ("Memo: confianza", [], "confianza"),
        ("nota: habla de otra cosa", [], "habla de otra cosa"),
        ("Aquí se ríe y mira al supervisor.", [], "Aquí se ríe y mira al supervisor."),
        ("¿Seguro?", [], "¿Seguro?"),
        ("dos líneas\nsin código", [], "dos líneas\nsin código"),
        ("uno: dos tres cuatro cinco seis", [], "uno: dos tres cuatro cinco seis"),
    ],
)  # fmt: skip
def test_codes_come_first_and_the_rest_is_a_memo(text: str, codes: list[str], memo: str) -> None:
    meaning = meaning_of(text, NAMES)
    assert (list(meaning.codes), meaning.memo) == (codes, memo)
    assert (meaning.unknown, meaning.doubt) == ((), "")


@pytest.mark.parametrize(
    ("text", "codes", "unknown", "memo"),
    [
        ("liderazgo", [], ["liderazgo"], ""),
        ("liderazgo directivo\n\nQué dice de la jefa.", [], ["liderazgo directivo"], "Qué dice de la jefa."),
        ("confianza; liderazgo", ["CS-1"], ["liderazgo"], ""),
        ("liderazgo; tiempo", [], ["liderazgo", "tiempo"], ""),
        ("código: cómo se sienten los que llegan tarde", [], ["cómo se sienten los que llegan tarde"], ""),
        ("procesos/nuevos", [], ["procesos/nuevos"], ""),
        ("Capital social > Confianza mutua > De a dos", [], ["Capital social > Confianza mutua > De a dos"], ""),
        ("procesos/nuevos\nLo dice riendo.", [], ["procesos/nuevos"], "Lo dice riendo."),
        ("liderazgo\nLo dice riendo.", [], ["liderazgo"], "Lo dice riendo."),
    ],
)  # fmt: skip
def test_what_looks_like_a_code_and_is_none_is_unknown(
    text: str, codes: list[str], unknown: list[str], memo: str
) -> None:
    meaning = meaning_of(text, NAMES)
    assert (list(meaning.codes), list(meaning.unknown)) == (codes, unknown)
    assert meaning.memo == memo


@pytest.mark.parametrize("text", ["otro", "Repetida", "confianza; otro", "otro, confianza"])
def test_what_names_several_codes_is_in_doubt(text: str) -> None:
    meaning = meaning_of(text, NAMES)
    assert (meaning.codes, meaning.unknown) == ((), ())
    assert "contexto/otro" in meaning.doubt
    assert "capital_social/otro" in meaning.doubt
