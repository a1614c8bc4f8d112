"""Processes that write at once lose nothing, and neither does one that is killed."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rmecode.store import open_store
from tests.store.samples import AT

ROOT = Path(__file__).parents[2]


def start_writer(path: Path, coder: str, *count: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", str(path), coder, *count],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    writers = [start_writer(path, coder, "40") for coder in ("Ana", "Bot")]
    said = [writer.communicate(timeout=60)[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(lines) for lines in said] == [40, 40]
    with open_store(path, at=AT) as store:
        for lines, coder in zip(said, ("Ana", "Bot"), strict=True):
            ids = {int(number) for line in lines for number in line.split()[1:]}
            assert {each.id for each in store.codings(coders=[coder])} == ids
        assert store.counts().entries == 81
        assert store.faults() == ()


def test_threads_of_one_process_may_share_a_store(path: Path) -> None:
    with open_store(path, at=AT) as store:
        seen: list[int] = []
        threads = [
            threading.Thread(target=lambda: seen.append(len(store.sources()))) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert seen == [2] * 8


@pytest.mark.slow
def test_a_process_that_is_killed_at_any_moment_loses_nothing_it_was_told_is_safe(
    path: Path,
) -> None:
    chance = random.Random(20260301)  # noqa: S311  (nobody's secret)
    told: dict[str, set[int]] = {"+": set(), "-": set(), "x": set()}
    acknowledged = 0
    for _ in range(100):
        writer = start_writer(path, "Ana")
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.15))
        writer.kill()
        # A line that the kill cut short acknowledges nothing.
        for line in (first + writer.communicate()[0]).splitlines(keepends=True):
            if line.endswith("\n"):
                told[line[0]] |= {int(number) for number in line.split()[1:]}
                acknowledged += 1
        with open_store(path, at=AT) as store:
            assert store.faults() == ()
            stored = {each.id for each in store.codings()}
            assert told["+"] - told["-"] <= stored
            assert not told["x"] & stored
            assert len({each.rule for each in store.suggestions()}) <= 1
            assert len(store.suggestions()) in {0, 40}
    assert acknowledged > 300
