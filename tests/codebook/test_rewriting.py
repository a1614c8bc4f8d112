"""The YAML file rewritten: what is meant changes, and not a line beside it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from rmecode.codebook import rewriting as write
from rmecode.codebook.draft import Draft
from rmecode.codebook.placing import Piece
from rmecode.codebook.rewriting import NewCode
from rmecode.errors import RmecodeError
from rmecode.errors.codebook import (
    CodesBelowError,
    CodeWithinError,
    CommentsInBracesError,
    IdTakenError,
    NameTakenError,
    NotBesideError,
    NotRewrittenError,
    SharedTextError,
    UnknownCodeError,
    UnusableNameError,
)
from rmecode.errors.problems import ProblemsError
from rmecode.messages import activate
from rmecode.model import find_code
from tests.codebook.books import BLOCK, FLOW, SHIPPED, book_of, differing

if TYPE_CHECKING:
    from collections.abc import Callable

activate("en")

CONFIANZA = SHIPPED[SHIPPED.index("      - id: CAP-05\n") : SHIPPED.index("      - id: CAP-06\n")]


def _paths(text: str) -> list[str]:
    return [code.path for code in book_of(text)]


def test_a_renamed_code_changes_its_name_and_label_and_keeps_its_old_path() -> None:
    text = write.renamed(SHIPPED, "CAP-05", "confianza_mutua", "Confianza mutua")
    assert differing(SHIPPED, text) == [
        "-        name: confianza",
        "-        label: Confianza",
        "+        name: confianza_mutua",
        "+        label: Confianza mutua",
        "+        former:",
        "+          - capital_social/confianza",
    ]


def test_codes_below_a_renamed_one_are_found_under_their_old_paths() -> None:
    book = book_of(write.renamed(SHIPPED, "CAP", "capital"))
    assert find_code(book, "capital_social/confianza").path == "capital/confianza"


def test_a_comment_behind_a_name_stays_behind_it() -> None:
    assert differing(BLOCK, write.renamed(BLOCK, "A", "trama")) == [
        "-    name: red   # the short one",
        "+    name: trama   # the short one",
        "+    former:",
        "+      - red",
    ]


def test_a_code_in_braces_is_renamed_in_its_line() -> None:
    assert differing(BLOCK, write.renamed(BLOCK, "B-01", "avisar", "Aviso, corto")) == [
        '-      - {id: B-01, name: informar, definition: "Contar, decir."}',
        """+      - {id: B-01, name: avisar, label: 'Aviso, corto', """
        + """definition: "Contar, decir.", former: [procesos/informar]}""",
    ]


def test_a_name_with_other_accents_is_no_other_path() -> None:
    assert differing(BLOCK, write.renamed(BLOCK, "A-03", "sosten")) == [
        "-        name: sostén",
        "+        name: sosten",
    ]


def test_a_code_that_is_renamed_twice_and_back_names_no_path_twice() -> None:
    text = write.renamed(BLOCK, "A", "trama")
    text = write.renamed(text, "A", "malla")
    text = write.renamed(text, "A", "red")
    assert book_of(text).by_id["A"].former == ("red", "trama", "malla")


def test_a_code_that_leaves_a_renamed_parent_is_found_under_every_path_it_had() -> None:
    text = write.renamed(BLOCK, "A", "trama")
    text = write.moved(text, "A-02", "C")
    assert find_code(book_of(text), "trama/reciprocidad").id == "A-02"
    assert find_code(book_of(text), "red/reciprocidad").id == "A-02"


def test_what_is_so_already_is_not_touched() -> None:
    assert write.renamed(BLOCK, "A", "red", "La red") == BLOCK
    assert write.moved(BLOCK, "A-02", "A") == BLOCK
    assert write.moved(BLOCK, "A-02", "A", after="A-02") == BLOCK
    assert write.merged(BLOCK, ["A"], "A") == BLOCK
    definition = "Qué es la red, y qué no es, según quienes la forman."
    assert write.changed(BLOCK, "A", definition=definition) == BLOCK


def test_a_moved_code_takes_every_line_along_and_no_other() -> None:
    text = write.moved(SHIPPED, "CAP-05", "CAP", before="CAP-01")
    assert text == SHIPPED.replace(CONFIANZA, "").replace(
        "      - id: CAP-01\n", CONFIANZA + "      - id: CAP-01\n"
    )


def test_a_code_that_is_moved_deeper_is_indented_and_says_where_it_was() -> None:
    text = write.moved(SHIPPED, "CAP-05", "CAP-06")
    rules = CONFIANZA.index("        rules:")
    former = "        former:\n          - capital_social/confianza\n"
    lines = (CONFIANZA[:rules] + former + CONFIANZA[rules:]).splitlines(keepends=True)
    deeper = "        codes:\n" + "".join("    " + line for line in lines)
    following = "      - id: CAP-07\n"
    expected = SHIPPED.replace(CONFIANZA, "").replace(following, deeper + following)
    assert text == expected
    assert book_of(text).by_id["CAP-05"].path == (
        "capital_social/responsabilidad_colectiva/confianza"
    )


def test_a_move_there_and_back_leaves_only_the_paths() -> None:
    away = write.moved(SHIPPED, "CAP-05", "CAP-06")
    back = write.moved(away, "CAP-05", "CAP", after="CAP-04")
    assert differing(SHIPPED, back) == [
        "+        former:",
        "+          - capital_social/confianza",
        "+          - capital_social/responsabilidad_colectiva/confianza",
    ]


def test_comments_directly_above_and_deeper_ones_below_go_with_a_code() -> None:
    text = write.moved(BLOCK, "A-02", "A", before="A-01")
    block = BLOCK[BLOCK.index("      # about rec") : BLOCK.index("      - id: A-03")]
    assert text == BLOCK.replace(block, "").replace(
        "      - id: A-01\n", block + "      - id: A-01\n"
    )


def test_comments_that_stand_alone_stay_where_they_are() -> None:
    text = write.moved(BLOCK, "C", "", before="A")
    area = "  - id: C\n    name: emergente\n    definition: >\n      Lo demás.\n"
    assert text == BLOCK.replace("\n" + area, "").replace(
        "  # The first area.\n", area + "\n  # The first area.\n"
    )


def test_an_area_below_another_is_an_area_no_more() -> None:
    book = book_of(write.moved(BLOCK, "B", "A-31"))
    assert (book.by_id["B"].kind, book.by_id["B"].path) == ("", "red/sostén/plata/procesos")
    assert book.by_id["B-01"].path == "red/sostén/plata/procesos/informar"


def test_the_list_of_a_parent_without_codes_goes_and_comes() -> None:
    text = write.moved(BLOCK, "A-31", "C")
    assert differing(BLOCK, text) == [
        "-        codes:",
        "-          - id: A-31",
        "-            name: plata",
        "-            definition: Dinero.",
        "-            codes: []",
        "+    codes:",
        "+      - id: A-31",
        "+        name: plata",
        "+        definition: Dinero.",
        "+        former:",
        "+          - red/sostén/plata",
        "+        codes: []",
    ]


def test_a_code_goes_into_braces_and_out_of_them() -> None:
    inside = write.moved(BLOCK, "A-31", "B-02")
    assert (
        "      - {id: B-02, name: confianza, definition: Otra confianza., "
        'examples: [Así., "Ya, sí."], codes: [{id: A-31, name: plata, definition: Dinero., '
        "former: [red/sostén/plata], codes: []}]}\n"
    ) in inside
    outside = write.moved(inside, "A-31", "C")
    assert (
        "    codes:\n      - {id: A-31, name: plata, definition: Dinero., "
        "former: [red/sostén/plata, procesos/confianza/plata], codes: []}\n"
    ) in outside
    assert write.removed(outside, "A-31") == write.removed(BLOCK, "A-31")


def test_comments_are_not_lost_in_braces() -> None:
    with pytest.raises(CommentsInBracesError, match="line 31 "):
        write.moved(BLOCK, "A-02", "B-01")


def test_a_book_all_in_brackets_stays_so() -> None:
    text = write.moved(FLOW, "A2", "B")
    assert text.startswith(
        'codes: [{id: A, name: red, definition: "La, red", codes: [{id: A1, name: uno, '
        "definition: U}]},\n  {id: B, name: otro, definition: O, use: , codes: [{id: A2,"
    )
    assert _paths(text) == ["red", "red/uno", "otro", "otro/dos", "otro/dos/tres"]
    text = write.moved(text, "B", "", before="A")
    assert _paths(text) == ["otro", "otro/dos", "otro/dos/tres", "red", "red/uno"]
    assert _paths(write.removed(text, "A1")) == ["otro", "otro/dos", "otro/dos/tres", "red"]
    assert 'use: "Sí: no"' in write.changed(text, "B", use="Sí: no").replace("'", '"')


def test_a_code_cannot_go_below_itself() -> None:
    with pytest.raises(CodeWithinError, match="red/sostén"):
        write.moved(BLOCK, "A", "A-31")
    with pytest.raises(CodeWithinError):
        write.moved(BLOCK, "A", "A")


def test_a_place_is_named_by_a_code_that_stands_there() -> None:
    with pytest.raises(NotBesideError, match="procesos/informar does not stand in red"):
        write.moved(BLOCK, "A-01", "A", after="B-01")
    with pytest.raises(NotBesideError, match="the top level"):
        write.moved(BLOCK, "A-01", "", after="B-01")


def test_merged_codes_leave_their_names_examples_rules_and_children() -> None:
    text = write.merged(BLOCK, ["A-01", "A-03"], "C")
    assert text.endswith("""\
  - id: C
    name: emergente
    definition: >
      Lo demás.
    examples:
      - "Uno: dos."
      # spoken in a group
      - Tres.
    former:
      - A-01
      - red/confianza
      - A-03
      - red/sostén
    rules:
      - {id: A-01.1, find: confiar}
      - {id: A-01.2, find: fiarse, unit: turn}
    codes:
      - id: A-31
        name: plata
        definition: Dinero.
        codes: []
