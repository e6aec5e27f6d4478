"""From a model to a plan and a bound.

1. Begin with everybody where they are; the whole program for it gives the first duals.
2. A few turns: sift itineraries in the core at those duals, choose whole ones by an integer
   program over the core, evaluate the choice in the whole program (new duals), and bound.
3. With the best choice fixed, make trips, contracts and depots whole, window by window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, NoPlanFound
from planner.model.model import Model
from planner.solve.bound import lower_bound
from planner.solve.core import Core
from planner.solve.engines import Engine, MipLimits
from planner.solve.program import Solved, take
from planner.solve.sifting import first_batch, rank_within, sift
from planner.solve.trips import whole_trips
from planner.solve.whole import Decision, Evaluation, decision_of, evaluate, stay_put

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

TURNS = 3
POOL_EACH = 30  # itineraries of a class that the integer program may choose from
MILLION = 1e6
RESERVED_FOR_TRIPS = 0.35  # share of the time limit kept for whole trips


@dataclass(frozen=True)
class Progress:
    """News from the search: stage, seconds so far, best objective and bound in USD."""

    stage: str
    seconds: float
    objective_usd: float | None
    bound_usd: float | None


@dataclass(frozen=True)
class Limits:
    """What the search may use: seconds in all, and the relative gap at which it may stop."""

    seconds: float = 120.0
    gap: float = 0.01


@dataclass
class Search:
    """State of one search over one model; money in millions of USD."""

    model: Model
    engine: Engine
    limits: Limits
    on_progress: Callable[[Progress], None]
    begin: float = field(default_factory=perf_counter)
    bound: float = -np.inf
    best: float = np.inf
    point: Floats = field(default_factory=lambda: np.zeros(0))
    clock_fired: bool = False

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.limits.seconds - (perf_counter() - self.begin)

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

    def offer(self, point: Floats, stage: str) -> None:
        """Take a point that is better than the best so far."""
        value = self.model.value(point)
        if value < self.best - 1e-9:
            self.best, self.point = value, point
        self.tell(stage)


def run_search(search: Search) -> None:
    """Fill `search.point` and `search.bound`.

    Raises
    ------
    Infeasible
        If hard rules clash for every choice of itineraries that was tried.
    NoPlanFound
        If no plan was found in time.
    """
    chosen = choose(search)
    point = whole_trips(search.model, search.engine, chosen, search.left, search.limits.gap,
                        search.tell)  # fmt: skip
    if point is None:
        raise NoPlanFound("no whole trips were found for the chosen itineraries in time")
    search.offer(point, "plan")


def choose(search: Search) -> Decision:
    """The best choice of whole itineraries of a few turns; raises the search's bound."""
    model = search.model
    budget_s = search.limits.seconds * (1 - RESERVED_FOR_TRIPS)
    active = np.zeros(len(model.options.itineraries), dtype=bool)
    active[first_batch(model)] = True
    here = _evaluate(search, stay_put(model))
    best: tuple[float, Decision] | None = None
    if not here.reasons:
        best = (here.value, stay_put(model))
    for turn in range(TURNS):
        left = budget_s - (perf_counter() - search.begin)
        if best is not None and (left < 0.25 * budget_s or _close(search, best[0])):
            break
        core = Core(model, here.solved.point, here.solved.duals, money=True)
        sifted = sift(model, core, active, max(5.0, left / 3))
        if sifted is None:
            break
        chosen = _choose_whole(search, core, sifted, active, max(5.0, left / 4))
        if chosen is None:
            break
        here = _evaluate(search, chosen)
        if not here.reasons and (best is None or here.value < best[0]):
            best = (here.value, chosen)
        _bound(search, here, active, max(5.0, left / 3))
        search.tell(f"itineraries, turn {turn + 1}")
    if best is None:
        raise Infeasible(list(here.reasons))
    return best[1]


def _close(search: Search, value: float) -> bool:
    return value - search.bound <= 0.1 * search.limits.gap * max(1.0, abs(value))


def _evaluate(search: Search, chosen: Decision) -> Evaluation:
    found = evaluate(search.model, chosen, max(10.0, search.left))
    if found is None:
        raise NoPlanFound("the time limit is too short to evaluate one choice of itineraries")
    return found


def _bound(search: Search, here: Evaluation, active: Mask, seconds: float) -> None:
    """Raise the bound: sift once more with money priced too, so that only force is left."""
    core = Core(search.model, here.solved.point, here.solved.duals, money=False)
    found = sift(search.model, core, active, seconds)
    if found is not None:
        search.bound = max(search.bound, lower_bound(search.model, found[1]).value)


def _choose_whole(
    search: Search, core: Core, sifted: tuple[Solved, Floats], active: Mask, seconds: float
) -> Decision | None:
    """Whole itineraries for the core: from those its relaxation uses and the best of each class."""
    model = search.model
    family = model.columns.families["itinerary"]
    relaxed, duals = sifted
    excess = lower_bound(model, duals).itinerary_excess
    owner = model.options.itineraries.table["unit_class"]
    order = np.lexsort((excess, owner))
    near = np.zeros(family.size, dtype=bool)
    near[order[rank_within(owner[order]) < POOL_EACH]] = True
    near |= relaxed.point[family.columns] > 1e-7
    columns = core.chosen(near & active)
    part = take(core.rows, columns)
    limits = MipLimits(seconds, gap=search.limits.gap / 10)
    answer = search.engine.solve_mip(part, limits)
    search.clock_fired |= answer.limit == "time"
    if not len(answer.point):
        return None
    point = np.zeros(model.columns.count)
    point[columns] = answer.point
    return decision_of(model, point)
