"""Random expressions and texts over a small vocabulary, so that they meet often."""

from __future__ import annotations

from hypothesis import strategies as st

from rmecode.query.syntax import (
    NO_GAP,
    And,
    Expression,
    Field,
    Form,
    Gap,
    ListName,
    Near,
    Not,
    Or,
    Phrase,
    Wildcard,
    Window,
    Without,
    Word,
)

LEMMAS = {
    "compartir": "compartir",
    "comparto": "compartir",
    "compartíamos": "compartir",
    "red": "red",
    "redes": "red",
    "está": "estar",
    "esta": "este",
    "año": "año",
    "ano": "ano",
    "equipo": "equipo",
    "cuenta": "contar",
    "cuentas": "cuenta",
    "no": "no",
}
"""Forms with their lemmas: accents and ñ tell some apart, and ``cuenta`` is a lemma and a form."""

LISTS: dict[str, Expression] = {
    "redes": Or((Word("red"), Wildcard("equip*"))),
    "roles": And((Field("role", ":", ("director",)), Word("compartir"))),
}

FORMS = st.sampled_from(sorted(LEMMAS))
SENTENCES = st.lists(
    st.lists(FORMS, min_size=3, max_size=9).map(lambda s: [(f, LEMMAS[f]) for f in s]),
    min_size=1,
    max_size=5,
)
GAPS = st.one_of(
    st.just(NO_GAP),
    st.builds(lambda low, more: Gap(low, low + more), st.integers(0, 2), st.integers(0, 3)),
    st.builds(Gap, st.integers(0, 2), st.none()),
)
WINDOWS = st.none() | st.builds(Window, st.integers(0, 3), st.integers(0, 2))
SINGLES: st.SearchStrategy[Expression] = st.one_of(
    FORMS.filter(lambda form: form != "no").map(Word),
    st.builds(Form, FORMS, st.booleans()),
    st.sampled_from(["compart*", "*d", "?ste", "e*a", "re?"]).map(Wildcard),
    st.just(ListName("redes")),
)


def _phrase(parts: list[Expression], gaps: list[Gap]) -> Expression:
    """Join parts as the parser does: phrases inside a phrase are part of it."""
    joined: list[Expression] = []
    between: list[Gap] = []
    for part, gap in zip(parts, gaps, strict=False):
        inner = part if isinstance(part, Phrase) else Phrase((part,), ())
        between += [gap] * bool(joined) + list(inner.gaps)
        joined += inner.parts
    return Phrase(tuple(joined), tuple(between))


def _flat(kind: type[And | Or], parts: list[Expression]) -> Expression:
    opened = [p.parts if isinstance(p, kind) else (p,) for p in parts]
    return kind(tuple(part for several in opened for part in several))


def _grown(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(_phrase, pairs, st.lists(GAPS, min_size=3, max_size=3)),
        st.builds(Near, inner, inner, st.integers(0, 4)),
        pairs.map(lambda parts: _flat(Or, parts)),
        st.builds(Without, inner, inner, WINDOWS),
    )


WORDS = st.recursive(SINGLES, _grown, max_leaves=5)
"""Expressions whose places are the same in all units."""

CONDITIONS = st.sampled_from(["director", "utp"]).map(lambda role: Field("role", ":", (role,)))


def _logic(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.lists(inner, min_size=2, max_size=3)
    findable = inner.filter(lambda part: not isinstance(part, Not | Field))
    return st.one_of(
        pairs.map(lambda parts: _flat(And, parts)),
        pairs.map(lambda parts: _flat(Or, parts)),
        inner.map(Not),
        st.builds(Without, findable, WORDS, WINDOWS),
    )


EXPRESSIONS = st.recursive(
    st.one_of(SINGLES, SINGLES, WORDS, CONDITIONS, st.just(ListName("roles"))), _logic, max_leaves=4
)
"""Expressions of every kind."""
