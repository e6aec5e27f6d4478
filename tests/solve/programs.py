"""Small programs for tests of engines, and engines that misbehave (loaded by name in a process)."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import sparse

from planner.model.arrays import Rows
from planner.solve.engines import Engine, LpAnswer, MipAnswer, MipLimits, engine
from planner.solve.engines.base import Floats, Incumbent

FAKE = "tests.solve.programs:fake"
FOREVER_S = 600.0


def rows(
    cost: list[float],
    matrix: list[list[float]],
    row_lower: list[float],
    row_upper: list[float],
    *,
    lower: float = 0.0,
    upper: float = 100.0,
    integer: list[bool] | None = None,
) -> Rows:
    """A program over columns of equal bounds, all integer unless said otherwise."""
    n = len(cost)
    return Rows(
        np.array(cost, dtype=float),
        np.full(n, lower),
        np.full(n, upper),
        np.ones(n, dtype=bool) if integer is None else np.array(integer),
        sparse.csc_matrix(np.array(matrix, dtype=float)),
        np.array(row_lower, dtype=float),
        np.array(row_upper, dtype=float),
    )


# Least x + y with x + y >= 1: all ones cost 2, all twos (heard later) 4, the best 1.
PROGRAM = rows([1, 1], [[1, 1]], [1], [np.inf])


def drawn(seed: int, columns: int, count: int) -> Rows:
    """A program with random numbers: packing rows, and rows that ask for something."""
    rng = np.random.default_rng(seed)
    matrix = rng.integers(0, 20, (count, columns)) * (rng.random((count, columns)) < 0.7)
    total = matrix.sum(axis=1)
    asks = rng.random(count) < 0.4
    program = rows(
        list(rng.integers(-20, 20, columns)),
        matrix.tolist(),
        list(np.where(asks, total * 1.9, -np.inf)),
        list(np.where(asks, np.inf, total * 1.5)),
        upper=3.0,
        integer=list(rng.random(columns) < 0.7),
    )
    return replace(program, cost=program.cost + rng.random(columns))


def hard() -> Rows:
    """A packing program that no engine solves at its root."""
    rng = np.random.default_rng(7)
    matrix = rng.integers(1, 60, (20, 40))
    cost = -rng.integers(1, 60, 40)
    limit = matrix.sum(axis=1) // 3
    return rows(list(cost), matrix.tolist(), [-np.inf] * 20, list(limit), upper=3.0)


def fake(name: str) -> Engine:
    """An engine that does what its name says, in the place of a solver.

    slow: finds the point of all ones, then never ends. dies: ends its process at once.
    dies_late: finds a point first. dies_once:FILE: only while FILE does not exist.
    pid: answers with its process's id. fails: raises. prints: writes to standard output.
    eats: takes 3.2 GB at first.
    """
    if name == "unloadable":
        raise ValueError("there is nothing to load")
    return _Fake(name)


class _Fake:
    """See `fake`."""

    def __init__(self, name: str) -> None:
        self.name, _, self._file = name.partition(":")
        self._inner = engine("highs")

    def solve_lp(self, rows: Rows, *, seconds: float | None = None) -> LpAnswer:
        """As the name says."""
        self._act(rows, None)
        return self._inner.solve_lp(rows, seconds=seconds)

    def solve_mip(
        self,
        rows: Rows,
        limits: MipLimits,
        *,
        start: Floats | None = None,
        on_incumbent: Incumbent | None = None,
    ) -> MipAnswer:
        """As the name says."""
        self._act(rows, on_incumbent)
        answer = self._inner.solve_mip(rows, limits, start=start, on_incumbent=on_incumbent)
        return replace(answer, bound=float(os.getpid())) if self.name == "pid" else answer

    def _act(self, rows: Rows, on_incumbent: Incumbent | None) -> None:
        if on_incumbent is not None and self.name in ("slow", "dies_late"):
            for number in (1.0, 2.0):  # the second is worse if costs are positive
                point = np.full(len(rows.cost), number)
                on_incumbent(float(rows.cost @ point), point)
        if self.name == "slow":
            time.sleep(FOREVER_S)
        if self.name in ("dies", "dies_late"):
            os._exit(9)
        if self.name == "dies_once" and not Path(self._file).exists():
            Path(self._file).touch()
            os._exit(9)
        if self.name == "eats":
            assert np.empty(400_000_000).size
        if self.name == "fails":
            raise MemoryError("no room")
        if self.name == "prints":
            os.write(1, b"a line that a solver prints\n")