# the end
""")
    book = book_of(text)
    assert find_code(book, "red/sostén/plata").id == "A-31"
    assert [rule.id for rule in book.by_id["C"].rules] == ["A-01.1", "A-01.2"]
    assert text.startswith(BLOCK[: BLOCK.index("      - id: A-01")])


def test_rules_that_were_numbered_by_place_keep_their_ids_and_comments() -> None:
    text = write.merged(write.moved(BLOCK, "A-01", ""), ["A"], "C")
    assert (
        "    rules:\n      - id: A.1\n        find: red o redes\n      # with a comment\n"
        "      - id: A.2\n        find: trama\n        note: rara\n"
    ) in text


def test_a_folded_rule_without_id_gets_one() -> None:
    text = (
        "codes:\n- id: A\n  name: a\n  definition: A\n  rules:\n  - >-\n    uno o\n    dos\n"
        "  - tres\n    o más\n- id: B\n  name: b\n  definition: B\n"
    )
    rules = book_of(write.merged(text, ["A"], "B")).by_id["B"].rules
    assert [(rule.id, rule.find) for rule in rules] == [("A.1", "uno o dos"), ("A.2", "tres o más")]


def test_what_the_heir_has_already_is_not_written_twice() -> None:
    text = (
        "codes:\n- {id: A, name: a, definition: A, examples: [Uno, Dos], rules: [x, y]}\n"
        "- {id: B, name: b, definition: B, examples: [Dos], rules: [{find: x}]}\n"
    )
    heir = book_of(write.merged(text, ["A"], "B")).by_id["B"]
    assert heir.examples == ("Dos", "Uno")
    assert [(rule.id, rule.find) for rule in heir.rules] == [("B.1", "x"), ("A.2", "y")]


def test_a_whole_branch_merges_into_one_code() -> None:
    text = write.merged(SHIPPED, ["PRC-10", "PRC-11", "PRC-20"], "PRC-30")
    book, before = book_of(text), book_of(SHIPPED)
    assert book.by_id["PRC-12"].path == "procesos/cooperativos/formación"
    assert book.by_id["PRC-21"].path == "procesos/cooperativos/prácticas"
    heir = book.by_id["PRC-30"]
    assert heir.former == (
        "PRC-10",
        "procesos/informativos",
        "PRC-11",
        "procesos/informativos/transmisión",
        "PRC-20",
        "procesos/colaborativos",
    )
    gone = [before.by_id[code] for code in ("PRC-30", "PRC-10", "PRC-11", "PRC-20")]
    assert heir.examples == tuple(each for code in gone for each in code.examples)
    assert [r.id for r in heir.rules] == [rule.id for code in gone for rule in code.rules]
    assert find_code(book, "procesos/informativos/formación").id == "PRC-12"


def test_a_code_merges_into_the_one_above_it_but_not_below() -> None:
    assert _paths(write.merged(BLOCK, ["A-03"], "A")) == [
        *("red", "red/confianza", "red/reciprocidad", "red/plata"),
        *("procesos", "procesos/informar", "procesos/confianza", "emergente"),
    ]
    with pytest.raises(CodeWithinError):
        write.merged(BLOCK, ["A-03"], "A-31")


def test_children_of_one_name_cannot_come_together() -> None:
    with pytest.raises(NameTakenError, match=r"procesos/confianza \[B-02\].* red/confianza \[A-01"):
        write.merged(BLOCK, ["A", "B"], "C")


def test_a_removed_code_leaves_its_names_to_its_heir() -> None:
    text = write.removed(BLOCK, "A-02", "C")
    block = BLOCK[BLOCK.index("      # about rec") : BLOCK.index("      - id: A-03")]
    former = "    former:\n      - A-02\n      - red/reciprocidad\n"
    assert text == BLOCK.replace(block, "").replace("# the end", former + "# the end")
    assert find_code(book_of(text), "A-02").id == "C"


def test_a_code_with_others_below_it_goes_only_with_them() -> None:
    with pytest.raises(CodesBelowError, match="red/sostén/plata"):
        write.removed(BLOCK, "A-03")
    text = write.removed(BLOCK, "A-03", "C", children=True)
    heir = book_of(text).by_id["C"]
    assert heir.former == ("A-03", "red/sostén", "A-31", "red/sostén/plata")
    assert find_code(book_of(text), "red/sostén/plata").id == "C"
    with pytest.raises(CodeWithinError):
        write.removed(BLOCK, "A-03", "A-31", children=True)


def test_blank_lines_between_codes_stay_in_number() -> None:
    text = write.removed(BLOCK, "B", children=True)
    assert "            codes: []\n\n  # A comment on its own.\n\n  - id: C\n" in text
    text = write.removed(BLOCK, "A", children=True)
    assert "codes:\n  # A comment on its own.\n\n  # The second area.\n  - id: B\n" in text


def test_the_last_code_cannot_be_removed() -> None:
    with pytest.raises(NotRewrittenError, match="has no codes"):
        write.removed("codes: [{id: A, name: a, definition: A}]", "A")


def test_a_new_code_is_written_as_its_siblings_are() -> None:
    new = NewCode(
        "CAP-09",
        "lealtad",
        "Lealtad",
        definition="Seguir siendo parte cuando cuesta, y decirlo así. " * 3,
        avoid="Si es confianza: capital_social/confianza.",
        examples=("Yo no me voy.", "- ¿Y tú?"),
        color="#AABBCC",
        former=("VIEJO",),
    )
    assert differing(SHIPPED, write.added(SHIPPED, new, "CAP", after="CAP-04")) == [
        "+      - id: CAP-09",
        "+        name: lealtad",
        "+        label: Lealtad",
        "+        definition: >-",
        "+          Seguir siendo parte cuando cuesta, y decirlo así. Seguir siendo parte cuando "
        + "cuesta, y",
        "+          decirlo así. Seguir siendo parte cuando cuesta, y decirlo así.",
        "+        avoid: 'Si es confianza: capital_social/confianza.'",
        "+        examples:",
        "+          - Yo no me voy.",
        "+          - '- ¿Y tú?'",
        "+        color: '#AABBCC'",
        "+        former:",
        "+          - VIEJO",
    ]


def test_a_new_area_stands_after_a_blank_line_as_the_others_do() -> None:
    text = write.added(BLOCK, NewCode("D", "nueva", definition="Nueva."))
    assert text == BLOCK.replace(
        "# the end", "\n  - id: D\n    name: nueva\n    definition: Nueva.\n# the end"
    )


def test_a_new_code_needs_an_id_a_name_and_a_definition_of_its_own() -> None:
    with pytest.raises(IdTakenError, match="red/confianza"):
        write.added(BLOCK, NewCode("a-01", "x", definition="X"), "A")
    with pytest.raises(IdTakenError, match="emergente"):
        text = write.removed(BLOCK, "A-02", "C")
        write.added(text, NewCode("A-02", "x", definition="X"), "A")
    with pytest.raises(NameTakenError, match="A-01"):
        write.added(BLOCK, NewCode("X", "CONFIANZA", definition="X"), "A")
    with pytest.raises(UnusableNameError):
        write.added(BLOCK, NewCode("X", "con fianza", definition="X"), "A")
    with pytest.raises(NotRewrittenError, match="no definition"):
        write.added(BLOCK, NewCode("X", "x"), "A")
    with pytest.raises(UnknownCodeError):
        write.added(BLOCK, NewCode("X", "x", definition="X"), "nada")


def test_changed_words_are_quoted_and_folded_as_the_old_ones() -> None:
    text = write.changed(BLOCK, "A-01", definition="Otra: cosa", examples=["Tres.", "Cuatro."])
    assert differing(BLOCK, text) == [
        "-        definition: 'Atreverse: mostrar.'",
        "+        definition: 'Otra: cosa'",
        '-          - "Uno: dos."',
        "+          - Cuatro.",
    ]
    text = write.changed(BLOCK, "A", definition="Corta.")
    assert "    definition: >-\n      Corta.\n    rules:\n" in text
    text = write.changed(BLOCK, "A-02", definition="Una.\n\n Dos.")
    assert "        definition: |-\n          Una.\n\n           Dos.\n" in text


def test_a_long_text_is_folded_and_keeps_the_comment_behind_the_old_one() -> None:
    text = write.changed(BLOCK, "B", definition="muy largo " * 11)
    assert (
        "    definition: >-   # D8\n      muy largo muy largo muy largo muy largo muy largo muy"
        " largo muy largo muy largo muy largo muy\n      largo muy largo\n    codes:\n"
    ) in text


def test_one_word_in_a_folded_text_changes_one_line() -> None:
    old = book_of(SHIPPED).by_id["CAP-05"].definition
    text = write.changed(SHIPPED, "CAP-05", definition=old.replace("discrepar", "disentir"))
    assert differing(SHIPPED, text) == [
        "-          errores, discrepar, contar con que el otro cumple y no usará lo dicho en contra.",
        "+          errores, disentir, contar con que el otro cumple y no usará lo dicho en contra.",
    ]


def test_a_field_without_words_goes() -> None:
    text = write.changed(BLOCK, "A-01", examples=[])
    start, end = BLOCK.index("        examples:"), BLOCK.index("        rules: [conf")
    assert text == BLOCK[:start] + BLOCK[end:]
    assert write.changed(BLOCK, "A", label="") == BLOCK.replace("    label: La red\n", "")
    first = "codes:\n  - use: x\n    id: A\n    name: a\n    definition: A\n"
    assert write.changed(first, "A", use="") == first.replace("use: x\n    ", "")
    assert write.changed(first.replace("x\n", "x\n    # c\n"), "A", use="").endswith(
        "  - \n    # c\n    id: A\n    name: a\n    definition: A\n"
    )


def test_an_empty_field_is_filled_beside_its_comment() -> None:
    text = "codes:\n- id: A\n  name: a\n  definition: A\n  use: # cuándo\n  examples:   # tres\n"
    changed = write.changed(text, "A", use="Siempre.", examples=["x", "y"])
    assert changed == text.replace("use:", "use: Siempre.") + "  - x\n  - y\n"
    assert write.changed(changed, "A", examples=[]) == text.replace("use:", "use: Siempre.")


def test_what_no_field_is_called_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        write.changed(BLOCK, "A", name="x")
    with pytest.raises(TypeError):
        write.changed(BLOCK, "A", label=["x"])


def test_a_wrong_colour_is_said_and_not_written() -> None:
    with pytest.raises(NotRewrittenError, match="rojo is no colour"):
        write.changed(BLOCK, "A", color="rojo")


@pytest.mark.parametrize("text", [BLOCK, FLOW], ids=["block", "flow"])
@pytest.mark.parametrize("form", ["CRLF", "BOM", "open", "NFD", "old Mac"])
def test_the_form_of_a_file_is_kept(text: str, form: str) -> None:
    forms: dict[str, Callable[[str], str]] = {
        "CRLF": lambda text: text.replace("\n", "\r\n"),
        "BOM": lambda text: "\ufeff" + text,
        "open": lambda text: text.removesuffix("\n"),
        "NFD": lambda text: unicodedata.normalize("NFD", text),
        "old Mac": lambda text: text.replace("\n", "\r"),
    }
    first = "A-02" if text == BLOCK else "A1"
    rewrites: tuple[Callable[[str], str], ...] = (
        lambda text: write.renamed(text, "A", "otra"),
        lambda text: write.moved(text, first, "B"),
        lambda text: write.merged(text, [first], "A"),
        lambda text: write.removed(text, first, "B"),
        lambda text: write.added(text, NewCode("N", "n", definition="N", examples=("x",)), "B"),
        lambda text: write.changed(text, "A", definition="Otra cosa", examples=["x", "y"]),
    )
    for rewrite in rewrites:
        plain = rewrite(text)
        assert plain != text
        assert rewrite(forms[form](text)) == forms[form](plain)


SHARED = """\
codes:
  - id: A
    name: a
    definition: &d Uno
    codes:
      - id: A1
        name: n
        definition: *d
        examples: &unused [x]
  - {id: B, name: b, definition: B, examples: &e [y]}
  - {id: C, name: c, definition: C, examples: *e}
