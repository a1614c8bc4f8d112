"""What may have become of codes whose id is gone: the study's codes, as teams change them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rmecode.codebook.likeness import THRESHOLD, Candidate, candidates, likeness
from rmecode.model import Code, Codebook
from tests.codebook.books import SHIPPED, book_of

BOOK = book_of(SHIPPED)
CODES = BOOK.codes
SOME = CODES[::9]


def _with(*codes: Code) -> Codebook:
    return replace(BOOK, codes=codes)


def _instead(code: Code, *news: Code) -> Codebook:
    return _with(*(each for each in CODES if each != code), *news)


def test_nothing_is_proposed_where_no_code_is_gone() -> None:
    assert candidates(BOOK, BOOK) == ()
    assert candidates(BOOK, _with(*CODES, Code("N", "n", "N", "Algo del todo nuevo."))) == ()


def test_a_code_that_only_goes_has_become_nothing() -> None:
    assert candidates(BOOK, _with(*CODES[:-1])) == ()


@pytest.mark.parametrize("code", SOME, ids=lambda code: code.id)
def test_a_code_with_another_id_is_the_same(code: Code) -> None:
    new = _instead(code, replace(code, id="NEW-1"))
    assert candidates(BOOK, new) == (Candidate("same", (code.id,), ("NEW-1",), 1.0),)


@pytest.mark.slow
def test_every_code_is_known_again_under_another_id_name_and_half_its_definition() -> None:
    for code in CODES:
        words = code.definition.split()
        half = " ".join([*words[: len(words) // 2], "y", "algo", "distinto"])
        new = replace(
            code, id="NEW-1", path="otro", label="Otro", definition=half, examples=code.examples[1:]
        )
        (found,) = candidates(BOOK, _instead(code, new))
        assert (found.kind, found.gone, found.into) == ("same", (code.id,), ("NEW-1",))


def test_all_ids_replaced_at_once_are_all_known_again() -> None:
    found = candidates(BOOK, _with(*(replace(code, id=f"N{code.id}") for code in CODES)))
    assert [(one.kind, one.gone, one.into) for one in found] == [
        ("same", (code.id,), (f"N{code.id}",)) for code in CODES
    ]


def test_different_codes_are_not_alike() -> None:
    pairs = [(one, other) for one in SOME for other in CODES if one != other]
    assert len(pairs) > 500
    assert max(likeness(one, other) for one, other in pairs) < THRESHOLD


@pytest.mark.slow
def test_a_code_taken_for_another_is_rare() -> None:
    wrong = 0
    for place, code in enumerate(CODES):
        other = CODES[(place + 1) % len(CODES)]
        old = _with(*(each for each in CODES if each != other))
        new = _with(*(each for each in CODES if each != code))
        wrong += bool(candidates(old, new))
    assert wrong <= 1


def test_a_new_code_of_the_same_path_is_proposed_whatever_it_says() -> None:
    code = BOOK.by_id["CAP-05"]
    new = Code("NEW-1", code.path, "Fe", "Algo que nadie ha escrito todavía en este libro.")
    assert candidates(BOOK, _instead(code, new)) == (
        Candidate("same", ("CAP-05",), ("NEW-1",), 0.75),
    )


def test_placeholders_make_nothing_alike() -> None:
    old = Codebook(
        "b", "1", tuple(Code(f"A{n}", f"a{n}", f"Uno {n}", "Por definir.") for n in "12")
    )
    new = Codebook("b", "2", (Code("X", "zeta", "Zeta", "Por definir."),))
    assert candidates(old, new) == ()


def test_two_codes_whose_words_one_new_code_has_were_merged() -> None:
    one, other = BOOK.by_id["CAP-05"], BOOK.by_id["CAP-08"]
    both = Code(
        "CAP-10",
        "capital_social/lazos",
        "Lazos",
        f"{one.definition} {other.definition}",
        examples=(one.examples[0], other.examples[0]),
    )
    new = _with(*(each for each in CODES if each not in {one, other}), both)
    (found,) = candidates(BOOK, new)
    assert (found.kind, found.gone, found.into) == ("merged", ("CAP-05", "CAP-08"), ("CAP-10",))
    assert found.score > 0.9


def test_a_code_whose_examples_another_took_up_was_merged_into_it() -> None:
    gone, heir = BOOK.by_id["CAP-05"], BOOK.by_id["CAP-08"]
    grown = replace(heir, examples=heir.examples + gone.examples)
    new = _with(*(grown if each == heir else each for each in CODES if each != gone))
    assert candidates(BOOK, new) == (Candidate("merged", ("CAP-05",), ("CAP-08",), 1.0),)


def test_a_code_whose_words_two_new_ones_have_was_split() -> None:
    code = BOOK.by_id["CAP-05"]
    parts = [
        Code(
            f"N{n}",
            f"capital_social/{name}",
            name,
            f"Algo de {name}, dicho de nuevo.",
            examples=own,
        )
        for n, (name, own) in enumerate(
            [("atreverse", code.examples[:1]), ("guardarse", code.examples[1:])]
        )
    ]
    (found,) = candidates(BOOK, _instead(code, *parts))
    assert (found.kind, found.gone, found.into) == ("split", ("CAP-05",), ("N0", "N1"))


def test_a_code_that_stays_and_lost_words_to_a_new_one_was_split() -> None:
    code = BOOK.by_id["CAP-05"]
    part = Code("N", f"{code.path}/miedo", "Miedo", "Lo que se calla.", examples=code.examples[1:])
    kept = replace(code, examples=code.examples[:1])
    new = _with(*(kept if each == code else each for each in CODES), part)
    assert candidates(BOOK, new) == (Candidate("split", ("CAP-05",), ("CAP-05", "N"), 1.0),)
    copied = _with(*CODES, part)
    assert candidates(BOOK, copied) == ()


def test_a_code_copied_in_part_beside_its_new_self_is_the_same() -> None:
    code = BOOK.by_id["CAP-05"]
    part = Code("N", "otra", "Otra", "Otra cosa.", examples=code.examples[1:])
    (found,) = candidates(BOOK, _instead(code, replace(code, id="CAP-50"), part))
    assert (found.kind, found.into) == ("same", ("CAP-50",))


def test_what_a_code_says_that_it_was_is_certain() -> None:
    one, two, three = (BOOK.by_id[each] for each in ("CAP-05", "CAP-08", "CAP-03"))
    new = Code("X", "x", "X", "Nada que ver.", former=("cap-05",))
    copy = Code("Y", "y", "Y", "Otra cosa.", examples=one.examples)
    for others in ((), (copy,)):
        found = candidates(BOOK, _instead(one, new, *others))
        assert found == (Candidate("same", ("CAP-05",), ("X",), 1.0),)
    both = replace(new, former=("CAP-05", two.path.upper()))
    rest = [each for each in CODES if each not in {one, two}]
    assert candidates(BOOK, _with(*rest, both)) == (
        Candidate("merged", ("CAP-05", "CAP-08"), ("X",), 1.0),
    )
    heir = replace(three, former=("CAP-05",))
    rest = [heir if each == three else each for each in CODES if each != one]
    assert candidates(BOOK, _with(*rest)) == (Candidate("merged", ("CAP-05",), ("CAP-03",), 1.0),)
    halves = [replace(new, id=f"X{n}", path=f"x{n}") for n in "12"]
    assert candidates(BOOK, _instead(one, *halves)) == (
        Candidate("split", ("CAP-05",), ("X1", "X2"), 1.0),
    )


def test_each_code_that_is_gone_or_new_is_proposed_once() -> None:
    gone = CODES[10:20]
    news = [replace(code, id=f"N{code.id}") for code in gone[:5]]
    found = candidates(BOOK, _with(*(each for each in CODES if each not in gone), *news))
    named = [each for one in found for each in (*one.gone, *one.into)]
    assert len(named) == len(set(named))
    assert {one.gone for one in found if one.kind == "same"} == {(each.id,) for each in gone[:5]}
