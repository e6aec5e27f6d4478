"""Functions that tests run as jobs: workers import them from here."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import current_thread
from time import monotonic, sleep
from typing import Any

from planner.errors import Infeasible, NoPlanFound

LONG_S = 60.0


def square(number: int) -> dict[str, Any]:
    """A number, its square, and the input again."""
    return {"number": number, "square": number**2, "again": [number, str(number)]}


def refuse_odd(number: int) -> int:
    """The number; odd ones have no plan, multiples of five clash."""
    if number % 5 == 0:
        raise Infeasible([f"{number} is too round", "by 5"])
    if number % 2:
        raise NoPlanFound(f"{number} is odd")
    return number


def fail_at(given: tuple[int, str]) -> int:
    """Number 1 fails at once; the others note that they began and are slow."""
    number, folder = given
    if number == 1:
        raise ZeroDivisionError("one is one too many")
    (Path(folder) / f"began-{number}").touch()
    sleep(60)
    (Path(folder) / f"ended-{number}").touch()
    return number


def divide(number: int) -> float:
    """One has nothing to divide by."""
    return number / (number - 1)


def process(given: tuple[int, str, int]) -> int:
    """Who does the job, once so many have begun: each in a process of its own."""
    number, folder, together = given
    (Path(folder) / f"began-{number}").touch()
    deadline = monotonic() + LONG_S
    while len(list(Path(folder).glob("began-*"))) < together:
        assert monotonic() < deadline
        sleep(0.01)
    return os.getpid()


def die_once(given: tuple[int, str]) -> int:
    """Every run leaves a file; number 2 kills its process the first time."""
    number, folder = given
    runs = len(list(Path(folder).glob(f"run-{number}-*")))
    (Path(folder) / f"run-{number}-{runs}").write_text(str(os.getpid()))
    if number == 2 and runs == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 10


def die_last(given: tuple[int, str]) -> int:
    """As `die_once`, after all others are told (`others` is there)."""
    number, folder = given
    wait_for((abs(number - 2), str(Path(folder) / "others")))
    return die_once(given)


def die_always(number: int) -> int:
    """Number 1 kills its process each time."""
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 10


def wait_long(given: tuple[int, str]) -> int:
    """Number 0 is done at once; the others leave their pid in a file and wait."""
    number, folder = given
    if number:
        (Path(folder) / f"pid-{number}").write_text(str(os.getpid()))
        sleep(LONG_S)
    return number


def wait_for(given: tuple[int, str]) -> int:
    """Number 0 waits until a file is there, the others do not."""
    number, path = given
    deadline = monotonic() + 60
    while number == 0 and not Path(path).exists():
        assert monotonic() < deadline
        sleep(0.01)
    return number


def anything(given: object) -> str:
    """Takes whatever can travel."""
    return repr(given)


def change(given: list[int]) -> list[int]:
    """Changes its input."""
    given.append(0)
    return given


def environment(_: int) -> tuple[str | None, bool]:
    """How many threads arithmetic has, and whether the job has the main thread."""
    return os.environ.get("OMP_NUM_THREADS"), current_thread().name == "MainThread"
