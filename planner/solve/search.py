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
from planner.solve.trips import Task, TripLimits, whole_trips
from planner.solve.whole import Decision, Evaluation, decision_of, evaluate, stay_put

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

TURNS = 2
POOL_EACH = 30  # itineraries of a class that the integer program may choose from
MILLION = 1e6
SIFT_SECONDS = 30.0
CHOICE_SECONDS = 20.0
CLOCKS = ("time", "interrupted", "died")
CLOSE_SHARE = 0.6  # share of the gap asked for that the choice of itineraries may use up
RESERVED_FOR_TRIPS = 0.65  # share of the time limit kept for whole trips


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
    stop: Callable[[], bool] = lambda: False
    begin: float = field(default_factory=perf_counter)
    bound: float = -np.inf
    best: float = np.inf
    point: Floats = field(default_factory=lambda: np.zeros(0))
    clock_fired: bool = False

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.limits.seconds - (perf_counter() - self.begin)

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
    decision = choose(search)
    limits = TripLimits(search.left, search.limits.gap, search.stop)
    task = Task(search.model, search.engine, limits, search.tell, search.note_limit, search.offer)
    if not whole_trips(task, decision):
        raise NoPlanFound("no whole trips were found for the chosen itineraries in time")


def choose(search: Search) -> Decision:
    """The best choice of whole itineraries of a few turns; raises the search's bound."""
    model = search.model
    end = search.limits.seconds * (1 - RESERVED_FOR_TRIPS)
    begin_with = np.zeros(len(model.options.itineraries), dtype=bool)
    begin_with[first_batch(model)] = True
    family = model.columns.families["itinerary"]
    best: tuple[float, Decision] | None = None
    decision = stay_put(model)
    first = decision.columns[decision.columns < family.offset + family.size]
    begin_with[first - family.offset] = True
    here = _evaluate(search, decision)
    if not here.reasons:
        best = (here.value, decision)
    reasons = here.reasons
    for turn in range(TURNS):
        begun = perf_counter()
        core = Core(model, here.solved.point, here.solved.duals, money=True)
        active = begin_with.copy()
        started = perf_counter()
        sifted = sift(model, core, active, SIFT_SECONDS)
        search.note_limit("time" if perf_counter() - started > SIFT_SECONDS else "none")
        if sifted is None or search.stop():
            break
        chosen = _choose_whole(search, core, sifted, active)
        if chosen is not None:
            found = _evaluate(search, chosen)
            reasons = found.reasons
            if not found.reasons and (best is None or found.value < best[0]):
                best = (found.value, chosen)
        begin_with |= sifted[0].point[family.columns] > 0
        here = _evaluate(search, decision_of(model, sifted[0].point, whole=False))
        _bound(search, here, begin_with.copy())
        search.tell(f"itineraries, turn {turn + 1}")
        now = perf_counter()
        late = now - search.begin + (now - begun) > end
        if best is not None and (late or search.stop() or _close(search, best[0])):
            search.note_limit("time" if late else "none")
            break
    if best is None:
        raise Infeasible(list(reasons))
    return best[1]


def _close(search: Search, value: float) -> bool:
    return value - search.bound <= CLOSE_SHARE * search.limits.gap * max(1.0, abs(value))


def _evaluate(search: Search, chosen: Decision) -> Evaluation:
    found = evaluate(search.model, chosen, max(10.0, search.left))
    if found is None:
        raise NoPlanFound("the time limit is too short to evaluate one choice of itineraries")
    return found


def _bound(search: Search, here: Evaluation, active: Mask) -> None:
    """Raise the bound: sift once more with money priced too, so that only force is left."""
    core = Core(search.model, here.solved.point, here.solved.duals, money=False)
    found = sift(search.model, core, active, SIFT_SECONDS)
    if found is not None:
        search.bound = max(search.bound, lower_bound(search.model, found[1]).value)


def _choose_whole(
    search: Search, core: Core, sifted: tuple[Solved, Floats], active: Mask
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
    limits = MipLimits(CHOICE_SECONDS, gap=search.limits.gap / 10)
    answer = search.engine.solve_mip(part, limits)
    search.note_limit(answer.limit)
    if not len(answer.point):
        return None
    point = np.zeros(model.columns.count)
    point[columns] = answer.point
    return decision_of(model, point, whole=True)
