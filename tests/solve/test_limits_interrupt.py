"""Tests of Ctrl-C: the first is a wish, the second an order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from planner.solve.interrupt import Interrupt

ROOT = Path(__file__).parents[2]
# Python's own handler again: a suite in the background inherits that Ctrl-C is ignored.
BEGIN = """import os, signal
from planner.solve.interrupt import Interrupt
signal.signal(signal.SIGINT, signal.default_int_handler)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that may send itself signals."""
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_the_first_signal_is_noted(number: str) -> None:
    """Tests that the block goes on to its end after one signal."""
    done = run(
        "with Interrupt() as interrupt:\n"
        "    print(interrupt.asked())\n"
        f"    os.kill(os.getpid(), signal.{number})\n"
        "    print(interrupt.asked())\n"
        "print('goes on')\n"
    )
    assert (done.stdout.split("\n")[:3], done.returncode) == (["False", "True", "goes on"], 0)


@pytest.mark.parametrize("second", ["SIGINT", "SIGTERM"])
def test_the_second_signal_raises(second: str) -> None:
    """Tests that a second signal of either kind cannot be missed."""
    done = run(
        "try:\n"
        "    with Interrupt():\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        f"        os.kill(os.getpid(), signal.{second})\n"
        "        print('not reached')\n"
        "except KeyboardInterrupt:\n"
        "    print('raised')\n"
    )
    assert (done.stdout, done.returncode) == ("raised\n", 0)


def test_after_the_block_signals_act_as_before() -> None:
    """Tests that handlers are put back: a Ctrl-C after the block raises at once."""
    done = run(
        "both = (signal.SIGINT, signal.SIGTERM)\n"
        "before = [signal.getsignal(number) for number in both]\n"
        "with Interrupt(): inside = [signal.getsignal(number) for number in both]\n"
        "after = [signal.getsignal(number) for number in both]\n"
        "print(inside == before, after == before)\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
    )
    assert done.stdout == "False True\n"
    assert "KeyboardInterrupt" in done.stderr


def test_an_ignored_signal_stays_ignored() -> None:
    """Tests a run in the background, whose shell has switched Ctrl-C off."""
    done = run(
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "with Interrupt() as interrupt:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print(interrupt.asked())\n"
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize("before", ["default_int_handler", "SIG_IGN"])
def test_a_timetable_leaves_ctrl_c_as_it_was(before: str) -> None:
    """Tests that CP-SAT, asked for 15 flights of which 14 can be flown and for the most that can,
    puts no other handler in place: its own killed the process at the next Ctrl-C.
    """
    done = run(
        "from tests.timetable.instances import FLIGHT, made, sorties\n"
        f"signal.signal(signal.SIGINT, signal.{before})\n"
        "with Interrupt() as interrupt:\n"
        "    [cut] = made(sorties((FLIGHT, 0, 15))).weeks_proved_impossible\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print(cut.maximum_trips, interrupt.asked())\n"
    )
    assert done.stdout == f"14 {before != 'SIG_IGN'}\n", done.stderr


def test_other_threads_do_without() -> None:
    """Tests that the block does nothing, and fails in nothing, outside the main thread."""
    seen: list[bool] = []

    def work() -> None:
        with Interrupt() as interrupt:
            seen.append(interrupt.asked())

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [False]


def test_a_solve_in_a_process_ends_at_the_first_signal() -> None:
    """Tests Ctrl-C with a solver that never ends: its best point comes back."""
    done = run(
        "from planner.solve.engines import MipLimits\n"
        "from planner.solve.engines.child import Killable\n"
        "from tests.solve.programs import FAKE\n"
        "from tests.solve.test_limits_child import PROGRAM\n"
        "press = lambda value, point: value == 4 and os.kill(os.getpid(), signal.SIGINT)\n"
        "with Interrupt() as wish, Killable('slow', factory=FAKE, stop=wish.asked) as solver:\n"
        "    answer = solver.solve_mip(PROGRAM, MipLimits(), on_incumbent=press)\n"
        "print(answer.termination, answer.limit, answer.value)\n"
    )
    assert done.stdout == "feasible interrupted 2.0\n", done.stderr


PROGRAM = """
import numpy as np
from planner.model.build import build_model
from planner.options.options import build_options
from planner.solve.program import Program
from planner.solve.whole import bounds_of, stay_put
from tests.builders import mission
asked = mission()
model = build_model(asked, build_options(asked))
program = Program(model, np.arange(model.columns.count))
program._highs.setOptionValue("presolve", "off")  # else there is nothing left to interrupt
"""


def test_a_linear_program_ends_when_somebody_asks() -> None:
    """Tests that a solve asked to stop has no answer, and that the next, not asked, has one."""
    done = run(
        f"{PROGRAM}"
        "print(program.solve(60.0, stop=lambda: True))\n"
        "again, fresh = program.solve(60.0), Program(model, np.arange(model.columns.count))\n"
        "print(abs(again.value - fresh.solve(60.0).value) < 1e-6)\n"
    )
    assert done.stdout == "None\nTrue\n", done.stderr


def test_the_second_signal_ends_a_linear_program_at_once() -> None:
    """Tests two Ctrl-C in the middle of a solve that would go on."""
    done = run(
        f"{PROGRAM}"
        "def press():\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return False\n"
        "try:\n"
        "    with Interrupt():\n"
        "        print(program.solve(60.0, stop=press))\n"
        "except KeyboardInterrupt:\n"
        "    print('raised')\n"
    )
    assert done.stdout == "raised\n", done.stderr
