"""What a search may use, what it has found so far, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.solve.bound import lower_bound
from planner.solve.engines import Engine
from planner.solve.floor import floor_usd

Floats = NDArray[np.float64]

MILLION = 1e6
# What a last step may take beyond the time limit: a share of it, and seconds.
OVERRUN, GRACE_SECONDS = 0.05, 1.0
LEAST_SECONDS = 0.1
CLOCKS = ("time", "interrupted", "died")
FOR_TRIPS = 0.2  # share of the gap asked for that rounding trips may lose


@dataclass(frozen=True)
class Progress:
    """News from the search: stage, seconds so far, best objective and bound in USD."""

    stage: str
    seconds: float
    objective_usd: float | None
    bound_usd: float | None


@dataclass(frozen=True)
class Limits:
    """What the search may use: seconds in all, and the headline gap at which it may stop. hasty:
    whether any plan will do, and the sooner the better.
    """

    seconds: float = 120.0
    gap: float = 0.01
    hasty: bool = False


@dataclass
class Search:
    """State of one search over one model; money in millions of USD."""

    model: Model
    engine: Engine
    limits: Limits
    on_progress: Callable[[Progress], None]
    stop: Callable[[], bool] = lambda: False
    begin: float = field(default_factory=perf_counter)
    bound: float = -np.inf
    duals: Floats = field(default_factory=lambda: np.zeros(0))  # of the rows, which prove the bound
    relaxed: float = np.inf  # value of the relaxation over the itineraries that were taken in
    best: float = np.inf
    point: Floats = field(default_factory=lambda: np.zeros(0))
    clock_fired: bool = False
    out_of_memory: bool = False
    refuted: bool = False  # whether branch and bound proved that no plan keeps all hard rules

    @property
    def seconds(self) -> float:
        """Seconds until everything must have ended."""
        grace = OVERRUN * self.limits.seconds + GRACE_SECONDS
        return max(LEAST_SECONDS, self.left + grace)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.limits.seconds - (perf_counter() - self.begin)

    @property
    def hurries(self) -> bool:
        """Whether any plan will do."""
        return self.limits.hasty or self.stop()

    def near(self, value: float) -> bool:
        """Whether a plan of this objective is within the headline gap that was asked for."""
        above_floor = max(1.0, value - floor_usd(self.model) / MILLION)
        return bool(np.isfinite(value) and value - self.bound <= self.limits.gap * above_floor)

    def may_lose(self, value: float) -> float:
        """Millions of USD that whole trips may lose against a relaxation of this value."""
        above_floor = max(1.0, value - floor_usd(self.model) / MILLION)
        return FOR_TRIPS * self.limits.gap * above_floor

    def note_limit(self, limit: str) -> None:
        """Remember that a clock, and not the work done, ended a step."""
        self.clock_fired |= limit in CLOCKS

    def tell(self, stage: str) -> None:
        """Report where the search stands."""
        self.on_progress(
            Progress(
                stage,
                perf_counter() - self.begin,
                self.best * MILLION if np.isfinite(self.best) else None,
                self.bound * MILLION if np.isfinite(self.bound) else None,
            )
        )

    def raise_bound(self, duals: Floats) -> None:
        """Take the bound that row duals prove, if it is better than the one so far."""
        value = lower_bound(self.model, duals).value
        if value > self.bound:
            self.bound, self.duals = value, duals.copy()

    def offer(self, point: Floats, stage: str) -> None:
        """Take a point that is better than the best so far."""
        value = self.model.value(point)
        if value < self.best - 1e-9:
            self.best, self.point = value, point
        self.tell(stage)
