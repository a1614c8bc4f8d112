"""Every error is one sentence that says where, what, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rmecode.errors import FileUnreadableError, FileUnwritableError, RmecodeError
from rmecode.errors import study as of_study
from rmecode.errors.codebook import AmbiguousCodeError, UnknownCodeError
from rmecode.errors.problems import ProblemsError
from rmecode.errors.tables import MissingColumnsError, NotATableError
from rmecode.messages import activate
from rmecode.model import Code, Codebook, Problem

activate("en")

FILE = Path("estudio/cases.csv")
BOOK = Codebook("libro", "1", (Code("A", "red", "Red", kind="area"),))

SAID = [
    (
        FileUnreadableError(FILE, FileNotFoundError(2, "No such file")),
        "there is no such file",
        "Check",
    ),
    (FileUnreadableError(FILE, OSError()), "OSError", "Check"),
    (FileUnwritableError(FILE, "it is open in Excel"), "open in Excel", "Close it"),
    (NotATableError(FILE, "it is empty"), "it is empty", "Save it again"),
    (MissingColumnsError(FILE, ["case"], ["a", ""]), "case is missing", "Add it"),
    (MissingColumnsError(FILE, ["case"], []), "has: -", "Add it"),
    (of_study.StudyNotFoundError(Path("estudio/cases.csv")), "no study", "rmecode init"),
    (of_study.StudyExistsError(FILE), "already there", "Name a new folder"),
    (of_study.FileChangedError(FILE, "R1"), "taken as R1", "source remove R1"),
    (of_study.SameContentError(FILE, "R2", "R1"), "as R1", "Give its row"),
]
NAMELESS = [
    (of_study.UnknownNameError("case", "R9", ["R1", "R2"]), "R9", "R1"),
    (of_study.UnknownNameError("case", "R9", []), "R9", "no case of this name in the study."),
    (of_study.NoSourcesError(), "no sources", "rmecode ingest"),
    (of_study.TurnsUnclearError("x", "R1", 9), "turns 1 to 9", "12-18"),
    (of_study.AmbiguousFilesError("a", ["b/a.txt", "a.txt"]), "a.txt, b/a.txt", "Give one"),
    (of_study.NoCoderError(), "Who is coding?", "--coder"),
    (UnknownCodeError("rad", BOOK), "libro", "Did you mean: red"),
    (AmbiguousCodeError("x", BOOK.codes), "several", "Write one of: red"),
]


@pytest.mark.parametrize(("error", "fault", "remedy"), SAID, ids=lambda each: type(each).__name__)
def test_an_error_on_a_file_names_it_the_fault_and_the_remedy(
    error: RmecodeError, fault: str, remedy: str
) -> None:
    assert str(error).startswith(f"{FILE}: ")
    assert fault in str(error)
    assert remedy in str(error)
    assert "{" not in str(error)


@pytest.mark.parametrize(
    ("error", "fault", "remedy"), NAMELESS, ids=lambda each: type(each).__name__
)
def test_other_errors_name_the_fault_and_the_remedy(
    error: RmecodeError, fault: str, remedy: str
) -> None:
    assert fault in str(error)
    assert remedy in str(error)
    assert "{" not in str(error)


def test_only_what_the_machine_met_ends_with_one() -> None:
    assert FileUnwritableError(FILE, "full").exit_code == 1
    assert {error.exit_code for error, *_rest in (*NAMELESS, SAID[0])} == {2}


def test_many_problems_are_one_line_each() -> None:
    problems = [Problem("a.csv", "row 2", "is odd."), Problem("b.csv", "", "is empty.")]
    error = ProblemsError(problems)
    assert str(error).splitlines() == ["a.csv, row 2: is odd.", "b.csv: is empty."]
    assert error.problems == tuple(problems)
