"""Commands as processes: two at once, interrupted, on full or read-only disks, into closed pipes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from rmecode.study import open_study
from rmecode.study.ingesting import ingest
from tests.cli.miniature import command_line, environment, put_codings, rmecode, spawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and mounts of POSIX")


def started(*arguments: object, cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command_line(*arguments),
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out.decode(), err.decode()


def many_codings(study: Path, coder: str) -> Path:
    text = rmecode("source", "show", "norte-dir", "--text", study=study).out
    lines = [f"norte-dir,{n},{n + 5},contexto,{coder}\n" for n in range(len(text) - 6)]
    return put_codings(study, "source,start,end,code,coder\n" + "".join(lines), f"{coder}.csv")


def test_two_imports_at_once_both_take_everything(coded: Path) -> None:
    files = {coder: many_codings(coded, coder) for coder in ("uno", "dos", "tres")}
    running = [started("coding", "import", file, cwd=coded) for file in files.values()]
    for code, _out, err in [ended(process) for process in running]:
        assert (code, "Traceback" in err) == (0, False), err
    for coder, file in files.items():
        taken = rmecode("coding", "list", "--coder", coder, "--json", study=coded).json
        assert len(taken) == len(file.read_text("utf-8").splitlines()) - 1 > 100
    assert rmecode("check", study=coded).code == 0


def test_a_run_beside_a_run_leaves_what_one_leaves(study: Path) -> None:
    shutil.copy(put_codings(study), study / "codings" / "ana.csv")
    for code, _out, err in [ended(each) for each in [started("run", cwd=study) for _ in range(2)]]:
        assert code in (0, 1, 2)
        assert "Traceback" not in err, err
    last = rmecode("run", study)
    assert last.code == 0, last.err
    rows = rmecode("coding", "list", "--json", study=study).json
    assert len(rows) == 3
    assert len(rmecode("review", "--json", study=study).json) == 7
    assert len(rmecode("source", "list", "--json", study=study).json) == 4
    assert rmecode("check", study=study).code == 0
    assert (study / "results" / "rmecode.xlsx").is_file()


def test_a_run_that_began_before_another_ended_writes_no_row_of_a_table_twice(study: Path) -> None:
    (study / "speakers.csv").unlink()
    at = "2026-03-01T12:00:00+00:00"
    with open_study(study) as slow, open_study(study) as quick:
        assert len(slow.records.sources) == 4
        ingest(quick, by="", at=at)
        shutil.rmtree(study / "cache")
        ingest(slow, by="", at=at)
    rows = (study / "speakers.csv").read_text("utf-8").splitlines()
    assert len(rows) == len(set(rows)) == 9
    assert rmecode("check", study=study).code == 0


def _many_sources(study: Path, count: int) -> None:
    lines = []
    for number in range(count):
        text = f"Directora: Hay confianza, número {number}. " + "Vamos paso a paso. " * 60
        (study / "transcripts" / f"s{number}.txt").write_text(text + "\n", "utf-8")
        lines.append(
            f"s{number},transcripts/s{number}.txt,entrevista_individual,2,Sur,,director,\n"
        )
    with (study / "sources.csv").open("a", encoding="utf-8") as table:
        table.writelines(lines)


@posix
def test_an_interrupted_run_keeps_what_was_taken_and_the_next_goes_on(study: Path) -> None:
    _many_sources(study, 150)
    running = started("run", cwd=study)
    limit = time.monotonic() + 60
    while not (study / "project.sqlite").exists() and time.monotonic() < limit:
        time.sleep(0.01)
    time.sleep(0.4)
    running.send_signal(signal.SIGINT)
    code, out, err = ended(running)
    assert (code, out) == (130, "")
    assert err.strip() == "Interrupted. What was saved stays saved."
    taken = len(rmecode("source", "list", "--json", study=study).json)
    assert taken < 154
    last = rmecode("run", study)
    assert last.code == 0, last.err
    assert f"154 ({154 - taken} new)" in last.out
    assert rmecode("check", study=study).code == 0


@posix
def test_a_reader_that_goes_away_is_no_error_to_read_about(coded: Path) -> None:
    running = started("codebook", "show", "--json", cwd=coded)
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == b""
    assert running.wait(60) == 1
    running.stderr.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_output_that_does_not_fit_is_said(coded: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            command_line("coding", "list", "--json"),
            cwd=coded,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "the disk is full" in said
    assert said.count("\n") == 1


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """Mount a small disk in memory, where the tests may; skip where they may not."""
    place.mkdir(exist_ok=True)
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", *options, "tmpfs", place], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("mounting a disk needs root on Linux")
    try:
        yield place
    finally:
        subprocess.run([shutil.which("umount") or "umount", "-l", place], check=True)


def _fill(disk: Path) -> None:
    """Leave no free block on the disk."""
    with pytest.raises(OSError, match="No space left"), (disk / "lleno").open("wb", 0) as file:
        while True:
            file.write(b"x" * 65536)


def test_a_full_disk_loses_nothing_and_says_so(coded: Path, tmp_path: Path) -> None:
    file = many_codings(coded, "bot")
    with mounted(tmp_path / "disk", "-o", "size=8m") as disk:
        study = shutil.copytree(coded, disk / "study")
        assert rmecode("run", study).code == 0
        before = rmecode("coding", "list", "--json", study=study).json
        old = (study / "results" / "rmecode.xlsx").read_bytes()
        _fill(disk)
        for arguments in (["coding", "import", file], ["export", "xlsx"], ["undo"]):
            said = spawn(*arguments, "--study", study, cwd=tmp_path)
            assert said.code == 1, said
            assert said.err.count("\n") == 1, said.err
            assert "space" in said.err or "disk" in said.err
        (disk / "lleno").unlink()
        assert rmecode("coding", "list", "--json", study=study).json == before
        assert (study / "results" / "rmecode.xlsx").read_bytes() == old
        assert rmecode("coding", "import", file, study=study).code == 0
        assert rmecode("check", study=study).code == 0


def test_a_read_only_study_can_be_read_but_not_changed(coded: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-o", "size=8m") as disk:
        study = shutil.copytree(coded, disk / "study")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)  # noqa: S607
        for arguments in (
            ["coding", "remove", "1"],
            ["run"],
            ["export", "xlsx"],
            ["init", disk / "new"],
            ["source", "done", "jefe", "--coder", "ana"],
        ):
            named = [] if arguments[0] == "init" else ["--study", study]
            said = spawn(*arguments, *named, cwd=tmp_path)
            assert said.code == 1, (arguments, said)
            assert said.err.count("\n") == 1, (arguments, said.err)
            assert "Traceback" not in said.err
