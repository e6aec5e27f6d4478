"""Count what a search solves, from outside of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import highspy

from planner.model.model import Rows
from planner.solve.engines import Engine, LpAnswer, MipAnswer, MipLimits
from planner.solve.engines.base import Floats, Incumbent


@dataclass
class Count:
    """Linear and integer programs solved so far."""

    lps: int = 0
    mips: int = 0


@contextmanager
def counted_lps(count: Count) -> Iterator[None]:
    """Count each call of `highspy.Highs.run` in this process as a linear program."""
    original = highspy.Highs.run

    def run(self: Any) -> Any:
        count.lps += 1
        return original(self)

    highspy.Highs.run = run
    try:
        yield
    finally:
        highspy.Highs.run = original


class CountedEngine:
    """An engine that counts what it is given, and lets another one solve it."""

    def __init__(self, engine: Engine, count: Count) -> None:
        self.name = engine.name
        self._engine = engine
        self._count = count

    def solve_lp(self, rows: Rows, *, seconds: float | None = None) -> LpAnswer:
        """As the other one does."""
        self._count.lps += 1
        return self._engine.solve_lp(rows, seconds=seconds)

    def solve_mip(
        self,
        rows: Rows,
        limits: MipLimits,
        *,
        start: Floats | None = None,
        on_incumbent: Incumbent | None = None,
    ) -> MipAnswer:
        """As the other one does."""
        self._count.mips += 1
        return self._engine.solve_mip(rows, limits, start=start, on_incumbent=on_incumbent)
