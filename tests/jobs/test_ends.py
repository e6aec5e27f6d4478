"""Tests that jobs end with the program that asked for them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.jobs import JobsStopped, Workers, run_jobs
from tests.jobs import work

ROOT = Path(__file__).parents[2]
# Python's own handler again: a suite in the background inherits that Ctrl-C is ignored.
PROGRAM = """
import signal, sys
from planner.jobs import Workers, run_jobs
from tests.jobs.work import wait_long
signal.signal(signal.SIGINT, signal.default_int_handler)
jobs = [(str(number), (number, sys.argv[1])) for number in range(4)]
try:
    run_jobs(wait_long, jobs, Workers(2), on_done=lambda done: print(done.key, flush=True))
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def pids(folder: Path) -> list[int]:
    """Processes of the two jobs that wait, once both run."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = [path.read_text() for path in folder.glob("pid-*")]
        if len(found) == 2 and all(found):
            return [int(text) for text in found]
        time.sleep(0.05)
    raise AssertionError("the jobs did not start")


def gone(pid: int) -> bool:
    """Whether a process ends within ten seconds."""
    for _ in range(100):
        path = Path(f"/proc/{pid}/status")
        try:
            if "\nState:\tZ" in path.read_text("utf-8"):
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.1)
    return False


def test_jobs_end_once_nobody_wants_more(tmp_path: Path) -> None:
    """Tests that what was done is told, what runs and waits is ended at once, and that later jobs
    are done again.
    """
    given = [(str(number), (number, str(tmp_path))) for number in range(40)]
    told: list[str] = []
    begin = time.monotonic()
    with pytest.raises(JobsStopped):
        run_jobs(
            work.wait_long, given, Workers(2), on_done=lambda done: told.append(done.key),
            stop=lambda: len(list(tmp_path.glob("pid-*"))) == 2,
        )  # fmt: skip
    assert time.monotonic() - begin < work.LONG_S / 2
    assert told == ["0"]
    assert all(gone(pid) for pid in pids(tmp_path))
    again = run_jobs(work.square, [("1", 1)], Workers(2), stop=lambda: False)
    assert [done.result()["square"] for done in again] == [1]


@pytest.mark.parametrize(
    ("number", "said"), [(signal.SIGINT, "0\ninterrupted\n"), (signal.SIGKILL, "0\n")]
)
def test_no_job_outlives_the_program(tmp_path: Path, number: signal.Signals, said: str) -> None:
    """Tests Ctrl-C, which all processes of a terminal get, and a program that is killed: what was
    done is delivered, and no worker is left.
    """
    program = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    working = pids(tmp_path)
    if number == signal.SIGINT:
        os.killpg(program.pid, number)
    else:
        program.kill()
    assert all(gone(pid) for pid in working)
    output, errors = program.communicate(timeout=30)
    assert output == said
    assert "Traceback" not in errors
