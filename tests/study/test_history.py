"""The log's pure parts: what is undone, which lines are kept, and times as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmecode.errors.study import UnknownDateError
from rmecode.model import LogEntry
from rmecode.study.history import Asked, kept_entries, moment, undone_of


def entry(number: int, action: str = "code", by: str = "ana", at: str = "", **of: int) -> LogEntry:
    time = at or f"2026-11-{number:02}T10:00:00+00:00"
    return LogEntry(number, time, by, action, undoes=of.get("undoes"), redoes=of.get("redoes"))


def test_a_write_is_undone_while_it_was_undone_more_often_than_redone() -> None:
    log = [entry(1), entry(2), entry(3, "undo", undoes=2)]
    assert undone_of(log) == {2}
    log.append(entry(4, "redo", redoes=2))
    assert undone_of(log) == frozenset()
    log += [entry(5, "undo", undoes=2), entry(6, "undo", undoes=1)]
    assert undone_of(log) == undone_of(reversed(log)) == {1, 2}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (Asked(), [1, 2, 3, 4]),
        (Asked(by=("ANA",)), [1, 4]),
        (Asked(by=("-",)), [3]),
        (Asked(by=("-", "bot")), [2, 3]),
        (Asked(actions=("move",)), [4]),
        (Asked(since="2026-11-02"), [2, 3, 4]),
        (Asked(until="2026-11-02"), [1, 2]),
        (Asked(since="2026-11-02T10:00:01"), [3, 4]),
        (Asked(until="2026-11"), [1, 2, 3, 4]),
        (Asked(since="2026-11-03", until="2026-11-02"), []),
        (Asked(by=("ana",), until="2026-11-03"), [1]),
    ],
)
def test_lines_are_kept_by_author_action_and_time(asked: Asked, kept: list[int]) -> None:
    log = [entry(1), entry(2, by="bot"), entry(3, by=""), entry(4, "move", "Ána")]
    assert [each.id for each in kept_entries(log, asked)] == kept


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        (" 2026-11-22 ", "2026-11-22"),
        ("2026-11-22 10", "2026-11-22T10"),
        ("2026-11-22T10:30", "2026-11-22T10:30"),
        ("2026-11-22T10:30:05Z", "2026-11-22T10:30:05"),
        ("2026-11-22T10:30:05-03:00", "2026-11-22T13:30:05"),
        ("2026-11-22T10:30:05.5", "2026-11-22T10:30:05"),
    ],
)
def test_times_are_taken_as_far_as_they_are_written(typed: str, meant: str) -> None:
    assert moment(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ayer",
        "26-11-22",
        "2026-13",
        "2026-02-30",
        "2026-11-22T24:10",
        "22/11/2026",
        "2026-1",
        "0000",
        "0001-01-01T00:00:00+23:00",
        "٢٠٢٦",
    ],
)
def test_what_is_no_time_is_said(typed: str) -> None:
    with pytest.raises(UnknownDateError):
        moment(typed)


@given(st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30)))  # noqa: DTZ001  # UTC by meaning
def test_the_beginning_of_a_time_is_that_beginning(time: dt.datetime) -> None:
    whole = time.replace(microsecond=0).isoformat()
    for length in (4, 7, 10, 13, 16, 19):
        assert moment(whole[:length]) == whole[:length]
    assert moment(whole + "+00:00") == whole
