"""Tests that solves in a process of their own can be ended, and end cleanly."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from planner.errors import NoPlanFound
from planner.memory import memory_limit
from planner.model.build import build_model
from planner.options.options import build_options
from planner.solve.engines import EngineFailed, MipLimits, engine
from planner.solve.engines.child import Killable
from planner.solve.search import run_search
from planner.solve.state import Limits, Search
from tests.builders import mission
from tests.solve.programs import FAKE, FOREVER_S, PROGRAM, hard

ROOT = Path(__file__).parents[2]


def ends(pid: int) -> bool:
    """Whether a process is gone, at the latest after ten seconds."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text("utf-8"):
            return True
        time.sleep(0.1)
    return False


def test_answers_are_those_of_the_engine() -> None:
    """Tests that a solve in another process gives the same answer, start and incumbents too."""
    plain, heard = engine("highs"), []
    with Killable("highs") as solver:
        there, here = solver.solve_lp(PROGRAM), plain.solve_lp(PROGRAM)
        assert (there.value, list(there.duals)) == (here.value, list(here.duals))
        best = solver.solve_mip(
            hard(), MipLimits(gap=0.0), on_incumbent=lambda v, _: heard.append(v)
        )
        expected = plain.solve_mip(hard(), MipLimits(gap=0.0))
        assert (best.value, list(best.point)) == (expected.value, list(expected.point))
        assert heard[-1] == best.value
        again = solver.solve_mip(hard(), MipLimits(nodes=1, gap=0.0), start=best.point)
        assert (again.limit, again.value) == ("nodes", best.value)


def test_a_search_is_the_same_with_its_solves_elsewhere() -> None:
    """Tests that a whole search ends with the same plan, through one process."""
    base = mission()
    model, points = build_model(base, build_options(base)), []
    with Killable("highs") as elsewhere:
        for solver in (engine("highs"), elsewhere):
            search = Search(model, solver, Limits(seconds=600.0), lambda _: None)
            run_search(search)
            points.append(search.point)
    assert np.array_equal(points[0], points[1])


def test_one_process_for_all_solves() -> None:
    """Tests that the process is kept, is not this one, and is gone after the block."""
    with Killable("pid", factory=FAKE) as solver:
        first, second = (int(solver.solve_mip(PROGRAM, MipLimits()).bound) for _ in range(2))
        assert first == second != os.getpid()
    with pytest.raises(ProcessLookupError):  # not even a zombie
        os.kill(first, 0)


def test_overrun_ends_with_the_best_point() -> None:
    """Tests that a solver which ignores its limit is killed, and its best point stands."""
    begin, heard = time.monotonic(), []
    with Killable("slow", factory=FAKE) as solver:
        answer = solver.solve_mip(
            PROGRAM, MipLimits(seconds=0.5), on_incumbent=lambda value, _: heard.append(value)
        )
        assert (answer.termination, answer.limit, answer.bound) == ("feasible", "time", -np.inf)
        assert (answer.value, list(answer.point)) == (2.0, [1.0, 1.0])
        assert heard == [2.0, 4.0]
        # A second solve finds a process again.
        relaxed = solver.solve_lp(PROGRAM, seconds=0.5)
        assert (relaxed.termination, len(relaxed.point)) == ("none", 0)
    assert time.monotonic() - begin < FOREVER_S / 4


def test_stop_ends_a_solve_without_limit() -> None:
    """Tests that a wish to stop is heard while a solve runs, and keeps the best point."""
    heard: list[float] = []
    with Killable("slow", factory=FAKE, stop=lambda: len(heard) == 2) as solver:
        answer = solver.solve_mip(
            PROGRAM, MipLimits(), on_incumbent=lambda value, _: heard.append(value)
        )
    assert (answer.termination, answer.limit, answer.value) == ("feasible", "interrupted", 2.0)


def test_a_dead_process_is_replaced_once(tmp_path: Path) -> None:
    """Tests that one death costs nothing but time."""
    with Killable(f"dies_once:{tmp_path / 'died'}", factory=FAKE) as solver:
        assert solver.solve_mip(PROGRAM, MipLimits()).value == pytest.approx(1)
    assert (tmp_path / "died").exists()


