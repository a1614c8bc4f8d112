"""The codebook from the tables people keep, and back."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmecode.codebook.emitting import cleaned
from rmecode.codebook.reading import parse_codebook
from rmecode.codebook.written import read_written
from rmecode.errors import FileUnwritableError, RmecodeError
from rmecode.errors.codebook import CodebookEditedError, UnseenChangesError
from rmecode.errors.problems import ProblemsError
from rmecode.errors.tables import MissingColumnsError, NotATableError
from rmecode.exchange.handbook_tables import examples_cell, examples_in
from rmecode.messages import activate
from rmecode.model import find_code
from rmecode.study import open_study
from rmecode.study.codebooks.tables import import_codebook_table, said_of, take_table
from rmecode.study.excerpts.handbook import Printed, export_handbook
from rmecode.study.undoing import redo, undo
from tests.study.conftest import AT, CODEBOOK

if TYPE_CHECKING:
    from pathlib import Path

    from rmecode.codebook.written import Written
    from rmecode.model import Codebook
    from rmecode.study import Study
    from rmecode.study.codebooks.tables import TableImport


def table(study: Study, text: str, name: str = "códigos.csv") -> Path:
    path = study.root / name
    path.write_text(text, "utf-8")
    return path


def taken(study: Study, text: str, **options: object) -> TableImport:
    found = import_codebook_table(study, table(study, text), **options)  # type: ignore[arg-type]
    take_table(study, found, by="ana", at=AT)
    return found


def problems(study: Study, text: str) -> list[str]:
    with pytest.raises(ProblemsError) as error:
        import_codebook_table(study, table(study, text))
    return [problem.sentence for problem in error.value.problems]


def codebook_on_disk(study: Study) -> Codebook:
    book, wrong = parse_codebook(study.config.codebook.read_text("utf-8"), "libro")
    assert book is not None
    assert wrong == []
    return book


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("excel", [False, True])
def test_what_was_written_out_says_nothing_new(
    empty: Study, tmp_path: Path, form: str, language: str, *, excel: bool
) -> None:
    activate(language)
    path = tmp_path / f"t.{form}"
    export_handbook(empty, Printed(), path, form, at=AT, excel=excel)
    found = import_codebook_table(empty, path)
    assert (found.news, found.same, found.untouched, found.unknown) == (False, 11, 0, ())


def test_people_write_heads_paths_and_examples_as_they_like(empty: Study) -> None:
    found = taken(
        empty,
        "Definición;Ruta;¿Cuándo se usa?;EXCLUYE;Ejemplo;Ejemplo 2;Color;Responsable\n"
        "Lo dado;capital social > Reciprocidad;Si se devuelve;Si es pago;"
        'Uno | "Dos";Tres;#aabbcc;Ana\n'
        "Confiar;Capital_Social/CONFIANZA;;;;;;\n",
    )
    new = codebook_on_disk(empty).by_path["capital_social/reciprocidad"]
    assert (new.id, new.label, new.definition) == ("CS-3", "Reciprocidad", "Lo dado")
    assert (new.use, new.avoid, new.color) == ("Si se devuelve", "Si es pago", "#aabbcc")
    assert new.examples == ("Uno", '"Dos"', "Tres")
    assert codebook_on_disk(empty).by_id["CS-1"].definition == "Confiar"
    assert found.unknown == ("Responsable",)
    assert found.untouched == 10
    assert "Responsable" in "\n".join(said_of(found))


def test_rows_are_known_by_id_path_or_name_and_parent(empty: Study) -> None:
    taken(
        empty,
        "id,código,padre,nombre,definición\n"
        "CS-1,,,,por id\n"
        ",capital_social/vínculos,,,por ruta\n"
        ",,colaboracion,Estructura,por nombre y padre\n"
        ",,Procesos,cooperativos,por rótulo del padre\n"
        ",,PR-1,transmisión,por id del padre\n",
    )
    definitions = {code.id: code.definition for code in codebook_on_disk(empty)}
    assert {key: definitions[key] for key in ("CS-1", "CS-2", "CO-1", "PR-2", "PR-1-1")} == {
        "CS-1": "por id",
        "CS-2": "por ruta",
        "CO-1": "por nombre y padre",
        "PR-2": "por rótulo del padre",
        "PR-1-1": "por id del padre",
    }


def test_a_name_alone_is_known_where_one_code_has_it(empty: Study) -> None:
    taken(empty, "nombre,definición\nConfianza,Otra\nAparte,Nuevo\n")
    book = codebook_on_disk(empty)
    assert book.by_id["CS-1"].definition == "Otra"
    assert book.by_path["aparte"].label == "Aparte"


def test_with_a_column_for_parents_a_name_without_one_is_at_the_top(empty: Study) -> None:
    taken(empty, "nombre,padre,definición\nConfianza,,La del tope\n")
    book = codebook_on_disk(empty)
    assert book.by_path["confianza"].definition == "La del tope"
    assert book.by_id["CS-1"].definition == "Confiar en otros."


def test_a_code_beside_a_name_is_an_id_where_it_looks_like_one(empty: Study) -> None:
    taken(
        empty,
        "Código,Nombre,Padre,Descripción\n"
        "CS-1,Confianza,Capital social,Otra vez\n"
        "CS-77,Lealtad entre pares,Capital social,Estar\n"
        "olvido,El olvido de todos,,Nadie se acuerda\n",
    )
    book = codebook_on_disk(empty)
    assert book.by_id["CS-1"].definition == "Otra vez"
    assert book.by_id["CS-77"].path == "capital_social/lealtad_entre_pares"
    assert book.by_id["CS-77"].label == "Lealtad entre pares"
    assert (book.by_path["olvido"].label, book.by_path["olvido"].depth) == ("El olvido de todos", 1)


def test_rows_come_in_any_order_and_new_codes_may_stand_below_new_ones(empty: Study) -> None:
    taken(
        empty,
        "nombre,padre,definición\n"
        "hoja,rama,C\nrama,Árbol nuevo,B\nÁrbol nuevo,,A\notra hoja,rama,D\n",
    )
    paths = [code.path for code in codebook_on_disk(empty)][-4:]
    assert paths == [
        "árbol_nuevo",
        "árbol_nuevo/rama",
        "árbol_nuevo/rama/hoja",
        "árbol_nuevo/rama/otra_hoja",
    ]


def test_a_new_code_comes_after_its_neighbour_in_the_table(empty: Study) -> None:
    taken(empty, "ruta,definición\ncapital_social/confianza,\ncapital_social/medio,Entre dos\n")
    assert [code.name for code in codebook_on_disk(empty) if code.parent == "capital_social"] == [
        "confianza",
        "medio",
        "vínculos",
    ]


def test_every_problem_is_named_at_once_with_its_row(empty: Study) -> None:
    text = (
        "id,ruta,padre,nombre,etiqueta,definición,color\n"
        ",capital_social/nuevo,,,,,\n"
        ",nadie/sabe,,,,x,\n"
        "CS-1,colaboración/estructura,,,,x,\n"
        "CS-9,capital_social/vínculos,,,,x,\n"
        ",,,,,x,\n"
        ",capital_social/rojo,,,,x,rojo\n"
        ",,tampoco,hijo,,x,\n"
        ",capital_social/rojo,,,,x,\n"
        ",capital_social/azul,colaboración,,,x,\n"
        ",???,,,,x,\n"
        "PR,otra,,,,x,\n"
        "nuevo-1,capital_social/a,,,,x,\n"
        "nuevo-1,capital_social/b,,,,x,\n"
        ",capital_social/verde,,gris,Verde,x,\n"
    )
    before = empty.config.codebook.read_bytes()
    said = problems(empty, text)
    expected = {
        2: "capital_social/nuevo is new and has no definition",
        3: "nadie",
        4: "CS-1|rename",
        5: "CS-2",
        6: "names no code",
        7: "rojo is no colour",
        8: "tampoco",
        9: "row 7",
        10: "colaboración",
        11: "???",
        12: "PR|procesos|rename",
        14: "nuevo-1",
        15: "gris",
    }
    rows = {int(sentence.split("row ", 1)[1].split(":")[0].split(",")[0]) for sentence in said}
    assert rows == set(expected)
    for row, words in expected.items():
        sentence = next(s for s in said if f"row {row}" in s.split(":")[0])
        if row not in {4, 12}:
            assert words in sentence
        else:
            assert "codebook rename" in sentence
    assert empty.config.codebook.read_bytes() == before
    assert empty.store.codebook_version() is None


def test_an_ambiguous_name_or_parent_is_never_guessed(empty: Study) -> None:
    text = CODEBOOK + (
        "  - id: OT\n    name: otra\n    definition: x\n    codes:\n"
        "      - id: OT-1\n        name: confianza\n        definition: y\n"
    )
    empty.config.codebook.write_text(text, "utf-8")
    (said,) = problems(empty, "nombre,definición\nconfianza,x\n")
    assert "capital_social/confianza, otra/confianza" in said
    (said,) = problems(empty, "nombre,padre,definición\nhija,confianza,x\n")
    assert "capital_social/confianza, otra/confianza" in said


def test_parents_in_a_circle_are_no_parents(empty: Study) -> None:
    said = problems(empty, "nombre,padre,definición\nuno,dos,x\ndos,uno,y\ntres,tres,z\n")
    assert [sentence.split(". ")[0] for sentence in said] == [
        "códigos.csv, row 2: its parent dos is the code itself, or lies below it",
        "códigos.csv, row 3: its parent uno is the code itself, or lies below it",
        "códigos.csv, row 4: its parent tres is the code itself, or lies below it",
    ]


def test_a_row_below_one_that_is_wrong_is_not_called_an_orphan(empty: Study) -> None:
    (said,) = problems(empty, "nombre,padre,definición\nuno,nadie,x\ndos,uno,y\n")
    assert "row 2: its parent nadie is neither" in said


def test_what_stands_in_merged_cells_is_said_in_each_row(empty: Study, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Área", "Código", "Definición"],
        ["", "Clima", "El tiempo."],
        ["Clima", "Frío", "Poco calor."],
        [None, "Calor", "Mucho."],
        ["Capital social", "Ayuda", "Ayudar."],
        [None, "Afecto", "Querer."],
    ):
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("A5:A6")
    path = tmp_path / "libro.xlsx"
    book.save(path)
    take_table(empty, import_codebook_table(empty, path), by="ana", at=AT)
    paths = {code.path for code in codebook_on_disk(empty)}
    assert {"clima/frío", "clima/calor", "capital_social/ayuda", "capital_social/afecto"} <= paths


def test_many_changes_and_new_codes_are_written_at_once_each_in_its_place(empty: Study) -> None:
    areas = "abcd"
    rows = [f"{area},Área {area},\n" for area in areas]
    rows += [f"{area}/{number},Cosa {area}{number},uno\n" for area in areas for number in range(9)]
    taken(empty, "ruta,definición,ejemplo\n" + "".join(rows))
    empty.config.codebook.write_text(empty.config.codebook.read_text("utf-8") + "# fin\n", "utf-8")
    empty.forget_codebook()
    again = [row.replace("Cosa", "Otra").replace(",uno", ',"uno\ndos"') for row in rows]
    again += [
        "e,Quinta,\n",
        "d/9,Nueva,\n",
        "d/9/x,Dentro,\n",
        "a/3/y,Primera,\n",
        "a/3/z,Segunda,\n",
    ]
    found = taken(empty, "ruta,definición,ejemplo\n" + "".join(again))
    assert len(found.changes) == 36 + 5
    book = codebook_on_disk(empty)
    assert book.by_path["c/4"].definition == "Otra c4"
    assert book.by_path["c/4"].examples == ("uno", "dos")
    paths = [code.path for code in book]
    assert paths[paths.index("a/3") :][:4] == ["a/3", "a/3/y", "a/3/z", "a/4"]
    assert paths[-4:] == ["d/8", "d/9", "d/9/x", "e"]
    assert empty.config.codebook.read_text("utf-8").endswith("# fin\n")


def test_a_large_table_is_taken_without_reading_the_file_for_each_code(
    empty: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"c{number},Cosa {number}\n" for number in range(200))
    taken(empty, "ruta,definición\n" + rows)
    readings = []

    def counted(text: str) -> Written:
        readings.append(text)
        return read_written(text)

    monkeypatch.setattr("rmecode.codebook.draft.read_written", counted)
    more = "".join(f"d{number},Nueva {number}\n" for number in range(50))
    taken(empty, "ruta,definición\n" + rows.replace("Cosa", "Otra") + more)
    assert 0 < len(readings) < 10


def test_a_placeholder_defines_what_nobody_defined(empty: Study) -> None:
    taken(empty, "ruta,definición\nnuevo,\nviejo,Con palabras\n", placeholder="Por definir.")
    book = codebook_on_disk(empty)
    assert book.by_path["nuevo"].definition == "Por definir."
    assert book.by_path["viejo"].definition == "Con palabras"


def test_what_the_table_does_not_say_stays_with_comments_and_rules(empty: Study) -> None:
    path = empty.config.codebook
    path.write_text(CODEBOOK.replace("codes:\n", "# lo nuestro\ncodes:\n", 1), "utf-8")
    before = path.read_text("utf-8")
    taken(empty, "id,definición,ejemplos\nCS-1,Confiar de veras.,\n")
    after = path.read_text("utf-8")
    changed = [
        (old, new)
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]
    assert [new.strip() for _old, new in changed] == ["definition: Confiar de veras."]


def test_an_import_is_one_entry_that_is_undone_and_done_again_with_the_file(study: Study) -> None:
    before = study.config.codebook.read_bytes()
    taken(study, "ruta,definición\nnuevo,x\ncapital_social/confianza,Otra\n")
    after = study.config.codebook.read_bytes()
    assert before != after
    assert study.store.history(1)[0].action == "codebook import"
    undo(study, by="ana", at=AT)
    assert study.config.codebook.read_bytes() == before
    redo(study, by="ana", at=AT)
    assert study.config.codebook.read_bytes() == after


def test_codings_of_redefined_codes_are_reread_only_if_asked(study: Study) -> None:
    from rmecode.study.importing import import_codings

    codings = table(
        study, "source,quote,code,coder\nR1-director,La confianza,confianza,ana\n", "c.csv"
    )
    import_codings(study, codings, by="ana", at=AT)
    found = taken(study, "id,definición\nCS-1,Otra\n")
    assert [path for path, _concern in found.plan.concerned] == ["capital_social/confianza"]
    assert [coding.reread for coding in study.store.codings()] == [0]
    taken(study, "id,definición\nCS-1,Y otra más\n", reread=True)
    assert study.store.codings()[0].reread > 0


def test_a_study_without_a_codebook_gets_one(empty: Study, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    export_handbook(empty, Printed(), path, "xlsx", at=AT)
    old = [(c.id, c.path, c.label, c.definition, c.examples) for c in empty.codebook]
    empty.config.codebook.unlink()
    with open_study(empty.root) as study:
        found = import_codebook_table(study, path)
        assert found.founding
        assert len(found.changes) == 11
        take_table(study, found, by="ana", at=AT)
        new = [(c.id, c.path, c.label, c.definition, c.examples) for c in study.codebook]
        assert new == old
        assert study.store.codebook_version().text == study.codebook_text  # type: ignore[union-attr]
        again = import_codebook_table(study, path)
        assert not again.news


def test_a_first_codebook_numbers_its_codes(empty: Study) -> None:
    empty.config.codebook.unlink()
    with open_study(empty.root) as study:
        taken(
            study, "ruta,definición\nCapital social,Lo que une\nCapital social > Confianza,Fiarse\n"
        )
        assert [(code.id, code.path) for code in study.codebook] == [
            ("CAP", "capital_social"),
            ("CAP-01", "capital_social/confianza"),
        ]
        assert find_code(study.codebook, "confianza").definition == "Fiarse"


def test_a_first_codebook_is_not_left_behind_by_a_failure(
    empty: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.config.codebook.unlink()
    found = import_codebook_table(empty, table(empty, "ruta,definición\nuno,x\n"))
    empty.config.codebook.write_text(CODEBOOK, "utf-8")
    with pytest.raises(CodebookEditedError):
        take_table(empty, found, by="ana", at=AT)
    assert empty.config.codebook.read_text("utf-8") == CODEBOOK
    empty.config.codebook.unlink()

    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content)
        raise FileUnwritableError(path, OSError(errno.ENOSPC, ""))

    monkeypatch.setattr("rmecode.study.codebooks.founding.write_whole", full)
    with pytest.raises(FileUnwritableError):
        take_table(empty, found, by="ana", at=AT)
    assert not empty.config.codebook.exists()
    assert empty.store.codebook_version() is None


def test_a_file_that_people_edit_meanwhile_is_left_alone(empty: Study) -> None:
    found = import_codebook_table(empty, table(empty, "ruta,definición\nuno,x\n"))
    edited = CODEBOOK.replace("Confiar en otros.", "Editado.")
    empty.config.codebook.write_text(edited, "utf-8")
    with pytest.raises(CodebookEditedError):
        take_table(empty, found, by="ana", at=AT)
    assert empty.config.codebook.read_text("utf-8") == edited


def test_changes_that_nobody_looked_at_come_first(study: Study) -> None:
    from rmecode.study.importing import import_codings

    codings = table(
        study, "source,quote,code,coder\nR1-director,La confianza,confianza,ana\n", "c.csv"
    )
    import_codings(study, codings, by="ana", at=AT)
    study.config.codebook.write_text(CODEBOOK.replace("id: CS-1", "id: CS-9"), "utf-8")
    study.forget_codebook()
    with pytest.raises(UnseenChangesError):
        import_codebook_table(study, table(study, "ruta,definición\nuno,x\n"))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("definición,color\nx,y\n", MissingColumnsError),
        ("código,code,definición\nx,y,z\n", NotATableError),
        ("", NotATableError),
        ("ruta,definición\n", ProblemsError),
        ("ruta;definición\nuno;x;de más\n", NotATableError),
    ],
)
def test_tables_that_are_none_are_refused(
    empty: Study, text: str, error: type[RmecodeError]
) -> None:
    with pytest.raises(error):
        import_codebook_table(empty, table(empty, text))


def test_excel_and_its_ways_are_read(empty: Study, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Nombre", "Padre", "Definición", "Ejemplos"])
    sheet.append(["2016", "colaboración", "Un año", None])
    sheet.append(["Sí y no", "colaboración", "'=2+3", "Uno\nDos"])
    sheet["A2"] = 2016
    path = tmp_path / "t.xlsx"
    book.save(path)
    found = import_codebook_table(empty, path)
    take_table(empty, found, by="ana", at=AT)
    new = codebook_on_disk(empty)
    assert new.by_path["colaboracion/2016"].definition == "Un año"
    assert new.by_path["colaboracion/si_y_no"].definition == "=2+3"
    assert new.by_path["colaboracion/si_y_no"].examples == ("Uno", "Dos")


def test_accents_in_both_unicode_forms_and_windows_line_ends_make_no_difference(
    empty: Study,
) -> None:
    import unicodedata

    text = "ruta,definición\ncapital_social/vínculos,Lazos que duran.\n"
    other = unicodedata.normalize("NFD", text).replace("\n", "\r\n")
    assert not import_codebook_table(empty, table(empty, other)).news


def test_a_text_over_the_limit_of_a_cell_comes_back_whole(empty: Study, tmp_path: Path) -> None:
    long = ("palabra larga, con comas; " * 2000).strip()
    taken(empty, f'id,definición\nCS-1,"{long}"\n')
    path = tmp_path / "t.xlsx"
    export_handbook(empty, Printed(), path, "xlsx", at=AT)
    cells = [
        str(cell)
        for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    assert max(map(len, cells)) <= 32_767
    assert not import_codebook_table(empty, path).news


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30
).map(cleaned)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "'", '"', "; ", "| ", "\\| ", "a | b", "- ", "#"])
TEXTS = st.builds(lambda start, words: cleaned(start + words), STARTS, WORDS)
EXAMPLES = st.lists(TEXTS.filter(bool), max_size=4).map(tuple)


@given(examples=EXAMPLES)
def test_examples_in_a_cell_are_told_apart_again(examples: tuple[str, ...]) -> None:
    assert examples_in(examples_cell(examples)) == examples


NAMES = st.sampled_from(["confianza", "participación", "año", "Ñandú", "x-1", "año_2", "ÁREA", "é"])


def quoted(text: str) -> str:
    """Return the text as YAML in quotes, every unusual letter by its number."""
    plain = (
        letter if letter == " " or (letter.isascii() and letter.isalnum()) else _by_number(letter)
        for letter in text
    )
    return f'"{"".join(plain)}"'


def _by_number(letter: str) -> str:
    return f"\\U{ord(letter):08x}"


@st.composite
def codebooks(draw: st.DrawFn) -> str:
    """Return the YAML of a codebook with hostile words in it."""
    lines, number = ["codebook: c", "codes:"], 0
    for top in draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=str.casefold)):
        lines += _code(draw, top, number, "  ")
        below = draw(st.lists(NAMES, max_size=3, unique_by=str.casefold))
        lines += ["    codes:"] if below else []
        for name in below:
            number += 1
            lines += _code(draw, name, number, "      ")
        number += 1
    return "\n".join(lines) + "\n"


def _code(draw: st.DrawFn, name: str, number: int, indent: str) -> list[str]:
    fields = {
        "definition": quoted(draw(TEXTS.filter(bool))),
        "use": quoted(draw(TEXTS)),
        "avoid": quoted(draw(TEXTS)),
        "label": quoted(" ".join(draw(TEXTS).split())),
        "examples": f"[{', '.join(map(quoted, draw(EXAMPLES)))}]",
        "color": draw(st.sampled_from(['""', '"#aabbcc"'])),
    }
    more = [f"{indent}  {key}: {value}" for key, value in fields.items()]
    return [f"{indent}- id: C-{number}", f"{indent}  name: {name}", *more]


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=codebooks(), form=st.sampled_from(["xlsx", "csv", "excel"]))
def test_any_codebook_goes_out_and_comes_back_unchanged(
    empty: Study, tmp_path: Path, text: str, form: str
) -> None:
    empty.config.codebook.write_text(text, "utf-8")
    empty.forget_codebook()
    path = tmp_path / ("t.xlsx" if form == "xlsx" else "t.csv")
    export_handbook(empty, Printed(), path, path.suffix[1:], at=AT, excel=form == "excel")
    found = import_codebook_table(empty, path)
    assert not found.news
    assert found.same == len(empty.codebook.codes)
