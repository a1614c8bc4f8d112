"""Any sequence of changes of the codebook keeps file, codings and names together, and comes back."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmecode.errors import RmecodeError
from rmecode.model import find_code, fold
from rmecode.study import Study, open_study
from rmecode.study.codebooks import edits, splitting
from rmecode.study.codebooks.writing import carry_out
from rmecode.study.importing import import_codings
from rmecode.study.undoing import redo, undo
from tests.cli.test_codebook_edit import rows
from tests.study.conftest import AT

if TYPE_CHECKING:
    from rmecode.study.codebooks.edits import Plan

CODINGS = """\
source,quote,code,coder,memo
R1-director,La confianza llegó después,CS-1,ana,una
R1-director,La confianza llegó después,CS-2,ana,otra
R1-director,La confianza llegó después,CO-1,robot,
R1-director,reuniones de los martes,CO-1,ana,
R2-director,Aquí nadie confía en nadie.,CS-1,ana,
R2-director,Aquí nadie confía en nadie.,VA,ana,
deprov,metas claras,CO-2,ana,
deprov,los vínculos son débiles,CS-2,robot,
deprov,cuesta llegar a la reunión,PR-1-1,ana,
"""


@pytest.fixture
def coded(study: Study) -> Path:
    """Return the folder of a study with nine codings by two coders, closed."""
    path = study.root / "hechas.csv"
    path.write_text(CODINGS, "utf-8")
    report = import_codings(study, path, by="ana", at=AT)
    assert (report.new, report.problems) == (9, ())
    study.close()
    return study.root


@dataclass
class Model:
    """What must hold, kept by other means than the study's own."""

    codes: dict[int, str]
    """The code of each living coding."""
    home: dict[str, str]
    """The id of the code that each path ever seen leads to."""
    past: list[tuple[dict[int, str], dict[str, str], bytes]] = field(default_factory=list)
    future: list[tuple[dict[int, str], dict[str, str], bytes]] = field(default_factory=list)


ACTIONS = ("rename", "merge", "move", "top", "remove", "add", "split", "undo", "redo")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, 30), st.integers(0, 30)),
    min_size=1,
    max_size=7,
)


def _plan(study: Study, action: str, one: int, two: int) -> Plan:
    codes = study.codebook.codes
    first, second = codes[one % len(codes)], codes[two % len(codes)]
    name = f"nuevo_{one}_{two}"
    planners = {
        "rename": lambda: edits.rename(study, first.id, name),
        "merge": lambda: edits.merge(study, [first.id], second.id),
        "move": lambda: edits.move(study, first.id, second.id),
        "top": lambda: edits.move(study, first.id, "", before=second.id if one % 2 else ""),
        "remove": lambda: edits.remove(study, first.id, second.id, children=bool(two % 2)),
        "add": lambda: edits.add(study, name, edits.Words(definition="Algo."), under=first.id),
        "split": lambda: _split(study, first.id, (name, second.id), one),
    }
    return planners[action]()


def _split(study: Study, code: str, into: tuple[str, str], some: int) -> Plan:
    draft = splitting.prepared(study, code, into, {})
    ids = [coding.id for coding in study.store.codings() if coding.code == code]
    chosen = {id_: draft.targets[(id_ + some) % 2].id for id_ in ids[: some % 4]}
    return splitting.plan(study, draft, chosen)


def _follow(study: Study, model: Model, plan: Plan) -> None:
    """Let the model follow a change that was carried out."""
    heirs = dict(plan.edit.heirs)
    recoded = {id_: code for code, ids in plan.edit.recoded.items() for id_ in ids}
    living = {coding.id for coding in study.store.codings()}
    moved = {id_: recoded.get(id_, heirs.get(code, code)) for id_, code in model.codes.items()}
    joined = set(moved) - living
    assert living <= set(moved)
    assert all(moved[id_] in {moved[other] for other in living} for id_ in joined)
    model.codes = {id_: code for id_, code in moved.items() if id_ in living}
    model.home = {path: heirs.get(code, code) for path, code in model.home.items()}
    model.home |= {fold(code.path): code.id for code in study.codebook}


def _step(study: Study, model: Model, action: str, one: int, two: int) -> None:
    book = study.config.codebook
    if action in ("undo", "redo"):
        source, target = model.past, model.future
        if action == "redo":
            source, target = target, source
        if source:
            target.append((model.codes, model.home, book.read_bytes()))
            (undo if action == "undo" else redo)(study, by="ana", at=AT)
            model.codes, model.home, written = source.pop()
            assert book.read_bytes() == written
        return
    before = (model.codes, model.home, book.read_bytes())
    try:
        plan = _plan(study, action, one, two)
    except RmecodeError:
        assert book.read_bytes() == before[2]
        return
    carry_out(study, plan.edit, by="ana", at=AT)
    model.past.append(before)
    model.future.clear()
    _follow(study, model, plan)


def _check(study: Study, model: Model) -> None:
    with open_study(study.root) as fresh:
        codings, book = fresh.store.codings(), fresh.codebook
        assert {coding.id: coding.code for coding in codings} == model.codes
        assert {coding.code for coding in codings} <= set(book.by_id)
        for path, code in model.home.items():
            if code in book.by_id:
                assert find_code(book, path).id == code, path
        assert rows(study.root)["brought"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_codes_codings_and_names_stay_together_and_everything_comes_back(
    coded: Path, steps: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = shutil.copytree(coded, Path(scratch) / "estudio")
        shutil.copy(root / "libro.yaml", root / "antes.yaml")
        before = rows(root)
        with open_study(root) as study:
            model = Model(
                {coding.id: coding.code for coding in study.store.codings()},
                {fold(code.path): code.id for code in study.codebook},
            )
            for action, one, two in steps:
                _step(study, model, action, one, two)
                if model.past:
                    _check(study, model)
            if model.past:
                undo(study, len(model.past), by="ana", at=AT)
        assert rows(root) == before
        assert (root / "libro.yaml").read_bytes() == (root / "antes.yaml").read_bytes()