def test_two_deaths_are_told() -> None:
    """Tests that a program which kills its solver is an error in a sentence."""
    with Killable("dies", factory=FAKE) as solver:
        with pytest.raises(EngineFailed, match=r"solver dies died 2 times .* too little memory"):
            solver.solve_mip(PROGRAM, MipLimits())
        with pytest.raises(EngineFailed, match="died 2 times"):
            solver.solve_lp(PROGRAM)


def test_a_point_survives_the_death_of_its_finder() -> None:
    """Tests that points found before a solver dies are not lost with it."""
    with Killable("dies_late", factory=FAKE) as solver:
        answer = solver.solve_mip(PROGRAM, MipLimits())
    assert (answer.termination, answer.limit, answer.value) == ("feasible", "died", 2.0)
    assert np.array_equal(answer.point, [1.0, 1.0])


def test_an_error_keeps_its_text_and_the_process() -> None:
    """Tests that what the solver raises is raised here, solve after solve."""
    with Killable("fails", factory=FAKE) as solver:
        for _ in range(2):
            with pytest.raises(EngineFailed, match="solver fails failed: MemoryError: no room"):
                solver.solve_mip(PROGRAM, MipLimits())


def test_memory_of_the_process_is_limited_too() -> None:
    """Tests a solver that wants more than it may have, though it was started before the limit, and
    one that may have it: where memory is limited, its failure is told as memory that ran out.
    """
    with Killable("eats", factory=FAKE) as solver:
        assert solver.solve_mip(PROGRAM, MipLimits()).value == pytest.approx(1)
    with Killable("eats", factory=FAKE, memory_gb=2.0) as solver:
        with pytest.raises(EngineFailed, match="Unable to allocate"):
            solver.solve_mip(PROGRAM, MipLimits())
        with pytest.raises(NoPlanFound, match="a memory limit of 2 GB"), memory_limit(2.0):
            solver.solve_lp(PROGRAM)
    with (
        Killable("dies", factory=FAKE) as solver,
        pytest.raises(NoPlanFound, match="a memory limit of 3 GB"),
        memory_limit(3.0),
    ):
        solver.solve_lp(PROGRAM)


def test_an_engine_that_does_not_load_is_told() -> None:
    """Tests the sentence for an engine that cannot be made."""
    with (
        Killable("unloadable", factory=FAKE) as solver,
        pytest.raises(EngineFailed, match="ValueError: there is nothing to load"),
    ):
        solver.solve_lp(PROGRAM)


def test_what_solvers_print_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    """Tests that a print in the process neither shows nor garbles the answers."""
    with Killable("prints", factory=FAKE) as solver:
        assert solver.solve_mip(PROGRAM, MipLimits()).value == pytest.approx(1)
    assert capfd.readouterr() == ("", "")


def test_an_exception_here_leaves_no_process() -> None:
    """Tests that Ctrl-C during a solve goes up at once and takes the process with it."""

    def interrupt(_value: float, _point: object) -> None:
        raise KeyboardInterrupt

    solver = Killable("slow", factory=FAKE)
    with solver:
        assert solver._worker is not None
        pid = solver._worker.pid
        with pytest.raises(KeyboardInterrupt):
            solver.solve_mip(PROGRAM, MipLimits(), on_incumbent=interrupt)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize("last", ["pass", "import os; os._exit(1)"], ids=["exit", "crash"])
def test_no_orphans(last: str) -> None:
    """Tests that a process left open ends with its parent, even in the middle of a solve."""
    code = (
        "import threading, time\n"
        "from planner.solve.engines import MipLimits\n"
        "from planner.solve.engines.child import Killable\n"
        "from tests.solve.programs import FAKE, PROGRAM\n"
        "solver, heard = Killable('slow', factory=FAKE), threading.Event()\n"
        "hear = lambda *_: heard.set()\n"
        "solve = lambda: solver.solve_mip(PROGRAM, MipLimits(), on_incumbent=hear)\n"
        "threading.Thread(target=solve, daemon=True).start()\n"
        "assert heard.wait(60)\n"
        "print(solver._worker.pid, flush=True)\n" + last
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ends(int(done.stdout)), done.stderr