"""


def test_what_is_written_once_for_several_codes_is_not_rewritten() -> None:
    refusals: tuple[Callable[[], str], ...] = (
        lambda: write.changed(SHARED, "A", definition="Dos"),
        lambda: write.changed(SHARED, "A1", definition="Dos"),
        lambda: write.changed(SHARED, "C", examples=["z"]),
        lambda: write.moved(SHARED, "A1", ""),
        lambda: write.moved(SHARED, "B", "A"),
        lambda: write.removed(SHARED, "C"),
        lambda: write.merged(SHARED, ["B"], "A"),
        lambda: write.merged(SHARED, ["A1"], "C"),
    )
    for refused in refusals:
        with pytest.raises(SharedTextError, match=r"line \d+ .*anchor or alias"):
            refused()


def test_beside_shared_text_all_can_be_rewritten() -> None:
    text = write.renamed(SHARED, "A", "aa")
    text = write.added(text, NewCode("D", "d", definition="D"))
    text = write.changed(text, "A1", use="Sí", examples=["x", "z"])
    assert "examples: &unused [x, z]" in text
    assert book_of(text).by_id["C"].examples == ("y",)


def test_a_file_with_problems_is_not_rewritten() -> None:
    with pytest.raises(ProblemsError, match="no id"):
        write.renamed("codes:\n- {name: a, definition: A}\n", "A", "b")


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: write.renamed(text, "ZZ", "x"),
        lambda text: write.moved(text, "ZZ", "A"),
        lambda text: write.moved(text, "A", "ZZ"),
        lambda text: write.moved(text, "A-01", "A", before="ZZ"),
        lambda text: write.merged(text, ["ZZ"], "A"),
        lambda text: write.merged(text, ["A-01"], "ZZ"),
        lambda text: write.removed(text, "ZZ"),
        lambda text: write.removed(text, "A-01", "ZZ"),
        lambda text: write.changed(text, "ZZ", label="x"),
    ],
)
def test_a_code_that_is_not_there_is_said(rewrite: Callable[[str], str]) -> None:
    with pytest.raises(UnknownCodeError, match="ZZ"):
        rewrite(BLOCK)


def test_every_refusal_is_one_sentence_for_people() -> None:
    refusals: tuple[Callable[[], str], ...] = (
        lambda: write.renamed(BLOCK, "A", "procesos"),
        lambda: write.renamed(BLOCK, "A", "a/b"),
        lambda: write.moved(BLOCK, "B-02", "A"),
    )
    for refused in refusals:
        with pytest.raises(RmecodeError) as caught:
            refused()
        assert "\n" not in str(caught.value)
        assert caught.value.exit_code == 2


def test_a_text_that_says_anything_else_than_meant_is_dropped() -> None:
    draft = Draft(BLOCK)
    draft.put("A", "label", "Otra")
    with pytest.raises(NotRewrittenError, match="red would not come out as meant"):
        draft.finished(draft.book)
    draft = Draft(BLOCK)
    draft.write({"id": "N", "name": "n", "definition": "N"}, "")
    with pytest.raises(NotRewrittenError, match="More than that would change"):
        draft.finished(draft.book)
    with pytest.raises(NotRewrittenError, match="Change the file by hand"):
        draft.paste(Piece("- [", 0, "["), "")
