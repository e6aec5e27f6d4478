"""How much the proofs of tests/README.md draw: little, or with `--full-proofs` all of it. And one
process of each solver for all plans that a process of tests makes.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import ClassVar

import pytest

from planner import pipeline
from planner.portfolio import pieces
from planner.solve.engines.child import Killable


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the flag."""
    parser.addoption(
        "--full-proofs",
        action="store_true",
        help="draw as many plans and missions as tests/README.md reports (an hour)",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for a `block` of cases the blocks that its module names: the first of
    REDUCED, or all FULL blocks. A block is (its number, how many cases it shall hold).
    """
    if "block" not in metafunc.fixturenames:
        return
    full = metafunc.config.getoption("full_proofs")
    number, size = metafunc.module.FULL if full else metafunc.module.REDUCED
    metafunc.parametrize("block", [(each, size) for each in range(number)], ids=str)


@pytest.fixture
def ctrl_c_is_heard() -> Iterator[None]:
    """Also in a suite in the background, whose shell has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class _Lent:
    """A solver as a plan asks for it, which outlives the plan: its process takes longer to start
    than most plans of tests take to make. If it has to be killed, the next solve starts another.
    """

    kept: ClassVar[dict[str, Killable]] = {}

    def __init__(self, name: str, *, memory_gb: float | None = None) -> None:
        self._name, self._memory_gb = name, memory_gb

    def __enter__(self) -> Killable:
        name, memory_gb = self._name, self._memory_gb
        key = f"{name} {memory_gb}"
        # Begun now: later, it might inherit a limit on memory that is this plan's alone.
        return self.kept.setdefault(key, Killable(name, memory_gb=memory_gb)).__enter__()

    def __exit__(self, *_: object) -> None:
        """The process stays."""


@pytest.fixture(autouse=True, scope="session")
def _solvers_are_lent() -> Iterator[None]:
    """Plans made in this process share its solvers; tests of a solver's process have their own."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (pipeline, pieces):
            patch.setattr(module, "Killable", _Lent)
        yield
    for solver in _Lent.kept.values():
        solver.close()
