"""The codebook kept in the cache is the codebook as it is read, or it is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rmecode.codebook import parse_codebook, shipped_codebook
from rmecode.errors.problems import ProblemsError
from rmecode.study.codebooks import kept
from rmecode.study.codebooks.kept import codebook_of

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.model import Codebook

TEXT = shipped_codebook().read_text("utf-8")
FORMER = TEXT.replace(
    "        name: confianza\n", "        name: confianza\n        former: [fe]\n"
)


def read(text: str, name: str = "libro.yaml") -> Codebook:
    book, problems = parse_codebook(text, name)
    assert book is not None
    assert not problems
    return book


def refuse(*_arguments: object) -> None:
    raise AssertionError


@pytest.mark.parametrize("text", [TEXT, FORMER])
def test_what_is_kept_is_what_is_read_places_and_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    first, plain = codebook_of(text, "libro.yaml", tmp_path), read(text)
    monkeypatch.setattr(kept, "parse_codebook", refuse)
    again = codebook_of(text, "libro.yaml", tmp_path)
    assert first == plain == again
    assert [code.former for code in again if code.former] == ([("fe",)] if text == FORMER else [])
    places = [[(code.place, *(r.place for r in code.rules)) for code in b] for b in (plain, again)]
    assert places[0] == places[1]
    assert again.list_places == plain.list_places


def test_another_text_or_name_is_read_anew(tmp_path: Path) -> None:
    codebook_of(TEXT, "libro.yaml", tmp_path)
    changed = TEXT.replace('version: "1.0"', 'version: "1.1"')
    assert codebook_of(changed, "libro.yaml", tmp_path).version == "1.1"
    unnamed = "codes: [{id: A, name: a, definition: x}]"
    assert codebook_of(unnamed, "uno.yaml", tmp_path).name == "uno.yaml"
    assert codebook_of(unnamed, "dos.yaml", tmp_path).name == "dos.yaml"


@pytest.mark.parametrize("damage", [b"", b"[]", b"null", b"{}", b"\xff", b'{"of": 1, "book": 2}'])
def test_a_damaged_file_is_read_past_and_written_anew(tmp_path: Path, damage: bytes) -> None:
    book, file = codebook_of(TEXT, "libro.yaml", tmp_path), tmp_path / kept.FILE
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert codebook_of(TEXT, "libro.yaml", tmp_path) == book
    assert file.read_bytes() == whole
    lacking = json.loads(whole)
    del lacking["book"]["codes"][0]["label"]
    file.write_text(json.dumps(lacking), "utf-8")
    assert codebook_of(TEXT, "libro.yaml", tmp_path) == book


def test_nothing_is_made_where_there_is_no_cache(tmp_path: Path) -> None:
    assert codebook_of(TEXT, "libro.yaml", tmp_path / "cache") == read(TEXT)
    assert list(tmp_path.iterdir()) == []


def test_a_codebook_with_problems_is_told_and_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="has no id"):
        codebook_of("codes: [{name: a, definition: x}]", "libro.yaml", tmp_path)
    assert list(tmp_path.iterdir()) == []
