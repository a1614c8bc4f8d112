"""The language pass: what the arrays hold, and what is kept of them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from rmecode.errors.language import ModelMissingError
from rmecode.language import (
    Tokens,
    Transcript,
    bare,
    dictionary,
    forget_others,
    pass_key,
    read_tokens,
    words_in,
)
from rmecode.language.kept import pack, unpack
from rmecode.language.pipeline import spanish
from rmecode.model import Span

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "Director: Compartíamos poco, pero nos juntamos. [risas] ¿Y tú?\n"
    "[00:12] E1: Sí... no sé. Técnico-profesional, 10:30 y EE.UU."
)
WORDS = (Span(10, TEXT.index("\n")), Span(TEXT.index("Sí"), len(TEXT)))


def _read(text: str, words: tuple[Span, ...] | None = None) -> Tokens:
    return read_tokens([Transcript("S", text, text, words)], cache=None)["S"]


def _sentences(text: str, tokens: Tokens) -> list[str]:
    numbers = range(int(tokens.sentence[-1]) + 1)
    members = [np.flatnonzero(tokens.sentence == number) for number in numbers]
    return [text[tokens.start[m[0]] : tokens.end[m[-1]]] for m in members]


def _same(one: Tokens, other: Tokens) -> bool:
    names = [name for name in Tokens.__slots__ if name not in {"forms", "lemmas"}]
    arrays = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)
    return arrays and one.forms == other.forms and one.lemmas == other.lemmas


def test_tokens_stand_where_their_words_are_in_the_text() -> None:
    tokens = _read(TEXT)
    places = zip(tokens.start, tokens.end, tokens.form, strict=True)
    assert [(bare(TEXT[a:b]), tokens.forms[n]) for a, b, n in places] == [
        (tokens.forms[n], tokens.forms[n]) for n in tokens.form
    ]
    assert "".join(TEXT.split()) == "".join(
        TEXT[a:b] for a, b in zip(tokens.start, tokens.end, strict=True)
    )


def test_labels_and_times_give_no_tokens_and_sentences_stay_inside_a_turn() -> None:
    tokens = _read(TEXT, WORDS)
    assert _sentences(TEXT, tokens) == [
        "Compartíamos poco, pero nos juntamos. [risas]",
        "¿Y tú?",
        "Sí... no sé.",
        "Técnico-profesional, 10:30 y EE.UU.",
    ]
    assert not {"director", "e1", "00:12"} & set(tokens.forms)


def test_turns_that_touch_on_one_line_are_not_one_sentence() -> None:
    tokens = _read("sí no", (Span(0, 2), Span(2, 5)))
    assert tokens.sentence.tolist() == [0, 1]


def test_clauses_begin_after_marks_and_with_conjunctions() -> None:
    tokens = _read("Vamos, nos juntamos pero nadie vino.")
    by_form = dict(zip([tokens.forms[n] for n in tokens.form], tokens.clause, strict=True))
    assert by_form["vamos"] < by_form["nos"] == by_form["juntamos"] < by_form["pero"]
    assert by_form["pero"] == by_form["vino"]


def test_a_comment_is_a_clause_of_its_own() -> None:
    tokens = _read("Me lo contaron. [inaudible]")
    by_form = dict(zip([tokens.forms[n] for n in tokens.form], tokens.clause, strict=True))
    assert by_form["contaron"] < by_form["inaudible"]
    assert set(tokens.sentence.tolist()) == {0}


@pytest.mark.parametrize("text", ["", " \n ", "—", "?"])
def test_texts_without_words_have_no_words(text: str) -> None:
    tokens = _read(text, (Span(0, len(text)),))
    assert not tokens.is_word.any()


@given(
    st.text(alphabet="aé ñB.,;:-/?¿!¡()[]«»…1\n'%—", max_size=60),
    st.lists(st.integers(0, 60), max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_tokens_never_leave_their_turn(text: str, cuts: list[int]) -> None:
    edges = sorted({min(cut, len(text)) for cut in cuts})
    spans = tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    tokens = _read(text, spans)
    assert np.all(np.diff(tokens.sentence) >= 0)
    assert np.all(np.diff(tokens.clause) >= 0)
    for start, end, number in zip(tokens.start, tokens.end, tokens.form, strict=True):
        assert any(span.start <= start and end <= span.end for span in spans)
        assert bare(text[start:end]) == tokens.forms[number]


def test_typed_words_are_cut_where_the_pass_cuts_them() -> None:
    text = (
        "El técnico-profesional, y/o la UTP (10:30), EE.UU. 1.200 niños… «¿cierto?» p.ej. "
        "d'Hondt: 50% del 2°medio; contarle-a ella."
    )
    tokens = _read(text)
    words = [tokens.forms[n] for n in tokens.form[tokens.is_word]]
    assert [word.lower() for word in words_in(text)] == words


def test_kept_tokens_are_the_tokens_and_need_no_engine(tmp_path: Path) -> None:
    transcript = Transcript("S", "h", TEXT, WORDS)
    first = read_tokens([transcript], cache=tmp_path)["S"]
    assert _same(first, _read(TEXT, WORDS))
    assert _same(first, read_tokens([transcript], cache=tmp_path)["S"])
    assert len(list(tmp_path.iterdir())) == 1
    code = (
        "import sys; from pathlib import Path\n"
        "from rmecode.language import Transcript, read_tokens\n"
        "from rmecode.model import Span\n"
        f"words = tuple(Span(a, b) for a, b in {[(s.start, s.end) for s in WORDS]})\n"
        f"t = Transcript('S', 'h', {TEXT!r}, words)\n"
        f"assert len(read_tokens([t], cache=Path({str(tmp_path)!r}))['S']) == {len(first)}\n"
        "assert not {'spacy', 'simplemma'} & set(sys.modules), 'an engine was loaded'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 nonsense", None])
def test_damaged_files_are_made_again(tmp_path: Path, damage: bytes | None) -> None:
    transcript = Transcript("S", "h", TEXT)
    first = read_tokens([transcript], cache=tmp_path)["S"]
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2] if damage is None else damage)
    assert _same(first, read_tokens([transcript], cache=tmp_path)["S"])
    assert kept.stat().st_size > 1000


def test_tokens_are_kept_under_text_turns_and_engines() -> None:
    one = Transcript("S", "h", TEXT, WORDS)
    others = [
        Transcript("S", "other", TEXT, WORDS),
        Transcript("S", "h", TEXT, WORDS[:1]),
        Transcript("S", "h", TEXT),
    ]
    keys = {pass_key(other) for other in others} | {pass_key(one, "es_core_news_sm")}
    assert pass_key(one) not in keys
    assert len(keys) == 4
    assert pass_key(Transcript("renamed", "h", TEXT, WORDS)) == pass_key(one)


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    tokens = read_tokens([Transcript("S", "h", "sí")], cache=in_the_way / "cache")["S"]
    assert len(tokens) == 1


def test_progress_is_told_once_a_transcript() -> None:
    told: list[int] = []
    several = [Transcript(str(n), str(n), "sí") for n in range(3)]
    read_tokens(several, cache=None, progress=lambda: told.append(1))
    assert len(told) == 3


def test_what_is_kept_of_other_texts_can_be_forgotten(tmp_path: Path) -> None:
    several = [Transcript(name, name, name) for name in ("a", "b", "c")]
    read_tokens(several, cache=tmp_path)
    assert forget_others(tmp_path, {pass_key(several[1])}) == 2
    assert [path.stem for path in tmp_path.iterdir()] == [pass_key(several[1])]


def test_a_trained_pipeline_gives_its_own_lemmas_in_our_sentences(tmp_path: Path) -> None:
    trained = spacy.blank("es")
    ruler = trained.add_pipe("attribute_ruler")
    ruler.add(patterns=[[{"LOWER": "contarle"}]], attrs={"LEMMA": "contar él"})  # type: ignore[attr-defined]
    trained.to_disk(tmp_path / "modelo")
    text = "E1: contarle. Nada\nsí"
    transcript = Transcript("S", "h", text, (Span(4, 18), Span(19, 21)))
    tokens = read_tokens([transcript], cache=None, model=str(tmp_path / "modelo"))["S"]
    assert "contar" in tokens.lemmas
    assert _sentences(text, tokens) == ["contarle.", "Nada", "sí"]
    assert dictionary(None, str(tmp_path / "modelo"))("contarle") == "contar"
    empty = Transcript("S", "h", "", None)
    assert len(read_tokens([empty], cache=None, model=str(tmp_path / "modelo"))["S"]) == 0


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelMissingError, match="es_no_hay"):
        read_tokens([Transcript("S", "h", "sí")], cache=None, model="es_no_hay")


def test_the_pipeline_can_be_used_by_itself() -> None:
    doc = spanish()("Compartíamos poco. ¿Y ahora?")
    assert [sentence.text for sentence in doc.sents] == ["Compartíamos poco.", "¿Y ahora?"]
    assert doc[0].lemma_ == "compartir"


def test_single_words_are_looked_up_once_and_kept(tmp_path: Path) -> None:
    assert dictionary(tmp_path)("compartíamos") == "compartir"
    (kept,) = tmp_path.iterdir()
    kept.write_text(kept.read_text("utf-8") + "roto\nredes\totra\t\n", "utf-8")
    again = dictionary(tmp_path)
    assert again("redes") == "otra"
    assert again("roto") == "romper" or again("roto") == "roto"
    assert dictionary(None)("redes") == "red"


def test_words_that_cannot_be_kept_apart_are_refused() -> None:
    assert unpack(pack(("", "año", "\u2028"))) == ("", "año", "\u2028")
    with pytest.raises(ValueError, match="line end"):
        pack(("a", "b\nc"))


def test_a_dictionary_that_cannot_be_kept_still_answers(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert dictionary(in_the_way / "cache")("redes") == "red"
